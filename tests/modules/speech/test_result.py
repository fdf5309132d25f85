"""From findings to the result: figures, grouping, labels and what is shown where something is missing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenhire.analysis.speech.candidate import CandidateDetection
from zenhire.analysis.speech.confidence import GateDecision
from zenhire.analysis.speech.explain import Explanation
from zenhire.analysis.speech.speakers import Diarization
from zenhire.analysis.speech.types import DimensionScore, Feature, Span, Turn, Word
from zenhire.modules.speech.result import (
    Chosen,
    Findings,
    build_result,
    build_scores,
    format_duration,
    group_words,
    scoring_method,
)
from zenhire.modules.speech.schemas import LANGUAGES, SpeechResult
from zenhire.modules.speech.store import SpeechRow
from zenhire.modules.speech.tasks import Track, VoiceActivity

ENGINES = {"asr": {"engine": "fake", "model": "english", "version": "1"}}


def word(text: str, start: float, end: float, speaker: str, probability: float = 0.9) -> Word:
    return Word(text, start, end, 0.8, probability, speaker)


WORDS = [
    word("Why?", 1.0, 1.4, "speaker_0"),
    word("I", 2.0, 2.1, "speaker_1"),
    word("led", 2.15, 2.5, "speaker_1", 0.3),
    word("teams", 4.5, 5.0, "speaker_1"),
    word("Good.", 5.1, 5.6, "speaker_0"),
]


def score(value: float, **given: Any) -> DimensionScore:
    basis = DimensionScore(value, value - 0.5, value + 0.5, {}, {}, "high", (), {}, "method-1")
    return replace(basis, **given)


def findings(**changes: Any) -> Findings:
    turns = [
        Turn("speaker_0", 0.9, 1.5),
        Turn("speaker_1", 1.9, 5.0),
        Turn("speaker_0", 5.05, 5.75),
        Turn("speaker_10", 8.0, 9.0),
        Turn("speaker_2", 9.0, 9.5),
    ]
    talk = tuple(Span(turn.start, turn.end) for turn in turns)
    candidate = CandidateDetection("speaker_1", "Speaker 2", "medium", 0.7, "Speaker 2 talks most.", 3, {})
    basis = Findings(
        activity=VoiceActivity("mono", (Track(None, None, talk, talk, talk),)),
        who=Diarization(turns, 4, "voice clustering", {"windows": 9.0}, (Span(3.0004, 3.5),)),
        words=WORDS,
        chosen=Chosen(candidate, GateDecision(True, "ok", "", 3, 0.7, 0.5)),
        vocabulary=score(3.0),
        impressive=[],
        fluency=score(4.0),
        accent=score(2.0),
        texts=Explanation("About words.", "About flow.", "For recruiters.", "For you."),
    )
    return replace(basis, **changes)


def row(**changes: Any) -> SpeechRow:
    return replace(SpeechRow("en", "key", "wav", 190_000), **changes)


def result(found: Findings | None = None, **changes: Any) -> dict[str, Any]:
    wire = build_result(row(**changes), found or findings(), engines=ENGINES, degraded={}).wire()
    SpeechResult.model_validate(wire)
    body: dict[str, Any] = json.loads(json.dumps(wire))
    return body


@pytest.mark.parametrize(
    ("milliseconds", "shown"),
    [
        (0, "0:00"),
        (999, "0:00"),
        (59_999, "0:59"),
        (60_000, "1:00"),
        (725_000, "12:05"),
        (3_599_999, "59:59"),
        (3_600_000, "1:00:00"),
        (3_723_400, "1:02:03"),
    ],
)
def test_durations(milliseconds: int, shown: str) -> None:
    assert format_duration(milliseconds) == shown


def test_how_languages_are_scored() -> None:
    assert {code: scoring_method(code) for code in LANGUAGES} == {
        code: "ml_hybrid" if code == "en" else "gpt_multilingual" for code in LANGUAGES
    }


LEVELS = st.floats(min_value=0, max_value=5)


@given(LEVELS, LEVELS, LEVELS)
def test_scores_are_made_from_what_is_shown(vocabulary: float, fluency: float, accent: float) -> None:
    scores = build_scores(vocabulary, fluency, accent).wire()
    shown = [scores["vocabulary"], scores["fluency"], scores["accent"]]
    for name, value in zip(("vocabulary", "fluency", "accent"), shown, strict=True):
        assert value == round(value, 1)
        assert scores[f"{name}Percent"] == round(20 * value)
        assert scores[f"{name}Cefr"] == ("A1", "A2", "B1", "B2", "C1", "C2")[int(value + 0.5)]
    assert abs(scores["overall"] - sum(shown) / 3) <= 0.05 + 1e-9
    assert scores["overallPercent"] == round(20 * scores["overall"])
    assert scores["cefrLevel"] == ("A1", "A2", "B1", "B2", "C1", "C2")[int(scores["overall"] + 0.5)]


def test_words_in_groups() -> None:
    assert group_words([]) == []
    assert group_words(WORDS) == [WORDS[:1], WORDS[1:3], WORDS[3:4], WORDS[4:]]
    close = [*WORDS[:3], replace(WORDS[3], start=4.49)]
    assert group_words(close) == [WORDS[:1], close[1:]]


def test_segments() -> None:
    segments = result()["transcript"]["segments"]
    assert segments[1] == {
        "speaker": "speaker_1",
        "speakerLabel": "Speaker 2",
        "startMs": 2000,
        "endMs": 2500,
        "text": "I led",
        "confidence": 0.6,
        "isCandidate": True,
    }
    assert [segment["isCandidate"] for segment in segments] == [False, True, True, False]


def test_a_segment_ends_with_its_last_sound() -> None:
    words = [word("long", 1.0, 3.0, "speaker_1"), word("short", 1.5, 2.0, "speaker_1")]
    (segment,) = result(findings(words=words))["transcript"]["segments"]
    assert (segment["startMs"], segment["endMs"]) == (1000, 3000)


def test_the_candidates_text_and_speakers_in_order_of_their_number() -> None:
    transcript = result()["transcript"]
    assert transcript["candidateText"] == "I led teams"
    assert transcript["candidateSpeaker"] == "speaker_1"
    assert [(s["id"], s["label"], s["wordCount"], s["speakingTimeMs"]) for s in transcript["speakers"]] == [
        ("speaker_0", "Speaker 1", 2, 1300),
        ("speaker_1", "Speaker 2", 3, 3100),
        ("speaker_2", "Speaker 3", 0, 500),
        ("speaker_10", "Speaker 11", 0, 1000),
    ]


def test_every_word_is_shown_with_its_calibrated_probability() -> None:
    words = result()["transcript"]["words"]
    assert [item["text"] for item in words] == [item.text for item in WORDS]
    assert words[2] == {"text": "led", "startMs": 2150, "endMs": 2500, "confidence": 0.3, "speaker": "speaker_1"}


def test_the_figures_beside() -> None:
    analysis = result()["analysis"]
    assert analysis["transcription"] == {
        "meanWordConfidence": 0.8,
        "meanWordProbability": 0.78,
        "candidateMeanWordProbability": 0.7,
        "leastMeanWordProbability": 0.5,
        "detectedLanguage": None,
        "otherLanguageShare": None,
        "words": 5,
        "usableWordProbability": 0.5,
        "usableWords": 4,
    }
    assert analysis["speakers"] == {
        "layout": "mono",
        "method": "voice clustering",
        "figures": {"windows": 9.0},
        "uncertainMs": [[3000, 3500]],
    }
    assert analysis["speechSeconds"] == 5.9
    assert "person decides" in analysis["notice"]


def test_features_keep_their_units() -> None:
    rate = Feature(None, "per 100 words", "Something that could not be told")
    shown = result(findings(fluency=score(4.0, features={"rate": rate}, confidence="low", confidence_reasons=("why",))))
    fluency = shown["analysis"]["fluency"]
    assert fluency["features"] == {"rate": {"value": None, "unit": "per 100 words", "description": rate.description}}
    assert (fluency["confidence"], fluency["confidenceReasons"]) == ("low", ["why"])
    assert (fluency["cefrEstimate"], fluency["interval90"]) == ("C1-C2", {"low": 3.5, "high": 4.5})


@pytest.mark.parametrize(
    ("start", "end", "cut"),
    [
        (None, None, None),
        (1000, None, {"startMs": 1000, "endMs": 190_000}),
        (None, 9000, {"startMs": 0, "endMs": 9000}),
        (0, 9000, {"startMs": 0, "endMs": 9000}),
    ],
)
def test_the_cut(start: int | None, end: int | None, cut: dict[str, int] | None) -> None:
    assert result(cut_start_ms=start, cut_end_ms=end)["analysis"]["cut"] == cut


def test_the_language_that_was_heard() -> None:
    gate = GateDecision(True, "ok", "", 3, 0.7, 0.3, "de", 0.1)
    found = findings(chosen=Chosen(findings().chosen.candidate, gate))
    body = result(found, language="nl")
    assert (body["audio"]["languageCode"], body["audio"]["requestedLanguage"]) == ("de", "nl")
    assert body["analysis"]["transcription"]["otherLanguageShare"] == 0.1
    assert result(language="nl")["audio"]["languageCode"] == "nl"


def test_a_degraded_step_says_why() -> None:
    degraded = {"impressive_vocabulary": "The list could not be made."}
    wire = build_result(row(), findings(impressive=None), engines=ENGINES, degraded=degraded).wire()
    assert wire["analysis"]["degraded"] == degraded
    assert wire["analysis"]["vocabulary"]["impressiveWords"] is None
