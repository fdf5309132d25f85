"""What the lines of a part with skills list: the items, each with the name of the group that it stands in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from zenhire.analysis.cv.parse.fold import fold, key
from zenhire.analysis.cv.parse.rows import Cell, Quote, Row
from zenhire.analysis.cv.parse.skills.levels import begins_with_level, is_level, without_levels
from zenhire.analysis.cv.parse.words.groups import is_group
from zenhire.analysis.cv.skills.normal import word_set

_LABEL = re.compile(r"\s*(?P<label>[^:,;|•·\t]{2,45}?)\s*(?:[:：]|\s[–—]\s)\s*(?=\S)")
_BETWEEN = re.compile(r"[,;|•·\t、，；]|\s[-–—]\s|\s{3,}|\.\s+(?=[A-ZÀ-Ý])|\s\*\s?(?=\w)|(?<=\w)\*(?=[A-ZÀ-Ý])")
_SLASH = re.compile(r"\s/\s")
_SEPARATE = re.compile(rf"{_BETWEEN.pattern}|{_SLASH.pattern}")
# A group with its list: "Main skills (Telematics, Route Planning)".
_IN_BRACKETS = re.compile(r"(?P<group>[^()]{2,45}?)\s*\((?P<list>.+)\)")
# A mark or an icon before an item that no bullet is known to be.
_DRAWN_BULLET = re.compile(r"[\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff\ue000-\uf8ff]\s*(?=\w)")
_EDGES = " \t,;:|•·-–—.*…"
_MOST_WORDS, _MOST_LETTERS, _MOST_LABEL_WORDS = 9, 80, 5
_LEAST_SENTENCE, _LIST_WORDS, _SMALL_SHARE = 12, 5.0, 0.2
# With a full stop at its end.
_LEAST_CLOSED = 9
_LEAST_SIDE, _LARGER, _LEAST_IN_GROUP, _SAME_LEFT = 2, 1.08, 2, 6.0
_SAME_SIZE, _LEAST_APART = 0.5, 3
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = word_set(
    "a an and as at by for from has have i in is it of on or that the their this to was we while who with my able "
    "und der die das mit im in zu von fur ich habe et de des les la le pour avec dans y el los con para en"
)
# "I" is "and" in Polish and Italian, and begins sentences in English.
_JOINED = re.compile(
    r"^(?:(?:and|und|et|en|ve)|(?-i:[ye])|(?-i:i)(?!\s+(?:am|can|do|enjoy|have|know|like|love|was|will|work)\b))\s+",
    re.IGNORECASE,
)
_FILLERS = frozenset(("to include", "include", "including", "includes", "such as", "etc", "and more"))


@dataclass(frozen=True, slots=True)
class _Listed:
    """What a cell lists. `alone`: it is a single item without anything beside it, as the name of a group is."""

    cell: Cell
    items: list[Quote]
    category: Quote | None
    alone: bool


def listed(rows: Sequence[Row]) -> Iterator[tuple[Quote, Quote | None]]:
    """The skills in order, without their levels, each with the label or group that it stands under, if any."""
    lines = [[*_of_row(row)] for row in _unwrapped(rows)]
    found = [found for line in lines for found in line]
    kept = iter(without_levels([item for one in found for item in one.items]))
    cut = iter([replace(one, items=[item for item in [next(kept) for _ in one.items] if item]) for one in found])
    lines = [[one for one in [next(cut) for _ in line] if one.items] for line in lines]
    yield from _grouped([line for line in lines if line])


def _unwrapped(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows; where white space parts most items, one without any before it goes on with the item above."""
    apart = Counter((row.first.bold, round(row.first.size)) for row in rows if row.gap and len(row.cells) == 1)
    near = Counter(
        (row.first.bold, round(row.first.size)) for row in rows[1:] if not row.gap and not is_level(row.text)
    )
    edge = max((cell.right for row in rows for cell in row.cells), default=0.0)
    open_row: Row | None = None
    for row in rows:
        look = (row.first.bold, round(row.first.size))
        goes_on = open_row is not None and not row.gap and _is_wrapped(open_row, row, edge)
        if open_row is not None and goes_on and apart[look] >= max(_LEAST_APART, 2 * near[look]):
            text = f"{open_row.text} {row.text}"
            cell = replace(open_row.first, text=text, end=row.end)
            open_row = replace(open_row, text=text, end=row.end, cells=(cell,))
            continue
        if open_row is not None:
            yield open_row
        open_row = row
    if open_row is not None:
        yield open_row


def _is_wrapped(above: Row, row: Row, edge: float) -> bool:
    """Whether a row may be the rest of the one above: alike, at the same left edge, and its first word had no room."""
    if len(above.cells) > 1 or len(row.cells) > 1 or row.bullet or row.start != above.end + 1 or is_level(row.text):
        return False
    first, second = above.first, row.first
    word = (second.right - second.x) / max(1, len(second.text)) * (len(second.text.split()[0]) + 1)
    if first.right + word <= edge or abs(first.x - second.x) >= _SAME_SIZE:
        return False
    same = (first.bold, round(first.size)) == (second.bold, round(second.size))
    return same and above.words + row.words <= _MOST_LABEL_WORDS and not above.text.endswith((",", ";", ":", "."))


def _of_row(row: Row) -> Iterator[_Listed]:
    category, start = _label(row)
    own = [_cell_label(cell) for cell in row.cells]
    for cell, label in zip(row.cells, own, strict=True):
        if all(own) and label is not None:
            category, start = cell.part(*label.span("label")), cell.start + label.end()
        if cell.end <= start or _is_sentence(cell.text[max(0, start - cell.start) :], row.bullet):
            continue
        items = list(_items(cell.part(max(0, start - cell.start), len(cell.text))))
        alone = category is None and len(items) == 1 and len(cell.text.split()) <= _MOST_LABEL_WORDS
        if items:
            yield _Listed(cell, items, category, alone)


def _cell_label(cell: Cell) -> re.Match[str] | None:
    """The label that a cell begins with: "Tools: Excel" beside "General: First Aid"."""
    match = _LABEL.match(cell.text)
    short = match and len(match["label"].split()) <= _MOST_LABEL_WORDS
    return match if match and short and not begins_with_level(cell.text[match.end() :]) else None


def _grouped(lines: Sequence[Sequence[_Listed]]) -> Iterator[tuple[Quote, Quote | None]]:
    """The items with their categories; the names of groups are no items."""
    if len(lines) > 1 and all(len(line) == 1 and _is_bare_label(line[0]) for line in lines):
        yield from ((one.items[0], None) for line in lines for one in line)
        return
    heads = _heads(lines)
    groups: list[_Listed] = []
    for at, line in enumerate(lines):
        named = [one for one in line if one.alone and (at in heads or _is_group_name(one.cell.text))]
        groups = named or groups
        for one in line:
            if one in named:
                continue
            category = one.category or _group_of(one, groups)
            for item in one.items:
                yield from _out_of_brackets(item, category)


def _is_bare_label(one: _Listed) -> bool:
    """Whether it ends with a colon that nothing follows; where all do, they are the skills."""
    return one.alone and one.cell.text.endswith(":") and not is_group(one.cell.text)


def _is_group_name(text: str) -> bool:
    return (text.endswith(":") and not text.endswith("):")) or is_group(text)


def _group_of(one: _Listed, groups: Sequence[_Listed]) -> Quote | None:
    """The group above that a cell stands under: the last that begins to its left."""
    under = [group for group in groups if group.cell.x <= one.cell.x + _SAME_LEFT] or groups[:1]
    return under[-1].items[0] if under else None


def _heads(lines: Sequence[Sequence[_Listed]]) -> set[int]:
    """Lines that look like names of groups: bold or larger, the first of all, each above lines of items.

    Where such lines follow one another, they are skills, as are those with a single item below.
    """
    if len(lines) < _LEAST_IN_GROUP:
        return set()
    looks = [_look(line) for line in lines]
    heads = {at for at, look in enumerate(looks) if look == looks[0] and all(one.alone for one in lines[at])}
    rest = [at for at in range(len(lines)) if at not in heads]
    above = all(at + 1 in rest for at in heads)
    distinct = all(_stands_out(looks[0], looks[at]) for at in rest)
    items = sum(len(one.items) for at in rest for one in lines[at])
    return heads if 0 in heads and above and distinct and items >= _LEAST_IN_GROUP * len(heads) else set()


def _look(line: Sequence[_Listed]) -> tuple[bool, float]:
    return all(one.cell.bold for one in line), max(round(one.cell.size, 1) for one in line)


def _stands_out(look: tuple[bool, float], other: tuple[bool, float]) -> bool:
    return look > other and ((look[0] and not other[0]) or look[1] >= other[1] * _LARGER) and look[1] >= other[1]


def _out_of_brackets(item: Quote, category: Quote | None) -> Iterator[tuple[Quote, Quote | None]]:
    """The item, or those that follow the name of a group in brackets."""
    match = _IN_BRACKETS.fullmatch(item.text)
    if match is None or not is_group(match["group"]):
        yield item, category
        return
    group = item.part(*match.span("group"))
    for part in _items(item.part(*match.span("list"))):
        yield part, group


def _label(row: Row) -> tuple[Quote | None, int]:
    """The label at a line's beginning ("Databases: ...", or a bold first cell), and where the list begins."""
    match = _LABEL.match(row.text)
    short = match and len(match["label"].split()) <= _MOST_LABEL_WORDS and not row.text.endswith("\t")
    if match and short and not begins_with_level(row.text[match.end() :]):
        return row.part(*match.span("label")), row.start + match.end()
    if len(row.cells) > 1 and _is_label(row.first, row.cells[1:]):
        return row.first.part(0, len(row.first.text)).trimmed(_EDGES), row.cells[1].start
    return None, row.start


def _is_label(first: Cell, others: Sequence[Cell]) -> bool:
    """Whether the first cell names what the others list. Levels beside it tell that it is a skill."""
    if len(first.text.split()) > _MOST_LABEL_WORDS or "," in first.text or all(is_level(cell.text) for cell in others):
        return False
    if is_group(first.text):
        return not any(is_group(cell.text) for cell in others)
    looks = first.bold and not any(cell.bold for cell in others)
    return looks or first.text.endswith(":") or (len(others) == 1 and "," in others[0].text)


def _items(quote: Quote) -> Iterator[Quote]:
    """The list's items; a comma inside brackets does not divide."""
    for piece in _divided(quote, _outside_brackets(_BETWEEN, quote.text)):
        for part in _divided(piece, _at_slashes(piece.text)):
            item = part
            if drawn := _DRAWN_BULLET.match(item.text):
                item = item.part(drawn.end(), len(item.text))
            if joined := _JOINED.match(item.text):
                item = item.part(joined.end(), len(item.text))
            if _is_skill(item.text) or is_level(item.text):
                yield item


def _outside_brackets(signs: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    between = {match.start(): match.end() for match in signs.finditer(text)}
    depth = 0
    cuts: list[tuple[int, int]] = []
    for here, sign in enumerate(text):
        depth = max(0, depth + (sign in "([") - (sign in ")]"))
        if here in between and depth == 0:
            cuts.append((here, between[here]))
    return cuts


def _at_slashes(text: str) -> list[tuple[int, int]]:
    """Slashes that divide: several of them, or one between names of at least two words; "Excel / VBA" is one skill."""
    cuts = _outside_brackets(_SLASH, text)
    short = any(len(side.split()) < _LEAST_SIDE for side in _SLASH.split(text))
    return [] if len(cuts) == 1 and short else cuts


def _divided(quote: Quote, cuts: Sequence[tuple[int, int]]) -> Iterator[Quote]:
    at = 0
    for start, end in (*cuts, (len(quote.text), len(quote.text))):
        if start >= at:
            yield quote.part(at, start).trimmed(_EDGES)
            at = end


def _is_sentence(text: str, bullet: bool) -> bool:
    """Whether it tells something instead of listing: long parts, with the small words of sentences all through.

    An item of a list is one sooner, as it rarely lists more: its first part alone may be as long as a clause.
    """
    words = _WORD.findall(fold(text))
    parts = len(_SEPARATE.findall(text.rstrip(" ."))) + 1
    small = sum(word in _SMALL for word in words)
    if text.rstrip().endswith(".") and len(words) >= _LEAST_CLOSED and small >= _SMALL_SHARE * len(words):
        return True
    clause = len(_SEPARATE.split(text.strip(), maxsplit=1)[0].split())
    if bullet and parts > 1 and min(len(words), clause + 3) >= _LEAST_CLOSED and small >= _SMALL_SHARE * len(words):
        return True
    return len(words) >= _LEAST_SENTENCE and len(words) / parts > _LIST_WORDS and small >= _SMALL_SHARE * len(words)


def _is_skill(text: str) -> bool:
    letters = re.search(r"[^\W\d_]", text)
    return (
        bool(letters) and key(text) not in _FILLERS and len(text) <= _MOST_LETTERS and len(text.split()) <= _MOST_WORDS
    )
