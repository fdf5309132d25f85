"""Plain data that the speech analysis passes around. Times are seconds from the recording's start."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, start < end."""

    start: float
    end: float

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word; `confidence` is the engine's raw figure, `probability` the calibrated one, both in [0, 1]."""

    text: str
    start: float
    end: float
    confidence: float
    probability: float
    speaker: str = "speaker_0"


@dataclass(frozen=True, slots=True)
class Turn:
    """Uninterrupted talk of one speaker. `margin` in [0, 1] says how surely it is this one and not another."""

    speaker: str
    start: float
    end: float
    margin: float = 1.0

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Feature:
    """One measured figure with its unit, as `analysis` shows it."""

    value: float | None
    unit: str
    description: str


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """A score on 0-5 with its 90 % interval and the features that made it.

    `contributions` maps a feature's name to its signed share of the score in points;
    `confidence` is 'high', 'medium' or 'low' with `confidence_reasons` in plain words.
    """

    score: float
    low: float
    high: float
    features: dict[str, Feature]
    contributions: dict[str, float]
    confidence: str
    confidence_reasons: tuple[str, ...]
    evidence: dict[str, object]
    method: str
