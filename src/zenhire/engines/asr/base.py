"""What a batch speech recogniser gives: words with times and a probability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from zenhire.engines.audio.base import Samples


class AsrError(Exception):
    """The recogniser could not do its work on this audio (bad audio, provider error)."""


class AsrConfigurationError(AsrError):
    """The recogniser is set up wrongly: missing weights, wrong key, unknown model. An operator must act."""


@dataclass(frozen=True, slots=True)
class AsrWord:
    """One recognised word: times in seconds from the segment's start, confidence in [0, 1]."""

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True, slots=True)
class SegmentTranscript:
    """The words of one segment; `text` keeps the engine's own punctuation where it has any."""

    words: tuple[AsrWord, ...]
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class AsrInfo:
    """Who transcribed. `languages` is empty for an engine of many languages."""

    engine: str
    model: str
    version: str
    languages: frozenset[str] = frozenset()

    @property
    def monolingual(self) -> bool:
        """True when every word comes out in one language whatever was said."""
        return len(self.languages) == 1


@dataclass(frozen=True, slots=True)
class AsrSpec:
    """Names an engine and what it needs; picklable, so that child processes build their own."""

    engine: str
    model: str = ""
    base_url: str = ""
    api_key: str = ""
    models_dir: str = ""
    timeout: float = 120.0

    def __repr__(self) -> str:
        return f"AsrSpec(engine={self.engine!r}, model={self.model!r}, base_url={self.base_url!r})"


class BatchAsr(Protocol):
    """A batch recogniser. The same samples give the same words, whatever came before."""

    info: AsrInfo

    def transcribe(self, samples: Samples, language: str) -> SegmentTranscript:
        """The words in one segment of 16 kHz mono samples (<= 30 s). Raises AsrError, AsrConfigurationError."""
        ...
