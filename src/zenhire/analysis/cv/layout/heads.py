"""A name in large letters over several lines at the top of a page, with small lines at its sides."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from statistics import median

from zenhire.analysis.cv.layout.segments import Segment
from zenhire.analysis.cv.parse.dates.ranges import date_ranges
from zenhire.analysis.cv.parse.words.headings import heading_kind

_LARGE, _SAME_SIZE, _TIGHT = 1.5, 0.5, 1.5
_MOST_LINES, _LEAST_BESIDE, _MOST_ABOVE = 4, 2, 2
# In points, and in em: how close below lines at the sides others go on.
_SAME_EDGE, _NEXT_LINE = 2.0, 2.0


def three_part_head(found: Sequence[Segment]) -> list[list[Segment]] | None:
    """A page's segments as the name, what is left of it, what is right of it, and the rest; None without such a head.

    Lines at a side that others go on below are a column, and no part of a head.
    """
    lines = sorted(found, key=lambda item: (item.base, item.box[0]))
    name = _name(lines)
    if not name:
        return None
    top, bottom = name[0].box[1], name[-1].box[3]
    inside = set(map(id, name))
    beside = [item for item in lines if id(item) not in inside and item.box[1] < bottom and top < item.box[3]]
    left = [item for item in beside if item.box[2] < min(part.box[0] for part in name)]
    right = [item for item in beside if item.box[0] > max(part.box[2] for part in name)]
    if len(left) + len(right) < len(beside) or max(len(left), len(right)) < _LEAST_BESIDE:
        return None
    inside |= set(map(id, beside))
    rest = [item for item in lines if id(item) not in inside]
    if any(_goes_on(side[-1], rest) for side in (left, right) if side) or any(map(_heads_or_dates, beside)):
        return None
    return [part for part in (name, left, right, rest) if part]


def continues_headline(item: Segment, above: Sequence[Segment], usual: float) -> bool:
    """Whether a large line is the next one of a name that begins above."""
    return item.size >= _LARGE * usual and any(_is_next(other, item) for other in above)


def _name(lines: Sequence[Segment]) -> list[Segment]:
    """The lines of the largest size, if they are a few that stand close below one another at the top."""
    largest = max((item.size for item in lines), default=0.0)
    name = [item for item in lines if largest - item.size < _SAME_SIZE]
    if not 1 < len(name) <= _MOST_LINES or largest < _LARGE * median(item.size for item in lines):
        return []
    if sum(item.box[3] <= name[0].box[1] for item in lines) > _MOST_ABOVE:
        return []
    text = " ".join(item.text for item in name)
    if any(map(str.isdigit, text)) or heading_kind(text) or any(heading_kind(item.text) for item in name):
        return []
    return name if all(itertools.starmap(_is_next, itertools.pairwise(name))) else []


def _is_next(above: Segment, below: Segment) -> bool:
    """Whether two lines are set alike, close below each other, and share an edge or their middle."""
    if abs(above.size - below.size) >= _SAME_SIZE or above.bold != below.bold:
        return False
    edges = (above.box[0] - below.box[0], above.box[2] - below.box[2])
    shared = min(map(abs, edges)) <= _SAME_EDGE or abs(sum(edges)) <= 2 * _SAME_EDGE
    return shared and 0 < below.base - above.base <= _TIGHT * above.size


def _heads_or_dates(item: Segment) -> bool:
    """Whether a line is of the CV's body: a heading, or dates."""
    return heading_kind(item.text) is not None or bool(date_ranges(item.text))


def _goes_on(last: Segment, rest: Sequence[Segment]) -> bool:
    return any(
        0 < item.base - last.base <= _NEXT_LINE * last.size
        and min(abs(item.box[0] - last.box[0]), abs(item.box[2] - last.box[2])) <= _SAME_EDGE
        for item in rest
    )
