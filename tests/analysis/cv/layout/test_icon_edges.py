"""Icons: a line begins where its icon does."""

from __future__ import annotations

from tests.analysis.cv.pages import line, page, read

_CALENDAR, _PIN = "\uf073", "\uf041"


def test_a_line_begins_where_its_icon_does() -> None:
    document = read(page(line(40, 80, "Head Baker"), line(40, 93, f"{_CALENDAR} 2014 - 2019")))
    assert document.text == "Head Baker\n2014 - 2019"
    assert [round(one.box[0]) for one in document.lines] == [40, 40]


def test_an_icon_within_a_line_parts_what_stands_there() -> None:
    assert read(page(line(40, 80, f"{_CALENDAR} 2014 - 2019 {_PIN} {_PIN} Leeds"))).text == "2014 - 2019\tLeeds"
