"""Vocabulary from recognised words: how many different ones at a fixed length, and how advanced they are.

English has CEFR levels of words beside frequencies; the other languages have frequencies only (see lexis). Association
of word pairs is not measured: no freely usable table of pairs comes with a package.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

from zenhire.analysis.speech.lexis import LEVEL_NAMES, OBSCURE_ZIPF, Token, usable_tokens, word_level, zipf
from zenhire.analysis.speech.scale import MIDDLE, Z90, Check, NotMeasurable, clamp, interpolate, least_confidence
from zenhire.analysis.speech.types import DimensionScore, Feature, Word
from zenhire.analysis.speech.wordlists import COARSE

LEAST_TOKENS = 100
WINDOW = 200  # tokens per window: counts of types are comparable only at one length (Kyle et al. 2024)
STEP = 50
MATTR_WINDOW = 50  # Covington & McFall (2010)
MTLD_FLOOR = 0.72  # McCarthy & Jarvis (2010)
IMPRESSIVE_PROBABILITY = 0.8

_RARE_ZIPF = 3.5  # 'impressive' where no CEFR list exists (prior)

_Anchors = tuple[tuple[float, float], ...]
_DIVERSITY: dict[str, _Anchors] = {
    "lemmaTypesPer200": ((60.0, 0.0), (75.0, 1.0), (87.0, 2.0), (97.0, 3.0), (106.0, 4.0), (115.0, 5.0)),
    "mattr50": ((0.56, 0.0), (0.63, 1.0), (0.68, 2.0), (0.72, 3.0), (0.755, 4.0), (0.79, 5.0)),
    "mtld": ((20.0, 0.0), (28.0, 1.0), (36.0, 2.0), (46.0, 3.0), (58.0, 4.0), (72.0, 5.0)),
}
# Shares at each level: the spacing of CEFR-labelled written English at a third to a half of its density, because speech
# is less dense (prior: there is no freely usable speech with CEFR labels). Written text therefore comes out too high.
_ENGLISH: dict[str, _Anchors] = _DIVERSITY | {
    "shareB1Plus": ((0.03, 0.0), (0.06, 1.0), (0.10, 2.0), (0.15, 3.0), (0.21, 4.0), (0.27, 5.0)),
    "shareB2Plus": ((0.01, 0.0), (0.02, 1.0), (0.038, 2.0), (0.065, 3.0), (0.10, 4.0), (0.14, 5.0)),
    "shareC1Plus": ((0.002, 0.0), (0.006, 1.0), (0.013, 2.0), (0.024, 3.0), (0.042, 4.0), (0.065, 5.0)),
}
_OTHER: dict[str, _Anchors] = _DIVERSITY | {
    "shareBelowZipf5": ((0.10, 0.0), (0.20, 1.0), (0.29, 2.0), (0.37, 3.0), (0.44, 4.0), (0.52, 5.0)),
    "shareBelowZipf4": ((0.02, 0.0), (0.05, 1.0), (0.09, 2.0), (0.14, 3.0), (0.19, 4.0), (0.25, 5.0)),
}
WEIGHTS_ENGLISH: dict[str, float] = {
    "lemmaTypesPer200": 0.30,
    "mattr50": 0.10,
    "mtld": 0.10,
    "shareB1Plus": 0.15,
    "shareB2Plus": 0.20,
    "shareC1Plus": 0.15,
}
WEIGHTS_OTHER: dict[str, float] = {
    "lemmaTypesPer200": 0.40,
    "mattr50": 0.15,
    "mtld": 0.15,
    "shareBelowZipf5": 0.15,
    "shareBelowZipf4": 0.15,
}
MODEL_HALF_WIDTH = {"en": 1.0}  # prior: after a fitted mapping, 90 % of written texts lie within 1.0
OTHER_HALF_WIDTH = 1.3  # prior: nothing to calibrate on
_UNKNOWN_ERROR = 0.4
_DESCRIPTIONS: dict[str, tuple[str, str]] = {
    "lemmaTypesPer200": ("lemmas", "Different lemmas in a window of 200 words, mean over windows"),
    "mattr50": ("ratio", "Different lemmas per word in a moving window of 50 words"),
    "mtld": ("words", "Mean length of stretches in which the ratio of different lemmas stays above .72"),
    "shareB1Plus": ("share", "Share of the different lemmas of a window that are B1 or above"),
    "shareB2Plus": ("share", "Share of the different lemmas of a window that are B2 or above"),
    "shareC1Plus": ("share", "Share of the different lemmas of a window that are C1 or above"),
    "shareBelowZipf5": (
        "share",
        "Share of the different lemmas of a window said less than 100 times in a million words",
    ),
    "shareBelowZipf4": (
        "share",
        "Share of the different lemmas of a window said less than 10 times in a million words",
    ),
}


def score_vocabulary(
    *, candidate: str, words: Sequence[Word], usable_cut: float, language: str = "en"
) -> DimensionScore:
    """The vocabulary of speaker `candidate` in words of at least probability `usable_cut`.

    The score is the weighted mean of the features' levels; contributions as in fluency. From 100 to 199 usable words
    the count per 200 is left out (nothing is extrapolated) and its weight goes to the others; below: NotMeasurable.
    """
    own = [word for word in words if word.speaker == candidate]
    tokens = usable_tokens(own, usable_cut, language)
    if len(tokens) < LEAST_TOKENS:
        raise NotMeasurable(
            f"Vocabulary needs at least {LEAST_TOKENS} clearly recognised words of the candidate; "
            f"this recording has {len(tokens)}."
        )
    lemmas = [token.lemma for token in tokens]
    values = measure(lemmas, language)
    weights = _weights(values, language)
    by_feature = {name: interpolate(values[name] or 0.0, _anchors(language)[name]) for name in weights}
    score = clamp(math.fsum(weight * by_feature[name] for name, weight in weights.items()))
    half = math.hypot(MODEL_HALF_WIDTH.get(language, OTHER_HALF_WIDTH), Z90 * _sampling_error(lemmas, language))
    confidence, reasons = least_confidence(_checks(own, tokens, usable_cut, language))
    return DimensionScore(
        score=round(score, 4),
        low=round(clamp(score - half), 4),
        high=round(clamp(score + half), 4),
        features={
            name: Feature(None if value is None else round(value, 4), *_DESCRIPTIONS[name])
            for name, value in values.items()
        },
        contributions={name: round(weights[name] * (level - MIDDLE), 4) for name, level in by_feature.items()},
        confidence=confidence,
        confidence_reasons=reasons,
        evidence=_evidence(tokens, language),
        method="vocabulary-cefr-1" if language == "en" else "vocabulary-frequency-1",
    )


def impressive_words(
    *, candidate: str, words: Sequence[Word], language: str = "en", least_probability: float = IMPRESSIVE_PROBABILITY
) -> list[dict[str, object]]:
    """C1 and C2 lemmas of `candidate` that were recognised with at least `least_probability`, hardest first.

    Each is `{"word", "lemma", "level", "timesMs", "probability"}`. Where no CEFR list exists: lemmas of the frequency
    list said less than about three times in a million words, with `level` None.
    """
    own = [word for word in words if word.speaker == candidate]
    found: dict[str, list[Token]] = {}
    for token in usable_tokens(own, least_probability, language):
        if token.lemma not in COARSE and _is_impressive(token.lemma, language):
            found.setdefault(token.lemma, []).append(token)
    order = sorted(found, key=lambda lemma: (-word_level(lemma), zipf(lemma, language), lemma))
    return [
        {
            "word": found[lemma][0].text,
            "lemma": lemma,
            "level": LEVEL_NAMES.get(word_level(lemma)) if language == "en" else None,
            "timesMs": [round(1000 * token.start) for token in found[lemma][:5]],
            "probability": round(max(token.probability for token in found[lemma]), 4),
        }
        for lemma in order
    ]


def _is_impressive(lemma: str, language: str) -> bool:
    if language == "en":
        return word_level(lemma) >= 5
    return OBSCURE_ZIPF <= zipf(lemma, language) <= _RARE_ZIPF and len(lemma) > 1


def measure(lemmas: Sequence[str], language: str) -> dict[str, float | None]:
    """Every feature of a text of lemmas (at least 50). `lemmaTypesPer200` is None under 200 of them."""
    windows = [lemmas[at : at + WINDOW] for at in range(0, max(1, len(lemmas) - WINDOW + 1), STEP)]
    values: dict[str, float | None] = {
        "lemmaTypesPer200": _mean([len(set(part)) for part in windows]) if len(lemmas) >= WINDOW else None,
        "mattr50": mattr(lemmas),
        "mtld": mtld(lemmas),
    }
    tests: dict[str, Callable[[str], bool]]
    if language == "en":
        tests = {
            "shareB1Plus": lambda lemma: word_level(lemma) >= 3,
            "shareB2Plus": lambda lemma: word_level(lemma) >= 4,
            "shareC1Plus": lambda lemma: word_level(lemma) >= 5,
        }
    else:
        tests = {
            "shareBelowZipf5": lambda lemma: OBSCURE_ZIPF <= zipf(lemma, language) < 5.0,
            "shareBelowZipf4": lambda lemma: OBSCURE_ZIPF <= zipf(lemma, language) < 4.0,
        }
    for name, test in tests.items():
        values[name] = _mean([sum(map(test, set(part))) / len(set(part)) for part in windows])
    return values


def mattr(lemmas: Sequence[str], window: int = MATTR_WINDOW) -> float:
    """Moving-average type-token ratio in (0, 1] (Covington & McFall 2010)."""
    size = min(window, len(lemmas))
    counts = Counter(lemmas[:size])
    total = len(counts)
    for index in range(size, len(lemmas)):
        leaving = lemmas[index - size]
        counts[leaving] -= 1
        if counts[leaving] == 0:
            del counts[leaving]
        counts[lemmas[index]] += 1
        total += len(counts)
    return total / size / (len(lemmas) - size + 1)


def mtld(lemmas: Sequence[str]) -> float:
    """Measure of textual lexical diversity, mean of both directions (McCarthy & Jarvis 2010); at most the length."""
    return (_mtld_one_way(lemmas) + _mtld_one_way(lemmas[::-1])) / 2.0


def _mtld_one_way(lemmas: Sequence[str]) -> float:
    factors, types, length = 0.0, set[str](), 0
    for lemma in lemmas:
        types.add(lemma)
        length += 1
        if len(types) / length <= MTLD_FLOOR:
            factors, types, length = factors + 1.0, set(), 0
    if length:
        factors += (1.0 - len(types) / length) / (1.0 - MTLD_FLOOR)
    return len(lemmas) / max(1.0, factors)


def _anchors(language: str) -> dict[str, _Anchors]:
    return _ENGLISH if language == "en" else _OTHER


def _weights(values: dict[str, float | None], language: str) -> dict[str, float]:
    weights = WEIGHTS_ENGLISH if language == "en" else WEIGHTS_OTHER
    present = {name: weight for name, weight in weights.items() if values[name] is not None}
    total = math.fsum(present.values())
    return {name: weight / total for name, weight in present.items()}


def text_level(lemmas: Sequence[str], language: str = "en") -> float:
    """The level in [0, 5] of a text of lemmas (at least 50): the score without words, times and probabilities."""
    values = measure(lemmas, language)
    anchors = _anchors(language)
    weights = _weights(values, language)
    return clamp(math.fsum(w * interpolate(values[name] or 0.0, anchors[name]) for name, w in weights.items()))


def _sampling_error(lemmas: Sequence[str], language: str) -> float:
    """Standard error of the level from its spread over separate stretches of 200 words; a prior under two of them."""
    parts = [lemmas[at : at + WINDOW] for at in range(0, len(lemmas) - WINDOW + 1, WINDOW)]
    if len(parts) < 2:
        return _UNKNOWN_ERROR
    levels = [text_level(part, language) for part in parts]
    mean = _mean(levels)
    variance = math.fsum((level - mean) ** 2 for level in levels) / (len(levels) - 1)
    return math.sqrt(max(variance, (_UNKNOWN_ERROR / 2.0) ** 2) / len(levels))


def _checks(own: Sequence[Word], tokens: Sequence[Token], cut: float, language: str) -> list[Check]:
    """Grounds for trust; every cut is a prior."""
    clear = sum(word.probability >= cut for word in own) / len(own)
    certainty = _mean([token.probability for token in tokens])
    calibrated = 1.0 if language == "en" else 0.0
    return [
        Check(len(tokens), 150, 400, f"only {len(tokens)} clearly recognised words"),
        Check(clear, 0.4, 0.7, f"only {100 * clear:.0f} of 100 words were recognised clearly"),
        Check(certainty, 0.6, 0.8, "the recogniser is unsure of many words"),
        Check(calibrated, 0.0, 0.5, "no list of words by CEFR level exists for this language, frequencies stand in"),
    ]


def _evidence(tokens: Sequence[Token], language: str) -> dict[str, object]:
    """Counts, and the words of each level with the times of their first uses (ms)."""
    found: dict[str, list[Token]] = {}
    for token in tokens:
        found.setdefault(token.lemma, []).append(token)
    groups: dict[str, list[str]] = {}
    for lemma in found:
        groups.setdefault(_group(lemma, language), []).append(lemma)
    return {
        "usableWords": len(tokens),
        "differentLemmas": len(found),
        "lemmasPerLevel": {group: len(groups[group]) for group in sorted(groups)},
        "wordsPerLevel": {
            group: [
                {"word": found[lemma][0].text, "timesMs": [round(1000 * token.start) for token in found[lemma][:3]]}
                for lemma in groups[group][:40]
            ]
            for group in sorted(groups)
            if group not in {"A1", "A2", "unlisted", "frequent"}
        },
    }


def _group(lemma: str, language: str) -> str:
    if language == "en":
        return LEVEL_NAMES.get(word_level(lemma), "unlisted")
    frequency = zipf(lemma, language)
    if frequency < OBSCURE_ZIPF:
        return "unlisted"
    return "frequent" if frequency >= 5.0 else "belowZipf5" if frequency >= 4.0 else "belowZipf4"


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)
