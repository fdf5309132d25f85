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
    "Fully fluent in English and Arabic, proficient in Hebrew": {"en": "C1", "ar": "C1", "he": "C1"},
    "isiZulu (mother tongue), Sesotho (fluent)": {"zu": "native", "st": "C1"},
    "Anglais : bonne connaissance": {"en": "B2"},
    "polski – ojczysty, angielski – B2+": {"pl": "native", "en": "B2"},
    "English – native, French – GCSE level": {"en": "native", "fr": "A2"},
    "English – fluent, Hindi – read and speak": {"en": "C1", "hi": "B2"},
    "Español (lengua materna), Inglés (nivel alto), Catalán (nivel medio)": {"es": "native", "en": "C1", "ca": "B1"},
    "Deutsch: Muttersprache, Englisch: konversationssicher, Französisch: Schulniveau": {
        "de": "native",
        "en": "B1",
        "fr": "A2",
    },
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


@pytest.mark.parametrize(
    "lines",
    [
        "English • native\nFrench • fluent",
        "English • native • French • fluent",
        "English | native | French | fluent",
        "English, Native, French, Fluent",
        "English\tFrench\nnative\tfluent",
        "English\nnative\nFrench\nfluent",
        "English (native) • French\n(fluent)",
        "English\n(native) • French\n(fluent)",
        "native English • fluent French",
        "English\tnative\tFrench\tfluent",
    ],
)
def test_a_level_beside_or_below_a_language(lines: str) -> None:
    cv = parse(document(f"# Ann Example\n## Languages\n{lines}"), date(2026, 3, 15))
    assert [(item.code, item.level) for item in cv.languages] == [("en", "native"), ("fr", "C1")]


def test_a_list_of_languages_at_the_top_needs_no_heading() -> None:
    cv = parse(document("# Ann Example\nx.y@example.org\tEnglish, Spanish"), date(2026, 3, 15))
    assert [item.code for item in cv.languages] == ["en", "es"]
    assert parse(document("# Ann Example\nGerman\nLeeds, UK"), date(2026, 3, 15)).languages == []
    assert parse(document("# Ann Example\nSpanish Teacher, French Teacher"), date(2026, 3, 15)).languages == []


def test_languages_with_levels_among_the_skills_are_no_skills() -> None:
    cv = parse(document("# Ann Example\n## Skills\nEnglish native, French fluent\nExcel"), date(2026, 3, 15))
    assert ([item.code for item in cv.languages], cv.skills) == (["en", "fr"], ["Excel"])


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Spanish – A level", "B2"),
        ("Spanish (GCSE)", "A2"),
        ("Espanhol: conhecimentos básicos", "A2"),
        ("Spanisch – fließend in Wort und Schrift", "C1"),
        ("Spanish (heritage speaker)", None),
        ("Spanish – DELE", None),
    ],
)
def test_a_level_that_is_not_known_costs_no_language(line: str, level: str | None) -> None:
    cv = parse(document(f"# Ann Example\n## Languages\n{line}"), date(2026, 3, 15))
    assert [(item.code, item.level) for item in cv.languages] == [("es", level)]
