"""Format by content, length by what is there."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from pathlib import Path

import pytest
import soundfile

from tests.engines.audio.audio_files import (
    FLAC,
    M4A,
    M4A_FAST,
    MP3,
    MP3_NO_XING,
    MP4_FRAGMENTS,
    OGG,
    OGG_VORBIS,
    WAV,
    WAV_8K,
    WEBM,
    WEBM_LIVE,
    Recipe,
    noise,
    recording,
    video,
    with_noise,
    with_wav_size,
)
from tests.support.audio import EXAMPLE
from zenhire.engines.audio.base import DecoderBroken, DurationUnavailable, ScanResult, ScanTimeout, UnsupportedFormat
from zenhire.engines.audio.decoder import Limits, scan

KINDS = [
    (MP3, "mp3"),
    (MP3_NO_XING, "mp3"),
    (WAV, "wav"),
    (WAV_8K, "wav"),
    (M4A, "m4a"),
    (M4A_FAST, "m4a"),
    (MP4_FRAGMENTS, "m4a"),
    (WEBM, "webm"),
    (WEBM_LIVE, "webm"),
    (OGG, "ogg"),
    (OGG_VORBIS, "ogg"),
    (FLAC, "flac"),
]


async def scan_bytes(data: bytes, **options: float) -> ScanResult:
    """Scans an unnamed temporary file, as an upload is."""
    with tempfile.TemporaryFile() as file:
        file.write(data)
        return await scan(file, **options)


@pytest.mark.parametrize(("recipe", "kind"), KINDS)
async def test_every_container_is_known_and_measured(recipe: Recipe, kind: str) -> None:
    result = await scan_bytes(recording(recipe, 4.0))
    assert result.format == kind
    assert result.duration_s == pytest.approx(4.0, abs=0.05)
    assert (result.sample_rate, result.channels, result.complete) == (recipe.rate, recipe.channels, True)


async def test_a_recorder_s_webm_has_no_duration_in_its_header() -> None:
    result = await scan_bytes(recording(WEBM_LIVE))
    assert result.header_duration_s is None
    assert result.duration_s == pytest.approx(4.0, abs=0.05)


async def test_the_name_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(recording(FLAC, 1.0))
    assert (await scan(path)).format == "flac"


async def test_the_caller_s_offset_stays_where_it_is() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(recording(MP3, 1.0))
        file.seek(123)
        assert (await scan(file)).format == "mp3"
        assert (await scan(file.fileno())).format == "mp3"
        assert os.lseek(file.fileno(), 0, os.SEEK_CUR) == 123


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 32_000 * 6000, 32_000 // 2])
async def test_a_wav_header_that_lies_about_its_length(size: int) -> None:
    result = await scan_bytes(with_wav_size(recording(WAV), size))
    assert result.duration_s == pytest.approx(4.0, abs=0.01)


async def test_a_chunk_after_the_audio_is_not_audio() -> None:
    result = await scan_bytes(recording(WAV) + b"LIST" + (9000).to_bytes(4, "little") + b"x" * 9000)
    assert result.duration_s == pytest.approx(4.0, abs=0.001)


@pytest.mark.parametrize("recipe", [MP3, WAV, M4A_FAST, WEBM, WEBM_LIVE, OGG, FLAC, MP4_FRAGMENTS])
async def test_a_truncated_file_is_as_long_as_what_is_left(recipe: Recipe) -> None:
    data = recording(recipe, 8.0)
    result = await scan_bytes(data[: len(data) // 2])
    assert 2.5 < result.duration_s < 5.0


async def test_a_truncated_m4a_without_its_index_is_refused() -> None:
    data = recording(M4A)
    with pytest.raises(DurationUnavailable, match="unreadable"):
        await scan_bytes(data[: len(data) // 2])


@pytest.mark.parametrize("recipe", [MP3, MP3_NO_XING, M4A_FAST, MP4_FRAGMENTS, WEBM, WEBM_LIVE, OGG, FLAC])
async def test_a_file_that_is_mostly_garbage_is_refused(recipe: Recipe) -> None:
    with pytest.raises(DurationUnavailable):
        await scan_bytes(with_noise(recording(recipe, 8.0), 0.25))


@pytest.mark.parametrize("data", [b"", b"ID3\x04\0\0\0\0\0\0" + noise(200_000), recording(WAV, 0.1)[:78]])
async def test_files_without_a_length(data: bytes) -> None:
    with pytest.raises(DurationUnavailable):
        await scan_bytes(data)


def zipped() -> bytes:
    """An archive in which a whole MP3 lies uncompressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.mp3", recording(MP3))
    return out.getvalue()


FOREIGN = {
    "random": lambda: noise(300_000),
    "text": lambda: b"Hello, this is a letter. " * 4000,
    "zip": zipped,
    "aiff": lambda: recording(Recipe("aiff", "pcm_s16be", 16_000)),
    "aac": lambda: recording(Recipe("adts", "aac", 16_000)),
    "mp2": lambda: recording(Recipe("mp2", "mp2", 44_100)),
    "amr": lambda: b"#!AMR\n" + noise(20_000),
    "avi": lambda: b"RIFF\xff\xff\0\0AVI LIST" + noise(20_000),
    "video": lambda: video(with_audio=False),
}


@pytest.mark.parametrize("kind", FOREIGN)
async def test_what_is_not_one_of_the_six_is_refused(kind: str) -> None:
    with pytest.raises(UnsupportedFormat):
        await scan_bytes(FOREIGN[kind]())


async def test_the_sound_of_a_video_counts() -> None:
    result = await scan_bytes(video(with_audio=True))
    assert result.format == "m4a"
    assert result.duration_s == pytest.approx(2.0, abs=0.07)


async def test_junk_before_the_first_mp3_frame_is_passed_over() -> None:
    assert (await scan_bytes(b"\0" * 5000 + recording(MP3))).format == "mp3"
    assert (await scan_bytes(noise(700).replace(b"\xff", b"\x01") + recording(MP3))).format == "mp3"


async def test_counting_stops_at_the_upper_limit() -> None:
    result = await scan_bytes(recording(OGG, 8.0), stop_after_s=2.0)
    assert not result.complete
    assert 2.0 < result.duration_s < 3.0


async def test_time_out_and_a_decoder_that_cannot_start() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(recording(WAV))
        with pytest.raises(ScanTimeout):
            await scan(file, limits=Limits(wall_seconds=0.001, cpu_seconds=5))
        with pytest.raises(DecoderBroken):
            await scan(file, limits=Limits(wall_seconds=20, cpu_seconds=5, memory_bytes=40 << 20))


async def test_speech_in_vorbis_is_as_long_as_it_is(tmp_path: Path) -> None:
    """Speech makes the encoder change its block size, where libav's packet durations are wrong; a sine does not."""
    samples, rate = soundfile.read(EXAMPLE, frames=60 * 48_000, dtype="float32")
    path = tmp_path / "speech.ogg"
    with soundfile.SoundFile(path, "w", rate, 1, format="OGG", subtype="VORBIS") as file:
        for at in range(0, len(samples), rate):
            file.write(samples[at : at + rate])
    found = await scan(path)
    assert found.codec == "vorbis"
    assert found.duration_s == pytest.approx(len(samples) / rate, abs=0.05)
