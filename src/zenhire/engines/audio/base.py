"""Decoded audio as the engines see it: a raw PCM file that child processes map instead of copying."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
_MIX_FRAMES = 1 << 20

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
        mixed: Samples = np.empty(len(block), dtype=np.int16)
        for at in range(0, len(block), _MIX_FRAMES):
            part = block[at : at + _MIX_FRAMES]
            mixed[at : at + len(part)] = part.astype(np.int32).sum(axis=1) // self.channels
        return mixed


class AudioError(Exception):
    """A recording could not be read. The message holds nothing of the recording."""


class UnsupportedFormat(AudioError):
    """The content is none of MP3, WAV, M4A, WebM, OGG, FLAC, or has no audio stream in a known codec."""


class DurationUnavailable(AudioError):
    """The recording's length cannot be told: empty, corrupt, or reading it took too much time or memory.

    `reason` is one stable word: empty, unreadable, no_audio, corrupt, timeout, limit.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"duration unavailable: {reason}")


class ScanTimeout(DurationUnavailable):
    """The scan ran into its time limit."""

    def __init__(self) -> None:
        super().__init__("timeout")


class DecodeFailed(AudioError):
    """Too little of the recording could be decoded. `reason`: as DurationUnavailable, incomplete or too_long."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"decoding failed: {reason}")


class DecoderBroken(AudioError):
    """The decoder itself does not work (missing library, no process can be started). An operator must act."""


AudioFormat = Literal["mp3", "wav", "m4a", "webm", "ogg", "flac"]


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a recording is and how long it is.

    `duration_s` counts the audio that is there, whatever the header says; `header_duration_s` is the
    header's own claim. `complete` is False when counting stopped at the scan's upper limit, so that
    the recording is longer than `duration_s`.
    """

    format: AudioFormat
    duration_s: float
    header_duration_s: float | None
    sample_rate: int
    channels: int
    codec: str
    complete: bool = True
