"""Languages: names, levels, countries, and what is no language."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zenhire.analysis.cv.skills.languages import (
    country_code,
    find_languages,
    languages_of,
    match_language,
    parse_requirement,
)
from zenhire.analysis.cv.skills.tongues import LEVELS, language_code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(("French", "fr"), ("Französisch", "fr"), ("français", "fr"), ("Mandarin", "zh"), ("Farsi", "fa")),
        *(("русский", "ru"), ("日本語", "ja"), ("Serbian", "sr"), ("srpski", "sr"), ("Norwegian", "no")),
        *(("Klingon", None), ("Java", None)),
    ],
)
def test_names(name: str, code: str | None) -> None:
    assert language_code(name) == code


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("English (native), German – B2, French: courant", [("en", "native"), ("de", "B2"), ("fr", "C1")]),
        ("Deutsch: Muttersprache, Englisch fließend", [("de", "native"), ("en", "C1")]),
        ("Fluent in Spanish, basic Italian", [("es", "C1"), ("it", "A2")]),
        ("English\tC1\nGerman\tB1", [("en", "C1"), ("de", "B1")]),
        ("Native English speaker", [("en", "native")]),
        ("русский - родной, 中文 母语", [("ru", "native"), ("zh", "native")]),
        ("I polish floors. French press, German shepherd, French fries", []),
        ("Java, Python, swedish-free", [("sv", None)]),
    ],
)
def test_languages_and_levels(text: str, found: list[tuple[str, str | None]]) -> None:
    assert [(one.code, one.level) for one in find_languages(text)] == found


def test_a_lower_level_is_less_and_an_untold_one_too() -> None:
    trusts = [match_language("English C1", f"English: {level}").trust for level in LEVELS]
    assert trusts == sorted(trusts) and trusts[-3:] == [1.0, 1.0, 1.0]
    assert 0 < match_language("English C1", "Languages: English").trust < 1
    assert match_language("English", "Languages: English").trust == 1
    assert match_language("English", "Helped English tourists at the desk").trust == 0.5
    assert match_language("English", "Languages: French").trust == 0


def test_requirements() -> None:
    assert parse_requirement("fluent German") == ("de", "C1")
    assert parse_requirement("German") == ("de", None)
    assert parse_requirement("Klingon") == (None, None)
    assert match_language("Klingon", "Klingon: native").trust == 0


def test_countries() -> None:
    assert (country_code("Österreich"), country_code("UK"), country_code("Narnia")) == ("AT", "GB", None)
    swiss = languages_of("Switzerland")
    assert {"de", "fr", "it"} <= set(swiss) and swiss["fr"] == 1.0 and swiss["rm"] < 1
    assert languages_of("Brazil")["pt"] == 1.0
    assert languages_of("nowhere") == {}
    assert all(
        0 < weight <= 1 for country in ("IN", "US", "ZA", "Belgium") for weight in languages_of(country).values()
    )


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["English", "C1", "native", ",", "\n", "French press", ":"])).map(" ".join)
)
def test_spans_quote_the_text_and_lines_add(text: str) -> None:
    for one in find_languages(text):
        assert one.quote == text[one.start : one.end] and 0 < one.trust <= 1
        assert one.level is None or text[one.level_start : one.level_end]
    assert match_language("English B2", f"French\n{text}\nEnglish").trust >= match_language("English B2", text).trust
