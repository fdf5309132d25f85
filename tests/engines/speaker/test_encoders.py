"""One contract for all speaker encoders, and the real one on the example recording's two voices."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from zenhire.engines.audio.base import SAMPLE_RATE, Pcm, Samples
from zenhire.engines.audio.decoder import decode
from zenhire.engines.models import ModelStore
from zenhire.engines.pool import EnginePool
from zenhire.engines.speaker.base import DIMENSIONS, Embeddings, SpeakerEncoder
from zenhire.engines.speaker.fake import FakeSpeakerEncoder
from zenhire.engines.speaker.ge2e import (
    Ge2eEncoder,
    embed_windows,
    mel_filterbank,
    power_spectra,
    window_spectra,
)
from zenhire.kit.settings import default_models_dir

EXAMPLES = Path(__file__).parents[3] / "examples"
SECONDS = 40.0


@pytest.fixture(scope="module")
def weights() -> str:
    """The packaged set-up's weights."""
    return str(ModelStore(default_models_dir()).path("ge2e"))


@pytest.fixture(scope="module")
async def pcm(tmp_path_factory: pytest.TempPathFactory) -> Pcm:
    """The example's first 40 seconds: about 10 s of the one voice, then the other."""
    return await decode(EXAMPLES / "interview.ogg", tmp_path_factory.mktemp("speaker") / "example.pcm", end_ms=40_000)


@pytest.fixture(scope="module")
def samples(pcm: Pcm) -> Samples:
    return pcm.read()


@pytest.fixture(scope="module", params=["ge2e", "fake"])
def encoder(request: pytest.FixtureRequest, weights: str) -> SpeakerEncoder:
    if request.param == "fake":
        return FakeSpeakerEncoder([(0.0, 11.0, 0), (11.0, SECONDS, 1)])
    return Ge2eEncoder(weights)


def windows_of(speaker: str) -> list[tuple[float, float]]:
    """Windows of 1.5 s in the turns of one speaker."""
    turns = json.loads((EXAMPLES / "interview.json").read_text(encoding="utf-8"))["turns"]
    return [
        (float(start), float(start) + 1.5)
        for turn in turns
        if turn["speaker"] == speaker
        for start in np.arange(turn["start"], min(turn["end"], SECONDS) - 1.5, 0.75)
    ]


MIXED = [(0.6, 2.1), (1.35, 2.85), (3.0, 3.5), (12.0, 13.5), (20.0, 20.9), (30.0, 31.5)]


def test_shape_type_and_unit_length(encoder: SpeakerEncoder, samples: Samples) -> None:
    vectors = encoder.embed(samples, MIXED)
    assert vectors.shape == (len(MIXED), DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(MIXED)), abs=1e-4)
    assert encoder.embed(samples, []).shape == (0, DIMENSIONS)


def test_vectors_do_not_depend_on_their_company(encoder: SpeakerEncoder, samples: Samples) -> None:
    many = windows_of("interviewer") + windows_of("candidate") + MIXED
    together = encoder.embed(samples, many)
    backwards = encoder.embed(samples, many[::-1])[::-1]
    apart = np.concatenate([encoder.embed(samples, many[k : k + 7]) for k in range(0, len(many), 7)])
    alone = np.concatenate([encoder.embed(samples, [window]) for window in many[:5]])
    assert np.array_equal(together, backwards)
    assert np.array_equal(together, apart)
    assert np.array_equal(together[:5], alone)


def test_two_voices_are_told_apart(encoder: SpeakerEncoder, samples: Samples) -> None:
    one, other = (encoder.embed(samples, windows_of(speaker)) for speaker in ("interviewer", "candidate"))

    def within(vectors: Embeddings) -> float:
        likeness = vectors @ vectors.T
        return float(likeness[np.triu_indices(len(vectors), 2)].mean())

    assert min(within(one), within(other)) > float((one @ other.T).mean()) + 0.15


@pytest.mark.parametrize("window", [(1.0, 1.0), (2.0, 1.0), (SECONDS + 1, SECONDS + 2), (-1.0, 1.0)])
def test_windows_without_audio_are_refused(
    encoder: SpeakerEncoder, samples: Samples, window: tuple[float, float]
) -> None:
    with pytest.raises(ValueError, match="window"):
        encoder.embed(samples, [window])


def test_silence_and_clipping_give_finite_vectors(weights: str) -> None:
    encoder = Ge2eEncoder(weights)
    for level in (0, 1, 32767, -32768):
        vectors = encoder.embed(np.full(SAMPLE_RATE * 2, level, dtype=np.int16), [(0.0, 1.5), (1.9, 3.4)])
        assert np.isfinite(vectors).all()


def test_a_quiet_window_is_brought_up(samples: Samples) -> None:
    quiet = (samples // 64).astype(np.int16)
    low, full = window_spectra(quiet, 13.0, 14.5), window_spectra(samples, 13.0, 14.5)
    target = 10.0 ** (-30.0 / 10.0)
    assert np.sum(low) == pytest.approx(
        np.sum(full) * target / np.mean((samples[208000:232000] / 32768.0) ** 2), rel=0.05
    )


async def test_a_file_gives_the_same_however_its_windows_are_shared_out(
    pcm: Pcm, samples: Samples, weights: str
) -> None:
    windows = windows_of("interviewer") + windows_of("candidate")
    here = embed_windows(pcm, windows, weights)
    assert np.array_equal(here, Ge2eEncoder(weights).embed(samples, windows))
    pool = EnginePool(1)
    try:
        children = [await pool.run(embed_windows, pcm, part, weights) for part in (windows[:11], windows[11:])]
    finally:
        pool.close()
    assert np.array_equal(here, np.concatenate(children))


def test_a_channel_is_picked(tmp_path: Path, samples: Samples, weights: str) -> None:
    part = samples[: 20 * SAMPLE_RATE]
    stereo = np.stack([part, np.zeros_like(part)], axis=1)
    stereo.tofile(tmp_path / "stereo.pcm")
    pcm = Pcm(str(tmp_path / "stereo.pcm"), len(part), channels=2)
    windows = [(1.0, 2.5), (13.0, 14.5)]
    left = embed_windows(pcm, windows, weights, channel=0)
    right = embed_windows(pcm, windows, weights, channel=1)
    assert np.array_equal(left, Ge2eEncoder(weights).embed(part, windows))
    assert not np.array_equal(left, right)
    assert np.array_equal(right[0], right[1])


def test_mel_filters_are_slaneys() -> None:
    """Values of librosa 0.11's `filters.mel(sr=16000, n_fft=400, n_mels=40)`."""
    filters = mel_filterbank()
    assert filters.shape == (201, 40)
    assert float(filters.max()) == pytest.approx(0.013329955, rel=1e-6)
    assert filters[[3, 10, 150], [1, 5, 37]] == pytest.approx([0.0085782, 0.0059397, 0.0004176], abs=1e-7)


def test_power_of_a_tone_lies_in_its_bin() -> None:
    tone = np.sin(2 * np.pi * 1000.0 * np.arange(4000) / SAMPLE_RATE).astype(np.float32)
    spectra = power_spectra(tone, 20)
    assert spectra.shape == (20, 201)
    assert (spectra.argmax(axis=1) == 25).all()
    assert spectra[:, 25] == pytest.approx(np.full(20, 100.0**2), rel=1e-3)
