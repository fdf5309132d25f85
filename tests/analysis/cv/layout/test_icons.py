"""Letters of fonts that hold pictures."""

from __future__ import annotations

from dataclasses import replace

from tests.analysis.cv.pages import line, page, read
from zenhire.engines.pdf.base import PdfWord


def icon(x: float, y: float, letter: str) -> list[PdfWord]:
    return [replace(word, style=replace(word.style, font="FontAwesome5Free-Regular")) for word in line(x, y, letter)]


SKILLS = ("Welding", "Payroll", "Herd health")


def test_an_icon_before_an_address_is_no_text() -> None:
    mail = [replace(word, joined=True) for word in line(46, 100, "ann@example.org")]
    lines = [icon(40, 100, "B"), mail, icon(40, 114, "H"), line(50, 114, "07700 900143")]
    assert read(page(*lines)).text == "ann@example.org\n07700 900143"


def test_one_icon_before_each_item_is_their_mark() -> None:
    lines = [
        part for at, text in enumerate(SKILLS) for part in (icon(40, 100 + 14 * at, "{"), line(50, 100 + 14 * at, text))
    ]
    assert read(page(*lines)).text == "• Welding\n• Payroll\n• Herd health"
    within = [
        [*line(40 + x, 100 + y, "2019"), *icon(65 + x, 100 + y, "t"), *line(75 + x, 100 + y, "3 years")]
        for x, y in ((0, 0), (30, 14), (60, 28))
    ]
    assert read(page(*within)).text == "\n".join(["2019\t3 years"] * 3)


def test_a_font_of_all_words_is_one_of_letters() -> None:
    assert read(page(icon(40, 100, "Welding and payroll"))).text == "Welding and payroll"
