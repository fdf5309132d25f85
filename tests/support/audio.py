"""Small recordings for tests, written by the standard library."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

EXAMPLE = Path(__file__).parents[2] / "examples" / "interview.ogg"


def wav_bytes(samples: NDArray[np.int16], rate: int = 16_000, channels: int = 1) -> bytes:
    """A WAV file of interleaved 16-bit samples."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype("<i2").tobytes())
    return buffer.getvalue()


def noise(seconds: float, rate: int = 8_000, level: float = 1000.0, seed: int = 1) -> NDArray[np.int16]:
    """White noise, reproducible."""
    values = np.random.default_rng(seed).normal(0.0, level, round(seconds * rate))
    return np.clip(values, -32768, 32767).astype(np.int16)


def noise_wav(seconds: float, rate: int = 8_000) -> bytes:
    """A mono WAV of noise."""
    return wav_bytes(noise(seconds, rate), rate)
