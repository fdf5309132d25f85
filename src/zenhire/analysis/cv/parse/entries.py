"""Dividing a section into its entries (jobs, courses of study, projects): the lines that head each, and the rest.

Dates mark entries: nearly every entry has them once. Which lines around a dated one head the entry is what the whole
section shows: how many lines stand before its first date, where white space is, which lines are items or running text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from zenhire.analysis.cv.parse.dates import DateRange, date_ranges
from zenhire.analysis.cv.parse.fold import fold
from zenhire.analysis.cv.parse.months import LENGTH, PRESENT
from zenhire.analysis.cv.parse.rows import Cell, Row

_MOST_HEAD_WORDS, _MOST_TAIL_WORDS = 16, 10
_MOST_LEAD, _MOST_TAIL = 3, 3
_MOST_LOWER_WORDS = 5
_INDENT = 9.0
_NO_DATE = DateRange(0, 0, None, None)
_LENGTH = re.compile(rf"\s*{LENGTH}\s*")
_WORD = re.compile(r"\w+")
# A sentence ends so, a name does not: "S.A." and "Inc." have other letters.
_CLOSED = re.compile(r"\s[^\W\d_A-Z]{4,}\.$")
# A start that is not told: "Current" on a line of its own.
_ONLY_PRESENT = re.compile(rf"\W*(?:{PRESENT})\W*")


@dataclass(slots=True)
class Entry:
    """Lines that head an entry, with the line that its dates are on, and the lines below.

    `dates` are those of the dated line; `dated` is its index in `head`, None where the entry has no dates.
    """

    head: list[Row]
    dates: list[DateRange]
    dated: int | None
    body: list[Row] = field(default_factory=list)


def entries(
    rows: Sequence[Row],
    day_comes_first: bool | None = None,
    telling: Callable[[Row], bool] = lambda row: False,
    naming: Callable[[Row], bool] = lambda row: False,
    whole: Callable[[Row], bool] = lambda row: False,
) -> list[Entry]:
    """The entries of a section's rows in order; lines before the first are in an entry without dates.

    `telling`: whether a long line heads an entry by its words; a date anywhere in it is the entry's. `naming`: whether
    a long line below dates that stand alone begins with the names that belong to them. `whole`: whether a line has both
    names of an entry, so that none is wanted from the lines below.
    """
    return _Divider(rows, day_comes_first, telling, naming, whole).divided()


class _Divider:
    def __init__(
        self,
        rows: Sequence[Row],
        day_comes_first: bool | None,
        telling: Callable[[Row], bool],
        naming: Callable[[Row], bool],
        whole: Callable[[Row], bool],
    ) -> None:
        self._naming, self._whole = naming, whole
        self._rows, wrapped = _unwrapped(rows, day_comes_first)
        rows = self._rows
        self._dates = [wrapped.get(at) or heading_dates(row, day_comes_first) for at, row in enumerate(rows)]
        for at, row in enumerate(rows):
            if not self._dates[at] and telling(row):
                self._dates[at] = date_ranges(row.text, day_comes_first)[:1] or [_NO_DATE] * row.prose
        free = [at for at, row in enumerate(rows) if self._dates[at] and not row.bullet]
        self._dated = free or [at for at in range(len(rows)) if self._dates[at]]
        self._bullets = any(row.bullet for row in rows) and bool(free)
        self._left = {(row.page, row.column): row.first.x for row in reversed(rows)}
        named = [at for at in self._dated if name_words(rows[at], self._dates[at])]
        self._edges = [cell.x for at in named for cell in rows[at].cells]
        self._bold_heads = False
        self._head = [self._can_head(at) for at in range(len(rows))]

    def divided(self) -> list[Entry]:
        if not self._dated:
            return self._undated()
        starts = self._starts()
        done: list[Entry] = []
        if starts[0] > 0:
            done.append(Entry([], [], None, list(self._rows[: starts[0]])))
        ends = [*starts[1:], len(self._rows)]
        for start, at, end in zip(starts, self._dated, ends, strict=True):
            tail = self._tail(start, at, end)
            head = list(self._rows[start:tail])
            dates = [item for item in self._dates[at] if item is not _NO_DATE]
            done.append(Entry(head, dates, at - start, list(self._rows[tail:end])))
        return done

    def _can_head(self, at: int) -> bool:
        row = self._rows[at]
        if at in self._dated:
            return True
        if (row.bullet and self._bullets) or row.prose or row.words > _MOST_HEAD_WORDS or _CLOSED.search(row.text):
            return False
        if row.text[:1].islower() and not self._above_dates(at):
            return False
        return min((abs(cell.x - edge) for edge in self._edges for cell in row.cells), default=0.0) <= _INDENT

    def _above_dates(self, at: int) -> bool:
        """A short line that white space separates from what is above and that stands directly above dates."""
        row = self._rows[at]
        short = row.words <= _MOST_LOWER_WORDS and row.text[-1:] not in ".,;:"
        return short and (row.gap or at == 0) and at + 1 in self._dated

    def _leads(self, at: int, floor: int) -> int:
        """How many lines directly before a dated one could head it."""
        count = 0
        while at - count - 1 >= floor and self._head[at - count - 1] and count < _MOST_LEAD:
            count += 1
        return count

    def _starts(self) -> list[int]:
        """The index of the first line of each entry."""
        first = self._dated[0]
        usual = self._leads(first, 0)
        starts = [first - usual]
        self._bold_heads = usual > 0 and self._rows[first - usual].first.bold
        for before, at in zip(self._dated, self._dated[1:], strict=False):
            possible = self._leads(at, before + 1)
            starts.append(at - self._lead(before, at, possible, usual))
        return starts

    def _lead(self, before: int, at: int, possible: int, usual: int) -> int:
        if possible == 0:
            return 0
        if self._bold_heads and (bold := self._bold_lead(at, possible)):
            return bold
        gaps = [count for count in range(possible + 1) if self._rows[at - count].gap]
        if possible < at - before - 1 and not gaps:
            return min(possible, usual)
        if gaps:
            return gaps[-1] if gaps[-1] <= max(usual, 2) or possible == at - before - 1 else min(possible, usual)
        return min(possible, usual)

    def _bold_lead(self, at: int, possible: int) -> int:
        """How far before the dated line the nearest bold line stands that follows a plain one."""
        for count in range(1, possible + 1):
            if self._rows[at - count].first.bold and not self._rows[at - count - 1].first.bold:
                return count
        return 0

    def _tail(self, start: int, at: int, end: int) -> int:
        """The index after the last line that heads the entry."""
        tail = at + 1
        if tail < end and not any(name_words(self._rows[line], self._dates[line]) for line in range(start, tail)):
            tail += self._names_after(tail)
        most = _MOST_TAIL if self._bullets else self._wanted(start, at)
        while tail < end and tail - at <= most and self._goes_with_head(tail):
            tail += 1
        if self._bullets and tail < end and not self._rows[tail].bullet:
            return at + 1 + min(tail - at - 1, self._wanted(start, at))
        return tail

    def _names_after(self, at: int) -> bool:
        """Whether the line below dates that stand alone names what they belong to, long or not."""
        row = self._rows[at]
        return not row.bullet and (row.words <= _MOST_HEAD_WORDS or self._naming(row))

    def _goes_with_head(self, at: int) -> bool:
        row = self._rows[at]
        return self._head[at] and row.words <= _MOST_TAIL_WORDS and not row.gap

    def _wanted(self, start: int, at: int) -> int:
        """How many lines an entry still needs for two names: employer and title, or school and degree."""
        if self._whole(self._rows[at]):
            return 0
        names = sum(bool(name_words(self._rows[line], self._dates[line])) for line in range(start, at + 1))
        cells = sum(len(self._rows[line].cells) for line in range(start, at + 1)) - 1
        return max(0, 2 - max(names, cells if names else 0))

    def _undated(self) -> list[Entry]:
        """Entries of a section without dates: by white space, or one for each bold line."""
        done: list[Entry] = []
        for row in self._rows:
            new = row.gap or not done or (row.first.bold and not any(above.first.bold for above in done[-1].head[-1:]))
            if new and not row.bullet and not row.prose:
                done.append(Entry([row], [], None))
            elif not done:
                done.append(Entry([], [], None, [row]))
            elif not done[-1].body and not row.bullet and not row.prose and len(done[-1].head) < _MOST_LEAD:
                done[-1].head.append(row)
            else:
                done[-1].body.append(row)
        return done


def _unwrapped(rows: Sequence[Row], day_comes_first: bool | None) -> tuple[list[Row], dict[int, list[DateRange]]]:
    """Rows where a range in a narrow first cell goes on in the first cell of the next row; the ranges by index."""
    kept: list[Row] = []
    wrapped: dict[int, list[DateRange]] = {}
    skip = 0
    for at, row in enumerate(rows):
        if skip:
            skip -= 1
            continue
        spread = _spread_range(rows[at : at + 3], day_comes_first)
        if spread is not None:
            wrapped[len(kept)] = [spread]
            kept.append(row)
            skip = 2
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


def heading_dates(row: Row, day_comes_first: bool | None) -> list[DateRange]:
    """Dates of a line that can head an entry: not those that are told in passing."""
    found = date_ranges(row.text, day_comes_first)
    if not found and _ONLY_PRESENT.fullmatch(fold(row.text)):
        at = (0, len(row.text))
        return [DateRange(*at, None, None, current=True, last_at=at)]
    if not found:
        return []
    kept = [item for item in found if _stands_out(row, item)]
    ranges = [item for item in kept if not item.single]
    return _columns(row, kept) or ranges or kept[:1]


def _columns(row: Row, found: Sequence[DateRange]) -> list[DateRange]:
    """Two dates in neighbouring cells are the ends of one range."""
    if len(found) != 2 or not all(item.single for item in found):
        return []
    first, last = found
    if row.text[first.end : last.start].strip(" ") != "\t" or first.first is None or last.last is None:
        return []
    if first.first[:4] > last.last[:4]:
        return []
    whole = (first.start, last.end)
    return [DateRange(*whole, first.first, last.last, first_at=first.first_at, last_at=last.last_at)]


def _stands_out(row: Row, item: DateRange) -> bool:
    if row.bullet and row.words > _MOST_HEAD_WORDS:
        return False
    before, after = row.text[: item.start].rstrip(), row.text[item.end :].strip()
    alone_before = (
        not before
        or row.text[: item.start].endswith("\t")
        or before.endswith((",", "|", "(", "-", "–", "—", "•", "·", ":"))
    )
    alone_after = not after or row.text[item.end :].startswith(("\t", " |", ",", ":", " -", " –", " —", " •", " ·"))
    if row.prose and before.endswith("(") and after.strip(").,; "):
        return False
    if item.single and not item.expected:
        if row.prose or row.bullet:
            return (alone_before and not after) or (not before and alone_after)
        return alone_before or alone_after or row.words <= 8
    return not row.prose or alone_before or alone_after or (not before and len(after.split()) < _MOST_HEAD_WORDS)


def dated_line(row: Row, day_comes_first: bool | None) -> Entry | None:
    """An entry of a line with dates alone; None where it has none."""
    dates = heading_dates(row, day_comes_first)
    return Entry([row], dates, 0) if dates else None


def name_words(row: Row, dates: Sequence[DateRange]) -> list[str]:
    """A line's words without its dates."""
    text = row.text
    for item in dates:
        text = text[: item.start] + " " * (item.end - item.start) + text[item.end :]
    return _WORD.findall(_LENGTH.sub(" ", fold(text)))


def is_length(text: str) -> bool:
    """Whether a text only says how long something took ("2 years 10 months")."""
    return bool(_LENGTH.fullmatch(fold(text)))
