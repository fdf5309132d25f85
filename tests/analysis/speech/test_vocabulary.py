"""Vocabulary on texts whose words are known."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zenhire.analysis.speech.lexis import lemma_of, segment, usable_tokens, word_level, zipf
from zenhire.analysis.speech.scale import MIDDLE, NotMeasurable
from zenhire.analysis.speech.types import Word
from zenhire.analysis.speech.vocabulary import (
    WEIGHTS_ENGLISH,
    WEIGHTS_OTHER,
    impressive_words,
    mattr,
    measure,
    mtld,
    score_vocabulary,
    text_level,
)

PLAIN = (
    "i work in a shop and i like my work because the people are nice and we talk a lot every day i go there by bus "
    "and then i help the people to find what they want and sometimes i clean the floor and my boss is a good man who "
    "says that i work well and after work i go home and eat with my family and we watch a film or we talk and then "
    "i go to bed because i must get up early and go to work again in the morning with the bus "
)
RICH = (
    "our department negotiated complex contracts with overseas suppliers whose reliability varied considerably "
    "so i devised a procedure that assessed their financial stability before any commitment was made the "
    "initial reluctance among senior colleagues gradually diminished once quarterly figures demonstrated a "
    "substantial reduction in delays subsequently i supervised the implementation across several regions "
    "mentoring apprentices and mitigating disputes while preserving constructive relationships under "
    "considerable pressure throughout an exceptionally turbulent year which ultimately strengthened both our "
    "resilience and my own conviction that transparency outweighs convenience "
)
LANGUAGES = ["en", "es", "fr", "de", "pt", "it", "nl", "hi", "zh", "ja", "ko", "ar", "tr", "pl", "ru", "sr"]
OTHERS = {
    "es": "trabajo en una empresa grande desde hace cinco años y me gusta mucho hablar con los clientes",
    "de": "ich arbeite seit fünf Jahren in einer großen Firma und spreche gern mit den Kunden über neue Ideen",
    "hi": "मैं पाँच साल से एक बड़ी कंपनी में काम करता हूँ और मुझे ग्राहकों से बात करना पसंद है",
    "ar": "أعمل في شركة كبيرة منذ خمس سنوات وأحب التحدث مع العملاء عن الأفكار الجديدة",
    "ru": "я работаю в большой компании пять лет и люблю говорить с клиентами о новых идеях",
    "sr": "радим у великој фирми пет година и volim da razgovaram sa klijentima o novim idejama",
    "zh": "我 在 一家 软件 公司 工作 了 五年 负责 开发 和 管理 项目 我 很 喜欢 这个 工作",
    "ja": "私は 東京の 会社で エンジニアとして 働いています 仕事は とても 楽しいです",
    "ko": "저는 서울에 있는 회사에서 개발자로 일하고 있습니다 고객과 이야기하는 것을 좋아합니다",
}


def spoken(text: str, probability: float = 0.9, speaker: str = "speaker_0") -> list[Word]:
    return [
        Word(word, 0.4 * k, 0.4 * k + 0.3, probability, probability, speaker) for k, word in enumerate(text.split())
    ]


def lemmas(text: str, cut: float = 0.5, language: str = "en") -> list[str]:
    return [token.lemma for token in usable_tokens(spoken(text), cut, language)]


def test_inflected_forms_share_a_lemma() -> None:
    assert lemma_of("Companies", "en") == "company"
    assert lemma_of("don't", "en") == "do"
    assert lemma_of("won't", "en") == "will"
    assert lemma_of("team’s", "en") == "team"
    assert lemma_of("trabajando", "es") == "trabajar"
    assert lemma_of("公司", "zh") == "公司"


def test_levels_of_words() -> None:
    assert word_level("house") == 1
    assert word_level("requirement") == 3
    assert word_level("mitigate") == 6
    assert word_level("xyzzy") == 0
    assert word_level("gonna") == 0, "frequent and 'C2': slang"
    assert zipf("the", "en") > 7 > zipf("mitigate", "en")


def test_fillers_numbers_repeats_and_names_are_out() -> None:
    assert lemmas("um we we built 42 uh-huh engines") == ["we", "build", "engine"]
    assert lemmas("Well, I met Siddharth in Poznan. Then kevin left") == ["well", "i", "meet", "in", "then", "left"]
    assert "monday" in lemmas("We met on Monday again")
    assert "unternehmen" in [x.lower() for x in lemmas("das große Unternehmen", language="de")]


def test_only_clear_words_of_the_candidate_count() -> None:
    words = [*spoken("alpha beta", 0.9), *spoken("gamma", 0.4), *spoken("delta", 0.9, "speaker_1")]
    assert len(usable_tokens(words, 0.5, "en")) == 3
    mixed = [*spoken(RICH, 0.9), *spoken(RICH, 0.9, "speaker_1"), *spoken(RICH, 0.2)]
    with pytest.raises(NotMeasurable, match=r"100 clearly recognised words.*has \d\d\."):
        score_vocabulary(candidate="speaker_0", words=mixed, usable_cut=0.5)


def test_rich_talk_scores_above_plain_talk() -> None:
    rich = score_vocabulary(candidate="speaker_0", words=spoken(RICH + PLAIN), usable_cut=0.5)
    plain = score_vocabulary(candidate="speaker_0", words=spoken(PLAIN + PLAIN), usable_cut=0.5)
    assert rich.score > plain.score + 1.5
    assert plain.score < 1.5
    assert MIDDLE + sum(rich.contributions.values()) == pytest.approx(rich.score, abs=1e-3)
    assert rich.low <= rich.score <= rich.high
    assert rich.method == "vocabulary-cefr-1"
    c2 = rich.evidence["wordsPerLevel"]["C2"]  # type: ignore[index]
    assert {"word": "mitigating", "timesMs": [round(400 * RICH.split().index("mitigating"))]} in c2


def test_under_two_hundred_words_nothing_is_extrapolated() -> None:
    short = score_vocabulary(candidate="speaker_0", words=spoken(PLAIN + RICH), usable_cut=0.5)
    text = " ".join((PLAIN + RICH).split()[:130])
    shorter = score_vocabulary(candidate="speaker_0", words=spoken(text), usable_cut=0.5)
    assert shorter.features["lemmaTypesPer200"].value is None or short.features["lemmaTypesPer200"].value is None
    assert "lemmaTypesPer200" not in shorter.contributions
    assert MIDDLE + sum(shorter.contributions.values()) == pytest.approx(shorter.score, abs=1e-3)
    assert shorter.confidence == "low"


def test_unclear_recognition_lowers_confidence() -> None:
    words = [*spoken(RICH * 6, 0.9), *spoken(RICH * 12, 0.2)]
    score = score_vocabulary(candidate="speaker_0", words=words, usable_cut=0.5)
    assert score.confidence == "low"
    assert any("recognised clearly" in reason for reason in score.confidence_reasons)
    assert score_vocabulary(candidate="speaker_0", words=spoken(RICH * 6), usable_cut=0.5).confidence == "high"


def test_impressive_words_are_advanced_and_certain() -> None:
    words = [*spoken("we mitigate disputes with stakeholders"), *spoken("ubiquitous", 0.75), *spoken("fuck Kevin")]
    found = impressive_words(candidate="speaker_0", words=words)
    assert [item["lemma"] for item in found] == ["stakeholder", "mitigate"]
    assert found[1] == {"word": "mitigate", "lemma": "mitigate", "level": "C2", "timesMs": [400], "probability": 0.9}
    assert impressive_words(candidate="speaker_1", words=words) == []


def test_diversity_measures_on_known_sequences() -> None:
    assert mattr(["a"] * 50) == pytest.approx(1 / 50)
    assert mattr([str(i) for i in range(80)]) == 1.0
    assert mattr(["a", "b"] * 50) == pytest.approx(2 / 50)
    assert mtld([str(i) for i in range(80)]) == 80
    assert mtld(["a", "b"] * 20) == pytest.approx(40 / 13 + 0, rel=0.1)


@given(st.lists(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=60, max_size=300))
@settings(max_examples=40, deadline=None)
def test_mattr_equals_its_definition_and_mtld_is_bounded(letters: list[str]) -> None:
    windows = [len(set(letters[k : k + 50])) / 50 for k in range(len(letters) - 49)]
    assert mattr(letters) == pytest.approx(math.fsum(windows) / len(windows))
    assert 1.0 <= mtld(letters) <= len(letters)


@given(st.lists(st.sampled_from((PLAIN + RICH).split()), min_size=100, max_size=450), st.sampled_from(["en", "es"]))
@settings(max_examples=30, deadline=None)
def test_levels_are_bounded(text: list[str], language: str) -> None:
    assert 0.0 <= text_level(text, language) <= 5.0


def test_length_does_not_change_the_count_per_window() -> None:
    thrice = lemmas((RICH + PLAIN) * 3)
    a = measure(thrice[:200], "en")["lemmaTypesPer200"]
    b = measure(thrice, "en")["lemmaTypesPer200"]
    assert a is not None
    assert b is not None
    assert abs(a - b) < 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_scored(language: str) -> None:
    text = (OTHERS.get(language, RICH) + " ") * 20
    score = score_vocabulary(candidate="speaker_0", words=spoken(text), usable_cut=0.5, language=language)
    assert 0.0 <= score.low <= score.score <= score.high <= 5.0
    assert set(score.contributions) <= set(WEIGHTS_ENGLISH if language == "en" else WEIGHTS_OTHER)
    assert isinstance(impressive_words(candidate="speaker_0", words=spoken(text), language=language), list)
    if language != "en":
        assert score.method == "vocabulary-frequency-1"
        assert score.confidence != "high"


def test_segmentation_without_a_tokeniser() -> None:
    assert segment("我在软件公司工作", "zh") == ["我", "在", "软件", "公司", "工作"]
    assert "会社" in segment("私は東京の会社で働く", "ja")
    assert segment("", "zh") == []
    odd = "公司🙂工作"
    assert "".join(segment(odd, "zh")) == odd


def test_segmented_words_keep_times_and_the_least_probability() -> None:
    words = [Word("软", 0.0, 0.2, 0.9, 0.9), Word("件", 0.2, 0.4, 0.7, 0.7), Word("公司", 0.4, 0.8, 0.8, 0.8)]
    tokens = usable_tokens(words, 0.5, "zh")
    assert [(t.text, t.start, t.end, t.probability) for t in tokens] == [
        ("软件", 0.0, 0.4, 0.7),
        ("公司", 0.4, 0.8, 0.8),
    ]


def test_weights_sum_to_one() -> None:
    assert math.fsum(WEIGHTS_ENGLISH.values()) == pytest.approx(1.0)
    assert math.fsum(WEIGHTS_OTHER.values()) == pytest.approx(1.0)
