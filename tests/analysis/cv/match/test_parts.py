"""The parts of a match by themselves: job descriptions, employers, industries, degrees, years."""

from __future__ import annotations

import json

import pytest

from zenhire.analysis.cv.match.companies import company_key, company_score
from zenhire.analysis.cv.match.degrees import degree_asked
from zenhire.analysis.cv.match.industries import by_table, industry_named, named_in
from zenhire.analysis.cv.match.posting import read_posting
from zenhire.analysis.cv.match.requirements import without_years, years_asked

TEXT = """About us
We are a leading company with a great culture and long traditions.

Your tasks:
- Plan the shifts of the team.
- Count stock every month; book it in SAP.

What we offer:
- A competitive salary and free coffee every day.
Requirements:
- Three years behind the wheel of a forklift.
"""


def test_duties_are_read_without_pay_and_praise() -> None:
    assert read_posting(TEXT).sentences == (
        "Plan the shifts of the team.",
        "Count stock every month",
        "book it in SAP.",
        "Three years behind the wheel of a forklift.",
    )


def test_telling_words_weigh_more_the_rarer_they_are() -> None:
    weights = dict(read_posting("Drive the forklift with care and operate a palletizer at the plant").words)
    assert "the" not in weights and weights["palletiz"] > weights["plant"] > 0


def test_json_descriptions_are_read() -> None:
    told = {
        "title": "Lead",
        "duties": ["Plan the shifts of the team"],
        "salary": "40000 euros a year",
        "more": {"a": 1},
    }
    assert read_posting(json.dumps(told)).sentences == ("Plan the shifts of the team",)
    assert read_posting("{not json but a text").sentences == ("{not json but a text",)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "[]", "{}", "[[[[[[[[[[[[1]]]]]]]]]]]]", "\u2003", "<b>" * 2000, "[" * 100_000]
)
def test_descriptions_without_duties(text: str) -> None:
    assert len(read_posting(text).sentences) <= 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbour Freight Ltd", "HARBOUR FREIGHT GmbH"),
        ("Nordwind AG", "Nordwind Deutschland"),
        ("A.B.C. Inc.", "ABC"),
        ("Müller & Söhne GmbH & Co. KG", "Muller Sohne"),
        ("The Big Store", "Big Store"),
    ],
)
def test_the_same_company(one: str, other: str) -> None:
    assert company_score(one, other) == company_score(other, one) == 1


def test_slips_and_other_companies() -> None:
    assert 0.9 <= company_score("Harbour Freight", "Harbor Freight") < 1
    assert company_score("Apple", "Apple Tree Nursery") == 0
    assert company_score("Shell", "Shelf") == 0
    assert company_score("Acme", "") == company_score("", "") == 0
    assert company_key("Limited") == "limited"


def test_industries() -> None:
    assert industry_named("FinTech") == "Banking and finance"
    assert industry_named("Nobody's business") is None
    assert by_table("Healthcare", "Healthcare") == (1.0, "same")
    assert by_table("Insurance", "Banking and finance") == (0.5, "related")
    assert by_table("Insurance", "Agriculture") is None and by_table("Retail", None) is None
    assert named_in("Oil and Gas", "ten years in oil and gas.") and not named_in("Art", "party")


@pytest.mark.parametrize(
    ("name", "level", "fields"),
    [
        ("Bachelor's degree in Accounting", "bachelor", ("Accounting",)),
        ("PhD in Physics or related field", "doctorate", ("Physics",)),
        ("Masters in Computer Science", "master", ("Computer Science",)),
        ("MBA", "master", ("Business Administration",)),
        ("High school diploma", "secondary", ()),
        ("Degree in Law", None, ("Law",)),
    ],
)
def test_degrees_among_qualifications(name: str, level: str | None, fields: tuple[str, ...]) -> None:
    asked = degree_asked(name)
    assert asked is not None and (asked.level, asked.fields) == (level, fields)


@pytest.mark.parametrize("name", ["Scrum Master", "Driving licence B", "Master data management", "CPA", "Excel", ""])
def test_qualifications_that_are_no_degrees(name: str) -> None:
    assert degree_asked(name) is None


@pytest.mark.parametrize(
    ("name", "years", "rest"),
    [
        ("3+ years of Java", 3, "Java"),
        ("At least 2 years of experience in sales", 2, "sales"),
        ("10-12 yrs experience with SAP", 10, "SAP"),
        ("5 years experience", 5, "5 years experience"),
        ("Java 8", None, "Java 8"),
        ("2020 budget", None, "2020 budget"),
    ],
)
def test_years_asked(name: str, years: int | None, rest: str) -> None:
    assert (years_asked(name), without_years(name)) == (years, rest)
