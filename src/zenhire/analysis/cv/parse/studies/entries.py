"""Where courses of study begin among the lines of a section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from zenhire.analysis.cv.parse.entries import Entry, heading_dates
from zenhire.analysis.cv.parse.rows import Row
from zenhire.analysis.cv.parse.studies.asides import tells_only
from zenhire.analysis.cv.parse.studies.signs import heads_study, is_dated_study
from zenhire.analysis.cv.parse.words.degrees import degree_score, degree_span, school_score

_THESIS = re.compile(r"\W*(?:\w+[ -])?(?:thesis|dissertation|arbeit|memoire|tesi|tesis|scriptie)", re.IGNORECASE)


def is_study_line(row: Row) -> bool:
    """A line that names a degree and a school is an entry, however long; so is one with a school, place and date."""
    if row.bullet or not school_score(row.text):
        return False
    return degree_score(row.text) >= 0.7 or is_dated_study(row)


def begins_with_degree(row: Row) -> bool:
    """A line that a degree stands at the beginning of, as it heads a course of study."""
    span = degree_span(row.text)
    if span is None or span[0] > 2 or row.bullet or school_score(row.text[slice(*span)]) > 0:
        return False
    return not _THESIS.search(row.text[span[0] : span[1] + 16])


def study_entries(found: Sequence[Entry], day_comes_first: bool | None) -> Iterator[Entry]:
    """The entries, divided where a second degree begins; lines that head nothing but name a degree head their own."""
    for entry in _without_told(found):
        rows = [*entry.head, *entry.body]
        starts = list(_starts(entry, rows))
        if not starts:
            if entry.head:
                yield entry
            continue
        if entry.head:
            yield _cut(entry, starts[0])
        for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
            yield _entry(rows[start:end], day_comes_first)


def _without_told(found: Sequence[Entry]) -> list[Entry]:
    """The entries; lines at the beginning of one that only tell of a course of study belong to the one before."""
    done: list[Entry] = []
    for entry in found:
        lead = entry.head[: entry.dated if entry.dated is not None else 1]
        told = 1 + max((at for at, row in enumerate(lead) if _is_told(row)), default=-1)
        follows = bool(done) and bool(done[-1].head)
        if follows and entry.head and all(_is_told(row) for row in entry.head):
            done[-1].body += [*entry.head, *entry.body]
        elif follows and 0 < told < len(entry.head):
            done[-1].body += entry.head[:told]
            done.append(_from(entry, told))
        else:
            done.append(entry)
    return done


def _from(entry: Entry, told: int) -> Entry:
    """The entry from a line of its head on; the line below is its school where the head has none."""
    head, dated = entry.head[told:], None if entry.dated is None else entry.dated - told
    first = next(iter(entry.body), None)
    if first is None or first.bullet or first.prose or any(school_score(row.text) for row in head):
        return replace(entry, head=head, dated=dated)
    below = int(school_score(first.text) > 0)
    return replace(entry, head=[*head, *entry.body[:below]], dated=dated, body=entry.body[below:])


def _is_told(row: Row) -> bool:
    return tells_only(row.text) and not begins_with_degree(row)


def _starts(entry: Entry, rows: Sequence[Row]) -> Iterator[int]:
    """Where further courses of study begin within an entry."""
    known = not entry.head
    first_dates = entry.dated if entry.dated is not None else -1
    schooled = False
    for at, row in enumerate(rows):
        if not entry.head and at == 0 and _tells_study(row):
            yield at
            schooled = schooled or school_score(row.text) > 0
            continue
        fresh = at >= len(entry.head) and (row.gap or at > len(entry.head))
        if (schooled or not entry.head) and at > first_dates and heads_study(row, fresh=fresh):
            yield at
            known = schooled = True
            continue
        schooled = schooled or school_score(row.text) > 0
        if _is_told(row) or (not begins_with_degree(row) and (known or not _tells_degree(row))):
            continue
        if known and at > first_dates and (at < len(entry.head) or not row.prose or school_score(row.text)):
            yield at
        known = True


def _tells_degree(row: Row) -> bool:
    """A line that names a degree, which is more than a school's name that has one in it ("IHK Ulm")."""
    span = degree_span(row.text)
    return degree_score(row.text) >= 0.5 and (span is None or not school_score(row.text[slice(*span)]))


def _tells_study(row: Row) -> bool:
    named = degree_score(row.text) >= 0.5 and school_score(row.text) > 0 and not row.bullet
    return begins_with_degree(row) or named or heads_study(row, fresh=True)


def _cut(entry: Entry, at: int) -> Entry:
    head, body = entry.head[:at], entry.body[: max(0, at - len(entry.head))]
    return replace(entry, head=head, body=body)


def _entry(rows: Sequence[Row], day_comes_first: bool | None) -> Entry:
    """An entry of its own; the school may stand on the second line, alone or with the dates."""
    second = len(rows) > 1 and not rows[1].bullet and not rows[1].prose and not school_score(rows[0].text)
    size = 2 if second and school_score(rows[1].text) else 1
    for at, row in enumerate(rows[:size]):
        if dates := heading_dates(row, day_comes_first):
            return Entry(list(rows[:size]), dates, at, list(rows[size:]))
    return Entry(list(rows[:size]), [], None, list(rows[size:]))
