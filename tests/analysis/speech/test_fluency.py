"""Fluency on talk whose runs and pauses are known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from zenhire.analysis.speech.fluency import (
    LONGEST_PAUSE_SECONDS,
    WEIGHTS,
    Run,
    candidate_pieces,
    composite,
    pooled,
    runs_of,
    score_fluency,
    signal_to_noise,
    subtract,
)
from zenhire.analysis.speech.prosody import ProsodyFrames
from zenhire.analysis.speech.scale import MIDDLE, NotMeasurable
from zenhire.analysis.speech.types import DimensionScore, Span, Turn, Word

runs_strategy = st.lists(
    st.builds(
        Run,
        start=st.just(0.0),
        end=st.floats(0.2, 20),
        syllables=st.integers(0, 60),
        filled=st.integers(0, 3),
        pause=st.none() | st.floats(0.25, 5),
    ),
    min_size=1,
    max_size=30,
)


def talk(
    count: int = 30, run: float = 3.0, pause: float = 0.6, rate: float = 3.6, start: float = 0.0
) -> tuple[list[Span], NDArray[np.float64]]:
    """Speech spans and nuclei of `count` runs of `run` seconds with `pause` between them."""
    spans = [Span(start + k * (run + pause), start + k * (run + pause) + run) for k in range(count)]
    inside = (np.arange(round(run * rate)) + 0.5) / rate
    return spans, np.concatenate([span.start + inside for span in spans])


def track(duration: float, speech: list[Span]) -> ProsodyFrames:
    """Frames of a clean recording: -20 dB in speech, -70 dB outside, no held vowels."""
    n = round(duration * 100)
    zero = np.zeros(n, dtype=np.float32)
    one = zero + 1
    bare = ProsodyFrames(0.01, zero, zero, zero + 120, one, one)
    level = np.where(bare.mask(speech), -20.0, -70.0).astype(np.float32)
    return ProsodyFrames(0.01, level, level, zero + 120, one, one)


def scored(speech: list[Span], nuclei: NDArray[np.float64], **others: object) -> DimensionScore:
    end = speech[-1].end
    arguments: dict[str, object] = {
        "candidate": "speaker_0",
        "turns": [Turn("speaker_0", 0.0, end)],
        "speech": speech,
        "track": track(end + 2, speech),
        "nuclei": nuclei,
        "words": [],
        "usable_cut": 0.5,
    }
    return score_fluency(**(arguments | others))  # type: ignore[arg-type]


def test_features_are_the_counts() -> None:
    speech, nuclei = talk()
    score = scored(speech, nuclei)
    value = {name: feature.value for name, feature in score.features.items()}
    assert value["articulationRate"] == pytest.approx(11 / 3, abs=1e-4)
    assert value["speechRate"] == pytest.approx(30 * 11 / (30 * 3 + 29 * 0.6), abs=1e-4)
    assert value["meanRunLength"] == 11
    assert value["phonationRatio"] == pytest.approx(90 / 107.4, abs=1e-4)
    assert value["pausesPer100Syllables"] == pytest.approx(100 * 29 / 330, abs=1e-4)
    assert value["logMeanPause"] == pytest.approx(math.log(0.6), abs=1e-4)
    assert value["filledPausesPer100Syllables"] == 0
    assert value["midClausePauseShare"] is None
    assert score.confidence == "medium"
    assert score.evidence["pauses"] == 29


def test_contributions_add_up_to_the_score() -> None:
    score = scored(*talk(pause=1.1, rate=2.9))
    assert MIDDLE + sum(score.contributions.values()) == pytest.approx(score.score, abs=1e-3)
    assert set(score.contributions) == set(WEIGHTS)
    assert math.fsum(WEIGHTS.values()) == pytest.approx(1.0)
    assert score.low < score.score < score.high


def test_fluent_talk_lands_high_and_halting_talk_low() -> None:
    assert scored(*talk(run=4.0, pause=0.4, rate=4.5)).score > 4.3
    assert scored(*talk(count=60, run=0.8, pause=1.2, rate=2.2)).score < 1.0


def test_haste_earns_nothing() -> None:
    calm = scored(*talk(run=4.0, pause=0.4, rate=4.5))
    hasty = scored(*talk(run=4.0, pause=0.4, rate=7.0))
    assert hasty.score - calm.score < 0.15
    assert calm.confidence == "high"
    assert hasty.confidence == "low"


def test_the_wait_before_an_answer_is_no_pause() -> None:
    first, nuclei_a = talk(count=15)
    second, nuclei_b = talk(count=15, start=80.0)
    turns = [
        Turn("speaker_0", 0.0, first[-1].end),
        Turn("speaker_1", first[-1].end + 1, 70.0),
        Turn("speaker_0", 78.0, second[-1].end),
    ]
    speech = [*first, Span(turns[1].start, turns[1].end), *second]
    score = scored(speech, np.concatenate([nuclei_a, nuclei_b]), turns=turns)
    assert score.evidence["pauses"] == 28
    assert score.features["meanRunLength"].value == 11


def test_a_pause_at_which_the_turn_was_split_counts() -> None:
    speech, nuclei = talk()
    split = [Turn("speaker_0", span.start, span.end) for span in speech]
    assert scored(speech, nuclei, turns=split).score == scored(speech, nuclei).score


def test_a_very_long_silence_is_no_pause() -> None:
    near, nuclei = talk(count=15)
    far, more = talk(count=15, start=near[-1].end + LONGEST_PAUSE_SECONDS + 1)
    score = scored([*near, *far], np.concatenate([nuclei, more]))
    assert score.evidence["pauses"] == 28


def test_overlap_and_uncertain_stretches_are_left_out() -> None:
    speech, nuclei = talk(count=40)
    alone = scored(speech, nuclei)
    turns = [Turn("speaker_0", 0.0, speech[-1].end), Turn("speaker_1", 0.0, speech[9].end)]
    overlapped = scored(speech, nuclei, turns=turns)
    assert overlapped.evidence["speechSeconds"] == pytest.approx(90.0)
    assert overlapped.evidence["leftOutSeconds"] == pytest.approx(speech[9].end)
    uncertain = scored(speech, nuclei, uncertain=[Span(0.0, speech[9].end)])
    assert uncertain.score == overlapped.score
    assert alone.evidence["speechSeconds"] == pytest.approx(120.0)


def test_too_little_voice_is_not_measurable() -> None:
    speech, nuclei = talk(count=9)
    with pytest.raises(NotMeasurable, match=r"30 seconds.*has 27"):
        scored(speech, nuclei)
    with pytest.raises(NotMeasurable):
        scored(*talk(), candidate="speaker_7")
    with pytest.raises(NotMeasurable):
        scored(talk()[0], np.zeros(0))


def test_a_poor_transcript_changes_nothing() -> None:
    speech, nuclei = talk()
    wrong = [Word("xyzzy", 0.3 * k, 0.3 * k + 0.2, 0.1, 0.6, "speaker_0") for k in range(200)]
    assert scored(speech, nuclei, words=wrong).score == scored(speech, nuclei).score


def words_of(text: str, speech: list[Span]) -> list[Word]:
    """The words of `text`, `|` separating the runs of `speech`, spread evenly over them."""
    words = []
    for part, span in zip(text.split("|"), speech, strict=False):
        step = span.duration / len(part.split())
        for k, word in enumerate(part.split()):
            start = span.start + k * step
            words.append(Word(word, start, start + step, 0.9, 0.9, "speaker_0"))
    return words


def test_words_tell_fillers_repeats_repairs_and_clause_ends() -> None:
    speech, nuclei = talk()
    part = "I I worked um with the| team. We sorry they built it|"
    score = scored(speech, nuclei, words=words_of(part * 15, speech))
    assert score.features["filledPausesPer100Syllables"].value == pytest.approx(100 * 15 / 330, abs=1e-4)
    assert score.features["repetitionsPer100Words"].value == pytest.approx(100 / 12, abs=1e-4)
    assert score.features["repairsPer100Words"].value == pytest.approx(100 / 12, abs=1e-4)
    assert score.features["midClausePauseShare"].value == 1.0
    ended = scored(speech, nuclei, words=words_of("we built it.| and they liked it,|" * 15, speech))
    assert ended.features["midClausePauseShare"].value == 0.0


def test_a_held_vowel_is_a_filled_pause() -> None:
    speech, nuclei = talk()
    frames = track(speech[-1].end + 2, speech)
    frames.change[100:140] = 0.1
    score = scored(speech, nuclei, track=frames)
    assert score.evidence["filledPauses"] == [{"startMs": 1000, "endMs": 1400}]
    frames.f0_hz[100:140] = np.linspace(100, 200, 40)
    assert scored(speech, nuclei, track=frames).evidence["filledPauses"] == []


def test_noise_lowers_confidence() -> None:
    speech, nuclei = talk(count=50)
    frames = track(speech[-1].end + 2, speech)
    assert signal_to_noise(frames, speech) == pytest.approx(50.0)
    assert scored(speech, nuclei, track=frames).confidence == "high"
    noisy = ProsodyFrames(
        0.01, np.maximum(frames.intensity_db, -27.0), *(frames.vowel_db, frames.f0_hz), *([frames.voicing] * 2)
    )
    score = scored(speech, nuclei, track=noisy)
    assert score.confidence == "low"
    assert "noise" in score.confidence_reasons[0]


def test_subtract_and_pieces() -> None:
    assert subtract([Span(0, 10)], [Span(2, 3), Span(2.5, 4), Span(9, 12)]) == [Span(0, 2), Span(4, 9)]
    assert subtract([Span(0, 1), Span(2, 3)], [Span(0.5, 2.5)]) == [Span(0, 0.5), Span(2.5, 3)]
    turns = [Turn("a", 0, 1), Turn("a", 1.5, 2), Turn("b", 2.1, 3), Turn("a", 3.2, 4), Turn("a", 20, 21)]
    assert candidate_pieces("a", turns) == [Span(0, 2), Span(3.2, 4), Span(20, 21)]


def test_short_gaps_are_closed() -> None:
    runs = runs_of(Span(0, 10), [Span(0, 1), Span(1.2, 2), Span(2.3, 3)], np.array([0.5, 1.5, 2.5]))
    assert [(r.start, r.end, r.syllables) for r in runs] == [(0, 2, 2), (2.3, 3, 1)]
    assert runs[0].pause == pytest.approx(0.3)
    assert runs[1].pause is None


@given(runs_strategy)
def test_the_level_is_bounded(runs: list[Run]) -> None:
    assert 0.0 <= composite(pooled(runs)) <= 5.0


@given(runs_strategy, st.data())
def test_a_further_or_longer_pause_never_raises_the_level(runs: list[Run], data: st.DataObject) -> None:
    before = composite(pooled(runs))
    index = data.draw(st.integers(0, len(runs) - 1))
    run = runs[index]
    share = data.draw(st.floats(0.1, 0.9))
    middle = run.start + share * run.duration
    left = round(share * run.syllables)
    pause = data.draw(st.floats(0.25, 5))
    halves = [
        Run(run.start, middle, left, run.filled, pause),
        Run(middle, run.end, run.syllables - left, 0, run.pause),
    ]
    assert composite(pooled([*runs[:index], *halves, *runs[index + 1 :]])) <= before + 1e-9
    if run.pause is not None:
        longer = Run(run.start, run.end, run.syllables, run.filled, run.pause + pause)
        assert composite(pooled([*runs[:index], longer, *runs[index + 1 :]])) <= before + 1e-9


@given(runs_strategy, st.integers(1, 20))
def test_more_hesitation_never_raises_and_more_syllables_never_lower(runs: list[Run], more: int) -> None:
    before, first = composite(pooled(runs)), runs[0]
    hesitating = Run(first.start, first.end, first.syllables, first.filled + more, first.pause)
    assert composite(pooled([hesitating, *runs[1:]])) <= before + 1e-9
    faster = Run(first.start, first.end, first.syllables + more, first.filled, first.pause)
    assert composite(pooled([faster, *runs[1:]])) >= before - 1e-9
