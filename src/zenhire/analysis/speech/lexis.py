"""From recognised words to lemmas with a frequency and, in English, a CEFR level.

What each language has: lemmas by simplemma in all but Arabic, Chinese, Japanese and Korean, where the word form stands
for itself; frequencies by wordfreq in all sixteen; CEFR levels of words (cefrpy) in English only. Chinese, Japanese and
Korean are cut into words by the likeliest path through wordfreq's list, so no tokeniser and no dictionary is needed.

The lists take a second to load, so they are imported where they are asked: a process that only passes words on starts
without them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from zenhire.analysis.speech.types import Word
from zenhire.analysis.speech.wordlists import CLITICS, CONTRACTIONS, FILLERS, NAMES

COMMON_ZIPF = 4.0  # an 'advanced' word more frequent than this is slang, a name or an error of the list (seen by eye)
OBSCURE_ZIPF = 1.5  # rarer ones are mostly misrecognised (prior)
LEVEL_NAMES = {1: "A1", 2: "A2", 3: "B1", 4: "B2", 5: "C1", 6: "C2"}

_SEGMENTED = frozenset({"zh", "ja", "ko"})
_LONGEST_PIECE = 8  # characters
_ADJOINING_SECONDS = 0.3
_LEMMA_CODES = {"sr": "hbs"}  # simplemma's name for Serbian
_FREQUENCY_CODES = {"sr": "sh"}  # wordfreq's name for Serbian
_CASED_NAMES = frozenset({"en", "es", "fr", "it", "nl", "pl", "pt", "ru", "sr", "tr"})  # not de: it capitalises nouns
_STRIP = ".,;:!?\"'()[]{}…–—-¿¡«»„“”‘。、，！？；：「」『』（）।؟،*"
_SENTENCE_ENDS = frozenset(".!?…。！？।؟")


@dataclass(frozen=True, slots=True)
class Token:
    """A usable word: as said, its lemma, and the word that it came from (times, probability)."""

    text: str
    lemma: str
    start: float
    end: float
    probability: float


def usable_tokens(words: Sequence[Word], cut: float, language: str) -> list[Token]:
    """The words of probability >= `cut` that say something about vocabulary, in time order.

    Out go fillers, numbers, names and a word repeated at once. English: names are words capitalised inside a sentence
    that no list has below C1, or that stand in the list of frequent names.
    """
    if language in _SEGMENTED:
        candidates = _segmented([word for word in words if word.probability >= cut], language)
    else:
        candidates = list(_spaced(words, cut, language))
    tokens: list[Token] = []
    fillers = FILLERS.get(language, frozenset())
    for token in candidates:
        if token.text in fillers or not any(map(str.isalpha, token.text)) or any(map(str.isdigit, token.text)):
            continue
        if not (tokens and tokens[-1].text == token.text):
            tokens.append(token)
    return tokens


def _spaced(words: Sequence[Word], cut: float, language: str) -> Iterator[Token]:
    opens = True
    for word in words:
        bare = word.text.strip(_STRIP)
        opens_here, opens = opens, word.text[-1:] in _SENTENCE_ENDS
        if word.probability < cut or not bare or _is_name(bare, opens_here, language):
            continue
        yield Token(bare.lower(), lemma_of(bare, language), word.start, word.end, word.probability)


def _is_name(bare: str, opens_sentence: bool, language: str) -> bool:
    if language not in _CASED_NAMES:
        return False
    lower = bare.lower().replace("’", "'")
    if language == "en" and lower.removesuffix("'s") in NAMES:
        return True
    if opens_sentence or not bare[0].isupper() or (bare.isupper() and len(bare) > 1):
        return False
    if language != "en":
        return True
    return not (lower == "i" or lower.startswith("i'") or 1 <= word_level(lemma_of(bare, "en")) <= 4)


@lru_cache(maxsize=65536)
def lemma_of(word: str, language: str) -> str:
    """The dictionary form of `word`, lower case; the word itself where simplemma has no such language."""
    lower = word.lower().replace("’", "'")
    if language == "en":
        if lower in CONTRACTIONS:
            return CONTRACTIONS[lower]
        for clitic in CLITICS:
            lower = lower.removesuffix(clitic) or lower
    import simplemma

    code = _LEMMA_CODES.get(language, language)
    try:
        lemma: str = simplemma.lemmatize(lower, lang=code)
    except ValueError:
        return lower
    return lemma.lower()


def _segmented(words: Sequence[Word], language: str) -> list[Token]:
    """Words of the likeliest segmentation of each stretch of adjoining words (Korean: of each word)."""
    tokens: list[Token] = []
    stretches: list[list[Word]] = []
    for word in words:
        adjoins = stretches and language != "ko" and word.start - stretches[-1][-1].end < _ADJOINING_SECONDS
        if adjoins and stretches[-1][-1].text[-1:] not in _SENTENCE_ENDS:
            stretches[-1].append(word)
        else:
            stretches.append([word])
    for stretch in stretches:
        source = [(char, word) for word in stretch for char in word.text if char not in _STRIP and not char.isspace()]
        position = 0
        for piece in segment("".join(char for char, _ in source), language):
            first, last = source[position][1], source[position + len(piece) - 1][1]
            position += len(piece)
            least = min(first.probability, last.probability)
            tokens.append(Token(piece, piece, first.start, last.end, least))
    return tokens


def segment(text: str, language: str) -> list[str]:
    """`text` without spaces, cut into words by the likeliest unigram path; unknown characters stand alone."""
    frequencies = _frequencies(language)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(text) + 1):
        options = []
        for start in range(max(0, end - _LONGEST_PIECE), end):
            frequency = frequencies.get(text[start:end], 1e-10 if end - start == 1 else 0.0)
            if frequency > 0.0:
                options.append((best[start][0] + math.log(frequency), start))
        best.append(max(options))
    pieces: list[str] = []
    end = len(text)
    while end > 0:
        start = best[end][1]
        pieces.append(text[start:end])
        end = start
    return pieces[::-1]


@lru_cache(maxsize=2)
def _frequencies(language: str) -> dict[str, float]:
    import wordfreq

    frequencies: dict[str, float] = wordfreq.get_frequency_dict(_FREQUENCY_CODES.get(language, language))
    return frequencies


@lru_cache(maxsize=65536)
def zipf(lemma: str, language: str) -> float:
    """Zipf frequency of `lemma`: log10 of its occurrences in a thousand million words; 0 where it is not listed."""
    if language in _SEGMENTED:
        frequency = _frequencies(language).get(lemma, 0.0)
        return math.log10(frequency) + 9.0 if frequency > 0.0 else 0.0
    import wordfreq

    return float(wordfreq.zipf_frequency(lemma, _FREQUENCY_CODES.get(language, language)))


@lru_cache(maxsize=1)
def _cefr() -> Any:
    from cefrpy import CEFRAnalyzer

    return CEFRAnalyzer()


@lru_cache(maxsize=65536)
def word_level(lemma: str) -> int:
    """CEFR level of an English lemma, 1 (A1) to 6 (C2), the easiest over its word classes; 0 where it has none.

    C levels count only between Zipf 1.5 and 4.0: outside the list's C words are names, slang and rarities.
    """
    by_class = _cefr().get_pos_level_dict_for_word(lemma)
    if not by_class:
        return 0
    level = min(int(value) for value in by_class.values())
    if level >= 5 and not OBSCURE_ZIPF <= zipf(lemma, "en") <= COMMON_ZIPF:
        return 0
    return level
