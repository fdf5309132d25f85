"""Lines that go on with the one above, and dates that stand on a line of their own."""

from __future__ import annotations

from datetime import date

from tests.analysis.cv.pages import line, page, read
from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import ParsedCv, parse
from zenhire.engines.pdf.base import PdfWord

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
