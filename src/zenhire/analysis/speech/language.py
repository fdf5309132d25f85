"""Which language a transcript is in, judged stretch by stretch from its text alone (lingua, Apache-2.0)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lingua import IsoCode639_1, LanguageDetector, LanguageDetectorBuilder

_CODES = "en es fr de pt it nl hi zh ja ko ar tr pl ru sr"
"""What may be requested, as ISO 639-1."""

_OTHERS = "hr bs sl mk bg uk be cs sk ro hu fi sv da nb ca af el he fa ur mr bn ta vi id th tl et lt lv sq"

_ONE_TONGUE: Mapping[str, str] = {"hr": "sr", "bs": "sr", "ur": "hi"}
"""Spoken standards that a listener takes for one language and that texts of speech cannot tell apart: Serbian in Latin
script reads as Bosnian or Croatian, Hindi may be written down in Urdu's script."""

_NEIGHBOURS: Mapping[str, frozenset[str]] = {
    "es": frozenset({"pt", "ca"}),
    "pt": frozenset({"es"}),
    "it": frozenset({"es", "ca"}),
    "nl": frozenset({"af"}),
    "hi": frozenset({"mr"}),
    "ru": frozenset({"uk", "be", "bg"}),
    "sr": frozenset({"mk", "bg", "sl"}),
    "pl": frozenset({"cs", "sk"}),
    "ar": frozenset({"fa"}),
}
_SURE = 0.8
_SURE_OF_NEIGHBOUR = 0.97
_STRETCH = 120
_DENSE_SCRIPTS = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7AF))


@dataclass(frozen=True, slots=True)
class TextLanguage:
    """The language of a text. `detected` is the one most of the surely judged text is in, None if nothing is sure;
    `requested` and `other` are the shares of the text, in [0, 1], that are surely in the requested language and surely
    in another; the rest is undecided."""

    detected: str | None
    requested: float
    other: float


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    languages = [IsoCode639_1.from_str(code.upper()) for code in f"{_CODES} {_OTHERS}".split()]
    # Trigrams alone judge stretches of this length as well and take 60 MB instead of 840.
    return LanguageDetectorBuilder.from_iso_codes_639_1(*languages).with_low_accuracy_mode().build()


def _weight(word: str) -> int:
    return sum(6 if any(a <= ord(c) <= b for a, b in _DENSE_SCRIPTS) else 1 for c in word) + 1


def _stretches(words: Sequence[str]) -> list[list[str]]:
    stretches: list[list[str]] = []
    current: list[str] = []
    size = 0
    for word in words:
        current.append(word)
        size += _weight(word)
        if size >= _STRETCH:
            stretches.append(current)
            current, size = [], 0
    if current and stretches and size < _STRETCH // 2:
        stretches[-1].extend(current)
    elif current:
        stretches.append(current)
    return stretches


def _likeliest(text: str) -> tuple[str, float]:
    shares: dict[str, float] = {}
    for value in _detector().compute_language_confidence_values(text):
        code = value.language.iso_code_639_1.name.lower()
        code = _ONE_TONGUE.get(code, code)
        shares[code] = shares.get(code, 0.0) + value.value
    return max(shares.items(), key=lambda item: item[1])


def text_language(words: Sequence[str], requested: str) -> TextLanguage:
    """Judges stretches of about 120 letters (20 in Chinese, Japanese or Korean) and adds up their sizes.

    A stretch is in another language when that one has a share of .8, or .97 for a close neighbour of `requested` such
    as Portuguese of Spanish (both priors). Serbian, Croatian and Bosnian count as one language, as do Hindi and Urdu.
    """
    requested = _ONE_TONGUE.get(requested, requested)
    near = _NEIGHBOURS.get(requested, frozenset())
    total = 0
    sure: Counter[str] = Counter()
    for stretch in _stretches(words):
        size = sum(_weight(word) for word in stretch)
        total += size
        best, share = _likeliest(" ".join(stretch))
        if share >= (_SURE_OF_NEIGHBOUR if best in near else _SURE):
            sure[best] += size
    if not total:
        return TextLanguage(None, 0.0, 0.0)
    mine = sure[requested]
    # Equal sizes are settled by the code, so that the order of the words decides nothing.
    detected = min(sure, key=lambda code: (-sure[code], code)) if any(sure.values()) else None
    return TextLanguage(detected, round(mine / total, 4), round((sum(sure.values()) - mine) / total, 4))
