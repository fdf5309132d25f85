"""How usual words are, after the lists of the package wordfreq, in a hundredth of the memory that it takes itself."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import numpy as np
import wordfreq
from numpy.typing import NDArray

LEAST = 2.0
"""Zipf frequency (a word in ten million) below which words are as good as unknown here."""

_LONGEST = 24
_CENTIBELS = 100
_ZIPF_OF_ONE = 9.0


@lru_cache(maxsize=4)
def _listed(language: str) -> tuple[NDArray[np.bytes_], NDArray[np.int16]]:
    """The words in UTF-8, sorted, and how many hundredths of Zipf each lies below a word that is all words."""
    read = getattr(wordfreq.get_frequency_list, "__wrapped__", wordfreq.get_frequency_list)
    below = read(language, "best")[: round((_ZIPF_OF_ONE - LEAST) * _CENTIBELS) + 1]
    pairs = [(word.encode(), rank) for rank, words in enumerate(below) for word in words]
    pairs = [(word, rank) for word, rank in pairs if len(word) <= _LONGEST]
    words = np.array([word for word, _ in pairs], dtype=f"S{_LONGEST}")
    order = np.argsort(words, kind="stable")
    return words[order], np.array([rank for _, rank in pairs], dtype=np.int16)[order]


def zipf(word: str, language: str) -> float:
    """Zipf frequency of one word without digits: log10 of its occurrences in a thousand million words.

    0 for words rarer than `LEAST`, and for those of more than 24 bytes.
    """
    words, ranks = _listed(language)
    wanted = unicodedata.normalize("NFC", word).casefold().encode("utf-8", "replace")
    at = int(np.searchsorted(words, np.bytes_(wanted)))
    if at == len(words) or bytes(words[at]) != wanted:
        return 0.0
    return round(_ZIPF_OF_ONE - int(ranks[at]) / _CENTIBELS, 2)
