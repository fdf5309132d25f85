"""Makes small recordings of every kind; the encoder is PyAV."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Recipe:
    """How to encode."""

    muxer: str
    codec: str
    rate: int = 48_000
    channels: int = 1
    options: Mapping[str, str] = field(default_factory=dict)
    codec_options: Mapping[str, str] = field(default_factory=dict)


MP3 = Recipe("mp3", "libmp3lame", 44_100)
MP3_NO_XING = Recipe("mp3", "libmp3lame", 44_100, options={"write_xing": "0"}, codec_options={"q": "4"})
WAV = Recipe("wav", "pcm_s16le", 16_000)
WAV_8K = Recipe("wav", "pcm_s16le", 8_000)
M4A = Recipe("ipod", "aac", 44_100, 2)
M4A_FAST = Recipe("ipod", "aac", 44_100, 2, options={"movflags": "+faststart"})
MP4_FRAGMENTS = Recipe("mp4", "aac", options={"movflags": "+empty_moov+default_base_moof", "frag_duration": "500000"})
WEBM = Recipe("webm", "libopus")
WEBM_LIVE = Recipe("webm", "libopus", options={"live": "1"})
OGG = Recipe("ogg", "libopus")
OGG_VORBIS = Recipe("ogg", "vorbis", 44_100, 2, codec_options={"strict": "-2"})
FLAC = Recipe("flac", "flac")


def tones(seconds: float, rate: int, frequencies: tuple[float, ...]) -> NDArray[np.int16]:
    """One pulsing tone a channel with a little noise, shape (n, channels)."""
    t = np.arange(round(seconds * rate)) / rate
    noise = 0.01 * np.random.default_rng(0).standard_normal(len(t))
    pulse = 0.6 + 0.4 * np.sin(2 * np.pi * 3 * t)
    columns = [0.4 * pulse * np.sin(2 * np.pi * f * t) + noise for f in frequencies]
    return (np.stack(columns, axis=1) * 32767).astype(np.int16)


LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}


def encode(recipe: Recipe, samples: NDArray[np.int16]) -> bytes:
    """The samples, shape (n, channels), as a file."""
    layout = LAYOUTS[recipe.channels]
    with tempfile.NamedTemporaryFile() as out:
        with av.open(out.name, "w", format=recipe.muxer, options=dict(recipe.options)) as container:
            stream = container.add_stream(
                recipe.codec, rate=recipe.rate, layout=layout, options=dict(recipe.codec_options)
            )
            for at in range(0, len(samples), 4800):
                block = np.ascontiguousarray(samples[at : at + 4800].reshape(1, -1))
                frame = av.AudioFrame.from_ndarray(block, format="s16", layout=layout)
                frame.sample_rate, frame.pts, frame.time_base = recipe.rate, at, Fraction(1, recipe.rate)
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        return Path(out.name).read_bytes()


def recording(recipe: Recipe, seconds: float = 4.0) -> bytes:
    """Tones of 300 Hz, 500 Hz, ... one a channel."""
    frequencies = tuple(300.0 + 200 * channel for channel in range(recipe.channels))
    return encode(recipe, tones(seconds, recipe.rate, frequencies))


def video(with_audio: bool) -> bytes:
    """Two seconds of MP4 video, with or without sound."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        picture = container.add_stream("mpeg4", rate=10)
        picture.width = picture.height = 64
        sound = container.add_stream("aac", rate=16_000, layout="mono") if with_audio else None
        for index in range(20):
            frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), index * 10, np.uint8), format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, 10)
            container.mux(picture.encode(frame))
        container.mux(picture.encode(None))
        if sound is not None:
            block = tones(2.0, 16_000, (300.0,)).reshape(1, -1)
            note = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), format="s16", layout="mono")
            note.sample_rate, note.pts, note.time_base = 16_000, 0, Fraction(1, 16_000)
            container.mux(sound.encode(note))
            container.mux(sound.encode(None))
    return out.getvalue()


def noise(size: int) -> bytes:
    """Random bytes, the same each time."""
    return np.random.default_rng(1).bytes(size)


def with_noise(data: bytes, start: float, end: float = 1.0) -> bytes:
    """The file with its bytes from `start` to `end` (shares of its length) replaced by noise."""
    first, last = int(len(data) * start), int(len(data) * end)
    return data[:first] + noise(last - first) + data[last:]


def with_wav_size(data: bytes, size: int) -> bytes:
    """A WAV file whose header gives another length of its audio."""
    at = data.index(b"data") + 4
    return data[:at] + size.to_bytes(4, "little") + data[at + 4 :]
