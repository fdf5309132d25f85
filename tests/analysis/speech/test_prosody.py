"""Pitch, loudness and syllables on sounds whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from zenhire.analysis.speech import prosody
from zenhire.analysis.speech.prosody import frames, syllable_nuclei
from zenhire.analysis.speech.types import Span
from zenhire.engines.audio.base import SAMPLE_RATE, Samples


def voice(f0: float, seconds: float, level: float = 6000.0) -> Samples:
    """A vowel-like sound: harmonics of `f0` falling by 6 dB an octave."""
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    wave = sum(np.sin(2 * np.pi * f0 * k * time) / k for k in range(1, int(3000 / f0)))
    return (level * np.asarray(wave) / 2.0).astype(np.int16)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE), dtype=np.int16)


def syllables(count: int, f0: float = 120.0, rate: float = 4.0) -> Samples:
    """`count` syllables: a voice whose loudness swings by about 12 dB `rate` times a second."""
    sound = voice(f0, count / rate).astype(np.float64)
    time = np.arange(len(sound)) / SAMPLE_RATE
    return (sound * (0.625 - 0.375 * np.cos(2 * np.pi * rate * time))).astype(np.int16)


@pytest.mark.parametrize("f0", [70.0, 110.0, 220.0, 330.0, 450.0])
def test_pitch_of_a_steady_voice(f0: float) -> None:
    track = frames(voice(f0, 1.0))
    inner = track.f0_hz[5:-5]
    assert (inner > 0).all()
    assert np.abs(inner / f0 - 1).max() < 0.02
    assert track.voicing[5:-5].min() > 0.85


def test_noise_and_silence_have_no_pitch() -> None:
    noise = np.random.default_rng(1).normal(0, 3000, SAMPLE_RATE).astype(np.int16)
    assert (frames(noise).f0_hz > 0).mean() < 0.02
    quiet = frames(silence(1.0))
    assert not quiet.f0_hz.any()
    assert (quiet.intensity_db == prosody.SILENCE_DB).all()


def test_intensity_is_in_decibels_of_full_scale() -> None:
    time = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    sine = (32767 * np.sin(2 * np.pi * 200 * time)).astype(np.int16)
    assert frames(sine).intensity_db[50] == pytest.approx(-3.01, abs=0.1)
    assert frames(sine // 10).intensity_db[50] == pytest.approx(-23.01, abs=0.1)
    assert frames(sine).vowel_db[50] < -20.0, "200 Hz lies below the vowel band"


@pytest.mark.parametrize("seconds", [0.0, 0.005, 0.01, 0.03, 0.5])
def test_lengths_agree_on_any_length(seconds: float) -> None:
    track = frames(voice(100.0, seconds) if seconds else silence(0.0))
    assert len(track) == int(seconds * 100 + 1e-9)
    assert {len(x) for x in (track.intensity_db, track.vowel_db, track.f0_hz, track.voicing, track.change)} == {
        len(track)
    }
    assert len(syllable_nuclei(track)) <= 1


def test_blocks_leave_no_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = np.concatenate([syllables(8), silence(0.5), voice(200.0, 1.0)])
    whole = frames(sound)
    monkeypatch.setattr(prosody, "_BLOCK", 37)
    cut = frames(sound)
    np.testing.assert_allclose(cut.f0_hz, whole.f0_hz, rtol=1e-4)
    np.testing.assert_allclose(cut.vowel_db, whole.vowel_db, atol=1e-3)
    np.testing.assert_allclose(cut.intensity_db, whole.intensity_db, atol=1e-3)


@pytest.mark.parametrize("rate", [2.5, 4.0, 5.0])
def test_syllables_are_counted(rate: float) -> None:
    nuclei = syllable_nuclei(frames(syllables(12, rate=rate)))
    assert len(nuclei) == 12
    np.testing.assert_allclose(nuclei, (np.arange(12) + 0.5) / rate, atol=0.04)


def test_nuclei_stay_inside_the_spans_and_their_own_loudness() -> None:
    quiet = (syllables(8) // 30).astype(np.int16)
    track = frames(np.concatenate([syllables(8), silence(1.0), quiet]))
    assert len(syllable_nuclei(track)) == 8, "30 dB below the loud voice is background"
    assert len(syllable_nuclei(track, [Span(3.0, 5.0)])) == 8, "alone it is a voice"
    assert len(syllable_nuclei(track, [])) == 0


def test_unvoiced_bursts_are_no_syllables() -> None:
    noise = np.random.default_rng(2).normal(0, 3000, 2 * SAMPLE_RATE)
    time = np.arange(len(noise)) / SAMPLE_RATE
    bursts = (noise * (0.55 - 0.45 * np.cos(2 * np.pi * 4 * time))).astype(np.int16)
    assert len(syllable_nuclei(frames(bursts))) <= 1


def test_a_held_vowel_changes_less_than_syllables() -> None:
    held, glide = frames(voice(120.0, 1.0)), voice(120.0, 1.0).astype(np.float64)
    moving = frames((glide + np.random.default_rng(3).normal(0, 900, len(glide))).astype(np.int16))
    assert np.median(held.change[10:-10]) < 0.05 < np.median(moving.change[10:-10])


def test_mask_and_slice_agree_with_frame_centres() -> None:
    track = frames(voice(100.0, 1.0))
    assert track.mask([Span(0.0, 0.1)]).sum() == 10
    assert track.mask([Span(0.101, 0.104)]).sum() == 0
    assert track.slice(0.5, 9.0) == slice(50, 100)
    assert track.duration == pytest.approx(1.0)
