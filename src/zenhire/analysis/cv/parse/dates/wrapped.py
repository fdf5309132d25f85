"""Ranges of dates that a narrow column divides over several lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zenhire.analysis.cv.parse.dates.ranges import DateRange, date_ranges
from zenhire.analysis.cv.parse.rows import Cell, Row

_INDENT = 9.0
_LONGEST_DATE = 20


def unwrapped(rows: Sequence[Row], day_comes_first: bool | None) -> tuple[list[Row], dict[int, list[DateRange]]]:
    """Rows where a range in a narrow first cell goes on in the first cell of the next row; the ranges by index."""
    kept: list[Row] = []
    wrapped: dict[int, list[DateRange]] = {}
    skip = 0
    for at, row in enumerate(rows):
        if skip:
            skip -= 1
            continue
        if (lone := _range_on_lines(rows[at : at + 3], day_comes_first)) is not None:
            wrapped[len(kept)] = [lone[0]]
            kept.append(row)
            skip = lone[1] - 1
            continue
        if kept and (last := _last_cells(kept[-1], row, day_comes_first)) is not None:
            wrapped[len(kept) - 1] = [last[0]]
            kept.append(last[1])
            continue
        above = _row_above(kept, row)
        whole = _wrapped_range(kept[above], row, day_comes_first) if kept else None
        if whole is not None:
            wrapped[len(kept) + above] = [whole]
            rest = row.part(row.cells[1].start - row.start, len(row.text)) if len(row.cells) > 1 else None
            if rest is None:
                continue
            row = replace(row, text=rest.text, start=rest.start, end=rest.end, cells=row.cells[1:])
        kept.append(row)
    return kept, wrapped


def _last_cells(above: Row, below: Row, day_comes_first: bool | None) -> tuple[DateRange, Row] | None:
    """A range that wraps in the last of several cells, and the row below without its end."""
    if len(above.cells) < 2 or len(below.cells) < 2 or abs(above.cells[-1].x - below.cells[-1].x) > _INDENT:
        return None
    tail = below.part(below.cells[-1].start - below.start, len(below.text))
    alone = replace(below, text=tail.text, start=tail.start, end=tail.end, cells=below.cells[-1:])
    found = _wrapped_range(replace(above, cells=above.cells[-1:]), alone, day_comes_first)
    rest = below.part(0, below.cells[-2].end - below.start)
    row = replace(below, text=rest.text, start=rest.start, end=rest.end, cells=below.cells[:-1])
    return None if found is None else (found, row)


def _row_above(kept: Sequence[Row], row: Row) -> int:
    """Which of the rows, from the end, a row may go on from: not an item that only stands beside it."""
    beside = len(kept) > 1 and kept[-1].bullet and row.first.x < kept[-1].first.x - _INDENT
    return -2 if beside and len(row.cells) == 1 and len(kept[-2].cells) > 1 else -1


def _range_on_lines(rows: Sequence[Row], day_comes_first: bool | None) -> tuple[DateRange, int] | None:
    """A range that takes three or two lines of its own, and how many."""
    for count, ranged in ((3, _spread_range), (2, _stacked)):
        if (found := ranged(rows[:count], day_comes_first)) is not None:
            return found, count
    return None


def _spread_range(rows: Sequence[Row], day_comes_first: bool | None) -> DateRange | None:
    """A range of which each end, and the word between them, has a line of its own."""
    if len(rows) < 3 or any(len(row.cells) > 1 or len(row.text) > 20 for row in rows) or len(rows[1].text) > 6:
        return None
    text = " ".join(row.text for row in rows)
    found = date_ranges(text, day_comes_first)
    if len(found) != 1 or found[0].single or (found[0].start, found[0].end) != (0, len(text)):
        return None
    first, last = rows[0], rows[2]
    at = (last.start - first.start, last.end - first.start)
    return replace(found[0], end=len(first.text), first_at=(0, len(first.text)), last_at=at)


def _stacked(rows: Sequence[Row], day_comes_first: bool | None) -> DateRange | None:
    """A range whose ends stand on a line each without any sign between them."""
    if len(rows) < 2 or rows[1].gap or any(len(row.cells) > 1 or len(row.text) > _LONGEST_DATE for row in rows):
        return None
    ends = [date_ranges(row.text, day_comes_first) for row in rows]
    alone = [
        len(found) == 1 and (found[0].start, found[0].end) == (0, len(row.text))
        for found, row in zip(ends, rows, strict=True)
    ]
    if not all(alone) or not ends[0][0].single or rows[0].column != rows[1].column:
        return None
    (first,), (last,) = ends
    if last.current or first.first is None or last.last is None or not last.single or first.first > last.last:
        return None
    at = (rows[1].start - rows[0].start, rows[1].end - rows[0].start)
    return DateRange(0, len(rows[0].text), first.first, last.last, first_at=(0, len(rows[0].text)), last_at=at)


def _wrapped_range(above: Row, below: Row, day_comes_first: bool | None) -> DateRange | None:
    cell = _cell_above(above, below)
    if (len(below.cells) > 1 and len(above.cells) < 2) or len(cell.text) > 30 or len(below.first.text) > 24:
        return None
    first = cell.text
    text = f"{first} {below.first.text}"
    found = date_ranges(text, day_comes_first)
    if len(found) != 1 or found[0].single or (found[0].start, found[0].end) != (0, len(text)):
        return None
    closed = not first.endswith(("-", "–", "—"))
    if closed and any(item.end == len(first) and not item.single for item in date_ranges(first, day_comes_first)):
        return None
    begin, offset = cell.start - above.start, below.start - above.start
    start, end = found[0].first_at
    return replace(
        found[0],
        start=begin,
        end=begin + len(first),
        first_at=(begin + start, begin + end),
        last_at=(offset, offset + len(below.first.text)),
    )


def _cell_above(above: Row, below: Row) -> Cell:
    """The cell that the first one below goes on: the first of several, else the nearest."""
    last = above.cells[-1]
    nearer = abs(above.first.x - below.first.x) < abs(last.x - below.first.x)
    under = above.first.x - _INDENT <= below.first.x < above.first.right
    return above.first if len(below.cells) > 1 or nearer or under else last
