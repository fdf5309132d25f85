"""CVs whose headings no table has, or that have none."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import ParsedCv, parse

AS_OF = date(2026, 3, 15)
HEAD = "# Ann Example\nLeeds, UK\tann.example@example.org\t+44 20 7946 0000\n\n"
WORK = """Senior Baker, Crumb & Co (June 2019 – present)
• Led nine bakers
• Cut waste
Baker, Old Mill Bakery (March 2015 – May 2019)
• Baked rye bread
"""
STUDY = "BSc Food Science, Polden College (2012 – 2015)"


def parsed(text: str) -> ParsedCv:
    return parse(document(text), AS_OF)


def names(cv: ParsedCv) -> list[tuple[str | None, str | None, str | None]]:
    return [(job.name, job.position, job.start_date) for job in cv.experience]


JOBS = [("Crumb & Co", "Senior Baker", "2019-06"), ("Old Mill Bakery", "Baker", "2015-03")]


@pytest.mark.parametrize(
    "text",
    [
        WORK + STUDY,
        f"## Where I have been busy\n{WORK}## How I learned the craft\n{STUDY}\n## Skills\nBaking, Sales",
        f"## Career History\n{WORK}## Studies\n{STUDY}",
        f"## PROFESSIONAL BACKGROUND\n{WORK}## Education\n{STUDY}",
        f"## Skills\nBaking, Sales\n## My story so far\n{WORK}{STUDY}",
    ],
    ids=["no headings", "odd headings", "usual headings", "a heading of a summary", "one odd heading for both"],
)
def test_jobs_and_studies_are_known_by_their_contents(text: str) -> None:
    cv = parsed(HEAD + text)
    assert names(cv) == JOBS
    assert cv.experience[1].highlights[0] == "Baked rye bread"
    assert [(study.institution, study.level) for study in cv.education] == [("Polden College", "bachelor")]
    assert (cv.name, cv.email, cv.phone) == ("Ann Example", "ann.example@example.org", "+44 20 7946 0000")


def test_the_person_is_not_taken_for_the_first_employer() -> None:
    cv = parsed(HEAD.rstrip("\n") + "\n" + WORK)
    assert names(cv) == JOBS and cv.location is not None and cv.location.address == "Leeds, UK"


def test_dates_alone_make_no_jobs() -> None:
    cv = parsed(HEAD + "## Things I like\nTour of the Alps 2011 – 2012\nA long winter 2013 – 2014")
    assert cv.experience == [] and cv.education == []


def test_a_profile_that_tells_of_years_stays_a_profile() -> None:
    text = "## Profile\nBaker with ten years in hotels, at Crumb & Co from 2010 to 2019 and on her own since."
    cv = parsed(HEAD + text)
    assert cv.experience == [] and cv.summary is not None and cv.summary.startswith("Baker with ten years")


def test_a_heading_at_the_end_of_a_full_paragraph_is_one() -> None:
    lines = "Bachelor of Engineering : Electrical and Electronics , 2006 Northmoor University\nSkills"
    read = document(f"Education\n{lines}\nCadence, Verilog")
    text = read.text.replace("\nSkills\n", " Skills\n")
    cv = parse(type(read)(**{name: getattr(read, name) for name in read.__slots__} | {"text": text}), AS_OF)
    assert cv.skills == ["Cadence", "Verilog"]
    assert [(study.study_type, study.area) for study in cv.education] == [
        ("Bachelor of Engineering", "Electrical and Electronics")
    ]


@pytest.mark.parametrize(
    ("first", "label"),
    [
        ("SALES", "SALES"),
        ("Sales Manager", "Sales Manager"),
        ("Professional Summary", None),
        ("CURRICULUM VITAE", None),
    ],
)
def test_the_headline_of_a_cv_without_a_name(first: str, label: str | None) -> None:
    cv = parsed(f"{first}\nLed a team of nine and cut costs by a tenth.\n## Experience\n{WORK}")
    assert (cv.name, cv.label) == (None, label)
