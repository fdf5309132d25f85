"""The accent score on made-up phones: what moves it, when it is refused, what it shows."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle, islice, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenhire.analysis.speech import accent
from zenhire.analysis.speech.accent import AccentUnavailable, articulation, expert_points, score_accent, select_speech
from zenhire.analysis.speech.prosody import ProsodyFrames, frames
from zenhire.analysis.speech.scale import MIDDLE
from zenhire.analysis.speech.types import DimensionScore, Span, Word
from zenhire.engines.asr.phones import AlignedPhone, FreePhone, PhoneMeasurement
from zenhire.engines.audio.base import SAMPLE_RATE

CYCLE = ("DH", "AH", "S", "T", "EY", "N", "IY", "R", "K", "AE")
EVEN = (0.05, 0.07, 0.09, 0.14)
SLOW = (0.12, 0.2, 0.28, 0.06, 0.35)


def talk(lengths: tuple[float, ...], *, seconds: float = 60.0, transition: float = -3.5) -> PhoneMeasurement:
    """Free phones of the given lengths in turn, a pause of .4 s after every twenty, until `seconds` are articulated."""
    free: list[FreePhone] = []
    time = articulated = 0.0
    for number, (phone, length) in enumerate(zip(cycle(CYCLE), cycle(lengths), strict=False)):
        if articulated >= seconds:
            break
        pause = number % 20 == 0
        time += 0.4 if pause else 0.0
        free.append(FreePhone(phone, round(time, 2), round(time + length, 2), -1.4, None if pause else transition))
        time, articulated = round(time + length, 2), articulated + length
    return PhoneMeasurement("test", round(time, 2), tuple(free), (), 0)


@pytest.fixture(scope="module")
def track() -> ProsodyFrames:
    """A voice that glides between 110 and 220 Hz in syllables of a quarter second."""
    t = np.arange(20 * SAMPLE_RATE) / SAMPLE_RATE
    pitch = 110.0 * 2.0 ** (0.5 + 0.5 * np.sin(2 * np.pi * 0.4 * t))
    phase = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE
    voice = sum(np.sin(k * phase) / k for k in range(1, 12))
    return frames((4000 * np.abs(np.sin(2 * np.pi * 2 * t)) * voice).astype(np.int16))


def score(
    measured: PhoneMeasurement,
    track: ProsodyFrames,
    *,
    words: tuple[Word, ...] = (),
    ratio: float = 35.0,
    language: str = "en",
) -> DimensionScore:
    return score_accent(
        measured, words=words, spans=[Span(0.0, 20.0)], track=track, signal_to_noise=ratio, language=language
    )


def test_even_brisk_speech_stands_above_slow_dragging_speech(track: ProsodyFrames) -> None:
    brisk, dragging = score(talk(EVEN), track), score(talk(SLOW), track)
    assert brisk.score > dragging.score + 1.0
    assert brisk.method == dragging.method == accent.METHOD
    for result in (brisk, dragging):
        assert 0.0 <= result.low <= result.score <= result.high <= 5.0
        assert result.high - result.low > 0.8


def test_haste_earns_nothing_beyond_a_native_pace() -> None:
    fast, rushed = articulation(talk((0.05, 0.06))), articulation(talk((0.03, 0.04)))
    rate = accent.ENGLISH.terms.get("phoneRate", accent.OTHER_LANGUAGES.terms.get("phoneRate"))
    assert rate is not None
    assert fast["phoneRate"] < rushed["phoneRate"]
    assert rate.part(fast["phoneRate"]) == rate.part(rushed["phoneRate"])


def test_every_weight_points_the_way_the_documents_say() -> None:
    worse_when_higher = {"vowelLength", "durationSpread", "vowelShare"}
    for formula in (accent.ENGLISH, accent.OTHER_LANGUAGES):
        assert formula.terms
        for name, term in formula.terms.items():
            assert (term.weight < 0) == (name in worse_when_higher)
            assert term.low < term.mean < term.high


def test_unusual_orders_of_sounds_count_in_english_only(track: ProsodyFrames) -> None:
    usual, odd = talk(EVEN, transition=-3.4), talk(EVEN, transition=-5.2)
    assert score(usual, track).score > score(odd, track).score
    assert score(usual, track, language="de").score == score(odd, track, language="de").score


def test_contributions_add_up_to_the_distance_from_the_middle(track: ProsodyFrames) -> None:
    for lengths in (EVEN, SLOW):
        for language in ("en", "fr"):
            result = score(talk(lengths), track, language=language)
            assert sum(result.contributions.values()) == pytest.approx(result.score - MIDDLE, abs=0.002)


def test_another_language_is_wider_and_never_trusted(track: ProsodyFrames) -> None:
    # In the middle of the scale, where nothing cuts the interval.
    lengths = (0.09, 0.11, 0.2, 0.1)
    english, german = score(talk(lengths), track), score(talk(lengths), track, language="de")
    assert german.high - german.low > english.high - english.low
    assert german.confidence == "low"
    assert any("English only" in reason for reason in german.confidence_reasons)
    assert "phonotactics" not in german.features
    assert german.method == accent.METHOD_OTHER_LANGUAGES


def test_noise_and_too_little_speech_are_refused(track: ProsodyFrames) -> None:
    with pytest.raises(AccentUnavailable, match="9 dB"):
        score(talk(EVEN), track, ratio=9.0)
    with pytest.raises(AccentUnavailable, match="15 seconds"):
        score(talk(EVEN, seconds=12.0), track)
    with pytest.raises(AccentUnavailable):
        score(PhoneMeasurement("test", 60.0, (), (), 0), track)


def test_little_speech_and_some_noise_lower_the_confidence(track: ProsodyFrames) -> None:
    assert score(talk(EVEN, seconds=20.0), track).confidence == "low"
    assert score(talk(EVEN, seconds=30.0), track).confidence == "medium"
    noisy = score(talk(EVEN), track, ratio=18.0)
    assert noisy.confidence == "medium"
    assert any("18 dB" in reason for reason in noisy.confidence_reasons)


def test_only_confident_words_show_their_worst_sounds(track: ProsodyFrames) -> None:
    words = (Word("think", 1.0, 1.4, 0.9, 0.95), Word("mumble", 2.0, 2.4, 0.2, 0.2))
    aligned = (
        AlignedPhone("TH", 1.0, 1.1, -4.0, -5.0, "S", 0),
        AlignedPhone("IH", 1.1, 1.2, -0.1, -1.0, "IH", 0),
        AlignedPhone("M", 2.0, 2.1, -9.0, -9.0, "S", 1),
    )
    result = score(replace(talk(EVEN), aligned=aligned), track, words=words)
    assert result.evidence["worstPhones"] == [
        {"phone": "TH", "heard": "S", "word": "think", "startMs": 1000, "endMs": 1100, "goodness": -4.0}
    ]
    assert result.evidence["unclearByPhone"] == {"TH": {"unclear": 1, "said": 1}}
    assert result.features["goodness"].value == pytest.approx(-2.05)
    assert result.features["agreement"].value == 0.5
    assert result.score == score(talk(EVEN), track).score, "words must not move the score"


def test_misplaced_and_wholly_unclear_words_are_no_evidence(track: ProsodyFrames) -> None:
    words = (Word("think", 5.0, 5.4, 0.9, 0.95), Word("so", 2.0, 2.4, 0.9, 0.95))
    aligned = (
        AlignedPhone("TH", 1.0, 1.1, -4.0, -5.0, "S", 0),
        AlignedPhone("IH", 1.1, 1.2, -0.1, -1.0, "IH", 0),
        AlignedPhone("S", 2.0, 2.1, -9.0, -9.0, "M", 1),
        AlignedPhone("OW", 2.1, 2.3, -8.0, -9.0, "N", 1),
    )
    result = score(replace(talk(EVEN), aligned=aligned), track, words=words)
    assert result.evidence["worstPhones"] == []
    assert result.evidence["alignedWords"] == 2
    assert result.evidence["confidentWords"] == 0


def test_without_words_their_features_are_empty_not_zero(track: ProsodyFrames) -> None:
    result = score(talk(EVEN), track)
    assert result.features["goodness"].value is None
    assert result.features["agreement"].value is None
    assert result.evidence["worstPhones"] == []


def test_melody_and_syllables_are_shown(track: ProsodyFrames) -> None:
    features = score(talk(EVEN), track).features
    pitch, syllables = features["pitchRange"].value, features["syllablePairwise"].value
    assert pitch is not None
    assert 9.0 < pitch < 13.0
    assert syllables is not None
    assert all(feature.unit and feature.description for feature in features.values())


def test_the_same_input_gives_the_same_result(track: ProsodyFrames) -> None:
    assert score(talk(SLOW), track) == score(talk(SLOW), track)


@given(
    st.lists(st.sampled_from((0.03, 0.05, 0.08, 0.12, 0.2, 0.4, 1.0)), min_size=3, max_size=8),
    st.floats(-9.0, -1.0),
)
def test_points_stay_on_the_experts_scale(lengths: list[float], transition: float) -> None:
    values = articulation(talk(tuple(lengths), seconds=20.0, transition=transition))
    for formula in (accent.ENGLISH, accent.OTHER_LANGUAGES):
        assert 0.0 <= expert_points(values, formula) <= 10.0


@given(st.lists(st.tuples(st.floats(0.05, 8.0), st.floats(0.1, 60.0)), max_size=60), st.sampled_from((20.0, 90.0)))
def test_chunks_are_short_ordered_and_no_more_than_asked(pairs: list[tuple[float, float]], seconds: float) -> None:
    spans, time = [], 0.0
    for gap, length in pairs:
        spans.append(Span(time + gap, time + gap + length))
        time += gap + length
    chunks = select_speech(spans, seconds)
    assert all(0.0 <= chunk.start < chunk.end and chunk.duration <= accent.MAX_CHUNK_SECONDS + 0.21 for chunk in chunks)
    assert all(first.end <= second.start + 0.0011 for first, second in pairwise(chunks))
    assert sum(chunk.duration for chunk in chunks) <= seconds + (accent.MAX_CHUNK_SECONDS + 0.2) + 0.2 * len(chunks)
    if sum(span.duration for span in spans if span.duration >= 0.5) >= seconds:
        assert sum(chunk.duration for chunk in chunks) >= seconds - 0.001 * len(chunks)


def test_chunks_come_from_the_whole_recording() -> None:
    spans = [Span(10.0 * i, 10.0 * i + 6.0) for i in range(60)]
    chunks = select_speech(spans, 90.0)
    thirds = {min(2, int(chunk.start // 200)) for chunk in chunks}
    assert thirds == {0, 1, 2}
    assert len(chunks) == 15
    assert select_speech(spans, 90.0) == chunks


def test_talk_builder_is_what_the_tests_think() -> None:
    measured = talk(EVEN, seconds=5.0)
    assert [phone.phone for phone in islice(measured.free, 3)] == ["DH", "AH", "S"]
    assert sum(phone.end - phone.start for phone in measured.free) == pytest.approx(5.0, abs=0.11)
