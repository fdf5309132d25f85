"""Names in large letters: over several lines with small lines beside them, above columns, and set wide."""

from __future__ import annotations

from tests.analysis.cv.pages import line, page, read
from zenhire.engines.pdf.base import PdfStyle, PdfWord

_WORK = [line(40, 110 + 13 * at, f"Baker {at}, Crumb & Co, and what else was there to bake") for at in range(8)]


def test_lines_beside_a_name_over_two_lines_stand_together() -> None:
    text = read(
        page(
            line(420, 38, "07700 900143"),
            line(240, 42, "ANN MARY", size=17.0),
            line(40, 50, "Leeds"),
            line(240, 56, "EXAMPLE", size=17.0),
            line(420, 53, "ann@mill.example"),
            *_WORK,
        )
    ).text
    assert text.startswith("ANN MARY\nEXAMPLE\n\nLeeds\n\n07700 900143\nann@mill.example\n\nBaker 0")


def test_the_last_line_of_a_name_is_of_no_column() -> None:
    left = [line(40, 110 + 14 * at, f"Baked bread of kind {at}") for at in range(9)]
    right = [line(320, 105 + 17 * at, f"Oven of kind {at}") for at in range(8)]
    text = read(
        page(
            line(40, 50, "MUHAMMAD HAFIZ BIN", size=36.0),
            line(40, 90, "SUHAIMI", size=36.0),
            *left,
            *right,
        )
    )
    assert [one.column for one in text.lines[:3]] == [0, 0, 1]


def _tracked(x: float, text: str, wide: float) -> list[PdfWord]:
    words = []
    for part in text.split():
        end = x + 10.0 * wide * len(part)
        words.append(PdfWord(part, (x, 32.0, end, 42.0), 40.0, PdfStyle("Test", 10.0), contrast=255))
        x = end + 14.0
    return words


def test_words_that_are_set_wide_have_wide_spaces() -> None:
    assert read(page(_tracked(40, "ANN EXAMPLE", 1.1))).text == "ANN EXAMPLE"
    assert read(page(_tracked(40, "ANN EXAMPLE", 0.7))).text == "ANN\tEXAMPLE"
