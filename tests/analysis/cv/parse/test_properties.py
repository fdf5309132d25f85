from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import from_json, parse, scorable, to_json
from zenhire.analysis.cv.parse.dates.totals import totals
from zenhire.analysis.cv.parse.schema import Gap, Work
from zenhire.analysis.cv.types import CvDocument

AS_OF = date(2026, 3, 15)
WORDS = (
    *("Experience", "## Work Experience", "## Berufserfahrung", "## Education", "## Skills", "## Langues", "Contact"),
    *(
        "Senior Baker",
        "**Crumb & Co",
        "Leeds, UK",
        "2019 - 2021",
        "May 2019 – present",
        "seit 2020",
        "•",
        "|",
        "–",
        ",",
    ),
    *("University of X", "BSc", "in Physics", "Python, C++", "English (B2)", "a@b.org", "+49 170 1234567", "ï¼", "\t"),
    *("Company Name City , State", "Date of birth: 1.2.1990", "led a team of nine people through the night.", "# Ann"),
)
ANY_WORDS = st.text(max_size=12).map(lambda text: " ".join(text.split()))
LINES = st.lists(st.lists(st.sampled_from(WORDS) | ANY_WORDS, max_size=6), max_size=25)
QUOTED = {"name": "name", "position": "position", "institution": "institution", "studyType": "study_type"}
QUOTED |= {"area": "area", "highlights": "highlights", "issuer": "issuer", "language": "language", "label": "label"}


def cv(lines: list[list[str]]) -> CvDocument:
    return document("\n".join(" ".join(words).strip(" ") for words in lines))


def spans_of(node: Any) -> Iterator[tuple[Any, str, list[Any]]]:
    """Each object with spans, the name of a value and its spans."""
    if dataclasses.is_dataclass(node):
        for name, some in getattr(node, "spans", {}).items():
            yield node, name, some
        for field in dataclasses.fields(node):
            yield from spans_of(getattr(node, field.name))
    elif isinstance(node, list):
        for item in node:
            yield from spans_of(item)


@settings(max_examples=400, deadline=None)
@given(LINES)
def test_anything_is_parsed_and_every_value_stands_in_the_text(lines: list[list[str]]) -> None:
    read = cv(lines)
    found = parse(read, AS_OF)
    for node, name, spans in spans_of(found):
        for span in spans:
            assert 0 <= span.start < span.end <= len(read.text) and 1 <= span.page <= len(read.pages)
        values = getattr(node, QUOTED[name]) if name in QUOTED else []
        if name in QUOTED and isinstance(values, str) and len(spans) > 1:
            # A name that other text divides.
            told = "".join(read.text[span.start : span.end] for span in spans)
            assert (name, "".join(told.split())) == ("name", "".join(values.split()))
        elif name in QUOTED:
            for value, span in zip(values if isinstance(values, list) else [values], spans, strict=True):
                assert " ".join(read.text[span.start : span.end].split()) == value
    assert parse(read, AS_OF) == found
    assert from_json(to_json(found)) == found


@settings(max_examples=40, deadline=None)
@given(LINES)
def test_the_scorable_view_keeps_the_length_of_the_text(lines: list[list[str]]) -> None:
    read = cv(lines)
    view = scorable(read, parse(read, AS_OF))
    assert len(view.text) == len(read.text)
    assert all(a in (b, "\u2003") for a, b in zip(view.text, read.text, strict=True))


def test_every_named_value_has_a_span() -> None:
    read = document("# Ann Example\nann@example.org\n\n## Experience\nBaker | Old Mill Bakery | 2015 - 2019\n• Baked")
    found = parse(read, AS_OF)
    assert {"name", "email"} <= set(found.spans)
    assert {"name", "position", "startDate", "endDate", "highlights"} <= set(found.experience[0].spans)


PERSONAL = """# Ann Example
ann.example@example.org\t+44 20 7946 0000
Date of birth: 1 February 1990
Nationality: British
Married, two children
She/her

## Profile
A 34-year-old baker.

## Experience
Baker | Old Mill Bakery | 2015 - 2019
• Baked rye bread with Ann Example"""


def test_personal_facts_are_recognised_and_never_reach_the_scorable_view() -> None:
    read = document(PERSONAL)
    found = parse(read, AS_OF)
    kinds = {fact.kind for fact in found.personal}
    assert {"birth_date", "nationality", "marital_status", "children", "gender", "age"} <= kinds
    view = scorable(read, found)
    told = view.text + repr(view)
    for word in ("Ann", "example.org", "7946", "1990", "British", "Married", "She/her", "34-year-old"):
        assert word not in told
    assert view.experience[0].position == "Baker" and "rye bread" in view.text


NAMED = """# {name}
ann@example.org

## Summary
{first} has led teams for years. {mister} {last} is thorough.

## Experience
Warehouse Lead | Old Mill | 2015 - 2019
• {mister} {last} drove forklifts
• {last} kept the stock records of {last}'s hall right
• Raised accuracy. {last} was thanked for it
• Baked bread with Excel"""


@pytest.mark.parametrize(
    ("first", "last", "mister"),
    [("Ann", "Example", "Ms"), ("Wojciech", "Brzezinski-Nowak", "Mr."), ("José", "Excel", "Dr"), ("An", "Li", "Frau")],
)
def test_parts_of_the_name_in_sentences_are_left_out(first: str, last: str, mister: str) -> None:
    read = document(NAMED.format(name=f"{first} {last}", first=first, last=last, mister=mister))
    found = parse(read, AS_OF)
    assert found.name == f"{first} {last}"
    told = [" ".join(part.split()) for part in scorable(read, found).text.splitlines()]
    assert "has led teams for years. is thorough." in told
    for kept in ("drove forklifts", "kept the stock records of hall right", "Raised accuracy. was thanked for it"):
        assert any(line.endswith(kept) for line in told)
    assert told[-1].endswith("Baked bread with Excel")


def test_a_name_that_is_the_work_stays() -> None:
    read = document(
        "# Ann Baker\nann@example.org\n\n## Experience\nBaker | Old Mill | 2015 - 2019\n• Baker of rye bread"
    )
    found = parse(read, AS_OF)
    assert found.name == "Ann Baker" and "Baker of rye bread" in scorable(read, found).text


def _job(start: str | None, end: str | None, current: bool = False) -> Work:
    return Work(None, None, None, start, end, current, None, None, None, [], 0)


def test_overlapping_jobs_count_once_and_gaps_are_told() -> None:
    jobs = [_job("2015-01", "2016-12"), _job("2016-06", "2017-06"), _job("2018-01", None, True), _job(None, "2009")]
    result = totals(jobs, AS_OF)
    assert result.months == 30 + 99
    assert (result.dated, result.undated) == (3, 1)
    assert result.gaps == [Gap("2017-07", "2017-12", 6)]


def test_present_is_the_day_of_submission() -> None:
    text = "## Experience\nBaker | Old Mill Bakery | May 2019 – present"
    early, late = (parse(document(text), date(2020, month, 1)).experience[0].months for month in (1, 6))
    assert (early, late) == (9, 14)


@pytest.mark.parametrize(
    "text",
    [
        "a\n" * 1000,
        "a" * 40_000,
        "a-" * 20_000,
        "2019 - 2020 " * 600,
        "## Experience\n" + "a\t" * 2_400,
        "## Education\n" + "University of X " * 800,
        "مهندس برمجيات 2019 - 2020\n" * 400,
        "软件工程师 2019年3月 - 2020年\n" * 400,
    ],
    ids=["short lines", "one word", "hyphens", "dates", "cells", "schools", "right to left", "Chinese"],
)
def test_work_grows_with_the_text_and_not_with_its_square(text: str) -> None:
    small, large = document(text[: len(text) // 4]), document(text)
    assert _calls(large) < 8 * _calls(small) + 20_000


def _calls(read: CvDocument) -> int:
    """How many Python functions parsing calls, which is the same on every machine."""
    count = 0

    def called(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(called)
    try:
        parse(read, AS_OF)
    finally:
        sys.setprofile(None)
    return count
