"""Best paths through frame scores: the open phone loop and the forced alignment of known words (Viterbi, numpy)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from zenhire.engines.asr.senones import STATES, FrameScores

_STAY, _MOVE = float(np.log(0.6)), float(np.log(0.4))  # about 7.5 frames a phone
_LOOP_PENALTY = -4.0  # about log(1/42): every phone may follow every other
_GARBAGE_PENALTY = -0.5  # a frame of a word without pronunciation, below the best phone (prior)
_IMPOSSIBLE = -1e30
_EDGE_FRAMES = 3  # a variant of a word is tried this far beyond its first place

Doubles = NDArray[np.float64]
Indices = NDArray[np.intp]
Spelling = Sequence[int]


@dataclass(frozen=True, slots=True)
class Segment:
    """Frames [start, end) that belong to model phone `phone`; `score` is the mean of its best state's log score."""

    phone: int
    start: int
    end: int
    score: float


def best_states(scores: FrameScores) -> Doubles:
    """Every phone's best state in every frame, shape (frames, phones), relative to the best senone of all (<= 0)."""
    return np.asarray(
        scores.states.reshape(len(scores), scores.posteriors.shape[1], STATES).max(axis=2), dtype=np.float64
    )


def phone_loop(scores: FrameScores) -> list[Segment]:
    """The best sequence of phones, fillers included, in ascending time and without gaps (token passing).

    Three states a phone, left to right, equal phone priors; no dictionary and no language model. Empty for fewer than
    three frames.
    """
    frames, phones = len(scores), scores.posteriors.shape[1]
    if frames < STATES:
        return []
    local = scores.states.reshape(frames, phones, STATES).astype(np.float64)
    value = np.full((phones, STATES), _IMPOSSIBLE)
    value[:, 0] = local[0, :, 0]
    begun = np.zeros((phones, STATES), dtype=np.intp)
    last, since = np.zeros(frames, dtype=np.intp), np.zeros(frames, dtype=np.intp)
    leave = _IMPOSSIBLE
    for frame in range(frames):
        if frame:
            value, begun = _loop_step(value, begun, leave + _LOOP_PENALTY, frame)
            value += local[frame]
        best = int(value[:, -1].argmax())
        last[frame], since[frame], leave = best, begun[best, -1], float(value[best, -1]) + _MOVE
    best_of = best_states(scores)
    segments: list[Segment] = []
    end = frames
    while end > 0:
        phone, start = int(last[end - 1]), int(since[end - 1])
        segments.append(Segment(phone, start, end, float(best_of[start:end, phone].mean())))
        end = start
    return segments[::-1]


def _loop_step(value: Doubles, begun: Indices, enter: float, frame: int) -> tuple[Doubles, Indices]:
    """One frame of the loop: stay, move on, or enter a new phone with score `enter`."""
    step, origin = value + _STAY, begun.copy()
    moved = value[:, :-1] + _MOVE
    better = moved > step[:, 1:]
    step[:, 1:] = np.where(better, moved, step[:, 1:])
    origin[:, 1:] = np.where(better, begun[:, :-1], origin[:, 1:])
    entered = enter > step[:, 0]
    step[entered, 0], origin[entered, 0] = enter, frame
    return step, origin


def align(
    scores: FrameScores, words: Sequence[Sequence[Spelling]], fillers: Sequence[int]
) -> list[tuple[int, Segment]]:
    """Places `words` in order: (index of the word, segment) a phone, in ascending time.

    A word is its pronunciations in model phones; `fillers` are the model phones of silence and noise, which may stand
    before, between and after words. A word without a pronunciation is anything of at least 30 ms and gives no
    segments. Of several pronunciations the best is taken in a second round, each tried at the place of the first.
    Empty when the chunk is too short for its words.
    """
    spellings: list[Spelling | None] = [spoken[0] if spoken else None for spoken in words]
    first = _align_once(scores, spellings, fillers)
    if first is None:
        return []
    changed = False
    for word, spoken in enumerate(words):
        if len(spoken) > 1:
            mine = [segment for owner, segment in first if owner == word]
            begin = max(0, mine[0].start - _EDGE_FRAMES)
            place = slice(begin, mine[-1].end + _EDGE_FRAMES)
            part = FrameScores(scores.states[place], scores.posteriors[place])
            totals = [_viterbi(_graph(part, [spelling], fillers))[0] for spelling in spoken]
            best = int(np.argmax(totals))
            spellings[word] = spoken[best]
            changed |= best > 0
    again = _align_once(scores, spellings, fillers) if changed else first
    return first if again is None else again


def _align_once(
    scores: FrameScores, words: Sequence[Spelling | None], fillers: Sequence[int]
) -> list[tuple[int, Segment]] | None:
    """`align` with one pronunciation a word; None when no path fits."""
    if not words or len(scores) == 0:
        return None
    graph = _graph(scores, words, fillers)
    total, units = _viterbi(graph)
    if total <= _IMPOSSIBLE / 2:
        return None
    best_of = best_states(scores)
    edges = [0, *(np.flatnonzero(np.diff(units)) + 1).tolist(), len(units)]
    placed = []
    for start, end in pairwise(edges):
        phone, word = graph.units[int(units[start])]
        if phone is not None and word is not None:
            placed.append((word, Segment(phone, start, end, float(best_of[start:end, phone].mean()))))
    return placed


@dataclass(frozen=True, slots=True)
class _Graph:
    """A left-to-right chain of states. `emission` is (frames, states); `unit` numbers each state's place in `units`,

    which are (model phone or None, word or None: silence); `skip` is True for a state that may also be reached from
    two before it, over a silence.
    """

    emission: Doubles
    unit: Indices
    skip: NDArray[np.bool_]
    units: list[tuple[int | None, int | None]]


def _graph(scores: FrameScores, words: Sequence[Spelling | None], fillers: Sequence[int]) -> _Graph:
    filler_columns = [filler * STATES + state for filler in fillers for state in range(STATES)]
    speech = np.ones(scores.states.shape[1], dtype=np.bool_)
    speech[filler_columns] = False
    silence = scores.states[:, filler_columns].max(axis=1)
    garbage = np.maximum(silence, scores.states[:, speech].max(axis=1) + _GARBAGE_PENALTY)
    columns: list[NDArray[np.float32]] = [silence]
    units: list[tuple[int | None, int | None]] = [(None, None)]
    unit, skip = [0], [False]
    for word, spelling in enumerate(words):
        for place, phone in enumerate([None] if spelling is None else spelling):
            units.append((phone, word))
            for state in range(STATES):
                columns.append(garbage if phone is None else scores.states[:, phone * STATES + state])
                unit.append(len(units) - 1)
                skip.append(place == 0 and state == 0)
        units.append((None, None))
        columns.append(silence)
        unit.append(len(units) - 1)
        skip.append(False)
    return _Graph(np.stack(columns, axis=1).astype(np.float64), np.array(unit), np.array(skip), units)


def _viterbi(graph: _Graph) -> tuple[float, Indices]:
    """The best path's log score and the unit it is in, frame by frame; the score is impossible where none fits."""
    frames, states = graph.emission.shape
    value = np.full(states, _IMPOSSIBLE)
    value[:2] = graph.emission[0, :2]
    back = np.zeros((frames, states), dtype=np.int8)
    jump = np.where(graph.skip, _MOVE, _IMPOSSIBLE)
    for frame in range(1, frames):
        step = value + _STAY
        moved = np.concatenate(([_IMPOSSIBLE], value[:-1] + _MOVE))
        jumped = np.concatenate(([_IMPOSSIBLE] * 2, value[:-2])) + jump
        choice = (moved > step).astype(np.int8)
        step = np.maximum(step, moved)
        choice[jumped > step] = 2
        value = np.maximum(step, jumped) + graph.emission[frame]
        back[frame] = choice
    state = states - 1 if value[-1] >= value[-2] else states - 2
    total = float(value[state])
    path = np.zeros(frames, dtype=np.intp)
    for frame in range(frames - 1, -1, -1):
        path[frame] = state
        state -= int(back[frame, state])
    return total, graph.unit[path]
