"""The PDF process: `python -m zenhire.engines.pdf.child REQUEST`, the only program that loads PDFium.

REQUEST is a JSON object; the PDF is standard input. One JSON line on standard output answers: the pages in the wire
form of `wire.py`, or `{"error": kind, "reason": word}`. No script runs, no address is opened, no attached file is read.
From the first byte that PDFium looks at, the process can open and start nothing: what it needs is loaded before.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from typing import Any

import pypdfium2_raw as pdfium

from zenhire.engines.child.inside import Refused, read_input, serve
from zenhire.engines.pdf import glyphs, notes, paint, wire
from zenhire.engines.pdf.base import PdfPage, PdfWord
from zenhire.engines.pdf.geometry import Placement, covered_share
from zenhire.engines.sandbox import confine

_HEADER_WITHIN = 1024
_XFA_FULL = 2
_LARGEST_SIDE = 20_000.0


def read_pdf(most: int) -> bytes:
    """The PDF on standard input. Raises Refused."""
    data = read_input(most)
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise Refused("unreadable", "no_pdf")
    return data


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """PDFium's document. Raises Refused."""
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        locked = pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise Refused(*(("encrypted", "password") if locked else ("unreadable", "damaged")))
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


@contextlib.contextmanager
def loaded(document: Any, index: int) -> Iterator[Any]:
    """One page, or None where it is damaged."""
    page = pdfium.FPDF_LoadPage(document, index)
    try:
        yield page
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


def page_count(document: Any, most: int) -> int:
    """How many pages there are. Raises Refused for none and for more than `most`."""
    count: int = pdfium.FPDF_GetPageCount(document)
    if count <= 0:
        raise Refused("unreadable", "no_pages")
    if count > most:
        raise Refused("too_long", "pages", found=count, most=most)
    return count


def placement(page: Any) -> Placement:
    """Where the page's visible part lies."""
    rect = pdfium.FS_RECTF()
    turns = pdfium.FPDFPage_GetRotation(page) % 4
    sides = (rect.left, rect.bottom, rect.right, rect.top)
    if pdfium.FPDF_GetPageBoundingBox(page, rect):
        sides = (rect.left, rect.bottom, rect.right, rect.top)
    left, bottom, right, top = sides
    if not all(map(math.isfinite, sides)) or not (left < right and bottom < top):
        left, bottom, right, top = 0.0, 0.0, 612.0, 792.0
    return Placement(left, bottom, right, top, turns)


@contextlib.contextmanager
def _forms(document: Any) -> Iterator[Any]:
    """PDFium's form environment, None without one; this build of it has no script engine."""
    info = pdfium.FPDF_FORMFILLINFO(version=2)
    kind = pdfium.FPDF_GetFormType(document)
    handle = pdfium.FPDFDOC_InitFormFillEnvironment(document, info) if kind else None
    try:
        yield handle
    finally:
        if handle:
            pdfium.FPDFDOC_ExitFormFillEnvironment(handle)


class _Reader:
    def __init__(self, document: Any, most_characters: int) -> None:
        self._document, self._most = document, most_characters
        self._characters = 0

    def page(self, form: Any, index: int) -> PdfPage:
        """One page; a damaged one has no words. Raises Refused when the document has too much text."""
        with loaded(self._document, index) as page:
            if not page:
                return PdfPage(index + 1, 0.0, 0.0, 0, (), source="none")
            place = placement(page)
            painted = paint.Painted(page, place)
            words, unreadable = self._words(page, place)
            width, height = place.size
            if words and max(width, height) <= _LARGEST_SIDE:
                words = list(paint.with_contrast(page, place, words))
            words += notes.written(form, page, place)
            return PdfPage(
                number=index + 1,
                width=round(width, 2),
                height=round(height, 2),
                rotation=90 * place.turns,
                words=tuple(words),
                links=tuple(notes.links(self._document, page, place)),
                shapes=tuple(painted.shapes),
                marks=tuple(painted.marks),
                frames=tuple(painted.frames),
                image_share=round(covered_share(painted.images, width, height), 3),
                unreadable=round(unreadable, 3),
            )

    def _words(self, page: Any, place: Placement) -> tuple[list[PdfWord], float]:
        with glyphs.PageText(page, place) as text:
            self._characters += text.count
            if self._characters > self._most:
                raise Refused("too_long", "characters", found=self._characters, most=self._most)
            found = list(text.glyphs())
        written = sum(not glyph.blank for glyph in found)
        return glyphs.words(found), min(1.0, text.unmapped / written) if written else 0.0


def read(most_bytes: int, most_pages: int, most_characters: int) -> dict[str, Any]:
    """Every page's words, links and shapes. Raises Refused."""
    data = read_pdf(most_bytes)
    confine()
    with opened(data) as document:
        if pdfium.FPDF_GetFormType(document) == _XFA_FULL:
            raise Refused("unreadable", "xfa")
        count = page_count(document, most_pages)
        reader = _Reader(document, most_characters)
        with _forms(document) as form:
            return wire.pack([reader.page(form, index) for index in range(count)])


if __name__ == "__main__":
    serve({"read": read})
