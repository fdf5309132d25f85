"""From a DOCX's paragraphs, tables and text boxes to a CV's text, as `layout` does it for a PDF's pages.

A DOCX has no pages until a program lays it out: everything stands on page 1, and boxes tell no more than the order, the
indent and the column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median_high

from zenhire.analysis.cv.integrity import sort_words
from zenhire.analysis.cv.layout.assembly import Assembly
from zenhire.analysis.cv.layout.docx_rows import Row, Token, rows
from zenhire.analysis.cv.layout.paragraphs import Paragraph
from zenhire.analysis.cv.layout.segments import Segment
from zenhire.analysis.cv.text import BULLET, clean, glue
from zenhire.analysis.cv.types import CvDocument, CvPage
from zenhire.engines.docx.base import DocxBlock, DocxDocument, DocxStyle
from zenhire.engines.pdf.base import Box, PdfDocument, PdfLink, PdfPage, PdfStyle, PdfWord
from zenhire.engines.pdf.geometry import union

_MARGIN, _LETTER, _LINE = 40.0, 0.5, 1.25
_WIDER_SPACE = 3.0
_UNSEEN = 3
_MOST_WORDS_AT_NUMBER = 8


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with its words set on the page; `gap`: white space stands before it."""

    row: Row
    cells: tuple[tuple[PdfWord, ...], ...]
    gap: bool
    repeat: bool


def read_docx(document: DocxDocument) -> CvDocument:
    """The CV's text in the order of the file. The same document gives the same text.

    What a reader cannot see, and sentences meant for a machine, are in `findings` and not in the text. The header and
    the footer of the first page are read once, others are `repeats`.
    """
    setter = _Setter(document.width)
    for blocks, part in _stories(document):
        setter.set(list(rows(blocks)), part)
    page = setter.page()
    words = sort_words(page)
    shown = {id(word) for word in words.shown}
    assembly = Assembly(frozenset())
    for line in setter.lines:
        segments = [segment for cell in line.cells if (segment := _segment(line.row, cell, shown))]
        if line.repeat:
            for segment in segments:
                assembly.repeat(page.number, segment)
        elif segments:
            first = segments[0] if not line.row.bullet else _with_mark(segments[0])
            parts = [[segment] for segment in (first, *segments[1:])]
            assembly.add(page.number, Paragraph(parts, line.row.column, line.gap))
    assembly.hide(page, words)
    pages = (CvPage(page.number, page.width, page.height, "text"),)
    return assembly.document(pages, PdfDocument((page,), document.reader))


def _stories(document: DocxDocument) -> Iterator[tuple[Sequence[DocxBlock], str]]:
    """The file's parts in reading order: what is read once as 'text', what pages repeat as 'repeat'."""
    for at, story in enumerate(document.headers):
        yield story, "margin" if at == 0 else "repeat"
    yield document.blocks, "text"
    yield document.notes, "text"
    for at, story in enumerate(document.footers):
        yield story, "margin" if at == 0 else "repeat"


class _Setter:
    """Sets lines one below the other on a page as long as they are."""

    def __init__(self, width: float) -> None:
        self.lines: list[_Line] = []
        self._width, self._y = width, _MARGIN
        self._links: list[PdfLink] = []

    def set(self, found: Sequence[Row], part: str) -> None:
        """Adds a story's lines; of a 'margin', page numbers are repeats."""
        usual = median_high([row.space for row in found[1:] if row.space is not None] or [0.0])
        for at, row in enumerate(found):
            gap = at == 0 or row.apart or (row.space or 0.0) > usual + _WIDER_SPACE
            repeat = part == "repeat" or (part == "margin" and _is_page_number(row))
            self.lines.append(_Line(row, self._cells(row, gap), gap, repeat))

    def page(self) -> PdfPage:
        """The page with all words and links."""
        words = tuple(word for line in self.lines for cell in line.cells for word in cell)
        return PdfPage(1, self._width, round(self._y + _MARGIN, 2), 0, words, tuple(self._links))

    def _cells(self, row: Row, gap: bool) -> tuple[tuple[PdfWord, ...], ...]:
        size = max([1.0, *(token.style.size for cell in row.cells for token in cell)])
        left = min(_MARGIN + row.indent, self._width / 2)
        self._y += size * (_LINE if gap else 0.0)
        share = (self._width - _MARGIN - left) / len(row.cells)
        cells = tuple(
            tuple(self._set(cell, left + at * share, share, size, row.heading)) for at, cell in enumerate(row.cells)
        )
        self._y += size * _LINE
        return cells

    def _set(self, cell: Sequence[Token], left: float, share: float, size: float, heading: bool) -> Iterator[PdfWord]:
        """A cell's words, each letter as wide as the others, and as narrow as the cell needs."""
        letters = sum(len(token.text) + (not token.joined) for token in cell)
        width = min(_LETTER * size, share / (letters + 1))
        x = left
        for token in cell:
            x += 0.0 if token.joined or x == left else width
            end = x + width * len(token.text)
            box = (round(x, 3), round(self._y, 2), round(end, 3), round(self._y + size, 2))
            if token.link:
                self._link(token.link, box)
            style = _style(token.style, heading)
            yield PdfWord(token.text, box, round(self._y + 0.8 * size, 2), style, token.joined, _contrast(token.style))
            x = end

    def _link(self, uri: str, box: Box) -> None:
        """A link over the box; one that goes on from the word before grows."""
        last = self._links[-1] if self._links else None
        if last is not None and last.uri == uri and last.box[1] == box[1]:
            self._links[-1] = PdfLink(uri, union([last.box, box]))
        else:
            self._links.append(PdfLink(uri, box))


def _is_page_number(row: Row) -> bool:
    """A short line with the page's number in it says nothing that the text lacks."""
    return row.counts and row.words <= _MOST_WORDS_AT_NUMBER and not any("@" in t.text for c in row.cells for t in c)


def _style(style: DocxStyle, heading: bool) -> PdfStyle:
    return PdfStyle(
        font="",
        size=style.size,
        bold=style.bold or heading,
        italic=style.italic,
        color=style.color or 0,
        mode=_UNSEEN if style.hidden else 0,
    )


def _contrast(style: DocxStyle) -> int | None:
    """The difference of lightness between letters and ground, None where one of them is not known."""
    if style.color is None or style.ground is None:
        return None
    return abs(_lightness(style.color) - _lightness(style.ground))


def _lightness(color: int) -> int:
    return round(0.299 * (color >> 16 & 255) + 0.587 * (color >> 8 & 255) + 0.114 * (color & 255))


def _segment(row: Row, cell: Sequence[PdfWord], shown: set[int]) -> Segment | None:
    """The cell's words that a reader sees, None where there are none."""
    words: list[PdfWord] = []
    texts: list[str] = []
    for word in cell:
        text = clean(word.text) if id(word) in shown else ""
        if not text:
            continue
        before = texts[-1] if texts else ""
        texts.append(("" if word.joined else glue(before, text)) + text)
        words.append(word)
    return Segment(tuple(words), tuple(texts)) if words else None


def _with_mark(segment: Segment) -> Segment:
    """An item with the mark that its list draws, unless one is typed."""
    if segment.bullet:
        return segment
    first = segment.words[0]
    left, top, _, bottom = first.box
    mark = PdfWord(BULLET, (left - 2.0, top, left - 1.0, bottom), first.baseline, first.style)
    return Segment((mark, *segment.words), (BULLET, " " + segment.texts[0], *segment.texts[1:]))
