"""Pages of words for the pure tests: no PDF, no child process."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zenhire.analysis.cv.layout import read_layout
from zenhire.analysis.cv.types import CvDocument
from zenhire.engines.pdf.base import PdfDocument, PdfPage, PdfStyle, PdfWord

WIDTH = 0.5


def line(
    x: float, y: float, text: str, *, size: float = 10.0, contrast: int | None = 255, **style: Any
) -> list[PdfWord]:
    """Words from `x` on the base line `y`, half an em a letter."""
    words = []
    for part in text.split():
        end = x + WIDTH * size * len(part)
        look = PdfStyle("Test", size, **style)
        words.append(PdfWord(part, (x, y - 0.8 * size, end, y + 0.2 * size), y, look, contrast=contrast))
        x = end + 0.3 * size
    return words


def page(*lines: Iterable[PdfWord], number: int = 1, **rest: Any) -> PdfPage:
    return PdfPage(number, 595, 842, 0, tuple(word for words in lines for word in words), **rest)


def read(*pages: PdfPage) -> CvDocument:
    return read_layout(PdfDocument(pages, "test"))
