"""Lists on labelled lines under one heading: "Additional information", then "Languages: ...", "Skills: ..."."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from zenhire.analysis.cv.parse.dates.ranges import date_ranges
from zenhire.analysis.cv.parse.languages import lists_languages
from zenhire.analysis.cv.parse.rows import Row, cells_as_rows
from zenhire.analysis.cv.parse.schema import SectionKind
from zenhire.analysis.cv.parse.sections import Part, cut
from zenhire.analysis.cv.parse.skills.bare_labels import with_label_above, with_label_cells
from zenhire.analysis.cv.parse.words.headings import heading_kind, telling_kind
from zenhire.analysis.cv.skills.tongues import language_level, language_names
from zenhire.analysis.cv.text import BULLET

_LABEL = re.compile(r"\s*([^:\t]{3,40}?)\s*:\s*(?=\S)")
_CELL = re.compile(r"\s*([^:\t]{3,40}?)\s*\t\s*(?=\S)")
_AND = re.compile(r"\s*[,/|&+]\s*|\s+(?:and|und|et|y|e|en|i|ve)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;|•·]")
_LISTS: tuple[SectionKind, ...] = ("skills", "languages", "certificates", "interests", "awards")
# What may stand on labelled lines under a heading, besides what it heads.
_WANTED: dict[SectionKind, tuple[SectionKind, ...]] = {
    "other": _LISTS,
    "skills": ("languages", "certificates", "interests", "awards"),
    "languages": ("skills", "certificates", "interests", "awards"),
    "certificates": ("languages",),
}
# What lists at the top of a CV, beside the name, may hold, and how many kinds of them must stand there.
_AT_TOP: tuple[SectionKind, ...] = ("skills", "languages", "certificates")
_LEAST_AT_TOP, _MOST_LEVEL_WORDS, _MOST_ITEM_WORDS = 2, 5, 6


def with_labelled_lists(found: Sequence[Part]) -> list[Part]:
    """The parts, those divided whose lines begin with the usual headings of lists."""
    whole = [part for one in _without_second_lines(found) for part in _without_entries(one)]
    done = [part for one in whole for part in (_below_name(one) if one.kind == "header" else _divided(one))]
    for index, part in enumerate(done):
        part.index = index
    return done


def _without_second_lines(found: Sequence[Part]) -> list[Part]:
    """The parts; "Languages" on a line below that of "Foreign" and its list is no heading of what follows."""
    done: list[Part] = []
    for part in found:
        above = done[-1] if done else None
        label = part.heading.text if part.heading else ""
        if above and above.kind == "skills" and above.rows and _names_no_languages(part):
            row = with_label_above(above.rows[-1], label)
            if row is not None and lists_languages(row.cells[1].text):
                above.rows[-1:] = [row, *part.rows]
                continue
        done.append(replace(part, rows=list(part.rows)))
    return done


def _without_entries(part: Part) -> Iterator[Part]:
    """The part; what stands in another column or on another page than a list, and has ranges of dates, is not its."""
    if part.kind not in _AT_TOP:
        yield part
        return
    at = 0
    for _, some in itertools.groupby(part.rows, lambda row: (row.page, row.column)):
        here = list(some)
        if at and _is_of_entries(here, part.kind):
            yield replace(part, rows=part.rows[:at])
            yield Part("other", None, part.rows[at:])
            return
        at += len(here)
    yield part


def _is_of_entries(rows: Sequence[Row], kind: SectionKind) -> bool:
    """Whether lines tell jobs or studies: with a range of dates, and tasks, too, below certificates."""
    ranges = any(item.first and (item.last or item.current) for row in rows for item in date_ranges(row.text))
    return ranges and (kind != "certificates" or any(row.bullet and row.words > _MOST_ITEM_WORDS for row in rows))


def _names_no_languages(part: Part) -> bool:
    return part.kind == "languages" and bool(part.rows) and not any(language_names(row.text) for row in part.rows)


def _by_cells(row: Row) -> Iterator[Row]:
    """The row, or its cells as such where one has a label of its own."""
    labels = [_LABEL.match(cell.text.lstrip(BULLET)) for cell in row.cells[1:]]
    if not any(label and heading_kind(label[1]) in _LISTS for label in labels):
        yield row
        return
    yield from cells_as_rows(row)


def _divided(part: Part) -> Iterator[Part]:
    if part.kind not in _WANTED:
        yield part
        return
    open_part = replace(part, rows=[])
    rows = [one for row in part.rows for one in _by_cells(row)]
    for row in with_label_cells(rows) if part.kind == "skills" else rows:
        if inner := _heading_beside(row):
            if open_part.rows:
                yield open_part
            open_part = Part(inner, row.cells[1], known=True)
            continue
        told = _labelled(row, part.kind) or _of_other_kind(row, part)
        if told is not None and told[0] == open_part.kind != part.kind and told[1] is row:
            open_part.rows.append(row)
            continue
        if told is not None:
            if open_part.rows:
                yield open_part
            kind, row = told
            open_part = Part(kind, open_part.heading if not open_part.rows else None, known=True)
        elif open_part.kind != part.kind and _ends(part.kind, open_part.kind, row):
            yield open_part
            open_part = replace(part, heading=None, rows=[])
        open_part.rows.append(row)
    if open_part.rows:
        yield open_part


def _heading_beside(row: Row) -> SectionKind | None:
    """The kind of a usual heading that stands beside another one ("Additional information", "Certificates")."""
    kinds = [heading_kind(cell.text) for cell in row.cells]
    return kinds[1] if len(kinds) == 2 and kinds[0] == "other" and kinds[1] in _LISTS else None


def _ends(outer: SectionKind, inner: SectionKind, row: Row) -> bool:
    """Whether a line without such a label goes on with what the heading heads, and not with the labelled list."""
    if inner == "languages":
        names = bool(language_names(row.text)) and (_LABEL.match(row.text) is None or lists_languages(row.text))
        return not names and (row.words > _MOST_LEVEL_WORDS or language_level(row.text) is None)
    return outer != "other" and bool(_LABEL.match(row.text))


def _of_other_kind(row: Row, part: Part) -> tuple[SectionKind, Row] | None:
    """A line that lists no languages, where the heading names both languages and skills."""
    if part.kind != "languages" or part.heading is None:
        return None
    names = _AND.split(part.heading.text)
    both = len(names) > 1 and any(heading_kind(name) == "skills" for name in names)
    return ("skills", row) if both and _ends("other", "languages", row) else None


def _labelled(row: Row, under: SectionKind) -> tuple[SectionKind, Row] | None:
    """The kind of the list that a line begins, and the line without its label."""
    label = _LABEL.match(row.text) or _CELL.match(row.text)
    if label is None or (label.re is _CELL and not _is_list(row, label.end())):
        return None
    kind = heading_kind(label[1])
    if kind is None and under == "other" and label.re is _LABEL:
        told = telling_kind(label[1])
        kind = told if told in ("skills", "languages") else None
    if kind not in _WANTED[under] or (
        kind == "languages" and under in ("skills", "certificates") and not _speaks(row, label.end())
    ):
        return None
    return kind, cut(row, label.end())


def _is_list(row: Row, start: int) -> bool:
    """Whether what stands beside a first cell is a list, so that the cell is its label."""
    looks = row.first.bold and not any(cell.bold for cell in row.cells[1:])
    return len(row.cells) == 2 and (looks or bool(_BETWEEN.search(row.text, start)) or _speaks(row, start))


def _speaks(row: Row, start: int) -> bool:
    return lists_languages(row.text[start:])


def _below_name(part: Part) -> Iterator[Part]:
    """The part with the name, and the labelled lists that stand on its lines, if several kinds do."""
    told = [_at_top(row) for row in part.rows]
    if len({one[0] for one in told if one}) < _LEAST_AT_TOP:
        yield part
        return
    beside = [
        cut(row, row.cells[1].start - row.start) if one else row
        for row, one in zip(part.rows, told, strict=True)
        if not one or len(row.cells) > 1
    ]
    yield replace(part, rows=beside)
    for one in told:
        if one:
            yield Part(one[0], None, [one[1]], known=True)


def _at_top(row: Row) -> tuple[SectionKind, Row] | None:
    cell = row.first
    alone = replace(row, text=cell.text, start=cell.start, end=cell.end, cells=(cell,))
    label = _LABEL.match(alone.text)
    kind = heading_kind(label[1]) if label else None
    return (kind, cut(alone, label.end())) if label and kind in _AT_TOP else None
