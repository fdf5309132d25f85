"""Small boxes around a few words each: skills that are printed as chips, close to one another on a line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from zenhire.analysis.cv.types import Box
from zenhire.engines.pdf.base import PdfWord

# In em: a box of two lines is no higher.
_TALLEST = 4.0
# In points: how far a word may reach over its box, and the least space between two chips.
_OVER, _LEAST_SPACE = 1.0, 0.8
# No page that is meant to be read has more boxes beside a word; looking through them takes its time.
_MOST_NEAR = 120


class Frames:
    """The small boxes of one page."""

    def __init__(self, frames: Sequence[Box]) -> None:
        self._frames = sorted(frames, key=lambda frame: frame[1])
        self._tops = [frame[1] for frame in self._frames]
        self._tallest = max((frame[3] - frame[1] for frame in frames), default=0.0)

    def of(self, word: PdfWord) -> Box | None:
        """The smallest box that a word stands in, if it is about as high as a line or two."""
        left, top, right, bottom = word.box
        middle = (top + bottom) / 2
        end = bisect_left(self._tops, middle)
        first = max(bisect_left(self._tops, middle - self._tallest), end - _MOST_NEAR)
        around = [
            frame
            for frame in self._frames[first:end]
            if frame[0] - _OVER <= left and right <= frame[2] + _OVER and middle < frame[3] and _is_high(frame, word)
        ]
        return min(around, key=_area, default=None)


def _is_high(frame: Box, word: PdfWord) -> bool:
    return frame[3] - frame[1] <= _TALLEST * max(1.0, word.style.size)


def _area(frame: Box) -> float:
    return (frame[2] - frame[0]) * (frame[3] - frame[1])


def stand_apart(one: Box | None, other: Box | None) -> bool:
    """Whether two boxes stand beside each other with space between them; cells of a table touch."""
    if one is None or other is None:
        return False
    return max(one[0], other[0]) - min(one[2], other[2]) >= _LEAST_SPACE
