"""Silero on the example recording: repeatable, the same in blocks as at once, pauses of the length they have."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from zenhire.engines.audio.base import SAMPLE_RATE, Pcm, Samples
from zenhire.engines.audio.decoder import decode
from zenhire.engines.models import ModelStore
from zenhire.engines.pool import EnginePool
from zenhire.engines.vad.base import FRAME_SECONDS, spans_from_probabilities
from zenhire.engines.vad.silero import MODEL_NAME, SileroVad, detect_speech
from zenhire.kit.settings import default_models_dir

EXAMPLE = Path(__file__).parents[3] / "examples" / "interview.ogg"


@pytest.fixture(scope="module")
def model_path() -> str:
    """The packaged set-up's model file."""
    return str(ModelStore(default_models_dir()).path(MODEL_NAME))


@pytest.fixture(scope="module")
async def pcm(tmp_path_factory: pytest.TempPathFactory) -> Pcm:
    """The example's first 40 seconds."""
    return await decode(EXAMPLE, tmp_path_factory.mktemp("vad") / "example.pcm", end_ms=40_000)


@pytest.fixture(scope="module")
def vad(model_path: str) -> SileroVad:
    """One detector for all tests."""
    return SileroVad(model_path)


def test_speech_is_found_and_silence_is_not(vad: SileroVad, pcm: Pcm) -> None:
    spans = vad.detect(pcm.read())
    assert 0.6 < sum(end - start for start, end in spans) / pcm.duration < 0.95
    assert all(a[1] < b[0] for a, b in pairwise(spans))
    quiet = (np.random.default_rng(0).standard_normal(SAMPLE_RATE * 5) * 30).astype(np.int16)
    assert vad.detect(quiet) == []
    assert vad.detect(np.zeros(0, dtype=np.int16)) == []


def test_one_probability_each_32_ms(vad: SileroVad) -> None:
    for size, frames in ((1, 1), (512, 1), (513, 2), (512 * 513, 513)):
        found = vad.probabilities(np.zeros(size, dtype=np.int16))
        assert found.shape == (frames,)
        assert found.dtype == np.float32
        assert ((found >= 0) & (found <= 1)).all()


def test_a_file_gives_the_same_as_its_samples_and_the_same_again(vad: SileroVad, pcm: Pcm) -> None:
    at_once = vad.probabilities(pcm.read())
    np.testing.assert_array_equal(vad.probabilities_of(pcm), at_once)
    np.testing.assert_array_equal(vad.probabilities(pcm.read()), at_once)


def test_channels_are_told_apart(vad: SileroVad, pcm: Pcm, tmp_path: Path) -> None:
    mono = pcm.read(0, 20)
    path = tmp_path / "stereo.pcm"
    np.stack([mono, np.zeros_like(mono)], axis=1).astype("<i2").tofile(path)
    stereo = Pcm(str(path), len(mono), 2)
    np.testing.assert_array_equal(vad.probabilities_of(stereo, 0), vad.probabilities(mono))
    assert vad.probabilities_of(stereo, 1).max() < 0.3
    assert vad.probabilities_of(stereo).max() > 0.8


def with_pause(samples: Samples, at: int, seconds: float) -> Samples:
    """The samples with faint noise of this length put in at an index."""
    noise = np.random.default_rng(1).standard_normal(round(seconds * SAMPLE_RATE)) * 10
    return np.concatenate([samples[:at], noise.astype(np.int16), samples[at:]])


@pytest.mark.parametrize("seconds", [0.3, 0.6])
def test_a_pause_comes_out_about_as_long_as_it_is(vad: SileroVad, pcm: Pcm, seconds: float) -> None:
    samples = pcm.read()
    probabilities = vad.probabilities(samples)
    inside = [i for i in range(20, len(probabilities) - 20) if probabilities[i - 12 : i + 12].min() > 0.95][::60]
    assert len(inside) > 4
    errors = []
    for frame in inside:
        pieces = vad.detect(with_pause(samples, frame * 512, seconds))
        middle = frame * FRAME_SECONDS + seconds / 2
        before = max(end for start, end in pieces if start < middle)
        after = min((start for start, _ in pieces if start > middle), default=before)
        errors.append(after - before - seconds)
    assert abs(float(np.median(errors))) < 0.1


async def test_a_pool_s_process_gives_the_same(vad: SileroVad, model_path: str, pcm: Pcm) -> None:
    pool = EnginePool(1)
    try:
        result = await pool.run(detect_speech, pcm, model_path)
        bare = await pool.run(detect_speech, pcm, model_path, with_probabilities=False)
    finally:
        pool.close()
    np.testing.assert_allclose(result.probabilities, vad.probabilities(pcm.read()), atol=6e-4)
    assert list(result.spans) == spans_from_probabilities(result.probabilities, pcm.duration)
    assert (bare.spans, len(bare.probabilities)) == (result.spans, 0)
