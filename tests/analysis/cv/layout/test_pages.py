"""The order of reading, and where the lines went."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.cv.pages import line, page, read
from tests.support import cv_layouts
from tests.support.pdf import PdfPage, pdf
from zenhire.analysis.cv.layout import read_layout
from zenhire.analysis.cv.types import CvDocument, from_json, to_json
from zenhire.engines.pdf.base import PdfLink
from zenhire.engines.pdf.reader import OcrOptions, ReadOptions
from zenhire.engines.pdf.reader import read as read_pdf


async def reading(folder: Path, data: bytes) -> CvDocument:
    path = folder / "cv.pdf"
    path.write_bytes(data)
    return read_layout(await read_pdf(path, ReadOptions(ocr=OcrOptions(enabled=False))))


def in_order(text: str, *parts: str) -> bool:
    at = -1
    for part in parts:
        at = text.find(part, at + 1)
        if at < 0:
            return False
    return True


SIDE_TEXT = (
    "CONTACT\nann@example.org\n+44 20 7946 0000\nLeeds\n\n"
    "SKILLS\nSour dough\nStock keeping\nShift planning\nFirst aid\n\nLANGUAGES\nEnglish\nPolish"
)
MAIN_TEXT = (
    "EXPERIENCE\nSenior Baker, Crumb & Co\n2019 - 2024\n"
    "Led a team of nine bakers through the night shift and cut the waste of flour by a third within two years of "
    "patient work with the suppliers.\n\n"
    "Baker, Old Mill Bakery\n2015 - 2019\n"
    "Baked rye bread for four markets and trained apprentices in the use of the stone oven, which is older than the "
    "mill itself.\n\n"
    "EDUCATION\nDiploma in Baking, Northern School of Crafts\nThesis on sour dough at low temperatures"
)


@pytest.mark.parametrize("left", [True, False])
@pytest.mark.parametrize(("ground", "grid"), [(False, False), (True, False), (False, True)])
async def test_a_side_bar_is_read_apart(tmp_path: Path, left: bool, ground: bool, grid: bool) -> None:
    text = (await reading(tmp_path, cv_layouts.side_bar(left, ground, grid))).text
    assert SIDE_TEXT in text
    assert MAIN_TEXT in text
    assert text.count("Ann Example") == 1


async def test_two_columns_of_prose(tmp_path: Path) -> None:
    document = await reading(tmp_path, cv_layouts.two_columns())
    assert in_order(document.text, "Ann Example", "Left line 1 ", "Left line 12", "Right line 1 ", "Right line 12")
    assert {line.column for line in document.lines} == {0, 1, 2}


async def test_dates_at_the_right_stay_with_their_entries(tmp_path: Path) -> None:
    assert (await reading(tmp_path, cv_layouts.dates_right())).text == (
        "Ann Example\n\nSenior Baker, Crumb & Co\t2019 - 2024\n"
        "• Led a team of nine bakers through the night and cut the waste of flour by a third within two years\tLeeds\n"
        "\n"
        "Baker, Old Mill Bakery\t2015 - 2019\n• Baked rye bread for four markets\n\n"
        "Apprentice, Harbour Bread\t2012 - 2015\n• Learned the trade"
    )


async def test_dates_at_the_left_stay_with_their_entries(tmp_path: Path) -> None:
    text = (await reading(tmp_path, cv_layouts.dates_left())).text
    assert "2015 - 2019\tBaker, Old Mill Bakery\nBaked rye bread for four markets\n\n2012 - 2015\t" in text


async def test_tables_are_read_row_by_row(tmp_path: Path) -> None:
    text = (await reading(tmp_path, cv_layouts.table())).text
    assert "Languages\tEnglish, Polish, some German\nOvens\tstone, deck," in text
    assert "ovens of all makes and ages, wood-fired ones too\nSoftware\t" in text


async def test_headings_in_the_margin(tmp_path: Path) -> None:
    text = (await reading(tmp_path, cv_layouts.margin_headings())).text
    assert "Experience\n\nSenior Baker, Crumb & Co\nLed a team of nine\nPlanned the shifts\nKept the books" in text
    assert in_order(text, "Experience\n", "Kept the books", "Education\n", "Thesis", "Interests\n", "Rye")


async def test_wide_set_names_are_words(tmp_path: Path) -> None:
    one = PdfPage().text(40, 60, "ANN EXAMPLE", size=20, spacing=4).text(40, 100, "A N N  E X A M P L E", size=14)
    assert (await reading(tmp_path, pdf(one))).text == "ANN EXAMPLE\n\nANN EXAMPLE"


async def test_headers_are_read_once_and_page_numbers_never(tmp_path: Path) -> None:
    pages = []
    for number in range(1, 4):
        one = PdfPage().text(40, 30, "Ann Example - ann@example.org").text(280, 820, f"Page {number} of 3")
        pages.append(one.text(40, 400, f"What stands on sheet {number}").text(40, 800, f"CV of Ann - {number}"))
    document = await reading(tmp_path, pdf(*pages))
    assert document.text.count("Ann Example") == 1
    assert "Page" not in document.text and "CV of Ann" not in document.text
    assert [document.text.count(f"sheet {number}") for number in (1, 2, 3)] == [1, 1, 1]
    assert len(document.repeats) == 2 + 3 + 3


def test_hyphens_are_undone_and_spans_agree() -> None:
    document = read(
        page(
            line(40, 60, "• Responsible for the devel-"),
            line(47, 72, "opment of ovens."),
            line(40, 84, "• An on-campus job"),
        )
    )
    assert document.text == "• Responsible for the development of ovens.\n• An on-campus job"
    assert [document.text[one.start : one.end] for one in document.lines] == [
        "• Responsible for the devel",
        "opment of ovens.",
        "• An on-campus job",
    ]
    assert [one.bullet for one in document.lines] == [True, False, True]


def test_a_words_place_can_be_found_again() -> None:
    document = read(
        page(line(40, 60, "Ann Example", size=18, bold=True), line(40, 100, "Baker in Leeds")), page(number=2)
    )
    start = document.text.index("Leeds")
    assert document.places(start, start + 5) == [(1, document.lines[1].box)]
    assert (document.lines[0].size, document.lines[0].bold, document.body_size) == (18, True, 10)
    assert [document.text[a:b] for a, b in document.paragraphs()] == ["Ann Example", "Baker in Leeds"]


def test_links_know_their_text() -> None:
    words = line(40, 60, "Mail ann@example.org now")
    one = replace(page(words), links=(PdfLink("mailto:ann@example.org", words[1].box),))
    document = read(one)
    link = document.links[0]
    assert document.text[link.start : link.end] == "ann@example.org"


def test_text_at_an_angle_comes_last() -> None:
    side = [replace(word, box=(20, 300, 30, 340), baseline=28) for word in line(0, 0, "sideways", angle=90)]
    assert read(page(side, line(40, 60, "Ann Example"), line(40, 72, "Baker"))).text.endswith("sideways")


def test_a_page_without_words() -> None:
    document = read(page())
    assert (document.text, document.lines, document.blocks, document.body_size) == ("", (), (), 0.0)


WORD = st.text(alphabet="abc•-.XYZ9é漢ש", min_size=1, max_size=8)
PLACED = st.tuples(
    st.integers(0, 560), st.integers(20, 830), st.lists(WORD, min_size=1, max_size=6), st.sampled_from((8, 10, 14))
)


@settings(max_examples=60)
@given(st.lists(PLACED, max_size=30))
def test_any_page_is_read_whole(rows: list[tuple[int, int, list[str], int]]) -> None:
    document = read(page(*(line(x, y, " ".join(words), size=size) for x, y, words, size in rows)))
    assert document == from_json(to_json(document))
    ends = [0]
    for one in document.lines:
        assert ends[-1] <= one.start < one.end <= len(document.text)
        ends.append(one.end)
    for block in document.blocks:
        lines = document.lines[block.first_line : block.end_line]
        assert lines and (block.start, block.end) == (lines[0].start, max(one.end for one in lines))
    assert document == read(page(*(line(x, y, " ".join(words), size=size) for x, y, words, size in rows)))


def test_a_page_that_nobody_could_read_is_still_read() -> None:
    rows = [line(40 + 90 * (n % 6), 10 + 0.8 * (n // 6), "ab 1") for n in range(3_000)]
    document = read(page(*rows))
    assert document.text and len(document.lines) <= 6_000
