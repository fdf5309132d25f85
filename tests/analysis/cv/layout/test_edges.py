"""Dates in a margin that end close to the text beside them, in letters alike."""

from __future__ import annotations

from tests.analysis.cv.pages import line, page, read

ROLES = ("Head baker", "Baker of rye", "Trainee baker")


def test_one_wide_space_before_an_edge_that_lines_share_parts_cells() -> None:
    lines = [[*line(40, 100 + 30 * at, "2019-2021"), *line(92, 100 + 30 * at, role)] for at, role in enumerate(ROLES)]
    own = [line(92, 112 + 30 * at, "Crumb & Co, Leeds") for at in range(3)]
    text = read(page(*lines, *own)).text
    assert all(f"2019-2021\t{role}" in text for role in ROLES)


def test_a_mark_and_spaces_of_justified_text_part_nothing() -> None:
    marked = [[*line(40, 100 + 14 * at, "•"), *line(52, 100 + 14 * at, role)] for at, role in enumerate(ROLES)]
    assert (
        read(page(*marked, line(52, 150, "Leeds"), line(52, 170, "York"), line(52, 190, "Hull"))).text.count("\t") == 0
    )
    wide = [*line(40, 100, "Baker"), *line(73, 100, "of"), *line(92, 100, "rye")]
    assert "\t" not in read(page(wide, *(line(92, 130 + 30 * at, "Leeds") for at in range(3)))).text
