"""The person's name: after a label, or the line of the first page that looks most like one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from rapidfuzz import fuzz, process
from wordfreq import zipf_frequency

from zenhire.analysis.cv.parse.fold import fold, key
from zenhire.analysis.cv.parse.rows import Cell, Quote, Row
from zenhire.analysis.cv.parse.words.headings import HEADINGS, heading_kind, telling_kind
from zenhire.analysis.cv.parse.words.jobs import NAMES_TOO, TITLE_WORDS, org_score, title_score
from zenhire.analysis.cv.parse.words.labels import is_label
from zenhire.analysis.cv.titles import occupation
from zenhire.analysis.cv.types import CvDocument

_NAME_LABEL = re.compile(
    r"\s*(?:\d{1,2}[.)]\s*)?(?:full ?name|name|vor- und nachname|vorname und nachname|nom(?: et pr[ée]nom)?|"
    r"voor- en achternaam|pr[ée]nom et nom|"
    r"nombre(?: y apellidos)?|nome(?: e cognome| completo)?|naam|imi[ęe] i nazwisko|ad[ıi] soyad[ıi]|"
    r"ad soyad)\s*[:\t][\s:]*(?=\S)",
    re.IGNORECASE,
)
# What may follow a name, as it is usually written, without full stops. Some are surnames in other letters: "Léon Mba".
_USUAL_SUFFIXES = """PhD PHD MD MBA RN BSN MSN CPA PE PMP ESQ Esq DR Dr MSc MSC BSc BSC LLM CFA SPHR PHR JR Jr"""
_SUFFIXES = frozenset(_USUAL_SUFFIXES.split())
_ANY_SUFFIXES = frozenset(suffix.lower() for suffix in _SUFFIXES)
_SUFFIX = r"(?:ph\.?d|m\.?d|mba|rn|bsn|msn|cpa|pe|pmp|esq|dr|m\.?sc|b\.?sc|ll\.?m|cfa|sphr|phr|jr)\.?"
_WORD = r"(?:[ds]/o|a/[lp]|[^\W\d_][\w'’.-]*)"
_NAME = re.compile(
    rf"(?:{_WORD}\s+){{1,5}}{_WORD}(?:,\s*{_SUFFIX}(?:\s+{_SUFFIX}){{0,3}}(?!\w)){{0,5}}",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"^(?:dr|prof|mr|mrs|ms|miss|herr|frau|m|mme|dipl-ing|ing|sr|sra|dott|dott\.ssa|mgr|inż)\.?\s+", re.IGNORECASE
)
_GREETING = re.compile(
    r"(?:(?:hi|hello|hey|hallo|bonjour|hola|ciao|olá|cześć|merhaba)[\s,!.–—-]+)?(?:i\s?['’]m|i am|my name is|ich bin|"
    r"mein name ist|je suis|je m['’]appelle|soy|me llamo|mi nombre es|sono|mi chiamo|sou|meu nome é|chamo-me|ik ben|"
    r"mijn naam is|jestem|nazywam się|benim adım)\s+",
    re.IGNORECASE,
)
# The words of a picture that stands for itself: "Ann Example avatar".
_PICTURE = re.compile(
    r"(?:['’]s)?[\s_-]+(?:avatar|(?:profile[\s_-])?(?:photo|picture|pic|image)|profile|portrait|headshot|logo|foto|bild|"
    r"profilbild|photographie|imagen|immagine|zdjęcie|resim)\W*$",
    re.IGNORECASE,
)
# The name of the document on the name's line: "Ann Example CV", "Curriculum Vitae – Ann Example".
_DOCUMENT = r"(?:curriculum vitae|r[ée]sum[ée]|cv|lebenslauf)"
_DOCUMENT_AROUND = re.compile(
    rf"^{_DOCUMENT}\s*(?:[:|–—-]|of|von|de)?\s+|\s+(?:[:|–—-]\s*)?{_DOCUMENT}$", re.IGNORECASE
)
# What may part a name from a headline on the same line.
_TITLE_AFTER = re.compile(r"\s*(?:,|\||\s[–—-]|[•·])\s+(?=\S)")
_HEADS = """curriculum vitae resume cv lebenslauf bewerbung hoja vida zyciorys ozgecmis page seite last updated avatar
    photo picture"""
_NOT_NAMES = frozenset(_HEADS.split())
_USUAL_WORD = 4.2
_LARGE, _LARGEST, _SAME_SIZE, _MOST_NAME_WORDS = 1.3, 1.5, 0.5, 6
_NEXT_LABEL = re.compile(r"\t|\s+[^\W\d][\w']*(?:\s+[\w']+)?\s*:")
_LONG_WORD, _MISSPELT, _CERTAIN = 7, 88, 0.8
_FIRST_ROWS, _LONGEST_LINE, _NEAR_ROWS = 12, 120, 8


def person_name(
    document: CvDocument, rows: Sequence[Row], near: Sequence[Row], email: Quote | None, *, alone: bool
) -> list[Quote]:
    """The name, in parts where other text divides it; none if no line looks like one.

    `near`: the lines about the person. `alone`: neither an address nor a number was found beside them.
    """
    for row, below in itertools.zip_longest(near, near[1:]):
        if below and (name := _under_label(row, below)):
            return [name]
        if (match := _NAME_LABEL.match(row.text)) and (name := _labelled(row, match.end())):
            return [name]
        if below and _is_label(row.text) and (name := _labelled(below, 0)) and _is_name(name.text):
            return [name]
    candidates: list[tuple[float, int, list[Quote]]] = []
    first_page = [row for row in rows if row.page == 1]
    told = range(0)
    for order, row in enumerate(first_page):
        near_top = order < _FIRST_ROWS
        if row.start in told:
            continue
        whole = _over_two_lines(first_page[order : order + _NEAR_ROWS], document)
        told = range(whole[-1].start, whole[-1].end) if whole else told
        for cells in (whole,) if whole else ([_core(cell)] for cell in row.cells[:2]):
            cell = cells[0] if len(cells) == 1 else replace(cells[0], text=_joined(cells))
            score = _name_score(cell, document.body_size, email, near_top, order)
            if score > 0 and not (alone and _may_be_heading(cell, order, document.body_size)):
                candidates.append((score, -order, [_bare(cells[0])] if len(cells) == 1 else list(cells)))
    return max(candidates, key=lambda item: item[:2])[2] if candidates else []


def _under_label(row: Row, below: Row) -> Quote | None:
    """The name that stands below its label, where several labels stand above as many cells."""
    if len(row.cells) != len(below.cells) or len(row.cells) < 2 or not all(is_label(cell.text) for cell in row.cells):
        return None
    found = (cell for label, cell in zip(row.cells, below.cells, strict=True) if _is_label(label.text))
    return next((cell.part(0, len(cell.text)) for cell in found if _is_name(cell.text)), None)


def _is_label(text: str) -> bool:
    """Whether a line is nothing but the label of a name."""
    line = f"{text[:_LONGEST_LINE].rstrip(' :')}: ?"
    match = _NAME_LABEL.match(line)
    return match is not None and match.end() == len(line) - 1


def joined_name(parts: Sequence[Quote]) -> Quote | None:
    """The whole name, placed where its first part stands."""
    return Quote(_joined(parts), parts[0].start, parts[0].end) if parts else None


def _joined(parts: Sequence[Quote]) -> str:
    """The parts as one text; a hyphen at the end of one is of a double name."""
    return re.sub(r"(?<=\w)- ", "-", " ".join(part.text for part in parts))


def _core(cell: Cell) -> Cell:
    """A cell without what may stand around a name: a greeting, the words of a picture, a headline after a comma."""
    if len(cell.text) > _LONGEST_LINE:
        return cell
    found: Quote = cell
    if greeting := _GREETING.match(found.text):
        found = found.part(greeting.end(), len(found.text)).trimmed(" !")
        end = len(found.text) - found.text.endswith(".")
        found = found.part(0, end)
    if picture := _PICTURE.search(found.text):
        found = found.part(0, picture.start())
    if document := _DOCUMENT_AROUND.search(found.text):
        named = (0, document.start()) if document.start() else (document.end(), len(found.text))
        found = found.part(*named) if _is_name(found.text[slice(*named)].strip()) else found
    after = _TITLE_AFTER.search(found.text)
    if after and _is_name(found.text[: after.start()]) and _names_work(found.text[after.end() :]):
        found = found.part(0, after.start())
    return replace(cell, text=found.text, start=found.start, end=found.end)


def _is_name(text: str) -> bool:
    """Whether a text is written as names are."""
    return bool(_NAME.fullmatch(text)) and all(part[:1].isupper() or _is_particle(part) for part in text.split())


def _is_particle(word: str) -> bool:
    return word.lower() in _PARTICLES


def _names_work(text: str) -> bool:
    return title_score(text) >= _CERTAIN or occupation(text) is not None


def _over_two_lines(rows: Sequence[Row], document: CvDocument) -> list[Cell] | None:
    """First and last name on a large line each; None where the lines are something else.

    Lines of another column may stand between them where both begin at the same left edge.
    """
    row = rows[0]
    for other in rows[1:] if row.first.size >= _LARGEST * document.body_size else ():
        large = abs(row.first.size - other.first.size) < _SAME_SIZE
        near = row.first.text.endswith("-") or not other.gap
        below = other is rows[1] and len(row.cells) == len(other.cells) == 1 and near
        beside = not below and abs(row.first.x - other.first.x) < _SAME_SIZE and row.first.bold == other.first.bold
        few = len(row.first.text.split()) + len(other.first.text.split()) <= _MOST_NAME_WORDS
        if key(row.first.text) == key(other.first.text):
            continue
        same = row.column == other.column or (below and row.first.text.endswith("-"))
        if large and (below or beside) and same and few and not heading_kind(other.first.text):
            first, second = _core(row.first), _core(other.first)
            if below and not first.text.endswith("-"):
                last = _third_line(rows) or second
                text = document.text[first.start : last.end].replace("\n", " ")
                return [replace(first, text=text, end=last.end)]
            return [first, second]
    return None


def _third_line(rows: Sequence[Row]) -> Quote | None:
    """The rest of a name that two lines did not hold, set as these are."""
    if len(rows) < 3 or sum(row.words for row in rows[:3]) > _MOST_NAME_WORDS:
        return None
    above, row = rows[1:3]
    alike = abs(above.first.size - row.first.size) < _SAME_SIZE and above.first.bold == row.first.bold
    alone = len(row.cells) == 1 and not row.gap and row.column == above.column
    return row.first if alike and alone and not heading_kind(row.text) else None


def _may_be_heading(cell: Cell, order: int, body: float) -> bool:
    """Whether words without any contact beside them may as well be a heading or a skill."""
    return order > 1 or (cell.caps and (order > 0 or cell.size < _LARGE * body))


def _labelled(row: Row, at: int) -> Quote | None:
    """What follows "Name:", up to the next label on the line."""
    rest = row.part(at, len(row.text))
    label = _NEXT_LABEL.search(rest.text)
    name = rest.part(0, label.start() if label else len(rest.text)).trimmed(" ,")
    few = 0 < len(name.text.split()) <= _MOST_NAME_WORDS
    return name if few and not re.search(r"[\d%@/]", name.text) else None


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
    if not all(part[:1].isupper() or _is_particle(part) for part in text.split()):
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


_SMALL = """de da do dos das del della dell dalla di van von vom der den ter ten la le los las lo bin binti binte bte
    bint ibn abu al el y e i zu zum zur du d/o s/o a/l a/p ap ab ferch af av op aan 't san st mac"""
_PARTICLES = frozenset(_SMALL.split())


@cache
def _words_of_work() -> tuple[str, ...]:
    """Words of titles and headings that are long enough to be known when misspelt."""
    some = {*TITLE_WORDS, *(word for heading in HEADINGS for word in heading.split())}
    return tuple(sorted(word for word in some if len(word) >= _LONG_WORD))


def _is_of_work(word: str) -> bool:
    """Whether a word is of a title, or nearly one of a title or a heading: such a line names no person."""
    if word in TITLE_WORDS and word not in NAMES_TOO:
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
