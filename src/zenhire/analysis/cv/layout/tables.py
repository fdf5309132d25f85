"""Tables with a line that names their columns: cells of their rows may wrap, and no column of the page divides them.

"Period", "Employer", "Position", "Duties" name columns, as the labels of a form's boxes do that stand above the values.
"""

from __future__ import annotations

from collections.abc import Sequence

from zenhire.analysis.cv.layout.asides import joined
from zenhire.analysis.cv.layout.segments import Segment
from zenhire.analysis.cv.parse.words.labels import is_column

# No page that is meant to be read has more.
_MOST_SEGMENTS = 2_000
_LEAST_COLUMNS, _LEAST_TO_WRAP = 2, 3
# In em.
_SAME_BASE, _NEXT_ROW, _NEXT_LINE = 0.25, 4.0, 1.6
# In points.
_SAME_EDGE = 2.0


def table_heads(found: Sequence[Segment]) -> list[list[Segment]]:
    """The lines of a page, from the top, of which every cell names a column."""
    rows = _rows(found) if len(found) <= _MOST_SEGMENTS else []
    return [row for row in rows if len(row) >= _LEAST_COLUMNS and all(is_column(cell.text) for cell in row)]


def join_tables(found: Sequence[Segment]) -> list[Segment]:
    """A page's segments from the top; what wraps in a cell of a table with three named columns is one segment."""
    heads = {id(row[0]): row for row in table_heads(found) if len(row) >= _LEAST_TO_WRAP}
    if not heads:
        return list(found)
    into: dict[int, list[Segment]] = {}
    edges: list[float] = []
    cells: dict[int, list[Segment]] = {}
    above: list[Segment] = []
    for row in _rows(found):
        if id(row[0]) in heads:
            edges, cells = [cell.box[0] for cell in row], {}
        elif edges and (columns := _columns(row, edges)) is not None and _is_near(above, row):
            if 0 in columns or not cells or not _is_next_line(cells, columns, row):
                cells = {}
            for column, cell in zip(columns, row, strict=True):
                if column in cells:
                    cells[column].append(cell)
                else:
                    cells[column] = into.setdefault(id(cell), [cell])
        else:
            edges, cells = [], {}
        above = row
    rest = {id(cell) for some in into.values() for cell in some[1:]}
    kept = [into.get(id(item), [item]) for item in found if id(item) not in rest]
    done = [joined(some, some[0].base) if len(some) > 1 else some[0] for some in kept]
    return sorted(done, key=lambda item: (item.base, item.box[0]))


def _rows(found: Sequence[Segment]) -> list[list[Segment]]:
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
    sides = [set(map(id, side)) for side in (left, right)]
    return any(all(side & set(map(id, row)) for side in sides) for row in heads)
