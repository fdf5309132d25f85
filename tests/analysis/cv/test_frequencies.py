"""The compact list of usual words says what the package says, for every word that is not rare."""

from __future__ import annotations

import pytest
from wordfreq import top_n_list, zipf_frequency

from zenhire.analysis.cv.frequencies import LEAST, zipf


@pytest.mark.parametrize("language", ["en", "es"])
def test_usual_words_have_the_frequency_of_the_package(language: str) -> None:
    for word in top_n_list(language, 60_000)[::97]:
        expected = zipf_frequency(word, language)
        if word.isalpha() and len(word.encode()) <= 24:
            assert zipf(word, language) == (expected if expected >= LEAST else 0.0), word


@pytest.mark.parametrize("word", ["", "pithonn", "kubernetis", "x" * 400, "\ud800", "hot\0", "日本語"])
def test_what_is_no_usual_word_has_none(word: str) -> None:
    assert zipf(word, "en") == 0.0


def test_case_and_form_do_not_matter() -> None:
    assert zipf("ENGINEER", "en") == zipf("engineer", "en") > 3.0
    assert zipf("cafe\u0301", "en") == zipf("café", "en") > LEAST
