"""The scale that all three dimensions share: a level on [0, 5] and its CEFR band.

A1 = 0, A2 = 1, B1 = 2, B2 = 3, C1 = 4, C2 = 5 are the centres of the bands. What a reader sees is one decimal, so band,
percent and overall are made from that shown figure and never from hidden digits: whoever rounds the shown score to the
nearest whole (halves up) finds the shown band, and 20 times the shown score is the shown percentage.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

BANDS = ("A1", "A2", "B1", "B2", "C1", "C2")
LOWEST, HIGHEST = 0.0, 5.0
MIDDLE = 2.5
Z90 = 1.645  # half-width of a 90 % interval in standard errors

_TIE = 1e-9  # halves survive the binary form of decimals


class NotMeasurable(Exception):
    """There is too little to measure; the message says what is missing, in plain words and with the figures."""


@dataclass(frozen=True, slots=True)
class Check:
    """One ground for trust: `value` below `low_cut` means low confidence, below `medium_cut` medium.

    `reason` says in plain words what is wrong; it stands after a colon.
    """

    value: float
    low_cut: float
    medium_cut: float
    reason: str


def clamp(level: float) -> float:
    """`level` forced into [0, 5]. Raises ValueError for what is not a number."""
    if math.isnan(level):
        raise ValueError("a level must be a number")
    return min(HIGHEST, max(LOWEST, level))


def shown(level: float) -> float:
    """The level as the wire shows it: in [0, 5], one decimal, halves up."""
    return math.floor(clamp(level) * 10.0 + 0.5 + _TIE) / 10.0


def band(level: float) -> str:
    """The CEFR band whose centre is nearest to the shown level; halves up (3.5 is C1)."""
    return BANDS[math.floor(shown(level) + 0.5 + _TIE)]


def percent(level: float) -> int:
    """The shown level as a whole percentage of 5."""
    return round(shown(level) * 20.0)


def overall(vocabulary: float, fluency: float, accent: float) -> float:
    """The mean of the three shown scores, as shown."""
    return shown((shown(vocabulary) + shown(fluency) + shown(accent)) / 3.0)


def band_phrase(low: float, high: float) -> str:
    """'B2' where the whole interval [low, high] lies in one band, else 'B1-B2'."""
    first, last = band(min(low, high)), band(max(low, high))
    return first if first == last else f"{first}-{last}"


def interpolate(value: float, anchors: Sequence[tuple[float, float]]) -> float:
    """The level at `value`: straight lines between `anchors` (value, level), ascending in value, and flat outside."""
    first, last = anchors[0], anchors[-1]
    if value <= first[0]:
        return first[1]
    for (x0, y0), (x1, y1) in pairwise(anchors):
        if value <= x1:
            return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
    return last[1]


def least_confidence(checks: Sequence[Check]) -> tuple[str, tuple[str, ...]]:
    """'high', 'medium' or 'low', the worst of all checks, and the reasons of every check that is not high."""
    low = [check.reason for check in checks if check.value < check.low_cut]
    medium = [check.reason for check in checks if check.low_cut <= check.value < check.medium_cut]
    word = "low" if low else "medium" if medium else "high"
    return word, tuple(low + medium)
