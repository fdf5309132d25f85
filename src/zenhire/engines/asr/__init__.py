"""Batch speech recognisers: which one a setting names, and one segment's transcript in whatever process."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from zenhire.engines.asr.base import (
    AsrConfigurationError,
    AsrError,
    AsrInfo,
    AsrSpec,
    AsrWord,
    BatchAsr,
    SegmentTranscript,
)
from zenhire.engines.audio.base import SAMPLE_RATE, Pcm

__all__ = [
    "AsrConfigurationError",
    "AsrError",
    "AsrInfo",
    "AsrSpec",
    "AsrWord",
    "BatchAsr",
    "SegmentTranscript",
    "load",
    "parse_spec",
    "transcribe_segment",
]

DEFAULT_BASE_URL = "https://api.openai.com/v1"
DEFAULT_OPENAI_MODEL = "whisper-1"
AUTO_WHISPER = (
    "large-v3-turbo",
    "large-v3",
    "medium",
    "medium.en",
    "small",
    "small.en",
    "base",
    "base.en",
    "tiny",
    "tiny.en",
)


def _pocketsphinx(spec: AsrSpec) -> BatchAsr:
    from zenhire.engines.asr.pocketsphinx import PocketsphinxAsr

    return PocketsphinxAsr(spec.model)


def _whisper(spec: AsrSpec) -> BatchAsr:
    from zenhire.engines.asr.faster_whisper import FasterWhisperAsr

    return FasterWhisperAsr(spec.model, Path(spec.models_dir))


def _openai(spec: AsrSpec) -> BatchAsr:
    from zenhire.engines.asr.openai import OpenAiAsr

    return OpenAiAsr(spec.model, base_url=spec.base_url, api_key=spec.api_key, timeout=spec.timeout)


def _fake(spec: AsrSpec) -> BatchAsr:
    from zenhire.engines.asr.fake import FakeAsr

    return FakeAsr(spec.model)


ENGINES: Mapping[str, Callable[[AsrSpec], BatchAsr]] = {
    "pocketsphinx": _pocketsphinx,
    "whisper": _whisper,
    "openai": _openai,
    "fake": _fake,
}


def _best_available(models_dir: Path) -> tuple[str, str]:
    from zenhire.engines.asr.faster_whisper import find_weights

    if all(importlib.util.find_spec(package) for package in ("faster_whisper", "threadpoolctl")):
        for model in AUTO_WHISPER:
            if find_weights(model, models_dir) is not None:
                return "whisper", model
    return "pocketsphinx", ""


def parse_spec(
    setting: str, *, base_url: str = "", api_key: str = "", models_dir: str | Path = "", timeout: float = 120.0
) -> AsrSpec:
    """What a setting names: `pocketsphinx`, `whisper:MODEL`, `openai[:MODEL]`, `fake[:VARIANT]` or `auto`.

    `auto` takes Whisper when its package and weights are there (the largest model first), else pocketsphinx.
    `timeout` is seconds for one segment. Loads nothing. Raises AsrConfigurationError for what is not understood.
    """
    engine, _, model = setting.strip().partition(":")
    engine = engine.lower()
    if engine == "auto" and not model:
        engine, model = _best_available(Path(models_dir))
    if engine not in ENGINES:
        raise AsrConfigurationError(f"unknown speech recogniser {setting!r}; known: auto, {', '.join(ENGINES)}")
    if engine == "whisper" and not model:
        raise AsrConfigurationError("name the Whisper model, as in whisper:small.en or whisper:/folder/of/weights")
    if not (math.isfinite(timeout) and timeout > 0):
        raise AsrConfigurationError("the time-out of the speech recogniser must be above 0 seconds")
    spec = AsrSpec(engine=engine, model=model, models_dir=str(models_dir), timeout=timeout)
    if engine != "openai":
        return spec
    url = (base_url or DEFAULT_BASE_URL).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise AsrConfigurationError("the base URL of the transcription service must be like https://host/v1")
    if parts.username or parts.password:
        raise AsrConfigurationError("the base URL of the transcription service must not carry a user or password")
    return replace(spec, model=model or DEFAULT_OPENAI_MODEL, base_url=url, api_key=api_key)


@lru_cache(maxsize=2)
def load(spec: AsrSpec) -> BatchAsr:
    """The recogniser, made once per process and spec. Raises AsrConfigurationError when something is missing."""
    try:
        build = ENGINES[spec.engine]
    except KeyError:
        raise AsrConfigurationError(f"unknown speech recogniser {spec.engine!r}") from None
    return build(spec)


def _within(word: AsrWord, offset: float, duration: float) -> AsrWord:
    start = min(max(word.start, 0.0), duration)
    end = min(max(word.end, start), duration)
    return replace(
        word,
        start=round(offset + start, 3),
        end=round(offset + end, 3),
        confidence=round(min(max(word.confidence, 0.0), 1.0), 4),
    )


def transcribe_segment(
    spec: AsrSpec, pcm: Pcm, start: float, end: float, channel: int | None = None, language: str = "en"
) -> SegmentTranscript:
    """The words in [start, end) seconds of a recording, their times counted from the recording's start.

    Top-level and picklable, for `EnginePool.run`. `channel` picks one channel, None mixes them.
    Raises AsrError, AsrConfigurationError.
    """
    samples = pcm.read(start, end, channel=channel)
    transcript = load(spec).transcribe(samples, language)
    offset = max(0.0, start)
    duration = samples.size / SAMPLE_RATE
    return replace(transcript, words=tuple(_within(word, offset, duration) for word in transcript.words))
