"""The scale: what a reader can recompute from the shown figures."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenhire.analysis.speech.scale import (
    BANDS,
    Check,
    band,
    band_phrase,
    clamp,
    interpolate,
    least_confidence,
    overall,
    percent,
    shown,
)

levels = st.floats(0, 5)


@pytest.mark.parametrize(("level", "name"), list(zip(range(6), BANDS, strict=True)))
def test_centres_have_their_bands(level: int, name: str) -> None:
    assert band(level) == name


@pytest.mark.parametrize(
    ("level", "score", "name", "percentage"),
    [
        (3.45, 3.5, "C1", 70),
        (3.4499, 3.4, "B2", 68),
        (0.05, 0.1, "A1", 2),
        (2.5, 2.5, "B2", 50),
        (9.0, 5.0, "C2", 100),
        (-1, 0, "A1", 0),
    ],
)
def test_band_and_percent_follow_the_shown_score(level: float, score: float, name: str, percentage: int) -> None:
    assert shown(level) == score
    assert band(level) == name
    assert percent(level) == percentage


@given(levels)
def test_a_reader_can_recompute_everything(level: float) -> None:
    visible = float(f"{shown(level):.1f}")
    assert visible == shown(level)
    assert abs(visible - level) <= 0.05 + 1e-6
    assert band(visible) == band(level)
    assert BANDS[math.floor(visible + 0.5)] == band(level)
    assert percent(level) == round(20 * visible)


@given(levels, levels)
def test_bands_rise_with_levels(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert BANDS.index(band(low)) <= BANDS.index(band(high))
    assert percent(low) <= percent(high)


def test_overall_is_the_mean_of_the_shown_scores() -> None:
    assert overall(3.7, 4.1, 3.9) == 3.9
    assert overall(3.74, 4.14, 3.94) == 3.9


def test_band_phrase_names_both_ends_only_when_an_edge_is_crossed() -> None:
    assert band_phrase(2.6, 3.4) == "B2"
    assert band_phrase(2.4, 3.4) == "B1-B2"
    assert band_phrase(3.4, 2.4) == "B1-B2"
    assert band_phrase(0, 5) == "A1-C2"


@given(st.floats(-10, 10), st.floats(-10, 10))
def test_interpolation_is_monotone_and_flat_outside(one: float, other: float) -> None:
    anchors = ((0.0, 1.0), (1.0, 2.0), (3.0, 5.0))
    low, high = sorted((one, other))
    assert 1.0 <= interpolate(low, anchors) <= interpolate(high, anchors) <= 5.0
    assert interpolate(2.0, anchors) == 3.5


def test_nan_is_refused() -> None:
    with pytest.raises(ValueError, match="number"):
        clamp(math.nan)


def test_the_worst_check_decides() -> None:
    good, fair, poor = Check(9, 1, 5, "a"), Check(3, 1, 5, "b"), Check(0, 1, 5, "c")
    assert least_confidence([good]) == ("high", ())
    assert least_confidence([good, fair]) == ("medium", ("b",))
    assert least_confidence([fair, good, poor]) == ("low", ("c", "b"))
