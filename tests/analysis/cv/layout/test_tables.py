"""Tables whose first line names their columns, and forms whose boxes have their labels above."""

from __future__ import annotations

from tests.analysis.cv.pages import line, page, read
from zenhire.analysis.cv.layout.segments import segments
from zenhire.analysis.cv.layout.tables import names_columns
from zenhire.engines.pdf.base import PdfWord


def _row(y: float, *cells: tuple[float, str]) -> list[PdfWord]:
    return [word for x, text in cells for word in line(x, y, text)]


def test_cells_wrap_and_what_begins_anew_is_a_cell_of_its_own() -> None:
    document = read(
        page(
            _row(100, (40, "Period"), (130, "Employer"), (260, "Position"), (350, "Duties")),
            _row(
                124, (40, "2020 – 2022"), (130, "Froedtert Hospital of"), (260, "Nurse Manager"), (350, "Planned care")
            ),
            _row(136, (130, "Milwaukee"), (350, "with all the social workers of the")),
            _row(148, (350, "county; precepted nurses")),
            _row(172, (40, "2015 – 2019"), (130, "Saldo"), (260, "Charge Nurse"), (350, "Supervised aides")),
            _row(184, (130, "30-001 Kraków")),
        )
    )
    assert list(filter(None, document.text.splitlines()))[1:] == [
        "2020 – 2022\tFroedtert Hospital of Milwaukee\tNurse Manager\t"
        "Planned care with all the social workers of the county; precepted nurses",
        "2015 – 2019\tSaldo\t30-001 Kraków\tCharge Nurse\tSupervised aides",
    ]


def test_no_gutter_goes_through_a_table_with_named_columns() -> None:
    rows = [
        _row(
            120 + 30 * at,
            (40, f"20{at + 10}"),
            (90, "University College of the Harbour"),
            (330, "BSc"),
            (420, "Physics"),
        )
        for at in range(8)
    ]
    head = _row(100, (40, "Year"), (90, "Institution"), (330, "Degree"), (420, "Field of study"))
    text = read(page(head, *rows)).text
    assert "Year\tInstitution\tDegree\tField of study" in text
    assert "2017\tUniversity College of the Harbour\tBSc\tPhysics" in text


def test_labels_above_boxes_are_no_titles_of_cards() -> None:
    boxes = [
        _row(100, (40, "Language"), (300, "Level")),
        _row(112, (40, "French"), (300, "native")),
        _row(130, (40, "Language"), (300, "Level")),
        _row(142, (40, "English"), (300, "fluent")),
    ]
    assert "French\tnative" in read(page(*boxes)).text.replace("\n\n", "\n")


def test_headings_side_by_side_name_no_columns() -> None:
    assert names_columns(segments(_row(100, (40, "Year"), (140, "Board / University"))))
    assert not names_columns(segments(_row(100, (40, "Skills"), (240, "Languages"))))
    assert not names_columns(segments(_row(100, (40, "Address"), (240, "Languages"))))
    assert not names_columns(segments(_row(100, (40, "2019"), (240, "Level"))))


def test_a_row_with_dates_of_its_own_does_not_wrap() -> None:
    document = read(
        page(
            _row(100, (40, "Employer"), (180, "Position"), (380, "Period")),
            _row(114, (40, "Orbit Ltd"), (180, "Software Engineer for Billing"), (380, "2019 - 2022")),
            _row(128, (180, "Junior Engineer for Testing"), (380, "2017 - 2019")),
            _row(142, (180, "Intern"), (380, "2016 - 2017")),
        )
    )
    assert "Junior Engineer for Testing\t2017 - 2019" in document.text
    assert "Intern\t2016 - 2017" in document.text
