"""Entries written as labels with values, as in forms and the older Europass: "Employer: ...", "Position held: ...".

A label stands in a cell of its own or before a colon. A section's entries are read by their labels where at least two
kinds of labels that head an entry come again and again, or where they come once and no other line looks like the head
of an entry. A labelled block among ordinary entries is read as they are, so that none of them is lost.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from zenhire.analysis.cv.parse.dates.ranges import date_ranges
from zenhire.analysis.cv.parse.entries import Entry
from zenhire.analysis.cv.parse.fold import fold
from zenhire.analysis.cv.parse.names import Named
from zenhire.analysis.cv.parse.rows import Quote, Row
from zenhire.analysis.cv.parse.schema import SectionKind
from zenhire.analysis.cv.parse.words.headings import heading_kind, telling_kind
from zenhire.analysis.cv.parse.words.labels import (
    BEGUN_LABELS,
    COLUMNS,
    ENDS_OF_PERIODS,
    LABELS,
    Kind,
    Label,
    is_column,
    is_level_column,
)

_LEAST_LABELS, _LEAST_KINDS, _AGAIN = 3, 2, 2
_HEADS: tuple[Label, ...] = ("period", "org", "role")
# Words that stand before a colon for other reasons, too: "Data: SQL, Kafka". Folded.
_AMBIGUOUS = frozenset(("data", "date", "title"))
_LONGEST_LABEL, _MOST_LABEL_WORDS, _MOST_NAME_WORDS = 70, 8, 8
_COLON = re.compile(r"\s*[:：]\s*")
_SLACK, _SAME_LEFT = 12.0, 3.0
# The first item of a list that stands beside its label.
_SIGN = re.compile(r"[•◦▪‣∙●■]\s*(?=\S)")


@dataclass(slots=True)
class _Told:
    """A labelled line: the label's kind, its value, the row that holds both, and the label's words, folded."""

    label: Label | None
    value: Row | None
    row: Row
    words: str = ""


def labelled(rows: Sequence[Row], kind: Kind, dated: Callable[[Row], Entry | None]) -> list[tuple[Entry, Named]] | None:
    """The entries of a section that is written with labels, else None.

    `dated`: the row of an entry's dates as an entry of that line alone.
    """
    told = list(_all_told(rows, kind))
    if not _heads_told(told):
        return None
    lines = list(_with_values(told))
    if not _again(lines) and any(_is_head(item, dated) for item in lines):
        return None
    return [_entry(group, dated) for group in _groups(lines)]


def _all_told(rows: Sequence[Row], kind: Kind) -> Iterator[_Told]:
    """The rows with their labels, one for each cell where a line of labels stands above lines of values."""
    at = 0
    while at < len(rows):
        head, at = rows[at], at + 1
        end = at
        while end < len(rows) and _stands_over(head, rows[end], kind):
            yield from _by_cells(head, rows[end], kind)
            end += 1
        if end == at:
            yield _told(head, kind)
        at = end


def _stands_over(row: Row, below: Row, kind: Kind) -> bool:
    """Whether each cell of a row is a label of the cell at the same edge below it."""
    words = [_words(cell.text) for cell in row.cells]
    known = sum(_label(text, kind) in _HEADS or text in ENDS_OF_PERIODS for text in words)
    if known < _LEAST_KINDS or not all(_label(text, kind) or text in ENDS_OF_PERIODS for text in words):
        return False
    ends = [at for at, text in enumerate(words) if text in ENDS_OF_PERIODS]
    if ends and ends[-1] - ends[0] >= len(ends):
        return False
    lefts = [[cell.x for cell in some] for some in (row.cells, below.cells)]
    same = len(lefts[0]) == len(lefts[1]) and all(abs(a - b) < _SAME_LEFT for a, b in zip(*lefts, strict=True))
    return same and not any(_label(_words(cell.text), kind) for cell in below.cells)


def _by_cells(row: Row, below: Row, kind: Kind) -> Iterator[_Told]:
    """A labelled line for each cell; two dates in cells of their own are one period."""
    ends = [at for at, cell in enumerate(row.cells) if _words(cell.text) in ENDS_OF_PERIODS]
    for at, cell in enumerate(row.cells):
        label = _label(words := _words(cell.text), kind)
        if label and at not in ends:
            yield _Told(label, _cells_of(below, at, at + 1), row, words)
    if ends:
        yield _Told("period", _cells_of(below, ends[0], ends[-1] + 1), row, "period")


def _cells_of(row: Row, first: int, end: int) -> Row:
    cells = row.cells[first:end]
    whole = row.part(cells[0].start - row.start, cells[-1].end - row.start)
    return replace(row, text=whole.text, start=whole.start, end=whole.end, cells=cells)


def without_table_heads(rows: Sequence[Row], kind: Kind) -> list[Row]:
    """The rows without those that only name the columns of a table ("Qualification", "Institution", "Year")."""
    return [row for row in rows if len(row.cells) < _LEAST_KINDS or not _names_columns(row, kind)]


def without_column_names(rows: Sequence[Row], kind: SectionKind) -> list[Row]:
    """The rows of a list without those of which each cell is what a column is called ("Year", "Certificate").

    Among skills only the first row may be so, and its cells be headings, or one of them "Level".
    """
    return [row for at, row in enumerate(rows) if not _only_names(row, kind, at, len(rows))]


def _only_names(row: Row, kind: SectionKind, at: int, count: int) -> bool:
    if len(row.cells) < _LEAST_KINDS:
        return False
    texts = [cell.text for cell in row.cells]
    if kind != "skills":
        return all(map(is_column, texts))
    levels = all(map(is_column, texts)) and any(is_level_column(text) for text in texts)
    kinds = [heading_kind(text) or telling_kind(text) for text in texts]
    headings = all(kinds) and any(heading_kind(text) is not None for text in texts)
    return at == 0 and count > 1 and (levels or headings)


def _names_columns(row: Row, kind: Kind) -> bool:
    labels = [[_words(part) for part in cell.text.split("/")] for cell in row.cells]
    known = [any(word in LABELS[kind] for word in words) for words in labels]
    named = [here or any(word in COLUMNS for word in words) for here, words in zip(known, labels, strict=True)]
    return sum(known) >= _LEAST_KINDS and all(named)


def labelled_kind(rows: Sequence[Row]) -> Kind | None:
    """Whether a section that is written with labels holds jobs or studies, by which labels there are more."""
    told = {kind: list(_all_told(rows, kind)) for kind in LABELS}
    known = {kind: sum(item.label is not None for item in lines) for kind, lines in told.items()}
    least = max(_LEAST_LABELS, min(known.values()) + 1)
    return next((kind for kind, count in known.items() if count >= least and _heads_told(told[kind])), None)


def _heads_told(told: Sequence[_Told]) -> bool:
    """Whether there are labels enough to read by, at least two kinds of those that head an entry among them.

    A word that is a label only at times does not count as one of the two unless it comes again or all three are there.
    """
    words = Counter((item.label, item.words) for item in told if item.label)
    heads = {label for label, _ in words if label in _HEADS}
    sure = {
        label
        for (label, word), count in words.items()
        if label in _HEADS and (word not in _AMBIGUOUS or count >= _AGAIN)
    }
    enough = len(sure) >= _LEAST_KINDS or (bool(sure) and len(heads) == len(_HEADS))
    return enough and sum(words.values()) >= _LEAST_LABELS


def _again(told: Sequence[_Told]) -> bool:
    """Whether at least two kinds of labels that head an entry come more than once."""
    count = Counter(item.label for item in told if item.label in _HEADS)
    return sum(times >= _AGAIN for times in count.values()) >= _LEAST_KINDS


def _is_head(item: _Told, dated: Callable[[Row], Entry | None]) -> bool:
    """Whether a line without a label looks like the head of an entry: it has dates and is no item."""
    return item.label is None and not item.row.bullet and dated(item.row) is not None


def _told(row: Row, kind: Kind) -> _Told:
    """The row with its label, if it begins with one."""
    if row.bullet:
        # A form may mark each of its lines.
        plain = replace(row, bullet=False)
        label = _label(words := _words(row.first.text), kind) if len(row.cells) > 1 else None
        return _Told(label, _from(plain, row.cells[1].start), row, words) if label else _Told(None, row, row)
    cell = row.first
    colon = _COLON.search(row.text[: _LONGEST_LABEL + 2])
    words = _words(cell.text)
    if len(row.cells) > 1 and (label := _of_text(cell.text, kind) or BEGUN_LABELS[kind].get(words)):
        return _Told(label, _from(row, row.cells[1].start), row, words)
    if colon and (label := _of_text(row.text[: colon.start()], kind)):
        return _Told(label, _from(row, row.start + colon.end()), row, _words(row.text[: colon.start()]))
    if len(row.cells) == 1 and (label := _label(words := _words(cell.text), kind)):
        return _Told(label, None, row, words)
    if (begun := _begun(row, kind)) is not None:
        return begun
    return _Told(None, row, row)


def _begun(row: Row, kind: Kind) -> _Told | None:
    """The row with the label that it begins with and no sign parts from its value, as narrow gaps leave it.

    Only labels of several words, and those of dates before a date, are told so.
    """
    ends = [match.end() for match in itertools.islice(re.finditer(r"\S+", row.text), _MOST_LABEL_WORDS + 1)]
    for end in reversed(ends[:-1]):
        words = _words(row.text[:end])
        label = _label(words, kind)
        if label and row.text[:1].isupper() and (" " in words or (label == "period" and date_ranges(row.text[end:]))):
            return _Told(label, _from(row, row.start + end), row, words)
    return None


def _words(text: str) -> str:
    """A label's words as the table has them; none of what is too long for one."""
    return " ".join(re.findall(r"[^\W\d_]+", fold(text))) if len(text) <= _LONGEST_LABEL else ""


def _label(words: str, kind: Kind) -> Label | None:
    return LABELS[kind].get(words)


def _of_text(text: str, kind: Kind) -> Label | None:
    """The label that a text is, or that both of two with a slash between are ("Szkoła / uczelnia")."""
    parts = {_label(_words(part), kind) for part in text.split("/")}
    return _label(_words(text), kind) or (parts.pop() if len(parts) == 1 else None)


def _from(row: Row, start: int) -> Row | None:
    """The row from a place in the text on."""
    rest = row.part(start - row.start, len(row.text)).trimmed(" :：")
    if not rest.text:
        return None
    sign = _SIGN.match(rest.text)
    rest = rest.part(sign.end(), len(rest.text)) if sign else rest
    cells = tuple(
        replace(cell, text=part.text, start=part.start, end=part.end)
        for cell in row.cells
        if (part := cell.part(max(0, rest.start - cell.start), len(cell.text))).text and cell.end > rest.start
    )
    return replace(row, text=rest.text, start=rest.start, end=rest.end, cells=cells, bullet=bool(sign) or row.bullet)


def _with_values(told: Sequence[_Told]) -> Iterator[_Told]:
    """Labels with the value on the next line where theirs has none; what only goes on with a label is left out."""
    left = min((item.row.first.x for item in told if item.label), default=0.0)
    skip = False
    for at, item in enumerate(told):
        if skip:
            skip = False
            continue
        if item.label and item.value is None and at + 1 < len(told) and told[at + 1].label is None:
            skip = True
            yield _Told(item.label, told[at + 1].value, item.row, item.words)
        elif item.label is None and not item.row.bullet and at and _goes_on(told[at - 1], item.row, left):
            continue
        else:
            yield item


def _goes_on(before: _Told, row: Row, left: float) -> bool:
    """Whether a row is the rest of a label that wraps: in the labels' column, where values stand in another."""
    apart = before.label and len(before.row.cells) > 1 and before.row.cells[1].x - left > 2 * _SLACK
    return bool(apart) and len(row.cells) == 1 and row.first.x < before.row.cells[1].x - _SLACK and row.words <= 4


def _groups(told: Sequence[_Told]) -> Iterator[list[_Told]]:
    """The lines of each entry: a label that the entry has already begins the next one, or the name before it does."""
    group: list[_Told] = []
    seen: set[Label] = set()
    for item, following in itertools.zip_longest(told, told[1:]):
        again = item.label in seen and item.label not in ("tasks", "other")
        named = _may_be_name(item) and following is not None and following.label in seen & set(_HEADS)
        if group and (again or named):
            yield group
            group, seen = [], set()
        group.append(item)
        if item.label:
            seen.add(item.label)
    if group:
        yield group


def _may_be_name(item: _Told) -> bool:
    """Whether a line without a label may be the name that it lacks: short, and no item of a list."""
    return item.label is None and not item.row.bullet and not item.row.prose and item.row.words <= _MOST_NAME_WORDS


def _entry(group: Sequence[_Told], dated: Callable[[Row], Entry | None]) -> tuple[Entry, Named]:
    """An entry whose head is the line of its dates, and its names by their labels."""
    entry = Entry([], [], None)
    name = Named()
    labels = {item.label for item in group}
    lacking: list[Label] = [label for label in ("role", "org") if label not in labels]
    for item in group:
        if item.value is None:
            continue
        quote = Quote(item.value.text, item.value.start, item.value.end)
        label = lacking[0] if item is group[0] and lacking and _may_be_name(item) else item.label
        if label == "period" and (found := dated(item.value)):
            entry.head, entry.dates, entry.dated = found.head, found.dates, found.dated
        elif label == "org":
            # The address may stand on a line of its own below.
            first, *rest = item.value.cells or (quote,)
            name.org = name.org or first
            name.place = name.place or next(iter(rest), None)
        elif label == "role":
            name.role = name.role or quote
        elif label == "place":
            name.place = name.place or quote
        elif label == "area":
            name.rest.append(quote)
        elif label == "tasks" or label is None:
            entry.body.append(item.value)
    return entry, name
