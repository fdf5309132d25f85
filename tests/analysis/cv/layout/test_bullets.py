"""Bullets that are drawn, and lines that are no part of the paragraph above."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analysis.cv.pages import line, page, read
from tests.support.pdf import PdfPage, pdf
from zenhire.analysis.cv.layout import read_layout
from zenhire.engines.pdf.reader import OcrOptions, ReadOptions
from zenhire.engines.pdf.reader import read as read_pdf

LONG = "Taught chemistry to classes of thirty from year seven to the very last one of them all"


def dot(x: float, base: float, side: float = 3.0) -> tuple[float, float, float, float]:
    return (x, base - 5.0, x + side, base - 5.0 + side)


def test_items_with_drawn_bullets_are_items_though_they_fill_their_lines() -> None:
    lines = [line(60, 100 + 14 * at, text) for at, text in enumerate((LONG, LONG, "Ran the science club"))]
    marks = tuple(dot(48, 100 + 14 * at) for at in range(3))
    assert read(page(*lines, marks=marks)).text == f"• {LONG}\n• {LONG}\n• Ran the science club"


@pytest.mark.parametrize(
    "marks",
    [
        (dot(20, 100),),
        (dot(48, 100, 8.0),),
        (dot(40, 100), dot(48, 100)),
        (dot(150, 100),),
        (dot(48, 130),),
    ],
    ids=["far", "large", "a row of dots", "between words", "on another line"],
)
def test_other_marks_are_no_bullets(marks: tuple[tuple[float, float, float, float], ...]) -> None:
    assert read(page(line(60, 100, "Ran the science club"), marks=marks)).text == "Ran the science club"


async def test_drawn_bullets_come_out_of_the_pdf(tmp_path: Path) -> None:
    drawn = PdfPage().text(60, 100, "Baked rye bread").text(60, 114, "Led nine bakers")
    for base in (100, 114):
        drawn.box(48, base - 5, 51, base - 2, (0, 0, 0))
    path = tmp_path / "cv.pdf"
    path.write_bytes(pdf(drawn))
    document = await read_pdf(path, ReadOptions(ocr=OcrOptions(enabled=False)))
    assert len(document.pages[0].marks) == 2
    assert read_layout(document).text == "• Baked rye bread\n• Led nine bakers"


def test_a_line_that_ends_with_a_range_of_dates_is_whole() -> None:
    head = "Seniorenheim Lindenhof am Mühlbach im Norden, Pflegedienstleitung (September 2021 - Mai 2024)"
    lines = [line(60, 100, head), line(60, 114, "Planung der Dienste für achtzehn Mitarbeitende")]
    assert read(page(*lines)).text.split("\n")[0] == head


def test_a_bracket_goes_on_over_the_lines_end() -> None:
    head = "Laurea magistrale, Giurisprudenza, Università degli Studi di Valdarno superiore (ott. 2014 - ott."
    assert read(page(line(60, 100, head), line(60, 114, "2016)"))).text == f"{head} 2016)"


def test_dates_in_a_margin_as_long_as_the_text_are_no_column() -> None:
    left = ("MSc in Distributed Systems", "University of Northmoor", "BSc in Computer Science")
    right = ("Mar 2014 - Dec 2017", "Wexham, UK", "Jun 2010 - Feb 2014")
    lines = [line(60, 100 + 14 * at, text) for at, text in enumerate(left)]
    lines += [line(450, 100 + 14 * at, text) for at, text in enumerate(right)]
    assert read(page(*lines)).text == "\n".join(f"{a}\t{b}" for a, b in zip(left, right, strict=True))


def test_a_word_that_had_no_room_before_the_space_between_cells_goes_on() -> None:
    lists = ("Core: Loss Prevention, Access Control, Key", "Other: First Aid, Incident Reports")
    lines = [line(40, 100, lists[0]), line(282, 100, lists[1]), line(40, 114, "Control"), line(40, 128, "Languages")]
    assert read(page(*lines)).text == f"{lists[0]} Control\t{lists[1]}\nLanguages"
