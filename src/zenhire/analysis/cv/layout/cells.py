"""Names that wrap in a cell of their own, beside dates or another cell: the next line goes on with the name."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from zenhire.analysis.cv.layout.asides import joined
from zenhire.analysis.cv.layout.segments import Segment
from zenhire.analysis.cv.layout.tables import rows_of
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
    rows = {id(item): row for row in rows_of(lines) for item in row}
    into: dict[int, Segment] = {}
    joined_rows: set[int] = set()
    for at, above in enumerate(lines):
        below = None if id(above) in into else _wrapped(lines, bases, rows, at)
        if below is None or id(below) in into or not goes_on(above.text, below.text):
            continue
        into[id(below)] = above
        if id(rows[id(below)]) not in joined_rows:
            joined_rows.add(id(rows[id(below)]))
            for other in rows[id(below)]:
                host = _above(other, rows[id(above)])
                if id(other) not in into and host and _has_no_room(host, other, _bound(host, rows[id(host)])):
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


def _wrapped(
    lines: Sequence[Segment], bases: Sequence[float], rows: Mapping[int, Sequence[Segment]], at: int
) -> Segment | None:
    """The next line in the cell of a segment that another one stands beside, if its first word had no room there."""
    above = lines[at]
    bound = _bound(above, rows[id(above)])
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


def _bound(item: Segment, row: Sequence[Segment]) -> float | None:
    """Where the next cell of the line begins, None for the last one."""
    at = bisect_left(row, item.box[2], key=lambda other: other.box[0])
    return row[at].box[0] if at < len(row) else None


def _has_no_room(above: Segment, below: Segment, bound: float | None) -> bool:
    """Whether the first word of the lower line would not have fitted above, before the next cell."""
    if bound is None:
        return False
    first = below.words[0].box
    return above.box[2] + first[2] - first[0] + _PADDING * above.size > bound
