"""Two-channel recordings: what the channels hold, and turns when each holds one voice."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from zenhire.analysis.speech.channels import Levels, channel_layout, channel_levels, split_by_channel
from zenhire.analysis.speech.types import Span
from zenhire.engines.audio.base import SAMPLE_RATE, Samples

LEFT = [Span(1.0, 5.0), Span(20.0, 24.0), Span(40.0, 43.0)]
RIGHT = [Span(6.0, 18.0), Span(25.0, 38.0)]
SECONDS = 45.0


def talk(spans: list[Span], level: float, seed: int) -> NDArray[np.float64]:
    """Noise with syllables at 4 Hz where somebody speaks."""
    rng = np.random.default_rng(seed)
    count = int(SECONDS * SAMPLE_RATE)
    signal = np.zeros(count)
    beat = 0.55 + 0.45 * np.sin(2 * np.pi * 4 * np.arange(count) / SAMPLE_RATE + seed)
    for span in spans:
        part = slice(int(span.start * SAMPLE_RATE), int(span.end * SAMPLE_RATE))
        signal[part] = rng.normal(0, level, part.stop - part.start) * beat[part]
    return signal


def samples(signal: NDArray[np.float64], seed: int = 9) -> Samples:
    """With a noise floor of its own, as 16-bit samples."""
    floor = np.random.default_rng(seed).normal(0, 5, len(signal))
    return np.clip(signal + floor, -32768, 32767).astype(np.int16)


def levels(leak_db: float | None, *, right_gain: float = 1.0) -> tuple[Levels, Levels]:
    """Levels of two channels with one voice each, each leaking into the other."""
    one, other = talk(LEFT, 3000, 1), talk(RIGHT, 3000, 2)
    leak = 0.0 if leak_db is None else 10 ** (leak_db / 20)
    left, right = samples(one + leak * other, 3), samples(right_gain * (other + leak * one), 4)
    return channel_levels(left), channel_levels(right)


def test_levels_are_in_decibels_of_full_scale() -> None:
    full = channel_levels(np.full(SAMPLE_RATE, -32768, dtype=np.int16))
    assert full.shape == (50,)
    assert full == pytest.approx(np.zeros(50), abs=1e-3)
    assert channel_levels(np.zeros(700, dtype=np.int16)).tolist() == [-100.0, -100.0]


@pytest.mark.parametrize("leak", [None, -30.0, -15.0])
@pytest.mark.parametrize("gain", [1.0, 0.3])
def test_one_voice_a_channel_is_seen(leak: float | None, gain: float) -> None:
    left, right = levels(leak, right_gain=gain)
    heard = sorted([*LEFT, *RIGHT], key=lambda s: s.start) if leak else None
    assert channel_layout(left, right, heard or LEFT, heard or RIGHT) == "one_voice_per_channel"


def test_the_same_signal_twice_is_no_split() -> None:
    both = talk(LEFT, 3000, 1) + talk(RIGHT, 3000, 2)
    spans = sorted([*LEFT, *RIGHT], key=lambda s: s.start)
    for left, right in ((samples(both), samples(both)), (samples(both), samples(0.4 * both, 8))):
        assert channel_layout(channel_levels(left), channel_levels(right), spans, spans) == "dual_mono"


def test_other_recordings_are_mixed_down() -> None:
    both = talk(LEFT, 3000, 1) + talk(RIGHT, 3000, 2)
    spans = sorted([*LEFT, *RIGHT], key=lambda s: s.start)
    silent = channel_levels(np.zeros(len(both), dtype=np.int16))
    assert channel_layout(channel_levels(samples(both)), silent, spans, []) == "mono"
    left, right = levels(-4.0)
    assert channel_layout(left, right, spans, spans) == "mono"
    assert channel_layout(silent, silent, [], []) == "mono"


def test_a_few_seconds_on_the_other_channel_are_no_voice() -> None:
    left, right = samples(talk([*LEFT, *RIGHT], 3000, 1)), samples(talk([Span(39.0, 39.6)], 3000, 2), 5)
    layout = channel_layout(channel_levels(left), channel_levels(right), [*LEFT, *RIGHT], [Span(39.0, 39.6)])
    assert layout == "mono"


@pytest.mark.parametrize("leak", [None, -20.0])
def test_turns_follow_the_channels(leak: float | None) -> None:
    left, right = levels(leak)
    heard = sorted([*LEFT, *RIGHT], key=lambda s: s.start) if leak else None
    result = split_by_channel(left, right, heard or LEFT, heard or RIGHT)
    expected = sorted(
        [(s, "speaker_0") for s in LEFT] + [(s, "speaker_1") for s in RIGHT], key=lambda item: item[0].start
    )
    assert result.speaker_count == 2
    assert [t.speaker for t in result.turns] == [name for _, name in expected]
    assert [t.start for t in result.turns] == pytest.approx([s.start for s, _ in expected], abs=0.1)
    assert [t.end for t in result.turns] == pytest.approx([s.end for s, _ in expected], abs=0.1)
    assert result.uncertain == ()


def test_talking_at_once_is_uncertain() -> None:
    one, other = [Span(1.0, 10.0)], [Span(8.0, 20.0)]
    left, right = (channel_levels(samples(talk(s, 3000, k), k + 5)) for k, s in ((1, one), (2, other)))
    result = split_by_channel(left, right, one, other)
    assert len(result.uncertain) == 1
    assert (result.uncertain[0].start, result.uncertain[0].end) == pytest.approx((8.0, 10.0), abs=0.1)
    assert all(a.end <= b.start for a, b in pairwise(result.turns))
    assert min(turn.margin for turn in result.turns) < 1.0
