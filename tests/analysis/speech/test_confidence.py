"""Word probabilities and the decision whether a transcript may be scored."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenhire.analysis.speech.confidence import (
    CALIBRATIONS,
    MIN_WORDS,
    RECORDING_CUTS,
    LanguageNotSupported,
    calibrate,
    language_gate,
    require_language,
    usable_cut,
    word_features,
)
from zenhire.analysis.speech.language import text_language
from zenhire.analysis.speech.types import Word
from zenhire.engines.asr.base import AsrInfo, AsrWord

ENGLISH_ONLY = AsrInfo("pocketsphinx", "en-us", "5", frozenset({"en"}))
MANY = AsrInfo("whisper", "small", "1")

TEXTS: dict[str, str] = json.loads((Path(__file__).parent / "spoken_texts.json").read_text(encoding="utf-8"))
SERBIAN_IN_LATIN = TEXTS.pop("sr-Latn")


def spoken(text: str, probability: float = 0.9) -> list[Word]:
    return [Word(word, i * 0.4, i * 0.4 + 0.3, probability, probability) for i, word in enumerate(text.split())]


def heard(confidences: list[float]) -> list[AsrWord]:
    return [AsrWord("word", i * 0.4, i * 0.4 + 0.3, value) for i, value in enumerate(confidences)]


confidences = st.lists(st.floats(0, 1, allow_nan=False), min_size=1, max_size=120)


@given(confidences)
def test_probabilities_are_in_range_and_repeat(values: list[float]) -> None:
    first = calibrate("pocketsphinx", heard(values))
    assert len(first) == len(values)
    assert all(0.0 <= p <= 1.0 and p == round(p, 4) for p in first)
    assert first == calibrate("pocketsphinx", heard(values))


@given(confidences, st.integers(0, 10_000), st.floats(0, 1))
def test_more_confidence_never_makes_any_word_less_likely(values: list[float], place: int, share: float) -> None:
    index = place % len(values)
    raised = [*values]
    raised[index] += (1.0 - raised[index]) * share
    before, after = (calibrate("pocketsphinx", heard(some)) for some in (values, raised))
    assert all(b <= a for b, a in zip(before, after, strict=True))


def test_a_sure_word_among_unsure_ones_is_doubted() -> None:
    alone = calibrate("pocketsphinx", heard([0.1] * 40 + [0.9] + [0.1] * 40))[40]
    among = calibrate("pocketsphinx", heard([0.9] * 81))[40]
    assert alone < 0.5 < among


def test_other_engines_keep_their_figures() -> None:
    assert calibrate("whisper", heard([0.0, 0.12345, 1.0])) == (0.0, 0.1235, 1.0)
    assert calibrate("pocketsphinx", []) == ()


def test_features_are_windowed_means_of_logits() -> None:
    values = np.array([0.2, 0.5, 0.9, 1.0, 0.0])
    logits = np.log(np.clip(values, 0.01, 0.99) / (1 - np.clip(values, 0.01, 0.99)))
    features = word_features(values)
    assert features[:, 0] == pytest.approx(logits)
    assert features[0, 1] == pytest.approx(logits[:3].mean())
    assert features[2, 1] == pytest.approx(logits.mean())
    assert features[:, 2] == pytest.approx(np.full(5, logits.mean()))


def test_no_coefficient_is_negative() -> None:
    for model in CALIBRATIONS.values():
        assert min(model.own, model.near, model.wide) >= 0


def test_a_usable_word_is_likelier_than_not() -> None:
    assert usable_cut("pocketsphinx") >= 0.5
    assert usable_cut("whisper") >= 0.5


def test_one_language_is_judged_by_the_mean_probability() -> None:
    cut = RECORDING_CUTS["pocketsphinx"]
    above = language_gate(spoken(TEXTS["en"], cut + 0.01), ENGLISH_ONLY, "en")
    below = language_gate(spoken(TEXTS["en"], cut - 0.01), ENGLISH_ONLY, "en")
    assert (above.ok, above.reason, above.message) == (True, "ok", "")
    assert (below.ok, below.reason) == (False, "low_confidence")
    assert below.message
    assert below.mean_probability == pytest.approx(cut - 0.01)
    assert below.detected_language is None


@pytest.mark.parametrize("count", [0, 1, MIN_WORDS - 1])
@pytest.mark.parametrize("info", [ENGLISH_ONLY, MANY])
def test_too_few_words_are_refused_with_their_number(count: int, info: AsrInfo) -> None:
    decision = language_gate(spoken(TEXTS["en"], 0.99)[:count], info, "en")
    assert (decision.ok, decision.reason, decision.word_count) == (False, "too_few_words", count)
    assert str(count) in decision.message


def test_a_language_the_engine_lacks_is_the_operators_matter() -> None:
    with pytest.raises(LanguageNotSupported) as caught:
        language_gate(spoken(TEXTS["es"]), ENGLISH_ONLY, "es")
    assert (caught.value.language, caught.value.engine) == ("es", "pocketsphinx")
    require_language(ENGLISH_ONLY, "en")
    for language in TEXTS:
        require_language(MANY, language)


@pytest.mark.parametrize("language", TEXTS)
def test_the_requested_language_is_accepted(language: str) -> None:
    decision = language_gate(spoken(TEXTS[language]), MANY, language)
    assert decision.ok, decision
    assert decision.detected_language == language


@pytest.mark.parametrize(
    ("said", "requested"), [p for p in itertools.product(TEXTS, TEXTS) if "en" in p and p[0] != p[1]]
)
def test_another_language_is_refused(said: str, requested: str) -> None:
    decision = language_gate(spoken(TEXTS[said]), MANY, requested)
    assert (decision.ok, decision.reason, decision.detected_language) == (False, "other_language", said)


@pytest.mark.parametrize(("said", "requested"), [("es", "pt"), ("pt", "es"), ("ru", "sr"), ("sr", "ru"), ("zh", "ja")])
def test_neighbours_are_told_apart_when_it_is_sure(said: str, requested: str) -> None:
    assert language_gate(spoken(TEXTS[said]), MANY, requested).reason == "other_language"


@pytest.mark.parametrize("text", [SERBIAN_IN_LATIN, SERBIAN_IN_LATIN.translate(str.maketrans("čšžć", "cszc"))])
def test_serbian_may_be_written_in_latin_script(text: str) -> None:
    assert language_gate(spoken(text), MANY, "sr").ok
    assert language_gate(spoken(text), MANY, "en").reason == "other_language"


def test_a_language_outside_the_contract_is_still_another_one() -> None:
    swedish = (
        "jag började på företaget för tre år sedan och då hade supporten många problem med kunderna och ingen visste "
        "varför så jag mätte först hur länge varje kund fick vänta på ett svar"
    )
    assert language_gate(spoken(swedish), MANY, "de").reason == "other_language"


def test_some_foreign_sentences_do_not_refuse_a_recording() -> None:
    mixed = spoken(f"{TEXTS['en']} {TEXTS['en']} {TEXTS['de']}")
    decision = language_gate(mixed, MANY, "en")
    assert decision.ok
    assert decision.other_language_share is not None
    assert 0.1 < decision.other_language_share < 0.5
    assert language_gate(spoken(f"{TEXTS['en']} {TEXTS['de']} {TEXTS['de']}"), MANY, "en").reason == "other_language"


def test_learners_english_is_english() -> None:
    text = (
        "i go to work every day and my boss he tell me do this do that and i do all thing very fast because i like my "
        "job before i was work in other company but there is not good money so i leave and come here last year"
    )
    assert language_gate(spoken(text), MANY, "en").ok


def test_guesses_of_a_recogniser_of_many_languages_are_refused() -> None:
    assert language_gate(spoken(TEXTS["en"], 0.15), MANY, "en").reason == "low_confidence"


def test_no_text_has_no_language() -> None:
    assert text_language([], "en").detected is None
    assert text_language(["12", "34"], "en").other == 0.0
