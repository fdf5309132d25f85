"""Bullets that are drawn and not written, as browsers print them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from zenhire.analysis.cv.text import BULLET
from zenhire.analysis.cv.types import Box
from zenhire.engines.pdf.base import PdfWord

# In em of the word that follows.
_FARTHEST, _NEAREST = 2.5, 0.15
_TALLEST = 0.65
# A mark beside another one at this many of its widths is a rating or an ornament.
_BESIDE = 3.0
# A mark above or below another one at this many of its heights is a point of a dotted line.
_STACKED = 1.2


def with_drawn_bullets(words: Sequence[PdfWord], marks: Sequence[Box]) -> list[PdfWord]:
    """The words; before each that begins a line beside a small drawn mark, a word that is a bullet."""
    if not marks or not words:
        return list(words)
    order = sorted(range(len(words)), key=lambda at: words[at].box[1])
    tops = [words[at].box[1] for at in order]
    tallest = max(word.box[3] - word.box[1] for word in words)
    found: dict[int, Box] = {}
    for mark in marks:
        if any(_beside(mark, other) or _stacked(mark, other) for other in marks if other is not mark):
            continue
        middle = (mark[1] + mark[3]) / 2
        near = order[bisect_left(tops, middle - tallest) : bisect_left(tops, middle)]
        line = [at for at in near if words[at].box[1] < middle < words[at].box[3]]
        after = min(
            (at for at in line if words[at].box[0] >= mark[2] - 0.5), key=lambda at: words[at].box[0], default=-1
        )
        if after >= 0 and _marks(mark, words[after]) and not _touched(mark, [words[at] for at in line if at != after]):
            found[after] = mark
    return [item for at, word in enumerate(words) for item in (*_bullet(found.get(at), word), word)]


def _bullet(mark: Box | None, word: PdfWord) -> list[PdfWord]:
    if mark is None:
        return []
    box = (mark[0], word.box[1], mark[2], word.box[3])
    return [replace(word, text=BULLET, box=box, joined=False)]


def _marks(mark: Box, word: PdfWord) -> bool:
    """Whether the mark has the size and the distance of a bullet of the word's line."""
    size = max(1.0, word.style.size)
    return mark[3] - mark[1] <= _TALLEST * size and _NEAREST * size <= word.box[0] - mark[2] <= _FARTHEST * size


def _touched(mark: Box, line: Sequence[PdfWord]) -> bool:
    """Whether a word of the line stands just before the mark or over it."""
    return any(word.box[0] < mark[2] and mark[0] - word.box[2] < _FARTHEST * word.style.size for word in line)


def _beside(mark: Box, other: Box) -> bool:
    width = max(mark[2] - mark[0], other[2] - other[0])
    gap = max(mark[0], other[0]) - min(mark[2], other[2])
    return abs(mark[1] - other[1]) < 0.5 * width and gap < _BESIDE * width


def _stacked(mark: Box, other: Box) -> bool:
    height = max(mark[3] - mark[1], other[3] - other[1])
    gap = max(mark[1], other[1]) - min(mark[3], other[3])
    return abs(mark[0] - other[0]) < 0.5 * height and gap < _STACKED * height
