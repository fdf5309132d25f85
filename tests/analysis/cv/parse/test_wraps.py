"""Lines that go on with the one above, and dates that stand on a line of their own."""

from __future__ import annotations

from datetime import date

import pytest

from tests.analysis.cv.pages import line, page, read
from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import ParsedCv, parse
from zenhire.analysis.cv.parse.wraps import goes_on
from zenhire.engines.pdf.base import PdfShape, PdfWord

AS_OF = date(2026, 3, 15)


def _narrow(step: float) -> ParsedCv:
    """A list in a narrow column, its items so far apart; the second item wraps."""
    items = (("First Aid at Work", step), ("Certificate of the", 14.0), ("Harbour", step), ("Crane Driving", step))
    lines: list[list[PdfWord]] = [line(40, 60, "Ann Example", size=20), line(40, 80, "ann@example.org")]
    lines.append(line(40, 120, "Certifications", size=13, bold=True))
    y = 140.0
    for text, after in items:
        lines.append(line(40, y, text))
        y += after
    lines.append(line(40, y + 20, "Summary", size=13, bold=True))
    for at, text in enumerate(("Writes down what was", "said in the meetings,", "and what was not")):
        lines.append(line(40, y + 40 + 14 * at, text))
    return parse(read(page(*lines)), AS_OF)


def test_an_item_that_wraps_is_one_where_items_stand_apart() -> None:
    found = [item.name for item in _narrow(18.0).certificates]
    assert found == ["First Aid at Work", "Certificate of the Harbour", "Crane Driving"]


def test_lines_at_equal_distances_stay_items() -> None:
    assert "Crane Driving" in [item.name for item in _narrow(14.0).certificates]


def test_a_range_may_wrap_under_its_cell() -> None:
    cv = parse(
        document(
            "# Ann Example\n## Experience\nDec 2018 – July\tClerk, Carrow Bank\n2022\n• Closed books\n"
            "Jan 2015 – Nov 2018\tPorter, Polden Foods\n• Carried"
        ),
        AS_OF,
    )
    assert [(job.start_date, job.end_date) for job in cv.experience] == [("2018-12", "2022-07"), ("2015-01", "2018-11")]


def _job(*below: list[PdfWord]) -> ParsedCv:
    """A job whose head has its dates in a cell at the right, with these lines below it."""
    head = [*line(40, 140, "Supply Manager, Bottlers of La"), *line(205, 140, "07/2019 – 05/2022")]
    top = [line(40, 60, "Ann Example", size=20), line(40, 80, "ann@example.org")]
    return parse(read(page(*top, line(40, 120, "Work Experience", size=13, bold=True), head, *below)), AS_OF)


def test_a_head_wraps_before_the_cell_beside_it() -> None:
    tasks = [line(40, 168 + 14 * at, "• Counted all the bottles in the yard") for at in range(3)]
    (job,) = _job(line(40, 154, "Cascada Inc."), *tasks).experience
    assert (job.name, job.position, job.end_date) == ("Bottlers of La Cascada Inc.", "Supply Manager", "2022-05")


def test_what_a_coloured_ground_separates_comes_before_other_columns() -> None:
    rows = [
        [*line(40, 100 + 80 * at, f"Carrow Bank {at}"), *line(230, 98 + 80 * at, "NOV 2020 – JUN 2025", size=8)]
        for at in range(5)
    ]
    notes = [line(40, 114 + 80 * at, "Accountant for the harbour") for at in range(5)]
    bar = [
        line(420, 90 + 15 * at, text)
        for at, text in enumerate(
            ("Contact", "ann@example.org", "Leeds", "Skills", "Excel", "Sage", "Payroll", "Ledger", "Audit", "Tax")
        )
    ]
    ground = PdfShape((400, 0, 595, 842), 0x28283C)
    text = read(page(*rows, *notes, *bar, shapes=(ground,))).text
    assert "Carrow Bank 0\tNOV 2020 – JUN 2025" in text
    assert text.index("Carrow Bank 4") < text.index("Contact")


def test_labels_in_a_column_go_with_the_values_beside_them() -> None:
    pairs = [("Employer:", "Polden Foods"), ("Position:", "Baker"), ("Period:", "2015 – 2018"), ("Place:", "Leeds")] * 3
    lines = [
        [*line(40, 100 + 14 * at, label), *line(160, 100 + 14 * at, value)] for at, (label, value) in enumerate(pairs)
    ]
    assert "Employer:\tPolden Foods" in read(page(*lines)).text


def test_a_heading_may_wrap() -> None:
    cv = parse(document("# Ann Example\nann@example.org\n\n## TRAINING AND\n## CERTIFICATIONS\nFirst Aid\n"), AS_OF)
    assert [item.name for item in cv.certificates] == ["First Aid"]


def test_a_range_may_wrap_in_the_last_of_several_cells() -> None:
    text = "Polden Foods\t09/2022 -\nLeeds, UK\t04/2025\nPlant Manager\n• Led"
    text += "\n\nCarrow Bank\t08/2017 -\nYork, UK\t08/2022\nClerk"
    cv = parse(document(f"# Ann Example\n## Experience\n{text}\n• Counted"), AS_OF)
    found = [(job.name, job.position, job.start_date, job.end_date) for job in cv.experience]
    assert found == [
        ("Polden Foods", "Plant Manager", "2022-09", "2025-04"),
        ("Carrow Bank", "Clerk", "2017-08", "2022-08"),
    ]
    assert cv.experience[0].location and cv.experience[0].location.address == "Leeds, UK"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Maintenance and Repair, Cardiff and", "Vale College"),
        ("Istituto Tecnico Commerciale", "Pacinotti"),
        ("Administration des réseaux, Université", "Grenoble Alpes"),
        ("Werner-von-Siemens-Schule", "Mannheim"),
        ("National Institute of Bank", "Management"),
        ("Snake River Community", "College"),
    ],
)
def test_words_tell_that_a_name_goes_on(above: str, below: str) -> None:
    assert goes_on(above, below)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Economia aziendale", "Università di Pisa"),
        ("Indian Institute of Technology", "Physics"),
        ("University of Exeter", "Management"),
        ("Universität", "Bachelor"),
        ("Université", "Formation"),
        ("Diploma – Liceo linguistico", "Liceo Bertolucci"),
        ("Head of Sales and", "ann@example.org"),
        ("Tecnicatura, Comercialización", "Universidad de Palermo"),
    ],
)
def test_what_stands_below_is_no_part_of_the_name(above: str, below: str) -> None:
    assert not goes_on(above, below)
