"""Phone numbers: among what is told about the person, else written as such elsewhere on the first page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zenhire.analysis.cv.parse.dates.ranges import date_ranges
from zenhire.analysis.cv.parse.rows import Quote, Row
from zenhire.analysis.cv.parse.schema import SectionKind
from zenhire.analysis.cv.parse.sections import Part
from zenhire.analysis.cv.types import CvDocument

_PHONE = re.compile(r"(?<![\w/.,-])(?:\(\+\d{1,3}\)\s?|\+|00)?\(?\d[\d\s()./–-]{6,20}\d(?![\w/])")
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d")
_WORDS = (
    r"(?:tel\w*|phone|mobile?|mob|cell|handy|gsm|m|t|p|ph|portable|m[óo]vil|cellulare|cel|"
    r"telem[óo]vel|telefon\w*|cep|kom[óo]rka)\s*\.?"
)
_LABEL = re.compile(rf"{_WORDS}\s*:?\s*$", re.IGNORECASE)
# The whole of a cell that is a label: "Phone" beside or above its number.
_ONLY_LABEL = re.compile(rf"[\W_]*{_WORDS}(?:\s+(?:number|no))?[\W_]*", re.IGNORECASE)
# With the signs of a number that is called: a country or area code apart, or groups of digits.
_WRITTEN_SO = re.compile(
    r"\+\d.*|\(\+?\d{1,5}\)\s?\d.*|00\d{2}.*|0\d.*|\d{2,4}(?P<sign>[ .-])\d{2,4}(?:(?P=sign)\d{2,4}){1,3}"
)
# What may stand between a number and the address beside it.
_SIGNS = re.compile(r"\s*[•·|]\s*|\s+[–—-]\s+")
_YEARS = re.compile(r"(?:(?:19|20)\d\d[\s/–-]+)+(?:19|20)\d\d")
_LONGEST, _REACH, _LEAST_DIGITS = 60, 2, 9
_ABOUT: tuple[SectionKind, ...] = ("header", "contact", "personal")
# Where numbers are of other people, or of something else.
_OF_OTHERS: tuple[SectionKind, ...] = (
    *("work", "volunteer", "education", "projects", "publications", "references", "awards", "certificates"),
)


def phone(
    document: CvDocument, rows: Sequence[Row], near: Sequence[Row], parts: Sequence[Part], email: Quote | None
) -> Quote | None:
    """The person's number: the first among what is told about them.

    Else one that a link calls, that has a label, or that stands alone and is written as numbers are that one calls:
    beside their e-mail address, or on the first page outside jobs and studies. `near`: the lines about the person.
    """
    rest = [row for part in parts if part.kind not in (*_ABOUT, *_OF_OTHERS) for row in part.rows if row.page == 1]
    linked = [(link.start, link.end) for link in document.links if link.uri.lower().startswith("tel:")]
    beside = _beside(rows, email) if email else ()
    return next(_phones(near), None) or next(_elsewhere(beside, linked), None) or next(_elsewhere(rest, linked), None)


def _beside(rows: Sequence[Row], email: Quote) -> Sequence[Row]:
    """The lines around the address."""
    at = next((at for at, row in enumerate(rows) if row.start <= email.start < row.end), None)
    return () if at is None else rows[max(0, at - _REACH) : at + _REACH + 1]


def _phones(rows: Sequence[Row]) -> Iterator[Quote]:
    for row in rows:
        dates = date_ranges(row.text)
        for match in _PHONE.finditer(row.text):
            if _DATE.fullmatch(match.group()):
                continue
            digits = len(re.sub(r"\D", "", match.group()))
            dated = any(item.start < match.end() and match.start() < item.end for item in dates)
            labelled = _LABEL.search(row.text[: match.start()])
            if 7 <= digits <= 15 and (labelled or not dated) and _balanced(match.group()):
                yield row.part(match.start(), match.end()).trimmed(" .-–/")


def _elsewhere(rows: Sequence[Row], linked: Sequence[tuple[int, int]]) -> Iterator[Quote]:
    for at, row in enumerate(rows):
        for number in _phones([row]):
            before = row.text[: number.start - row.start]
            called = any(start < number.end and number.start < end for start, end in linked)
            if _YEARS.fullmatch(number.text):
                continue
            above = at > 0 and bool(_ONLY_LABEL.fullmatch(rows[at - 1].text[:_LONGEST]))
            parts = [part for cell in row.cells for part in _SIGNS.split(cell.text)]
            alone = number.text in parts and not row.prose
            if called or _labelled(before) or (alone and (above or _is_written_so(number.text))):
                yield number


def _is_written_so(text: str) -> bool:
    plain = text.startswith(("+", "(", "00"))
    return bool(_WRITTEN_SO.fullmatch(text)) and (plain or sum(map(str.isdigit, text)) >= _LEAST_DIGITS)


def _labelled(before: str) -> bool:
    """Whether a label stands directly before a number, and nothing but a short beginning before it."""
    return bool(re.search(r"[:\t]\s*$|^\W*\w+[\s.]*$", before)) and bool(_LABEL.search(before.replace("\t", " ")))


def _balanced(text: str) -> bool:
    return text.count("(") == text.count(")")
