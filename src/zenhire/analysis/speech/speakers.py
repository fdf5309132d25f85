"""Who speaks when: windows over the speech, their voices, and turns with a margin. Pure; times in seconds.

The caller embeds `plan_windows(spans)` with a speaker encoder and hands the vectors to `diarize`; a recording with one
voice a channel goes to `channels.split_by_channel` instead. Both give a `Diarization`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from zenhire.analysis.speech.clustering import MAX_SPEAKERS, MIN_SHARE, Clustering, Vectors, cluster
from zenhire.analysis.speech.types import Span, Turn, Word

WINDOW_SECONDS = 1.5
STEP_SECONDS = 0.75
SHORTEST_WINDOW = 0.5
UNIT_SECONDS = 0.1
SHORTEST_TURN = 0.5
LONGEST_PAUSE = 2.0
LEAST_VOICE_SECONDS = 3.0
UNCERTAIN_MARGIN = 0.2
SHORTEST_UNCERTAIN = 0.3

# Weight of a second of likeness against the price of a change of speaker (tuned, see evals/speakers.py).
_EVIDENCE = 40.0
_CHANGE = 4.0
_CHANGE_IN_PAUSE = 2.0
_LONG_GAP = 0.3
_TYPICAL_GAP = 0.2

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Diarization:
    """Turns in order, never overlapping, of `speaker_count` speakers named speaker_0.. by first appearance.

    `uncertain` are regions of low margin (overlapping talk, a voice between two others), to be left out of what is
    measured on one speaker. `method` names how it was made, `figures` what it rests on.
    """

    turns: list[Turn]
    speaker_count: int
    method: str
    figures: dict[str, float]
    uncertain: tuple[Span, ...] = ()


def plan_windows(spans: Sequence[Span]) -> list[tuple[float, float]]:
    """Windows (start, end) of 1.5 s each 0.75 s over every span, the last one ending with it.

    A span under 1.5 s has one window, widened to 0.5 s where it is shorter.
    """
    windows: list[tuple[float, float]] = []
    for span in spans:
        if span.duration <= WINDOW_SECONDS:
            missing = max(0.0, SHORTEST_WINDOW - span.duration) / 2
            start = max(0.0, span.start - missing)
            windows.append((start, max(span.end + missing, start + SHORTEST_WINDOW)))
            continue
        last = span.end - WINDOW_SECONDS
        starts = [span.start + k * STEP_SECONDS for k in range(int((last - span.start) / STEP_SECONDS) + 1)]
        if last - starts[-1] > STEP_SECONDS / 3:
            starts.append(last)
        windows += [(start, start + WINDOW_SECONDS) for start in starts]
    return [(round(start, 3), round(end, 3)) for start, end in windows]


@dataclass(frozen=True, slots=True)
class _Units:
    """The speech cut into pieces of about 0.1 s: bounds (n, 2), and the silence before each piece (n,)."""

    bounds: Floats
    gaps: Floats


def _cut(spans: Sequence[Span]) -> _Units:
    edges = [np.linspace(s.start, s.end, max(1, round(s.duration / UNIT_SECONDS)) + 1) for s in spans]
    bounds = np.concatenate([np.stack([e[:-1], e[1:]], axis=1) for e in edges])
    gaps = np.zeros(len(bounds))
    gaps[1:] = bounds[1:, 0] - bounds[:-1, 1]
    return _Units(bounds, gaps)


def _unit_vectors(units: _Units, windows: Sequence[tuple[float, float]], vectors: Vectors) -> Floats:
    """What `vectors` (windows, k) say of each unit, (units, k): windows over it, weighted by nearness of centre."""
    middles = units.bounds.mean(axis=1)
    total = np.zeros((len(middles), vectors.shape[1]))
    weight = np.zeros(len(middles))
    for (start, end), values in zip(windows, vectors, strict=True):
        low, high = np.searchsorted(middles, [start - 1e-6, end + 1e-6])
        near = 1.05 - np.abs(middles[low:high] - (start + end) / 2) / ((end - start) / 2)
        total[low:high] += near[:, None] * values
        weight[low:high] += near
    bare = weight == 0
    if bare.any():
        centres = np.array([(start + end) / 2 for start, end in windows])
        nearest = np.abs(centres[None, :] - middles[bare, None]).argmin(axis=1)
        total[bare], weight[bare] = vectors[nearest], 1.0
    likeness: Floats = total / weight[:, None]
    return likeness


def _best_path(likeness: Floats, units: _Units) -> Labels:
    """Viterbi: the voice of each unit, changes costing less after a pause."""
    evidence = likeness * (_EVIDENCE * (units.bounds[:, 1] - units.bounds[:, 0]))[:, None]
    price = np.where(units.gaps >= _LONG_GAP, _CHANGE_IN_PAUSE, _CHANGE)
    count, voices = evidence.shape
    came_from = np.zeros((count, voices), dtype=np.int64)
    score = evidence[0].copy()
    stay = np.arange(voices)
    for k in range(1, count):
        best = int(score.argmax())
        change = score[best] - price[k] > score
        came_from[k] = np.where(change, best, stay)
        score = np.where(change, score[best] - price[k], score) + evidence[k]
    path = np.empty(count, dtype=np.int64)
    path[-1] = int(score.argmax())
    for k in range(count - 1, 0, -1):
        path[k - 1] = came_from[k, path[k]]
    return path


def _runs(labels: Labels, breaks: Callable[[int], bool]) -> list[tuple[int, int]]:
    """Half-open index ranges of equal labels, also cut before each index for which `breaks` is true."""
    cuts = [0, *(k for k in range(1, len(labels)) if labels[k] != labels[k - 1] or breaks(k)), len(labels)]
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def _absorb_short(labels: Labels, likeness: Floats, units: _Units) -> Labels:
    """Gives stretches of a voice under 0.5 s to the neighbour that they are more like."""
    labels = labels.copy()
    while True:
        runs = _runs(labels, lambda _: False)
        lengths = [units.bounds[b - 1, 1] - units.bounds[a, 0] for a, b in runs]
        shortest = int(np.argmin(lengths))
        if len(runs) == 1 or lengths[shortest] >= SHORTEST_TURN:
            return labels
        a, b = runs[shortest]
        beside = [int(labels[k]) for k in (a - 1, b) if 0 <= k < len(labels)]
        labels[a:b] = max(beside, key=lambda voice: float(likeness[a:b, voice].mean()))


def _resegment(likeness: Floats, units: _Units) -> Labels:
    """Voice of each unit; a voice left with too little speech is dropped and its speech shared out again."""
    allowed = np.arange(likeness.shape[1])
    lengths = units.bounds[:, 1] - units.bounds[:, 0]
    least = max(LEAST_VOICE_SECONDS, MIN_SHARE * float(lengths.sum()))
    while True:
        some = likeness[:, allowed]
        path = _absorb_short(_best_path(some, units), some, units)
        seconds = np.bincount(path, weights=lengths, minlength=len(allowed))
        weakest = int(seconds.argmin())
        if len(allowed) == 1 or seconds[weakest] >= least:
            return allowed[path]
        allowed = np.delete(allowed, weakest)


def _margins(likeness: Floats, labels: Labels, centres: Vectors) -> Floats:
    """How much nearer each unit is to its own voice than to the next, (n,): 1 as near as usual, 0 undecided.

    The usual distance is what a window of that voice shows on average; voices closer than 0.2 count as 0.2 apart.
    """
    rows = np.arange(len(labels))
    own = likeness[rows, labels]
    others = likeness.copy()
    others[rows, labels] = -np.inf
    apart = 1.0 - (centres @ centres.T).astype(np.float64)
    usual = np.maximum(own.mean() * apart[labels, others.argmax(axis=1)], _TYPICAL_GAP)
    margins: Floats = np.clip((own - others.max(axis=1)) / usual, 0.0, 1.0)
    return margins


def _turns(labels: Labels, margins: Floats, units: _Units) -> list[Turn]:
    names: dict[int, str] = {}
    turns = []
    for a, b in _runs(labels, lambda k: bool(units.gaps[k] > LONGEST_PAUSE)):
        name = names.setdefault(int(labels[a]), f"speaker_{len(names)}")
        start, end = float(units.bounds[a, 0]), float(units.bounds[b - 1, 1])
        turns.append(Turn(name, round(start, 3), round(end, 3), round(float(margins[a:b].mean()), 3)))
    return turns


def _uncertain(margins: Floats, units: _Units) -> tuple[Span, ...]:
    low = (margins < UNCERTAIN_MARGIN).astype(np.int64)
    runs = _runs(low, lambda k: bool(units.gaps[k] > 0.01))
    spans = [Span(float(units.bounds[a, 0]), float(units.bounds[b - 1, 1])) for a, b in runs if low[a]]
    return tuple(Span(round(s.start, 3), round(s.end, 3)) for s in spans if s.duration >= SHORTEST_UNCERTAIN)


def diarize(
    spans: Sequence[Span],
    windows: Sequence[tuple[float, float]],
    embeddings: Vectors,
    *,
    max_speakers: int = MAX_SPEAKERS,
) -> Diarization:
    """Turns of one to `max_speakers` voices over the speech `spans` (in order, apart), none when there is no speech.

    `embeddings` (n, d) are unit vectors of the n `windows` (see plan_windows). Turns cover exactly the spans and the
    pauses up to 2 s within one speaker's talk. Raises ValueError when windows and embeddings do not match.
    """
    if len(windows) != len(embeddings):
        raise ValueError(f"{len(windows)} windows, but {len(embeddings)} embeddings.")
    if not spans or not windows:
        return Diarization([], 0, "no speech", {"speech_seconds": 0.0})
    units = _cut(spans)
    voices = cluster(embeddings, max_speakers=max_speakers)
    likeness = _unit_vectors(units, windows, embeddings @ voices.centres.T)
    labels = _resegment(likeness, units)
    left, labels = np.unique(labels, return_inverse=True)
    margins = np.ones(len(labels))
    if len(left) > 1:
        margins = _margins(likeness[:, left], labels, voices.centres[left])
    uncertain = _uncertain(margins, units)
    figures = _figures(units, len(windows), voices, margins, uncertain)
    return Diarization(_turns(labels, margins, units), len(left), "voice clustering", figures, uncertain)


def _figures(
    units: _Units, windows: int, voices: Clustering, margins: Floats, uncertain: tuple[Span, ...]
) -> dict[str, float]:
    speech = float((units.bounds[:, 1] - units.bounds[:, 0]).sum())
    figures = {
        "speech_seconds": round(speech, 1),
        "windows": float(windows),
        "mean_margin": round(float(margins.mean()), 3),
        "uncertain_share": round(sum(s.duration for s in uncertain) / speech, 3),
    }
    if voices.likeness is not None:
        figures["likeness_of_nearest_voices"] = round(voices.likeness, 3)
    return figures


def assign_speakers(words: Sequence[Word], turns: Sequence[Turn]) -> list[Word]:
    """The words with the speaker of the turn that each overlaps most, else of the nearest turn in time.

    `turns` are in order and do not overlap. Without turns the words come back as they are.
    """
    if not turns:
        return list(words)
    ends = [turn.end for turn in turns]

    def closeness(turn: Turn, word: Word) -> float:
        return min(turn.end, word.end) - max(turn.start, word.start)

    assigned = []
    for word in words:
        first = bisect_left(ends, word.start)
        near = list(turns[max(0, first - 1) : first + 1])
        for turn in turns[first + 1 :]:
            near.append(turn)
            if turn.start >= word.end:
                break
        best = max(near, key=lambda turn: closeness(turn, word))
        assigned.append(replace(word, speaker=best.speaker))
    return assigned
