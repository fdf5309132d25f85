"""The tables of occupations that come with the package, read and checked.

`data/README.md` describes the files. Whatever is wrong in them raises ValueError with file and line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from zenhire.analysis.cv.titles.lexicon import EVERYDAY, items, lexicon, rows
from zenhire.analysis.cv.titles.normal import cleaned, is_head, phrase

FAMILIES = ("software", "office", "commerce", "care", "public", "creative", "industry", "service")
KIN, NEAR = 0.5, 0.6
"""Scores of occupations that are kin, and of near ones where the table names none."""


ALONE = "alone"
"""The kin of occupations so wide that further words make them another: none of their names is part of a title."""


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation, its other names, the groups it is kin to others by, and what else answers it: name -> score."""

    name: str
    family: str
    aliases: tuple[str, ...]
    kin: tuple[str, ...]
    near: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Name:
    """What a name says: the occupation, and what makes it a kind of it (`extra`, empty for an equal name).

    `alone`: counts only where nothing else stands in the title.
    """

    occupation: str
    extra: frozenset[str]
    alone: bool


@dataclass(frozen=True, slots=True)
class Register:
    """All tables: occupations by name, names by their words, and how well each occupation answers another."""

    occupations: Mapping[str, Occupation]
    names: Mapping[tuple[str, ...], Name]
    near: Mapping[tuple[str, str], float]
    fields: Mapping[tuple[str, ...], str]
    vocabulary: frozenset[str]


def key_of(written: str) -> tuple[str, ...]:
    """The words that a name in the tables is found by."""
    return phrase(cleaned(written.lstrip(">="))).words


def is_everyday(word: str) -> bool:
    """Whether half of all titles may end with this word, so that it names nothing but standing alone."""
    return lexicon().heads.get(word) in EVERYDAY


def _near(where: str, cell: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for item in items(cell):
        name, _, score = item.partition("=")
        value = float(score) if score else NEAR
        if not 0 <= value < 1:
            raise ValueError(f"{where}: a score is at least 0 and below 1: {item}")
        found[name.strip()] = value
    return found


def _occupations() -> dict[str, Occupation]:
    found: dict[str, Occupation] = {}
    for family in FAMILIES:
        for where, row in rows(f"{family}.tsv"):
            name, aliases, kin, near = (*row, "", "", "")[:4]
            if name in found or len(row) > 4:
                raise ValueError(f"{where}: {name} is there twice, or has more than four columns")
            found[name] = Occupation(name, family, tuple(items(aliases)), tuple(items(kin)), _near(where, near))
    for occupation in found.values():
        unknown = set(occupation.near) - set(found)
        if unknown or occupation.name in occupation.near:
            raise ValueError(f"{occupation.name}: near to itself or to what is not there: {sorted(unknown)}")
    return found


def _names(occupations: Mapping[str, Occupation]) -> dict[tuple[str, ...], Name]:
    found: dict[tuple[str, ...], Name] = {}
    for occupation in occupations.values():
        own = frozenset(key_of(occupation.name))
        for written in (occupation.name, *occupation.aliases):
            key = key_of(written)
            kind = frozenset(word for word in key if word not in own and not is_head(word)) or frozenset(key)
            alone = written.startswith("=") or ALONE in occupation.kin or (len(key) == 1 and is_everyday(key[0]))
            name = Name(occupation.name, kind if written.startswith(">") else frozenset(), alone)
            if not key or found.setdefault(key, name).occupation != occupation.name:
                raise ValueError(f"{written}: a name of {occupation.name} and of {found[key].occupation}")
    return found


def _relations(occupations: Mapping[str, Occupation]) -> dict[tuple[str, str], float]:
    """Kin are near by .5; what a row says of a pair goes before, in both directions, the first row's word counting."""
    found: dict[tuple[str, str], float] = {}
    groups: dict[str, list[str]] = {}
    for name, occupation in occupations.items():
        for kin in occupation.kin:
            groups.setdefault(kin, []).append(name)
        for other, score in occupation.near.items():
            found.setdefault((name, other), score)
            found.setdefault((other, name), score)
    groups.pop(ALONE, None)
    for members in groups.values():
        for one, two in combinations(members, 2):
            found.setdefault((one, two), KIN)
            found.setdefault((two, one), KIN)
    return found


def _fields(occupations: Mapping[str, Occupation]) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for where, (name, *cells) in rows("fields.tsv"):
        if name not in occupations or len(cells) != 1:
            raise ValueError(f"{where}: no such occupation, or not two columns: {name}")
        for item in items(cells[0]):
            if found.setdefault(key_of(item), name) != name:
                raise ValueError(f"{where}: {item} leads to two occupations")
    return found


@lru_cache(maxsize=1)
def register() -> Register:
    """The tables, read once. Raises ValueError where they contradict themselves."""
    occupations = _occupations()
    names = _names(occupations)
    vocabulary = frozenset(word for key in names for word in key)
    return Register(occupations, names, _relations(occupations), _fields(occupations), vocabulary)
