"""Links, filled form fields and typed notes of a page. Only the child process imports this.

Scripts, actions other than addresses, attached files and comments are left alone.
"""

from __future__ import annotations

import codecs
import ctypes
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2_raw as pdfium

from zenhire.engines.pdf.base import Box, PdfLink, PdfStyle, PdfWord, WordSource
from zenhire.engines.pdf.geometry import Placement

_MOST_ANNOTATIONS, _LONGEST_VALUE, _LONGEST_ADDRESS = 1_000, 20_000, 2_000
_HIDDEN = 1 << 1 | 1 << 5
_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_BUTTONS = (1, 2, 3)
_LETTER = 0.5
# Loaded now: once the process is confined, a codec can no longer be imported.
_UTF16 = codecs.lookup("utf-16-le")


def links(document: Any, page: Any, placement: Placement) -> Iterator[PdfLink]:
    """Areas that lead to web addresses, mail addresses or telephone numbers."""
    position, handle, rect = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    for _ in range(_MOST_ANNOTATIONS):
        if not pdfium.FPDFLink_Enumerate(page, position, handle):
            return
        action = pdfium.FPDFLink_GetAction(handle)
        if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
            continue
        length = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
        if not 1 < length <= _LONGEST_ADDRESS:
            continue
        buffer = ctypes.create_string_buffer(length)
        pdfium.FPDFAction_GetURIPath(document, action, buffer, length)
        uri = buffer.value.decode("utf-8", "replace").strip()
        if uri.lower().startswith(_SCHEMES) and pdfium.FPDFLink_GetAnnotRect(handle, rect):
            yield PdfLink(uri, placement.box(rect.left, rect.bottom, rect.right, rect.top))


def written(form: Any, page: Any, placement: Placement) -> Iterator[PdfWord]:
    """Words of form fields' values and of typed notes on the page, spread over their boxes."""
    rect = pdfium.FS_RECTF()
    for index in range(min(_MOST_ANNOTATIONS, max(0, pdfium.FPDFPage_GetAnnotCount(page)))):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        try:
            if pdfium.FPDFAnnot_GetFlags(note) & _HIDDEN or not pdfium.FPDFAnnot_GetRect(note, rect):
                continue
            text, source = _text(form, note)
            if text:
                yield from _spread(text, placement.box(rect.left, rect.bottom, rect.right, rect.top), source)
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def _text(form: Any, note: Any) -> tuple[str, WordSource]:
    kind = pdfium.FPDFAnnot_GetSubtype(note)
    if kind == pdfium.FPDF_ANNOT_FREETEXT:
        return _read(
            lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(note, b"Contents", buffer, size)
        ), "annotation"
    if kind != pdfium.FPDF_ANNOT_WIDGET or not form or pdfium.FPDFAnnot_GetFormFieldType(form, note) in _BUTTONS:
        return "", "form"
    return _read(lambda buffer, size: pdfium.FPDFAnnot_GetFormFieldValue(form, note, buffer, size)), "form"


def _read(call: Callable[[Any, int], int]) -> str:
    length = call(None, 0)
    if not 2 < length <= 2 * _LONGEST_VALUE:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    call(buffer, length)
    return _UTF16.decode(bytes(buffer)[: length - 2], "replace")[0]


def _spread(text: str, box: Box, source: WordSource) -> Iterator[PdfWord]:
    """Words on as many lines as the text has, wrapped to the box's width."""
    left, top, right, bottom = box
    rows = max(1, len(text.splitlines()))
    size = min(12.0, max(4.0, 0.8 * (bottom - top) / rows))
    style = PdfStyle("", round(size, 2))
    y = top
    for line in text.splitlines():
        x = left
        for word in line.split():
            width = _LETTER * size * len(word)
            if x > left and x + width > right:
                x, y = left, y + 1.2 * size
            place = (round(x, 2), round(y, 2), round(x + width, 2), round(y + size, 2))
            yield PdfWord(word, place, round(y + 0.8 * size, 2), style, source=source)
            x += width + _LETTER * size
        y += 1.2 * size
