"""Which sentences of a language model may be shown: those that only say, in known words, what the CV says.

The check is coarse on purpose. A good sentence that is lost costs a sentence; a verdict that is shown costs trust.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wordfreq import zipf_frequency

from zenhire.analysis.cv.narrative.types import SentenceFault
from zenhire.analysis.cv.narrative.words import NUMBERS, PERSONAL, PERSONAL_UNLESS_SAID, VERDICT
from zenhire.analysis.cv.orders import instructions

_LEAST_SIGNS, _MOST_SIGNS = 15, 320
_USUAL_WORD = 2.6
_END = re.compile(r"(?<=[.!?])\s+(?=[^a-z])")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MARKUP = re.compile(r"[<>@`\[\]{}|\\^~=]|://|www\.|\*\*|^#|^\s*[-*•]\s")
_BASE = frozenset(("cv", "resume", "résumé"))


class Vocabulary:
    """What a narrative may name: the words and numbers of the texts that it is about."""

    def __init__(self, cv: str, told: Iterable[str]) -> None:
        """`cv` is the scorable text, `told` what else the model was given."""
        texts = [cv, *told]
        self._words = _BASE.union(*(_words(text) for text in texts))
        self._numbers = frozenset(_plain(match[0]) for text in texts for match in _NUMBER.finditer(text))

    def fault(self, sentence: str) -> SentenceFault | None:
        """Why a sentence is not shown, None if it may be."""
        if not _LEAST_SIGNS <= len(sentence) <= _MOST_SIGNS:
            return "length"
        if _MARKUP.search(sentence) or not sentence.isprintable() or next(instructions(sentence), None):
            return "markup"
        if VERDICT.search(sentence):
            return "verdict"
        if PERSONAL.search(sentence) or any(self._personal(word) for word in _words(sentence)):
            return "personal"
        if not all(number in self._numbers for number in self._numbers_of(sentence)):
            return "number"
        return None if self._knows_words(sentence) else "unknown_word"

    def _personal(self, word: str) -> bool:
        return word not in self._words and PERSONAL_UNLESS_SAID.fullmatch(word) is not None

    def _numbers_of(self, sentence: str) -> Iterator[str]:
        for match in _NUMBER.finditer(sentence):
            yield _plain(match[0])
        for word in _words(sentence):
            if word in NUMBERS and word not in self._words:
                yield NUMBERS[word]
        if any(sign.isnumeric() and not sign.isascii() for sign in sentence):
            yield ""

    def _knows_words(self, sentence: str) -> bool:
        """Words of the texts or of everyday English; names only of the texts."""
        for at, match in enumerate(_WORD.finditer(sentence)):
            word = _base(match[0])
            if word in self._words:
                continue
            name = at > 0 and match[0][0].isupper()
            if name or zipf_frequency(word, "en") < _USUAL_WORD:
                return False
        return True


def sentences(text: str) -> Iterator[str]:
    """A text's sentences, on one line each."""
    for part in _END.split(" ".join(text.split())):
        if part:
            yield part


def _words(text: str) -> set[str]:
    return {_base(match[0]) for match in _WORD.finditer(text)}


def _base(word: str) -> str:
    return re.sub(r"['’]s$", "", word.casefold()).replace("’", "'")


def _plain(number: str) -> str:
    """A number without thousands' separators and idle zeros."""
    number = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", number).replace(",", ".")
    return number.rstrip("0").rstrip(".") if "." in number else number.lstrip("0") or "0"
