"""Cutting a recording into pieces that a speech recogniser takes, at the pauses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Interval = tuple[float, float]

_SMOOTHING_FRAMES = 5
_TOLERANCE = 1e-6


def segments_for_asr(
    spans: Sequence[Interval],
    max_seconds: float = 30.0,
    *,
    min_seconds: float = 10.0,
    max_pause: float = 2.0,
    margin: float = 0.2,
    duration: float | None = None,
    probabilities: NDArray[np.float32] | None = None,
    frame_seconds: float = 0.032,
) -> list[Interval]:
    """Segments of at most `max_seconds` that hold all speech, in order, not overlapping; times in seconds.

    `spans` are speech spans in order. Pauses of `max_pause` and more are never inside a segment. A longer group
    is cut at its longest pause that leaves `min_seconds`..`max_seconds` on the left (or any pause, if there is none
    there); a span without a pause is split where the smoothed speech probability is lowest in the second half of
    its first `max_seconds` (at the very end of them without `probabilities`). Each segment gets up to `margin` of
    silence on both sides, never over half a pause, nor outside [0, duration].
    Raises ValueError unless 2 * margin < max_seconds.
    """
    limit = max_seconds - 2 * margin
    if limit <= 0:
        raise ValueError("max_seconds must exceed twice the margin")
    track = _Track(probabilities, frame_seconds)
    pieces = [piece for span in spans for piece in _split(span, limit, track)]
    groups = [group for talk in _talks(pieces, max_pause) for group in _cut(talk, limit, min(min_seconds, limit / 2))]
    cores = [(group[0][0], group[-1][1]) for group in groups]
    return _widen(cores, margin, duration)


class _Track:
    """Speech probability over time, smoothed over about 0.16 s."""

    def __init__(self, probabilities: NDArray[np.float32] | None, step: float) -> None:
        self._step = step
        kernel = np.ones(_SMOOTHING_FRAMES) / _SMOOTHING_FRAMES
        usable = probabilities is not None and len(probabilities) >= _SMOOTHING_FRAMES
        self._values = np.convolve(probabilities, kernel, mode="same") if usable and probabilities is not None else None

    def lowest(self, start: float, end: float) -> float:
        """The moment in [start, end] where speech is least likely, or `end` where nothing is known."""
        if self._values is None:
            return end
        first, last = int(np.ceil(start / self._step)), int(end / self._step)
        window = self._values[first:last]
        if len(window) == 0:
            return end
        return float((first + int(np.argmin(window)) + 0.5) * self._step)


def _split(span: Interval, limit: float, track: _Track) -> list[Interval]:
    start, end = span
    pieces: list[Interval] = []
    while end - start > limit + _TOLERANCE:
        at = track.lowest(start + limit / 2, start + limit)
        pieces.append((start, at))
        start = at
    pieces.append((start, end))
    return pieces


def _talks(pieces: Sequence[Interval], max_pause: float) -> list[list[Interval]]:
    talks: list[list[Interval]] = []
    for piece in pieces:
        if talks and piece[0] - talks[-1][-1][1] < max_pause:
            talks[-1].append(piece)
        else:
            talks.append([piece])
    return talks


def _cut(talk: list[Interval], limit: float, least: float) -> list[list[Interval]]:
    groups: list[list[Interval]] = []
    while talk[-1][1] - talk[0][0] > limit + _TOLERANCE:
        fitting = [i for i in range(1, len(talk)) if talk[i - 1][1] - talk[0][0] <= limit + _TOLERANCE]
        wanted = [i for i in fitting if talk[i - 1][1] - talk[0][0] >= least] or fitting
        at = max(wanted, key=lambda i: (talk[i][0] - talk[i - 1][1], i))
        groups.append(talk[:at])
        talk = talk[at:]
    groups.append(talk)
    return groups


def _widen(cores: Sequence[Interval], margin: float, duration: float | None) -> list[Interval]:
    widened: list[Interval] = []
    for index, (start, end) in enumerate(cores):
        before = (start - cores[index - 1][1]) / 2 if index else start
        after = (cores[index + 1][0] - end) / 2 if index + 1 < len(cores) else margin
        last = end + min(margin, after)
        widened.append(
            (round(start - min(margin, before), 3), round(last if duration is None else min(last, duration), 3))
        )
    return widened
