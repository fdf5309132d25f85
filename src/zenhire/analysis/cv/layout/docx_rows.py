"""From a DOCX's blocks to lines as a reader sees them: cells beside each other, columns one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from zenhire.analysis.cv.text import BULLET, is_bullet
from zenhire.engines.docx.base import DocxBlock, DocxBox, DocxParagraph, DocxRun, DocxStyle, DocxTable

# Blanks are used as tab stops, too.
_STOPS = re.compile(r"\t|[ \u00a0]{4,}")
_SPLIT = re.compile(r"\s+|\S+")
# A cell of more lines is a column, and so are all cells of a single row of many lines.
_MOST_BESIDE, _MOST_TOGETHER = 3, 12
_PROSE_WORDS = 8


@dataclass(frozen=True, slots=True)
class Token:
    """Characters without white space, in one style; `joined`: they go on from the token before without a space."""

    text: str
    style: DocxStyle
    link: str = ""
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line: its cells, and what its paragraph is.

    `space` before it is None where the paragraph only goes on. `apart`: an empty line or a new part begins before it;
    `counts`: it shows the page's number.
    """

    cells: tuple[tuple[Token, ...], ...]
    heading: bool = False
    bullet: bool = False
    indent: float = 0.0
    space: float | None = 0.0
    column: int = 0
    apart: bool = False
    counts: bool = False

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(not token.joined for cell in self.cells for token in cell)


def rows(blocks: Sequence[DocxBlock], column: int = 0) -> Iterator[Row]:
    """The lines in reading order. A text box, and each further column of a table, is a column of its own."""
    apart = False
    for block in blocks:
        if isinstance(block, DocxParagraph):
            found = list(_lines(block, column))
        else:
            apart = True
            found = list(rows(block.blocks, column + 1) if isinstance(block, DocxBox) else _table(block, column))
        for at, row in enumerate(found):
            yield replace(row, apart=True) if apart and at == 0 else row
        apart = not found if isinstance(block, DocxParagraph) else True


def _lines(paragraph: DocxParagraph, column: int) -> Iterator[Row]:
    space: float | None = paragraph.space
    apart, bullet = paragraph.heading or paragraph.fresh, paragraph.bullet
    for runs in _divided(paragraph.runs, re.compile("\n")):
        cells = [cell for part in _divided(runs, _STOPS) if (cell := tuple(_tokens(part)))]
        if not cells:
            continue
        cells = _with_mark(cells)
        yield Row(tuple(cells), paragraph.heading, bullet, paragraph.indent, space, column, apart, paragraph.counts)
        space, apart, bullet = None, False, False


def _divided(runs: Sequence[DocxRun], edge: re.Pattern[str]) -> Iterator[list[DocxRun]]:
    """The runs between the edges."""
    part: list[DocxRun] = []
    for run in runs:
        first, *others = edge.split(run.text)
        part.append(replace(run, text=first))
        for text in others:
            yield part
            part = [replace(run, text=text)]
    yield part


def _tokens(runs: Sequence[DocxRun]) -> Iterator[Token]:
    joined = False
    for run in runs:
        for match in _SPLIT.finditer(run.text):
            if match[0].isspace():
                joined = False
            else:
                yield Token(match[0], run.style, run.link, joined)
                joined = True


def _with_mark(cells: list[tuple[Token, ...]]) -> list[tuple[Token, ...]]:
    """The mark of an item that is typed, with a tab after it, goes with its text."""
    if len(cells) < 2 or len(cells[0]) != 1 or not is_bullet(cells[0][0].text):
        return cells
    return [(replace(cells[0][0], text=BULLET), *cells[1]), *cells[2:]]


def _table(table: DocxTable, column: int) -> Iterator[Row]:
    sheet = [[list(rows(cell, column)) for cell in row] for row in table.rows]
    alone = sum(any(row) for row in sheet) == 1
    for row in sheet:
        filled = [cell for cell in row if cell]
        if len(filled) > 1 and _are_columns(filled, alone):
            for place, cell in enumerate(row):
                yield from (
                    replace(line, column=line.column + place, apart=line.apart or at == 0)
                    for at, line in enumerate(cell)
                )
        elif filled:
            yield from _beside(filled)


def _are_columns(cells: Sequence[Sequence[Row]], alone: bool) -> bool:
    """Whether each cell is read to its end before the next, and not line by line. `alone`: the table has one row."""
    long = [cell for cell in cells if len(cell) > _MOST_BESIDE]
    if len(long) != 1:
        return len(long) > 1
    if sum(row.heading for row in long[0]) > 1:
        return True
    return alone and sum(map(len, cells)) > _MOST_TOGETHER


def _beside(cells: Sequence[Sequence[Row]]) -> Iterator[Row]:
    """Cells line by line. What stands beside an item or running text belongs to the first line."""
    main = max(range(len(cells)), key=lambda at: len(cells[at]))
    head: Row | None = None
    rest: list[Row] = []
    for at, line in enumerate(cells[main]):
        beside = [cell[at] if at < len(cell) else None for cell in cells]
        if head is not None and (line.bullet or line.words > _PROSE_WORDS):
            extra = [cell for place, other in enumerate(beside) if other and place != main for cell in other.cells]
            head = replace(head, cells=(*head.cells, *extra))
            rest.append(line)
            continue
        there = [other for other in beside if other]
        made = replace(there[0], cells=tuple(cell for other in there for cell in other.cells))
        if head is None:
            head = made
        else:
            rest.append(made)
    if head is not None:
        yield head
    yield from rest
