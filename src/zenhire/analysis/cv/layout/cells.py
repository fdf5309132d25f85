"""Names that wrap in a cell of their own, beside dates or another cell: the next line goes on with the name."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from zenhire.analysis.cv.layout.asides import joined
from zenhire.analysis.cv.layout.segments import Segment
from zenhire.analysis.cv.parse.wraps import goes_on

# No page that is meant to be read has more.
_MOST_SEGMENTS = 2_000
# In em.
_NEXT_LINE, _SAME_BASE, _PADDING = 1.7, 0.25, 2.0
# In points.
_SAME_EDGE, _SAME_SIZE = 1.0, 0.5


def join_cells(found: Sequence[Segment]) -> list[Segment]:
    """A page's segments from the top; a name that wraps in its cell is one segment on its first line.

    The words must tell it: "Snake River Community" above "College". The other cells of that line, if their first words
    had no room above, either, wrap with it.
    """
    if len(found) > _MOST_SEGMENTS:
        return list(found)
    lines = sorted(found, key=lambda item: (item.base, item.box[0]))
    bases = [item.base for item in lines]
    into: dict[int, Segment] = {}
    for at, above in enumerate(lines):
        below = None if id(above) in into else _wrapped(lines, bases, at)
        if below is None or not goes_on(above.text, below.text):
            continue
        into[id(below)] = above
        for other in _beside(below, lines, bases):
            host = _above(other, _beside(above, lines, bases))
            if host is not None and _has_no_room(host, other, _bound(host, lines, bases)):
                into[id(other)] = host
    rest: dict[int, list[Segment]] = {}
    for item in lines:
        if id(item) in into:
            rest.setdefault(id(_first_line(item, into)), []).append(item)
    kept = [item for item in lines if id(item) not in into]
    return [joined([item, *rest[id(item)]], item.base) if id(item) in rest else item for item in kept]


def _first_line(item: Segment, into: Mapping[int, Segment]) -> Segment:
    """The line that a segment goes on from, or that one's, up to the first."""
    while id(item) in into:
        item = into[id(item)]
    return item


def _wrapped(lines: Sequence[Segment], bases: Sequence[float], at: int) -> Segment | None:
    """The next line in the cell of a segment that another one stands beside, if its first word had no room there."""
    above = lines[at]
    bound = _bound(above, lines, bases)
    if bound is None:
        return None
    reach = bisect_right(bases, above.base + _NEXT_LINE * above.size)
    below = next((item for item in lines[at + 1 : reach] if _in_cell(above, item)), None)
    if below is None or below.box[2] > bound or not _has_no_room(above, below, bound):
        return None
    return below


def _in_cell(above: Segment, below: Segment) -> bool:
    lower = below.base - above.base > _SAME_BASE * above.size
    same = above.bold == below.bold and abs(above.size - below.size) < _SAME_SIZE
    return lower and same and not below.bullet and abs(above.box[0] - below.box[0]) <= _SAME_EDGE


def _above(below: Segment, row: Sequence[Segment]) -> Segment | None:
    return next((item for item in row if _in_cell(item, below)), None)


def _beside(item: Segment, lines: Sequence[Segment], bases: Sequence[float]) -> list[Segment]:
    """The other segments on a segment's base line."""
    reach = _SAME_BASE * item.size
    near = lines[bisect_left(bases, item.base - reach) : bisect_right(bases, item.base + reach)]
    return [other for other in near if other is not item]


def _bound(item: Segment, lines: Sequence[Segment], bases: Sequence[float]) -> float | None:
    """Where the next cell of the line begins, None for the last one."""
    rights = [other.box[0] for other in _beside(item, lines, bases) if other.box[0] >= item.box[2]]
    return min(rights, default=None)


def _has_no_room(above: Segment, below: Segment, bound: float | None) -> bool:
    """Whether the first word of the lower line would not have fitted above, before the next cell."""
    if bound is None:
        return False
    first = below.words[0].box
    return above.box[2] + first[2] - first[0] + _PADDING * above.size > bound
