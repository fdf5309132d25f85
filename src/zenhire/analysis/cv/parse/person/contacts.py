"""Who the CV is of, and how to reach them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from zenhire.analysis.cv.parse.context import Context
from zenhire.analysis.cv.parse.fold import fold, key
from zenhire.analysis.cv.parse.person.emails import EMAIL, broken_emails, linked_emails
from zenhire.analysis.cv.parse.person.name import joined_name, person_name
from zenhire.analysis.cv.parse.person.phones import phone
from zenhire.analysis.cv.parse.person.places import place_of
from zenhire.analysis.cv.parse.rows import Quote, Row
from zenhire.analysis.cv.parse.schema import Profile
from zenhire.analysis.cv.parse.sections import Part
from zenhire.analysis.cv.parse.words.headings import heading_kind
from zenhire.analysis.cv.parse.words.jobs import title_score
from zenhire.analysis.cv.titles import occupation
from zenhire.analysis.cv.types import CvDocument, CvLink

_URL = re.compile(
    r"(?:https?://|www\.)[^\s,;|)>\]]+|(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,8}(?:com|org|net|io|dev|me|de|fr|es|"
    r"it|pt|nl|pl|tr|co|uk|eu|info|ai|app|at|ch|be|tech|xyz|page|design)(?:\.[a-z]{2})?(?:/[^\s,;|"
    r")>\]]*)?(?![\w@])",
    re.IGNORECASE,
)
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
# Where a place is shown, which is no page of the person's.
_MAP = re.compile(
    r"^(?:https?://)?(?:[\w-]{1,63}\.){0,3}(?:maps\.|google\.[a-z.]{2,6}/maps|openstreetmap\.)", re.IGNORECASE
)
_HEADLINE_WORDS, _FEW_ROWS = 8, 2
_ABOUT = ("header", "contact", "personal")


@dataclass(slots=True)
class Contacts:
    """What was found about the person; `places` are the candidates for a place."""

    name: Quote | None = None
    name_parts: list[Quote] = field(default_factory=list)
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
    about = [part for part in parts if part.kind in _ABOUT]
    near = [*(row for part in about for row in part.rows), *_below_headline(parts)]
    found = Contacts()
    found.email, found.email_value = _email(document, near, rows)
    found.phone = phone(document, rows, near, parts, found.email)
    told = [row for part in parts if part.kind in (*_ABOUT, "summary") for row in part.rows]
    found.name_parts = person_name(document, rows, told, found.email, alone=not (found.email or found.phone))
    found.name = joined_name(found.name_parts)
    found.email_value = _as_named(found.email_value, found.email, found.name)
    _addresses(document, near, found, context)
    taken = [quote for quote in (found.name, found.email, found.phone, found.url) if quote]
    of_others = [(row.start, row.end) for part in parts if part.kind in ("work", "education") for row in part.rows]
    found.location = place_of(near, rows, taken, of_others)
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


def _as_named(address: str | None, email: Quote | None, name: Quote | None) -> str | None:
    """An address that a line's end breaks behind a hyphen, without it where the name is written so."""
    if address is None or email is None or name is None or not re.search(r"-\n", email.text):
        return address
    plain = "".join(re.sub(r"-\n", "", email.text, count=1).split())
    words = [word for word in key(name.text).split() if len(word) > 1]
    told = [sum(word in fold(text).partition("@")[0] for word in words) for text in (address, plain)]
    return plain if told[1] > told[0] else address


def _below_headline(parts: Sequence[Part]) -> list[Row]:
    """The line with the address directly below what only looked like the first heading, as a headline may."""
    if len(parts) < 2 or parts[0].kind != "header" or parts[1].kind in _ABOUT or len(parts[0].rows) > _FEW_ROWS:
        return []
    return [row for row in parts[1].rows[:1] if EMAIL.search(row.text)]


def _addresses(document: CvDocument, near: Sequence[Row], found: Contacts, context: Context) -> None:
    """Profiles and the person's own page, from links and from what is written."""
    seen: set[str] = set()
    for url, quote in (*_links(document, near), *((quote.text, quote) for quote in _matches(_URL, near))):
        if found.email and quote.start < found.email.end and found.email.start < quote.end:
            continue
        plain = re.sub(r"^(?:https?://)?(?:www\.)?|/$", "", url.lower())
        if plain in seen or "@" in plain or _MAP.match(plain):
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
