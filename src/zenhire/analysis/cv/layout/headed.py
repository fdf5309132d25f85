"""Headings at the left edge of a side of a page: whether a side is a column of its own, or rows stand under them."""

from __future__ import annotations

from collections.abc import Sequence

from zenhire.analysis.cv.layout.margins import heading_groups
from zenhire.analysis.cv.layout.segments import Segment
from zenhire.analysis.cv.parse.words.headings import heading_kind

# In em.
_SAME_BASE = 0.25
# In points.
_SAME_LEFT = 2.0
# Headings that tell a column beside lines that it is not level with.
_LEAST_HEADED = 2
# Share of lines that are level with lines of the other side: rows.
_LEVEL = 0.95


def is_under_headings(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Whether both sides are rows under headings at the left.

    All other lines of one are level with lines of the other, and a heading is so, too, or stands between them.
    """
    if headed(right):
        return False
    if aligned(*sorted((left, right), key=len)) >= _LEVEL:
        return headed(left) > 0
    top, bottom = right[0].base, right[-1].base
    left = [item for item in left if top - _SAME_BASE * item.size <= item.base <= bottom + item.size]
    groups = heading_groups(left)
    if not groups or any(
        _is_beside_some(item, right) for group in groups if not aligned(group[:1], right) for item in group
    ):
        return False
    headings = {id(item) for group in groups for item in group}
    rest = [item for item in left if id(item) not in headings]
    return not rest or aligned(rest, right) >= _LEVEL


def _is_beside_some(item: Segment, right: Sequence[Segment]) -> bool:
    return any(other.box[1] < item.base and item.box[1] < other.base for other in right) and not aligned([item], right)


def both_headed(few: Sequence[Segment], many: Sequence[Segment]) -> bool:
    """Whether both sides have headings of their own, the one with few lines several."""
    return headed(few) >= _LEAST_HEADED and headed(many) > 0


def headed(side: Sequence[Segment]) -> int:
    """How many usual headings stand at the left edge of a side."""
    edge = min(item.box[0] for item in side)
    return sum(item.box[0] - edge <= _SAME_LEFT and heading_kind(item.text) is not None for item in side)


def aligned(few: Sequence[Segment], many: Sequence[Segment]) -> float:
    """Share of the few lines that stand on a base line of the many."""
    bases = [item.base for item in many]
    hits = sum(any(abs(item.base - base) <= _SAME_BASE * item.size for base in bases) for item in few)
    return hits / len(few)
