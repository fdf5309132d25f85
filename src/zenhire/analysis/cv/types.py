"""A read CV as plain data: one text, and where each part of it stands on the pages.

Lengths are points, boxes are (left, top, right, bottom) from the upper left corner of the page as shown. Spans are
[start, end) in characters of `CvDocument.text`. The whole is recorded as a step of a run, so it goes to JSON and back
without loss (`to_json`, `from_json`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

Box = tuple[float, float, float, float]
PageSource = Literal["text", "ocr", "none"]
FindingKind = Literal[
    "invisible_text",
    "background_colored_text",
    "off_page_text",
    "tiny_text",
    "invisible_characters",
    "instructions_to_machine",
    "unverified_text_layer",
]


@dataclass(frozen=True, slots=True)
class CvPage:
    """A page's size, and where its words come from: its text, text recognition, or none could be read."""

    number: int
    width: float
    height: float
    source: PageSource


@dataclass(frozen=True, slots=True)
class CvLine:
    """A printed line: its part of the text, its place and its look.

    `size` is the font size that most of its characters have; `bold` and `italic` hold if most of them are.
    `bullet`: it begins an item of a list. `block` is the index of its block, `column` counts the columns of the
    page from the left, 0 where there is one.
    """

    start: int
    end: int
    page: int
    box: Box
    size: float
    bold: bool
    italic: bool
    bullet: bool
    block: int
    column: int


@dataclass(frozen=True, slots=True)
class CvBlock:
    """Lines that stand together, as far as white space tells: [first_line, end_line) of the document's lines."""

    start: int
    end: int
    page: int
    box: Box
    column: int
    first_line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class CvLink:
    """An active address, and the span of the text that it lies over (start = end where it lies over none)."""

    uri: str
    page: int
    box: Box
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CvRepeat:
    """A page header, footer or page number that was left out of the text."""

    text: str
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class CvFinding:
    """Something that a reader of the page does not see, or that speaks to a machine; it is not in the text.

    `count` is the number of words (characters for invisible_characters). [start, end) is its span in
    `CvDocument.withheld`, which holds candidates' words: show it to nobody but the organisation's own staff.
    """

    kind: FindingKind
    page: int
    description: str
    count: int
    box: Box
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CvDocument:
    """The CV. In `text`, a line feed ends a paragraph or an item, an empty line separates blocks, and a tab
    separates what stands apart on one line (a job and its dates, the cells of a table). Paragraphs that wrap
    are one line of `text`, with hyphenation undone; items of lists begin with "• ".

    `lines` and `blocks` are in reading order and cover the text but for its separators. `body_size` is the font size of
    most of the text.
    """

    text: str
    pages: tuple[CvPage, ...]
    lines: tuple[CvLine, ...]
    blocks: tuple[CvBlock, ...]
    links: tuple[CvLink, ...]
    repeats: tuple[CvRepeat, ...]
    findings: tuple[CvFinding, ...]
    withheld: str
    body_size: float
    reader: str
    ocr: str | None = None

    def paragraphs(self) -> Iterator[tuple[int, int]]:
        """Spans of the text's lines, empty ones left out."""
        start = 0
        for part in self.text.split("\n"):
            if part:
                yield start, start + len(part)
            start += len(part) + 1

    def places(self, start: int, end: int) -> list[tuple[int, Box]]:
        """Pages and boxes of the printed lines that a span touches, in reading order."""
        return [(line.page, line.box) for line in self.lines if line.start < end and start < line.end]


_ADAPTER = TypeAdapter(CvDocument)


def to_json(document: CvDocument) -> bytes:
    """The document as JSON."""
    return _ADAPTER.dump_json(document)


def from_json(data: bytes | str) -> CvDocument:
    """The document of `to_json`. Raises pydantic.ValidationError."""
    return _ADAPTER.validate_json(data)
