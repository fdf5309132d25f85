"""Sections that the usual reading gets wrong, read as makes most of all their entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import ParsedCv, parse
from zenhire.analysis.cv.parse.experience import job_reader
from zenhire.analysis.cv.parse.job_readings import JobTold
from zenhire.analysis.cv.parse.parser import in_parts
from zenhire.analysis.cv.parse.pieces import USUAL
from zenhire.analysis.cv.parse.readings import best_reading, cuts, disagreement, gaps, has_sign
from zenhire.analysis.cv.parse.rows import Quote

TWO = [("Head Baker", "Smile Creek Bakery", "2021-02", None), ("Baker", "Northgate Rolls Ltd", "2014-05", "2018-01")]


def parsed(text: str) -> ParsedCv:
    return parse(document(f"# Ann Example\nann.example@example.org\n\n{text}"), date(2026, 3, 15))


def jobs(text: str) -> list[tuple[str | None, str | None, str | None, str | None]]:
    return [(job.position, job.name, job.start_date, job.end_date) for job in parsed(text).experience]


@pytest.mark.parametrize(
    "text",
    [
        "Head Baker\nSmile Creek Bakery / Leeds, UK / 02/2021 – present\n• Led nine\n\n"
        "Baker\nNorthgate Rolls Ltd / York, UK / 05/2014 – 01/2018\n• Baked rye",
        "02/2021 – present\nHead Baker, Smile Creek Bakery, Leeds\n• Led nine\n\n"
        "05/2014 – 01/2018\nBaker, Northgate Rolls Ltd, York\n• Baked rye",
        "Head Baker ▽ Smile Creek Bakery\t02/2021 – present\n• Led nine\n\n"
        "Baker ▽ Northgate Rolls Ltd\t05/2014 – 01/2018\n• Baked rye",
        "Smile Creek Bakery, Leeds\t02/2021 – present\nRole: Head Baker\n• Led nine\n\n"
        "Northgate Rolls Ltd, York\t05/2014 – 01/2018\nRole: Baker\n• Baked rye",
    ],
)
def test_jobs_however_their_heads_are_parted(text: str) -> None:
    assert jobs(f"## Work Experience\n{text}") == TWO


def test_a_comma_within_a_title_that_has_a_line_of_its_own() -> None:
    text = (
        "**Director, Public Affairs\t12/2020 – 11/2023\nAtlantic Blood Services, Calgary, AB\n• Led nine\n\n"
        "**Senior Communications Advisor\t06/2017 – 07/2020\nFisheries Heritage Services, Kelowna, BC\n• Wrote speeches"
    )
    assert [job[:2] for job in jobs(f"## Work Experience\n{text}")] == [
        ("Director, Public Affairs", "Atlantic Blood Services"),
        ("Senior Communications Advisor", "Fisheries Heritage Services"),
    ]


def test_an_employer_named_as_a_town_stands_before_the_town() -> None:
    text = (
        "Site Superintendent – Marco Group, Fredericton, NB\t04/2021 – present\n• Led nine\n\n"
        "Site Foreman – Irving, Winnipeg, MB\t09/2018 – 03/2021\n• Poured concrete"
    )
    assert [job[1] for job in jobs(f"## Work Experience\n{text}")] == ["Marco Group", "Irving"]


def test_a_school_that_is_known_by_its_letters_alone() -> None:
    text = (
        "2009 – 2012\nEspecialização – Gestão de Projetos – PUCRS\n\n"
        "2004 – 2009\nBacharelado – Engenharia Civil – UFRGS"
    )
    studies = parsed(f"## Formação\n{text}").education
    assert [(study.area, study.institution) for study in studies] == [
        ("Gestão de Projetos", "PUCRS"),
        ("Engenharia Civil", "UFRGS"),
    ]


@pytest.mark.parametrize(("worth", "taken"), [(0.9, False), (1.1, True)])
def test_another_reading_is_taken_where_it_is_worth_clearly_more(worth: float, taken: bool) -> None:
    text = (
        "## Work Experience\nBaker, Rolls, Leeds\t02/2021 – present\n• Led\n\n"
        "Cook, Inn, York\t05/2014 – 01/2018\n• Cooked"
    )
    context, _, parts = in_parts(document(text), date(2026, 3, 15))
    reader = job_reader(parts[-1].rows, context)
    usual = [name.role for _, name, _ in reader.usual()]

    def features(told: Sequence[JobTold]) -> dict[str, float]:
        return {"worth": 0.0 if [name.role for _, name, _ in told] == usual else worth}

    chosen = best_reading(reader, features, {"worth": 1.0}, lambda told: False)
    assert list(reader.others())
    assert ([name.role for _, name, _ in chosen] != usual) == taken


@pytest.mark.parametrize(("count", "compared"), [(3, True), (41, False)])
def test_readings_are_compared_only_where_a_cv_may_have_so_many_jobs(count: int, compared: bool) -> None:
    text = "Head Baker, Smile Creek Bakery, Leeds\t02/2021 – 03/2022\n• Led nine\n\n" * count
    context, _, parts = in_parts(document(f"## Work Experience\n{text}"), date(2026, 3, 15))
    weighed: list[int] = []

    def features(told: Sequence[JobTold]) -> dict[str, float]:
        weighed.append(len(told))
        return {}

    assert len(best_reading(job_reader(parts[-1].rows, context), features, {}, lambda told: False)) == count
    assert bool(weighed) == compared


def test_ways_to_part_heads_depend_on_the_signs_in_them() -> None:
    assert list(cuts([])) == [USUAL]
    quotes = [Quote(text, 0, len(text)) for text in ("Baker - Nights", "Head Baker")]
    assert [has_sign(quote) for quote in quotes] == [1.0, 0.0]
    assert disagreement(quotes) == 0.0


def test_white_space_tells_where_an_entry_begins() -> None:
    cv = parsed(
        "## Diplômes\nULB\nMaster en Santé publique\nmars 2015 - novembre 2018 | Rouen\n\n"
        "Haute École Louvain en Hainaut\nBachelier : Technologue en imagerie médicale\n"
        "septembre 2012 - janvier 2015 | Rouen"
    )
    assert [(study.institution, study.end_date) for study in cv.education] == [
        ("ULB", "2018-11"),
        ("Haute École Louvain en Hainaut", "2015-01"),
    ]


def test_what_white_space_tells_of_a_reading() -> None:
    context, _, parts = in_parts(
        document("# Ann Example\n## Experience\n2020 – 2022\tBaker\nSmile Creek\n\n2015 – 2019\tPorter\nYork Mill"),
        date(2026, 3, 15),
    )
    (rows,) = [part.rows for part in parts if part.kind == "work"]
    told = job_reader(rows, context).usual()
    assert gaps([entry for entry, _, _ in told]) == {"gap in head": 0.0, "no gap before": 0.0}
