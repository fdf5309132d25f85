"""Who the CV is of, and how to reach them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from rapidfuzz import fuzz, process
from wordfreq import zipf_frequency

from zenhire.analysis.cv.parse.context import Context
from zenhire.analysis.cv.parse.emails import EMAIL, broken_emails, linked_emails
from zenhire.analysis.cv.parse.fold import fold, key
from zenhire.analysis.cv.parse.phones import phone
from zenhire.analysis.cv.parse.rows import Cell, Quote, Row
from zenhire.analysis.cv.parse.schema import Profile
from zenhire.analysis.cv.parse.sections import Part
from zenhire.analysis.cv.parse.words_headings import HEADINGS, heading_kind, telling_kind
from zenhire.analysis.cv.parse.words_jobs import TITLE_WORDS, org_score, title_score
from zenhire.analysis.cv.parse.words_places import place_score
from zenhire.analysis.cv.titles import occupation
from zenhire.analysis.cv.types import CvDocument, CvLink

_URL = re.compile(
    r"(?:https?://|www\.)[^\s,;|)>\]]+|(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,8}(?:com|org|net|io|dev|me|de|fr|es|"
    r"it|pt|nl|pl|tr|co|uk|eu|info|ai|app|at|ch|be|tech|xyz|page|design)(?:\.[a-z]{2})?(?:/[^\s,;|"
    r")>\]]*)?(?![\w@])",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d")
_NETWORKS = (
    ("LinkedIn", r"linkedin\.com/(?:in|pub)/(?P<user>[^/?#\s]+)"),
    ("GitHub", r"github\.com/(?P<user>[\w-]+)/?(?=$|[?#\s])"),
    ("GitLab", r"gitlab\.com/(?P<user>[\w.-]+)/?(?=$|[?#\s])"),
    ("Xing", r"xing\.com/profile/(?P<user>[^/?#\s]+)"),
    ("X", r"(?:twitter|x)\.com/(?P<user>\w+)"),
    ("StackOverflow", r"stackoverflow\.com/users/(?P<user>\d+)"),
    ("ORCID", r"orcid\.org/(?P<user>[\dX-]{19})"),
    ("Google Scholar", r"scholar\.google\.\w+/citations\?user=(?P<user>[\w-]+)"),
    ("Kaggle", r"kaggle\.com/(?P<user>[\w-]+)"),
    ("Behance", r"behance\.net/(?P<user>[\w-]+)"),
    ("Dribbble", r"dribbble\.com/(?P<user>[\w-]+)"),
    ("ResearchGate", r"researchgate\.net/profile/(?P<user>[\w-]+)"),
)
_NETWORK_PATTERNS = tuple((name, re.compile(rf"(?<![\w-]){pattern}", re.IGNORECASE)) for name, pattern in _NETWORKS)
_NAME_LABEL = re.compile(
    r"\s*(?:full name|name|vor- und nachname|vorname und nachname|nom(?: et pr[ée]nom)?|"
    r"nombre(?: y apellidos)?|nome(?: e cognome| completo)?|naam|imi[ęe] i nazwisko|ad[ıi] soyad[ıi]|"
    r"ad soyad)\s*[:\t]\s*(?=\S)",
    re.IGNORECASE,
)
# What may follow a name, as it is usually written, without full stops. Some are surnames in other letters: "Léon Mba".
_USUAL_SUFFIXES = """PhD PHD MD MBA RN BSN MSN CPA PE PMP ESQ Esq DR Dr MSc MSC BSc BSC LLM CFA SPHR PHR JR Jr"""
_SUFFIXES = frozenset(_USUAL_SUFFIXES.split())
_ANY_SUFFIXES = frozenset(suffix.lower() for suffix in _SUFFIXES)
_SUFFIX = r"(?:ph\.?d|m\.?d|mba|rn|bsn|msn|cpa|pe|pmp|esq|dr|m\.?sc|b\.?sc|ll\.?m|cfa|sphr|phr|jr)\.?"
_NAME = re.compile(
    rf"(?:[^\W\d_][\w'’.-]*\s+){{1,4}}[^\W\d_][\w'’.-]*(?:,\s*{_SUFFIX}(?:\s+{_SUFFIX}){{0,3}}(?!\w)){{0,5}}",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"^(?:dr|prof|mr|mrs|ms|miss|herr|frau|m|mme|dipl-ing|ing|sr|sra|dott|dott\.ssa|mgr|inż)\.?\s+", re.IGNORECASE
)
_HEADS = "curriculum vitae resume cv lebenslauf bewerbung hoja vida zyciorys ozgecmis page seite last updated"
_NOT_NAMES = frozenset(_HEADS.split())
_USUAL_WORD = 4.2
_LARGE, _LARGEST, _SAME_SIZE, _MOST_NAME_WORDS = 1.3, 1.6, 0.5, 6
_NEXT_LABEL = re.compile(r"\t|\s+[^\W\d][\w']*(?:\s+[\w']+)?\s*:")
_LONG_WORD, _MISSPELT = 7, 88
_FIRST_ROWS = 12
_HEADLINE_WORDS = 8


@dataclass(slots=True)
class Contacts:
    """What was found about the person; `places` are the candidates for a place."""

    name: Quote | None = None
    label: Quote | None = None
    email: Quote | None = None
    email_value: str | None = None
    phone: Quote | None = None
    url: Quote | None = None
    url_value: str | None = None
    location: Quote | None = None
    profiles: list[Profile] = field(default_factory=list)


def contacts(document: CvDocument, rows: Sequence[Row], parts: Sequence[Part], context: Context) -> Contacts:
    """Name, headline, e-mail address, phone number, pages on the web and place, from where such things stand."""
    about = [part for part in parts if part.kind in ("header", "contact", "personal")]
    near = [row for part in about for row in part.rows]
    found = Contacts()
    found.email, found.email_value = _email(document, near, rows)
    found.phone = phone(document, rows, parts, found.email)
    found.name = _name(document, rows, near, found)
    _addresses(document, near, found, context)
    found.location = _location(near, found)
    found.label = _label(rows, found.name)
    return found


def _matches(pattern: re.Pattern[str], rows: Sequence[Row]) -> Iterator[Quote]:
    for row in rows:
        for match in pattern.finditer(row.text):
            yield row.part(match.start(), match.end()).trimmed(".,;'")


def _email(document: CvDocument, near: Sequence[Row], rows: Sequence[Row]) -> tuple[Quote | None, str | None]:
    """Where the address stands, and what it is: that of a link over it is as its writer means it."""
    email = next(_matches(EMAIL, near), None) or next(_matches(EMAIL, rows), None)
    for address, quote in linked_emails(document, document.text):
        if email is None or (quote.start < email.end and email.start < quote.end):
            return quote, address
    for broken in broken_emails(document.text):
        if email is None or broken.start <= email.start < broken.end:
            email = broken
            break
    return email, "".join(email.text.split()) if email else None


def _addresses(document: CvDocument, near: Sequence[Row], found: Contacts, context: Context) -> None:
    """Profiles and the person's own page, from links and from what is written."""
    seen: set[str] = set()
    for url, quote in (*_links(document, near), *((quote.text, quote) for quote in _matches(_URL, near))):
        if found.email and quote.start < found.email.end and found.email.start < quote.end:
            continue
        plain = re.sub(r"^(?:https?://)?(?:www\.)?|/$", "", url.lower())
        if plain in seen or "@" in plain:
            continue
        seen.add(plain)
        network = _profile(url, quote, context)
        if network is not None:
            if network.network not in {profile.network for profile in found.profiles}:
                found.profiles.append(network)
        elif found.url is None:
            found.url, found.url_value = quote, url


def _links(document: CvDocument, near: Sequence[Row]) -> Iterator[tuple[str, Quote]]:
    spans = [(row.start, row.end) for row in near]
    for link in document.links:
        if link.start < link.end and link.uri.startswith("http") and _inside(link, spans):
            quote = Quote(document.text[link.start : link.end], link.start, link.end)
            yield link.uri, quote.part(0, len(quote.text))


def _inside(link: CvLink, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= link.start and link.end <= end for start, end in spans)


def _profile(url: str, quote: Quote, context: Context) -> Profile | None:
    for network, pattern in _NETWORK_PATTERNS:
        if match := pattern.search(url):
            return Profile(network, match["user"], url, context.spans(url=quote))
    return None


def _location(near: Sequence[Row], found: Contacts) -> Quote | None:
    """The best of the short parts that look like a place."""
    taken = [quote for quote in (found.name, found.email, found.phone, found.url) if quote]
    best: tuple[float, Quote] | None = None
    for row in near:
        for cell in row.cells:
            for quote in _parts(cell):
                score = place_score(_unlabelled(quote).text) or _street(quote.text)
                free = not any(quote.start < other.end and other.start < quote.end for other in taken)
                free = free and not _DATE.search(quote.text)
                if score > 0 and free and (best is None or score > best[0]):
                    best = score, _unlabelled(quote)
    return best[1] if best else _beside_contacts(near, taken)


def _beside_contacts(near: Sequence[Row], taken: Sequence[Quote]) -> Quote | None:
    """A name without digits on the line of the e-mail address or phone number is the place, known or not."""
    for row in near:
        if not any(row.start <= quote.start and quote.end <= row.end for quote in taken[1:]):
            continue
        for cell in row.cells:
            for quote in map(_unlabelled, _parts(cell)):
                free = not any(quote.start < other.end and other.start < quote.end for other in taken)
                if free and re.fullmatch(r"[^\W\d_][^\d@:/]{2,40}", quote.text) and len(quote.text.split()) <= 4:
                    return quote
    return None


def _unlabelled(quote: Quote) -> Quote:
    match = re.match(r"[\W_]*(?:[^\W\d]{3,12}\s*:\s*)?", quote.text)
    return quote.part(match.end() if match else 0, len(quote.text))


def _parts(cell: Cell) -> Iterator[Quote]:
    at = 0
    for match in (*re.finditer(r"\s*[|•·]\s*|\s+[–—-]\s+|\s{3,}", cell.text), None):
        part = cell.part(at, match.start() if match else len(cell.text))
        if part.text:
            yield part
        at = match.end() if match else at


def _street(text: str) -> float:
    """A line that ends with a known place after a street and a number."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) < 2 or len(text) > 100:
        return 0.0
    return 0.8 if place_score(", ".join(parts[1:])) >= 0.6 or place_score(parts[-1]) >= 0.6 else 0.0


def _name(document: CvDocument, rows: Sequence[Row], near: Sequence[Row], known: Contacts) -> Quote | None:
    for row in near:
        if (match := _NAME_LABEL.match(row.text)) and (name := _labelled(row, match.end())):
            return name
    alone = known.email is None and known.phone is None
    candidates: list[tuple[float, int, Quote]] = []
    first_page = [row for row in rows if row.page == 1]
    for order, row in enumerate(first_page):
        near_top = order < _FIRST_ROWS
        whole = _over_two_lines(row, first_page[order + 1 : order + 2], document)
        for cell in (whole,) if whole else row.cells[:2]:
            score = _name_score(cell, document.body_size, known.email, near_top, order)
            if score > 0 and not (alone and _may_be_heading(cell, order, document.body_size)):
                candidates.append((score, -order, _bare(cell)))
    return max(candidates, key=lambda item: item[:2])[2] if candidates else None


def _over_two_lines(row: Row, below: Sequence[Row], document: CvDocument) -> Cell | None:
    """First and last name on a large line each, as one cell; None where the lines are something else."""
    for other in below:
        large = row.first.size >= _LARGEST * document.body_size and abs(row.first.size - other.first.size) < _SAME_SIZE
        alone = len(row.cells) == len(other.cells) == 1 and not other.gap and row.column == other.column
        if large and alone and row.words + other.words <= _MOST_NAME_WORDS and not heading_kind(other.text):
            text = document.text[row.start : other.end].replace("\n", " ")
            return replace(row.first, text=text, end=other.end)
    return None


def _may_be_heading(cell: Cell, order: int, body: float) -> bool:
    """Whether words without any contact beside them may as well be a heading or a skill."""
    return order > 1 or (cell.caps and (order > 0 or cell.size < _LARGE * body))


def _labelled(row: Row, at: int) -> Quote | None:
    """What follows "Name:", up to the next label on the line."""
    rest = row.part(at, len(row.text))
    label = _NEXT_LABEL.search(rest.text)
    name = rest.part(0, label.start() if label else len(rest.text)).trimmed(" ,")
    return name if 0 < len(name.text.split()) <= _MOST_NAME_WORDS else None


def _bare(cell: Cell) -> Quote:
    match = _TITLES.match(cell.text)
    name = cell.part(match.end() if match else 0, len(cell.text)).trimmed(" ,")
    return name.part(0, _end_without_suffixes(name.text))


def _end_without_suffixes(text: str) -> int:
    """Where a name ends that degrees may follow: after a comma in any letters, else in those of a degree.

    Two words at least are left, since a lone one is rarely a name and "MBA" among capitals may be a surname.
    """
    comma = text.find(",")
    after = (
        re.split(r"[\s,]+", text[comma + 1 :].replace(".", "").lower())
        if len(text[: max(0, comma)].split()) > 1
        else []
    )
    end = comma if after and all(word in _ANY_SUFFIXES for word in after if word) else len(text)
    words = list(re.finditer(r"\S+", text[:end]))
    while len(words) > 2 and words[-1].group().replace(".", "").rstrip(",") in _SUFFIXES:
        words.pop()
    return words[-1].end() if words else end


def _name_score(cell: Cell, body: float, email: Quote | None, near_top: bool, order: int) -> float:
    text = _TITLES.sub("", cell.text).strip(" ,")
    words = key(text).split()
    if not _NAME.fullmatch(text) or not 2 <= len(words) <= 6 or heading_kind(text) or set(words) & _NOT_NAMES:
        return 0.0
    if not all(part[:1].isupper() or part in _PARTICLES for part in text.split()):
        return 0.0
    size = cell.size / body if body else 1.0
    mail = _like_email(words, email)
    if mail == 0 and telling_kind(text):
        return 0.0
    titled = mail == 0 and any(map(_is_of_work, words))
    if titled or (not near_top and size < 1.3):
        return 0.0
    plain = size < 1.1 and not cell.bold and not cell.caps
    if mail == 0 and (org_score(text) > 0 or _usual(words)) and size < 1.5:
        return 0.0
    if plain and mail == 0 and order > 2:
        return 0.0
    return min(2.5, size) + 2.0 * mail + 0.5 * cell.bold + 0.3 * (order == 0) - 0.02 * order


_SMALL = "de da do dos das del della di van von der den ter ten la le bin ibn al el y e zu du"
_PARTICLES = frozenset(_SMALL.split())


@cache
def _words_of_work() -> tuple[str, ...]:
    """Words of titles and headings that are long enough to be known when misspelt."""
    some = {*TITLE_WORDS, *(word for heading in HEADINGS for word in heading.split())}
    return tuple(sorted(word for word in some if len(word) >= _LONG_WORD))


def _is_of_work(word: str) -> bool:
    """Whether a word is of a title, or nearly one of a title or a heading: such a line names no person."""
    if word in TITLE_WORDS:
        return True
    return len(word) >= _LONG_WORD and bool(
        process.extractOne(word, _words_of_work(), scorer=fuzz.ratio, score_cutoff=_MISSPELT)
    )


def _usual(words: Sequence[str]) -> bool:
    """Whether the words are those of plain English."""
    return bool(sum(zipf_frequency(word, "en") for word in words) >= _USUAL_WORD * len(words))


def _like_email(words: Sequence[str], email: Quote | None) -> float:
    """Share of the name's words that the e-mail address has, too."""
    if email is None:
        return 0.0
    local = re.sub(r"[^a-z]", "", fold(email.text.split("@")[0]))
    return sum(len(word) > 1 and word in local for word in words) / len(words)


def _is_headline(text: str) -> bool:
    """Whether the first line of a CV without a name says what somebody is, be it only the field: `Sales`."""
    if heading_kind(text) is not None:
        return False
    return title_score(text) > 0.5 or (len(text.split()) <= _HEADLINE_WORDS and occupation(text) is not None)


def _label(rows: Sequence[Row], name: Quote | None) -> Quote | None:
    """The headline below the name: a title, or a short line that is nothing else."""
    if name is None:
        return next((row.first for row in rows[:1] if _is_headline(row.text)), None)
    for row in rows:
        if row.start < name.start:
            continue
        if row.start > name.end and (row.start - name.end > 200 or heading_kind(row.text)):
            return None
        for cell in row.cells:
            rest = cell.part(max(0, name.end - cell.start), len(cell.text)).trimmed(" ,|–—-•·")
            if 0 < len(rest.text.split()) <= _HEADLINE_WORDS and title_score(rest.text) >= 0.8 and "@" not in rest.text:
                return rest
    return None
