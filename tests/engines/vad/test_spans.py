"""From probabilities to spans, on made-up tracks."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zenhire.engines.vad.base import FRAME_SECONDS, PAUSE_RULES, TALK_RULES, SpanRules, spans_from_probabilities

PLAIN = SpanRules(lead=0.0, tail=0.0)


def spans(*runs: tuple[float, int], rules: SpanRules = PLAIN) -> list[tuple[int, int]]:
    """Spans in frames for runs of (probability, frames)."""
    track = np.concatenate([np.full(count, value, dtype=np.float32) for value, count in runs])
    found = spans_from_probabilities(track, len(track) * FRAME_SECONDS, rules)
    return [(round(a / FRAME_SECONDS), round(b / FRAME_SECONDS)) for a, b in found]


def test_speech_between_silence() -> None:
    assert spans((0.1, 5), (0.9, 10), (0.1, 5)) == [(5, 15)]


def test_a_dip_above_release_or_shorter_than_min_silence_does_not_end_speech() -> None:
    assert spans((0.9, 10), (0.47, 10), (0.9, 10)) == [(0, 30)]
    assert spans((0.9, 10), (0.1, 2), (0.9, 10)) == [(0, 22)]
    assert spans((0.9, 10), (0.1, 3), (0.9, 10)) == [(0, 10), (13, 23)]


def test_a_weak_frame_in_a_pause_neither_ends_nor_restarts_it() -> None:
    assert spans((0.9, 10), (0.1, 2), (0.47, 2), (0.1, 2), (0.9, 10)) == [(0, 10), (16, 26)]


def test_blips_are_dropped() -> None:
    assert spans((0.1, 5), (0.9, 3), (0.1, 5)) == []
    assert spans((0.1, 5), (0.9, 4), (0.1, 5)) == [(5, 9)]


def test_edges_move_at_most_half_a_pause_and_stay_inside() -> None:
    rules = SpanRules(lead=10 * FRAME_SECONDS, tail=10 * FRAME_SECONDS)
    assert spans((0.1, 4), (0.9, 10), (0.1, 6), (0.9, 10), (0.1, 2), rules=rules) == [(0, 17), (17, 32)]
    inwards = SpanRules(tail=-4 * FRAME_SECONDS, lead=0.0)
    assert spans((0.9, 10), (0.1, 10), (0.9, 4), (0.1, 4), rules=inwards) == [(0, 6)]


def test_nothing_gives_nothing() -> None:
    assert spans_from_probabilities(np.zeros(0, dtype=np.float32), 0.0) == []


@given(st.lists(st.floats(0, 1, width=32), max_size=200), st.sampled_from([PAUSE_RULES, TALK_RULES, PLAIN]))
def test_spans_are_in_order_apart_and_inside(track: list[float], rules: SpanRules) -> None:
    duration = max(0.0, len(track) * FRAME_SECONDS - 0.01)
    found = spans_from_probabilities(np.array(track, dtype=np.float32), duration, rules)
    flat = [time for span in found for time in span]
    assert flat == sorted(flat)
    assert all(start < end for start, end in found)
    assert not flat or (flat[0] >= 0 and flat[-1] <= duration + 0.001)
