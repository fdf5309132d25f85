"""Spoken languages with their levels, as lists and sentences tell them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import parse
from zenhire.analysis.cv.skills.languages import find_languages

TOLD = {
    "Fluent in Dari, Dutch, and Russian": {"fa": "C1", "nl": "C1", "ru": "C1"},
    "Fluent in Spanish, basic Italian": {"es": "C1", "it": "A2"},
    "English (native), German, French": {"en": "native", "de": None, "fr": None},
    "Native English, French": {"en": "native", "fr": None},
    "Deutsch (Muttersprache), Englisch C1/C2": {"de": "native", "en": "C1"},
    "polski – ojczysty, angielski – B2+": {"pl": "native", "en": "B2"},
}


@pytest.mark.parametrize("text", TOLD)
def test_each_language_has_the_level_that_is_told_of_it_alone(text: str) -> None:
    cv = parse(document(f"# Ann Example\n## Languages\n{text}"), date(2026, 3, 15))
    assert {item.code: item.level for item in cv.languages} == TOLD[text]


@pytest.mark.parametrize("text", TOLD)
def test_both_readers_of_languages_agree(text: str) -> None:
    assert {item.code: item.level for item in find_languages(text)} == TOLD[text]


def test_names_that_are_ordinary_words_elsewhere_count_in_a_list_only() -> None:
    cv = parse(document("# Ann Example\n## Idiomas\nRusso: fluente\nFrances: B1"), date(2026, 3, 15))
    assert [(item.code, item.level) for item in cv.languages] == [("ru", "C1"), ("fr", "B1")]
    assert find_languages("Worked with Frances Russo") == ()
