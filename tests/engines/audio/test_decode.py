"""16 kHz PCM out of recordings, whole or in part, and nothing where too little decodes."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from tests.engines.audio.audio_files import (
    FLAC,
    M4A,
    M4A_FAST,
    MP3,
    OGG,
    WAV,
    WAV_8K,
    WEBM_LIVE,
    Recipe,
    encode,
    recording,
    tones,
    with_noise,
)
from zenhire.engines.audio import decoder
from zenhire.engines.audio.base import DecodeFailed, Pcm, UnsupportedFormat
from zenhire.engines.audio.decoder import Limits, decode

CHILD = "zenhire.engines.audio.child"


def saved(folder: Path, data: bytes) -> Path:
    """The bytes as a file."""
    path = folder / "recording"
    path.write_bytes(data)
    return path


def size_of(pcm: Pcm) -> int:
    """Bytes of the file."""
    return Path(pcm.path).stat().st_size


def pitch(samples: np.ndarray) -> float:
    """The strongest frequency in Hz of 16 kHz samples."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * 16_000 / len(samples))


@pytest.mark.parametrize("recipe", [MP3, WAV, WAV_8K, M4A, WEBM_LIVE, OGG, FLAC])
async def test_every_format_becomes_16_khz(tmp_path: Path, recipe: Recipe) -> None:
    pcm = await decode(saved(tmp_path, recording(recipe, 3.0)), tmp_path / "out.pcm")
    assert pcm.channels == recipe.channels
    assert pcm.duration == pytest.approx(3.0, abs=0.05)
    assert size_of(pcm) == pcm.frames * pcm.channels * 2
    for channel in range(recipe.channels):
        assert pitch(pcm.read(0.5, 2.5, channel=channel)) == pytest.approx(300 + 200 * channel, abs=4)


async def test_more_than_two_channels_become_one(tmp_path: Path) -> None:
    pcm = await decode(saved(tmp_path, recording(Recipe("wav", "pcm_s16le", 16_000, 6))), tmp_path / "out.pcm")
    assert pcm.channels == 1
    assert pcm.frames == 64_000
    assert np.abs(pcm.read().astype(int)).max() > 1000


async def test_a_trimmed_part_is_the_same_samples(tmp_path: Path) -> None:
    source = saved(tmp_path, recording(MP3, 3.0))
    whole = await decode(source, tmp_path / "whole.pcm")
    part = await decode(source, tmp_path / "part.pcm", start_ms=750, end_ms=2250)
    assert part.frames == 24_000
    np.testing.assert_array_equal(part.read(), whole.read(0.75, 2.25))


async def test_layout_and_rate_may_change_in_mid_stream(tmp_path: Path) -> None:
    stereo = encode(Recipe("mp3", "libmp3lame", 44_100, 2, {"write_xing": "0"}), tones(2.0, 44_100, (300.0, 300.0)))
    mono = encode(
        Recipe("mp3", "libmp3lame", 32_000, 1, {"write_xing": "0", "id3v2_version": "0"}), tones(2.0, 32_000, (500.0,))
    )
    pcm = await decode(saved(tmp_path, stereo + mono), tmp_path / "out.pcm")
    assert pcm.channels == 2
    assert pcm.duration == pytest.approx(4.0, abs=0.2)
    assert pitch(pcm.read(0.5, 1.5)) == pytest.approx(300, abs=4)
    assert pitch(pcm.read(2.5, 3.5)) == pytest.approx(500, abs=4)


async def test_a_few_corrupt_packets_are_skipped(tmp_path: Path) -> None:
    pcm = await decode(saved(tmp_path, with_noise(recording(M4A_FAST, 20.0), 0.5, 0.52)), tmp_path / "out.pcm")
    assert 19.0 < pcm.duration < 20.05


async def nothing_left(folder: Path, data: bytes, reason: str, **options: object) -> None:
    """Decoding fails for this reason and leaves no file."""
    source = saved(folder, data)
    with pytest.raises(DecodeFailed, match=reason):
        await decode(source, folder / "out.pcm", **options)  # type: ignore[arg-type]
    assert os.listdir(folder) == [source.name]


async def test_too_little_decoded_is_a_failure(tmp_path: Path) -> None:
    await nothing_left(tmp_path, with_noise(recording(M4A_FAST, 8.0), 0.4, 0.6), "incomplete")
    await nothing_left(tmp_path, recording(WAV, 2.0), "incomplete", expected_s=3.0)
    await nothing_left(tmp_path, recording(WAV, 1.0), "no_audio", start_ms=5000)


async def test_output_is_limited(tmp_path: Path) -> None:
    limits = Limits(wall_seconds=30, cpu_seconds=10, file_bytes=16_000)
    await nothing_left(tmp_path, recording(WAV, 2.0), "too_long", limits=limits)


async def test_other_formats_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFormat):
        await decode(saved(tmp_path, b"text " * 1000), tmp_path / "out.pcm")


def decoder_children(parent: int) -> list[psutil.Process]:
    """Decoder processes that this process started."""
    found = []
    for child in psutil.Process(parent).children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if CHILD in child.cmdline():
                found.append(child)
    return found


def ended(process: psutil.Process) -> bool:
    """True when the process is gone, be it that nobody has collected it yet."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


async def frozen_child(parent: int) -> psutil.Process:
    """A decoder child of `parent`, stopped, so that it cannot end by itself."""
    for _ in range(2000):
        if children := decoder_children(parent):
            children[0].suspend()
            return children[0]
        await asyncio.sleep(0.005)
    raise AssertionError("no decoder child appeared")


async def test_cancelling_ends_the_child_which_knew_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENHIRE_SECRET_KEY", "s3cret")
    source = saved(tmp_path, recording(WAV, 2.0))
    task = asyncio.create_task(decode(source, tmp_path / "out.pcm"))
    child = await frozen_child(os.getpid())
    assert not [name for name in child.environ() if name.startswith("ZENHIRE")]
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended(child)


async def test_time_out_ends_the_child(tmp_path: Path) -> None:
    source = saved(tmp_path, recording(WAV, 2.0))
    task = asyncio.create_task(decode(source, tmp_path / "out.pcm", limits=Limits(wall_seconds=3.0, cpu_seconds=10)))
    child = await frozen_child(os.getpid())
    with pytest.raises(DecodeFailed, match="timeout"):
        await task
    assert ended(child)


PARENT = """
import asyncio, sys
from zenhire.engines.audio.decoder import decode
asyncio.run(decode(sys.argv[1], sys.argv[2]))
"""


def test_the_child_dies_with_its_parent(tmp_path: Path) -> None:
    source = saved(tmp_path, recording(Recipe("wav", "pcm_s16le", 48_000, 2), 120.0))
    with subprocess.Popen([sys.executable, "-c", PARENT, str(source), str(tmp_path / "out.pcm")]) as parent:
        child = frozen_after_first_output(parent.pid, tmp_path)
        parent.kill()
        parent.wait()
    deadline = time.monotonic() + 10
    while not ended(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert ended(child)


def frozen_after_first_output(parent: int, folder: Path) -> psutil.Process:
    """A child that has started its work (and asked to die with its parent), stopped."""
    for _ in range(4000):
        if list(folder.glob("*.part")):
            child = decoder_children(parent)[0]
            child.suspend()
            return child
        time.sleep(0.005)
    raise AssertionError("the decoder wrote nothing")


def test_mixing_down_is_the_mean(tmp_path: Path) -> None:
    path = tmp_path / "x.pcm"
    np.array([[100, 300], [-50, 50]], dtype="<i2").tofile(path)
    assert Pcm(str(path), 2, 2).read().tolist() == [200, 0]


async def test_a_full_disk_is_no_fault_of_the_recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = decoder._ask

    async def onto_a_full_disk(source: Any, do: str, options: dict[str, Any], limits: Limits) -> dict[str, Any]:
        return await ask(source, do, {**options, "out": "/dev/full"}, limits)

    monkeypatch.setattr(decoder, "_ask", onto_a_full_disk)
    with pytest.raises(OSError, match="No space left") as caught:
        await decode(saved(tmp_path, recording(WAV, 3.0)), tmp_path / "out.pcm")
    assert caught.value.errno == errno.ENOSPC
    assert os.listdir(tmp_path) == ["recording"]


async def test_a_decoder_that_somebody_killed_is_started_again(tmp_path: Path) -> None:
    async def kill_the_first() -> None:
        while True:
            for child in psutil.Process().children():
                with contextlib.suppress(psutil.Error):
                    if CHILD in child.cmdline():
                        child.kill()
                        return
            await asyncio.sleep(0.01)

    killing = asyncio.create_task(kill_the_first())
    pcm = await decode(saved(tmp_path, recording(MP3, 3.0)), tmp_path / "out.pcm")
    await asyncio.wait_for(killing, 10)
    assert pcm.duration == pytest.approx(3.0, abs=0.05)
