"""Lists whose lines are broken within an item, as its next word had no room before the edge of the column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from zenhire.analysis.cv.parse.context import Context
from zenhire.analysis.cv.parse.dates.ranges import date_ranges
from zenhire.analysis.cv.parse.rows import Row
from zenhire.analysis.cv.parse.words.groups import is_group

_SIGN = re.compile(r"[•·|]")
_OPEN = re.compile(r"[,;•·|/:.\-–—&]\s*$")
_BEGUN = re.compile(r"\s*[,;•·|/\-–—]|[^:\t]{2,45}:\s")
# A word that is the name of a certificate by itself.
_WHOLE = re.compile(r"\w+(?:schein|zertifikat|lizenz|diplom|pr[üu]fung|bewijs|certificaat)", re.IGNORECASE)
_SAME, _LEAST_COMMAS, _MOST_REST_WORDS, _LEAST_NAME_WORDS = 0.5, 2, 3, 3


def with_whole_items(rows: Sequence[Row], context: Context) -> list[Row]:
    """The rows of a list of skills; a line that ends within one of the items between its signs goes on below."""
    return list(_joined(rows, context, _within_item))


def with_whole_names(rows: Sequence[Row], context: Context) -> list[Row]:
    """The rows of a list of one name a line; the last words of a long one may stand below it."""
    return list(_joined(rows, context, _within_name))


def _joined(rows: Sequence[Row], context: Context, within: Callable[[Row, Row], bool]) -> Iterator[Row]:
    above: Row | None = None
    for row in rows:
        if above is not None and _may_go_on(above, row) and _lacked_room(above, row, context) and within(above, row):
            above = _one(above, row)
            continue
        if above is not None:
            yield above
        above = row
    if above is not None:
        yield above


def _may_go_on(above: Row, row: Row) -> bool:
    """Whether two rows follow one another at the same edge, written alike, without a sign that an item begins."""
    if len(above.cells) > 1 or len(row.cells) > 1 or row.bullet or row.gap or row.start != above.end + 1:
        return False
    first, second = above.first, row.first
    same = first.bold == second.bold and abs(first.size - second.size) < _SAME
    at_edge = above.bullet or abs(first.x - second.x) < 2 * _SAME
    signs = _OPEN.search(above.text) or _BEGUN.match(row.text) or is_group(above.text) or is_group(row.text)
    return same and at_edge and above.page == row.page and above.column == row.column and not signs


def _lacked_room(above: Row, row: Row, context: Context) -> bool:
    """Whether the first word would have reached over the edge of its column."""
    second = row.first
    word = (second.right - second.x) / max(1, len(second.text)) * (len(second.text.split()[0]) + 1)
    return above.first.right + word > context.edges.get((above.page, above.column), above.first.right + word)


def _within_item(above: Row, row: Row) -> bool:
    """Whether signs part the items of the lines, so that without one an item goes on."""
    return bool(_SIGN.search(above.text) or _SIGN.search(row.text)) or above.text.count(",") >= _LEAST_COMMAS


def _within_name(above: Row, row: Row) -> bool:
    """Whether a line looks as the end of a name: a single word, no short one in capitals, or one that begins small."""
    if above.words < _LEAST_NAME_WORDS or date_ranges(above.text) or date_ranges(row.text):
        return False
    first = row.text[0]
    if first.islower() or first.isdigit():
        return row.words <= _MOST_REST_WORDS
    whole = above.text[-1].isdigit() or _WHOLE.fullmatch(row.text)
    return row.words == 1 and row.text.isalpha() and not row.text.isupper() and not whole


def _one(above: Row, row: Row) -> Row:
    text = f"{above.text} {row.text}"
    cell = replace(above.first, text=text, end=row.end, right=row.first.right)
    return replace(above, text=text, end=row.end, cells=(cell,))
