"""Marks that are no bullets: before headings, at dates on a line of time, and before each line of a form."""

from __future__ import annotations

from datetime import date

from tests.analysis.cv.pages import line, page, read
from zenhire.analysis.cv.parse import parse
from zenhire.analysis.cv.parse.schema import ParsedCv

_AS_OF = date(2026, 1, 1)


def _parsed(*rows: tuple[float, str, float]) -> ParsedCv:
    lines = [line(x, 60 + 14 * at, text, size=size) for at, (x, text, size) in enumerate(rows)]
    return parse(read(page(*lines)), _AS_OF)


def test_marks_before_large_headings_are_ornaments() -> None:
    cv = _parsed(
        (40, "Ann Example", 18.0),
        (40, "• Work experience", 14.0),
        (40, "Head Baker, Crumb & Co, 2019 - 2024", 10.0),
        (40, "• Education", 14.0),
        (40, "Diploma in Baking, Northern School of Crafts, 2007 - 2010", 10.0),
        (40, "• Skills", 14.0),
        (40, "Rye bread, sour dough", 10.0),
    )
    assert [part.kind for part in cv.sections][1:] == ["work", "education", "skills"]
    assert cv.skills == ["Rye bread", "sour dough"]


def test_marks_before_items_are_bullets() -> None:
    cv = _parsed(
        (40, "Ann Example", 18.0),
        (40, "Work experience", 14.0),
        (40, "Head Baker, Crumb & Co, 2019 - 2024", 10.0),
        (40, "• Education", 10.0),
        (40, "• Skills", 10.0),
    )
    assert [part.kind for part in cv.sections][1:] == ["work"]


def test_a_form_whose_lines_are_marked_is_read_by_its_labels() -> None:
    lines = [line(40, 40, "Ann Example", size=18.0), line(40, 70, "Employment history", size=14.0)]
    y = 90.0
    for dates, employer, place, title in (
        ("2021 - 2024", "Crumb & Co", "Leeds", "Head Baker"),
        ("2017 - 2020", "Old Mill Bakery", "Whitby", "Baker"),
    ):
        for label, told in (
            ("• Dates", dates),
            ("• Name and address of", employer),
            ("employer", place),
            ("• Occupation or position held", title),
        ):
            lines += [line(40, y, label), line(250, y, told)]
            y += 13
        y += 13
    jobs = parse(read(page(*lines)), _AS_OF).experience
    assert [(job.position, job.name, job.start_date, job.end_date) for job in jobs] == [
        ("Head Baker", "Crumb & Co", "2021", "2024"),
        ("Baker", "Old Mill Bakery", "2017", "2020"),
    ]
