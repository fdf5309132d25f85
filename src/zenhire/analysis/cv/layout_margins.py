"""Headings in a column of their own at the left, each beside the first line of what it heads."""

from __future__ import annotations

from collections.abc import Sequence

from zenhire.analysis.cv.layout_segments import Segment
from zenhire.analysis.cv.parse.words_headings import heading_kind

_GUTTER = 5.0
_MOST_EDGES = 5
_SAME_BASE, _NEXT_LINE = 0.25, 1.6
_LEAST_HEADINGS, _LONGEST = 2, 40


def margin_headings(found: Sequence[Segment]) -> list[list[Segment]] | None:
    """A page's segments in parts: what is above, then each heading and what stands beside it; None without such.

    Such a column holds bold or larger lines only, and at least two usual headings.
    """
    counts: dict[int, int] = {}
    for item in found:
        counts[round(item.box[0])] = counts.get(round(item.box[0]), 0) + 1
    for edge in sorted(counts, key=lambda edge: (-counts[edge], edge))[:_MOST_EDGES]:
        left = [item for item in found if item.box[2] <= edge - _GUTTER]
        right = [item for item in found if item.box[0] >= edge - 1.5]
        groups = _groups(sorted(left, key=lambda item: item.base))
        if groups and _is_column(groups, right):
            return _parts(found, groups, right)
    return None


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
    kinds = {kind for text in texts if (kind := heading_kind(text))}
    if len(kinds & {"work", "education", "skills"}) < _LEAST_HEADINGS or len(kinds) * 2 < len(groups):
        return False
    if any(len(text) > _LONGEST or any(map(str.isdigit, text)) for text in texts):
        return False
    return all(any(_beside(group[0], item) for item in right) for group in groups)


def _beside(heading: Segment, item: Segment) -> bool:
    return abs(heading.base - item.base) <= _SAME_BASE * heading.size


def _parts(
    found: Sequence[Segment], groups: Sequence[Sequence[Segment]], right: Sequence[Segment]
) -> list[list[Segment]]:
    tops = [group[0].base - _SAME_BASE * group[0].size for group in groups]
    headings = {id(item) for group in groups for item in group}
    rest = [item for item in found if id(item) not in headings]
    parts = [[item for item in rest if item.base < tops[0]]]
    for group, top, bottom in zip(groups, tops, [*tops[1:], float("inf")], strict=True):
        parts += [list(group), [item for item in rest if top <= item.base < bottom]]
    return [part for part in parts if part]
