"""From a PDF page's own coordinates to the page as it is shown, and sums of boxes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zenhire.engines.pdf.base import Box


@dataclass(frozen=True, slots=True)
class Placement:
    """The visible part of a page in its own coordinates (y upwards) and its quarter turns clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point is shown, from the upper left corner, y downwards."""
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        if self.turns == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Where a box is shown."""
        (ax, ay), (bx, by) = self.point(left, bottom), self.point(right, top)
        return (
            round(min(ax, bx), 2),
            round(min(ay, by), 2),
            round(max(ax, bx), 2),
            round(max(ay, by), 2),
        )

    def angle(self, a: float, b: float) -> int:
        """The direction in which (a, b) is shown, degrees clockwise; within 2 degrees of upright counts as 0."""
        if not (math.isfinite(a) and math.isfinite(b)) or (a == 0 and b == 0):
            return 0
        degrees = round(math.degrees(math.atan2(-b, a)) + 90 * self.turns) % 360
        return 0 if degrees <= 2 or degrees >= 358 else degrees


def union(boxes: Sequence[Box]) -> Box:
    """The smallest box around at least one."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def clip(box: Box, width: float, height: float) -> Box | None:
    """The part of a box on a page of that size, or None."""
    left, top, right, bottom = max(0.0, box[0]), max(0.0, box[1]), min(width, box[2]), min(height, box[3])
    return (left, top, right, bottom) if left < right and top < bottom else None


def covered_share(boxes: Iterable[Box], width: float, height: float, cells: int = 32) -> float:
    """The part of a page that boxes cover together, in [0, 1], on a grid."""
    if width <= 0 or height <= 0:
        return 0.0
    seen: set[tuple[int, int]] = set()
    for box in boxes:
        part = clip(box, width, height)
        if part is None:
            continue
        columns = range(round(part[0] / width * cells), round(part[2] / width * cells))
        rows = range(round(part[1] / height * cells), round(part[3] / height * cells))
        seen.update((column, row) for column in columns for row in rows)
    return len(seen) / cells**2
