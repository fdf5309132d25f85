"""Words in small boxes: chips beside each other are apart, other boxes part nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.analysis.cv.pages import line, page, read
from tests.support.pdf import PdfPage, pdf
from zenhire.analysis.cv.layout import read_layout
from zenhire.analysis.cv.types import Box
from zenhire.engines.pdf.base import PdfWord
from zenhire.engines.pdf.reader import OcrOptions, ReadOptions
from zenhire.engines.pdf.reader import read as read_pdf


def chips(y: float, *texts: str) -> tuple[list[PdfWord], list[Box]]:
    """Texts, each in a box, and the boxes 3 points apart."""
    words: list[PdfWord] = []
    frames: list[Box] = []
    x = 40.0
    for text in texts:
        some = line(x, y, text)
        frames.append((x - 3, y - 11, some[-1].box[2] + 3, y + 5))
        words += some
        x = frames[-1][2] + 6
    return words, frames


def test_chips_are_apart_though_they_nearly_touch() -> None:
    (first, above), (second, below) = chips(100, "herd health", "payroll"), chips(120, "hoof care", "welding")
    assert read(page(first, second)).text == "herd health payroll\n\nhoof care welding"
    assert read(page(first, second, frames=(*above, *below))).text == "herd health\tpayroll\n\nhoof care\twelding"


def test_chips_below_one_another_do_not_wrap() -> None:
    texts = ("preparing budgets and yearly reports for", "the board")
    lines = [line(40, 100 + 14 * at, text) for at, text in enumerate(texts)]
    frames = tuple((38.0, 90 + 14 * at, words[-1].box[2] + 2, 103 + 14 * at) for at, words in enumerate(lines))
    assert read(page(*lines)).text == " ".join(texts)
    assert read(page(*lines, frames=frames)).text == "\n".join(texts)


@pytest.mark.parametrize(
    "frames",
    [
        ((38, 90, 120, 104),),
        ((38, 90, 66, 104), (38, 90, 120, 104)),
        ((38, 90, 67, 104), (67, 90, 120, 104)),
        ((38, 60, 65, 130), (67, 60, 120, 130)),
    ],
    ids=["around all", "a bar and its ground", "cells that touch", "as high as several lines"],
)
def test_other_boxes_part_nothing(frames: tuple[Box, ...]) -> None:
    assert read(page(line(40, 100, "herd health"), frames=frames)).text == "herd health"


def test_a_chip_that_wraps_is_one_line() -> None:
    lines = [line(40, 100, "Safety &"), line(40, 113, "Procedures"), line(40, 135, "Wine")]
    boxes = ((38, 90, 95, 118), (38, 125, 62, 139))
    assert read(page(*lines, frames=boxes)).text.split() == ["Safety", "&", "Procedures", "Wine"]
    assert read(page(*lines, frames=boxes)).text.startswith("Safety & Procedures\n")
    wide = ((38, 90, 150, 118), (38, 125, 62, 139))
    assert read(page(*lines, frames=wide)).text.startswith("Safety &\nProcedures\n")


def test_many_boxes_take_no_time() -> None:
    words = [word for at in range(50) for word in line(10, 20 + 16 * at, "a " * 200)]
    frames = tuple((0.0, 10.0 + 0.1 * at, 290.0, 45.0 + 0.1 * at) for at in range(500))
    begun = time.perf_counter()
    read(page(words, frames=frames))
    assert time.perf_counter() - begun < 5.0


async def test_boxes_come_out_of_the_pdf(tmp_path: Path) -> None:
    drawn = PdfPage().box(38, 88, 92, 104, (0.9, 0.9, 1)).box(96, 88, 138, 104, (0.9, 0.9, 1))
    drawn.text(40, 100, "Herd health").text(99, 100, "Payroll")
    path = tmp_path / "cv.pdf"
    path.write_bytes(pdf(drawn))
    document = await read_pdf(path, ReadOptions(ocr=OcrOptions(enabled=False)))
    assert read_layout(document).text == "Herd health\tPayroll"
