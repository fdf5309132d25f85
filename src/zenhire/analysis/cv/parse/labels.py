"""Entries written as labels with values, as in forms and the older Europass: "Employer: ...", "Position held: ...".

A label stands in a cell of its own or before a colon. Where at least two kinds of labels come again and again in a
section, its entries are read by them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from zenhire.analysis.cv.parse.entries import Entry
from zenhire.analysis.cv.parse.fold import fold
from zenhire.analysis.cv.parse.names import Named
from zenhire.analysis.cv.parse.rows import Quote, Row
from zenhire.analysis.cv.parse.words_labels import LABELS, Kind, Label

_LEAST_LABELS, _LEAST_KINDS = 3, 2
_LONGEST_LABEL = 70
_COLON = re.compile(r"\s*[:：]\s*")
_SLACK = 12.0
# The first item of a list that stands beside its label.
_SIGN = re.compile(r"[•◦▪‣∙●■]\s*(?=\S)")


@dataclass(slots=True)
class _Told:
    """A labelled line: the label's kind, its value, and the row that holds both."""

    label: Label | None
    value: Row | None
    row: Row


def labelled(rows: Sequence[Row], kind: Kind, dated: Callable[[Row], Entry | None]) -> list[tuple[Entry, Named]] | None:
    """The entries of a section that is written with labels, else None.

    `dated`: the row of an entry's dates as an entry of that line alone.
    """
    told = [_told(row, kind) for row in rows]
    known = [item.label for item in told if item.label]
    if len(known) < _LEAST_LABELS or len(set(known) & {"period", "org", "role"}) < _LEAST_KINDS:
        return None
    return [_entry(group, dated) for group in _groups(list(_with_values(told)))]


def labelled_kind(rows: Sequence[Row]) -> Kind | None:
    """Whether a section that is written with labels holds jobs or studies, by which labels there are more."""
    known = {kind: sum(_told(row, kind).label is not None for row in rows) for kind in LABELS}
    least = max(_LEAST_LABELS, min(known.values()) + 1)
    return next((kind for kind, count in known.items() if count >= least), None)


def _told(row: Row, kind: Kind) -> _Told:
    """The row with its label, if it begins with one."""
    if row.bullet:
        return _Told(None, row, row)
    cell = row.first
    colon = _COLON.search(row.text[: _LONGEST_LABEL + 2])
    if len(row.cells) > 1 and (label := _label(cell.text, kind)):
        return _Told(label, _from(row, row.cells[1].start), row)
    if colon and (label := _label(row.text[: colon.start()], kind)):
        return _Told(label, _from(row, row.start + colon.end()), row)
    if label := _label(cell.text, kind) if len(row.cells) == 1 else None:
        return _Told(label, None, row)
    return _Told(None, row, row)


def _label(text: str, kind: Kind) -> Label | None:
    words = " ".join(re.findall(r"[^\W\d_]+", fold(text.rstrip(" :："))))
    return LABELS[kind].get(words) if len(text) <= _LONGEST_LABEL else None


def _from(row: Row, start: int) -> Row | None:
    """The row from a place in the text on."""
    rest = row.part(start - row.start, len(row.text))
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
            yield _Told(item.label, told[at + 1].value, item.row)
        elif item.label is None and not item.row.bullet and at and _goes_on(told[at - 1], item.row, left):
            continue
        else:
            yield item


def _goes_on(before: _Told, row: Row, left: float) -> bool:
    """Whether a row is the rest of a label that wraps: in the labels' column, where values stand in another."""
    apart = before.label and len(before.row.cells) > 1 and before.row.cells[1].x - left > 2 * _SLACK
    return bool(apart) and len(row.cells) == 1 and row.first.x < before.row.cells[1].x - _SLACK and row.words <= 4


def _groups(told: Sequence[_Told]) -> Iterator[list[_Told]]:
    """The lines of each entry: a label that the entry has already begins the next one."""
    group: list[_Told] = []
    seen: set[Label] = set()
    for item in told:
        if item.label and item.label in seen and item.label not in ("tasks", "other"):
            yield group
            group, seen = [], set()
        group.append(item)
        if item.label:
            seen.add(item.label)
    if group:
        yield group


def _entry(group: Sequence[_Told], dated: Callable[[Row], Entry | None]) -> tuple[Entry, Named]:
    """An entry whose head is the line of its dates, and its names by their labels."""
    entry = Entry([], [], None)
    name = Named()
    for item in group:
        if item.value is None:
            continue
        quote = Quote(item.value.text, item.value.start, item.value.end)
        if item.label == "period" and (found := dated(item.value)):
            entry.head, entry.dates, entry.dated = found.head, found.dates, found.dated
        elif item.label == "org":
            name.org = name.org or quote
        elif item.label == "role":
            name.role = name.role or quote
        elif item.label == "place":
            name.place = name.place or quote
        elif item.label == "area":
            name.rest.append(quote)
        elif item.label == "tasks" or item.label is None:
            entry.body.append(item.value)
    return entry, name
