"""The parts of the lines that head an entry: names and places between separators, with dates taken out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from zenhire.analysis.cv.parse.dates.ranges import DateRange
from zenhire.analysis.cv.parse.entries import Entry, is_length
from zenhire.analysis.cv.parse.fold import key
from zenhire.analysis.cv.parse.rows import Cell, Quote
from zenhire.analysis.cv.parse.words.degrees import degree_score
from zenhire.analysis.cv.parse.words.jobs import ends_with_legal_form, title_score
from zenhire.analysis.cv.parse.words.labels import HEAD_LABELS, PLACE_LABELS
from zenhire.analysis.cv.parse.words.places import country_length, is_city, is_region, place_score

_EDGES = " \t,;:|•·-–—/()[]"
# Signs between names: bars, dashes, and what ornaments templates set there.
_ORNAMENTS = "|•·■□▪▫▲△▴▵▶▷▸▹►▼▽▾▿◀◁◂◃◄◆◇◈○●◦★☆✦✧➔➜→⇒»›¦∙⋅~*–—-"
_STRONG = re.compile(
    rf"\s+[{_ORNAMENTS}]+\s+|\s*\|\s*|\s+:\s+|:\s+|\s*(?:ï¼|â€“|：)\s*|\s+@\s*|\s+//\s+|(?<=\w)\s*[–—]\s+|\s{{3,}}"
)
_SLASH = re.compile(r"\s+/\s+")
_AT = re.compile(r"\s+(?:at|bei|beim|chez|presso|@)\s+(?=[A-ZÀ-Ý])")
_OF_STATE = re.compile(r"(?<!\w)University of [A-Z][\w.]+(?: [A-Z][\w.]+)?$")
# After an employer and a place: "Hotel Kiel GmbH, Hamburg. Head Chef".
_STOP = re.compile(r"(?:(?<=[^\W\d_]{4})|(?<=\d\d)|(?<=\))|(?<=\s[A-Z]{2}))\.\s+(?=[A-ZÀ-Ý])")
_COMMA = re.compile(r"\s*,\s+|\s+,\s*")
# Published CVs without names have these words in their place.
_PLACEHOLDER = re.compile(
    r"(?P<name>Company Name)(?:(?:\s|ï¼|[|,–-])*(?P<place>City\s*,?\s*State|City|State))?(?!\w)|"
    r"(?P<alone>City\s*,\s*State)(?!\w)"
)
_PLACE_SIGNS = re.compile(r"\s*\(([^()]{2,40})\)\s*$")
# A town with its postal code, after a name without a sign between: "Saldo 30-001 Kraków".
_POSTAL = re.compile(
    r"(?<=[\w.])\s+(?:[A-Z]{1,2}-)?(?:\d{2}-\d{3}|\d{5}|(?!19|20)\d{4})\s+"
    r"(?P<town>[A-ZÀ-Ý][\w.-]+(?: [A-ZÀ-Ý][\w.-]+){0,2})$"
)
_MOST_PLACE_PARTS = 3
_LABEL = re.compile(r"\W*([^\W\d_][\w ]{2,20}?)\s*:\s+")
# A label that is a degree, too, is none here: "Grado: Derecho".
_LABELS = PLACE_LABELS | {label for label in HEAD_LABELS if not degree_score(label)}
_DASHES = ("–", "—", "-")
_DASH = re.compile(r"\s+[–—-]\s+")
_CERTAIN, _PLACE, _KNOWN_PLACE, _MOST_AREA_WORDS = 0.8, 0.6, 1.0, 3
_MOST_TOWN_WORDS = 3
_STATE_CODE = re.compile(r"[A-Z]{2,3}(?![^\W\d_])")

Score = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Cut:
    """How the lines of heads are divided.

    `slashes`: whether those between blanks part names; `dashes`: which dashes do. `commas`: whether they do where there
    would be a single name otherwise ("usual"), everywhere or nowhere. `whole`: line and cell, as in slots, that hold
    one name.
    """

    slashes: bool = False
    dashes: str = "-–—"
    commas: Literal["usual", "all", "none"] = "usual"
    whole: tuple[int, int] | None = None


USUAL = Cut()


@dataclass(frozen=True, slots=True)
class Piece(Quote):
    """A part of a head. `slot` tells where: line relative to the dated one, cell, order in it, and its look."""

    slot: tuple[int, int, int, bool, bool]
    place: float
    joint: str


def pieces(entry: Entry) -> list[Piece]:
    """The entry's pieces in order; commas divide only where there would be a single name otherwise."""
    found = list(_strong(entry))
    return _at_all_commas(found) if _single(found) else found


def heads(
    some: Sequence[Entry], both: Callable[[Piece], Iterable[Piece]] = lambda piece: (piece,), cut: Cut = USUAL
) -> list[list[Piece]]:
    """The pieces of each entry; where commas divide most of them, they divide all that are written alike.

    `both`: divides a piece that holds both names.
    """
    found = [list(_strong(entry, cut)) for entry in some]
    if cut.commas != "usual":
        return [_at_all_commas(parts, cut) if cut.commas == "all" else parts for parts in found]
    single = [_single(parts) for parts in found]
    usual = {_shape(entry) for entry, alone in zip(some, single, strict=True) if alone}
    usual = usual if sum(single) * 2 >= len(found) else set()
    return [
        _at_all_commas(parts, cut)
        if alone or _shape(entry) in usual
        else [part for piece in parts for part in both(piece)]
        for entry, parts, alone in zip(some, found, single, strict=True)
    ]


def _single(found: Sequence[Piece]) -> bool:
    return sum(piece.place < 0.6 for piece in found) < 2


def _shape(entry: Entry) -> tuple[int, ...]:
    """How many cells each line of the head has."""
    return tuple(len(row.cells) for row in entry.head)


def _at_all_commas(found: Sequence[Piece], cut: Cut = USUAL) -> list[Piece]:
    return [part for piece in found for part in ((piece,) if piece.slot[:2] == cut.whole else at_commas(piece))]


def _strong(entry: Entry, cut: Cut = USUAL) -> Iterator[Piece]:
    for line, row in enumerate(entry.head):
        dates = entry.dates if line == entry.dated else []
        for number, cell in enumerate(row.cells):
            holes = [(item.start - cell.start + row.start, item.end - cell.start + row.start) for item in dates]
            order = 0
            place = (line - (entry.dated or 0), _cell_slot(number, len(row.cells)))
            for text in _without(cell, holes):
                for part in _undivided_cell(text) if place == cut.whole else _divided(text, cut):
                    slot = (*place, order, cell.bold, cell.italic)
                    yield from _with_place(part, slot)
                    order += 1


def _cell_slot(number: int, count: int) -> int:
    """The first cell and the last one keep their number however many stand between them."""
    return number if number == 0 or number < count - 1 else 9


def _without(cell: Cell, holes: Sequence[tuple[int, int]]) -> Iterator[Quote]:
    """The cell's text around its dates."""
    at = 0
    for start, end in sorted(holes):
        if end <= 0 or start >= len(cell.text):
            continue
        yield cell.part(at, max(at, start)).trimmed(_EDGES[:-4] + "([")
        at = max(at, end)
    rest = cell.part(min(at, len(cell.text)), len(cell.text))
    yield rest.trimmed(" \t,;:|•·-–—/") if at else rest


def _undivided_cell(quote: Quote) -> Iterator[Quote]:
    """A cell that holds one name, if it holds any, without the label before it ("Role: Tester")."""
    if _PLACEHOLDER.search(quote.text):
        yield from _divided(quote)
        return
    part = unbracketed(unlabelled(quote).trimmed(" \t,;:|•·-–—"))
    if re.search(r"\w", part.text) and not is_length(part.text):
        yield part


def unlabelled(quote: Quote) -> Quote:
    """The words without the label before them, if it is one of those that stand in heads ("Role: Tester")."""
    label = _LABEL.match(quote.text)
    known = label is not None and key(label[1]) in _LABELS
    return quote.part(label.end(), len(quote.text)) if label is not None and known else quote


def _divided(quote: Quote, cut: Cut = USUAL) -> Iterator[Quote]:
    """At strong separators; lengths of time and empty parts are left out."""
    if match := _PLACEHOLDER.search(quote.text):
        yield from _divided(quote.part(0, match.start()))
        for name in ("name", "place", "alone"):
            if match[name]:
                end = match.end() + country_length(quote.text[match.end() :]) if name != "name" else match.end(name)
                yield quote.part(match.start(name), end)
        end = match.end() if match["name"] and not match["place"] else end
        yield from _divided(quote.part(end, len(quote.text)))
        return
    at = 0
    stops = (match for match in _STOP.finditer(quote.text) if _begins_names(quote.text, match))
    signs = ((match, match.group().strip()) for match in _STRONG.finditer(quote.text))
    strong = (match for match, sign in signs if sign not in _DASHES or sign in cut.dashes)
    slashes = _SLASH.finditer(quote.text) if cut.slashes else ()
    at_words = (match for match in _AT.finditer(quote.text) if not _is_in_name(quote.text, match))
    cuts = sorted((*strong, *at_words, *stops, *slashes), key=lambda match: match.start())
    for start, end in (*((sign.start(), sign.end()) for sign in cuts), (len(quote.text), len(quote.text))):
        if start >= at:
            part = unbracketed(quote.part(at, start).trimmed(" \t,;:|•·-–—"))
            if ":" in quote.text[start:end] and key(part.text) in _LABELS:
                at = end
                continue
            if re.search(r"\w", part.text) and not is_length(part.text):
                yield part
            at = end


def _is_in_name(text: str, at: re.Match[str]) -> bool:
    """Whether "at" leads to a place or to a university's town ("University of Texas at Dallas")."""
    return place_score(text[at.end() :]) >= _PLACE or _OF_STATE.search(text[: at.start()]) is not None


def unbracketed(part: Quote) -> Quote:
    """The part without a bracket that only opens or only closes in it."""
    if part.text[:1] == "(" and ")" not in part.text:
        return part.trimmed("(")
    if part.text[-1:] == ")" and "(" not in part.text:
        return part.trimmed(")")
    return part


def _begins_names(text: str, stop: re.Match[str]) -> bool:
    """Whether a place follows a full stop, or a title or degree after an employer or school with its place."""
    rest = text[stop.end() :]
    if place_score(rest) >= _KNOWN_PLACE:
        return True
    return "," in text[: stop.start()] and (title_score(rest) >= _CERTAIN or degree_score(rest) >= _CERTAIN)


def _with_place(quote: Quote, slot: tuple[int, int, int, bool, bool]) -> Iterator[Piece]:
    """The piece, and the place at its end as a piece of its own ("Crumb & Co, Leeds, UK")."""
    score = place_score(quote.text)
    cut = None if score >= 0.6 else _place_start(quote.text)
    if cut is None:
        yield Piece(quote.text, quote.start, quote.end, slot, score, "")
        return
    name, place = quote.part(0, cut).trimmed(_EDGES), quote.part(cut, len(quote.text)).trimmed(_EDGES)
    line, cell, order, bold, italic = slot
    if name.text:
        yield Piece(name.text, name.start, name.end, slot, 0.0, "")
    yield Piece(place.text, place.start, place.end, (line, cell, order + 50, bold, italic), place_score(place.text), "")


def without_place(quote: Quote) -> tuple[Quote, Quote | None]:
    """A name, and the place at its end where one is."""
    found = list(_with_place(quote, (0, 0, 0, False, False)))
    if len(found) != 2:
        return quote, None
    name, place = (Quote(piece.text, piece.start, piece.end) for piece in found)
    return name, place


def _place_start(text: str) -> int | None:
    """Where the place at the end of a text begins, if one is there."""
    if (bracket := _PLACE_SIGNS.search(text)) and place_score(bracket[1]) >= 0.7:
        return bracket.start()
    if (postal := _POSTAL.search(text)) and is_city(postal["town"]):
        return postal.start()
    cuts = [0, *(match.end() for match in _COMMA.finditer(text))]
    if len(cuts) < 2:
        return None
    starts = cuts[-_MOST_PLACE_PARTS:]
    last = text[cuts[-1] :].strip(" .")
    if not (is_region(last) or is_city(last) or place_score(last) >= _CERTAIN):
        return None
    before = text[cuts[-2] : cuts[-1]].strip(" ,")
    if _STATE_CODE.match(last) and is_region(last) and (town := _town_start(before)):
        return cuts[-2] + len(text[cuts[-2] : cuts[-1]]) - len(text[cuts[-2] : cuts[-1]].lstrip(" ,")) + town
    if is_city(last) and not (len(cuts) > 2 and is_city(before)):
        return cuts[-1]
    short = len(before.split()) <= 3 and not any(sign.isdigit() for sign in before)
    joined = (len(cuts) >= 3 and short) or is_city(before)
    return cuts[-2] if joined and cuts[-2] > 0 and cuts[-2] in starts else cuts[-1]


def _town_start(text: str) -> int | None:
    """Where a known town begins that a name and no sign stand before ("Peach Mutual Albuquerque"); not at 0."""
    words = list(re.finditer(r"\S+", text))
    for count in range(min(_MOST_TOWN_WORDS, len(words) - 1), 0, -1):
        start = words[-count].start()
        if text[start].isupper() and not words[-count - 1].group().islower() and is_city(text[start:]):
            return start
    return None


def at_commas(piece: Piece) -> Iterator[Piece]:
    if piece.place >= 0.6:
        yield piece
        return
    line, cell, order, bold, italic = piece.slot
    parts: list[Quote] = []
    at = 0
    for start, end in (*(match.span() for match in _COMMA.finditer(piece.text)), (len(piece.text),) * 2):
        part = piece.part(at, start)
        at = end
        if parts and ends_with_legal_form(part.text):
            whole = parts.pop()
            parts.append(piece.part(whole.start - piece.start, part.end - piece.start))
        elif part.text:
            parts.append(part)
    for number, part in enumerate(parts):
        slot = (line, cell, order + number, bold, italic)
        yield Piece(part.text, part.start, part.end, slot, place_score(part.text), "," if number else "")


def rejoined(found: Sequence[Sequence[Piece]], role: Score, org: Score, text: str) -> list[list[Piece]]:
    """The pieces of all heads, a title whole again that a dash divides ("Assistant Manager - Production").

    That is so where a dash divides few of the heads and another piece of the same one is an employer: certainly,
    or on a line or in a cell of its own. `role` and `org` score words from 0 to 1, `text` is the whole CV's.
    """
    dashes = [
        next((at for at, pair in enumerate(itertools.pairwise(head)) if _dashed(*pair, text)), None) for head in found
    ]
    if 2 * sum(at is not None for at in dashes) > max(2, len(found)):
        return [list(head) for head in found]
    return [
        list(head) if at is None else list(_undivided(head, at, role, org, text))
        for head, at in zip(found, dashes, strict=True)
    ]


def _dashed(before: Piece, after: Piece, text: str) -> bool:
    """Whether nothing but a dash parts two pieces of a line."""
    return before.slot[:2] == after.slot[:2] and bool(_DASH.fullmatch(text[before.end : after.start]))


def _undivided(head: Sequence[Piece], at: int, role: Score, org: Score, text: str) -> Iterator[Piece]:
    title, after = head[at], head[at + 1]
    area, *more = at_commas(after)
    others = (*head[:at], *more, *head[at + 2 :])
    names = [piece for piece in others if piece.place < _PLACE]
    employer = any(
        org(piece.text) >= _CERTAIN or (piece.slot[:2] != title.slot[:2] and not role(piece.text)) for piece in names
    )
    few = len(area.text.split()) <= _MOST_AREA_WORDS and area.place < _PLACE and not org(area.text)
    if role(title.text) < _CERTAIN or not few or not employer:
        yield from head
        return
    yield from head[:at]
    yield replace(title, text=text[title.start : area.end], end=area.end)
    yield from more
    yield from head[at + 2 :]


def dates_of(entry: Entry) -> DateRange | None:
    """The entry's range: a real range before a single date."""
    ranges = [item for item in entry.dates if not item.single]
    return next(iter(ranges or entry.dates), None)
