"""Names that wrap in their cells, and words that a line's end has parted."""

from __future__ import annotations

import pytest

from tests.analysis.cv.pages import line, page, read


def test_a_schools_name_wraps_beside_its_dates_and_takes_the_other_cells_along() -> None:
    document = read(
        page(
            line(40, 80, "BBA, Operations") + line(190, 80, "Sawtooth University") + line(338, 80, "2016 – 2019"),
            line(40, 100, "Associate of Supply Chain")
            + line(190, 100, "Snake River Community")
            + line(338, 100, "2012 – 2016"),
            line(40, 114, "Management") + line(190, 114, "College"),
        )
    )
    assert document.text.replace("\n\n", "\n") == (
        "BBA, Operations\tSawtooth University\t2016 – 2019\n"
        "Associate of Supply Chain Management\tSnake River Community College\t2012 – 2016"
    )


def test_nothing_is_lost_where_names_wrap_over_three_lines() -> None:
    rows = [
        line(40, 100, "Head of") + line(130, 100, "Istituto Tecnico") + line(230, 100, "2012 – 2016"),
        line(40, 114, "Sales and") + line(130, 114, "Carlo") + line(230, 114, "Torino"),
        line(40, 128, "Marketing") + line(130, 128, "Pacinotti"),
    ]
    text = read(page(*rows)).text
    assert sorted(text.split()) == sorted(word.text for row in rows for word in row)


@pytest.mark.parametrize("below", ["Ulm", "Praktikum", "Bachelor"])
def test_a_line_with_room_above_or_another_sense_stays_its_own(below: str) -> None:
    name = "Studienkolleg am Hafen Neustadt" if below == "Ulm" else "Universität"
    document = read(page(line(40, 100, name) + line(330, 100, "2012 – 2016"), line(40, 114, below)))
    assert document.text.splitlines()[0].startswith(f"{name}\t")


def test_a_kind_of_school_goes_on_in_the_next_line() -> None:
    head, below = line(40, 100, "Bachelor of Arts, Geschichte, Universität"), line(40, 114, "Paderborn")
    beside = head[-1].box[2] + below[0].box[2] - below[0].box[0] + 14
    assert read(page(head + line(beside, 100, "12.2001 - 08.2004"), below)).text.startswith(
        "Bachelor of Arts, Geschichte, Universität Paderborn\t"
    )


def test_a_word_parted_at_the_lines_end_is_whole_however_far_the_next_line_is_indented() -> None:
    lines = (
        line(40, 100, "01.2007 – 06.2010 BSc: Agronomy, University of Agri-"),
        line(110, 112, "culture, Curitiba"),
    )
    assert read(page(*lines)).text == "01.2007 – 06.2010 BSc: Agronomy, University of Agriculture, Curitiba"


def test_rows_stand_under_headings_at_the_left() -> None:
    document = read(
        page(
            line(90, 100, "FORMATIONS", bold=True),
            line(90, 120, "2010 – 2012") + line(180, 120, "Diplôme, Soins infirmiers", bold=True),
            line(180, 134, "Institut Montauban"),
            line(90, 160, "LANGUES", bold=True),
            line(90, 180, "Français") + line(180, 180, "langue maternelle"),
            line(90, 194, "Anglais") + line(180, 194, "courant"),
            line(90, 220, "COMPÉTENCES", bold=True),
            line(180, 240, "Gestion des plannings, Travail en équipe"),
            line(90, 266, "CERTIFICATIONS", bold=True),
            line(180, 286, "Plaies et cicatrisation"),
        )
    )
    order = ["FORMATIONS", "Soins", "LANGUES", "maternelle", "COMPÉTENCES", "Gestion", "CERTIFICATIONS", "Plaies"]
    assert sorted(order, key=document.text.index) == order
    assert "Français\tlangue maternelle" in document.text


def test_places_at_the_end_of_the_left_column_are_none_of_the_right_one() -> None:
    left = [line(40, 100 + 14 * at, "Answered the calls of customers and wrote") for at in range(16)]
    places = [line(300, 100, "Exeter"), line(295, 184, "Leicester"), line(295, 268, "Leicester")]
    right = [line(370, 106 + 16 * at, f"Skill number {at}") for at in range(14)]
    text = read(page(*left, *places, *right)).text
    assert text.index("Leicester") < text.index("Skill number 0")
