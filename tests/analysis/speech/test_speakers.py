"""Turns from spans and embeddings: made-up voices, and what must hold for any recording."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zenhire.analysis.speech.speakers import Diarization, assign_speakers, diarize, plan_windows
from zenhire.analysis.speech.types import Span, Turn, Word
from zenhire.engines.audio.base import SAMPLE_RATE
from zenhire.engines.speaker.fake import FakeSpeakerEncoder

Voices = list[tuple[float, float, int]]


def diarized(voices: Voices, spans: list[Span] | None = None) -> Diarization:
    """The diarization of a recording in which `voices` speak; by default each of their stretches is a span."""
    spans = spans or [Span(start, end) for start, end, _ in voices]
    windows = plan_windows(spans)
    silence = np.zeros(int((spans[-1].end + 2) * SAMPLE_RATE), dtype=np.int16)
    return diarize(spans, windows, FakeSpeakerEncoder(voices).embed(silence, windows))


def interview(*, gap: float = 0.5, first: int = 7, second: int = 3) -> Voices:
    """Six rounds of a question of 6 s and an answer of 20 s."""
    voices: Voices = []
    at = 0.5
    for _ in range(6):
        for seconds, voice in ((6.0, first), (20.0, second)):
            voices.append((round(at, 3), round(at + seconds, 3), voice))
            at += seconds + gap
    return voices


def test_windows_cover_every_span() -> None:
    assert plan_windows([Span(1.0, 4.0)]) == [(1.0, 2.5), (1.75, 3.25), (2.5, 4.0)]
    assert plan_windows([Span(1.0, 3.9)]) == [(1.0, 2.5), (1.75, 3.25), (2.4, 3.9)]
    assert plan_windows([Span(1.0, 2.2), Span(5.0, 5.2), Span(9.0, 9.0)]) == [(1.0, 2.2), (4.85, 5.35), (8.75, 9.25)]
    assert plan_windows([Span(0.0, 0.1)]) == [(0.0, 0.5)]
    assert plan_windows([]) == []


def test_a_monologue_is_one_speaker() -> None:
    result = diarized([(k * 10.0, k * 10.0 + 9.0, 5) for k in range(20)])
    assert result.speaker_count == 1
    assert {turn.speaker for turn in result.turns} == {"speaker_0"}
    assert {turn.margin for turn in result.turns} == {1.0}
    assert result.uncertain == ()


@pytest.mark.parametrize("gap", [0.5, 1.5])
def test_an_interview_is_two_speakers_in_their_turns(gap: float) -> None:
    voices = interview(gap=gap)
    result = diarized(voices)
    assert result.speaker_count == 2
    assert [(t.start, t.end) for t in result.turns] == [(start, end) for start, end, _ in voices]
    assert [t.speaker for t in result.turns] == ["speaker_0", "speaker_1"] * 6
    assert min(t.margin for t in result.turns) > 0.5


def test_a_change_without_a_pause_is_found_within_half_a_second() -> None:
    voices = interview(gap=0.0)
    result = diarized(voices, [Span(voices[0][0], voices[-1][1])])
    assert result.speaker_count == 2
    assert len(result.turns) == len(voices)
    assert [t.start for t in result.turns] == pytest.approx([start for start, _, _ in voices], abs=0.5)


def test_three_speakers_are_three() -> None:
    voices = [(k * 10.0, k * 10.0 + 8.0, k % 3) for k in range(18)]
    assert diarized(voices).speaker_count == 3


def test_exchanging_the_voices_changes_nothing() -> None:
    one, other = diarized(interview(first=7, second=3)), diarized(interview(first=3, second=7))
    assert [(t.speaker, t.start, t.end) for t in one.turns] == [(t.speaker, t.start, t.end) for t in other.turns]


def test_a_word_of_a_foreign_voice_makes_no_turn() -> None:
    voices = [*interview(), (170.0, 170.3, 3), (180.0, 200.0, 7)]
    result = diarized(voices)
    assert all(turn.duration >= 0.5 or turn.start == 170.0 for turn in result.turns)
    assert result.speaker_count == 2


def test_talk_between_two_voices_is_uncertain() -> None:
    voices = interview()
    spans = [Span(start, end) for start, end, _ in voices]
    windows = plan_windows(spans)
    silence = np.zeros(int((spans[-1].end + 2) * SAMPLE_RATE), dtype=np.int16)
    encoder = FakeSpeakerEncoder(voices)
    vectors = encoder.embed(silence, windows)
    between = [k for k, (start, end) in enumerate(windows) if start >= 10.0 and end <= 16.0]
    centres = [vectors[[a <= s < b for s, _ in windows]].mean(axis=0) for a, b, _ in voices[:2]]
    mixed = centres[0] / np.linalg.norm(centres[0]) + centres[1] / np.linalg.norm(centres[1])
    vectors[between] = mixed / np.linalg.norm(mixed)
    result = diarize(spans, windows, vectors)
    assert len(result.uncertain) >= 1
    assert all(9.0 <= span.start < span.end <= 17.0 for span in result.uncertain)
    assert result.figures["uncertain_share"] > 0


def test_no_speech_has_no_turns() -> None:
    result = diarize([], [], np.zeros((0, 256), dtype=np.float32))
    assert result.turns == []
    assert result.speaker_count == 0


def test_embeddings_must_match_the_windows() -> None:
    with pytest.raises(ValueError, match="2 windows, but 1 embeddings"):
        diarize([Span(0, 2)], [(0.0, 1.5), (0.5, 2.0)], np.ones((1, 256), dtype=np.float32) / 16)


spans_and_voices = st.lists(
    st.tuples(st.floats(0.0, 3.0), st.floats(0.05, 12.0), st.integers(0, 5)), min_size=1, max_size=25
)


@settings(max_examples=60, deadline=None)
@given(spans_and_voices)
def test_turns_are_in_order_apart_and_cover_the_speech(pieces: list[tuple[float, float, int]]) -> None:
    voices: Voices = []
    at = 0.0
    for gap, seconds, voice in pieces:
        start = round(at + gap + 0.02, 3)
        at = round(start + seconds, 3)
        voices.append((start, at, voice))
    result = diarized(voices)
    turns = result.turns
    assert all(turn.start < turn.end and 0.0 <= turn.margin <= 1.0 for turn in turns)
    assert all(a.end <= b.start for a, b in pairwise(turns))
    assert 1 <= result.speaker_count <= 4
    names = list(dict.fromkeys(turn.speaker for turn in turns))
    assert names == [f"speaker_{k}" for k in range(result.speaker_count)]
    for start, end, _ in voices:
        covered = sum(max(0.0, min(end, t.end) - max(start, t.start)) for t in turns)
        assert covered == pytest.approx(end - start, abs=0.005)
    assert all(u.start < u.end for u in result.uncertain)


def word(start: float, end: float) -> Word:
    return Word("x", start, end, 0.9, 0.9)


def test_words_get_the_speaker_of_the_turn_they_are_in() -> None:
    turns = [Turn("speaker_0", 0.0, 2.0), Turn("speaker_1", 2.5, 5.0), Turn("speaker_0", 5.0, 6.0)]
    words = [
        word(0.1, 0.4),
        word(1.8, 2.2),
        word(2.1, 2.2),
        word(2.3, 2.4),
        word(4.9, 5.3),
        word(4.5, 5.1),
        word(9, 9.5),
    ]
    assert [w.speaker[-1] for w in assign_speakers(words, turns)] == list("0001010")


def test_words_without_turns_stay_as_they_are() -> None:
    words = [word(0.0, 1.0)]
    assert assign_speakers(words, []) == words
    assert assign_speakers([], [Turn("speaker_0", 0.0, 1.0)]) == []


@given(st.lists(st.tuples(st.floats(0, 30), st.floats(0.01, 2)), max_size=30))
def test_each_word_goes_to_the_nearest_turn(times: list[tuple[float, float]]) -> None:
    turns = [Turn(f"speaker_{k % 3}", k * 4.0, k * 4.0 + 2.5) for k in range(6)]
    words = [word(start, start + length) for start, length in times]
    for one in assign_speakers(words, turns):
        best = max(min(t.end, one.end) - max(t.start, one.start) for t in turns)
        chosen = max(min(t.end, one.end) - max(t.start, one.start) for t in turns if t.speaker == one.speaker)
        assert chosen == pytest.approx(best)
