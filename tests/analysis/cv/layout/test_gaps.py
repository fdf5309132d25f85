"""Items beside each other with wider spaces between them than between words."""

from __future__ import annotations

import pytest

from tests.analysis.cv.pages import line, page, read
from zenhire.engines.pdf.base import PdfWord


def spaced(y: float, *texts: str, gap: float = 9.0) -> list[PdfWord]:
    """Texts beside each other on one line, `gap` points apart."""
    words: list[PdfWord] = []
    for text in texts:
        words += line(words[-1].box[2] + gap if words else 40.0, y, text)
    return words


def test_wide_spaces_of_one_width_part_items() -> None:
    lines = [spaced(100, "Due diligence", "Commercial leases"), spaced(140, "Negotiation", "Client care", "Land law")]
    text = "Due diligence\tCommercial leases\n\nNegotiation\tClient care\tLand law"
    assert read(page(*lines)).text == text


@pytest.mark.parametrize(
    "lines",
    [
        [spaced(100, "Due diligence", "Commercial leases"), spaced(140, "Land law", "Client care")],
        [spaced(100 + 40 * at, "Due", "diligence", "leases,", "land") for at in range(3)],
        [spaced(100 + 40 * at, "Due diligence", "leases", gap=8.0 + at) for at in range(3)],
        [spaced(100 + 40 * at, "Due diligence:", "leases") for at in range(3)],
        [spaced(100 + 40 * at, "Due diligence", "|", "leases") for at in range(3)],
        [[*spaced(100 + 40 * at, "Due", "diligence"), *line(114.5, 100 + 40 * at, "leases")] for at in range(3)],
    ],
    ids=["few", "all", "of many widths", "after a label", "around signs", "among spaces of justified text"],
)
def test_other_wide_spaces_part_nothing(lines: list[list[PdfWord]]) -> None:
    assert "\t" not in read(page(*lines)).text
