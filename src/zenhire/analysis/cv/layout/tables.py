"""Tables with a line that names their columns: cells of their rows may wrap, and no column of the page divides them.

"Period", "Employer", "Position", "Duties" name columns, as the labels of a form's boxes do that stand above the values.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from zenhire.analysis.cv.layout.asides import joined
from zenhire.analysis.cv.layout.segments import Segment
from zenhire.analysis.cv.parse.words.headings import heading_kind
from zenhire.analysis.cv.parse.words.labels import is_column
from zenhire.analysis.cv.parse.wraps import only_dates

# No page that is meant to be read has more.
_MOST_SEGMENTS = 2_000
_LEAST_COLUMNS, _LEAST_TO_WRAP = 2, 3
# In em.
_SAME_BASE, _NEXT_ROW, _NEXT_LINE, _PADDING = 0.25, 4.0, 1.6, 1.5
# In points.
_SAME_EDGE = 2.0


def table_heads(found: Sequence[Segment]) -> list[list[Segment]]:
    """The lines of a page, from the top, of which every cell names a column."""
    rows = rows_of(found) if len(found) <= _MOST_SEGMENTS else []
    pairs = itertools.pairwise([*rows, []])
    return [row for row, below in pairs if names_columns(row) and (len(row) > 2 or _stands_over(row, below))]


def _stands_over(row: Sequence[Segment], below: Sequence[Segment]) -> bool:
    """Whether a row has a cell at the edge of each cell of the row above it."""
    lefts = [cell.box[0] for cell in below]
    return all(any(abs(cell.box[0] - left) <= _SAME_EDGE for left in lefts) for cell in row)


def names_columns(row: Sequence[Segment]) -> bool:
    """Whether each cell of a line names a column; two of which one is a heading, too, do not ("Address", "Skills")."""
    named = len(row) >= _LEAST_COLUMNS and all(is_column(cell.text) for cell in row)
    headings = [heading_kind(cell.text) is not None for cell in row]
    return named and not (all(headings) if len(row) > _LEAST_COLUMNS else any(headings))


def join_tables(found: Sequence[Segment]) -> list[Segment]:
    """A page's segments from the top; what wraps in a cell of a table with three named columns is one segment.

    A line that begins anew though its first word had room above is a segment of its own, beside those of its row.
    """
    heads = {id(row[0]): row for row in table_heads(found) if len(row) >= _LEAST_TO_WRAP}
    if not heads:
        return list(found)
    done: list[Segment] = []
    table: _Table | None = None
    above: list[Segment] = []
    for row in rows_of(found):
        if id(row[0]) in heads:
            done += table.segments() if table else []
            table = _Table([cell.box[0] for cell in row], max(item.box[2] for item in found))
            done += row
        elif table is None or not _is_near(above, row) or not table.takes(row):
            done += [*(table.segments() if table else []), *row]
            table = None
        above = row
    done += table.segments() if table else []
    return sorted(done, key=lambda item: (item.base, item.box[0]))


class _Table:
    """A table whose columns begin at `edges`; rows are taken from the top, up to one that does not fit."""

    def __init__(self, edges: Sequence[float], right: float) -> None:
        self._edges, self._bounds = edges, [*edges[1:], right]
        self._cells: dict[int, list[Segment]] = {}
        self._groups: list[tuple[float, list[Segment]]] = []

    def takes(self, row: Sequence[Segment]) -> bool:
        """Whether a row is one of the table's, or goes on with the cells of its last one, and keeps it if so."""
        columns = _columns(row, self._edges)
        if columns is None:
            return False
        again = 0 in columns or not self._cells or not _is_next_line(self._cells, columns, row)
        if again or self._has_dates_again(columns, row):
            self._cells = {}
        base = next(iter(self._cells.values()))[0].base if self._cells else row[0].base
        for column, cell in zip(columns, row, strict=True):
            if column in self._cells and not self._begins_anew(column, cell):
                self._cells[column].append(cell)
                continue
            self._cells[column] = [cell]
            self._groups.append((base, self._cells[column]))
        return True

    def _has_dates_again(self, columns: Sequence[int], row: Sequence[Segment]) -> bool:
        """Whether a row has dates of its own below dates, so that only its first cell is empty."""
        pairs = ((self._cells[column][-1], cell) for column, cell in zip(columns, row, strict=True))
        return any(only_dates(last.text) and only_dates(cell.text) for last, cell in pairs)

    def _begins_anew(self, column: int, cell: Segment) -> bool:
        last, first = self._cells[column][-1], cell.words[0].box
        room = last.box[2] + first[2] - first[0] + _PADDING * last.size < self._bounds[column]
        return room and column < len(self._edges) - 1 and not cell.bullet and not cell.text[:1].islower()

    def segments(self) -> list[Segment]:
        """The cells so far, each on the base line of its row."""
        found = [
            joined(some, base) if len(some) > 1 or some[0].base != base else some[0] for base, some in self._groups
        ]
        self._groups = []
        return found


def rows_of(found: Sequence[Segment]) -> list[list[Segment]]:
    """Segments by their base lines from the top, each row from the left."""
    rows: list[list[Segment]] = []
    for item in sorted(found, key=lambda item: (item.base, item.box[0])):
        if rows and item.base - rows[-1][0].base <= _SAME_BASE * item.size:
            rows[-1].append(item)
        else:
            rows.append([item])
    return [sorted(row, key=lambda item: item.box[0]) for row in rows]


def _columns(row: Sequence[Segment], edges: Sequence[float]) -> list[int] | None:
    """The columns that the cells of a row begin in, None where one begins elsewhere or goes on into the next."""
    found = []
    for cell in row:
        at = next((at for at, edge in enumerate(edges) if abs(cell.box[0] - edge) <= _SAME_EDGE), None)
        if at is None or (at + 1 < len(edges) and cell.box[2] > edges[at + 1]):
            return None
        found.append(at)
    return found


def _is_near(above: Sequence[Segment], row: Sequence[Segment]) -> bool:
    return bool(above) and row[0].base - max(item.base + item.drop for item in above) <= _NEXT_ROW * row[0].size


def _is_next_line(cells: dict[int, list[Segment]], columns: Sequence[int], row: Sequence[Segment]) -> bool:
    """Whether a line goes on with cells of the row above, each of its parts close below the last line of its cell."""
    if not set(columns) <= set(cells):
        return False
    lasts = [cells[column][-1] for column in columns]
    return all(cell.base - last.base <= _NEXT_LINE * cell.size for cell, last in zip(row, lasts, strict=True))


def divides(heads: Sequence[Sequence[Segment]], left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Whether two sides of a page divide a line that names columns."""
    sides = [set(map(id, side)) for side in (left, right)] if heads else []
    return any(all(side & set(map(id, row)) for side in sides) for row in heads)
