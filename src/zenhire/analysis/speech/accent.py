"""Accent: how easily the speech can be understood. It says nothing about where a speaker comes from.

The score is made from what an open loop of English phones hears, without any word. On learners most of a recogniser's
words are wrong, and a pronunciation scored against the recogniser's own words confirms itself: its correlation with the
experts is .31 over adult learners (`evals.speech_accent`). The words serve only to show where a sound may have been
unclear; on the true text that fit finds the sounds that experts called wrong with an AUC of .87.

The formula is a ridge regression with the signs fixed beforehand, fitted by `evals.train_accent` on the 67 adults of
speechocean762 (Mandarin first language, read English, scores of December 2020). Out of fold by speaker it correlates
.76 with the experts' mean of a speaker and .56 with that of one utterance; 90 % of speakers lie within 1.8 of 10
points. The features were chosen on the same speakers, so that this is slightly kind. It hears tempo, length and order
of sounds, not the quality of each; for children it fails (.29). Spontaneous speech and other first languages are
unvalidated.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from zenhire.analysis.speech import rhythm
from zenhire.analysis.speech.prosody import ProsodyFrames
from zenhire.analysis.speech.scale import MIDDLE, Check, clamp, interpolate, least_confidence
from zenhire.analysis.speech.types import DimensionScore, Feature, Span, Word
from zenhire.engines.asr.phones import AlignedPhone, PhoneMeasurement

METHOD = "accent-phones-1"
METHOD_OTHER_LANGUAGES = "accent-rhythm-1"
SAMPLE_SECONDS = 90.0
MAX_CHUNK_SECONDS = 15.0
LEAST_SECONDS = 15.0  # of articulated sound
LEAST_RATIO_DB = 10.0
CONFIDENT = 0.8  # a word's calibrated probability, from which its sounds are shown as evidence (prior)
UNCLEAR = -2.0  # goodness of a sound that the open loop heard as another one (prior)
_PAD = 0.1
_JOIN = 0.5
_SHORTEST_CHUNK = 0.5
_WORST = 12
_PLACE_SECONDS = 0.2  # the recogniser's and the alignment's times of a word may differ by this much (prior)
_GOLDEN = 0.6180339887498949


class AccentUnavailable(Exception):
    """The accent cannot be measured; the message says why, in plain words and with the figures."""


@dataclass(frozen=True, slots=True)
class Term:
    """A feature's part in the formula: `weight` times (value - mean) / deviation, value held within [low, high]."""

    weight: float
    mean: float
    deviation: float
    low: float
    high: float

    def part(self, value: float) -> float:
        """What the feature adds, in points of the experts' scale."""
        return self.weight * (min(self.high, max(self.low, value)) - self.mean) / self.deviation


@dataclass(frozen=True, slots=True)
class Formula:
    """Expected mean of the experts' accuracy and total, 0-10; 90 % of unseen speakers lie within `half_width`."""

    intercept: float
    terms: dict[str, Term]
    half_width: float


# Made by evals/train_accent.py; do not edit by hand.
ENGLISH = Formula(
    7.28,
    {
        "phoneRate": Term(weight=0.547, mean=9.8759, deviation=1.1508, low=6.593, high=11.563),
        "vowelLength": Term(weight=-0.4252, mean=124.4684, deviation=32.6125, low=78.5938, high=247.6948),
        "durationSpread": Term(weight=-0.1567, mean=0.5404, deviation=0.0605, low=0.439, high=0.696),
        "vowelShare": Term(weight=-0.2783, mean=0.4131, deviation=0.0445, low=0.3559, high=0.5395),
        "phonotactics": Term(weight=0.0743, mean=-4.3202, deviation=0.2721, low=-5.032, high=-3.923),
    },
    1.7952,
)
OTHER_LANGUAGES = Formula(
    7.28,
    {
        "phoneRate": Term(weight=0.5498, mean=9.8759, deviation=1.1508, low=6.593, high=11.563),
        "vowelLength": Term(weight=-0.449, mean=124.4684, deviation=32.6125, low=78.5938, high=247.6948),
        "durationSpread": Term(weight=-0.1782, mean=0.5404, deviation=0.0605, low=0.439, high=0.696),
        "vowelShare": Term(weight=-0.2806, mean=0.4131, deviation=0.0445, low=0.3559, high=0.5395),
    },
    1.8366,
)

# The experts' scale, by the words of its rubric, on ours: 9-10 excellent, 7-8 good with a few mistakes, 5-6
# understandable with many, 3-4 poor, below that one or two words are recognised.
EXPERT_ANCHORS = ((1.0, 0.0), (3.5, 1.0), (5.5, 2.0), (7.5, 3.0), (8.5, 4.0), (9.5, 5.0))

_DESCRIPTIONS: dict[str, tuple[str, str]] = {
    "phoneRate": ("phones/s", "Speech sounds per second of articulation, pauses not counted"),
    "vowelLength": ("ms", "Typical (geometric mean) length of a vowel stretch"),
    "durationSpread": ("log units", "Unevenness of the sounds' lengths (standard deviation of their logarithms)"),
    "vowelShare": ("share", "Share of articulation that is vowel (%V)"),
    "phonotactics": ("log probability", "How usual the heard pairs of sounds are inside English words"),
    "vowelVariation": ("ratio", "Variation of vowel lengths (VarcoV / 100); not scored"),
    "vowelPairwise": ("ratio", "Difference between neighbouring vowels (nPVI / 100); not scored"),
    "syllablePairwise": ("ms", "Difference between neighbouring syllables (rPVI); not scored"),
    "pitchRange": ("semitones", "Melody: 5th to 95th percentile of the pitch; not scored"),
    "phonePosterior": ("log probability", "How surely the sounds are told apart by the English model; not scored"),
    "goodness": ("log score", "Fit of the sounds of confident words, 0 is best; not scored"),
    "agreement": ("share", "Sounds of confident words that are heard as such without the words; not scored"),
}


def select_speech(spans: Sequence[Span], seconds: float = SAMPLE_SECONDS) -> list[Span]:
    """Chunks of the candidate's own speech to measure, ascending, at most about `seconds` in all, each <= 15 s.

    `spans` are stretches of the candidate's speech (ascending, disjoint, without overlap). Spans less than half a
    second apart are joined. Where there is more than enough, chunks are taken spread over the whole recording in a
    fixed order (multiples of the golden ratio): the clearest moments only would flatter a weak speaker most.
    """
    joined: list[Span] = []
    for span in spans:
        if joined and span.start - joined[-1].end < _JOIN and span.end - joined[-1].start <= MAX_CHUNK_SECONDS:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    chunks: list[Span] = []
    for span in joined:
        pieces = max(1, math.ceil(span.duration / MAX_CHUNK_SECONDS))
        edges = [span.start + span.duration * i / pieces for i in range(pieces + 1)]
        chunks += [Span(a, b) for a, b in pairwise(edges) if b - a >= _SHORTEST_CHUNK]
    order = sorted(range(len(chunks)), key=lambda i: ((i + 1) * _GOLDEN % 1.0, i))
    taken: list[int] = []
    total = 0.0
    for i in order:
        if total >= seconds:
            break
        taken.append(i)
        total += chunks[i].duration
    return [_padded(chunks, i) for i in sorted(taken)]


def _padded(chunks: Sequence[Span], i: int) -> Span:
    """The chunk with up to 100 ms on each side, and not beyond the middle of the gap to its neighbour."""
    chunk = chunks[i]
    before = chunk.start - chunks[i - 1].end if i else math.inf
    after = chunks[i + 1].start - chunk.end if i + 1 < len(chunks) else math.inf
    start = max(0.0, chunk.start - min(_PAD, before / 2.0))
    return Span(round(start, 3), round(chunk.end + min(_PAD, after / 2.0), 3))


def articulation(phones: PhoneMeasurement) -> dict[str, float]:
    """The scored features of a measurement, for any length of it; raises AccentUnavailable where nothing is said."""
    lengths = np.array([phone.end - phone.start for phone in phones.free])
    total = float(lengths.sum())
    vowels = [length for stretch in rhythm.intervals(phones.free) for vowel, length in stretch if vowel]
    pairs = [phone.transition for phone in phones.free if phone.transition is not None]
    if not vowels or not pairs:
        raise AccentUnavailable("No articulated speech was found.")
    values = {
        "phoneRate": len(lengths) / total,
        "vowelLength": 1000.0 * math.exp(math.fsum(math.log(length) for length in vowels) / len(vowels)),
        "durationSpread": float(np.log(lengths).std()),
        "vowelShare": rhythm.vowel_share(rhythm.intervals(phones.free)),
        "phonotactics": math.fsum(pairs) / len(pairs),
    }
    return {name: round(value, 4) for name, value in values.items()}


def expert_points(values: dict[str, float], formula: Formula) -> float:
    """The formula's estimate on the experts' scale, 0-10."""
    points = formula.intercept + math.fsum(term.part(values[name]) for name, term in formula.terms.items())
    return min(10.0, max(0.0, points))


def score_accent(
    phones: PhoneMeasurement,
    *,
    words: Sequence[Word],
    spans: Sequence[Span],
    track: ProsodyFrames,
    signal_to_noise: float,
    language: str = "en",
) -> DimensionScore:
    """The candidate's accent from `phones`, measured on `select_speech(spans)`.

    `spans` are the stretches of the candidate's speech, `words` those given to `measure_phones` in their order (none
    for a language other than English, whose words the English model cannot align), `signal_to_noise` in dB. A
    contribution is a feature's signed share of the score's distance from 2.5 and they add up to it before the score
    is held within [0, 5]; the interval holds 90 % of the speakers it was not fitted on, for English.

    For other languages only tempo and length of sounds count, against English norms; the interval is one and a half
    times as wide and the confidence always low. Raises AccentUnavailable for too little speech or too much noise.
    """
    if signal_to_noise < LEAST_RATIO_DB:
        raise AccentUnavailable(
            f"The accent needs a voice at least {LEAST_RATIO_DB:.0f} dB above the noise; here it is "
            f"{signal_to_noise:.0f} dB."
        )
    articulated = math.fsum(phone.end - phone.start for phone in phones.free)
    if articulated < LEAST_SECONDS:
        raise AccentUnavailable(
            f"The accent needs at least {LEAST_SECONDS:.0f} seconds of the candidate's own articulated speech; "
            f"{articulated:.0f} were found."
        )
    english = language == "en"
    formula = ENGLISH if english else OTHER_LANGUAGES
    values = articulation(phones)
    points = expert_points(values, formula)
    half = formula.half_width * (1.0 if english else 1.5)
    score = interpolate(points, EXPERT_ANCHORS)
    confidence, reasons = least_confidence(_checks(values, phones, signal_to_noise, formula, english))
    return DimensionScore(
        score=round(score, 4),
        low=round(clamp(interpolate(points - half, EXPERT_ANCHORS)), 4),
        high=round(clamp(interpolate(points + half, EXPERT_ANCHORS)), 4),
        features=_features(values, phones, words, spans, track, formula),
        contributions=_contributions(values, formula, score),
        confidence=confidence,
        confidence_reasons=reasons,
        evidence=_evidence(phones, words, points),
        method=METHOD if english else METHOD_OTHER_LANGUAGES,
    )


def _contributions(values: dict[str, float], formula: Formula, score: float) -> dict[str, float]:
    """Each feature's share of (score - 2.5): its points over all points, a base of the average learner beside them."""
    parts = {name: term.part(values[name]) for name, term in formula.terms.items()}
    base = interpolate(formula.intercept, EXPERT_ANCHORS)
    moved = math.fsum(parts.values())
    slope = (score - base) / moved if abs(moved) > 1e-6 else 0.0
    shares = {name: round(part * slope, 4) for name, part in parts.items()}
    shares["averageLearner"] = round(base - MIDDLE, 4)
    return shares


def _checks(
    values: dict[str, float], phones: PhoneMeasurement, ratio: float, formula: Formula, english: bool
) -> list[Check]:
    """Grounds for trust; every cut is a prior."""
    articulated = math.fsum(phone.end - phone.start for phone in phones.free)
    far = max(abs(values[name] - term.mean) / term.deviation for name, term in formula.terms.items())
    checks = [
        Check(articulated, 25.0, 45.0, f"only {articulated:.0f} seconds of articulated speech"),
        Check(ratio, 15.0, 22.0, f"background noise: the voice is only {ratio:.0f} dB above it"),
        Check(-far, -5.0, -3.5, "the speech is unlike any that the formula was made on"),
    ]
    if not english:
        checks.append(Check(0.0, 1.0, 1.0, "the accent formula is validated for English only"))
    return checks


def _features(
    values: dict[str, float],
    phones: PhoneMeasurement,
    words: Sequence[Word],
    spans: Sequence[Span],
    track: ProsodyFrames,
    formula: Formula,
) -> dict[str, Feature]:
    vowels = [[length for vowel, length in stretch if vowel] for stretch in rhythm.intervals(phones.free)]
    sure = _sure(phones, words)
    shown: dict[str, float | None] = {name: value for name, value in values.items() if name in formula.terms}
    shown |= {
        "vowelVariation": rhythm.variation([length for group in vowels for length in group]),
        "vowelPairwise": rhythm.normalised_pvi(vowels),
        "syllablePairwise": rhythm.syllable_pvi(track, spans),
        "pitchRange": rhythm.pitch_range(track, spans),
        "phonePosterior": math.fsum(phone.posterior for phone in phones.free) / len(phones.free),
        "goodness": math.fsum(phone.goodness for phone in sure) / len(sure) if sure else None,
        "agreement": sum(phone.phone == phone.heard for phone in sure) / len(sure) if sure else None,
    }
    return {
        name: Feature(None if value is None else round(value, 4), *_DESCRIPTIONS[name]) for name, value in shown.items()
    }


def _sure(phones: PhoneMeasurement, words: Sequence[Word]) -> list[AlignedPhone]:
    """The sounds of the words that were recognised with confidence and found where the recogniser had them.

    A word of which most sounds are unclear is more likely a wrong word than a wrong pronunciation: it is left out.
    """
    by_word: dict[int, list[AlignedPhone]] = defaultdict(list)
    for phone in phones.aligned:
        if words[phone.word].probability >= CONFIDENT:
            by_word[phone.word].append(phone)
    sure: list[AlignedPhone] = []
    for index, sounds in by_word.items():
        word = words[index]
        placed = sounds[0].start >= word.start - _PLACE_SECONDS and sounds[-1].end <= word.end + _PLACE_SECONDS
        if placed and 2 * sum(sound.goodness <= UNCLEAR for sound in sounds) <= len(sounds):
            sure += sounds
    return sure


def _evidence(phones: PhoneMeasurement, words: Sequence[Word], points: float) -> dict[str, object]:
    """Figures behind the score: the least clear sounds of confident words, in ascending time."""
    sure = _sure(phones, words)
    unclear = sorted((phone for phone in sure if phone.goodness <= UNCLEAR), key=lambda phone: phone.goodness)
    worst = sorted(unclear[:_WORST], key=lambda phone: phone.start)
    said, poor = Counter(phone.phone for phone in sure), Counter(phone.phone for phone in unclear)
    return {
        "measuredSeconds": phones.seconds,
        "expertPoints": round(points, 4),
        "alignedWords": len({phone.word for phone in phones.aligned}),
        "confidentWords": len({phone.word for phone in sure}),
        "worstPhones": [
            {
                "phone": phone.phone,
                "heard": phone.heard,
                "word": words[phone.word].text,
                "startMs": round(1000 * phone.start),
                "endMs": round(1000 * phone.end),
                "goodness": phone.goodness,
            }
            for phone in worst
        ],
        "unclearByPhone": {
            phone: {"unclear": count, "said": said[phone]}
            for phone, count in sorted(poor.items(), key=lambda item: (-item[1], item[0]))
        },
    }
