"""Headings in a column of their own at the left, each beside what it heads; dates may stand below them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from zenhire.analysis.cv.layout.segments import Segment
from zenhire.analysis.cv.parse.words.headings import heading_kind
from zenhire.analysis.cv.parse.wraps import only_dates

_GUTTER = 5.0
_MOST_EDGES = 5
_SAME_BASE, _ABOUT_BASE, _NEXT_LINE = 0.25, 0.4, 1.6
_LEAST_HEADINGS, _LONGEST = 2, 40
# How much larger than the text headings are that need not be several, and the part of them that stands beside a line.
_LARGER, _MOSTLY = 1.15, 0.5
_MOST_LINES_ABOVE = 4
# Lines across the gutter for each heading.
_MOST_ACROSS = 0.5
# How many usual headings that are nothing else make a column, and the widest step within lines that one heads, in em.
_LEAST_ALONE, _WIDEST_STEP = 3, 2.2


def margin_headings(found: Sequence[Segment]) -> list[list[Segment]] | None:
    """A page's segments in parts: what is above, then each heading and what stands beside it; None without such.

    Such a column holds, besides dates, only headings: at least two of the main ones, or usual ones alone that are large
    or three. A heading may stand at the middle of the lines that it heads.
    """
    counts: dict[int, int] = {}
    for item in found:
        counts[round(item.box[0])] = counts.get(round(item.box[0]), 0) + 1
    for edge in sorted(counts, key=lambda edge: (-counts[edge], edge))[:_MOST_EDGES]:
        left = [item for item in found if item.box[2] <= edge - _GUTTER]
        right = sorted((item for item in found if item.box[0] >= edge - 1.5), key=lambda item: item.base)
        dates = [item for item in left if only_dates(item.text)]
        dated = set(map(id, dates))
        groups = _groups(sorted((item for item in left if id(item) not in dated), key=lambda item: item.base))
        if groups and right and not _is_crossed(found, groups, edge) and _is_column(groups, right):
            moved = {id(item): _beside_title(item, right) for item in dates}
            return _parts([moved.get(id(item), item) for item in found], groups, right)
    return None


def heading_groups(lines: Sequence[Segment]) -> list[list[Segment]]:
    """The usual headings among lines from the top, each with the lines that it wraps into."""
    looks = (list(some) for _, some in itertools.groupby(lines, key=lambda item: (item.bold, round(item.size, 1))))
    groups = (group for some in looks for group in _groups(some))
    return [group for group in groups if heading_kind(" ".join(item.text for item in group))]


def _groups(lines: Sequence[Segment]) -> list[list[Segment]]:
    """Headings that wrap are one."""
    groups: list[list[Segment]] = []
    for item in lines:
        if groups and item.base - groups[-1][-1].base <= _NEXT_LINE * item.size:
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _is_column(groups: Sequence[Sequence[Segment]], right: Sequence[Segment]) -> bool:
    texts = [" ".join(item.text for item in group) for group in groups]
    found = [kind for text in texts if (kind := heading_kind(text))]
    if any(len(text) > _LONGEST or any(map(str.isdigit, text)) for text in texts):
        return False
    usual = len({"work", "education", "skills"} & set(found)) >= _LEAST_HEADINGS and len(set(found)) * 2 >= len(groups)
    largest = max(item.size for item in right)
    large = all(item.size >= _LARGER * largest for group in groups for item in group)
    alone = len(found) == len(groups) and (large or len(set(found)) >= _LEAST_ALONE)
    beside = sum(_stands_beside(group, right) or _at_middle(group, right) for group in groups)
    return (usual or alone) and beside >= _MOSTLY * len(groups)


def _is_crossed(found: Sequence[Segment], groups: Sequence[Sequence[Segment]], edge: int) -> bool:
    """Whether several lines below the first heading begin in its column and go on beyond."""
    top = groups[0][0].base
    across = sum(item.base > top and item.box[0] < edge - _GUTTER and item.box[2] > edge for item in found)
    return across > _MOST_ACROSS * len(groups)


def _stands_beside(group: Sequence[Segment], right: Sequence[Segment]) -> bool:
    return any(abs(group[0].base - item.base) <= _ABOUT_BASE * group[0].size for item in right)


def _beside(heading: Segment, item: Segment) -> bool:
    return abs(heading.base - item.base) <= _SAME_BASE * heading.size


def _between(group: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Whether a heading stands between lines and beside none, not even partly."""
    top, bottom = group[0].box[1], group[-1].box[3]
    return not any(item.box[1] < bottom and top < item.box[3] for item in right)


def _at_middle(group: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Whether a heading stands beside no line, but partly beside one: at the middle of an even number of lines."""
    return not any(_beside(group[0], item) for item in right) and not _between(group, right)


def _beside_title(dates: Segment, right: Sequence[Segment]) -> Segment:
    """Dates on the base line of the bold line that they stand a little below, unless they stand beside a line."""
    if any(_beside(dates, item) for item in right):
        return dates
    above = [item for item in right if item.base < dates.base][-_MOST_LINES_ABOVE:]
    title = next((item for item in reversed(above) if item.bold), None)
    if title is None:
        return dates
    return replace(dates, words=tuple(replace(word, baseline=title.base) for word in dates.words))


def _parts(
    found: Sequence[Segment], groups: Sequence[Sequence[Segment]], right: Sequence[Segment]
) -> list[list[Segment]]:
    tops = _tops(groups, right)
    headings = {id(item) for group in groups for item in group}
    rest = [item for item in found if id(item) not in headings]
    parts = [[item for item in rest if item.base < tops[0]]]
    for group, top, bottom in zip(groups, tops, [*tops[1:], float("inf")], strict=True):
        parts += [list(group), [item for item in rest if top <= item.base < bottom]]
    return [part for part in parts if part]


def _tops(groups: Sequence[Sequence[Segment]], right: Sequence[Segment]) -> list[float]:
    """Where what each heading heads begins: beside it, or, for one that stands elsewhere, below the widest space."""
    tops: list[float] = []
    before = float("-inf")
    middle = any(_at_middle(group, right) for group in groups)
    for group in groups:
        end = group[0].base - _SAME_BASE * group[0].size
        lines = [item for item in right if before < item.base <= group[-1].base]
        if middle and (first := _first_around(group, [item for item in right if item.base > before])):
            end = first.base - 0.01
        elif lines and _at_middle(group, right):
            bases = [*(item.base for item in lines), group[0].base]
            end = max((below - above, below) for above, below in itertools.pairwise(bases))[1] - 0.01
        tops.append(end)
        before = group[-1].base
    return tops


def _first_around(group: Sequence[Segment], right: Sequence[Segment]) -> Segment | None:
    """The first of the lines of which a heading stands beside the middle one, as many above it as below."""
    lines = [next(cells) for _, cells in itertools.groupby(right, key=lambda item: round(item.base))]
    at = next((at for at, item in enumerate(lines) if _stands_beside(group, [item])), None)
    if at is None:
        return None
    far = [below.base - above.base > _WIDEST_STEP * above.size for above, below in itertools.pairwise(lines)]
    above = next((count for count in range(at) if far[at - 1 - count]), at)
    below = next((count for count in range(len(far) - at) if far[at + count]), len(far) - at)
    return lines[at - above] if above == below else None
