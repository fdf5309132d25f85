from __future__ import annotations

import time

import pytest

from zenhire.analysis.cv.parse.dates.ranges import date_ranges, day_first


@pytest.mark.parametrize(
    ("text", "first", "last", "current"),
    [
        ("June 2023 – present", "2023-06", None, True),
        ("Sept 2018 – May 2023", "2018-09", "2023-05", False),
        ("05/2019 - 06/2020", "2019-05", "2020-06", False),
        ("2019-05 – 2020-06", "2019-05", "2020-06", False),
        ("2019/05 - 2019/12", "2019-05", "2019-12", False),
        ("01.02.2019 – 31.03.2021", "2019-02", "2021-03", False),
        ("May 5, 2019 - June 6, 2020", "2019-05", "2020-06", False),
        ("May '19 - Aug '20", "2019-05", "2020-08", False),
        ("May - Aug 2019", "2019-05", "2019-08", False),
        ("Nov – Feb 2019", "2018-11", "2019-02", False),
        ("08/10 - 09/13", "2010-08", "2013-09", False),
        ("08/2015-Present", "2015-08", None, True),
        ("12/2014 to 08/2015", "2014-12", "2015-08", False),
        ("Oct. 2019 to date", "2019-10", None, True),
        ("(2001 - 2004)", "2001", "2004", False),
        ("2015–17", "2015", "2017", False),
        ("2019 –", "2019", None, True),
        ("Fall 2013 – Spring 2014", "2013", "2014", False),
        ("WS 2014/15", "2014", "2014", False),
        ("Sommer 2019", "2019", "2019", False),
        ("seit 03/2020", "2020-03", None, True),
        ("März 2019 bis heute", "2019-03", None, True),
        ("depuis mars 2018", "2018-03", None, True),
        ("févr. 2019 à ce jour", "2019-02", None, True),
        ("août 2016 – aujourd'hui", "2016-08", None, True),
        ("enero de 2019 - actualidad", "2019-01", None, True),
        ("de 2015 a 2018", "2015", "2018", False),
        ("gennaio 2019 – oggi", "2019-01", None, True),
        ("dal 2016", "2016", None, True),
        ("out. 2019 - atual", "2019-10", None, True),
        ("fevereiro de 2012 até março de 2014", "2012-02", "2014-03", False),
        ("maart 2019 – heden", "2019-03", None, True),
        ("sinds mei 2020", "2020-05", None, True),
        ("styczeń 2019 – obecnie", "2019-01", None, True),
        ("od 2019 do 2021", "2019", "2021", False),
        ("Ocak 2019 – Günümüz", "2019-01", None, True),
        ("2018'den beri", "2018", None, True),
        ("Şubat 2015 – Ağustos 2017", "2015-02", "2017-08", False),
        ("2019年5月 - 2020年3月", "2019-05", "2020-03", False),
        ("bis 2019", None, "2019", False),
    ],
)
def test_a_line_gives_its_range(text: str, first: str | None, last: str | None, current: bool) -> None:
    [found] = date_ranges(text)
    assert (found.first, found.last, found.current) == (first, last, current)


def test_an_expected_end_lies_ahead() -> None:
    [found] = date_ranges("Expected Graduation: June 2027")
    assert found.expected and found.last == "2027-06"


@pytest.mark.parametrize("text", ["Raised $2015", "grew by 2019%", "no date", "99.97% of 2M+", "ISO 9001", "12345678"])
def test_numbers_that_are_no_dates_are_left_alone(text: str) -> None:
    assert date_ranges(text) == []


def test_a_day_and_a_month_that_cannot_be_told_apart_give_the_year_only() -> None:
    [found] = date_ranges("03/04/2019")
    assert found.first == "2019"


def test_an_unambiguous_date_in_the_document_tells_which_comes_first() -> None:
    assert day_first("from 25/12/2018") is True
    assert day_first("from 12/25/2018") is False
    assert day_first("from 01/02/2018") is None
    assert date_ranges("03/04/2019", True)[0].first == "2019-04"
    assert date_ranges("03/04/2019", False)[0].first == "2019-03"


def test_spans_are_those_of_the_dates() -> None:
    text = "Baker\tMay 2019 – June 2020"
    [found] = date_ranges(text)
    assert text[found.start : found.end] == "May 2019 – June 2020"
    assert text[slice(*found.first_at)] == "May 2019"
    assert text[slice(*found.last_at)] == "June 2020"


def test_two_ranges_on_a_line_are_two() -> None:
    assert [item.first for item in date_ranges("2001 - 2004, 2007 - 2009")] == ["2001", "2007"]


def test_academic_years() -> None:
    asked = ("2015/16 – 2018/19", "2015/2016 - 2018/2019", "2015/16 - present", "2015/12 – 2018/11")
    found = [date_ranges(text)[0] for text in asked]
    assert [(item.first, item.last) for item in found] == [
        ("2015", "2019"),
        ("2015", "2019"),
        ("2015", None),
        ("2015-12", "2018-11"),
    ]


@pytest.mark.parametrize("text", ["2019 ", "Jan 2019 - Feb 2020, ", "03/04/2019 "])
def test_no_line_takes_long(text: str) -> None:
    started = time.process_time()
    assert len(date_ranges(text * (100_000 // len(text)))) == 40
    assert time.process_time() - started < 1.5
