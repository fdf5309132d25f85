"""From a region's segments to paragraphs: rows, wrapped lines put together, cells of a row kept apart."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from zenhire.analysis.cv.layout.columns import Region
from zenhire.analysis.cv.layout.segments import Segment
from zenhire.analysis.cv.text import is_cjk

# Distances in em.
_SAME_BASE, _SAME_SIZE = 0.25, 0.12
_LOOSEST, _LOOSER = 1.75, 1.25
_INDENT, _MOST_OUTDENT = 1.2, 4.0
_BLOCK_GAP = 1.4
_ALIGNED = 2.5
_SHORT_WORDS, _LONG_WORDS, _WIDE_SHARE, _NEARLY = 4, 7, 0.45, 0.75
_CLOSE = 1.05
_GUTTER = 0.5
_USUAL_STEP, _FARTHER = 1.25, 0.12
# In points.
_SAME_LEFT, _FLUSH = 10.0, 2.0
_OPEN_SIGNS = (",", "-", "–", "&", "/", "(")
_OPEN_WORDS = ("and", "or", "of", "the", "in", "with", "for", "to", "und", "oder", "et", "de", "y", "e", "i")
_LABEL_WORDS = 3
# A line that heads an entry may end so, and what follows is no part of it.
_DATED_END = re.compile(r"\((?:[^()]*\W)?(?:19|20)\d\d(?:\W[^()]*)?\)\s*$|[-–—|•]\s*(?:\w+\.?\s+)?(?:19|20)\d\d\s*$")
# A word that the line's end has parted, if the next line begins with small letters.
_BROKEN = re.compile(r"[^\W\d_]{2}[-\u2010]$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CLOSED_ENDS = (".", ":", ";", "!", "?")


@dataclass(slots=True)
class Paragraph:
    """Lines that are one sentence or item, then the cells that stand beside it; cells wrap, too.

    `gap` is true when white space stands before it.
    """

    parts: list[list[Segment]]
    column: int
    gap: bool = False

    @property
    def first(self) -> Segment:
        """Its first line."""
        return self.parts[0][0]


@dataclass(slots=True)
class _Row:
    segments: list[Segment]
    block: int = 0

    @property
    def base(self) -> float:
        return self.segments[0].base

    @property
    def last(self) -> float:
        """The lowest line's base."""
        return max(item.base + item.drop for item in self.segments)


def paragraphs(region: Region) -> list[Paragraph]:
    """The region's paragraphs in order."""
    return _Builder(region).found


class _Builder:
    def __init__(self, region: Region) -> None:
        rows = _rows(region.segments)
        self._pitch = _pitch(rows)
        self._tightest = _tightest(rows)
        self._blocks = _mark_blocks(rows, self._pitch)
        self._region = _Edges(rows)
        self._owners: dict[int, Paragraph] = {}
        self._cells = 0
        self.found: list[Paragraph] = []
        before: _Row | None = None
        for row in rows:
            cells = list(row.segments)
            self._cells = len(cells)
            if before is not None:
                cells = self._hand_over(before, row, cells)
            if before is None or not self._continue(before, row, cells):
                apart = before is None or before.block != row.block
                self._own(Paragraph([[cell] for cell in cells], region.column, apart), cells)
            before = row

    def _own(self, paragraph: Paragraph, cells: Sequence[Segment]) -> None:
        if not self.found or self.found[-1] is not paragraph:
            self.found.append(paragraph)
        for cell in cells:
            self._owners[id(cell)] = paragraph

    def _hand_over(self, before: _Row, row: _Row, cells: list[Segment]) -> list[Segment]:
        """Gives the second line of what stands in the margin (place, then dates) to the entry of its first line.

        That is so where the row's own text only goes on: an item of a list, or a wrapped line.
        """
        head = cells[0]
        if len(cells) < 2 or not (head.bullet or self._part_of(before, head)):
            return cells
        kept = [head]
        for cell in cells[1:]:
            above = next((other for other in before.segments[1:] if self._below(other, cell)), None)
            owner = self._owners[id(above)] if above is not None else None
            # Not rows of a form, each with a mark, nor what wraps itself.
            form = owner is not None and head.bullet and owner.first.bullet and not re.search(r"\d", head.text)
            if owner is None or form or (not head.bullet and self._part_of(before, cell)):
                kept.append(cell)
            else:
                owner.parts.append([cell])
                self._owners[id(cell)] = owner
        return kept

    def _below(self, above: Segment, cell: Segment) -> bool:
        near = 0 < cell.base - above.base <= _LOOSEST * max(above.size, cell.size)
        sides = abs(cell.box[0] - above.box[0]), abs(cell.box[2] - above.box[2])
        return near and min(sides) <= _ALIGNED

    def _continue(self, before: _Row, row: _Row, cells: Sequence[Segment]) -> bool:
        """Adds the row to the last paragraph where each cell goes on from it; False where the row begins anew."""
        last = self.found[-1]
        parts = [self._part_of(before, cell) for cell in cells]
        if parts[0] is None or self._heads_entry(parts[0][-1], cells):
            return False
        for cell, part in zip(cells, parts, strict=True):
            if part is None:
                # What stands beside a wrapped line comes after the sentence.
                last.parts.append([cell])
            else:
                part.append(cell)
        self._own(last, cells)
        return True

    def _meets_cell(self, before: _Row, above: Segment, segment: Segment, step: float) -> bool:
        """Whether a line wraps before the cell beside it: the next word had no room, and the next line is close.

        A row with as many cells is the next one of a table.
        """
        if self._cells >= len(before.segments):
            return False
        beside = min((other.box[0] for other in before.segments if other.box[0] >= above.box[2]), default=None)
        if beside is None or step > _CLOSE * self._pitch or abs(segment.box[0] - above.text_left) > _FLUSH:
            return False
        word = segment.words[0].box[2] - segment.words[0].box[0] + (0.25 + _GUTTER) * above.size
        return above.box[2] + word > beside and not above.texts[-1].strip().endswith(_CLOSED_ENDS)

    def _is_next_of_table(self, before: _Row, above: Segment, segment: Segment) -> bool:
        """Whether a row with as many cells stands below a cell that had plenty of room for the next word."""
        after = [other.box[0] for other in before.segments if other.box[0] >= above.box[2]]
        if not after or self._cells < len(before.segments):
            return False
        return above.box[2] + segment.words[0].box[2] - segment.words[0].box[0] < (above.box[0] + min(after)) / 2

    def _heads_entry(self, above: Segment, cells: Sequence[Segment]) -> bool:
        """Whether a row with a year at its end begins an entry, below a line of a paragraph that has no cells."""
        alone = len(self.found[-1].parts) == 1 and not self.found[-1].first.bullet
        dated = len(cells) > 1 and _YEAR.search(cells[-1].text) is not None
        return alone and dated and cells[0].text[:1].isupper() and not _goes_on(above, cells[0])

    def _part_of(self, before: _Row, cell: Segment) -> list[Segment] | None:
        """The cell of the last paragraph that this segment goes on from."""
        for part in self.found[-1].parts:
            boxed = part[-1].frame and cell.frame
            if not boxed and self._wraps(part, cell, before):
                return part
        return None

    def _wraps(self, part: Sequence[Segment], segment: Segment, before: _Row) -> bool:
        above = part[-1]
        if not any(other is above for other in before.segments) or segment.bullet or not _alike(above, segment):
            return False
        step = (segment.base - above.base) / max(1.0, above.size)
        if not 0 < step <= min(_LOOSEST, _LOOSER * self._pitch):
            return False
        if _BROKEN.search(above.text) and segment.text[:2].islower():
            return True
        return not self._stands_anew(above, segment, before, step) and self._had_no_room(part, segment, before, step)

    def _stands_anew(self, above: Segment, segment: Segment, before: _Row, step: float) -> bool:
        """Whether its distance, the cells beside it or its look tell that a line begins anew."""
        if step > self._tightest + _FARTHER and _is_dated(before) and not above.bullet and not _goes_on(above, segment):
            return True
        if any(segment.box[0] < other.box[2] <= above.box[0] for other in before.segments):
            return True
        if self._is_next_of_table(before, above, segment):
            return True
        return len(before.segments) > self._cells and above.words[-1].style.italic != segment.words[0].style.italic

    def _had_no_room(self, part: Sequence[Segment], segment: Segment, before: _Row, step: float) -> bool:
        """Whether a line goes on with a part at its left edge, since its first word had no room in the line above."""
        above = part[-1]
        indent = (segment.box[0] - part[0].text_left) / max(1.0, above.size)
        flush = above is before.segments[0] is not before.segments[-1] and abs(segment.box[2] - above.box[2]) <= _FLUSH
        if not (
            abs(indent) <= _INDENT or flush or (len(part) == 1 and not above.bullet and -_MOST_OUTDENT < indent < 0)
        ):
            return False
        edge = self._blocks[before.block].right(above)
        reach = above.box[2] + 0.25 * above.size + segment.words[0].box[2] - segment.words[0].box[0] + 0.5
        if self._meets_cell(before, above, segment, step):
            return not _DATED_END.search(above.text)
        nearly = above.box[2] - above.box[0] >= _NEARLY * (edge - above.box[0])
        if reach <= edge and not (nearly and _goes_on(above, segment)):
            return False
        fills = reach > self._region.right(above)
        return _runs_on(above, segment, part[0].bullet or len(part) > 1, fills, self._region.width)


class _Edges:
    """How far to the right the lines of rows reach."""

    def __init__(self, rows: Sequence[_Row]) -> None:
        self._rights: dict[int, float] = {}
        left, right = float("inf"), 0.0
        for box in (segment.box for row in rows for segment in row.segments):
            place = int(box[0] // _SAME_LEFT)
            self._rights[place] = max(self._rights.get(place, 0.0), box[2])
            left, right = min(left, box[0]), max(right, box[2])
        self.width = max(0.0, right - left)

    def right(self, segment: Segment) -> float:
        """The right edge of the lines that begin at about the same place."""
        place = int(segment.box[0] // _SAME_LEFT)
        return max(self._rights.get(near, 0.0) for near in (place - 1, place, place + 1))


def _rows(found: Sequence[Segment]) -> list[_Row]:
    rows: list[_Row] = []
    for segment in found:
        if rows and abs(segment.base - rows[-1].base) <= _SAME_BASE * segment.size:
            rows[-1].segments.append(segment)
        else:
            rows.append(_Row([segment]))
    for row in rows:
        row.segments.sort(key=lambda item: item.box[0])
        if len(row.segments) > 1 and row.segments[0].bullet and len(row.segments[0].words) == 1:
            bullet, head = row.segments[:2]
            texts = (*bullet.texts, " " + head.texts[0], *head.texts[1:])
            row.segments[:2] = [Segment(bullet.words + head.words, texts)]
    return rows


def _pitch(rows: Sequence[_Row]) -> float:
    """The usual distance of lines in em."""
    steps = [
        (below.base - above.base) / max(1.0, above.segments[0].size)
        for above, below in itertools.pairwise(rows)
        if below.base > above.base
    ]
    tight = [step for step in steps if step <= _LOOSEST]
    return median(tight) if tight else 1.2


def _tightest(rows: Sequence[_Row]) -> float:
    """The least distance in em of lines that stand alike below one another, also within a cell that wraps."""
    steps = [
        (below.base - above.base) / max(1.0, above.segments[0].size)
        for above, below in itertools.pairwise(rows)
        if abs(below.segments[-1].box[0] - above.segments[-1].box[0]) <= _FLUSH
        and abs(below.segments[-1].size - above.segments[-1].size) <= _SAME_SIZE
    ]
    for item in (item for row in rows for item in row.segments if item.drop):
        drop = item.drop / max(1.0, item.size)
        steps.append(drop / max(1, round(drop / _USUAL_STEP)))
    return min((step for step in steps if step >= 1.0), default=_LOOSEST)


def _is_dated(row: _Row) -> bool:
    return len(row.segments) > 1 and any(item.drop or _YEAR.search(item.text) for item in row.segments)


def _mark_blocks(rows: Sequence[_Row], pitch: float) -> list[_Edges]:
    """Numbers the blocks, which white space separates, and gives each one's edges."""
    blocks: list[list[_Row]] = []
    for at, row in enumerate(rows):
        size = max(1.0, min(row.segments[0].size, rows[at - 1].segments[0].size))
        if at == 0 or (row.base - rows[at - 1].last) / size > _BLOCK_GAP * pitch:
            blocks.append([])
        blocks[-1].append(row)
        row.block = len(blocks) - 1
    return [_Edges(block) for block in blocks]


def _alike(above: Segment, below: Segment) -> bool:
    if abs(above.size - below.size) > _SAME_SIZE * above.size:
        return False
    return above.words[-1].style.bold == below.words[0].style.bold or above.bold == below.bold


def _goes_on(above: Segment, below: Segment) -> bool:
    """True when the words themselves say that the sentence is not over."""
    tail, head = above.texts[-1].strip(), below.texts[0].strip()
    if above.text.count("(") > above.text.count(")") and ")" in head:
        return True
    if "@" in head or "://" in head or "@" in tail or tail.endswith(_CLOSED_ENDS):
        return False
    if is_cjk(tail[-1:]):
        return is_cjk(head[:1])
    if tail.endswith(_OPEN_SIGNS) or tail in _OPEN_WORDS:
        return True
    return head[:1].islower() and not (above.text.isupper() and len(above.words) < _SHORT_WORDS)


def _runs_on(above: Segment, below: Segment, goes_on: bool, fills: bool, width: float) -> bool:
    """True when nothing says that a new entry begins.

    `goes_on`: the paragraph is an item of a list or has wrapped before. `fills`: the line is as long as any of the
    region's that begin where it does.
    """
    if _goes_on(above, below):
        return True
    if any(text.strip().endswith(":") for text in below.texts[:_LABEL_WORDS]):
        return False
    if "@" in above.texts[-1]:
        return False
    if _DATED_END.search(above.text) and not below.text[:1].islower():
        return False
    words = len(above.words)
    closed = above.texts[-1].strip().endswith(_CLOSED_ENDS)
    if closed and len(below.words) < _SHORT_WORDS and not below.texts[-1].strip().endswith(_CLOSED_ENDS):
        return False
    if not fills and (words <= _LONG_WORDS or above.box[2] - above.box[0] < _WIDE_SHARE * width):
        return False
    return words > (_SHORT_WORDS if goes_on else _LONG_WORDS) + (_SHORT_WORDS if closed else 0)
