"""What stands in margins: headings at the left, dates at the right that wrap, a place below a head."""

from __future__ import annotations

from tests.analysis.cv.pages import line, page, read
from zenhire.engines.pdf.base import PdfWord


def _part(y: float, heading: str, *rows: str) -> list[list[PdfWord]]:
    body = [line(160, y + 13 * at, row) for at, row in enumerate(rows)]
    return [line(40, y, heading, size=11.0, bold=True), *body]


def test_a_heading_in_the_margin_that_wraps_stands_before_what_it_heads() -> None:
    text = read(
        page(
            line(200, 40, "Ann Example", size=16.0),
            *_part(80, "Work", "Baker, Crumb & Co", "Led nine bakers", "Planned the shifts"),
            line(40, 93, "Experience", size=11.0, bold=True),
            *_part(140, "Education", "Diploma in Baking", "Northern School of Crafts"),
            *_part(190, "Skills", "Rye bread", "Sour dough"),
        )
    ).text
    assert text.split("\n\n")[1:3] == ["Work\nExperience", "Baker, Crumb & Co\nLed nine bakers\nPlanned the shifts"]


def test_dates_at_the_right_that_wrap_stay_beside_their_entries() -> None:
    entries = []
    for at, name in enumerate(("Crumb & Co Bakery", "Old Mill Bakery", "Harbour Bread")):
        y = 80.0 + 60 * at
        entries += [
            line(40, y, name, bold=True),
            line(40, y + 13, "Baker of rye bread"),
            line(400, y, f"augustus 201{at} - mei"),
            line(400, y + 13, f"201{at + 3}"),
        ]
    text = read(page(line(40, 40, "Ann Example", size=16.0), *entries)).text
    assert "Old Mill Bakery\taugustus 2011 - mei 2014\nBaker of rye bread\n" in text


def test_a_place_in_italics_below_a_full_head_is_no_part_of_it() -> None:
    text = read(
        page(
            line(40, 80, "Lead Dental Hygienist, Veterans Oral Health Center"),
            line(300, 80, "JAN 2025 – Ongoing"),
            line(40, 93, "Duluth, Minnesota", italic=True),
            line(40, 106, "Treated ten patients"),
            line(40, 119, "Trained five assistants"),
        )
    ).text
    assert text.startswith("Lead Dental Hygienist, Veterans Oral Health Center\tJAN 2025 – Ongoing\nDuluth, Minnesota")
