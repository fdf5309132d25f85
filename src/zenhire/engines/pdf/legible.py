"""Whether a page's characters say what it shows: fonts may hide their characters, and scans have none."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from zenhire.engines.pdf.base import PdfPage

_MOST_MEANINGLESS = 0.3
_ENOUGH = 40
_FEWEST_LETTERS = 0.35
_VOWELS = frozenset("aeiouyáàâäãåæéèêëíìîïóòôöõøœúùûüýÿıąęőűůėįųāēīōū")
_FEWEST_VOWELS, _MOST_VOWELS = 0.18, 0.75
_ENOUGH_LATIN = 120
_ODD_INSIDE = 0.25
_FEW_ON_PICTURE = 60
_PICTURE = 0.3
_INVISIBLE = 3


def is_picture(page: PdfPage) -> bool:
    """True when pictures fill much of the page and what text it has cannot be what they show."""
    written = sum(len(word.text) for word in page.words)
    return page.image_share >= _PICTURE and written < _FEW_ON_PICTURE


def is_garbled(page: PdfPage) -> bool:
    """True when most characters have no meaning: no table of characters, private ones, or letters in no word's order.

    A page of few characters is never garbled, and symbols of a private area count only where they make up words:
    icons and bullets stand alone.
    """
    texts = [word.text for word in page.words if word.style.mode != _INVISIBLE or page.image_share < _PICTURE]
    joined = "".join(texts)
    if len(joined) < _ENOUGH:
        return False
    meaningless = sum(map(_is_meaningless, "".join(text for text in texts if len(text) > 1)))
    if meaningless / len(joined) > _MOST_MEANINGLESS:
        return True
    if page.unreadable > _MOST_MEANINGLESS and not _looks_written(texts):
        return True
    letters = sum(character.isalpha() for character in joined)
    digits = sum(character.isdigit() for character in joined)
    if (letters + digits) / len(joined) < _FEWEST_LETTERS:
        return True
    return not _looks_written(texts)


def _is_meaningless(character: str) -> bool:
    code = ord(character)
    if 0xF020 <= code <= 0xF07E:
        return False
    return character == "\ufffd" or unicodedata.category(character) in ("Co", "Cn", "Cc", "Cs")


def _looks_written(texts: Iterable[str]) -> bool:
    """False for Latin letters without the rhythm of vowels, or with signs and figures inside most of the words."""
    words = [text.strip(".,;:!?()[]\"'“”‘’•-–—/&|+*") for text in texts]
    words = [word for word in words if word]
    latin = [character.lower() for word in words for character in word if _is_latin(character)]
    if len(latin) < _ENOUGH_LATIN:
        return True
    vowels = sum(character in _VOWELS for character in latin) / len(latin)
    if not _FEWEST_VOWELS <= vowels <= _MOST_VOWELS:
        return False
    odd = sum(_is_odd(word) for word in words)
    return odd / len(words) <= _ODD_INSIDE


def _is_latin(character: str) -> bool:
    return character.isalpha() and (ord(character) < 0x250 or 0x1E00 <= ord(character) < 0x1F00)


def _is_odd(word: str) -> bool:
    """A letter, then a sign that no word, address or term of art has inside, then a letter."""
    return any(
        not (character.isalnum() or character in "'’-‐‑–—./&@_:+#,()|~=?%\u00ad" or unicodedata.combining(character))
        for character in word[1:-1]
    )
