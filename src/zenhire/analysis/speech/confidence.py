"""How likely each recognised word was said, and whether a transcript is good enough to be scored at all.

pocketsphinx's word posterior is over-sure where the whole hypothesis is wrong, so its probability also looks at the
words around: P = 1 / (1 + exp(-(intercept + own x + near n + wide w))), with x the logit of the word's posterior, n its
mean over the two words on either side and w its mean over forty; no coefficient is negative. `evals/asr_calibration.py`
fits the coefficients; the docs report how well they hold on speakers that the fit has not seen.
Other recognisers give probabilities of their own, which are taken as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zenhire.analysis.speech.language import text_language
from zenhire.analysis.speech.types import Word
from zenhire.engines.asr.base import AsrInfo, AsrWord

NEAR = 2
WIDE = 40
_CLIP = 0.01

Vector = NDArray[np.float64]
Reason = Literal["ok", "too_few_words", "low_confidence", "other_language"]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Coefficients of the logistic model above."""

    intercept: float
    own: float
    near: float
    wide: float


CALIBRATIONS: Mapping[str, Calibration] = {
    "pocketsphinx": Calibration(intercept=-0.136, own=0.303, near=0.118, wide=1.016),
}

USABLE_CUTS: Mapping[str, float] = {"pocketsphinx": 0.7}
"""From here on four of five kept words were said, averaged over three kinds of speakers that the fit had not seen:
.93 of native readings with a good microphone, .63 of old literary readings, .86 of learners' sentences."""

DEFAULT_USABLE_CUT = 0.5

RECORDING_CUTS: Mapping[str, float] = {"pocketsphinx": 0.225}
"""Least mean probability of a recording's words: half-way, in logits, between the readings in nine other languages
(at most .19) and those of native speakers (at least .27), of 28 to 83 seconds and not seen by the fit."""

DEFAULT_RECORDING_CUT = 0.5
"""The same for other recognisers of one language (prior)."""

MULTILINGUAL_CUT = 0.3
"""The same for a recogniser of many languages, whose text's language is judged besides (prior; with Whisper base even
the weakest learners have .56)."""

MIN_WORDS = 30
"""Fewer words say nothing about a recording of minutes (prior)."""

MAX_OTHER_LANGUAGE = 0.5
"""Largest share of the text in another language (prior)."""


class LanguageNotSupported(Exception):
    """The operator's recogniser cannot do the requested language: a matter of configuration, not of the recording."""

    def __init__(self, language: str, engine: str, supported: frozenset[str]) -> None:
        self.language = language
        self.engine = engine
        self.supported = supported
        super().__init__(f"the recogniser {engine} knows only {', '.join(sorted(supported))}, not {language}")


@dataclass(frozen=True, slots=True)
class GateDecision:
    """Whether a transcript may be scored. `message` says it in plain words for the API, empty when `ok`.

    `mean_probability` in [0, 1] is the expected share of words that were said as transcribed, `cut` the least that is
    accepted; `detected_language` and `other_language_share` are known for recognisers of many languages only.
    """

    ok: bool
    reason: Reason
    message: str
    word_count: int
    mean_probability: float
    cut: float
    detected_language: str | None = None
    other_language_share: float | None = None


def _windowed_mean(values: Vector, reach: int) -> Vector:
    sums = np.concatenate(([0.0], np.cumsum(values)))
    index = np.arange(values.size)
    first = np.maximum(index - reach, 0)
    last = np.minimum(index + reach + 1, values.size)
    mean: Vector = (sums[last] - sums[first]) / (last - first)
    return mean


def word_features(confidences: ArrayLike) -> Vector:
    """What the calibration looks at, shape (n, 3): the logit of each confidence (clipped to [.01, .99]), its mean over
    the words at most 2 away, and over those at most 40 away; the word itself included."""
    clipped = np.clip(np.asarray(confidences, dtype=np.float64), _CLIP, 1 - _CLIP)
    logits = np.log(clipped / (1 - clipped))
    return np.stack([logits, _windowed_mean(logits, NEAR), _windowed_mean(logits, WIDE)], axis=1)


def calibrate(engine: str, words: Sequence[AsrWord]) -> tuple[float, ...]:
    """The probability of each word having been said, in [0, 1], 4 decimals, in the given order.

    `words` are one recording's, best one speaker's, in order of time: a word's neighbours count. An engine without a
    calibration of ours keeps its own figures.
    """
    if not words:
        return ()
    raw = [word.confidence for word in words]
    model = CALIBRATIONS.get(engine)
    if model is None:
        return tuple(round(min(max(value, 0.0), 1.0), 4) for value in raw)
    scores = word_features(raw) @ np.array([model.own, model.near, model.wide]) + model.intercept
    return tuple(round(float(value), 4) for value in 1.0 / (1.0 + np.exp(-scores)))


def usable_cut(engine: str) -> float:
    """The calibrated probability from which on a word counts as probably said and may enter a vocabulary score."""
    return USABLE_CUTS.get(engine, DEFAULT_USABLE_CUT)


def require_language(info: AsrInfo, requested: str) -> None:
    """Raises LanguageNotSupported when the recogniser does not know the requested language (ISO 639-1)."""
    if info.languages and requested not in info.languages:
        raise LanguageNotSupported(requested, info.engine, info.languages)


def language_gate(words: Sequence[Word], info: AsrInfo, requested: str) -> GateDecision:
    """Decides whether the candidate's words may be scored as speech in `requested` (ISO 639-1).

    A recogniser of one language writes that language whatever was said: the mean calibrated probability decides. One
    of many languages writes down what it hears: the language of its text decides, beside a low floor for the
    probability. Too few words are refused. Raises LanguageNotSupported.
    """
    require_language(info, requested)
    count = len(words)
    mean = round(float(np.mean([word.probability for word in words])), 4) if words else 0.0
    cut = RECORDING_CUTS.get(info.engine, DEFAULT_RECORDING_CUT) if info.monolingual else MULTILINGUAL_CUT
    text = None if info.monolingual else text_language([word.text for word in words], requested)
    detected, other = (text.detected, text.other) if text else (None, None)
    reason: Reason = "ok"
    if count < MIN_WORDS:
        reason = "too_few_words"
    elif other is not None and other > MAX_OTHER_LANGUAGE:
        reason = "other_language"
    elif mean < cut:
        reason = "low_confidence"
    message = _MESSAGES[reason].format(count=count, least=MIN_WORDS)
    return GateDecision(reason == "ok", reason, message, count, mean, cut, detected, other)


_MESSAGES: Mapping[Reason, str] = {
    "ok": "",
    "too_few_words": "Only {count} words were recognised; at least {least} are needed. Check that the candidate can be "
    "heard.",
    "low_confidence": "The speech could not be recognised with enough confidence, or does not match the requested "
    "language. Check the language and the quality of the recording.",
    "other_language": "The speech does not match the requested language.",
}
