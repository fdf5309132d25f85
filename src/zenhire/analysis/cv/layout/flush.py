"""Places and dates that end at the right edge of rows, with headings centred between them: no column of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from zenhire.analysis.cv.layout.segments import Segment
from zenhire.analysis.cv.parse.dates.ranges import date_ranges
from zenhire.analysis.cv.parse.words.headings import heading_kind

_SAME_BASE, _LONGEST = 0.25, 45
# In points.
_FLUSH, _MIDDLE, _SAME_EDGE = 1.5, 3.0, 1.0
# Shares of the right side's lines.
_NEARLY_ALL, _MOSTLY, _SHARED = 0.9, 0.6, 0.5


def is_flush_right(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Whether the right side is ends of rows that begin at the left: its lines share an edge only at their ends.

    The lines of a column begin at one edge. Here they begin anywhere, and each ends at the right edge, as a rule on a
    line of the left side, or stands at the middle of both sides, as headings and names do.
    """
    edge = _edge(right)
    middle = (min(item.box[0] for item in left) + edge) / 2
    ends = [item for item in right if edge - item.box[2] <= _FLUSH and len(item.text) <= _LONGEST]
    done = set(map(id, ends))
    centred = [
        item for item in right if id(item) not in done and abs((item.box[0] + item.box[2]) / 2 - middle) <= _MIDDLE
    ]
    if len(ends) < 2 or len(ends) + len(centred) < _NEARLY_ALL * len(right) or _begin_alike(right):
        return False
    beside = [item for item in ends if _is_beside(item, left)]
    if len(beside) + len(centred) >= _MOSTLY * len(right):
        return bool(beside)
    return any(date_ranges(item.text) for item in beside) and not any(heading_kind(item.text) for item in ends)


def _edge(right: Sequence[Segment]) -> float:
    """Where most lines end; one that is too long for its place, as an address may be, goes beyond that."""
    ends = Counter(round(item.box[2] / _SAME_EDGE) for item in right)
    end, count = max(ends.items(), key=lambda item: (item[1], item[0]))
    return end * _SAME_EDGE if count > 1 else max(item.box[2] for item in right)


def _begin_alike(right: Sequence[Segment]) -> bool:
    """Whether most lines begin at one edge; dates in figures of one width do so by chance."""
    edges = Counter(round(item.box[0] / _SAME_EDGE) for item in right if not date_ranges(item.text))
    return bool(edges) and max(edges.values()) > max(1.0, _SHARED * len(right))


def _is_beside(item: Segment, left: Sequence[Segment]) -> bool:
    return any(abs(item.base - other.base) <= _SAME_BASE * item.size for other in left)
