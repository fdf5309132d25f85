"""Narrow columns beside entries: places and dates on several lines, and dates close to their heads."""

from __future__ import annotations

from tests.analysis.cv.pages import line, page, read
from zenhire.engines.pdf.base import PdfWord


def _entry(y: float, employer: str, *aside: str) -> list[list[PdfWord]]:
    head = [line(60, y, employer, bold=True), line(70, y + 40, "Senior Baker", bold=True)]
    body = [line(70, y + 53 + 13 * at, f"Baked rye bread for {at + 3} shops, and kept the ovens") for at in range(3)]
    return [*head, *body, *(line(430, y + 13 * at, text) for at, text in enumerate(aside))]


def test_a_place_and_dates_that_wrap_in_a_narrow_column_stand_beside_their_entry() -> None:
    text = read(
        page(
            line(40, 40, "Ann Example", size=16.0),
            *_entry(80, "Crumb & Co", "Leeds,", "West", "Yorkshire", "March", "2021 –", "Present"),
            *_entry(200, "Old Mill Bakery", "Whitby,", "North", "Yorkshire", "January", "2017 –", "June 2020"),
        )
    ).text
    assert "Crumb & Co\tLeeds, West Yorkshire\n" in text
    assert "Old Mill Bakery\tWhitby, North Yorkshire\n" in text
    assert "Senior Baker\tMarch 2021 – Present\n" in text


def test_a_dash_that_justified_text_moves_away_stays_with_its_date() -> None:
    lines = [
        item
        for y, name in ((80.0, "Crumb & Co"), (160.0, "Old Mill Bakery"))
        for item in (
            line(40, y, "09/2012", bold=True),
            line(95, y, "–", bold=True),
            line(140, y, name),
            line(40, y + 12, "12/2014", bold=True),
            line(140, y + 12, "Baker of rye bread and of sour dough"),
        )
    ]
    text = read(page(line(40, 40, "Ann Example", size=16.0), *lines)).text
    assert "09/2012 – 12/2014\tCrumb & Co\n" in text


def test_short_lines_of_a_column_with_text_of_its_own_stay_lines() -> None:
    side = ["Education", "2010 – 2014", "BSc Baking", "Leeds", "2006 – 2010", "Diploma", "Whitby"]
    text = read(
        page(
            *(line(40, 100 + 13 * at, text) for at, text in enumerate(side)),
            *(line(200, 93 + 17 * at, "Baked rye bread and sour dough for ten shops in the town") for at in range(20)),
        )
    ).text
    assert "\n".join(side[1:]) in text


def test_bold_dates_close_to_their_head_are_a_cell_where_they_end_alike() -> None:
    lines: list[list[PdfWord]] = []
    for y, dates in ((80.0, "09/2024 – Present"), (120.0, "02/2023 - 07/2024"), (160.0, "10/2017 - 09/2022")):
        head = line(40, y, "Senior Baker and Cook, Crumb and")
        right = line(0, y, dates, bold=True)
        shift = 300.0 - right[-1].box[2]
        lines += [head, [_moved(word, shift) for word in right], line(40, y + 12, "Company, Leeds.")]
    text = read(page(line(40, 40, "Ann Example", size=16.0), *lines)).text
    assert "Senior Baker and Cook, Crumb and Company, Leeds.\t02/2023 - 07/2024" in text


def _moved(word: PdfWord, shift: float) -> PdfWord:
    left, top, right, bottom = word.box
    return PdfWord(word.text, (left + shift, top, right + shift, bottom), word.baseline, word.style, contrast=255)


def test_a_month_that_a_hyphen_leaves_for_the_next_line_stays_with_its_year() -> None:
    lines = [
        item
        for y in (80.0, 140.0)
        for item in (
            line(40, y, "Baker of bread and cake, Crumb & Co,", bold=True),
            line(400, y, "2019-11 - 2023-", bold=True),
            line(40, y + 12, "Leeds."),
            line(400, y + 12, "12", bold=True),
        )
    ]
    assert "2019-11 - 2023-12\n" in read(page(line(40, 40, "Ann Example", size=16.0), *lines)).text


def test_a_row_of_a_table_does_not_go_on_from_the_one_above() -> None:
    rows = [("nativo", "Español"), ("intermedio", "Inglés"), ("básico", "Catalán")]
    lines = [
        item
        for at, row in enumerate(rows)
        for item in (line(40, 80 + 13 * at, row[0]), line(300, 80 + 13 * at, row[1]))
    ]
    text = read(page(line(40, 40, "Ann Example", size=16.0), *lines)).text
    assert text.endswith("nativo\tEspañol\nintermedio\tInglés\nbásico\tCatalán")
