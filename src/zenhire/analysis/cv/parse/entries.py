"""Dividing a section into its entries (jobs, courses of study, projects): the lines that head each, and the rest.

Dates mark entries: nearly every entry has them once. Which lines around a dated one head the entry is what the whole
section shows: how many lines stand before its first date, where white space is, which lines are items or running text.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from zenhire.analysis.cv.parse.dates.months import LENGTH, PRESENT
from zenhire.analysis.cv.parse.dates.ranges import DateRange, date_ranges
from zenhire.analysis.cv.parse.dates.wrapped import unwrapped
from zenhire.analysis.cv.parse.fold import fold
from zenhire.analysis.cv.parse.rows import Row
from zenhire.analysis.cv.parse.words.jobs import org_score

_MOST_HEAD_WORDS, _MOST_TAIL_WORDS = 16, 10
_MOST_LEAD, _MOST_TAIL = 3, 3
_MOST_LOWER_WORDS = 5
_EMPLOYER = 1.0
_INDENT = 9.0
_MARKED, _HANGING = re.compile(r"[•●○◦▪■]\s"), 2.5
_TOLD_WORDS = 3
_SMALL_WORD = re.compile(r"[a-zà-ÿ]{2}")
_LONGEST_DATE = 30
_LEAST_LOOSE, _LOOSE_SHARE = 5, 0.9
_NO_DATE = DateRange(0, 0, None, None)
_LENGTH = re.compile(rf"\s*{LENGTH}\s*")
_WORD = re.compile(r"\w+")
# A sentence ends so, a name does not: "S.A." and "Inc." have other letters.
_CLOSED = re.compile(r"\s[^\W\d_A-Z]{4,}\.$")
# Before dates within a sentence of some length: "ended a strike by talking in 2019".
_IN_PASSING = re.compile(r"(?:\S+\s+){3,}[a-zà-ÿ][\w'’-]*\s+(?:in|of|for|by|and|during|since|im|en|em|nel|w|dans|van)$")
# A start that is not told: "Current" on a line of its own.
_NOW_BESIDE = re.compile(rf"\s*\t\W*(?P<now>{PRESENT})\W*")
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
    return Divider(rows, day_comes_first, telling, naming, whole).divided()


class Divider:
    """Divides a section's rows into entries in one way or another; the arguments are those of `entries`."""

    def __init__(
        self,
        rows: Sequence[Row],
        day_comes_first: bool | None,
        telling: Callable[[Row], bool] = lambda row: False,
        naming: Callable[[Row], bool] = lambda row: False,
        whole: Callable[[Row], bool] = lambda row: False,
    ) -> None:
        self._naming, self._whole = naming, whole
        rows, wrapped = unwrapped([_off_line(row) for row in rows], day_comes_first)
        # Dates that wrap are told by the places of their rows, which then stay where they are.
        rows = rows if wrapped else _with_dates_first(rows, day_comes_first)
        self._rows = rows = _without_marks(_closed_up(rows), day_comes_first)
        self._dates = [wrapped.get(at) or heading_dates(row, day_comes_first) for at, row in enumerate(rows)]
        for at, row in enumerate(rows):
            if not self._dates[at] and telling(row):
                self._dates[at] = date_ranges(row.text, day_comes_first)[:1] or [_NO_DATE] * row.prose
        free = [at for at, row in enumerate(rows) if self._dates[at] and not row.bullet]
        self._dated = free or [at for at in range(len(rows)) if self._dates[at]]
        heads_below = not any(
            rows[near].bullet and (near > at or not rows[at].gap)
            for at in self._dated
            for near in (at - 1, at + 1)
            if 0 <= near < len(rows) and not self._dates[near]
        )
        undated = any(row.bullet and not dates for row, dates in zip(rows, self._dates, strict=True))
        self._bullets = undated and (bool(free) or heads_below)
        self._dates_lead = bool(self._dated) and not name_words(rows[0], self._dates[0]) and self._dated[0] == 0
        self._left = {(row.page, row.column): row.first.x for row in reversed(rows)}
        named = [at for at in self._dated if name_words(rows[at], self._dates[at])]
        self._whole_usual = 2 * sum(whole(rows[at]) for at in self._dated) >= len(self._dated)
        self._edges = [cell.x for at in named for cell in rows[at].cells]
        # Names behind a mark, as beside a line of time, begin farther right than their cell.
        self._marked = [cell for at in named for cell in rows[at].cells if _MARKED.match(cell.text)]
        self._plain_look = _plain_look(rows)
        self._head_look: tuple[float, bool] | None = None
        self._head = [self._can_head(at) for at in range(len(rows))]

    def divided(self, around: tuple[int, int] | None = None) -> list[Entry]:
        """The entries; `around`: how many lines before and after the dated one head each where they can.

        The section tells where it is None.
        """
        if not self._dated:
            return self._undated()
        starts = self._starts() if around is None else self._starts_before(around[0])
        done: list[Entry] = []
        if starts[0] > 0:
            done.append(Entry([], [], None, list(self._rows[: starts[0]])))
        ends = [*starts[1:], len(self._rows)]
        for start, at, end in zip(starts, self._dated, ends, strict=True):
            tail = self._tail(start, at, end) if around is None else self._tail_of(at, end, around[1])
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
        level = bool(self._edges) and row.first.x <= min(self._edges)
        level = level or any(0 <= row.first.x - mark.x <= _HANGING * mark.size for mark in self._marked)
        return level or min((abs(c.x - edge) for edge in self._edges for c in row.cells), default=0.0) <= _INDENT

    def _above_dates(self, at: int) -> bool:
        """A short line directly above dates, apart from what is above by white space, or the name of an employer."""
        row = self._rows[at]
        short = len(row.first.text.split()) <= _MOST_LOWER_WORDS and row.text[-1:] not in ".,;:"
        apart = row.gap or at == 0 or org_score(row.first.text) >= _EMPLOYER
        return short and apart and at + 1 in self._dated

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
        look, plain = _look(self._rows[first - usual]), self._plain_look
        distinct = (look[1] and not plain[1]) or look[0] > plain[0]
        self._head_look = look if usual > 0 and distinct else None
        for before, at in zip(self._dated, self._dated[1:], strict=False):
            possible = self._leads(at, before + 1)
            starts.append(at - self._lead(before, at, possible, usual))
        return starts

    def _starts_before(self, lead: int) -> list[int]:
        """The index of the first line of each entry where `lead` lines stand before the dated one, if they can."""
        floors = [0, *(at + 1 for at in self._dated)]
        return [at - min(lead, self._leads(at, floor)) for at, floor in zip(self._dated, floors, strict=False)]

    def _tail_of(self, at: int, end: int, lines: int) -> int:
        """The index after the last line that heads an entry where `lines` stand after the dated one, if they can."""
        tail = at + 1
        while tail < end and tail - at <= lines and self._head[tail] and not self._rows[tail].bullet:
            tail += 1
        return tail

    def _lead(self, before: int, at: int, possible: int, usual: int) -> int:
        if possible == 0 or self._dates_lead:
            return 0
        if self._head_look and (same := self._same_look_lead(at, possible)):
            return same
        gaps = [count for count in range(possible + 1) if self._rows[at - count].gap]
        if possible < at - before - 1 and not gaps:
            return min(possible, usual)
        if gaps:
            return gaps[-1] if gaps[-1] <= max(usual, 2) or possible == at - before - 1 else min(possible, usual)
        return min(possible, usual)

    def _same_look_lead(self, at: int, possible: int) -> int:
        """How far before the dated line the nearest line stands that looks as the first head, after one that does not.

        Where the heads are bold, any bold line does.
        """

        def alike(line: int) -> bool:
            look = _look(self._rows[line])
            return look == self._head_look or bool(self._head_look and self._head_look[1] and look[1])

        for count in range(1, possible + 1):
            if alike(at - count) and not alike(at - count - 1):
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
        if any(self._whole(self._rows[line]) for line in range(start, at + int(self._whole_usual))):
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


def _look(row: Row) -> tuple[float, bool]:
    return round(row.first.size, 1), row.first.bold


def _plain_look(rows: Sequence[Row]) -> tuple[float, bool]:
    """How most of a section's text looks."""
    count: Counter[tuple[float, bool]] = Counter()
    for row in rows:
        count[_look(row)] += len(row.text)
    return count.most_common(1)[0][0] if count else (0.0, False)


def _closed_up(rows: Sequence[Row]) -> list[Row]:
    """The rows; white space that stands before nearly all of them tells nothing and is none."""
    loose = sum(row.gap for row in rows[1:])
    if len(rows) < _LEAST_LOOSE or loose < _LOOSE_SHARE * (len(rows) - 1):
        return list(rows)
    return [replace(row, gap=False) for row in rows]


def _off_line(row: Row) -> Row:
    """The row; what marks a date in a cell of its own is a point on a line of time and no bullet."""
    dated = row.bullet and len(row.cells) > 1 and len(row.first.text) <= _LONGEST_DATE
    return replace(row, bullet=False) if dated and date_ranges(row.first.text) else row


def _without_marks(rows: Sequence[Row], day_comes_first: bool | None) -> list[Row]:
    """The rows; where bullets at the left mark single lines that head entries, with dates on them or below, they go."""
    marked = [at for at, row in enumerate(rows) if row.bullet]
    left = min((rows[at].first.x for at in marked), default=0.0)
    marked = [at for at in marked if rows[at].first.x - left <= _INDENT]
    dated = [bool(heading_dates(row, day_comes_first)) for row in rows]
    heads = [at for at in marked if dated[at] or any(dated[at + 1 : at + 2])]
    listed = any(after == before + 1 for before, after in itertools.pairwise(marked))
    if not marked or listed or len(heads) < len(marked) or len(marked) * 2 < sum(dated):
        return list(rows)
    return [replace(row, bullet=False) if at in marked else row for at, row in enumerate(rows)]


def _with_dates_first(rows: Sequence[Row], day_comes_first: bool | None) -> list[Row]:
    """The rows; where each entry ends with a line of nothing but dates, below what is told, it comes to stand first."""
    alone = [
        at
        for at, row in enumerate(rows)
        if (dates := heading_dates(row, day_comes_first)) and not name_words(row, dates)
    ]
    after = [at + 1 for at in alone if at + 1 < len(rows)]
    told = [at for at in alone if at > 0 and (rows[at - 1].bullet or rows[at - 1].text.endswith("."))]
    fresh = all(not rows[at].bullet and _look(rows[at]) == _look(rows[0]) for at in after)
    if len(alone) < 2 or alone[0] < 2 or len(told) < len(alone) or not fresh:
        return list(rows)
    starts = [0, *after]
    done = [row for start, at in zip(starts, alone, strict=False) for row in (rows[at], *rows[start:at])]
    return [*done, *rows[alone[-1] + 1 :]]


def heading_dates(row: Row, day_comes_first: bool | None) -> list[DateRange]:
    """Dates of a line that can head an entry: not those that are told in passing."""
    found = date_ranges(row.text, day_comes_first)
    if not found and _ONLY_PRESENT.fullmatch(fold(row.text)):
        at = (0, len(row.text))
        return [DateRange(*at, None, None, current=True, last_at=at)]
    if not found:
        return []
    if not row.first.bold and _IN_PASSING.search(row.text[: found[0].start].rstrip()):
        return []
    kept = [item for item in found if _stands_out(row, item)]
    ranges = [item for item in kept if not item.single]
    return _columns(row, kept) or ranges or kept[:1]


def _columns(row: Row, found: Sequence[DateRange]) -> list[DateRange]:
    """Two dates in neighbouring cells are the ends of one range; so are a date and a word for the present."""
    if len(found) == 1 and found[0].single and (now := _NOW_BESIDE.fullmatch(fold(row.text[found[0].end :]))):
        at = (found[0].end + now.start("now"), found[0].end + now.end("now"))
        return [replace(found[0], end=at[1], last=None, current=True, single=False, last_at=at)]
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
    told = len(before.split()) >= _TOLD_WORDS and _SMALL_WORD.match(after) is not None
    if (told and (item.single or item.current)) or (not before and after.startswith(";")):
        return False
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
