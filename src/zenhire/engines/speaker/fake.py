"""A speaker encoder for tests: no model, told which voice speaks when."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zenhire.engines.audio.base import SAMPLE_RATE, Samples
from zenhire.engines.speaker.base import DIMENSIONS, Embeddings

_SPREAD = 0.6


class FakeSpeakerEncoder:
    """Gives each stretch of `voices` ((start, end, voice number), in seconds) its own direction, windows varying.

    Windows outside every stretch belong to voice 0. Cosines are about .7 within a voice and .1 between two.
    """

    name = "fake"

    def __init__(self, voices: Sequence[tuple[float, float, int]] = ()) -> None:
        self._voices = tuple(voices)

    def embed(self, samples: Samples, windows: Sequence[tuple[float, float]]) -> Embeddings:
        """Unit vectors, float32 (n, 256), rounded to 5 decimals; the same window always gives the same vector."""
        rows = np.zeros((len(windows), DIMENSIONS), dtype=np.float32)
        for row, (start, end) in enumerate(windows):
            if end <= start or not 0 <= start < len(samples) / SAMPLE_RATE:
                raise ValueError(f"The window {start:.3f}-{end:.3f} s is empty or out of the recording.")
            middle = (start + end) / 2
            voice = next((v for a, b, v in self._voices if a <= middle < b), 0)
            centre = np.abs(np.random.default_rng(voice).normal(size=DIMENSIONS)) ** 3
            noise = np.abs(np.random.default_rng(round(start * 1000) + 1).normal(size=DIMENSIONS)) ** 3
            vector = centre / np.linalg.norm(centre) + _SPREAD * noise / np.linalg.norm(noise)
            rows[row] = vector / np.linalg.norm(vector)
        return np.round(rows, 5)
