"""What a DOCX holds, as plain data: paragraphs, tables and text boxes in the order of the file.

A DOCX has no pages until a program lays it out, so there are no places. Lengths are points (1/72 inch).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocxStyle:
    """How characters look: size in points, colour and ground 0xRRGGBB.

    `color` None is the automatic colour, which always shows; `ground` None is a ground that is not known (a picture or
    a shape may lie there). `hidden`: the file says that it is not shown.
    """

    size: float
    bold: bool = False
    italic: bool = False
    color: int | None = None
    ground: int | None = 0xFFFFFF
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class DocxRun:
    """Characters of one style; a tab is a tab stop, a line feed a line break. `link` is an address, or empty."""

    text: str
    style: DocxStyle
    link: str = ""


@dataclass(frozen=True, slots=True)
class DocxParagraph:
    """A paragraph; one without characters is an empty line.

    `heading`: its style or outline level says so. `bullet`: an item of a list. `space` is the distance to the paragraph
    before, beyond the line's own height; `fresh`: a new page begins before it; `counts`: it shows the page's number.
    """

    runs: tuple[DocxRun, ...]
    heading: bool = False
    bullet: bool = False
    indent: float = 0.0
    space: float = 0.0
    fresh: bool = False
    counts: bool = False

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class DocxBox:
    """A text box, which stands beside the text."""

    blocks: tuple[DocxBlock, ...]


@dataclass(frozen=True, slots=True)
class DocxTable:
    """Rows of cells of blocks. Cells that are merged downwards are empty but for the first."""

    rows: tuple[tuple[tuple[DocxBlock, ...], ...], ...]


DocxBlock = DocxParagraph | DocxBox | DocxTable


@dataclass(frozen=True, slots=True)
class DocxDocument:
    """The text, and what stands above and below it: the header and footer of the first page first, then others."""

    blocks: tuple[DocxBlock, ...]
    headers: tuple[tuple[DocxBlock, ...], ...] = ()
    footers: tuple[tuple[DocxBlock, ...], ...] = ()
    notes: tuple[DocxBlock, ...] = ()
    width: float = 612.0
    reader: str = "docx"


_UNREADABLE = {
    "empty": "The file is empty.",
    "no_docx": "The file is not a DOCX document.",
    "old_doc": "The file is a document of an old Word (.doc); save it as DOCX or PDF and send that one.",
    "damaged": "The DOCX is damaged or incomplete; save it again and send the new file.",
    "suspicious": "The DOCX unpacks to far more than a document has; save it as PDF and send that one.",
    "too_large": "The file is too large to be read as a DOCX.",
    "timeout": "Reading the DOCX took too long; save it as PDF and send that one.",
    "limit": "Reading the DOCX took too much memory; save it as PDF and send that one.",
}


class DocxError(Exception):
    """A DOCX could not be read. The message says what to do and holds nothing of the document."""


class DocxUnreadable(DocxError):
    """The file cannot be read as a DOCX.

    `reason` is one stable word: empty, no_docx, old_doc, damaged, suspicious, too_large, timeout, limit.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(_UNREADABLE.get(reason, "The DOCX could not be read."))


class DocxEncrypted(DocxError):
    """The document opens with a password only."""

    def __init__(self) -> None:
        super().__init__("The DOCX is protected by a password; remove it and send the file again.")


class DocxTooLong(DocxError):
    """More characters or lines than the limit. `unit` is 'characters' or 'lines'."""

    def __init__(self, unit: str, most: int) -> None:
        self.unit, self.most = unit, most
        super().__init__(f"The DOCX has more than {most} {unit}; send a shorter document.")


class DocxNoText(DocxError):
    """The document holds no text: it is empty or made of pictures."""

    def __init__(self) -> None:
        super().__init__(
            "The DOCX holds no text that could be read; text in pictures is not read. If it shows text, save it as PDF"
            " and send that one."
        )


class DocxReaderBroken(DocxError):
    """The reader itself does not work (no process can be started). An operator must act."""
