"""Quotes are found word for word or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenhire.analysis.cv.narrative.quotes import Quotable
from zenhire.analysis.cv.parse.scorable import BLANK

TEXT = (
    f"Wrote ETL jobs in JavaScript\nand  C++,\tthen in\u00a0Go for STRASSE\nMet {BLANK * 5} led a team. Java, C. Maße"
)


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Wrote ETL jobs", "Wrote ETL jobs"),
        ("  wrote etl JOBS ", "Wrote ETL jobs"),
        ("JavaScript and C++, then in Go", "JavaScript\nand  C++,\tthen in\u00a0Go"),
        ("Java", "Java"),
        ("C", "C"),
        ("straße", "STRASSE"),
        ("masse", "Maße"),
        ("led a team.", "led a team."),
    ],
)
def test_white_space_and_case_are_forgiven(quote: str, found: str) -> None:
    span = Quotable(TEXT).find(quote)
    assert span is not None
    assert TEXT[slice(*span)] == found


@pytest.mark.parametrize(
    "quote",
    [
        "Wrote the ETL jobs",
        "Met led",
        f"Met {BLANK * 5} led",
        "TL jobs",
        "Wrote ETL job",
        "...",
        "",
        " ",
        "C+",
        "Met  led a team",
    ],
)
def test_nothing_else_is(quote: str) -> None:
    assert Quotable(TEXT).find(quote) is None


def test_java_is_not_found_in_javascript() -> None:
    assert Quotable("I like JavaScript.").find("Java") is None
    span = Quotable("JavaScript and Java").find("Java")
    assert span == (15, 19)


@given(st.text(max_size=80), st.text(max_size=10))
def test_what_is_found_stands_there(text: str, quote: str) -> None:
    span = Quotable(text).find(quote)
    if span is not None:
        start, end = span
        assert 0 <= start < end <= len(text)
        assert " ".join(quote.split()).casefold() in " ".join(text[start:end].split()).casefold()
