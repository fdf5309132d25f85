"""Where one course of study ends and the next begins."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import ParsedCv, parse

AS_OF = date(2026, 3, 15)

# Lines; for each study: degree, subject, school.
SEVERAL = {
    """Bachelor of Science : Physics , 2018 University of Northmoor ï¼ City , State

Two years of it in the laboratory of the university, with a tutor of its own for every single student.

Marine Engineering Polden University ï¼ City , State

Seminars on Hulls""": [
        ("Bachelor of Science", "Physics", "University of Northmoor"),
        (None, "Marine Engineering", "Polden University"),
    ],
    """High School Diploma : Academics Carrow Area High School ï¼ City , State
Roof Construction Certificate Community College of Wexham County ï¼ City , State
Certification in Concrete Testing Polden Consultants ï¼ City , State
Certification in Project Management Northmoor Technical College Online ï¼ City , State""": [
        ("High School Diploma", "Academics", "Carrow Area High School"),
        ("Roof Construction Certificate", None, "Community College of Wexham County"),
        ("Certification in Concrete Testing Polden Consultants", None, None),
        ("Certification in Project Management", None, "Northmoor Technical College Online"),
    ],
    """Art Institute of Polden Bachelor of Arts : Media Arts City , State
Ann B. Wexham High School High School Diploma City , State""": [
        ("Bachelor of Arts", "Media Arts", "Art Institute of Polden"),
        ("High School Diploma", None, "Ann B. Wexham High School"),
    ],
    """Office Systems Certificate 2001 Polden Community College ï¼ City , State
High School Diploma 1999 Wexham High School ï¼ City , State""": [
        ("Office Systems Certificate", None, "Polden Community College"),
        ("High School Diploma", None, "Wexham High School"),
    ],
    """Licence de droit\t2008\nUniversité de Port-Clair, Lyon

Civil Engineering Polden University, Leeds, UK""": [
        ("Licence", "droit", "Université de Port-Clair"),
        (None, "Civil Engineering", "Polden University"),
    ],
    """MBA : Management , 2014 University of Carrow

Aviation Safety Aviation Safety School ï¼ City , State""": [
        ("MBA", "Management", "University of Carrow"),
        (None, "Aviation Safety", "Aviation Safety School"),
    ],
}


def parsed(text: str) -> ParsedCv:
    return parse(document(f"# Ann Example\n## Education\n{text}"), AS_OF)


@pytest.mark.parametrize("text", SEVERAL)
def test_a_school_with_its_place_begins_a_course_of_study(text: str) -> None:
    found = [(study.study_type, study.area, study.institution) for study in parsed(text).education]
    assert found == SEVERAL[text]


@pytest.mark.parametrize(
    "line",
    [
        "• Exchange year, Polden University, Leeds, UK",
        "Internship with the Polden Institute, Leeds, UK",
        "Thesis on bridges, Institute of Concrete, Leeds, UK",
        "I was a tutor of Polden University, Leeds, UK",
        "Exchange semester at Polden University, Leeds, UK",
    ],
)
def test_what_is_told_of_a_course_of_study_begins_none(line: str) -> None:
    [study] = parsed(f"BSc Physics\t2018\nUniversity of Northmoor, Leeds, UK\n\n{line}").education
    assert study.institution == "University of Northmoor"


def test_a_subject_that_begins_a_school_s_own_name_stays_with_it() -> None:
    for school in ("Culinary Arts Institute", "Health Science Career College", "Art Institute of Polden"):
        [study] = parsed(f"{school}, Leeds, UK\t2018").education
        assert (study.institution, study.area) == (school, None)


@pytest.mark.parametrize(
    ("place", "country"),
    [
        ("City , State , USA", "US"),
        ("City , State , United States of America", "US"),
        ("City , State, Brazil", "BR"),
        ("City , State , 70119", None),
        ("City , State", None),
    ],
)
def test_the_country_belongs_to_a_study_s_place(place: str, country: str | None) -> None:
    [study] = parsed(f"MBA : Management , 2014 University of Carrow ï¼ {place} GPA: 3.8").education
    assert study.location is not None
    assert (study.location.address, study.location.country_code) == (place, country)


def test_what_is_told_goes_to_the_study_above() -> None:
    text = """MBA : Management , 2014 University of Carrow
BBA : Operations , 2012 University of Carrow

Coursework in Business

Coursework in Logistics

High School Diploma : 2001 St. Brannoc High School ï¼ City , State"""
    cv = parsed(text)
    assert [study.highlights for study in cv.education] == [
        [],
        ["Coursework in Business", "Coursework in Logistics"],
        [],
    ]


def test_a_sentence_is_no_study_and_no_school() -> None:
    text = """Bachelor of Science : Business 2008 Carrow State University City , State

Bachelor of Science Business : I have 20 semester hours left for it. Looking to finish at UNLV when time permits.

completed a Nursing Assistant certificate program in May of 2015

High School Diploma : General 2003 Wexham High School City , State"""
    cv = parsed(text)
    assert [(study.study_type, study.institution, study.end_date) for study in cv.education] == [
        ("Bachelor of Science", "Carrow State University", "2008"),
        ("High School Diploma", "Wexham High School", "2003"),
    ]
    assert len(cv.education[0].highlights) == 2
