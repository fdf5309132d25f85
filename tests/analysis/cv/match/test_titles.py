"""What titles count: the position's own, listed ones, the CV's headline; what meaning may say of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tests.support.cv_positions import DESCRIPTION, POSITION, WORK
from tests.support.cv_scorable import Facts, Job, scorable_cv
from zenhire.analysis.cv.match import Match, match
from zenhire.analysis.cv.match.roles import answer_roles
from zenhire.analysis.cv.match.types import Experience
from zenhire.analysis.cv.parse.schema import Span
from zenhire.analysis.cv.parse.scorable import ScorableCv
from zenhire.analysis.cv.position.types import Position

LEAD = Job("Warehouse Team Lead", "Harbour Freight GmbH", "2018-03", "2024-02", ("Planned the shifts",))
DRIVER = dataclasses.replace(
    POSITION,
    name="Truck Driver",
    experience=dataclasses.replace(WORK, roles=("Truck Driver", "Dispatcher")),
)


def certain(these: Sequence[str], those: Sequence[str]) -> NDArray[np.float64]:
    """An embedder that takes everything for the same."""
    return np.ones((len(these), len(those)))


def headed(cv: ScorableCv, headline: str) -> ScorableCv:
    """The CV below a headline of its own, which stands at its very end."""
    span = Span(len(cv.text), len(cv.text) + len(headline), 1)
    return dataclasses.replace(cv, text=cv.text + headline, label=headline, label_spans=[span])


def work(cv: ScorableCv, position: Position = POSITION) -> Experience:
    found: Match = match(cv, position, DESCRIPTION)
    return found.details.work_experience


def value(found: Experience, name: str) -> float:
    return next(term.value for term in found.terms if term.name == name)


def test_the_terms_of_work_experience() -> None:
    found = work(scorable_cv(Facts((LEAD,))))
    assert [(term.name, term.weight) for term in found.terms] == [
        *(("relevance", 0.35), ("years", 0.15), ("title", 0.35), ("title_words", 0.15)),
    ]
    assert abs(sum(term.value * term.weight for term in found.terms) - found.score) < 1e-4


def test_a_headline_says_more_than_the_title_of_a_job() -> None:
    cv = scorable_cv(Facts((LEAD,)))
    plain, same, other = work(cv), work(headed(cv, "Warehouse Team Lead")), work(headed(cv, "Opera Singer"))
    assert (value(plain, "title"), value(same, "title"), value(other, "title")) == (0.6, 1.0, 0.6)
    assert same.score > plain.score == other.score
    (told, *_) = same.basis
    assert (told.term, told.asked, told.quote) == ("title", "Warehouse Team Lead", "Warehouse Team Lead")
    assert plain.basis[0].quote == "Warehouse Team Lead" and plain.basis[0].score == 0.6


def test_a_job_that_does_not_count_gives_no_title() -> None:
    short = dataclasses.replace(LEAD, start="2020-01", end="2020-02")
    assert value(work(scorable_cv(Facts((short,)))), "title") == 0


def test_the_title_of_a_job_counts_by_the_job_s_worth() -> None:
    undated = dataclasses.replace(LEAD, start=None, end=None)
    given = (Facts((LEAD,)), Facts((undated,)), Facts(unpaid=(LEAD,)), Facts(unpaid=(undated,)))
    assert [value(work(scorable_cv(facts)), "title") for facts in given] == [0.6, 0.42, 0.36, 0.252]


def test_a_cv_without_any_title_has_none() -> None:
    found = work(scorable_cv(Facts((dataclasses.replace(LEAD, title=None),))))
    assert value(found, "title") == 0 and all(one.term != "title" for one in found.basis)


def test_a_listed_role_makes_years_however_unlike_the_name_it_is() -> None:
    dispatcher = Job("Dispatcher", "Harbour Freight GmbH", "2018-03", "2024-02", ("Answered the phone",))
    (told,) = work(scorable_cv(Facts((dispatcher,))), DRIVER).jobs
    role = next(term for term in told.terms if term.name == "role")
    assert role.value < 0.7 and told.listed_relevance > told.relevance
    assert told.listed_relevance == round(told.relevance + role.weight * (1 - role.value), 4)
    unlisted = dataclasses.replace(DRIVER, experience=dataclasses.replace(DRIVER.experience, roles=("Truck Driver",)))
    (other,) = work(scorable_cv(Facts((dispatcher,))), unlisted).jobs
    assert told.counted_as > other.counted_as


def test_meaning_has_little_say_where_the_tables_know_both_titles() -> None:
    mechanic = answer_roles(DRIVER, ["Truck Mechanic"], certain)["Truck Mechanic"]
    told = answer_roles(DRIVER, ["Truck Mechanic"], None)["Truck Mechanic"]
    unknown = answer_roles(DRIVER, ["Xylograph Wrangler"], certain)["Xylograph Wrangler"]
    assert told.best < mechanic.best < 0.6 < unknown.best == 0.75
