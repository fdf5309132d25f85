"""Lists of skills whose lines begin with a label that no sign parts from the items: "Technical Excel, SAP"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from zenhire.analysis.cv.parse.languages import lists_languages
from zenhire.analysis.cv.parse.rows import Row
from zenhire.analysis.cv.parse.words.footers import is_signature
from zenhire.analysis.cv.parse.words.groups import is_group
from zenhire.analysis.cv.parse.words.headings import heading_kind

_SPACE = re.compile(r" +(?=[^\W_])")
_BETWEEN = re.compile(r"[,;|•·]")
_MOST_LABEL_WORDS, _LEAST_LABELS = 4, 2


def with_label_cells(rows: Sequence[Row]) -> list[Row]:
    """The rows, with their labels as cells of their own where each of them begins with a usual one.

    A label that goes on below its first line is told by the whole of it.
    """
    kept = [row for row in rows if not is_signature(row.text)]
    parted = list(_parted(kept))
    return parted if len(parted) >= _LEAST_LABELS and all(len(row.cells) > 1 for row in parted) else kept


def _parted(rows: Sequence[Row]) -> Iterator[Row]:
    at = 0
    while at < len(rows):
        row, below = rows[at], rows[at + 1] if at + 1 < len(rows) else None
        whole = with_label_above(row, below.text) if below is not None and len(below.cells) == 1 else None
        if whole is not None:
            yield whole
            at += 2
            continue
        end = _end(row)
        yield _cut(row, end) if end else row
        at += 1


def _ends(row: Row) -> Iterator[int]:
    """Where a label may end: before a word that a list begins with, the longest label first."""
    if len(row.cells) > 1 or ":" in row.text or row.bullet:
        return
    spaces = list(_SPACE.finditer(row.text))[:_MOST_LABEL_WORDS]
    for space in reversed(spaces):
        rest = row.text[space.end() :]
        if not rest[0].islower() and (_BETWEEN.search(rest) or lists_languages(rest)):
            yield space.start()


def _end(row: Row) -> int:
    labels = ((end, row.text[:end]) for end in _ends(row))
    return next((end for end, label in labels if is_group(label) or heading_kind(label)), 0)


def with_label_above(row: Row, below: str) -> Row | None:
    """The row with the first words of a label as a cell of their own, if the text `below` is the label's rest."""
    if len(below.split()) >= _MOST_LABEL_WORDS or _BETWEEN.search(below):
        return None
    return next((_cut(row, end) for end in _ends(row) if heading_kind(f"{row.text[:end]} {below}")), None)


def _cut(row: Row, end: int) -> Row:
    both = row.first.part(0, end), row.first.part(end, len(row.text))
    cells = tuple(replace(row.first, text=part.text, start=part.start, end=part.end) for part in both)
    return replace(row, text=f"{row.text[:end]}\t{row.text[end + 1 :]}", cells=cells)
