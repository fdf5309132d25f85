"""The tables of skills that come with the package, read and checked.

`data/README.md` describes the files. Whatever is wrong in them raises ValueError with file and line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

from zenhire.analysis.cv.skills.normal import singular, words

Kind = Literal["hard", "soft"]
GuardKind = Literal["letter", "word"]
FIELDS: Mapping[str, Kind] = {
    **{"software": "hard", "data": "hard", "office": "hard", "business": "hard", "trades": "hard", "care": "hard"},
    **{"hospitality": "hard", "soft": "soft"},
}
IMPLIED, NEAR = 0.8, 0.5
"""Trusts of a relation that names none."""


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill, its other names, and what having it says about others: skill -> trust in (0, 1)."""

    name: str
    field: str
    kind: Kind
    aliases: tuple[str, ...]
    implies: Mapping[str, float]
    near: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Guard:
    """What tells a skill's name from the ordinary word or letter; all in plain forms."""

    word: str
    kind: GuardKind
    cues: frozenset[str]
    not_after: frozenset[str]
    not_before: frozenset[str]


@dataclass(frozen=True, slots=True)
class Alias:
    """A way to write a skill, or a kind of it (`narrower`). `skill` is empty for a phrase that only blocks."""

    skill: str
    written: str
    keys: tuple[str, ...]
    guard: Guard | None = None
    narrower: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """All tables: skills by name, aliases in a trie of keys, and whose evidence a skill is."""

    skills: Mapping[str, Skill]
    aliases: Mapping[str, tuple[Alias, ...]]
    trie: Mapping[str, Any]
    evidence: Mapping[str, Mapping[str, tuple[float, str]]]
    vocabulary: frozenset[str] = field(repr=False)

    def skill_of(self, name: str) -> str | None:
        """The skill that goes by this name, None where the tables know none."""
        node: Any = self.trie
        found: list[Alias] = _walk(node, words(name))
        return next((alias.skill for alias in found if alias.skill), None)


def keys_of(written: str) -> tuple[str, ...]:
    """The keys of an alias: plain singular forms; after `=` the forms as they are, marked with it. `>` is no part."""
    written = written.lstrip(">")
    if written.startswith("="):
        return tuple(f"={word}" for word in words(written))
    return tuple(singular(word) for word in words(written))


def key_pair(word: str) -> tuple[str, str]:
    """Both keys under which a word of a text is looked up."""
    return singular(word), f"={word}"


def _walk(node: Any, rest: tuple[str, ...]) -> list[Alias]:
    """Aliases that are exactly these words."""
    if not rest:
        return list(node.get("", ()))
    found: list[Alias] = []
    for key in key_pair(rest[0]):
        if key in node:
            found += _walk(node[key], rest[1:])
    return found


def rows(name: str) -> Iterator[tuple[str, list[str]]]:
    """Place and cells of each row of a table in `data`."""
    text = (resources.files(__package__) / "data" / name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield f"{name}:{number}", line.split("\t")


def _items(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(";") if item.strip()]


def _trusts(where: str, cell: str, default: float) -> dict[str, float]:
    found: dict[str, float] = {}
    for item in _items(cell):
        name, _, trust = item.partition("=")
        value = float(trust) if trust else default
        if not 0 < value < 1:
            raise ValueError(f"{where}: a trust is between 0 and 1: {item}")
        found[name.strip()] = value
    return found


def _skills() -> dict[str, Skill]:
    found: dict[str, Skill] = {}
    for part, kind in FIELDS.items():
        for where, row in rows(f"{part}.tsv"):
            name, aliases, implies, near = (*row, "", "", "")[:4]
            if name in found or len(row) > 4:
                raise ValueError(f"{where}: {name} is there twice, or has more than four columns")
            trusts = _trusts(where, implies, IMPLIED), _trusts(where, near, NEAR)
            found[name] = Skill(name, part, kind, tuple(_items(aliases)), *trusts)
    for skill in found.values():
        unknown = (set(skill.implies) | set(skill.near)) - set(found)
        if unknown or skill.name in skill.implies or skill.name in skill.near:
            raise ValueError(f"{skill.name}: relates to itself or to what is not there: {sorted(unknown)}")
    return found


def _plain_set(cell: str) -> frozenset[str]:
    return frozenset(" ".join(words(item)) for item in _items(cell))


def _guards() -> dict[str, Guard]:
    found: dict[str, Guard] = {}
    for where, row in rows("guards.tsv"):
        word, kind, cues, not_after, not_before = (*row, "", "", "", "")[:5]
        keys = words(word)
        if len(keys) != 1 or keys[0] in found or kind not in ("letter", "word"):
            raise ValueError(f"{where}: not one word, there twice, or of unknown kind: {word}")
        sets = _plain_set(cues), _plain_set(not_after), _plain_set(not_before)
        found[keys[0]] = Guard(word, "letter" if kind == "letter" else "word", *sets)
    return found


def _evidence(skills: Mapping[str, Skill]) -> dict[str, dict[str, tuple[float, str]]]:
    """For each skill the others that speak for it, with trust and rule (`implied` or `near`).

    Implications chain, their trusts multiply; nearness is mutual and does not chain.
    """
    found: dict[str, dict[str, tuple[float, str]]] = {name: {} for name in skills}

    def follow(source: str, at: str, trust: float, path: tuple[str, ...]) -> None:
        for target, own in skills[at].implies.items():
            if target in path:
                raise ValueError(f"{' > '.join((*path, target))}: implications in a circle")
            value = round(trust * own, 4)
            if value > found[target].get(source, (0.0, ""))[0]:
                found[target][source] = (value, "implied")
            follow(source, target, value, (*path, target))

    for name in skills:
        follow(name, name, 1.0, (name,))
    for name, skill in skills.items():
        for other, trust in skill.near.items():
            for one, two in ((name, other), (other, name)):
                if trust > found[two].get(one, (0.0, ""))[0]:
                    found[two][one] = (trust, "near")
    return found


@lru_cache(maxsize=1)
def book() -> Book:
    """The tables, read once. Raises ValueError where they contradict themselves."""
    return _bound(_skills())


def enlarged(names: Iterable[str]) -> Book:
    """The tables with further names, each a skill without relatives; names that they know are left out."""
    skills, known = _skills(), {alias.keys for group in book().aliases.values() for alias in group}
    known |= {alias.keys for alias in _traps()}
    for name in names:
        keys = keys_of(name)
        if keys and keys not in known:
            known.add(keys)
            skills[name] = Skill(name, "software", "hard", (), {}, {})
    return _bound(skills)


def _traps() -> list[Alias]:
    """Phrases that block what stands inside them."""
    return [Alias("", row[0], keys_of(row[0])) for _, row in rows("traps.tsv")]


def _bound(skills: Mapping[str, Skill]) -> Book:
    guards, aliases, taken = _guards(), dict[str, tuple[Alias, ...]](), dict[tuple[str, ...], str]()
    trie: dict[str, Any] = {}
    for skill in skills.values():
        found: dict[tuple[str, ...], Alias] = {}
        for written in (skill.name, *skill.aliases):
            keys = keys_of(written)
            if not keys or taken.setdefault(keys, skill.name) != skill.name:
                raise ValueError(f"{written}: a name of {skill.name} and of {taken.get(keys)}")
            guard = guards.get(keys[0].lstrip("=")) or guards.get("".join(words(written)))
            guard = guard if len(keys) == 1 else None
            found.setdefault(keys, Alias(skill.name, written.lstrip("=>"), keys, guard, written.startswith(">")))
        aliases[skill.name] = tuple(found.values())
    for alias in (*(alias for group in aliases.values() for alias in group), *_traps()):
        if not alias.skill and alias.keys in taken:
            raise ValueError(f"traps.tsv: {alias.written} is a name of {taken[alias.keys]}")
        insert(trie, alias)
    vocabulary = frozenset(key.lstrip("=") for group in aliases.values() for alias in group for key in alias.keys)
    return Book(skills, aliases, trie, _evidence(skills), vocabulary)


def insert(trie: dict[str, Any], alias: Alias) -> None:
    """Puts an alias into a trie of keys."""
    node = trie
    for key in alias.keys:
        node = node.setdefault(key, {})
    node.setdefault("", []).append(alias)
