"""What a voice activity detector gives: a speech probability every 32 ms, and from it stretches of speech."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from zenhire.engines.audio.base import SAMPLE_RATE, Pcm, Samples

FRAME_SAMPLES = 512
FRAME_SECONDS = FRAME_SAMPLES / SAMPLE_RATE

Probabilities = NDArray[np.float32]
Spans = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class SpanRules:
    """How probabilities become spans; times in seconds.

    Speech begins at a frame of at least `threshold` and ends at the first frame below `release` if no frame of at
    least `threshold` follows within `min_silence` (whole frames). Spans shorter than `min_speech` are dropped.
    `lead` and `tail` then move each start and end outwards, never over half a pause; negative values move them
    inwards. The defaults are for measuring pauses: they undo the median bias of Silero 6.2.3 (ends 60 ms late, starts
    12 ms late, measured on pauses of known length in read speech), so that a pause comes out as long as it is.
    """

    threshold: float = 0.5
    release: float = 0.45
    min_speech: float = 0.1
    min_silence: float = 0.1
    lead: float = 0.01
    tail: float = -0.05


PAUSE_RULES = SpanRules()
"""For fluency: every silent pause of about 0.2 s and more stands between two spans."""

TALK_RULES = SpanRules(threshold=0.3, release=0.15, min_silence=0.5, lead=0.1, tail=0.1)
"""For turns and segments: a stretch of talk with its short pauses (frame F1 .94 on AMI, where PAUSE_RULES give .85)."""


@dataclass(frozen=True, slots=True)
class VadResult:
    """Speech spans in seconds, in order, apart from each other; and the probability of each 32 ms frame."""

    spans: tuple[tuple[float, float], ...]
    probabilities: Probabilities
    duration: float

    @property
    def speech_seconds(self) -> float:
        """Seconds of speech."""
        return sum(end - start for start, end in self.spans)


class VoiceActivityDetector(Protocol):
    """A detector. The same samples give the same result, whatever came before."""

    def probabilities(self, samples: Samples) -> Probabilities:
        """Speech probability in [0, 1] of each 32 ms frame, shape (ceil(n / 512),), of 16 kHz mono samples."""
        ...

    def probabilities_of(self, pcm: Pcm, channel: int | None = None) -> Probabilities:
        """The same for a file, read block by block. `channel` None mixes the channels down."""
        ...


def spans_from_probabilities(
    probabilities: Probabilities, duration: float, rules: SpanRules = PAUSE_RULES
) -> list[tuple[float, float]]:
    """Speech spans in seconds, in order, within [0, duration]. See SpanRules."""
    raw = _hysteresis(probabilities, rules)
    long_enough = [(a, b) for a, b in raw if (b - a) * FRAME_SECONDS >= rules.min_speech]
    times = [(a * FRAME_SECONDS, min(b * FRAME_SECONDS, duration)) for a, b in long_enough]
    spans: Spans = []
    for index, (start, end) in enumerate(times):
        before = start - (times[index - 1][1] if index else -start)
        after = times[index + 1][0] - end if index + 1 < len(times) else 2 * (duration - end)
        first, last = start - min(rules.lead, before / 2), end + min(rules.tail, after / 2)
        if last > first:
            spans.append((round(first, 3), round(last, 3)))
    return spans


def _hysteresis(probabilities: Probabilities, rules: SpanRules) -> list[tuple[int, int]]:
    patience = max(1, round(rules.min_silence / FRAME_SECONDS))
    spans: list[tuple[int, int]] = []
    start = quiet = -1
    for index, probability in enumerate(probabilities.tolist()):
        if probability >= rules.threshold:
            start, quiet = (index if start < 0 else start), -1
        elif start >= 0 and probability < rules.release and quiet < 0:
            quiet = index
        if quiet >= 0 and index + 1 - quiet >= patience:
            spans.append((start, quiet))
            start = quiet = -1
    if start >= 0:
        spans.append((start, quiet if quiet >= 0 else len(probabilities)))
    return spans
