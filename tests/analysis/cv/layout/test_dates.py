"""Dates that wrap in a narrow column, and cells that stand close to one another."""

from __future__ import annotations

from tests.analysis.cv.pages import line, page, read


def test_dates_that_wrap_in_the_margin_are_one_cell() -> None:
    document = read(
        page(
            line(40, 100, "December", size=8),
            line(100, 100, "Electrical Supervisor", bold=True),
            line(40, 110, "2020 -", size=8),
            line(100, 112, "Pennine Mechanical"),
            line(40, 120, "present", size=8),
            line(100, 124, "Tested and issued reports for a housing association"),
            line(40, 150, "April 2018 -", size=8),
            line(100, 150, "Approved Electrician", bold=True),
            line(40, 160, "March 2020", size=8),
            line(100, 162, "Fenwright Electrical Services"),
            line(100, 174, "Supervised four electricians"),
        )
    )
    assert document.text == (
        "December 2020 - present\tElectrical Supervisor\nPennine Mechanical\n"
        "Tested and issued reports for a housing association\n\n"
        "April 2018 - March 2020\tApproved Electrician\nFenwright Electrical Services\nSupervised four electricians"
    )
    assert document.text[document.lines[0].start : document.lines[0].end] == "December 2020 - present"


def test_dates_that_wrap_alone_are_one_line_and_two_ranges_are_two() -> None:
    document = read(page(line(40, 100, "July 2015"), line(40, 112, "to"), line(40, 124, "Current")))
    assert document.text == "July 2015 to Current"
    ranges = page(line(40, 100, "July 2015 - May 2019"), line(40, 112, "June 2012 - June 2015"), line(40, 124, "2011"))
    assert read(ranges).text == "July 2015 - May 2019\nJune 2012 - June 2015\n2011"


def test_how_long_it_took_belongs_to_the_dates_in_the_margin() -> None:
    document = read(
        page(
            line(40, 100, "Sept. 2018 - Avr. 2022", size=8),
            line(140, 102.8, "Adult Nursing", size=11, bold=True),
            line(40, 110, "3 ans 7 mois", size=8),
            line(140, 116, "University of Wharfemoor", size=8),
        )
    )
    assert document.text == "Sept. 2018 - Avr. 2022 3 ans 7 mois\tAdult Nursing\nUniversity of Wharfemoor"


def test_a_heading_close_to_its_text_is_a_cell_where_other_lines_begin() -> None:
    lines = [line(100, 112 + 12 * at, text) for at, text in enumerate(("Juniper & Rye", "Sep 2023", "Milwaukee"))]
    near = line(62, 100, "Work", size=14) + line(100, 100, "Executive Chef", size=12, bold=True)
    assert read(page(near, *lines)).text.startswith("Work\n\nExecutive Chef\n")
    elsewhere = line(70, 100, "Work", size=14) + line(108, 100, "Executive Chef", size=12, bold=True)
    assert read(page(elsewhere, *lines)).text.startswith("Work Executive Chef\n")


def test_text_below_a_dated_entry_is_no_wrapped_title_where_lines_wrap_closer() -> None:
    head = "Impianti Vesta S.p.A., Responsabile ufficio tecnico di tutto il gruppo - Rovigo, Italia"
    text = "Progettazione di linee di confezionamento; messa in tavola e distinte base di ogni giorno"
    entry = [line(40, 100, "12.2022 -"), line(120, 100, head), line(40, 112, "presente"), line(120, 117, text)]
    assert read(page(*entry, line(120, 130, "Rapporti con officine"))).text.split("\n")[:2] == [
        f"12.2022 - presente\t{head}",
        f"{text} Rapporti con officine",
    ]


def test_small_capitals_stay_in_their_line() -> None:
    small = line(67, 101.5, "to", size=4)
    dates = line(40, 101.5, "2018-09", size=7) + small + line(74, 101.5, "2023-11", size=7)
    assert read(page(dates, line(200, 100, "Associate", size=9))).text == "2018-09 to 2023-11\tAssociate"
