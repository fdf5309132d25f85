"""Putting paragraphs into one text, and remembering where each printed line went."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zenhire.analysis.cv.integrity import DESCRIPTIONS, Sorted, runs
from zenhire.analysis.cv.layout.paragraphs import Paragraph
from zenhire.analysis.cv.layout.segments import Segment
from zenhire.analysis.cv.orders import instructions
from zenhire.analysis.cv.text import BULLET, clean, glue, hidden_characters, hyphen_kept
from zenhire.analysis.cv.types import (
    Box,
    CvBlock,
    CvDocument,
    CvFinding,
    CvLine,
    CvLink,
    CvPage,
    CvRepeat,
    FindingKind,
)
from zenhire.engines.pdf.base import PdfDocument, PdfPage
from zenhire.engines.pdf.geometry import union

_MOST_WITHHELD = 20_000
_MOST_FINDINGS = 200
_MOST_LINKS, _MOST_LINES = 100, 1_000


@dataclass(slots=True)
class _Piece:
    """A printed line's share of a paragraph's text."""

    segment: Segment
    start: int
    end: int


class Assembly:
    """Collects paragraphs in reading order. `vocabulary`: the document's words in lower case."""

    def __init__(self, vocabulary: frozenset[str]) -> None:
        self._vocabulary = vocabulary
        self._text: list[str] = []
        self._length = 0
        self._lines: list[CvLine] = []
        self._blocks: list[tuple[int, int, int]] = []
        self._repeats: list[CvRepeat] = []
        self._findings: list[CvFinding] = []
        self._withheld = ""

    def repeat(self, page: int, segment: Segment) -> None:
        """Notes what a page repeats of others."""
        self._repeats.append(CvRepeat(segment.text, page, segment.box))

    def hide(self, page: PdfPage, words: Sorted) -> None:
        """Reports what the page does not show."""
        for kind, part in runs(words.hidden):
            text = " ".join(filter(None, (clean(word.text) for word in part)))
            if text:
                self._find(kind, page.number, text, len(part), union([word.box for word in part]))
        characters = sum(hidden_characters(word.text) for word in page.words)
        whole = (0.0, 0.0, page.width, page.height)
        if characters:
            self._find("invisible_characters", page.number, "", characters, whole)
        if words.layer:
            self._find("unverified_text_layer", page.number, "", len(words.shown), whole)

    def add(self, page: int, paragraph: Paragraph) -> None:
        """Appends a paragraph; sentences in it that speak to a machine are taken out and reported."""
        text, pieces = self._written(paragraph)
        text, pieces = self._without_instructions(page, text, pieces)
        if not text.strip():
            return
        fresh = paragraph.gap or not self._blocks or self._blocks[-1][1:] != (page, paragraph.column)
        if self._lines:
            self._put("\n\n" if fresh else "\n")
        if fresh:
            self._blocks.append((len(self._lines), page, paragraph.column))
        at = self._length
        self._put(text)
        for piece in pieces:
            segment = piece.segment
            self._lines.append(
                CvLine(
                    start=at + piece.start,
                    end=at + piece.end,
                    page=page,
                    box=segment.box,
                    size=segment.size,
                    bold=segment.bold,
                    italic=segment.italic,
                    bullet=segment.bullet,
                    block=len(self._blocks) - 1,
                    column=paragraph.column,
                )
            )

    def document(self, pages: tuple[CvPage, ...], source: PdfDocument) -> CvDocument:
        """What was collected."""
        return CvDocument(
            text="".join(self._text),
            pages=pages,
            lines=tuple(self._lines),
            blocks=tuple(self._finished_blocks()),
            links=tuple(self._links(source)),
            repeats=tuple(self._repeats),
            findings=tuple(self._findings),
            withheld=self._withheld,
            body_size=self._body_size(),
            reader=source.reader,
            ocr=source.ocr,
        )

    def _put(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text)

    def _written(self, paragraph: Paragraph) -> tuple[str, list[_Piece]]:
        """The paragraph's text, and which part of it each printed line is."""
        text = ""
        pieces: list[_Piece] = []
        for part in paragraph.parts:
            if text:
                text += "\t"
            fresh = len(text)
            for segment in part:
                line = _line_text(segment)
                if len(text) > fresh:
                    text = self._joint(text, line, pieces)
                pieces.append(_Piece(segment, len(text), len(text) + len(line)))
                text += line
        return text, pieces

    def _joint(self, text: str, line: str, pieces: Sequence[_Piece]) -> str:
        """The text so far, ready for the line that goes on: a space, or a hyphen taken away."""
        if text.endswith("-") and text[-2:-1].isdigit() and line[:1].isdigit():
            return text
        if not text.endswith(("-", "\u00ad")) or len(text) < 2 or not text[-2].isalpha():
            return text + glue(text, line)
        if hyphen_kept(text, line, self._vocabulary):
            return text
        pieces[-1].end -= 1
        return text[:-1]

    def _without_instructions(self, page: int, text: str, pieces: list[_Piece]) -> tuple[str, list[_Piece]]:
        spans = list(instructions(text))
        for start, end in reversed(spans):
            touched = [piece.segment.box for piece in pieces if piece.start < end and start < piece.end]
            quote = text[start:end].strip()
            self._find("instructions_to_machine", page, quote, len(quote.split()), union(touched))
            text = text[:start] + text[end:]
            for piece in pieces:
                piece.start, piece.end = _shifted(piece.start, start, end), _shifted(piece.end, start, end)
        if spans and len(text.rstrip()) < len(text):
            text = text.rstrip()
            for piece in pieces:
                piece.start, piece.end = min(piece.start, len(text)), min(piece.end, len(text))
        return text, [piece for piece in pieces if piece.start < piece.end]

    def _find(self, kind: FindingKind, page: int, quote: str, count: int, box: Box) -> None:
        if len(self._findings) >= _MOST_FINDINGS:
            return
        quote = quote[: max(0, _MOST_WITHHELD - len(self._withheld))]
        start = len(self._withheld)
        if quote:
            self._withheld += quote + "\n"
        self._findings.append(CvFinding(kind, page, DESCRIPTIONS[kind], count, box, start, start + len(quote)))

    def _finished_blocks(self) -> list[CvBlock]:
        edges = [*self._blocks, (len(self._lines), 0, 0)]
        blocks = []
        for (first, page, column), (end, _, _) in itertools.pairwise(edges):
            lines = self._lines[first:end]
            start, stop = min(line.start for line in lines), max(line.end for line in lines)
            blocks.append(CvBlock(start, stop, page, union([line.box for line in lines]), column, first, end))
        return blocks

    def _links(self, source: PdfDocument) -> Iterator[CvLink]:
        lines: dict[int, list[CvLine]] = {}
        for line in self._lines:
            lines.setdefault(line.page, []).append(line)
        for page in source.pages:
            for link in page.links[:_MOST_LINKS]:
                yield self._link(page.number, link.uri, link.box, lines.get(page.number, [])[:_MOST_LINES])

    def _link(self, page: int, uri: str, box: Box, lines: Sequence[CvLine]) -> CvLink:
        """The link with the span of the lines' text that lies under it, in proportion to the lines' widths."""
        left, top, right, bottom = box
        for line in lines:
            middle = (line.box[1] + line.box[3]) / 2
            if not top <= middle <= bottom or line.box[2] <= left or right <= line.box[0]:
                continue
            width = max(0.1, line.box[2] - line.box[0])
            length = line.end - line.start
            start = line.start + round(length * max(0.0, left - line.box[0]) / width)
            end = line.start + round(length * min(width, right - line.box[0]) / width)
            if start < end:
                return CvLink(uri, page, box, start, end)
        return CvLink(uri, page, box, 0, 0)

    def _body_size(self) -> float:
        sizes: dict[float, int] = {}
        for line in self._lines:
            sizes[line.size] = sizes.get(line.size, 0) + line.end - line.start
        return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 0.0


def _line_text(segment: Segment) -> str:
    if not segment.bullet:
        return segment.text.strip()
    if len(segment.texts) == 1:
        return BULLET
    return f"{BULLET} {''.join(segment.texts[1:]).strip()}"


def _shifted(at: int, start: int, end: int) -> int:
    """A position after [start, end) was taken out."""
    return at if at <= start else start if at <= end else at - (end - start)
