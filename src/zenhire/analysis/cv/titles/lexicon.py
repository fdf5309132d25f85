"""The small tables of words that titles are made of, read once: abbreviations, heads, levels, words without weight.

`data/README.md` describes the files. Whatever is wrong in them raises ValueError with file and line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from zenhire.analysis.cv.skills.normal import singular, words

HEAD_KINDS = ("lead", "manager", "director", "executive", "generic", "trade")
EVERYDAY = ("lead", "manager", "director", "executive", "generic")
LEVEL_KINDS = ("trainee", "junior", "deputy", "senior", "lead", "none", "scope")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`short`: abbreviation -> its words. `heads`: what a title can be the name of -> its kind. `levels`: words that
    tell a level -> which; `none` are dropped, `scope` narrow a title a little. `forms`: a gendered form -> the plain.
    """

    short: Mapping[str, tuple[str, ...]]
    heads: Mapping[str, str]
    levels: Mapping[tuple[str, ...], str]
    forms: Mapping[str, str]


def rows(name: str) -> Iterator[tuple[str, list[str]]]:
    """Place and cells of each row of a table in `data`."""
    text = (resources.files(__package__) / "data" / name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield f"{name}:{number}", line.split("\t")


def items(cell: str) -> list[str]:
    """The entries of a cell, which `;` parts."""
    return [item.strip() for item in cell.split(";") if item.strip()]


def _pairs(name: str, kinds: tuple[str, ...] | None) -> Iterator[tuple[str, tuple[str, ...], str]]:
    seen: set[tuple[str, ...]] = set()
    for where, row in rows(name):
        if len(row) != 2 or (kinds is not None and row[0] not in kinds):
            raise ValueError(f"{where}: two columns, the first one of {kinds}")
        for item in items(row[1]):
            key = words(item)
            if not key or key in seen:
                raise ValueError(f"{where}: no word, or there twice: {item}")
            seen.add(key)
            yield where, key, row[0]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The tables. Raises ValueError where they contradict themselves."""
    short = {key[0]: words(full) for _, key, full in _pairs("abbreviations.tsv", None)}
    heads = {singular(key[0]): kind for _, key, kind in _pairs("heads.tsv", HEAD_KINDS)}
    levels = {key: kind for _, key, kind in _pairs("levels.tsv", LEVEL_KINDS)}
    forms = {key[0]: " ".join(words(plain)) for _, key, plain in _pairs("forms.tsv", None)}
    return Lexicon(short, heads, levels, forms)
