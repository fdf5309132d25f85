"""Misspelt names: a letter or two too many, too few, wrong or swapped, in a word that is no other word."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from zenhire.analysis.cv.frequencies import zipf
from zenhire.analysis.cv.skills.normal import singular
from zenhire.analysis.cv.skills.reading import Reading

SHORTEST = 6
"""Letters below which a word is taken as written."""

_LONG = 10
_KNOWN, _RARER = 2.0, 1.5
ONE_EDIT, TWO_EDITS = 0.9, 0.8


def slips(word: str, reading: Reading, vocabulary: frozenset[str]) -> dict[str, float]:
    """Words of the text that are this one misspelt, with the trust in that; the word itself is not among them.

    A slip keeps the first letter and the digits. It is a word of no table and of no language as far as frequencies
    tell, or one far rarer than the word meant (a frequent slip).
    """
    if len(word) < SHORTEST or not word.isascii() or not word.isalpha():
        return {}
    edits = 2 if len(word) >= _LONG else 1
    found = {}
    for other in reading.by_initial.get(word[0], ()):
        if abs(len(other) - len(word)) > edits or other == word or not other.isalpha() or len(other) < SHORTEST:
            continue
        distance = min(OSA.distance(word, form, score_cutoff=edits) for form in {other, singular(other)})
        if distance <= edits and _is_slip(word, other, vocabulary):
            found[other] = ONE_EDIT if distance == 1 else TWO_EDITS
    return found


def _is_slip(word: str, other: str, vocabulary: frozenset[str]) -> bool:
    if other in vocabulary or singular(other) in vocabulary:
        return False
    frequency = _frequency(other)
    return frequency < _KNOWN or frequency <= _frequency(word) - _RARER - 1.0


def _frequency(word: str) -> float:
    return max(zipf(word, language) for language in ("en", "de", "fr", "es"))


def candidates(keys: Iterable[str], reading: Reading, vocabulary: frozenset[str]) -> dict[str, dict[str, float]]:
    """Slips of each key that has any."""
    found = {key: slips(key, reading, vocabulary) for key in dict.fromkeys(keys)}
    return {key: others for key, others in found.items() if others}
