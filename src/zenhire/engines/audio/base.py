"""Decoded audio as the engines see it: a raw PCM file that child processes map instead of copying."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000

Samples = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Pcm:
    """A file of interleaved little-endian 16-bit samples at 16 kHz with one or two channels."""

    path: str
    frames: int
    channels: int = 1

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.frames / SAMPLE_RATE

    def read(self, start: float = 0.0, end: float | None = None, *, channel: int | None = None) -> Samples:
        """Samples of [start, end) seconds, shape (n,). `channel` picks one; None mixes both down."""
        first = max(0, min(self.frames, round(start * SAMPLE_RATE)))
        last = self.frames if end is None else max(first, min(self.frames, round(end * SAMPLE_RATE)))
        if last == first:
            return np.zeros(0, dtype=np.int16)
        mapped = np.memmap(Path(self.path), dtype="<i2", mode="r", shape=(self.frames, self.channels))
        block = mapped[first:last]
        if channel is not None:
            return np.ascontiguousarray(block[:, channel])
        if self.channels == 1:
            return np.ascontiguousarray(block[:, 0])
        mixed: Samples = (block.astype(np.int32).sum(axis=1) // self.channels).astype(np.int16)
        return mixed
