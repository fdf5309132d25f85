"""Properties of the match: bounded, monotone in the CV and in what is asked, and the same wherever it is made."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.support.cv_positions import DESCRIPTION, EDUCATION, LANGUAGES, POSITION, SKILLS, WORK
from tests.support.cv_scorable import Facts, Job, Study, scorable_cv
from tests.support.cv_similar import fake_similar
from zenhire.analysis.cv.match import Match, match, to_json
from zenhire.analysis.cv.position.types import Item, Position

ITEMS = st.sampled_from(
    [
        *("Managed the inventory with SAP", "Kept stock records in Excel", "Led a team of nine", "Used Python and SQL"),
        *(
            "Forklift driving",
            "No experience with Excel",
            "Eager to learn SAP",
            "Planned shifts and trained colleagues",
        ),
        *("Inbound and outbound shipments", "Wrote poems", "Logistics", "R, C", "Größe 日本語", "managed stock. Led"),
    ]
)
MONTH = st.tuples(st.integers(1998, 2026), st.integers(1, 12)).map(lambda when: f"{when[0]}-{when[1]:02}")
DATES = st.one_of(
    st.just((None, None)),
    st.tuples(MONTH | st.just("2019"), st.none() | MONTH).map(
        lambda pair: pair if pair[1] is None or pair[0] <= pair[1] else (pair[1], pair[0])
    ),
)
TITLES = st.sampled_from(
    ["Warehouse Team Lead", "Shift Supervisor", "Clerk", "Baker", "Warehousewoman", "Logistics Manager", None]
)
EMPLOYERS = st.sampled_from(["Harbour Freight", "Old Mill Bakery", "Excel Logistics Ltd", "Corner Store", None])
PLACES = st.sampled_from(["Berlin, Germany", "Leeds", None])
JOBS = st.builds(
    lambda title, employer, dates, items, place: Job(title, employer, *dates, tuple(items), place),
    TITLES,
    EMPLOYERS,
    DATES,
    st.lists(ITEMS, max_size=4),
    PLACES,
)
SKILL_NAMES = st.sampled_from(
    ["Excel", "SAP", "Python", "SQL", "Stock control", "Leadership", "Forklift licence", "R", "Managed stock"]
)
TONGUES = st.sampled_from(
    [("English", "en", "B2"), ("English", "en", "C2"), ("German", "de", None), ("Polish", "pl", "A1")]
)
STUDIES = st.builds(
    Study,
    st.sampled_from(["BSc", "Diploma", None]),
    st.sampled_from(["secondary", "bachelor", "master", None]),
    st.sampled_from(["Logistics", "Business Logistics", "History", None]),
    finished=st.sampled_from([True, False, None]),
)
PAPERS = st.sampled_from(["First aid", "Forklift licence", "First aid at work"])
FACTS = st.builds(
    lambda jobs, unpaid, skills, tongues, papers, studies: Facts(
        *(tuple(jobs), tuple(unpaid), tuple(skills), tuple(tongues), tuple(papers), tuple(studies))
    ),
    st.lists(JOBS, max_size=3),
    st.lists(JOBS, max_size=1),
    st.lists(SKILL_NAMES, max_size=4),
    st.lists(TONGUES, max_size=2),
    st.lists(PAPERS, max_size=2),
    st.lists(STUDIES, max_size=2),
)
ADDED = {
    "jobs": JOBS,
    "unpaid": JOBS,
    "skills": SKILL_NAMES,
    "languages": TONGUES,
    "certificates": PAPERS,
    "studies": STUDIES,
}
ROLES = st.lists(st.sampled_from(["Warehouse Team Lead", "Baker", "Logistics Manager"]), max_size=2, unique=True)


def matched(facts: Facts, position: Position = POSITION, description: str = DESCRIPTION) -> Match:
    return match(scorable_cv(facts), position, description, similar=fake_similar)


def scores(found: Match) -> dict[str, float]:
    """Every score there is, by a name that another match of the same position has too."""
    details = found.details
    told = {"overall": found.overall_score, **found.breakdown, "relevant years": found.experience_years.relevant}
    told |= {f"work {term.name}": term.value for term in details.work_experience.terms}
    told |= {f"skills {term.name}": term.value for term in (*details.skills.terms, *details.skills.language_terms)}
    requirements = [*details.skills.requirements, *(details.education.requirements if details.education else [])]
    told |= {f"{number} {one.name}": one.score for number, one in enumerate(requirements)}
    return told


def never_lower(before: Match, after: Match) -> None:
    one, other = scores(before), scores(after)
    assert one.keys() == other.keys()
    assert {name: (one[name], other[name]) for name in one if other[name] < one[name]} == {}


@settings(max_examples=60, deadline=None)
@given(FACTS)
def test_scores_are_bounded_and_quotes_stand_in_the_text(facts: Facts) -> None:
    found, text = matched(facts), scorable_cv(facts).text
    assert all(0 <= value <= 1 for name, value in scores(found).items() if "years" not in name)
    jobs = found.details.work_experience.jobs
    assert all(0 <= value <= 1 for job in jobs for value in (job.relevance, job.counted_as))
    for one in found.details.skills.requirements:
        assert all(
            " ".join(text[told.start : told.end].split()) == told.quote for told in (*one.evidence, *one.refused)
        )
    for job in jobs:
        assert all(told.quote and " ".join(text[told.start : told.end].split()) == told.quote for told in job.basis)
    assert found.experience_years.relevant <= found.experience_years.total


@settings(max_examples=120, deadline=None)
@given(FACTS, st.sampled_from(sorted(ADDED)), st.data())
def test_more_evidence_never_lowers_a_score(facts: Facts, what: str, data: st.DataObject) -> None:
    before = list(getattr(facts, what))
    at = data.draw(st.integers(0, len(before)))
    after = (*before[:at], data.draw(ADDED[what]), *before[at:])
    never_lower(matched(facts), matched(dataclasses.replace(facts, **{what: after})))


@settings(max_examples=60, deadline=None)
@given(FACTS, JOBS, ITEMS, st.integers(0, 4))
def test_another_duty_never_lowers_a_score(facts: Facts, job: Job, item: str, at: int) -> None:
    fuller = dataclasses.replace(job, items=(*job.items[:at], item, *job.items[at:]))
    before, after = (dataclasses.replace(facts, jobs=(*facts.jobs, one)) for one in (job, fuller))
    never_lower(matched(before), matched(after))


def _work(**changes: object) -> Position:
    return dataclasses.replace(POSITION, experience=dataclasses.replace(WORK, **changes))  # type: ignore[arg-type]


def _education(**changes: object) -> Position:
    return dataclasses.replace(POSITION, education=dataclasses.replace(EDUCATION, **changes))  # type: ignore[arg-type]


RAISED: dict[str, Callable[[int], Position]] = {
    "from": lambda step: _work(from_years=step * 2),
    "threshold": lambda step: _work(threshold=step / 5),
    "threshold, strict": lambda step: _work(threshold=step / 5, transferable=False),
    "shortest job": lambda step: _work(shortest_months=step * 5),
    "degree": lambda step: _education(degree_level=("High School", "Bachelor", "Bachelor", "Master", "PhD")[step]),
    "status": lambda step: _education(study_status=("Both", "Undergraduate", "Graduate")[min(step, 2)]),
}


@settings(max_examples=90, deadline=None)
@given(FACTS, st.sampled_from(sorted(RAISED)), st.integers(0, 3), st.integers(1, 4))
def test_asking_for_more_never_raises_a_score(facts: Facts, what: str, low: int, more: int) -> None:
    one, other = (matched(facts, RAISED[what](step)) for step in (low, min(4, low + more)))
    lower, higher = scores(other), scores(one)
    names = [name for name in higher if name in lower]
    assert {"overall", "workExperience", "skills", "education"} <= set(names)
    assert {name: (higher[name], lower[name]) for name in names if lower[name] > higher[name]} == {}


@settings(max_examples=30, deadline=None)
@given(FACTS, st.integers(3, 15), st.integers(3, 60))
def test_the_upper_bound_of_years_changes_no_score(facts: Facts, one: int, other: int) -> None:
    assert scores(matched(facts, _work(to_years=one))) == scores(matched(facts, _work(to_years=other)))


@settings(max_examples=30, deadline=None)
@given(FACTS, st.lists(SKILL_NAMES, max_size=3), st.sampled_from(["PhD", None]), st.integers(1, 5))
def test_what_is_switched_off_changes_nothing(facts: Facts, names: list[str], degree: str | None, much: int) -> None:
    items = tuple(Item(name, much) for name in names)
    plain = dataclasses.replace(SKILLS, minimal=(), preferable=(), minimal_counts=False, preferable_counts=False)
    full = dataclasses.replace(plain, minimal=items, preferable=items)
    none = dataclasses.replace(EDUCATION, enabled=False)
    other = dataclasses.replace(none, importance=much, degree_level=degree, certificates=tuple(names))
    one, two = (
        matched(facts, dataclasses.replace(POSITION, skills=skills, education=education))
        for skills, education in ((plain, none), (full, other))
    )
    assert (one.overall_score, one.breakdown) == (two.overall_score, two.breakdown)
    assert "education" not in one.breakdown and two.details.education is None
    assert one.details.work_experience == two.details.work_experience


@settings(max_examples=30, deadline=None)
@given(FACTS, ROLES, st.randoms(use_true_random=False))
def test_the_order_of_lists_changes_no_score(facts: Facts, roles: list[str], chance: object) -> None:
    def mixed(items: Sequence[object]) -> tuple[object, ...]:
        return tuple(sorted(items, key=lambda _: chance.random()))  # type: ignore[attr-defined]

    def asked(order: Callable[[Sequence[object]], tuple[object, ...]]) -> Position:
        work = dataclasses.replace(
            WORK, roles=order(roles), industries=order(WORK.industries), companies=order(("A Ltd", "Corner Stores"))
        )
        skills = dataclasses.replace(SKILLS, hard=order(SKILLS.hard), minimal=order(SKILLS.minimal))
        tongues = dataclasses.replace(
            LANGUAGES, required=order(("English C1", "German")), countries=order(("Poland", "Germany"))
        )
        education = dataclasses.replace(EDUCATION, fields_of_study=order(("History", "Logistics")))
        return dataclasses.replace(POSITION, experience=work, skills=skills, languages=tongues, education=education)

    one, other = matched(facts, asked(tuple)), matched(facts, asked(mixed))
    assert (one.overall_score, one.breakdown) == (other.overall_score, other.breakdown)
    assert one.experience_years == other.experience_years
    relevances = [
        [(job.relevance, job.counted_as) for job in found.details.work_experience.jobs] for found in (one, other)
    ]
    assert relevances[0] == relevances[1]
    told = [{(one.name, one.score) for one in found.details.skills.requirements} for found in (one, other)]
    assert told[0] == told[1]


RICH = Facts(
    jobs=(
        Job("Warehouse Team Lead", "Harbour Freight", "2018-03", None, ("Managed the inventory", "Led a team"), "Kiel"),
        Job(
            "Clerk", "Corner Store", "2015", "2017", ("Kept stock records in Excel", "Planned shifts and trained staff")
        ),
    ),
    skills=("SAP", "Python", "Excel"),
    languages=(("English", "en", "C1"), ("German", "de", "B2")),
    studies=(Study("BSc", "bachelor", "Business Logistics"),),
)


def digest() -> str:
    """What other processes must come to as well."""
    return hashlib.sha256(to_json(matched(RICH))).hexdigest()


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_same_bytes_in_other_processes(seed: str) -> None:
    code = "from tests.analysis.cv.match.test_properties import digest; print(digest())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == digest()


def test_the_company_that_texts_are_embedded_in_changes_nothing() -> None:
    def one_by_one(these: Sequence[str], those: Sequence[str]) -> NDArray[np.float64]:
        return np.array([[fake_similar([one], [other])[0, 0] for other in those] for one in these])

    def noisy(these: Sequence[str], those: Sequence[str]) -> NDArray[np.float64]:
        return fake_similar(these, those) + 1e-9

    texts = [
        to_json(match(scorable_cv(RICH), POSITION, DESCRIPTION, similar=similar))
        for similar in (fake_similar, one_by_one, noisy)
    ]
    assert texts[0] == texts[1] == texts[2]


def test_each_text_is_asked_for_once_and_they_are_few() -> None:
    calls: list[tuple[list[str], list[str]]] = []

    def counting(these: Sequence[str], those: Sequence[str]) -> NDArray[np.float64]:
        calls.append((list(these), list(those)))
        return fake_similar(these, those)

    items = tuple(f"Carried out task number {number} of the warehouse plan" for number in range(40))
    facts = dataclasses.replace(RICH, jobs=tuple(dataclasses.replace(job, items=items) for job in RICH.jobs))
    match(scorable_cv(facts), POSITION, DESCRIPTION, similar=counting)
    assert len(calls) <= 2
    told = [text for _, those in calls for text in those]
    assert len(told) == len(set(told)) <= 60


def test_without_an_embedder_only_what_is_alike_counts_less() -> None:
    plain = match(scorable_cv(RICH), POSITION, DESCRIPTION)
    assert 0 < plain.overall_score <= 1
    requirements = plain.details.skills.requirements
    assert {told.rule for one in requirements for told in one.evidence}.isdisjoint({"similar"})


@pytest.mark.parametrize(
    "description",
    [
        "",
        "   ",
        "{",
        "[1, 2",
        '{"duties": ["Lead the team", {"deep": "Count the stock"}], "salary": "40000 a year"}',
        "x" * 50_000,
    ],
)
def test_any_description_is_taken(description: str) -> None:
    assert 0 <= matched(RICH, description=description).overall_score <= 1
