"""Jobs and studies as published templates set them: heads of their own look, labels below them, lines that wrap."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import ParsedCv, parse
from zenhire.analysis.cv.parse.dates.ranges import date_ranges
from zenhire.analysis.cv.parse.words.labels import is_label
from zenhire.analysis.cv.parse.words.places import country_code, place_score

STUDY = "## Education\nBSc Chemistry, Polden College, 2009 – 2012\n"


def parsed(text: str) -> ParsedCv:
    return parse(document(f"# Ann Example\nann.example@example.org\n\n{text}"), date(2026, 3, 15))


def jobs(cv: ParsedCv) -> list[tuple[str | None, str | None, str | None, str | None]]:
    return [(job.position, job.name, job.start_date, job.end_date) for job in cv.experience]


TWO = [("Head Baker", "Smile Creek Bakery", "2021-02", None), ("Baker", "Northgate Rolls", "2014-05", "2018-01")]


def test_employers_that_look_as_the_headings_do_open_no_sections() -> None:
    cv = parsed(
        "## Work Experience\n## Smile Creek Bakery\n**Head Baker\n02/2021 – present\n• Led nine\n\n"
        f"## Northgate Rolls\n**Baker\n05/2014 – 01/2018\n• Baked rye\n\n{STUDY}"
    )
    assert jobs(cv) == TWO
    assert [section.heading for section in cv.sections][1:] == ["Work Experience", "Education"]


def test_bold_employers_below_larger_headings_open_no_sections() -> None:
    cv = parsed(
        "## Work Experience\n**Smile Creek Bakery\nHead Baker\t02/2021 – present\n• Led nine\n\n"
        f"**Northgate Rolls\nBaker\t05/2014 – 01/2018\n• Baked rye\n\n{STUDY}"
    )
    assert jobs(cv) == TWO


def test_a_label_below_each_job_is_no_heading_and_no_task() -> None:
    cv = parsed(
        "## Work Experience\nSmile Creek Bakery\n02/2021 – present\nHead Baker\n**Highlights\n• Led nine\n\n"
        f"Northgate Rolls\n05/2014 – 01/2018\nBaker\n**Highlights\n• Baked rye\n\n{STUDY}"
    )
    assert jobs(cv) == TWO
    assert [job.highlights for job in cv.experience] == [["Led nine"], ["Baked rye"]]
    assert cv.skills == []


def test_titles_that_no_table_has_stand_below_the_dates_of_every_job() -> None:
    cv = parsed(
        "## Work Experience\nSmile Creek Bakery\n02/2021 – present\n\nOven Whisperer\n• Led nine\n\n"
        f"Northgate Rolls\n05/2014 – 01/2018\n\nDough Wrangler\n• Baked rye\n\n{STUDY}"
    )
    assert [job.position for job in cv.experience] == ["Oven Whisperer", "Dough Wrangler"]


def test_bullets_that_mark_heads_alone_mark_no_items() -> None:
    cv = parsed(
        "## Work Experience\n• Head Baker, Smile Creek Bakery\n\n02/2021 – present\n\nLed nine bakers\n\n"
        f"• Baker, Northgate Rolls\n\n05/2014 – 01/2018\n\nBaked rye bread\n\n{STUDY}"
    )
    assert jobs(cv) == TWO


def test_dates_that_lead_every_job_need_no_white_space_to_tell_where_one_begins() -> None:
    cv = parsed(
        "## Work Experience\n02/2021 – present\n\nSmile Creek Bakery\nHead Baker\n\n05/2014 – 01/2018\n\n"
        f"Northgate Rolls\n\nBaker\n\n{STUDY}"
    )
    assert jobs(cv) == TWO


@pytest.mark.parametrize(
    "told",
    [
        "Ended a strike of drivers peacefully in 2019",
        "Won the prize of the best ratings in 2018, 2019 and 2022",
        "Moved the whole bakery to cloud ovens, since 2022 in daily use",
        "2017; Led teams of up to 14 bakers",
    ],
)
def test_dates_within_what_is_told_begin_no_job(told: str) -> None:
    cv = parsed(
        f"## Work Experience\n**Head Baker, Smile Creek Bakery\t02/2021 – present\n{told}\n\n"
        f"**Baker, Northgate Rolls\t05/2014 – 01/2018\nBaked rye\n\n{STUDY}"
    )
    assert jobs(cv) == TWO


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (
            "Lieutenant, Field Operations Division, Port of Saltash Police, Boise, ID",
            ("Port of Saltash Police", "Boise, ID"),
        ),
        ("Manager, Roads & Bridges, Talbot, Greer & Wong Ltd, Leeds", ("Talbot, Greer & Wong Ltd", "Leeds")),
        ("Cybersecurity Analyst, Lionfort Cyber, Tampinos, Singapore", ("Lionfort Cyber", "Singapore")),
    ],
)
def test_a_title_has_its_commas_up_to_the_employer(line: str, names: tuple[str, str]) -> None:
    more = "Baker, Northgate Rolls, Leeds\t05/2014 – 01/2018\n• Baked\n\nWaiter, Hotel Elm, York\t2012 – 2013\n• Served"
    cv = parsed(f"## Work Experience\n{line}\t02/2021 – present\n• Led\n\n{more}\n\n{STUDY}")
    job = cv.experience[0]
    assert (job.name, job.location and job.location.address) == names


def test_employer_and_place_stand_before_a_full_stop_and_the_title() -> None:
    cv = parsed(
        "## Work Experience\n2021 – present\tSmile Creek Hotel, Kiel. Head Chef\n• Led\n\n"
        f"2014 – 2018\tHotel Elm Ltd, Hamburg. Waiter\n• Served\n\n{STUDY}"
    )
    found = [(job.name, job.position, job.location and job.location.address) for job in cv.experience]
    assert found == [("Smile Creek Hotel", "Head Chef", "Kiel"), ("Hotel Elm Ltd", "Waiter", "Hamburg")]


@pytest.mark.parametrize(
    ("text", "land"),
    [
        ("Chattanooga, TN 37402", None),
        ("Mississauga, ON L5B 2C9", None),
        ("Woodlands, Singapore 730888", "SG"),
        ("Freiburg im Breisgau", None),
        ("Moncton NB", None),
        ("Clermont-Ferrand (63)", None),
        ("Greater Milwaukee Area", None),
        ("Kirkcaldy, Fife", None),
    ],
)
def test_towns_with_their_codes_are_places(text: str, land: str | None) -> None:
    assert place_score(text) >= 0.85
    assert country_code(text) == land


@pytest.mark.parametrize("text", ["Reading", "Marketing", "Nokia", "Fuhua Park Primary, Singapore", "Field Operations"])
def test_what_is_no_place_for_certain_is_none(text: str) -> None:
    assert place_score(text) < 0.6 or text == "Reading"


@pytest.mark.parametrize("text", ["Nombre(s) / Apellido(s)", "Name and address of employer", "E-Mail", "Dates"])
def test_labels_of_forms_are_known(text: str) -> None:
    assert is_label(text)


def test_a_month_is_found_where_it_runs_into_the_word_before() -> None:
    (found,) = date_ranges("Community SupervisorJul 2019 - Nov 2023")
    assert (found.first, found.last, found.start) == ("2019-07", "2023-11", len("Community Supervisor"))


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("Transportation Engineering, M.A.Sc.\t2012\nPolden University", ("M.A.Sc.", "Transportation Engineering")),
        ("Polden University\t2012\nDevelopment Economics\nM.A.", ("M.A.", "Development Economics")),
        ("BComp, Information Security\t2012\nPolden University", ("BComp", "Information Security")),
        ("Diploma in Agriculture\t2012\nPolden University", ("Diploma", "Agriculture")),
    ],
)
def test_degrees_beside_below_and_after_their_subject(lines: str, found: tuple[str, str]) -> None:
    (study,) = parsed(f"## Education\n{lines}").education
    assert (study.study_type, study.area, study.institution) == (*found, "Polden University")


def test_years_on_a_line_each_are_one_range() -> None:
    cv = parsed("## Education\n2012\n2014\nPolden College\nBachelor of Science\n\n2009\n2012\nElm College\nDiploma\n")
    assert [(item.institution, item.start_date, item.end_date) for item in cv.education] == [
        ("Polden College", "2012", "2014"),
        ("Elm College", "2009", "2012"),
    ]


def test_headings_may_be_items_of_a_list() -> None:
    work = "• Experience\n\nBaker, Northgate Rolls\t2014 – 2018\nBaked.\n\n"
    cv = parsed(f"{work}• Education\n\nBSc, Elm College, 2012\n\n• Skills\nBaking, Sales")
    assert (len(cv.experience), len(cv.education), cv.skills) == (1, 1, ["Baking", "Sales"])


def test_a_broken_dash_after_dates_does_not_make_them_told() -> None:
    cv = parsed(
        f"## Work Experience\nFinance Director , 01/2013 ï¼ Current Company Name ï¼ City , State\n• Led\n\n{STUDY}"
    )
    assert (cv.experience[0].position, cv.experience[0].start_date) == ("Finance Director", "2013-01")
