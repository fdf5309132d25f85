"""Lists of skills and certificates: what divides them, and what is none of them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import parse

AS_OF = date(2026, 3, 15)

LISTS = {
    "Level-headed under pressure *65 wpm*Microsoft Office efficient *Kind": [
        *("Level-headed under pressure", "65 wpm", "Microsoft Office efficient", "Kind"),
    ],
    "Rust, Go, and Python": ["Rust", "Go", "Python"],
    "Excel, Word i PowerPoint": ["Excel", "Word i PowerPoint"],
    "Excel, i Word": ["Excel", "Word"],
    "i have always been organized": ["i have always been organized"],
    "Repairing aircraft:\nEngines": ["Engines"],
    "Testify in court, to include, grand jury": ["Testify in court", "grand jury"],
}


@pytest.mark.parametrize("text", LISTS)
def test_items_of_a_list_of_skills(text: str) -> None:
    cv = parse(document(f"# Ann Example\n## Skills\n{text}"), AS_OF)
    assert cv.skills == LISTS[text]


def test_a_list_of_many_parts_under_certificates_is_none() -> None:
    text = "Finance | Operations | Data Analysis | Reporting\nFirst Aid | Red Cross | 2019"
    cv = parse(document(f"# Ann Example\n## Certifications\n{text}"), AS_OF)
    assert [(item.name, item.issuer, item.date) for item in cv.certificates] == [("First Aid", "Red Cross", "2019")]


def test_the_first_line_is_the_label_where_a_job_has_that_title() -> None:
    job = "Impact , 10/2014 to 02/2015\nCompany Name - City , State\n• Kept the stores tidy"
    cv = parse(document(f"**IMPACT\n## Summary\nHard-working person.\n## Work History\n{job}"), AS_OF)
    assert (cv.name, cv.label, cv.experience[0].position) == (None, "IMPACT", "Impact")
