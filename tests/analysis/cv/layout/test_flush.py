"""Ends of rows at the right edge, which are no column, and columns whose lines come again."""

from __future__ import annotations

from tests.analysis.cv.pages import WIDTH, line, page, read
from zenhire.engines.pdf.base import PdfWord

_RIGHT, _MIDDLE = 555.0, 297.5


def _width(text: str, size: float) -> float:
    return WIDTH * size * sum(map(len, text.split())) + 0.3 * size * (len(text.split()) - 1)


def _ends(y: float, text: str, size: float = 10.0) -> list[PdfWord]:
    return line(_RIGHT - _width(text, size), y, text, size=size)


def _centred(y: float, text: str, size: float) -> list[PdfWord]:
    return line(_MIDDLE - _width(text, size) / 2, y, text, size=size, bold=True)


def _entry(y: float, name: str, place: str, role: str, dates: str) -> list[list[PdfWord]]:
    return [line(40, y, name), _ends(y, place), line(40, y + 13, role), _ends(y + 13, dates)]


def test_places_and_dates_at_the_right_and_headings_at_the_middle_are_no_column() -> None:
    text = read(
        page(
            _centred(40, "Ann Example", 18.0),
            _centred(70, "Education", 12.0),
            *_entry(90, "Northern School of Crafts", "Leeds", "Diploma in Baking", "May 2008 - June 2010"),
            *_entry(120, "Mill School", "Kirkcaldy, Fife", "A-levels", "2006 - 2008"),
            _centred(160, "Work", 12.0),
            *_entry(180, "Crumb & Co Bakery", "Swansea", "Head Baker", "July 2014 - Present"),
            *_entry(210, "Harbour Bread", "York, England", "Baker", "2010 - June 2014"),
        )
    ).text
    assert "Work\nCrumb & Co Bakery\tSwansea\nHead Baker\tJuly 2014 - Present" in text.replace("\n\n", "\n")


def test_an_address_may_be_longer_than_its_place_at_the_right() -> None:
    text = read(
        page(
            _centred(40, "Ann Mary", 17.0),
            _ends(38, "07700 900143"),
            line(_RIGHT - 100, 50, "ann.example@mail.example.net"),
            line(40, 44, "Leeds"),
            line(40, 90, "Experience", bold=True),
            line(40, 105, "Head Baker", bold=True),
            _ends(105, "2014 - 2019"),
            line(40, 118, "Baked rye bread for all of the town and for a good part of the county round about it"),
        )
    ).text
    assert "Head Baker\t2014 - 2019" in text


def test_lines_that_come_again_in_a_column_are_no_labels() -> None:
    told = ["Led nine bakers", "Planned the shifts", "Baked rye bread"]
    left = [f"• {text} and told the whole town about it" for text in [*told, *told, *told]]
    text = read(
        page(
            line(40, 40, "Ann Example", size=18.0),
            *[line(40, 80.0 + 13 * at, row) for at, row in enumerate(left)],
            *[line(360, 85.0 + 17 * at, f"Oven of kind {at} in use") for at in range(6)],
        )
    ).text
    assert "\n".join(left[:3]) in text


def test_a_line_that_fills_its_column_does_not_reach_into_the_next() -> None:
    left = ["INSTITUTE OF THE MILLS", "OF YORK", "Diploma in Baking", "2010 – 2012", "MILL SCHOOL", "A-levels"]
    right = ["CRUMB & CO BAKERY", "Head Baker", "2014 – 2019", "HARBOUR BREAD", "Baker", "2012 – 2014", "Leeds"]
    text = read(
        page(
            line(40, 40, "Ann Example, Leeds, ann.example@mill.example, 07700 900143"),
            *[line(40, 80.0 + 14 * at, row) for at, row in enumerate([*left, "2008 – 2010", "Leeds"])],
            *[line(149.5, 80.0 + 17 * at, row) for at, row in enumerate(right)],
        )
    ).text
    assert "CRUMB & CO BAKERY\nHead Baker\n2014 – 2019" in text and "INSTITUTE OF THE MILLS\nOF YORK" in text
