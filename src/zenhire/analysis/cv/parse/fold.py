"""Comparing words of many languages: lower case, without accents, character for character.

A folded text has the length of its original, so that a span of one is a span of the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

_OWN = {
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("’‘ʼ´`′", "'"),
    **dict.fromkeys("\u00a0\u2009\u202f\u2007", " "),
    **{"ı": "i", "İ": "i", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "ß": "s", "æ": "a", "œ": "o", "Œ": "o"},
}


@cache
def _folded(character: str) -> str:
    if character in _OWN:
        return _OWN[character]
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


def fold(text: str) -> str:
    """The text in lower case, without accents, with plain dashes, apostrophes and spaces; of the same length."""
    if text.isascii():
        # The usual case, several times as fast.
        return text.lower().replace("`", "'")
    return "".join(map(_folded, text))


def key(text: str) -> str:
    """A text reduced to its folded words, for looking up in a table."""
    return " ".join(re.findall(r"[^\W_]+|[&+#]+", fold(text)))


def alternatives(words: Iterable[str]) -> str:
    """A regular expression's alternatives of folded words, the longest first; spaces match any white space."""
    folded = sorted({fold(word) for word in words}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace("\\ ", r"\s+") for word in folded)


def is_folded_word(text: str, start: int, end: int) -> bool:
    """Whether [start, end) begins and ends at the edges of words."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or after.isalnum())
