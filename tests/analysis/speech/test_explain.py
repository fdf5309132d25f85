"""The texts: figures in, no judgement out."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from zenhire.analysis.speech.explain import LANGUAGE_NAMES, Explanation, estimate, explain, figure
from zenhire.analysis.speech.types import DimensionScore, Feature

FORBIDDEN = re.compile(
    r"\b(hire|hiring|hired|reject|rejected|native|foreign|foreigner|nationality|mother tongue|ethnic|origin|fire)\b",
    re.I,
)
FLUENCY = ("articulationRate", "speechRate", "meanRunLength", "phonationRatio", "pausesPer100Syllables")
VOCABULARY = ("lemmaTypesPer200", "mattr50", "mtld", "shareB1Plus", "shareB2Plus", "shareC1Plus")


def dimension(
    score: float = 3.0,
    half: float = 0.3,
    contributions: dict[str, float] | None = None,
    confidence: str = "high",
    names: tuple[str, ...] = FLUENCY,
) -> DimensionScore:
    return DimensionScore(
        score=score,
        low=max(0.0, score - half),
        high=min(5.0, score + half),
        features={name: Feature(0.5 + i, "unit", "description") for i, name in enumerate(names)},
        contributions=contributions or {},
        confidence=confidence,
        confidence_reasons=() if confidence == "high" else ("only 31 seconds of the candidate's own voice",),
        evidence={},
        method="test",
    )


def sentences(text: str) -> int:
    return len(re.findall(r"\.(?: |$)", text))


def texts(explanation: Explanation) -> list[str]:
    return [
        explanation.vocab,
        explanation.fluency,
        explanation.hr_recommendation,
        explanation.candidate_feedback,
    ]


def test_the_strongest_contributions_are_named_with_their_figures() -> None:
    fluency = dimension(contributions={"speechRate": 0.4, "meanRunLength": 0.1, "pausesPer100Syllables": -0.2})
    text = explain(dimension(names=VOCABULARY), fluency, dimension()).fluency
    assert "a pace of about 90 syllables a minute" in text
    assert "held back most by 4.5 silent pauses per 100 syllables" in text
    assert "runs of about" not in text


def test_an_interval_over_an_edge_names_both_bands() -> None:
    assert estimate(dimension(3.0, 0.3)) == "B2 (3.0 of 5)"
    assert estimate(dimension(3.0, 0.9)) == "B2 (3.0 of 5; B1-C1 with 90 % confidence)"


def test_low_confidence_asks_for_a_listener() -> None:
    doubtful = dimension(confidence="low")
    result = explain(dimension(names=VOCABULARY), doubtful, dimension())
    assert "person should listen" in result.fluency
    assert "have a person listen" in result.hr_recommendation
    assert "31 seconds" in result.hr_recommendation
    assert "rough guide" in result.candidate_feedback
    sure = explain(dimension(names=VOCABULARY), dimension(), dimension())
    assert "listen" not in sure.fluency + sure.hr_recommendation
    assert (
        "which of the speakers"
        in explain(dimension(), dimension(), dimension(), candidate_confidence="low").hr_recommendation
    )


def test_the_language_is_named() -> None:
    for code, name in LANGUAGE_NAMES.items():
        result = explain(dimension(), dimension(), dimension(), language=code)
        assert f"Spoken {name} is estimated" in result.hr_recommendation
        assert f"Your spoken {name}" in result.candidate_feedback


def test_a_feature_without_value_or_words_is_passed_over() -> None:
    score = dimension(contributions={"unheardOf": 1.0})
    assert figure("unheardOf", score) is None
    assert "middle of the scale" in explain(score, score, score).vocab


@given(
    st.floats(0, 5),
    st.floats(0, 5),
    st.floats(0, 2.5),
    st.lists(st.floats(-1, 1), min_size=5, max_size=5),
    st.sampled_from(["high", "medium", "low"]),
    st.sampled_from(["high", "medium", "low"]),
)
def test_texts_are_short_and_judge_nobody(
    one: float, other: float, half: float, shares: list[float], confidence: str, who: str
) -> None:
    fluency = dimension(one, half, dict(zip(FLUENCY, shares, strict=True)), confidence)
    vocabulary = dimension(other, half, dict(zip(VOCABULARY, shares, strict=False)), confidence, VOCABULARY)
    accent = dimension((one + other) / 2, half, confidence=confidence)
    result = explain(vocabulary, fluency, accent, candidate_confidence=who)
    assert result == explain(vocabulary, fluency, accent, candidate_confidence=who)
    for text in texts(result):
        assert not FORBIDDEN.search(text)
        assert "{" not in text
        assert "estimated" in text
    for text in (result.vocab, result.fluency):
        assert 2 <= sentences(text) <= 3
