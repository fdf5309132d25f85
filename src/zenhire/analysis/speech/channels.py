"""Recordings with two channels: does each hold one voice, and if so who speaks when. Pure; times in seconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from zenhire.analysis.speech.speakers import LEAST_VOICE_SECONDS, LONGEST_PAUSE, SHORTEST_UNCERTAIN, Diarization
from zenhire.analysis.speech.types import Span, Turn
from zenhire.engines.audio.base import SAMPLE_RATE, Samples

ChannelLayout = Literal["mono", "dual_mono", "one_voice_per_channel"]

LEVEL_SECONDS = 0.02
DOMINANCE_DB = 10.0
DOMINATED_SHARE = 0.8
SAME_SIGNAL_DB = 1.5
MOST_BALANCE_DB = 15.0
MOST_GAIN_DB = 20.0
_FLOOR_DB = -100.0
_SMOOTHING = 15
_BRIDGE = 0.3

Levels = NDArray[np.float32]
Mask = NDArray[np.bool_]


def channel_levels(samples: Samples) -> Levels:
    """Loudness of each 20 ms of int16 samples in dB below full scale, at least -100, shape (n // 320,)."""
    step = round(LEVEL_SECONDS * SAMPLE_RATE)
    blocks = samples[: len(samples) // step * step].reshape(-1, step).astype(np.float32) / 32768.0
    power = np.square(blocks).mean(axis=1)
    with np.errstate(divide="ignore"):
        levels: Levels = np.maximum(10.0 * np.log10(power), np.float32(_FLOOR_DB)).astype(np.float32)
    return levels


def _mask(spans: Sequence[Span], count: int) -> Mask:
    inside = np.zeros(count, dtype=bool)
    for span in spans:
        inside[round(span.start / LEVEL_SECONDS) : round(span.end / LEVEL_SECONDS)] = True
    return inside


def _smooth(levels: Levels) -> NDArray[np.float64]:
    """Mean power over 0.3 s in dB, so that one voice's short closures do not let the other's noise dominate."""
    power = 10.0 ** (levels.astype(np.float64) / 10.0)
    smoothed: NDArray[np.float64] = 10.0 * np.log10(np.convolve(power, np.ones(_SMOOTHING) / _SMOOTHING, "same"))
    return smoothed


def _difference(left: Levels, right: Levels) -> NDArray[np.float64]:
    count = min(len(left), len(right))
    difference: NDArray[np.float64] = _smooth(left)[:count] - _smooth(right)[:count]
    return difference


def _balance(spoken: NDArray[np.float64]) -> float:
    """The level difference half way between the channels' voices: not 0 when one channel was recorded louder."""
    low, high = np.percentile(spoken, [5, 95]) if len(spoken) else (0.0, 0.0)
    return float(np.clip((low + high) / 2, -MOST_BALANCE_DB, MOST_BALANCE_DB))


def channel_layout(
    left: Levels, right: Levels, left_speech: Sequence[Span], right_speech: Sequence[Span]
) -> ChannelLayout:
    """What two channels hold, from their levels (see channel_levels) and the speech detected in each.

    'one_voice_per_channel': in at least 80 % of the speech one channel is 10 dB louder (their gains set
    right), each of them for at least 3 s.
    'dual_mono': the difference in level hardly changes (interquartile range under 1.5 dB): the same signal twice,
    at most 20 dB apart.
    'mono': everything else, such as one silent channel or two microphones in one room; mix it down.
    """
    difference = _difference(left, right)
    speech = _mask([*left_speech, *right_speech], len(difference))
    if not speech.any():
        return "mono"
    spoken = difference[speech]
    tilt = spoken - _balance(spoken)
    by_left, by_right = (tilt >= DOMINANCE_DB).sum(), (tilt <= -DOMINANCE_DB).sum()
    least = LEAST_VOICE_SECONDS / LEVEL_SECONDS
    if min(by_left, by_right) >= least and by_left + by_right >= DOMINATED_SHARE * len(spoken):
        return "one_voice_per_channel"
    low, middle, high = np.percentile(spoken, [25, 50, 75])
    same = high - low < SAME_SIGNAL_DB and abs(middle) < MOST_GAIN_DB
    return "dual_mono" if same else "mono"


def _own_speech(speech: Mask, other: Mask, advantage: NDArray[np.float64]) -> Mask:
    """Speech of a channel without what leaks from the other: where the other is clearly louder, it is not ours."""
    own: Mask = speech & ~(other & (advantage <= -DOMINANCE_DB))
    return own


def _spans(mask: Mask) -> list[Span]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return [
        Span(round(a * LEVEL_SECONDS, 3), round(b * LEVEL_SECONDS, 3))
        for a, b in zip(edges[::2], edges[1::2], strict=True)
    ]


def split_by_channel(
    left: Levels, right: Levels, left_speech: Sequence[Span], right_speech: Sequence[Span]
) -> Diarization:
    """Turns of two speakers, one a channel, in order and never overlapping; who speaks first is speaker_0.

    What leaks from the other channel (10 dB softer than it) is not counted. Where both really speak at once the turn
    is the louder one's, and the region is `uncertain`. Pieces under 0.3 s are dropped.
    """
    difference = _difference(left, right)
    count = len(difference)
    in_left, in_right = _mask(left_speech, count), _mask(right_speech, count)
    difference -= _balance(difference[in_left | in_right])
    own_left, own_right = _own_speech(in_left, in_right, difference), _own_speech(in_right, in_left, -difference)
    both = own_left & own_right
    is_left = own_left & (~own_right | (difference >= 0))
    speaking = own_left | own_right
    pieces = sorted(
        [(s, 0) for s in _spans(is_left)] + [(s, 1) for s in _spans(speaking & ~is_left)],
        key=lambda item: item[0].start,
    )
    pieces = [(s, side) for s, side in pieces if s.duration >= _BRIDGE]
    turns = _join(pieces, both)
    overlaps = tuple(s for s in _spans(both) if s.duration >= SHORTEST_UNCERTAIN)
    figures = {
        "speech_seconds": round(float(speaking.sum()) * LEVEL_SECONDS, 1),
        "overlap_share": round(float(both.sum()) / max(1, int(speaking.sum())), 3),
    }
    names = {turn.speaker for turn in turns}
    return Diarization(turns, len(names), "one voice a channel", figures, overlaps)


def _join(pieces: Sequence[tuple[Span, int]], both: Mask) -> list[Turn]:
    """Pieces of one side with pauses up to 2 s become one turn; its margin is the share without overlap."""
    merged: list[tuple[Span, int]] = []
    for span, side in pieces:
        if merged and merged[-1][1] == side and span.start - merged[-1][0].end <= LONGEST_PAUSE:
            merged[-1] = (Span(merged[-1][0].start, span.end), side)
        else:
            merged.append((span, side))
    names: dict[int, str] = {}
    turns = []
    for span, side in merged:
        name = names.setdefault(side, f"speaker_{len(names)}")
        region = both[round(span.start / LEVEL_SECONDS) : round(span.end / LEVEL_SECONDS)]
        turns.append(Turn(name, span.start, span.end, round(1.0 - float(region.mean()) if len(region) else 1.0, 3)))
    return turns
