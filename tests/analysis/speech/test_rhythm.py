"""Rhythm measures against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from zenhire.analysis.speech import rhythm
from zenhire.analysis.speech.prosody import frames
from zenhire.analysis.speech.types import Span
from zenhire.engines.asr.phones import FreePhone
from zenhire.engines.audio.base import SAMPLE_RATE

PHONES = (
    FreePhone("S", 0.0, 0.1, -1.0, None),
    FreePhone("T", 0.1, 0.2, -1.0, -2.0),
    FreePhone("AE", 0.2, 0.5, -1.0, -2.0),
    FreePhone("IY", 1.0, 1.1, -1.0, None),
)


def test_neighbours_of_one_kind_are_one_interval_and_silence_divides() -> None:
    stretches = rhythm.intervals(PHONES)
    assert [[vowel for vowel, _ in stretch] for stretch in stretches] == [[False, True], [True]]
    assert [round(length, 6) for stretch in stretches for _, length in stretch] == [0.2, 0.3, 0.1]


def test_vowel_share() -> None:
    assert rhythm.vowel_share(rhythm.intervals(PHONES)) == pytest.approx(0.4 / 0.6)


def test_variation_of_equal_lengths_is_nothing() -> None:
    assert rhythm.variation([0.2, 0.2, 0.2]) == pytest.approx(0.0)
    assert rhythm.variation([0.1, 0.3]) == pytest.approx(0.5)
    assert rhythm.variation([0.1]) is None


def test_pairwise_variability_looks_at_neighbours_inside_a_group() -> None:
    assert rhythm.normalised_pvi([[0.1, 0.3], [0.2]]) == pytest.approx(1.0)
    assert rhythm.normalised_pvi([[0.1], [0.3]]) is None


def tone(seconds: float, low: float, high: float) -> np.ndarray:
    t = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    phase = 2 * np.pi * np.cumsum(low * (high / low) ** (t / seconds)) / SAMPLE_RATE
    return np.asarray((3000 * sum(np.sin(k * phase) / k for k in range(1, 10))).astype(np.int16))


def test_pitch_range_of_a_glide_over_an_octave() -> None:
    track = frames(tone(6.0, 110.0, 220.0))
    found = rhythm.pitch_range(track, [Span(0.0, 6.0)])
    assert found == pytest.approx(0.9 * 12.0, abs=0.8)
    assert rhythm.pitch_range(track, [Span(0.0, 0.5)]) is None


def test_regular_syllables_differ_less_than_irregular_ones() -> None:
    def syllables(gaps: list[float]) -> np.ndarray:
        voice = tone(sum(gaps) + 0.2, 120.0, 121.0).astype(float)
        t = np.arange(len(voice)) / SAMPLE_RATE
        peaks = np.cumsum(gaps)
        envelope = sum(np.exp(-0.5 * ((t - peak) / 0.04) ** 2) for peak in peaks)
        return np.asarray((voice * np.clip(envelope, 0.01, 1.0)).astype(np.int16))

    regular, irregular = frames(syllables([0.25] * 16)), frames(syllables([0.15, 0.35] * 8))
    even = rhythm.syllable_pvi(regular, [Span(0.0, regular.duration)])
    uneven = rhythm.syllable_pvi(irregular, [Span(0.0, irregular.duration)])
    assert even is not None
    assert uneven is not None
    assert even < 40.0
    assert uneven == pytest.approx(200.0, abs=50.0)
    assert rhythm.syllable_pvi(regular, [Span(0.0, 0.3)]) is None
