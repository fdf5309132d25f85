"""What every recogniser keeps to, the fake included."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import Iterator

import numpy as np
import pytest

from tests.engines.asr.transcription_service import KEY, run_service
from zenhire.engines.asr import AsrSpec, AsrWord, BatchAsr, SegmentTranscript, load, parse_spec, transcribe_segment
from zenhire.engines.asr.faster_whisper import find_weights
from zenhire.engines.audio.base import SAMPLE_RATE, Pcm, Samples
from zenhire.engines.pool import EnginePool
from zenhire.kit.settings import Settings

MODELS = Settings().models_dir
WHISPER = next((m for m in ("tiny", "tiny.en", "base", "base.en") if find_weights(m, MODELS)), None)
NO_WHISPER = pytest.mark.skipif(
    WHISPER is None or importlib.util.find_spec("faster_whisper") is None,
    reason="faster-whisper or its weights are not installed",
)


@pytest.fixture(
    scope="module",
    params=["fake", "fake:german", "pocketsphinx", "openai", pytest.param("whisper", marks=NO_WHISPER)],
)
def spec(request: pytest.FixtureRequest) -> Iterator[AsrSpec]:
    if request.param == "openai":
        service, server = run_service()
        yield parse_spec("openai:whisper-1", base_url=service.base_url, api_key=KEY)
        server.shutdown()
        server.server_close()
    elif request.param == "whisper":
        yield parse_spec(f"whisper:{WHISPER}", models_dir=MODELS)
    else:
        yield parse_spec(request.param)


@pytest.fixture(scope="module")
def asr(spec: AsrSpec) -> BatchAsr:
    return load(spec)


@pytest.fixture(scope="module")
def heard(asr: BatchAsr, clips: list[Samples]) -> list[SegmentTranscript]:
    return [asr.transcribe(clip, "en") for clip in clips]


def check_words(words: tuple[AsrWord, ...], start: float, end: float) -> None:
    assert all(start <= word.start <= word.end <= end for word in words)
    starts = [word.start for word in words]
    assert starts == sorted(starts)
    assert all(0.0 <= word.confidence <= 1.0 for word in words)
    assert all(word.text and word.text == word.text.strip() and word.text[0] not in "<[(" for word in words)


def test_speech_gives_words_inside_the_segment(heard: list[SegmentTranscript], clips: list[Samples]) -> None:
    for clip, transcript in zip(clips, heard, strict=True):
        assert len(transcript.words) >= 3
        assert transcript.text
        check_words(transcript.words, 0.0, clip.size / SAMPLE_RATE)


@pytest.mark.parametrize("length", [0, 1, 100, 1_599])
def test_a_segment_too_short_for_a_word_is_empty(asr: BatchAsr, length: int) -> None:
    rng = np.random.default_rng(length)
    samples = rng.integers(-2000, 2000, length, dtype=np.int16)
    assert asr.transcribe(samples, "en").words == ()


@pytest.mark.parametrize("level", [0, 5])
def test_silence_has_no_words(asr: BatchAsr, level: int) -> None:
    assert asr.transcribe(np.full(2 * SAMPLE_RATE, level, dtype=np.int16), "en").words == ()


def test_noise_and_clipping_break_nothing(asr: BatchAsr) -> None:
    rng = np.random.default_rng(7)
    noise = (rng.normal(size=SAMPLE_RATE) * 3000).clip(-32768, 32767).astype(np.int16)
    square = np.where(np.arange(SAMPLE_RATE) % 80 < 40, 32767, -32768).astype(np.int16)
    for samples in (noise, square):
        check_words(asr.transcribe(samples, "en").words, 0.0, 1.0)


def test_the_order_of_segments_changes_nothing(
    asr: BatchAsr, heard: list[SegmentTranscript], clips: list[Samples]
) -> None:
    backward = [asr.transcribe(clip, "en") for clip in reversed(clips)]
    assert heard == backward[::-1]


def test_another_process_hears_the_same(spec: AsrSpec, recording: Pcm) -> None:
    async def in_child() -> SegmentTranscript:
        pool = EnginePool(1)
        try:
            return await pool.run(transcribe_segment, spec, recording, 1.5, recording.duration, 0, "en")
        finally:
            pool.close()

    here = transcribe_segment(spec, recording, 1.5, recording.duration, 0, "en")
    assert here.words
    assert asyncio.run(in_child()) == here


def test_times_count_from_the_start_of_the_recording(
    spec: AsrSpec, heard: list[SegmentTranscript], recording: Pcm, clips: list[Samples]
) -> None:
    inside = heard[1]
    end = 2.0 + clips[1].size / SAMPLE_RATE
    shifted = transcribe_segment(spec, recording, 2.0, end, 1, "en")
    assert [word.text for word in shifted.words] == [word.text for word in inside.words]
    assert [word.start for word in shifted.words] == pytest.approx(
        [2.0 + word.start for word in inside.words], abs=1e-3
    )
    check_words(shifted.words, 2.0, end)


def test_a_segment_outside_the_recording_is_empty(spec: AsrSpec, recording: Pcm) -> None:
    assert transcribe_segment(spec, recording, recording.duration + 1, recording.duration + 3).words == ()


def test_it_says_who_it_is(asr: BatchAsr) -> None:
    info = asr.info
    assert info.engine
    assert info.model
    assert info.version
    assert info.monolingual == (info.languages == {"en"})
