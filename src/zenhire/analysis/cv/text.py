"""Repairing what PDFs do to characters: ligatures, icons, symbol fonts, hidden ones, hyphens at line ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from zenhire.analysis.cv.frequencies import zipf

BULLET = "•"
_BULLETS = frozenset(
    "•◦▪▫■□●○‣⁃∙·➢➤►▶▸▹▷✓✔✗❖◆◇◊⦁⚫⚪★☆✦✧➔→⇒»\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf06e\uf071\uf0a8\uf02d\uf0e8"
)
_BULLET_WORDS = frozenset(("-", "–", "—", "*", "o", "+", "~", ">"))
# Blocks whose characters are other characters in disguise: ligatures, presentation forms, full and half widths,
# radicals, mathematical letters.
_DISGUISED = (
    *((0xFB00, 0xFB4F), (0xFB50, 0xFDFF), (0xFE30, 0xFE4F), (0xFE70, 0xFEFC), (0xFF01, 0xFF9F), (0x2F00, 0x2FD5)),
    *((0xF900, 0xFAFF), (0x1D400, 0x1D7FF), (0x2E80, 0x2EF3), (0x1F130, 0x1F169), (0x24B6, 0x24E9)),
)
_SYMBOL_FONT = (0xF021, 0xF07E)
_JOINERS = "\u200c\u200d"
_HYPHENS = re.compile("[-\u00ad\u2010\u2011]*\u00ad[-\u00ad\u2010\u2011]+|[-\u2010\u2011]+\u00ad|[\u2010\u2011]")
_MANGLED = re.compile(
    "[\u00c2\u00c3][\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]|[\u00e0-\u00ef][\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]{2}"
)
_TAGS = (0xE0000, 0xE007F)
_WORD = re.compile(r"[^\W\d_]+")
# Zipf frequencies: a word, and a part of a compound, that English texts have.
_USUAL_WORD, _USUAL_PART = 2.5, 3.0
_FAR_RARER = 2.25  # prior: "realtime" and "onsite" are seldom written so, "teamwork" and "blackboard" mostly
_CJK = ((0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF))


def clean(text: str) -> str:
    """A word in plain characters; icons, hidden and meaningless ones are gone. May be empty."""
    if not text.isascii():
        text = _unmangled(text)
    text = _HYPHENS.sub("-", text)
    codes = [ord(character) for character in text]
    if len(text) > 2 and all(_SYMBOL_FONT[0] <= code <= _SYMBOL_FONT[1] for code in codes):
        return "".join(chr(code - 0xF000) for code in codes)
    if len(text) == 1 and text in _BULLETS:
        return BULLET
    kept = "".join(map(_plain, text))
    kept = "".join(character for at, character in enumerate(kept) if character not in _JOINERS or _joins(kept, at))
    return unicodedata.normalize("NFC", kept).strip()


def _unmangled(text: str) -> str:
    """UTF-8 that was once read as Windows-1252 ("MÃ©xico"), and what a lost no-break space left ("centerÂ")."""
    if _MANGLED.search(text):
        try:
            return text.encode("cp1252").decode()
        except UnicodeError:
            pass
    return text.removesuffix("Â") if len(text) > 1 else text.replace("Â", "")


def _plain(character: str) -> str:
    code = ord(character)
    if code < 0x7F:
        return character
    if any(low <= code <= high for low, high in _DISGUISED):
        return unicodedata.normalize("NFKC", character)
    if character in _JOINERS:
        return character
    if character in _BULLETS:
        return BULLET if code >= 0xE000 else character
    category = unicodedata.category(character)
    return "" if category in ("Cf", "Cc", "Co", "Cn", "Cs") or character == "\ufffd" else character


def _joins(text: str, at: int) -> bool:
    """A zero-width (non-)joiner counts between letters of scripts that use it."""
    around = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    return len(around) == 2 and all(0x0600 <= ord(character) <= 0x0DFF for character in around)


def hidden_characters(text: str) -> int:
    """How many characters smuggle text past a reader: Unicode's tags, which spell ASCII without being shown."""
    return sum(_TAGS[0] <= ord(character) <= _TAGS[1] for character in text)


def is_bullet(text: str) -> bool:
    """True for a cleaned word that only marks an item of a list."""
    return text == BULLET or text in _BULLET_WORDS or (len(text) == 1 and text in _BULLETS)


def is_cjk(character: str) -> bool:
    """True for Chinese and Japanese writing, which puts no spaces between words."""
    return bool(character) and any(low <= ord(character) <= high for low, high in _CJK)


def glue(before: str, after: str) -> str:
    """What stands between two neighbours on a line or across a wrap: a space, but none in Chinese or Japanese."""
    if not before or not after or (is_cjk(before[-1]) and is_cjk(after[0])):
        return ""
    return " "


def hyphen_kept(before: str, after: str, seen: Container[str]) -> bool:
    """Whether a hyphen at a line's end is part of the word ("on-campus") and not of the print ("devel-opment").

    `before` ends with the hyphen, `after` begins the next line, `seen` holds words of the document in lower case.
    """
    if "@" in after.split(maxsplit=1)[0]:
        return True
    head, tail = re.split(r"[\s/(]", before[:-1])[-1], re.split(r"[\s/,.;:)]", after)[0]
    whole, compound = (head + tail).lower(), f"{head}-{tail}".lower()
    if head.isupper() and tail.isupper() and min(len(head), len(tail)) > 1:
        return whole not in seen and zipf(whole, "en") < _USUAL_WORD
    if not (head[-1:].isalpha() and tail[:1].islower()):
        return True
    if compound in seen:
        return True
    if whole in seen:
        return False
    parts = [zipf(word, "en") for word in _WORD.findall(compound)]
    usual = all(part >= _USUAL_PART for part in parts)
    return usual and zipf(whole, "en") < max(_USUAL_WORD, min(parts) - _FAR_RARER)
