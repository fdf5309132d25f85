"""Sums that do not depend on the order of what is added."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from zenhire.analysis.cv.match.constants import DECIMALS
from zenhire.analysis.cv.match.types import Term


def rounded(value: float) -> float:
    """To 4 decimals, within [0, 1]."""
    return round(min(1.0, max(0.0, value)), DECIMALS) + 0.0


def mean(pairs: Iterable[tuple[float, float]]) -> float:
    """The weighted mean of (weight, value); 0 without weight."""
    pairs = list(pairs)
    total = math.fsum(weight for weight, _ in pairs)
    return math.fsum(weight * value for weight, value in pairs) / total if total > 0 else 0.0


def terms(parts: Sequence[tuple[str, float, float | None]]) -> list[Term]:
    """Terms of (name, weight, value), those without a value left out and the weights of the rest made to sum to 1."""
    kept = [(name, weight, value) for name, weight, value in parts if value is not None]
    total = math.fsum(weight for _, weight, _ in kept)
    return [Term(name, rounded(value), rounded(weight / total)) for name, weight, value in kept if total > 0]


def total(parts: Sequence[Term]) -> float:
    """The terms' weighted mean, rounded."""
    return rounded(mean((part.weight, part.value) for part in parts))


def rescaled(cosine: float, floor: float, ceiling: float) -> float:
    """A cosine as a share: 0 up to the floor, 1 from the ceiling on."""
    return rounded((cosine - floor) / (ceiling - floor))
