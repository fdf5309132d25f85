"""What a page shows besides its characters: pictures, filled areas, and its rendering. Only the child imports this."""

from __future__ import annotations

import ctypes
import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pypdfium2_raw as pdfium

from zenhire.engines.pdf.base import Box, PdfShape, PdfWord
from zenhire.engines.pdf.geometry import Placement, clip

_MOST_OBJECTS, _DEEPEST, _MOST_SHAPES = 20_000, 6, 200
_SMALLEST_SHAPE = 0.01
# Sides of a drawn bullet in points, and how much longer one may be than the other.
_MARK_SIDES, _MARK_ASPECT, _MOST_MARKS = (1.0, 8.0), 1.6, 1_000
# Heights of a box around a line or two, in points, and how much of the page's width it may take.
_FRAME_HEIGHTS, _FRAME_SHARE, _MOST_FRAMES = (9.0, 40.0), 0.5, 500
_RENDER_SCALE, _MOST_PIXELS = 1.5, 4_000_000
_RENDER_SECONDS = 3.0
_LEAST_SIDE = 1.0
# prior: an A4 page at 300 dots an inch has 8.7 million dots, a letter of 10 points some 300 of ink, which is .00003;
# pale grey print differs from paper by more than 32 shades, a scanner's noise by less.
_LEAST_INK, _INK_SHADES, _SEEN_ROWS = 0.00002, 32, 32


class Painted:
    """Pictures, filled areas, small marks and boxes of a page, from its objects and those of the forms it uses."""

    def __init__(self, page: Any, placement: Placement) -> None:
        self.images: list[Box] = []
        self.shapes: list[PdfShape] = []
        self.marks: list[Box] = []
        self.frames: list[Box] = []
        self._placement = placement
        self._left = _MOST_OBJECTS
        width, height = placement.size
        self._least = _SMALLEST_SHAPE * width * height
        self._walk(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, None, 0)

    def _walk(self, owner: Any, count: Any, get: Any, frame: tuple[float, ...] | None, depth: int) -> None:
        for index in range(max(0, count(owner))):
            if self._left <= 0:
                return
            self._left -= 1
            handle = get(owner, index)
            kind = pdfium.FPDFPageObj_GetType(handle) if handle else None
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                if box := self._bounds(handle, frame):
                    self.images.append(box)
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(handle, frame)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                inner = _then(_matrix(handle), frame)
                self._walk(handle, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, inner, depth + 1)

    def _bounds(self, handle: Any, frame: tuple[float, ...] | None) -> Box | None:
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
            return None
        corners = [(x.value, y.value) for x in (left, right) for y in (bottom, top)]
        if frame is not None:
            a, b, c, d, e, f = frame
            corners = [(a * x + c * y + e, b * x + d * y + f) for x, y in corners]
        if not all(math.isfinite(value) for corner in corners for value in corner):
            return None
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return clip(self._placement.box(min(xs), min(ys), max(xs), max(ys)), *self._placement.size)

    def _path(self, handle: Any, frame: tuple[float, ...] | None) -> None:
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        if not pdfium.FPDFPath_GetDrawMode(handle, mode, stroke) or not (mode.value or stroke.value):
            return
        box = self._bounds(handle, frame)
        if box is None:
            return
        if self._is_frame(box) and len(self.frames) < _MOST_FRAMES:
            filled = mode.value and self._color(handle) is not None
            if filled or (stroke.value and _seen(pdfium.FPDFPageObj_GetStrokeColor, handle) is not None):
                self.frames.append(box)
        if mode.value:
            self._fill(handle, box)

    def _is_frame(self, box: Box) -> bool:
        width, height = box[2] - box[0], box[3] - box[1]
        least, most = _FRAME_HEIGHTS
        return least <= height <= most and height <= width <= _FRAME_SHARE * self._placement.size[0]

    def _fill(self, handle: Any, box: Box) -> None:
        width, height = box[2] - box[0], box[3] - box[1]
        if _is_mark(width, height):
            if len(self.marks) < _MOST_MARKS and self._color(handle) is not None:
                self.marks.append(box)
        elif width * height >= self._least and len(self.shapes) < _MOST_SHAPES:
            color = self._color(handle)
            if color is not None:
                self.shapes.append(PdfShape(box, color))

    def _color(self, handle: Any) -> int | None:
        """What it is filled with, None where that is not seen on white."""
        return _seen(pdfium.FPDFPageObj_GetFillColor, handle)


def _seen(get: Any, handle: Any) -> int | None:
    """The colour that `get` gives, None where it is not seen on white."""
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    if not get(handle, red, green, blue, opacity) or not opacity.value:
        return None
    color = red.value << 16 | green.value << 8 | blue.value
    return None if color == 0xFFFFFF else color


def _is_mark(width: float, height: float) -> bool:
    small, large = sorted((width, height))
    return _MARK_SIDES[0] <= small and large <= _MARK_SIDES[1] and large <= _MARK_ASPECT * small


def _matrix(handle: Any) -> tuple[float, ...]:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, matrix):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _then(inner: tuple[float, ...], outer: tuple[float, ...] | None) -> tuple[float, ...]:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


class Rendering:
    """The page in shades of grey, as a reader would show it, or turned by so many quarters to the right; `ok` is False
    where that takes too long or too much."""

    def __init__(
        self, page: Any, size: tuple[float, float], scale: float, most: int, seconds: float, turns: int = 0
    ) -> None:
        width, height = size if turns % 2 == 0 else size[::-1]
        area = max(1.0, width) * max(1.0, height)
        self.scale = min(scale, math.sqrt(most / area)) if math.isfinite(area) else 0.0
        self.width, self.height = max(1, int(width * self.scale)), max(1, int(height * self.scale))
        self.pixels = b""
        self.stride = 0
        self.ok = self.width * self.height <= 2 * most and self._render(page, seconds, turns)

    def _render(self, page: Any, seconds: float, turns: int) -> bool:
        bitmap = pdfium.FPDFBitmap_CreateEx(self.width, self.height, pdfium.FPDFBitmap_Gray, None, 0)
        if not bitmap:
            return False
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, self.width, self.height, 0xFFFFFFFF)
            if not _paint(page, bitmap, self.width, self.height, seconds, turns):
                return False
            self.stride = pdfium.FPDFBitmap_GetStride(bitmap)
            self.pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), self.stride * self.height)
            return True
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)

    def contrast(self, box: Box) -> int | None:
        """Difference of the lightest and the darkest point in a box (points of the page), None outside of the page."""
        left, top = max(0, int(box[0] * self.scale)), max(0, int(box[1] * self.scale))
        right = min(self.width, math.ceil(box[2] * self.scale))
        bottom = min(self.height, math.ceil(box[3] * self.scale))
        if left >= right or top >= bottom:
            return None
        rows = [self.pixels[row * self.stride + left : row * self.stride + right] for row in range(top, bottom)]
        return max(map(max, rows)) - min(map(min, rows))

    def blank(self) -> bool:
        """Whether nearly all of it has one shade, so that it cannot show a letter."""
        paper, _ = Counter(b"".join(self._rows(_SEEN_ROWS))).most_common(1)[0]
        near = bytes(range(max(0, paper - _INK_SHADES + 1), min(256, paper + _INK_SHADES)))
        ink = sum(len(row.translate(None, near)) for row in self._rows(1))
        return ink < _LEAST_INK * self.width * self.height

    def pgm(self) -> bytes:
        """The picture as a binary PGM file."""
        return b"P5\n%d %d\n255\n%s" % (self.width, self.height, b"".join(self._rows(1)))

    def _rows(self, step: int) -> Iterator[bytes]:
        """The rows of dots from the first on, `step` apart."""
        for start in range(0, self.height * self.stride, step * self.stride):
            yield self.pixels[start : start + self.width]


def _paint(page: Any, bitmap: Any, width: int, height: int, seconds: float, turns: int) -> bool:
    """Renders until the time is up."""
    deadline = time.monotonic() + seconds
    pause = pdfium.IFSDK_PAUSE(version=1)
    pause.NeedToPauseNow = type(pause.NeedToPauseNow)(lambda _: time.monotonic() > deadline)
    flags = pdfium.FPDF_GRAYSCALE | pdfium.FPDF_NO_CATCH
    state = pdfium.FPDF_RenderPageBitmap_Start(bitmap, page, 0, 0, width, height, turns, flags, pause)
    pdfium.FPDF_RenderPage_Close(page)
    return bool(state == pdfium.FPDF_RENDER_DONE)


def _body(word: PdfWord) -> Box:
    """Where a word's ink must be: from its base line to about the height of a small letter, a bit inside of its box."""
    left, top, right, bottom = word.box
    if word.style.angle != 0:
        return word.box
    high = max(top, word.baseline - 0.7 * word.style.size)
    low = min(bottom, word.baseline)
    if low - high < _LEAST_SIDE:
        high, low = top, bottom
    return left, high, max(right, left + _LEAST_SIDE), low


def with_contrast(page: Any, placement: Placement, words: Sequence[PdfWord]) -> Iterator[PdfWord]:
    """The words with the contrast that the rendered page shows at their places."""
    picture = Rendering(page, placement.size, _RENDER_SCALE, _MOST_PIXELS, _RENDER_SECONDS)
    for word in words:
        yield replace(word, contrast=picture.contrast(_body(word))) if picture.ok else word
