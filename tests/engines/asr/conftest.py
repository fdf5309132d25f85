"""Recordings and a transcription service for the tests of the recognisers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.engines.asr.transcription_service import Service, run_service
from zenhire.engines.audio.base import SAMPLE_RATE, Pcm, Samples

INTERVIEW = Path(__file__).parents[3] / "examples" / "interview.ogg"


@pytest.fixture(scope="session")
def clips() -> list[Samples]:
    """Three short stretches of the sample interview, 16 kHz mono."""
    cuts = ((0.5, 2.5), (11.4, 13.6), (44.0, 46.2))
    return [
        soundfile.read(INTERVIEW, start=int(a * SAMPLE_RATE), stop=int(b * SAMPLE_RATE), dtype="int16")[0]
        for a, b in cuts
    ]


@pytest.fixture(scope="session")
def recording(clips: list[Samples], tmp_path_factory: pytest.TempPathFactory) -> Pcm:
    """A stereo PCM file: two seconds of silence, then the first clip on channel 0 and the second on channel 1."""
    length = 2 * SAMPLE_RATE + max(clips[0].size, clips[1].size)
    block = np.zeros((length, 2), dtype="<i2")
    for channel in (0, 1):
        block[2 * SAMPLE_RATE : 2 * SAMPLE_RATE + clips[channel].size, channel] = clips[channel]
    path = tmp_path_factory.mktemp("pcm") / "two.pcm"
    path.write_bytes(block.tobytes())
    return Pcm(str(path), length, 2)


@pytest.fixture
def service() -> Iterator[Service]:
    """A transcription service that is there for one test."""
    made, server = run_service()
    yield made
    server.shutdown()
    server.server_close()
