"""Cards side by side: titles in one row, and below each title what it is about. They are read one after the other."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from zenhire.analysis.cv.layout.columns import Region
from zenhire.analysis.cv.layout.segments import Segment
from zenhire.analysis.cv.layout.tables import names_columns, rows_of

_FARTHEST = 2.6
_MOST_CARDS, _LONGEST_TITLE = 5, 40
_LARGER = 1.1
# In points.
_SAME_EDGE, _GUTTER = 1.5, 3.0
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def cards(region: Region) -> list[Region]:
    """The region in parts where it holds cards, itself otherwise.

    A table is none: its rows have as many cells as its head, and there are several of them; nor are entries with
    their dates.
    """
    rows = rows_of(region.segments)
    found: list[Region] = []
    kept: list[Segment] = []
    at = 0
    while at < len(rows):
        end = _end(rows, at)
        if end > at:
            found += [_region(part, region) for part in (kept, *_columns(rows[at:end])) if part]
            kept = []
        else:
            kept += rows[at]
            end += 1
        at = end
    if not found:
        return [region]
    return [*found, _region(kept, region)] if kept else found


def _region(part: Sequence[Segment], whole: Region) -> Region:
    return Region(tuple(sorted(part, key=lambda item: (item.base, item.box[0]))), whole.column)


def _end(rows: Sequence[Sequence[Segment]], at: int) -> int:
    """Where the cards end whose titles are a row; the row itself where it holds no titles."""
    head = rows[at]
    if not _are_titles(head):
        return at
    end = at + 1
    while end < len(rows) and _belongs(rows[end], rows[end - 1], head) and not _is_next_heading(rows, at, end):
        end += 1
    body = rows[at + 1 : end]
    if not body or any(_YEAR.search(item.text) for row in body for item in row):
        return at
    # The first row below stands under each title.
    if len(set(_places(body[0], head))) < len(head):
        return at
    is_table = len(body) > 1 and all(len(row) == len(head) for row in body)
    is_table = is_table or any(map(names_columns, rows[at:end]))
    return at if is_table else end


def _is_next_heading(rows: Sequence[Sequence[Segment]], at: int, end: int) -> bool:
    """Whether a row looks as the heading above the titles does, and not as what it stands below."""
    if at == 0 or end == at + 1 or len(rows[at - 1]) > 1 or len(rows[end]) > 1:
        return False
    heading, item = rows[at - 1][0], rows[end][0]
    marked = heading.bold or heading.text.isupper()
    same = _look(item) == _look(heading) and item.text.isupper() == heading.text.isupper()
    return marked and same and _look(item) != _look(rows[end - 1][0])


def _are_titles(row: Sequence[Segment]) -> bool:
    first = row[0]
    return 1 < len(row) <= _MOST_CARDS and all(
        _look(item) == _look(first)
        and len(item.text) <= _LONGEST_TITLE
        and not item.bullet
        and not any(map(str.isdigit, item.text))
        and not item.text.rstrip().endswith(":")
        for item in row
    )


def _look(item: Segment) -> tuple[float, bool, bool]:
    return (item.size, item.bold, item.italic)


def _belongs(row: Sequence[Segment], above: Sequence[Segment], head: Sequence[Segment]) -> bool:
    """Whether a row stands close below, in smaller or lighter letters than the titles, within their columns."""
    if row[0].base - above[0].base > _FARTHEST * head[0].size:
        return False
    for item in row:
        smaller = item.size * _LARGER <= head[0].size
        lighter = head[0].bold and not item.bold and item.size <= head[0].size
        if not (smaller or lighter):
            return False
    edges = [item.box[0] for item in head]
    places = _places(row, head)
    if places[0] < 0:
        return False
    rights = [*(edge - _GUTTER for edge in edges[1:]), float("inf")]
    return all(item.box[2] <= rights[place] for item, place in zip(row, places, strict=True)) and any(
        item.box[0] - edges[place] <= 3 * item.size for item, place in zip(row, places, strict=True)
    )


def _places(row: Sequence[Segment], head: Sequence[Segment]) -> list[int]:
    """In which title's column each segment stands, -1 for none."""
    edges = [item.box[0] - _SAME_EDGE for item in head]
    return [bisect_right(edges, item.box[0]) - 1 for item in row]


def _columns(rows: Sequence[Sequence[Segment]]) -> list[list[Segment]]:
    found: list[list[Segment]] = [[] for _ in rows[0]]
    for row in rows:
        for item, place in zip(row, _places(row, rows[0]), strict=True):
            found[place].append(item)
    return found
