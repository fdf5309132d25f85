"""What a PDF holds, as plain data: words with their places and looks, page by page.

Lengths are points (1/72 inch). Boxes are (left, top, right, bottom) on the page as a reader shows it, turned upright,
with the origin in its upper left corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Box = tuple[float, float, float, float]
WordSource = Literal["text", "form", "annotation", "ocr"]
PageSource = Literal["text", "ocr", "none"]


@dataclass(frozen=True, slots=True)
class PdfStyle:
    """How words look: font name without its subset tag, size in points, colour 0xRRGGBB and opacity 0-255.

    `mode` is PDF's text rendering mode: 0-2 are painted, 3 is invisible, 7 only clips. `angle` is the direction of
    writing in degrees clockwise, 0 for upright text.
    """

    font: str
    size: float
    bold: bool = False
    italic: bool = False
    color: int = 0
    opacity: int = 255
    mode: int = 0
    angle: int = 0


@dataclass(frozen=True, slots=True)
class PdfWord:
    """Characters without a space between them, in one style.

    `joined` says that the word goes on from the one before without a space (its style changes there). `contrast` is
    the difference of lightness, 0-255, that the rendered page shows at the word's place; None where it is not known.
    `confidence` in [0, 1] is given by text recognition only.
    """

    text: str
    box: Box
    baseline: float
    style: PdfStyle
    joined: bool = False
    contrast: int | None = None
    source: WordSource = "text"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class PdfLink:
    """An active area of the page that leads to an address outside of the document."""

    uri: str
    box: Box


@dataclass(frozen=True, slots=True)
class PdfShape:
    """A filled area of one colour (0xRRGGBB) behind or between the words, such as a side bar's ground."""

    box: Box
    color: int


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page. `source` tells where its words come from; 'none': it shows something, but no text could be read.

    `image_share` in [0, 1] is the part of the page that pictures cover. `unreadable` in [0, 1] is the part of its
    characters that carry no meaning (a font without a table of characters), measured before text recognition. `marks`
    are small filled figures, about as wide as high: drawn bullets, dots of ratings, icons. `frames` are filled or
    outlined boxes about as high as a line of text or two and at most half as wide as the page.
    """

    number: int
    width: float
    height: float
    rotation: int
    words: tuple[PdfWord, ...]
    links: tuple[PdfLink, ...] = ()
    shapes: tuple[PdfShape, ...] = ()
    marks: tuple[Box, ...] = ()
    frames: tuple[Box, ...] = ()
    image_share: float = 0.0
    unreadable: float = 0.0
    source: PageSource = "text"


@dataclass(frozen=True, slots=True)
class PdfDocument:
    """The pages in order, and who read them."""

    pages: tuple[PdfPage, ...]
    reader: str
    ocr: str | None = None


_UNREADABLE = {
    "empty": "The file is empty.",
    "no_pdf": "The file is not a PDF.",
    "damaged": "The PDF is damaged or incomplete; save or export it again and send the new file.",
    "no_pages": "The PDF has no pages.",
    "xfa": "The PDF is an XFA form, which few programs show; print it to a new PDF and send that one.",
    "too_large": "The file is too large to be read as a PDF.",
    "timeout": "Reading the PDF took too long; print it to a new PDF and send that one.",
    "limit": "Reading the PDF took too much memory; print it to a new PDF and send that one.",
}


class PdfError(Exception):
    """A PDF could not be read. The message says what to do and holds nothing of the document."""


class PdfUnreadable(PdfError):
    """The file cannot be read as a PDF.

    `reason` is one stable word: empty, no_pdf, damaged, no_pages, xfa, too_large, timeout, limit.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(_UNREADABLE.get(reason, "The PDF could not be read."))


class PdfEncrypted(PdfError):
    """The document opens with a password only."""

    def __init__(self) -> None:
        super().__init__("The PDF is protected by a password; remove it and send the file again.")


class PdfTooLong(PdfError):
    """More pages or characters than the limit. `unit` is 'pages' or 'characters'."""

    def __init__(self, unit: str, found: int, most: int) -> None:
        self.unit, self.found, self.most = unit, found, most
        super().__init__(f"The PDF has {found} {unit}; at most {most} are read. Send a shorter document.")


class PdfNeedsOcr(PdfError):
    """No page has readable text, so that its pictures must be recognised, and nothing here can do that.

    `reason` is 'scanned' (pictures of text) or 'garbled' (the fonts do not tell which characters they show).
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        what = "The PDF holds pictures of text" if reason == "scanned" else "The PDF's fonts hide their characters"
        super().__init__(
            f"{what}, and no text recognition is installed. Send a PDF with selectable text, or install the program "
            "tesseract (Debian: apt install tesseract-ocr) or the package extra zenhire[ocr] on the server."
        )


class PdfNoText(PdfError):
    """The pages show no text at all, or text recognition found none."""

    def __init__(self) -> None:
        super().__init__("The PDF shows no text that could be read.")


class PdfReaderBroken(PdfError):
    """The reader itself does not work (missing library, no process can be started). An operator must act."""
