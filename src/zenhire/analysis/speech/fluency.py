"""Fluency from sound: how fast, in how long runs and with how many pauses the candidate speaks.

Only the candidate's turns count, without stretches where voices overlap or the speaker is uncertain. The silence
before an answer is no pause. The score is made from sound, so a poor transcript cannot lower it: of the words only the
written hesitations ('um') enter, with the least weight; everything else that they tell stands beside it as evidence.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from zenhire.analysis.speech.prosody import ProsodyFrames
from zenhire.analysis.speech.scale import MIDDLE, Z90, Check, NotMeasurable, clamp, interpolate, least_confidence
from zenhire.analysis.speech.types import DimensionScore, Feature, Span, Turn, Word
from zenhire.analysis.speech.wordlists import CLAUSE_OPENERS, EDITING_TERMS, FILLERS

METHOD = "fluency-sound-1"
PAUSE_SECONDS = 0.25  # de Jong & Bosker (2013): the threshold that separates levels best
LONGEST_PAUSE_SECONDS = 5.0  # a longer silence is an interruption or a missing question, not a pause (prior)
LEAST_PHONATION_SECONDS = 30.0
LEAST_MARGIN = 0.05  # turns less surely the candidate's are left out (prior)
_BLOCKS = 10
_UNKNOWN_ERROR = 0.5
_STILL_CHANGE = 0.4
_STILL_SEMITONES = 0.7
_PUNCTUATION = ".,;:!?\"'()[]…-–¿¡。、，！？"
_CLAUSE_ENDS = frozenset(".,;:!?…。、，！？")
MODEL_HALF_WIDTH = 0.9  # prior: 90 % of adult readers lie within .84 of their experts, of children within 1.4

# Level of each feature's value. Shape and order follow the correlates of rated fluency (speed and pause frequency carry
# most, composites more); the values are priors for spontaneous speech, set in the unit that our own counter gives.
# Every mapping is monotone and flat beyond its last anchor: speed above that of a relaxed native earns nothing.
_ANCHORS: dict[str, tuple[tuple[float, float], ...]] = {
    "articulationRate": ((1.8, 0.0), (2.5, 1.0), (3.0, 2.0), (3.4, 3.0), (3.8, 4.0), (4.2, 5.0)),
    "speechRate": ((0.8, 0.0), (1.4, 1.0), (1.9, 2.0), (2.4, 3.0), (2.9, 4.0), (3.3, 5.0)),
    "meanRunLength": ((1.5, 0.0), (3.0, 1.0), (4.5, 2.0), (6.5, 3.0), (9.0, 4.0), (12.0, 5.0)),
    "phonationRatio": ((0.40, 0.0), (0.52, 1.0), (0.62, 2.0), (0.70, 3.0), (0.77, 4.0), (0.84, 5.0)),
    "pausesPer100Syllables": ((5.0, 5.0), (9.0, 4.0), (14.0, 3.0), (20.0, 2.0), (30.0, 1.0), (45.0, 0.0)),
    "filledPausesPer100Syllables": ((1.5, 5.0), (3.0, 4.0), (5.0, 3.0), (7.0, 2.0), (10.0, 1.0), (14.0, 0.0)),
}
WEIGHTS: dict[str, float] = {
    "articulationRate": 0.20,
    "speechRate": 0.25,
    "meanRunLength": 0.20,
    "phonationRatio": 0.10,
    "pausesPer100Syllables": 0.20,
    "filledPausesPer100Syllables": 0.05,
}

_DESCRIPTIONS: dict[str, tuple[str, str]] = {
    "articulationRate": ("syllables/s", "Syllables per second of voice, pauses not counted"),
    "speechRate": ("syllables/s", "Syllables per second of talk, pauses counted"),
    "meanRunLength": ("syllables", "Mean syllables between two pauses"),
    "phonationRatio": ("share", "Share of the talking time that is voice and not pause"),
    "pausesPer100Syllables": ("per 100 syllables", "Silent pauses of 250 ms and more"),
    "filledPausesPer100Syllables": ("per 100 syllables", "Hesitation sounds, heard or written"),
    "logMeanPause": ("log s", "Mean of the natural logarithm of the pauses' length; not scored"),
    "midClausePauseShare": ("share", "Share of pauses inside a clause, where the transcript allows; not scored"),
    "repetitionsPer100Words": ("per 100 words", "Words said twice in a row; not scored"),
    "repairsPer100Words": ("per 100 words", "Words cut off or taken back; not scored"),
}


@dataclass(frozen=True, slots=True)
class Run:
    """Speech between two pauses; durations in seconds. `pause` is the silence after it, None where a piece ends."""

    start: float
    end: float
    syllables: int
    filled: int
    pause: float | None

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.end - self.start


def score_fluency(
    *,
    candidate: str,
    turns: Sequence[Turn],
    speech: Sequence[Span],
    track: ProsodyFrames,
    nuclei: NDArray[np.float64],
    words: Sequence[Word],
    usable_cut: float,
    uncertain: Sequence[Span] = (),
    language: str = "en",
) -> DimensionScore:
    """The fluency of speaker `candidate` from all speakers' `turns` and words and the recording's `speech` spans (voice
    activity, ascending, disjoint), `track` and syllable `nuclei` (seconds, ascending).

    Words below probability `usable_cut` are not looked at; `uncertain` are stretches in which the voice is not surely
    one speaker's (overlap), left out.

    The score is the weighted mean of each feature's level; a contribution is a feature's signed share of the distance
    from 2.5, and they add up to it. Raises NotMeasurable under 30 s of the candidate's voice.
    """
    pieces = candidate_pieces(candidate, turns, uncertain)
    own = [word for word in words if word.speaker == candidate and word.probability >= usable_cut]
    fillers = filled_pauses(track, speech, own, language)
    runs = [run for piece in pieces for run in runs_of(piece, speech, nuclei, fillers)]
    phonation = math.fsum(run.duration for run in runs)
    if phonation < LEAST_PHONATION_SECONDS or not any(run.syllables for run in runs):
        raise NotMeasurable(
            f"Fluency needs at least {LEAST_PHONATION_SECONDS:.0f} seconds of the candidate's own voice without "
            f"overlap; this recording has {phonation:.0f}."
        )
    values = pooled(runs)
    score = composite(values)
    half = math.hypot(MODEL_HALF_WIDTH, Z90 * _sampling_error(runs))
    own_turns = [turn for turn in turns if turn.speaker == candidate]
    confidence, reasons = least_confidence(_checks(own_turns, runs, track, speech))
    return DimensionScore(
        score=round(score, 4),
        low=round(clamp(score - half), 4),
        high=round(clamp(score + half), 4),
        features=_features(values, runs, own),
        contributions={name: round(WEIGHTS[name] * (level - MIDDLE), 4) for name, level in levels(values).items()},
        confidence=confidence,
        confidence_reasons=reasons,
        evidence=_evidence(own_turns, pieces, runs, fillers),
        method=METHOD,
    )


def levels(values: dict[str, float]) -> dict[str, float]:
    """The level in [0, 5] that each scored feature has for itself."""
    return {name: interpolate(values[name], _ANCHORS[name]) for name in WEIGHTS}


def composite(values: dict[str, float]) -> float:
    """The weighted mean of the features' levels, in [0, 5]."""
    by_feature = levels(values)
    return clamp(math.fsum(weight * by_feature[name] for name, weight in WEIGHTS.items()))


def candidate_pieces(candidate: str, turns: Sequence[Turn], uncertain: Sequence[Span] = ()) -> list[Span]:
    """Stretches in which only the candidate has the word, ascending.

    Consecutive turns of the candidate with nobody between are one stretch, so that a pause at which the diarization
    split a turn still counts; a silence of more than 5 s divides. Overlaps, `uncertain` stretches
    and turns of a very low margin are cut out.
    """
    own = sorted((turn for turn in turns if turn.speaker == candidate), key=lambda turn: (turn.start, turn.end))
    others = sorted((turn for turn in turns if turn.speaker != candidate), key=lambda turn: (turn.start, turn.end))
    starts = np.array([turn.start for turn in others])
    joined: list[Span] = []
    for turn in own:
        if joined and turn.start - joined[-1].end <= LONGEST_PAUSE_SECONDS:
            between = np.searchsorted(starts, joined[-1].end) != np.searchsorted(
                starts, max(turn.start, joined[-1].end)
            )
            if not between:
                joined[-1] = Span(joined[-1].start, max(joined[-1].end, turn.end))
                continue
        joined.append(Span(turn.start, turn.end))
    cuts = [*uncertain, *(Span(turn.start, turn.end) for turn in others)]
    cuts += [Span(turn.start, turn.end) for turn in own if turn.margin < LEAST_MARGIN]
    return subtract(joined, cuts)


def subtract(spans: Sequence[Span], cuts: Sequence[Span]) -> list[Span]:
    """`spans` (ascending) without every moment of `cuts`."""
    ordered = sorted(cuts, key=lambda cut: cut.start)
    left: list[Span] = []
    for span in spans:
        position = span.start
        for cut in ordered:
            if cut.end <= position:
                continue
            if cut.start >= span.end:
                break
            if cut.start > position:
                left.append(Span(position, cut.start))
            position = max(position, cut.end)
        if position < span.end:
            left.append(Span(position, span.end))
    return left


def runs_of(
    piece: Span, speech: Sequence[Span], nuclei: NDArray[np.float64], fillers: Sequence[Span] = ()
) -> list[Run]:
    """The runs of speech inside `piece`, ascending: gaps under 250 ms are closed, gaps over 5 s end a piece."""
    spans: list[Span] = []
    for span in speech:
        start, end = max(span.start, piece.start), min(span.end, piece.end)
        if end <= start:
            continue
        if spans and start - spans[-1].end < PAUSE_SECONDS:
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, end))
        else:
            spans.append(Span(start, end))
    middles = [(filler.start + filler.end) / 2.0 for filler in fillers]
    runs: list[Run] = []
    for index, span in enumerate(spans):
        gap = spans[index + 1].start - span.end if index + 1 < len(spans) else None
        syllables = int(np.searchsorted(nuclei, span.end) - np.searchsorted(nuclei, span.start))
        filled = sum(span.start <= middle < span.end for middle in middles)
        pause = gap if gap is not None and gap <= LONGEST_PAUSE_SECONDS else None
        runs.append(Run(span.start, span.end, syllables, filled, pause))
    return runs


def pooled(runs: Sequence[Run]) -> dict[str, float]:
    """The scored features of `runs` together; their durations must not all be 0."""
    phonation = math.fsum(run.duration for run in runs)
    pauses = [run.pause for run in runs if run.pause is not None]
    talk = phonation + math.fsum(pauses)
    syllables = sum(run.syllables for run in runs)
    per_hundred = 100.0 / max(1, syllables)
    return {
        "articulationRate": syllables / phonation,
        "speechRate": syllables / talk,
        "meanRunLength": syllables / len(runs),
        "phonationRatio": phonation / talk,
        "pausesPer100Syllables": per_hundred * len(pauses),
        "filledPausesPer100Syllables": per_hundred * sum(run.filled for run in runs),
    }


def _sampling_error(runs: Sequence[Run]) -> float:
    """Standard error of the score from the speech sampled: delete-one-block jackknife over ten blocks in time."""
    groups = [list(block) for block in np.array_split(np.arange(len(runs)), min(_BLOCKS, len(runs))) if len(block)]
    if len(groups) < 2:
        return _UNKNOWN_ERROR
    scores = []
    for group in groups:
        rest = [run for index, run in enumerate(runs) if not group[0] <= index <= group[-1]]
        scores.append(composite(pooled(rest)))
    mean = math.fsum(scores) / len(scores)
    return math.sqrt((len(scores) - 1) / len(scores) * math.fsum((score - mean) ** 2 for score in scores))


def filled_pauses(track: ProsodyFrames, speech: Sequence[Span], words: Sequence[Word], language: str) -> list[Span]:
    """Hesitation sounds: by ear, where voice holds pitch and colour still for a quarter second, or by a written filler.

    The thresholds (.4 of spectral change, .7 semitones) gave no hit in 371 s of native reading.
    """
    still = (track.f0_hz > 0.0) & (track.change < _STILL_CHANGE) & track.mask(speech)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], still.astype(np.int8), [0]))))
    found: list[Span] = []
    for first, last in edges.reshape(-1, 2).tolist():
        pitch = track.f0_hz[first:last]
        if (last - first) * track.time_step >= PAUSE_SECONDS and float(
            np.std(12.0 * np.log2(pitch))
        ) < _STILL_SEMITONES:
            found.append(Span(first * track.time_step, last * track.time_step))
    fillers = FILLERS.get(language, frozenset())
    for word in words:
        written = word.text.lower().strip(_PUNCTUATION) in fillers
        if written and not any(span.start < word.end and word.start < span.end for span in found):
            found.append(Span(word.start, word.end))
    return sorted(found, key=lambda span: span.start)


def _checks(
    own_turns: Sequence[Turn], runs: Sequence[Run], track: ProsodyFrames, speech: Sequence[Span]
) -> list[Check]:
    """Grounds for trust; every cut is a prior."""
    phonation = math.fsum(run.duration for run in runs)
    spoken = math.fsum(
        max(0.0, min(span.end, turn.end) - max(span.start, turn.start)) for turn in own_turns for span in speech
    )
    total = math.fsum(turn.duration for turn in own_turns)
    margin = math.fsum(turn.margin * turn.duration for turn in own_turns) / total
    kept = phonation / spoken if spoken else 0.0
    rate = sum(run.syllables for run in runs) / phonation
    ratio = signal_to_noise(track, speech)
    return [
        Check(phonation, 60.0, 120.0, f"only {phonation:.0f} seconds of the candidate's own voice"),
        Check(margin, 0.3, 0.5, "the speakers' voices are hard to tell apart"),
        Check(kept, 0.5, 0.8, "much of the candidate's talk overlaps with others"),
        Check(ratio, 10.0, 18.0, f"background noise: the voice is only {ratio:.0f} dB above it"),
        Check(min(rate - 1.5, 6.5 - rate), 0.0, 0.0, f"an unusual rate of {rate:.1f} syllables a second"),
    ]


def signal_to_noise(track: ProsodyFrames, speech: Sequence[Span]) -> float:
    """Median level of the speech over the median level of all else, dB; 60 where there is next to no silence."""
    inside = track.mask(speech)
    if not inside.any() or int((~inside).sum()) * track.time_step < 1.0:
        return 60.0
    return float(np.median(track.intensity_db[inside]) - np.median(track.intensity_db[~inside]))


def _features(values: dict[str, float], runs: Sequence[Run], words: Sequence[Word]) -> dict[str, Feature]:
    pauses = [run.pause for run in runs if run.pause is not None]
    mean_log = math.fsum(math.log(pause) for pause in pauses) / len(pauses) if pauses else None
    shown: dict[str, float | None] = dict(values)
    shown["logMeanPause"] = mean_log
    shown["midClausePauseShare"] = _mid_clause_share(runs, words)
    shown["repetitionsPer100Words"], shown["repairsPer100Words"] = _repetitions_and_repairs(words)
    return {
        name: Feature(None if value is None else round(value, 4), *_DESCRIPTIONS[name]) for name, value in shown.items()
    }


def _mid_clause_share(runs: Sequence[Run], words: Sequence[Word]) -> float | None:
    """Share of pauses inside a clause; None unless the words around most of at least ten pauses are known, and for a
    recogniser without punctuation, which does not tell where clauses end.

    A clause ends where a word carries punctuation or the next word opens a clause (English).
    """
    if not any(word.text[-1:] in _CLAUSE_ENDS for word in words):
        return None
    starts = np.array([word.start for word in words])
    inside = known = pauses = 0
    for run in runs:
        if run.pause is None:
            continue
        pauses += 1
        after = int(np.searchsorted(starts, run.end + run.pause / 2.0))
        if not 0 < after < len(words):
            continue
        before, following = words[after - 1], words[after]
        if abs(before.end - run.end) > 0.5 or abs(following.start - run.end - run.pause) > 0.5:
            continue
        known += 1
        inside += not (before.text[-1:] in _CLAUSE_ENDS or following.text.lower().strip(_PUNCTUATION) in CLAUSE_OPENERS)
    return inside / known if pauses >= 10 and known >= 0.5 * pauses else None


def _repetitions_and_repairs(words: Sequence[Word]) -> tuple[float | None, float | None]:
    """Words said twice in a row, and cut-off words or phrases that take back, per 100 words; None under 50 words."""
    texts = [word.text.lower().strip(_PUNCTUATION) for word in words]
    if len(texts) < 50:
        return None, None
    repeated = sum(bool(a) and a == b for a, b in pairwise(texts))
    taken_back = sum(
        tuple(texts[index : index + len(term)]) == term for index in range(len(texts)) for term in EDITING_TERMS
    )
    cut_off = sum(word.text.rstrip(".,").endswith("-") for word in words)
    return 100.0 * repeated / len(texts), 100.0 * (taken_back + cut_off) / len(texts)


def _evidence(
    own_turns: Sequence[Turn], pieces: Sequence[Span], runs: Sequence[Run], fillers: Sequence[Span]
) -> dict[str, object]:
    """How much was looked at, and where the longest pauses and the hesitation sounds are (ms)."""
    pauses = sorted(
        ((run.pause, run.end) for run in runs if run.pause is not None), key=lambda item: (-item[0], item[1])
    )
    heard = [span for span in fillers if any(p.start <= (span.start + span.end) / 2.0 < p.end for p in pieces)]
    talk = math.fsum(turn.duration for turn in own_turns)
    return {
        "speechSeconds": round(math.fsum(run.duration for run in runs), 2),
        "turns": len(own_turns),
        "syllables": sum(run.syllables for run in runs),
        "pauses": len(pauses),
        "leftOutSeconds": round(max(0.0, talk - math.fsum(piece.duration for piece in pieces)), 2),
        "longestPauses": [
            {"startMs": round(1000 * at), "endMs": round(1000 * (at + length))} for length, at in pauses[:5]
        ],
        "filledPauses": [{"startMs": round(1000 * s.start), "endMs": round(1000 * s.end)} for s in heard[:20]],
    }
