"""Lines that head entries: labelled, marked, outdented, wrapped, with dates below what is told or on the next page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import ParsedCv, parse
from zenhire.analysis.cv.types import CvDocument

TODAY = date(2026, 3, 15)
TWO = [("Head Baker", "Smile Creek Bakery", "2021-02", None), ("Baker", "Northgate Rolls Ltd", "2014-05", "2018-01")]


def parsed(text: str) -> ParsedCv:
    return parse(document(f"# Ann Example\nann.example@example.org\n\n{text}"), TODAY)


def jobs(cv: ParsedCv) -> list[tuple[str | None, str | None, str | None, str | None]]:
    return [(job.position, job.name, job.start_date, job.end_date) for job in cv.experience]


@pytest.mark.parametrize(
    "text",
    [
        # The title stands alone above labelled lines.
        "**Head Baker\nEmployer: Smile Creek Bakery\nDates: 02/2021 – present\nGrade: VI\nMain duties:\n• Led nine\n\n"
        "**Baker\nEmployer: Northgate Rolls Ltd\nDates: 05/2014 – 01/2018\nGrade: V\nMain duties:\n• Baked rye",
        # Values begin with the colon of their labels.
        "Position\t: Head Baker\nEmployer\t: Smile Creek Bakery\nPeriod\t: 02/2021 – Up to Present\n• Led nine\n\n"
        "Position\t: Baker\nEmployer\t: Northgate Rolls Ltd\nPeriod\t: 05/2014 – 01/2018\n• Baked rye",
        # Dates end each job.
        "**Head Baker\nSmile Creek Bakery, Leeds\n• Led nine\n• Baked rye\n02/2021 – present\n\n"
        "**Baker\nNorthgate Rolls Ltd, York\n• Baked rye\n05/2014 – 01/2018",
        # Each end of the time stands in a cell of its own.
        "Head Baker, Smile Creek Bakery\tFeb 2021\tPresent\n• Led nine\n\n"
        "Baker, Northgate Rolls Ltd\tMay 2014\tJan 2018\n• Baked rye",
        # What follows a usual label belongs to no name.
        "Head Baker – Smile Creek Bakery\t02/2021 – present\nMansioni principali:\n• Led nine\n\n"
        "Baker – Northgate Rolls Ltd\t05/2014 – 01/2018\nMansioni principali:\n• Baked rye",
    ],
)
def test_jobs_by_labels_and_with_dates_anywhere(text: str) -> None:
    assert jobs(parsed(f"## Work Experience\n{text}")) == TWO


def test_rows_that_name_the_columns_of_a_table_are_no_study() -> None:
    cv = parsed(
        "## Education\nCourse\tCollege / University\tYear of Passing\n"
        "B.Tech, Information Technology\tAnna University\t2014\nHSC (12th), Maths\tKendriya Vidyalaya School\t2011"
    )
    assert [(study.study_type, study.institution) for study in cv.education] == [
        ("B.Tech", "Anna University"),
        ("HSC (12th)", "Kendriya Vidyalaya School"),
    ]


def test_a_degree_is_the_first_item_below_its_school() -> None:
    cv = parsed("## Education\n10/2009 – 03/2013\n**READING COLLEGE\n• BTEC Level 3: Business")
    assert [(study.study_type, study.area, study.level) for study in cv.education] == [
        ("BTEC Level 3", "Business", "vocational")
    ]


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("City & Guilds Level 3", "vocational"),
        ("Postgraduate Diploma", "master"),
        ("Doutoramento", "doctorate"),
        ("Allgemeine Hochschulreife", "secondary"),
        ("Ciclo formativo de grado superior", "associate"),
        ("Staatlich anerkannte Erzieherin", "vocational"),
    ],
)
def test_degrees_of_many_countries(name: str, level: str) -> None:
    (study,) = parsed(f"## Education\n{name}, Business\t2012\nPolden College").education
    assert (study.study_type, study.area, study.level) == (name, "Business", level)


def test_qualifications_with_schools_are_studies() -> None:
    cv = parsed(
        "## Work Experience\nBaker, Northgate Rolls Ltd\t05/2014 – 01/2018\n\n"
        "## Qualifications\nBEng (Hons): Biomedical Engineering | Polden University | 2012"
    )
    assert [study.institution for study in cv.education] == ["Polden University"]
    assert cv.skills == []


def _second_page(text: str, first: str) -> CvDocument:
    """The document of a text, whose lines from `first` on stand at the top of a second page."""
    whole = document(text, pages=2)
    start = whole.text.index(first)
    lines = tuple(replace(line, page=2 if line.start >= start else 1) for line in whole.lines)
    return replace(whole, lines=lines)


def test_a_page_goes_on_with_the_column_at_its_own_edge() -> None:
    text = (
        "# Ann Example\nann.example@example.org\n\n## Work Experience\n"
        "**Baker\nNorthgate Rolls Ltd, York\t05/2014 – 01/2018\n• Baked rye\n\n## Skills\nPayroll\nWelding\n\n"
        "• Led nine\n**Cook\nPolden Inn Ltd, Leeds\t02/2011 – 04/2014\n• Cooked\n"
    )
    whole = _second_page(text, "• Led nine")
    side = (whole.text.index("Skills"), whole.text.index("• Led nine"))
    lines = tuple(
        replace(line, column=2, box=(line.box[0] + 300.0, line.box[1], line.box[2] + 300.0, line.box[3]))
        if side[0] <= line.start < side[1]
        else replace(line, column=1 if line.page == 1 and line.start >= whole.text.index("Work") else 0)
        for line in whole.lines
    )
    cv = parse(replace(whole, lines=lines), TODAY)
    assert [(job.position, job.highlights) for job in cv.experience] == [
        ("Baker", ["Baked rye", "Led nine"]),
        ("Cook", ["Cooked"]),
    ]
    assert cv.skills == ["Payroll", "Welding"]


def test_dates_that_wrap_stay_with_their_jobs() -> None:
    text = (
        "Manager at Acme Ltd\nLed the team of nine people.\n2015\n2017\n"
        "Cook at Bistro Ltd\nCooked all the meals.\n2018\n2019"
    )
    cv = parsed(f"## Work Experience\n{text}")
    assert {job.name for job in cv.experience} <= {"Acme Ltd", "Bistro Ltd"}


@pytest.mark.parametrize("name", ["Continuing Education Programme", "Ora Ltd"])
def test_words_that_begin_names_are_not_the_present(name: str) -> None:
    cv = parsed(f"## Work Experience\nTrainer\n2018 – {name}\n• Taught")
    assert not any(job.current for job in cv.experience)
