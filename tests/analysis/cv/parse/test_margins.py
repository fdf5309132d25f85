"""Names, dates beside entries, sentences among skills: what must not be taken for something else."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import ParsedCv, parse


def parsed(text: str) -> ParsedCv:
    return parse(document(text), date(2026, 3, 15))


@pytest.mark.parametrize("line", ["OUTBOUND CALLING PROSPECTING", "EXPRESS SCRIPTS", "FIELD SUPPORT SPECILIST"])
def test_capitals_without_any_contact_are_no_name(line: str) -> None:
    text = f"CASE WORK\nHelped many people.\n{line}\n## Experience\n2019 - 2021\nClerk, Carrow Bank"
    assert parsed(text).name is None


def test_words_of_work_are_no_name_even_when_misspelt() -> None:
    assert parsed("# FIELD SPECILIST\nmail@example.org").name is None
    assert parsed("# OLIVE TANDRIDGE\nmail@example.org").name == "OLIVE TANDRIDGE"


def test_a_labelled_name_ends_at_the_next_label() -> None:
    assert parsed("Name: Ann Example Marital Status : single\nann@example.org").name == "Ann Example"


def test_a_line_with_title_and_employer_wants_nothing_from_the_line_below() -> None:
    cv = parsed(
        "# Ann Example\n## Experience\n01/2020 - 03/2022\tCarrow Bank, Accountant – Leeds\n"
        "Closed the books each month; Trained two clerks\n"
        "02/2016 - 12/2019\tPolden Foods, Bookkeeper – Leeds\nPosted the invoices; Paid the wages"
    )
    found = [(job.name, job.position, job.start_date, job.summary) for job in cv.experience]
    assert found == [
        ("Carrow Bank", "Accountant", "2020-01", "Closed the books each month; Trained two clerks"),
        ("Polden Foods", "Bookkeeper", "2016-02", "Posted the invoices; Paid the wages"),
    ]


def test_sentences_are_no_skills() -> None:
    cv = parsed(
        "# Ann Example\n## Skills\n"
        "I have led teams of ten people in the warehouse, and was able to cut the cost of shipping by a third\n"
        "Stock control, Forklift, Excel"
    )
    assert cv.skills == ["Stock control", "Forklift", "Excel"]


def test_a_trade_belongs_to_its_apprenticeship() -> None:
    cv = parsed(
        "# Ann Example\n## Ausbildung\nAusbildung zum Industriemechaniker, Anlagenbau\t2010 – 2013\n"
        "Berufsschule Hohenau"
    )
    [study] = cv.education
    assert (study.study_type, study.area, study.level) == (
        "Ausbildung zum Industriemechaniker",
        "Anlagenbau",
        "vocational",
    )
