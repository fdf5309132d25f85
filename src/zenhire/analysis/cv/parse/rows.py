"""The read CV's text line by line, with the look of each line and of its cells."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from zenhire.analysis.cv.parse.schema import Span
from zenhire.analysis.cv.parse.words.headings import heading_kind
from zenhire.analysis.cv.parse.wraps import date_cuts, wrapped_heads, wrapped_lines
from zenhire.analysis.cv.text import BULLET
from zenhire.analysis.cv.types import CvDocument, CvLine

_BULLET = re.compile(r"(?:â€¢|Â·|[•◦▪‣⁃∙·●○■□➢➤►▸✓✔*–—-])\s*(?=\S)")
# "Ann Example - Page 1/1" at the foot of a single page.
_PAGE_NUMBER = re.compile(
    r"(?:.{0,60}\s)?(?:page|seite|página|pagina|strona|sayfa|blad)\s*\d{1,2}(?:\s*(?:/|of|von|de|sur|di|van|z)\s*\d{1,2})?",
    re.IGNORECASE,
)
# A heading underlined by typing, before what stands beside it.
_RULE = re.compile(r"\s*[-_=~*─—]{4,}\s+")
# A name may end so, a sentence rarely: "Sdn. Bhd.", "S.A.".
_ABBREVIATED = re.compile(r"(?:(?<!\w)[A-Z][a-z]{0,3}|\.[A-Z])\.$")
_ROOM, _LEAST_REPEATED = 1.3, 5
_LONGEST_HEADING, _LONGEST_ROW = 40, 2_000
_SENTENCE_WORDS, _SHORT_SENTENCE_WORDS = 15, 6


@dataclass(frozen=True, slots=True)
class Quote:
    """A part of the text."""

    text: str
    start: int
    end: int

    def part(self, start: int, end: int) -> Quote:
        """The part [start, end) of it, without white space around."""
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        text = text.strip()
        return Quote(text, self.start + start, self.start + start + len(text))

    def trimmed(self, characters: str) -> Quote:
        """Itself without the given characters at its ends."""
        left = len(self.text) - len(self.text.lstrip(characters))
        return self.part(left, max(left, len(self.text.rstrip(characters))))


@dataclass(frozen=True, slots=True)
class Cell(Quote):
    """What stands together on one line, with its look; `x` is its left edge, `right` its right one."""

    x: float
    right: float
    size: float
    bold: bool
    italic: bool

    @property
    def caps(self) -> bool:
        """It is written in capitals."""
        return self.text.isupper() and len(self.text) > 2


@dataclass(frozen=True, slots=True)
class Row(Quote):
    """A line of the text: a paragraph, an item, or several cells. A bullet is not part of it.

    `gap`: white space stands before it.
    """

    cells: tuple[Cell, ...]
    page: int
    column: int
    bullet: bool
    gap: bool

    @property
    def first(self) -> Cell:
        """Its first cell."""
        return self.cells[0]

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def prose(self) -> bool:
        """It reads as running text."""
        longest = max(len(cell.text.split()) for cell in self.cells)
        closed = self.text.endswith((".", ";")) and not _ABBREVIATED.search(self.text)
        return longest > _SENTENCE_WORDS or (longest > _SHORT_SENTENCE_WORDS and closed)


def rows(document: CvDocument) -> list[Row]:
    """The text's lines in order."""
    found: list[Row] = []
    at, end_before = 0, 0
    for start, end in _short_enough(document.text, _paragraphs(document)):
        while at < len(document.lines) and document.lines[at].end <= start:
            at += 1
        lines = []
        for line in document.lines[at:]:
            if line.start >= end:
                break
            lines.append(line)
        row = _row(document, start, end, lines, gap=start - end_before > 1 or not found)
        if row is not None and not (found and _is_repeated(found[-1], row)):
            found.append(row)
            end_before = end
    return found


def _is_repeated(above: Row, below: Row) -> bool:
    """Whether a page begins with the line that the page before ends with, as a page break that cuts a line leaves."""
    return below.page > above.page and below.text == above.text and below.words >= _LEAST_REPEATED


def _paragraphs(document: CvDocument) -> Iterator[tuple[int, int]]:
    """The paragraphs; one that holds lines which would have fitted on the line before is several, and so on.

    Lists whose bullets are drawn and not written arrive as one paragraph. Cells of a table wrap in their own width and
    are left whole.
    """
    edges: dict[tuple[int, int], float] = {}
    for line in document.lines:
        place = (line.page, line.column)
        edges[place] = max(edges.get(place, 0.0), line.box[2])
    cuts = {
        after.start
        for before, after in itertools.pairwise(document.lines)
        if document.text[before.end : after.start] == " " and _unforced(document, before, after, edges)
    }
    ends = {end for _, end in document.paragraphs()}
    cuts |= {
        line.start
        for before, line in itertools.pairwise(document.lines)
        if line.end in ends and line.start not in cuts and _is_glued_heading(document.text, before, line)
    }
    cuts |= set(date_cuts(document))
    joined = wrapped_lines(document, edges) | wrapped_heads(document, edges)
    begin: int | None = None
    for start, end in document.paragraphs():
        start, begin = (start, None) if begin is None else (begin, None)
        whole = "\t" in document.text[start:end]
        for at in sorted(cut for cut in cuts if start < cut < end and not whole):
            yield start, at - 1
            start = at
        if end in joined:
            begin = start
        else:
            yield start, end


def _short_enough(text: str, found: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The paragraphs, those cut that are longer than any in earnest, so that reading a line takes bounded time."""
    for start, end in found:
        while end - start > _LONGEST_ROW:
            at = text.rfind(" ", start + 1, start + _LONGEST_ROW)
            at = at if at > start else start + _LONGEST_ROW
            yield start, at
            start = at + text[at : at + 1].isspace()
        yield start, end


def _is_glued_heading(text: str, before: CvLine, line: CvLine) -> bool:
    """A usual heading that was taken for the last line of the paragraph above, which fills its lines."""
    if text[before.end : line.start] != " " or line.bullet or line.end - line.start > _LONGEST_HEADING:
        return False
    words = text[line.start : line.end]
    return words[:1].isupper() and text[before.end - 1] not in ",-/&(" and heading_kind(words) is not None


def _unforced(document: CvDocument, before: CvLine, after: CvLine, edges: dict[tuple[int, int], float]) -> bool:
    """Whether a line begins anew though its first word had room on the line before."""
    if (before.page, before.column) != (after.page, after.column) or after.box[1] <= before.box[1]:
        return False
    text = document.text[after.start : after.end]
    word = text.split(" ", 1)[0]
    if not (word[:1].isupper() or word[:1].isdigit()) or not text:
        return False
    width = (after.box[2] - after.box[0]) / len(text) * (len(word) + 1)
    room = edges[before.page, before.column] - before.box[2]
    return room > width * _ROOM + before.size


def _row(document: CvDocument, start: int, end: int, lines: Sequence[CvLine], gap: bool) -> Row | None:
    whole = Quote(document.text[start:end].replace("\n", " "), start, end)
    if (rule := _RULE.match(whole.text)) and rule.end() < len(whole.text):
        whole = whole.part(rule.end(), len(whole.text))
    sign = _BULLET.match(whole.text)
    bullet = bool(sign) or bool(lines and lines[0].bullet)
    quote = whole.part(sign.end() if sign else 0, len(whole.text))
    cells = tuple(_cells(quote, lines))
    if not cells or _PAGE_NUMBER.fullmatch(quote.text):
        return None
    page, column = (lines[0].page, lines[0].column) if lines else (1, 0)
    return Row(quote.text, quote.start, quote.end, cells, page, column, bullet, gap)


def _cells(quote: Quote, lines: Sequence[CvLine]) -> Iterator[Cell]:
    at = 0
    for text in quote.text.split("\t"):
        part = quote.part(at, at + len(text))
        at += len(text) + 1
        if part.text:
            yield _cell(part, [line for line in lines if line.start < part.end and part.start < line.end])


def _cell(part: Quote, lines: Sequence[CvLine]) -> Cell:
    if not lines:
        return Cell(part.text, part.start, part.end, 0.0, 0.0, 0.0, False, False)
    bold = sum(line.end - line.start for line in lines if line.bold)
    italic = sum(line.end - line.start for line in lines if line.italic)
    length = sum(line.end - line.start for line in lines)
    first, right = lines[0], max(line.box[2] for line in lines)
    look = (first.size, 2 * bold > length, 2 * italic > length)
    return Cell(part.text, part.start, part.end, first.box[0], right, *look)


def cells_as_rows(row: Row) -> Iterator[Row]:
    """The cells of a row as rows of their own, without marks before them; what is only a mark is none."""
    for cell in row.cells:
        bare = cell.trimmed(f" {BULLET}")
        if bare.text:
            one = replace(cell, text=bare.text, start=bare.start, end=bare.end)
            yield replace(row, text=bare.text, start=bare.start, end=bare.end, cells=(one,))


class Pages:
    """Spans with their pages."""

    def __init__(self, document: CvDocument) -> None:
        self._lines = document.lines
        # Lines are in the order of the text, so the first that ends behind a position is found by halving.
        self._ends = [line.end for line in document.lines]

    def span(self, start: int, end: int) -> Span:
        """The span with the page that it begins on."""
        at = bisect_right(self._ends, start)
        touched = at < len(self._lines) and self._lines[at].start < end
        return Span(start, end, self._lines[at].page if touched else 1)

    def of(self, quote: Quote) -> Span:
        """The quote's span."""
        return self.span(quote.start, quote.end)
