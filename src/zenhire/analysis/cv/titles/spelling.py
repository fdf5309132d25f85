"""Misspelt words of a title: one or two letters off a word of the tables, and no word of their own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA
from wordfreq import zipf_frequency

from zenhire.analysis.cv.titles.lexicon import lexicon
from zenhire.analysis.cv.titles.tables import register

_SHORTEST, _LONG = 6, 10
_KNOWN, _RARER = 2.0, 2.5
_LANGUAGES = ("en", "de", "fr", "es")


@lru_cache(maxsize=1)
def _by_initial() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in sorted(_vocabulary()):
        if len(word) >= _SHORTEST and word.isalpha():
            found.setdefault(word[0], []).append(word)
    return {initial: tuple(group) for initial, group in found.items()}


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    levels = {word for key in lexicon().levels for word in key}
    return register().vocabulary | frozenset(lexicon().heads) | levels


_FEMALE = (("o", "a"), ("ente", "enta"), ("ant", "ante"), ("ent", "ente"), ("ain", "aine"), ("ny", "na"))


@lru_cache(maxsize=1)
def _female() -> Mapping[str, str]:
    """Forms for women of the words of the tables, which have those for men: `abogada` -> `abogado`."""
    known = _vocabulary()
    found: dict[str, str] = {}
    for word in sorted(known):
        for ending, other in _FEMALE:
            form = word.removesuffix(ending) + other
            if word.endswith(ending) and len(word) >= _SHORTEST and form not in known:
                found.setdefault(form, word)
    return found


def neutral(word: str) -> str:
    """The form of a plain word that the tables have, if it is one for women."""
    return _female().get(word, word)


def _frequency(word: str) -> float:
    return max(float(zipf_frequency(word, language)) for language in _LANGUAGES)


@lru_cache(maxsize=65536)
def mended(word: str) -> str:
    """The word of the tables that this one is a slip of, else the word itself. First letters are taken as right."""
    if len(word) < _SHORTEST or not word.isalpha() or word in _vocabulary():
        return word
    edits = 2 if len(word) >= _LONG else 1
    near = []
    for other in _by_initial().get(word[0], ()):
        distance = OSA.distance(word, other, score_cutoff=edits)
        if distance <= edits:
            near.append((distance, -_frequency(other), other))
    if not near:
        return word
    _, frequency, best = min(near)
    own = _frequency(word)
    return best if own < _KNOWN or own <= -frequency - _RARER else word
