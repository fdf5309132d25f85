"""Dividing a CV at its headings: by tables of usual headings, and by the look that they share."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from zenhire.analysis.cv.parse.dates.ranges import DateRange, date_ranges
from zenhire.analysis.cv.parse.fold import key
from zenhire.analysis.cv.parse.rows import Cell, Quote, Row
from zenhire.analysis.cv.parse.schema import SectionKind
from zenhire.analysis.cv.parse.words.headings import cut_kind, heading_kind, telling_kind
from zenhire.analysis.cv.parse.words.labels import LABELS

_MOST_WORDS = 7
_LARGER, _SMALLER = 1.08, 1.05
_LISTS = ("skills", "languages", "interests", "certificates", "awards", "other")
# In points: left edges of one column, and of different ones.
_NEAR, _FAR = 14.0, 60.0
_MAIN = ("work", "education", "projects", "volunteer")
# What the parts of a job or study may be called; headings of their own where they look so.
_INNER_WORDS = """highlights summary responsibilities duties achievements accomplishments keywords courses coursework
    tasks technologies description details erfolge succès resultate risultati resultados logros results"""
_TASKS = frozenset(label for label, kind in LABELS["work"].items() if kind == "tasks")
_INNER = frozenset(_INNER_WORDS.split()) | _TASKS
_JOINED_LABELS = re.compile(r"\s*[/&]\s*|\s+(?:and|und|et|y|e|en|i)\s+")
_INLINE = re.compile(r"\s*([^:\t]{3,40}?)\s*:\s*(?=\S)")


@dataclass(slots=True)
class Part:
    """The rows under a heading; `index` counts all parts of the CV. `known`: the heading is a usual one."""

    kind: SectionKind
    heading: Quote | None
    rows: list[Row] = field(default_factory=list)
    index: int = 0
    known: bool = False


@dataclass(frozen=True, slots=True)
class _Look:
    size: float
    bold: bool
    caps: bool

    @staticmethod
    def of(cell: Cell) -> _Look:
        return _Look(round(cell.size, 1), cell.bold, cell.caps)

    def below(self, other: _Look) -> bool:
        """Whether it stands out less: smaller, or as large and without the other's weight or capitals."""
        if self.size * _SMALLER < other.size:
            return True
        return (
            self.size < other.size * _SMALLER
            and (self.bold, self.caps) != (other.bold, other.caps)
            and (self.bold <= other.bold and self.caps <= other.caps)
        )


def parts(found: Sequence[Row], body_size: float) -> list[Part]:
    """The CV's parts in order; the first has what stands before any heading."""
    return _Divider(found, body_size).divided()


def is_inner_label(row: Row) -> bool:
    """Whether a line says no more than that the tasks of a job follow ("Responsibilities:")."""
    return not row.bullet and all(key(part) in _INNER for part in _JOINED_LABELS.split(row.text.strip(" :")))


def _dates(row: Row) -> Sequence[DateRange]:
    return date_ranges(row.text) if any(map(str.isdigit, row.text)) else ()


def _stands_out(row: Row) -> bool:
    """Whether the first cell of a row is bold and what stands beside it is not."""
    return not row.bullet and row.first.bold and not any(cell.bold for cell in row.cells[1:])


class _Divider:
    def __init__(self, found: Sequence[Row], body_size: float) -> None:
        self._rows = found
        self._body = body_size
        found = self._rows = list(_whole_headings(found, body_size))
        certain = {at: kind for at, row in enumerate(found) if not row.bullet and (kind := self._certain(row))}
        if not set(_MAIN[:2]) & set(certain.values()):
            marked = {at: kind for at, row in enumerate(found) if (kind := self._certain(row))}
            certain = marked if set(_MAIN[:2]) <= set(marked.values()) else certain
        self._looks = Counter(_Look.of(found[at].first) for at in certain)
        self._certain_at = certain
        self._main_look = self._look_of_main()
        self._main_columns = {found[at].column for at, kind in certain.items() if kind in _MAIN[:2]}
        self._inner = frozenset(self._inner_labels())
        for at in self._inner:
            del certain[at]
        self._certain_places = sorted(certain)
        self._margin = self._margin_kinds()
        self._open: SectionKind = "header"

    def divided(self) -> list[Part]:
        done: list[Part] = [Part("header", None)]
        last_of: dict[int, Part] = {}
        column = self._rows[0].column if self._rows else 0
        for at, row in enumerate(self._rows):
            if at in self._inner:
                continue
            self._open = done[-1].kind
            kind, heading, rest = self._heading(at)
            if kind == done[-1].kind == "certificates" and at not in self._certain_at:
                # The name of a certificate that is written as headings are.
                kind = rest = None
            if kind is not None:
                done.append(Part(kind, heading, known=kind != "other" or at in self._certain_at))
            elif at and row.page != self._rows[at - 1].page and (before := _open_above(done, row)):
                done.append(Part(before.kind, before.heading, known=before.known))
            elif row.column != column and not self._goes_on(done[-1], row):
                done.append(self._resumed(last_of.get(row.column), row))
            column = row.column
            if kind is None or rest is not None:
                done[-1].rows.append(rest or row)
            last_of[column] = done[-1]
        kept = [part for part in done if part.rows or part.heading]
        for index, part in enumerate(kept):
            part.index = index
        return kept

    def _resumed(self, before: Part | None, row: Row) -> Part:
        if before is None or (row.column == 0 and before.kind == "header"):
            return Part("header", None)
        return Part(before.kind, before.heading, known=before.known)

    def _goes_on(self, part: Part, row: Row) -> bool:
        """Whether a part goes on in another column: a list that is set in columns, or text that a page divides."""
        if row.first.size > self._body * 1.3:
            return False
        if part.kind in _LISTS:
            return not row.prose and row.words <= 12
        return not part.rows or part.rows[-1].page != row.page

    def _certain(self, row: Row) -> SectionKind | None:
        if len(row.cells) > 1 or row.words > _MOST_WORDS or row.text.endswith((".", ",", ";")):
            return None
        return heading_kind(row.text)

    def _look_of_main(self) -> _Look | None:
        """The look that the headings of work and education share; None where they differ or one is missing."""
        looks = {kind: set[_Look]() for kind in _MAIN[:2]}
        for at, kind in self._certain_at.items():
            if kind in looks:
                looks[kind].add(_Look.of(self._rows[at].first))
        shared = set.intersection(*looks.values())
        return shared.pop() if len(shared) == 1 else None

    def _inner_labels(self) -> Iterator[int]:
        """Usual headings below jobs and studies, smaller than those of all of them: "Highlights" under each job."""
        main, above = self._main_look, None
        times = Counter(key(self._rows[at].text) for at in self._certain_at)
        for at, kind in self._certain_at.items():
            words, look = key(self._rows[at].text), self._look(at)
            again, part = times[words] > 1, words in _INNER
            below = main is not None and look.below(main) and above in _MAIN
            if (again and part) or (below and (again or part)):
                yield at
            if look == main:
                above = kind

    def _look(self, at: int) -> _Look:
        return _Look.of(self._rows[at].first)

    def _margin_kinds(self) -> frozenset[SectionKind]:
        """Kinds whose headings stand beside what they head; empty where the CV has no such headings."""
        if sum(kind in _MAIN for kind in self._certain_at.values()) >= 2:
            return frozenset()
        kinds = [heading_kind(row.first.text) for row in self._rows if len(row.cells) > 1 and not row.bullet]
        known = frozenset(kind for kind in kinds if kind)
        return known if len(known & {"work", "education", "skills"}) >= 2 else frozenset()

    def _heading(self, at: int) -> tuple[SectionKind | None, Quote | None, Row | None]:
        """Kind and words of the heading that a row is, and what stands beside it."""
        row = self._rows[at]
        if (kind := self._certain_at.get(at)) is not None:
            if self._in_list(at, kind):
                return None, None, None
            return kind, row.first, None
        if (
            len(row.cells) > 1
            and (kind := heading_kind(row.first.text))
            and (self._margin or self._looks_known(row) or self._begins_list(kind, at))
        ):
            return kind, row.first, _without_first(row)
        if self._looks_so(row, at):
            return telling_kind(row.text) or cut_kind(row.text) or "other", row.first, None
        return self._inline(at)

    def _begins_list(self, kind: SectionKind, at: int) -> bool:
        """Whether a list begins in a row below jobs or studies, beside its heading in bold.

        "Technologies" under each job is none: it comes again, or other jobs follow.
        """
        row = self._rows[at]
        if kind not in _LISTS or kind == "other" or self._open not in _MAIN[:2] or not _stands_out(row):
            return False
        words = key(row.first.text)
        if sum(key(other.first.text) == words for other in self._rows) > 1:
            return False
        end = next((place for place in self._certain_places if place > at), len(self._rows))
        return not any(
            found.first and not found.single for other in self._rows[at + 1 : end] for found in _dates(other)
        )

    def _looks_known(self, row: Row) -> bool:
        """Whether a row's first cell looks as the headings of the CV do, and not as what stands beside it."""
        look = _Look.of(row.first)
        return not row.bullet and look in self._looks and look != _Look.of(row.cells[1]) and look.size > self._body

    def _in_list(self, at: int, kind: SectionKind) -> bool:
        """A word of the table that looks like the lines around it and not like the other headings."""
        look = _Look.of(self._rows[at].first)
        usual, count = self._looks.most_common(1)[0]
        if look.size > self._body * _LARGER or look.bold or look.caps:
            return False
        if usual.size > look.size * _LARGER or usual.bold or usual.caps:
            return count >= 3 or kind not in _MAIN
        return kind not in _MAIN[:3] and self._among_items(at)

    def _among_items(self, at: int) -> bool:
        """It stands between two short lines without white space around it."""
        around = self._rows[max(0, at - 1) : at + 2]
        plain = all(not row.prose and row.words <= _MOST_WORDS and row.text[-1:] not in ".:" for row in around)
        known = any(self._certain_at.get(near) for near in (at - 1, at + 1))
        return len(around) == 3 and plain and not known and not around[1].gap and not around[2].gap

    def _looks_so(self, row: Row, at: int) -> bool:
        """An unknown heading: alone on its line, and written as the known ones, unlike the text."""
        if row.bullet or len(row.cells) > 1 or row.words > _MOST_WORDS or date_ranges(row.text):
            return False
        look = _Look.of(row.first)
        lower = self._main_look is not None and look.below(self._main_look) and row.column in self._main_columns
        if lower or (self._main_look is not None and self._heads_entries(at, look)):
            return False
        shared = self._looks.get(look, 0)
        distinct = look.size > self._body * _LARGER or (look.caps and not row.text.isdigit())
        if shared >= 2 and distinct:
            return True
        return bool((shared and distinct) or (shared >= 2 and look.bold)) and telling_kind(row.text) is not None

    def _heads_entries(self, at: int, look: _Look) -> bool:
        """Whether the jobs or studies begin with lines that look as the headings do, and this is such a line."""
        place = bisect_left(self._certain_places, at)
        known = self._certain_places[place - 1] if place else None
        if known is None or self._certain_at[known] not in _MAIN or known + 1 >= len(self._rows):
            return False
        return self._look(known + 1) == look and self._dated_soon(known + 1) and self._dated_soon(at)

    def _dated_soon(self, at: int) -> bool:
        """Whether dates stand on one of the three lines below."""
        return any(date_ranges(row.text) for row in self._rows[at + 1 : at + 4] if not row.bullet)

    def _inline(self, at: int) -> tuple[SectionKind | None, Quote | None, Row | None]:
        """A heading and its text on one line ("Languages: English"), where no part of such things is open."""
        row = self._rows[at]
        match = _INLINE.match(row.text)
        if match is None or row.bullet or self._certain_at:
            return None, None, None
        kind = heading_kind(match.group(1))
        if kind is None:
            return None, None, None
        return kind, row.part(match.start(1), match.end(1)), cut(row, match.end())


def _open_above(done: Sequence[Part], row: Row) -> Part | None:
    """The part that a page's first row goes on from, where that is not the last one: the one at its left edge.

    Beside a side bar, which is read last, the text of one page goes on at the same place of the next.
    """
    last = done[-1]
    if not last.rows or abs(_left(last) - row.first.x) <= _FAR:
        return None
    for part in reversed(done[:-1]):
        if part.rows and part.rows[-1].page == row.page - 1 and abs(_left(part) - row.first.x) <= _NEAR:
            return part
    return None


def _left(part: Part) -> float:
    return min(row.first.x for row in part.rows)


def whole_parts(found: Sequence[Part]) -> list[tuple[int, list[Row]]]:
    """The index and rows of each part, those under one heading together that a page or a column divides."""
    done: list[tuple[Part, list[Row]]] = []
    for part in found:
        if done and part.heading is not None and part.heading is done[-1][0].heading:
            done[-1][1].extend(part.rows)
        else:
            done.append((part, list(part.rows)))
    return [(part.index, rows) for part, rows in done]


def _whole_headings(found: Sequence[Row], body: float) -> Iterator[Row]:
    """The rows; a usual heading that a narrow column divides into two lines is one."""
    rows = list(found)
    at = 0
    while at < len(rows):
        whole = _joined(rows[at], rows[at + 1], body) if at + 1 < len(rows) else None
        yield whole or rows[at]
        at += 2 if whole else 1


def _joined(above: Row, below: Row, body: float) -> Row | None:
    looks = _Look.of(above.first), _Look.of(below.first)
    plain = looks[0].size <= body and not looks[0].bold and not looks[0].caps
    if looks[0] != looks[1] or plain or (above.page, above.column) != (below.page, below.column):
        return None
    if len(above.cells) > 1 or len(below.cells) > 1 or above.bullet or below.bullet or above.words + below.words > 5:
        return None
    text = f"{above.text} {below.text}"
    if heading_kind(text) is None or (heading_kind(above.text) and heading_kind(below.text)):
        return None
    if below.start > above.end + 2:
        return None
    cell = replace(above.first, text=text, end=below.end)
    return replace(above, text=text, end=below.end, cells=(cell,))


def _without_first(row: Row) -> Row:
    rest = row.part(row.cells[1].start - row.start, len(row.text))
    return replace(row, text=rest.text, start=rest.start, end=rest.end, cells=row.cells[1:])


def cut(row: Row, at: int) -> Row:
    """The row from a character on."""
    rest = row.part(at, len(row.text))
    cells = tuple(
        replace(cell, text=part.text, start=part.start, end=part.end)
        for cell in row.cells
        if (part := cell.part(max(0, rest.start - cell.start), len(cell.text))).text
    )
    return replace(row, text=rest.text, start=rest.start, end=rest.end, cells=cells)
