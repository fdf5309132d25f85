"""From PDFium's characters to words: the child's work on one page's text. Only the child process imports this."""

from __future__ import annotations

import ctypes
import itertools
import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2_raw as pdfium

from zenhire.engines.pdf.base import Box, PdfStyle, PdfWord
from zenhire.engines.pdf.geometry import Placement, union
from zenhire.engines.pdf.spacing import Piece, split_run

_SAME_LINE = 0.35
_RUN_GAP, _RUN_BACK = 4.0, 0.6
_ENOUGH = 4
# In em: a letter whose font says less has no width there.
_LEAST_ADVANCE = 0.1
# Texts whose spaces are written have at least this share of them.
_WRITTEN_BLANKS = 0.06
_BOLD_WEIGHT = 600
_FORCE_BOLD, _ITALIC = 1 << 18, 1 << 6
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_ITALIC_NAMES = ("italic", "oblique", "slanted")
_LINE_END_HYPHEN = "\x02"
# A spacing accent that is painted over the letter before or after it, as old TeX fonts do.
_ACCENTS = {
    **{"`": "\u0300", "\u00b4": "\u0301", "\u02c6": "\u0302", "\u02dc": "\u0303", "\u00a8": "\u0308"},
    **{"\u02c7": "\u030c", "\u02da": "\u030a", "\u00b8": "\u0327", "\u00af": "\u0304", "\u02d8": "\u0306"},
}


@dataclass(slots=True)
class Glyph:
    """One shape: its characters (several for a ligature), place on the upright page, look. A space is a glyph, too.

    `advance`: how far it advances by its font, where its shape may reach out over what follows; a ligature's shape
    tells.
    """

    text: str
    box: Box
    along: float
    across: float
    style: PdfStyle
    advance: float | None = None

    @property
    def blank(self) -> bool:
        """True for any kind of space."""
        return self.text.isspace() or self.text == "\u200b"

    def same_place(self, other: Glyph) -> bool:
        """True for the next character of a ligature, which PDFium puts at the first one's place."""
        return (
            self.along == other.along
            and self.across == other.across
            and self.box == other.box
            and self.style == other.style
            and not (self.blank or other.blank)
        )


class PageText:
    """The characters of one page. Use as a context manager."""

    def __init__(self, page: Any, placement: Placement) -> None:
        self._page, self._placement = page, placement
        self._handle: Any = None
        self._styles: dict[Any, PdfStyle] = {}
        self._widths: dict[tuple[PdfStyle, str], float | None] = {}
        self._plain = PdfStyle("", 10.0)
        self.count = 0
        self.unmapped = 0

    def __enter__(self) -> PageText:
        self._handle = pdfium.FPDFText_LoadPage(self._page)
        if self._handle:
            self.count = max(0, pdfium.FPDFText_CountChars(self._handle))
        return self

    def __exit__(self, *_: object) -> None:
        if self._handle:
            pdfium.FPDFText_ClosePage(self._handle)

    def glyphs(self) -> Iterator[Glyph]:
        """Every character that the document itself writes, in the order of its content."""
        box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        last: Glyph | None = None
        for index in range(self.count):
            if pdfium.FPDFText_IsGenerated(self._handle, index) == 1:
                continue
            text = _character(pdfium.FPDFText_GetUnicode(self._handle, index))
            if not text or not pdfium.FPDFText_GetLooseCharBox(self._handle, index, box):
                continue
            if not pdfium.FPDFText_GetCharOrigin(self._handle, index, x, y):
                continue
            if pdfium.FPDFText_HasUnicodeMapError(self._handle, index) == 1:
                self.unmapped += 1
            place = self._placement.box(box.left, box.bottom, box.right, box.top)
            if not all(map(math.isfinite, place)):
                continue
            style = self._style(index, place)
            origin = self._placement.point(x.value, y.value)
            glyph = Glyph(text, place, *_axes(origin, style.angle), style, self._advance(index, text, style))
            if last is not None and glyph.same_place(last):
                last.text, last.advance = last.text + text, None
                continue
            if last is not None:
                _share_advance(last, glyph)
                yield last
            last = glyph
        if last is not None:
            yield last

    def _advance(self, index: int, text: str, style: PdfStyle) -> float | None:
        """How far an italic letter advances by its font; None for others, whose shapes tell, and where unknown."""
        if not style.italic or style.angle or not text.isalpha():
            return None
        key = (style, text)
        if key not in self._widths:
            handle = pdfium.FPDFText_GetTextObject(self._handle, index)
            font = pdfium.FPDFTextObj_GetFont(handle) if handle else None
            width = ctypes.c_float()
            known = font and pdfium.FPDFFont_GetGlyphWidth(font, ord(text), style.size, width)
            self._widths[key] = width.value if known and width.value > _LEAST_ADVANCE * style.size else None
        return self._widths[key]

    def _style(self, index: int, place: Box) -> PdfStyle:
        """The look of a character; characters of one text object share it."""
        handle = pdfium.FPDFText_GetTextObject(self._handle, index)
        key = ctypes.cast(handle, ctypes.c_void_p).value if handle else None
        if key is None:
            return self._plain
        if key not in self._styles:
            self._styles[key] = self._read_style(handle, index, place)
        self._plain = self._styles[key]
        return self._plain

    def _read_style(self, handle: Any, index: int, place: Box) -> PdfStyle:
        name, flags = self._font(index)
        red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
        if not pdfium.FPDFPageObj_GetFillColor(handle, red, green, blue, opacity):
            opacity.value = 255
        lower = name.lower()
        weight = pdfium.FPDFText_GetFontWeight(self._handle, index)
        size, angle = self._size_and_angle(index, place)
        return PdfStyle(
            font=name,
            size=size,
            bold=weight >= _BOLD_WEIGHT or bool(flags & _FORCE_BOLD) or any(word in lower for word in _BOLD_NAMES),
            italic=bool(flags & _ITALIC) or any(word in lower for word in _ITALIC_NAMES),
            color=red.value << 16 | green.value << 8 | blue.value,
            opacity=opacity.value,
            mode=max(0, pdfium.FPDFTextObj_GetTextRenderMode(handle)),
            angle=angle,
        )

    def _font(self, index: int) -> tuple[str, int]:
        flags = ctypes.c_int()
        buffer = ctypes.create_string_buffer(128)
        length = pdfium.FPDFText_GetFontInfo(self._handle, index, buffer, 128, flags)
        name = buffer.value.decode("utf-8", "replace") if 0 < length <= 128 else ""
        return (name[7:] if name[6:7] == "+" else name), flags.value

    def _size_and_angle(self, index: int, place: Box) -> tuple[float, int]:
        matrix = pdfium.FS_MATRIX()
        if not pdfium.FPDFText_GetMatrix(self._handle, index, matrix):
            matrix.a = matrix.d = 1.0
        size = pdfium.FPDFText_GetFontSize(self._handle, index) * math.hypot(matrix.c, matrix.d)
        angle = self._placement.angle(matrix.a, matrix.b)
        height = place[3] - place[1] if angle % 180 == 0 else place[2] - place[0]
        if not (math.isfinite(size) and 0.4 * height <= size <= 40 * height) and height > 0:
            size = 0.85 * height
        return round(size, 2) if math.isfinite(size) else 0.0, angle


def _share_advance(before: Glyph, glyph: Glyph) -> None:
    """Characters of a ligature have one origin and share its width, of which no letter's tells."""
    if (before.along, before.across) == (glyph.along, glyph.across):
        before.advance = glyph.advance = None


def _character(code: int) -> str:
    if code == 2:
        return _LINE_END_HYPHEN
    if code < 32 or 0x7F <= code < 0xA0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return " " if code in (9, 10, 13) else "\ufffd" if code else ""
    return chr(code)


def _axes(origin: tuple[float, float], angle: int) -> tuple[float, float]:
    """A place along the direction of writing, and across it (growing from line to line)."""
    x, y = origin
    turn = math.radians(angle)
    return x * math.cos(turn) + y * math.sin(turn), y * math.cos(turn) - x * math.sin(turn)


def _extent(glyph: Glyph) -> tuple[float, float]:
    """Where a glyph begins and ends along the direction of writing."""
    left, top, right, bottom = glyph.box
    quarter = glyph.style.angle
    if quarter == 0:
        # The origin, since letters such as j reach out to the left of it.
        left = max(left, min(glyph.along, right))
        return left, right if glyph.advance is None else max(left, min(right, glyph.along + glyph.advance))
    if quarter == 90:
        return top, bottom
    if quarter == 180:
        return -right, -left
    if quarter == 270:
        return -bottom, -top
    return glyph.along, glyph.along + 0.5 * glyph.style.size


def words(glyphs: Sequence[Glyph]) -> list[PdfWord]:
    """Words in the order of the content; what stands between two of them is a space unless `joined` says no."""
    found: list[PdfWord] = []
    runs = list(_runs(glyphs))
    advances = _Advances(runs)
    written = sum(glyph.blank for glyph in glyphs) >= _WRITTEN_BLANKS * len(glyphs)
    for run in runs:
        pieces = [advances.piece(glyph) for glyph in run]
        for first, last in split_run(pieces, gaps=run[0].style.angle % 90 == 0, written=written):
            found += _by_style(run[first:last])
    return found


class _Advances:
    """How much less than its width each character really advances: printers round widths, and not all alike."""

    def __init__(self, runs: Sequence[Sequence[Glyph]]) -> None:
        steps: dict[tuple[str, float, str], list[float]] = {}
        for run in runs:
            for glyph, following in itertools.pairwise(run):
                start, end = _extent(glyph)
                step = _extent(following)[0] - start
                if step > 0:
                    steps.setdefault((glyph.style.font, glyph.style.size, glyph.text), []).append(step - (end - start))
        # A low rank of what was seen is free of spaces, unless the character mostly ends words.
        self._own = {key: min(0.0, sorted(seen)[len(seen) // 5]) for key, seen in steps.items() if len(seen) >= _ENOUGH}
        fonts: dict[tuple[str, float], list[float]] = {}
        for (font, size, _), less in self._own.items():
            fonts.setdefault((font, size), []).append(less)
        self._usual = {key: sorted(values)[len(values) // 2] for key, values in fonts.items()}

    def piece(self, glyph: Glyph) -> Piece:
        """The glyph as far as it advances."""
        style = glyph.style
        start, end = _extent(glyph)
        usual = self._usual.get((style.font, style.size), 0.0)
        less = min(usual, self._own.get((style.font, style.size, glyph.text), 0.0))
        return Piece(glyph.text, start, max(start, end + less), style.size, whole=end)


def _runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Stretches of glyphs on one line that follow one another closely."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _follows(run[-1], glyph):
            yield run
            run = []
        if run and (composed := _compose(run[-1], glyph)):
            run[-1] = composed
        else:
            run.append(glyph)
    if run:
        yield run


def _follows(before: Glyph, glyph: Glyph) -> bool:
    if before.style.angle != glyph.style.angle or before.text == _LINE_END_HYPHEN:
        return False
    size = max(before.style.size, glyph.style.size, 0.1)
    if abs(before.across - glyph.across) > _SAME_LINE * size:
        return False
    start, end = _extent(before)
    left, right = _extent(glyph)
    ahead, behind = left - end, start - right
    return -_RUN_BACK * size <= ahead <= _RUN_GAP * size or (
        _is_rtl(glyph.text) and -_RUN_BACK * size <= behind <= _RUN_GAP * size
    )


def _is_rtl(text: str) -> bool:
    return unicodedata.bidirectional(text[0]) in ("R", "AL", "NSM", "EN", "AN", "WS", "CS", "ES")


def _compose(before: Glyph, glyph: Glyph) -> Glyph | None:
    """One glyph of a letter and an accent that lie over each other, else None."""
    accent, letter = (before, glyph) if before.text in _ACCENTS else (glyph, before)
    if accent.text not in _ACCENTS or not letter.text.isalpha():
        return None
    (a, b), (c, d) = _extent(accent), _extent(letter)
    if min(b, d) - max(a, c) < 0.5 * min(b - a, d - c):
        return None
    text = unicodedata.normalize("NFC", letter.text + _ACCENTS[accent.text])
    return Glyph(text, letter.box, letter.along, letter.across, letter.style) if len(text) == 1 else None


def _by_style(run: Sequence[Glyph]) -> Iterator[PdfWord]:
    """A word's pieces of one look each."""
    start = 0
    for at in range(1, len(run) + 1):
        if at == len(run) or run[at].style != run[start].style:
            part = run[start:at]
            text = "".join("-" if glyph.text == _LINE_END_HYPHEN else glyph.text for glyph in part)
            box = union([glyph.box for glyph in part])
            yield PdfWord(text, box, round(part[0].across, 2), part[0].style, joined=start > 0)
            start = at
