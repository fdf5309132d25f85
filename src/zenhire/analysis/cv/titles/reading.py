"""What a title says: the occupation, what narrows it, and the level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from zenhire.analysis.cv.titles.lexicon import lexicon
from zenhire.analysis.cv.titles.normal import Phrase, cleaned, is_head, phrase, pieces
from zenhire.analysis.cv.titles.spelling import mended, neutral
from zenhire.analysis.cv.titles.tables import key_of, register
from zenhire.analysis.cv.titles.types import SENIORITIES, Seniority

Words = tuple[str, ...]

TRAINEE, JUNIOR, REGULAR, SENIOR, LEAD, MANAGER, DIRECTOR, EXECUTIVE = range(8)
_KIND_LEVELS = {"lead": LEAD, "manager": MANAGER, "director": DIRECTOR, "executive": EXECUTIVE}


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a title.

    `words` are all of them, `core` those that tell no level. `occupation` is None where the tables know none; `extra`
    narrows it. `level` is a place in SENIORITIES, or half of one above. `slips` tells that a misspelt word was mended.
    """

    words: Words
    core: Words
    told: str
    level: float
    occupation: str | None
    extra: frozenset[str]
    scoped: bool
    slips: bool


@lru_cache(maxsize=65536)
def read(title: str) -> tuple[Reading, ...]:
    """The meanings of a title, the whole first: `Waiter / Bartender` has two. Empty without a word."""
    parts = [phrase(side) for part in pieces(cleaned(title)) for side in _sides(part)]
    parts = [part for part in parts if part.words]
    if not parts:
        own = phrase(cleaned(title))
        parts = [own] if own.words else []
    if not parts:
        return ()
    found = [_whole(parts), *(_alone(part) for part in _alternatives(parts))]
    return tuple(dict.fromkeys(found))


def _sides(part: str) -> list[str]:
    """What slashes part, where each side names an occupation itself: `Graphic Designer/Web Designer`."""
    sides = part.split("/")
    read_sides = [phrase(side) for side in sides]
    named = all(one.words and is_head(one.words[-1]) and _alone(one).occupation for one in read_sides)
    return sides if named else [part]


def _alternatives(parts: list[Phrase]) -> Iterator[Phrase]:
    """Parts that name an occupation themselves, and those of a slash between words."""
    if len(parts) > 1:
        yield from (part for part in parts[1:] if _alone(part).occupation is not None)


def _whole(parts: list[Phrase]) -> Reading:
    """The title of the first part; the others tell a department, if together they are a known name."""
    first = _alone(parts[0])
    for other in parts[1:]:
        joined = Phrase(other.words + parts[0].words, f"{other.told} {parts[0].told}")
        whole = _alone(joined)
        if whole.occupation is not None and (first.occupation is None or not whole.extra - first.extra):
            return whole
    return first


def _alone(part: Phrase) -> Reading:
    plain = tuple(neutral(word) for word in part.words)
    fixed = tuple(mended(word) for word in plain)
    core, told, scoped = _levelled(fixed)
    named = _named(fixed, core, told)
    base = named.level if named else _head_level(core)
    level = base if named and named.whole else _level(base, told)
    occupation, extra = (named.occupation, named.extra) if named else (None, frozenset())
    return Reading(fixed, core, part.told, level, occupation, extra, scoped, fixed != plain)


def _levelled(found: Words) -> tuple[Words, str, bool]:
    """The words without those of level and scope; the kind of level told, '' for none; whether there was a scope."""
    levels, kept, kinds, at = lexicon().levels, [], set(), 0
    while at < len(found):
        size = next((size for size in (3, 2, 1) if at + size <= len(found) and found[at : at + size] in levels), 0)
        kind = levels.get(found[at : at + size], "") if size else ""
        last = at + size == len(found)
        if size and not (last and kind != "trainee" and is_head(found[-1])):
            kinds.add(kind)
            at += size
        else:
            kept.append(found[at])
            at += 1
    core = tuple(kept) or found
    told = next((kind for kind in ("trainee", "junior", "deputy", "lead", "senior") if kind in kinds), "")
    return core, told, "scope" in kinds


def _head_level(core: Words) -> float:
    """The level that what somebody is tells, before any word of level."""
    return _KIND_LEVELS.get(lexicon().heads.get(core[-1], ""), REGULAR)


def _level(base: float, told: str) -> float:
    """A level after the words before it: a deputy manager is below a manager, a senior manager half a level above."""
    if told == "trainee":
        return TRAINEE
    if told in ("junior", "deputy"):
        return base - 1 if base > REGULAR else JUNIOR
    if told == "senior":
        return SENIOR if base == REGULAR else base + 0.5
    return max(base, LEAD) if told == "lead" else base


@dataclass(frozen=True, slots=True)
class _Named:
    """`whole`: the name holds the words of level, too. `level` is that of the name."""

    occupation: str
    extra: frozenset[str]
    level: float
    whole: bool


@lru_cache(maxsize=4096)
def _usual_level(occupation: str) -> float:
    """The level that the occupation's own name tells."""
    return _natural_level(key_of(occupation))


def _natural_level(found: Words) -> float:
    core, told, _ = _levelled(found)
    if found[0] == "chief" or (told == "lead" and core[-1] == "officer"):
        return EXECUTIVE
    return _level(_head_level(core), told)


def _named(fixed: Words, core: Words, told: str) -> _Named | None:
    """The occupation that a title names: as it stands, without words of level, narrowed by further words."""
    names = register().names
    if name := names.get(fixed):
        own, usual = _natural_level(fixed), _usual_level(name.occupation)
        return _Named(name.occupation, name.extra, own if own >= LEAD and own > usual else usual, True)
    if name := names.get(core):
        return _Named(name.occupation, name.extra, _usual_level(name.occupation), False)
    for size in range(len(core), 0, -1):
        tail, before = core[-size:], frozenset(core[:-size])
        if named := _tail(tail, before):
            return named
    if not is_head(core[-1]):
        for size in range(len(core) - 1, 0, -1):
            name = names.get(core[:size])
            if name and not name.alone and not any(is_head(word) for word in core[size:]):
                extra = name.extra | frozenset(core[size:])
                return _Named(name.occupation, extra, _usual_level(name.occupation), False)
    field = register().fields.get(core)
    return _Named(field, frozenset(), REGULAR, False) if field else None


def _tail(tail: Words, before: frozenset[str]) -> _Named | None:
    """The name that these last words are, with what stands before them; a director's as the manager's."""
    names = register().names
    kind = _KIND_LEVELS.get(lexicon().heads.get(tail[-1], ""))
    name = names.get(tail)
    if name and not (name.alone and before):
        return _Named(name.occupation, name.extra | before, _usual_level(name.occupation), False)
    if kind is None or len(tail) == 1:
        return None
    stem = tail[:-1]
    if stem[-1] in ("vice", "team", "shift"):
        stem = stem[:-1]
    name = names.get((*stem, "manager")) if stem else None
    if name and not name.alone:
        return _Named(name.occupation, name.extra | before, kind, False)
    return None


def occupation(title: str) -> str | None:
    """The occupation that a title names, by its name in the tables; None where they know none."""
    return next((reading.occupation for reading in read(title) if reading.occupation), None)


def seniority(title: str) -> Seniority:
    """The level that a title tells; `regular` where it tells none."""
    return SENIORITIES[int(max((reading.level for reading in read(title)[:1]), default=REGULAR))]
