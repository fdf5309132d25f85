"""Segments for the recogniser: short enough, whole, cut where it hurts least."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenhire.analysis.speech.segmentation import segments_for_asr


def test_close_spans_share_a_segment_with_a_margin() -> None:
    assert segments_for_asr([(1.0, 3.0), (3.5, 8.0)], duration=8.1) == [(0.8, 8.1)]
    assert segments_for_asr([]) == []


def test_a_long_pause_is_never_inside() -> None:
    assert segments_for_asr([(1.0, 3.0), (6.0, 8.0)]) == [(0.8, 3.2), (5.8, 8.2)]


def test_the_longest_pause_is_cut() -> None:
    spans = [(0.0, 11.0), (11.3, 15.0), (16.0, 27.0), (27.4, 40.0)]
    assert segments_for_asr(spans) == [(0.0, 15.2), (15.8, 40.2)]


def test_margins_never_meet() -> None:
    spans = [(0.0, 20.0), (20.1, 45.0)]
    assert segments_for_asr(spans) == [(0.0, 20.05), (20.05, 45.2)]


def test_speech_without_a_pause_is_split_where_it_is_least_likely() -> None:
    track = np.ones(2000, dtype=np.float32)
    track[690:700] = 0.6
    first, second = segments_for_asr([(0.0, 50.0)], probabilities=track)
    assert first[1] == second[0]
    assert 690 * 0.032 <= first[1] <= 700 * 0.032


def test_rounding_does_not_matter_where_pieces_are_exactly_as_long_as_allowed() -> None:
    assert segments_for_asr([(1.1, 5.1)], 2.0) == [(0.9, 2.7), (2.7, 4.3), (4.3, 5.3)]


def test_without_probabilities_it_is_split_at_the_limit() -> None:
    assert segments_for_asr([(0.0, 50.0)], margin=0.0) == [(0.0, 30.0), (30.0, 50.0)]


def test_a_margin_that_leaves_no_room_is_refused() -> None:
    with pytest.raises(ValueError, match="margin"):
        segments_for_asr([(0.0, 1.0)], 1.0, margin=0.5)


@st.composite
def speech(draw: st.DrawFn) -> list[tuple[float, float]]:
    """Spans in order, up to two minutes each."""
    at, spans = 0.0, []
    for pause, length in draw(st.lists(st.tuples(st.floats(0.05, 5), st.floats(0.1, 120)), max_size=12)):
        spans.append((at + pause, at + pause + length))
        at += pause + length
    return spans


@given(speech(), st.booleans(), st.floats(2, 30))
def test_segments_hold_all_speech_in_order_within_the_limit(
    spans: list[tuple[float, float]], tracked: bool, limit: float
) -> None:
    end = spans[-1][1] if spans else 0.0
    track = np.random.default_rng(0).random(int(end / 0.032) + 1).astype(np.float32) if tracked else None
    segments = segments_for_asr(spans, limit, probabilities=track, duration=end)
    assert all(stop - start <= limit + 0.002 for start, stop in segments)
    flat = [time for segment in segments for time in segment]
    assert flat == sorted(flat)
    assert not flat or (flat[0] >= 0 and flat[-1] <= end + 0.001)
    for moment in (time for start, stop in spans for time in (start + 0.01, (start + stop) / 2, stop - 0.01)):
        assert any(start - 0.002 <= moment <= stop + 0.002 for start, stop in segments)
