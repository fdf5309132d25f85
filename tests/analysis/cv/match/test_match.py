"""A match from end to end: scores, evidence that quotes the CV, what is missing, comments."""

from __future__ import annotations

import dataclasses
import json

import pytest

from tests.support.cv_positions import DESCRIPTION, LANGUAGES, POSITION, SKILLS, WORK
from tests.support.cv_scorable import Facts, Job, Study, scorable_cv
from tests.support.cv_similar import fake_similar
from zenhire.analysis.cv.match import Match, from_json, match, to_json
from zenhire.analysis.cv.match.types import Requirement
from zenhire.analysis.cv.position.types import Item, Position

LEAD = Job(
    "Warehouse Team Lead",
    "Harbour Freight GmbH",
    "2018-03",
    None,
    (
        "Managed the inventory of two halls with SAP and Excel",
        "Planned the shifts of a team of twelve",
        "Forklift licence renewed every year",
    ),
    "Hamburg, Germany",
)
CLERK = Job("Shop Assistant", "Corner Store", "2015-01", "2017-12", ("Served customers at the till",))
GOOD = Facts(
    jobs=(LEAD, CLERK),
    skills=("Python", "Leadership"),
    languages=(("English", "en", "C2"),),
    certificates=("First aid",),
    studies=(Study("BSc", "bachelor", "Logistics"),),
    summary="Warehouse lead who likes order",
)
POOR = Facts(jobs=(CLERK,), skills=("Cash handling",))


def matched(facts: Facts, position: Position = POSITION) -> Match:
    return match(scorable_cv(facts), position, DESCRIPTION, similar=fake_similar)


def requirement(found: Match, name: str) -> Requirement:
    education = found.details.education
    told = [*found.details.skills.requirements, *(education.requirements if education else [])]
    return next(one for one in told if one.name == name)


def test_the_better_cv_has_the_better_score() -> None:
    good, poor = matched(GOOD), matched(POOR)
    assert good.overall_score > 0.7 > 0.3 > poor.overall_score
    assert good.breakdown.keys() == {"workExperience", "skills", "education"}
    assert all(good.breakdown[name] > poor.breakdown[name] for name in good.breakdown)


def test_every_requirement_has_its_evidence_or_none() -> None:
    found, text = matched(GOOD), scorable_cv(GOOD).text
    for one in found.details.skills.requirements:
        assert (one.rule is None) == (one.score == 0) == (not one.evidence)
        for told in one.evidence:
            assert text[told.start : told.end] == told.quote
    inventory = requirement(found, "Inventory Management")
    assert (inventory.rule, inventory.score) == ("alias", 1.0)
    told = inventory.evidence[0]
    assert (told.section, told.where, told.start_date) == (
        "work",
        "Warehouse Team Lead, Harbour Freight GmbH",
        "2018-03",
    )
    assert found.skills_missing == [] or set(found.skills_missing).isdisjoint(found.skills_matched)
    assert "Excel" in found.skills_matched and "Excel" in matched(POOR).skills_missing


@pytest.mark.parametrize(
    ("facts", "score"),
    [
        (Facts(jobs=(Job("Clerk", "A Firm", "2019-01", "2020-01", ("Used Excel daily",)),)), 1.0),
        (Facts(jobs=(Job("Clerk", "A Firm", None, None, ("Used Excel daily",)),)), 0.9),
        (Facts(certificates=("Microsoft Excel Expert",)), 0.9),
        (Facts(skills=("Excel",)), 0.85),
        (Facts(skills=("Excle",)), 0.0),
        (Facts(), 0.0),
    ],
)
def test_what_a_place_is_worth(facts: Facts, score: float) -> None:
    assert requirement(matched(facts), "Excel").score == score


def test_the_best_place_is_found_behind_many_others() -> None:
    job = Job("Clerk", "A Firm", "2019-01", "2020-01", ("Used Excel and SAP daily",))
    assert requirement(matched(Facts((job,), summary="Excel, SAP, " * 60)), "Excel").score == 1.0


def test_things_asked_for_together_are_each_a_part() -> None:
    assert requirement(matched(Facts(skills=("Python",))), "Python and SQL").score == pytest.approx(0.425)
    assert requirement(matched(Facts(skills=("Python", "SQL"))), "Python and SQL").score == 0.85


def test_passages_that_are_none_are_told() -> None:
    denied = requirement(matched(Facts(summary="No experience with Excel yet")), "Excel")
    assert denied.score == 0 and [one.reason for one in denied.refused] == ["denied"]


def test_years_in_a_skill() -> None:
    def sap(months: str) -> float:
        job = Job("Clerk", "A Firm", "2020-01", months, ("Bookings in SAP",))
        return requirement(matched(Facts(jobs=(job,))), "3 years of SAP").score

    assert sap("2022-12") == 1.0
    assert 0.5 < sap("2020-12") < sap("2021-12") < 1.0
    assert requirement(matched(Facts(skills=("SAP",))), "3 years of SAP").score == pytest.approx(0.425)


def test_a_degree_among_the_qualifications() -> None:
    school = Facts(studies=(Study("High school diploma", "secondary", None),))
    found = requirement(matched(school), "High school diploma")
    assert (found.score, found.rule) == (1.0, "degree")
    assert requirement(matched(Facts()), "High school diploma").score == 0


def test_languages_and_countries() -> None:
    found = matched(GOOD)
    assert requirement(found, "English C1").score == 1.0
    assert requirement(found, "Polish").score == 0.0
    assert (requirement(found, "Germany").rule, requirement(found, "Germany").score) == ("job_there", 1.0)
    spoken = matched(Facts(languages=(("German", "de", "B2"), ("English", "en", "B1"))))
    assert requirement(spoken, "Germany").rule == "spoken_there"
    assert 0 < requirement(spoken, "English C1").score < 1


def test_the_language_that_a_cv_is_written_in() -> None:
    english = "Led the team by the gate and planned with the carriers from the north which halls were theirs. " * 2
    german = (
        "Leitung der Halle mit dem Team für die Kunden von der Küste, im Lager und bei der Werft, auf der Bahn. " * 2
    )
    asked = dataclasses.replace(LANGUAGES, required=("English", "English C1", "German"), prefered=(), countries=())
    position = dataclasses.replace(POSITION, languages=asked)
    one = matched(Facts(summary=english), position)
    told = [(requirement(one, name).score, requirement(one, name).rule) for name in asked.required]
    assert told == [(0.8, "written_in"), (0.6, "written_in"), (0.0, None)]
    both = matched(Facts(summary=english, jobs=(Job("Lagerist", "Hof", items=(german,)),)), position)
    assert [requirement(both, name).score for name in asked.required] == [0.8, 0.6, 0.8]
    listed = matched(Facts(summary=english, languages=(("English", "en", "C1"),)), position)
    assert [requirement(listed, name).score for name in asked.required] == [1.0, 1.0, 0.0]


def test_jobs_tell_what_their_relevance_rests_on() -> None:
    lead, clerk = matched(GOOD).details.work_experience.jobs
    assert lead.relevance > clerk.relevance and lead.counted_as > clerk.counted_as
    assert {term.name for term in lead.terms} == {"role", "duties", "industry", "company"}
    assert sum(term.weight for term in lead.terms) == pytest.approx(1, abs=1e-3)
    company = next(one for one in lead.basis if one.term == "company")
    assert (company.asked, company.quote, company.score) == ("Harbour Freight Ltd", "Harbour Freight GmbH", 1.0)


def test_duties_point_at_the_passages_that_show_the_skills_and_add_up() -> None:
    lead, clerk = matched(GOOD).details.work_experience.jobs
    shown = {one.asked: (one.quote, one.page) for one in lead.basis if one.rule == "skill"}
    assert shown and all(quote and page == 1 for quote, page in shown.values())
    assert shown["3 years of SAP"][0] == "SAP" and shown["Excel"][0] == "Excel"
    assert [one.quote for one in clerk.basis if one.rule == "skill"] == []
    for job in (lead, clerk):
        duties = next(term.value for term in job.terms if term.name == "duties")
        assert [term.name for term in job.duty_terms] == ["skills", "meaning", "words"]
        assert sum(term.weight * term.value for term in job.duty_terms) == pytest.approx(duties, abs=2e-4)


def test_an_industry_points_at_the_words_that_name_it() -> None:
    work = dataclasses.replace(WORK, industries=(Item("Clockwork", 5), Item("Logistics", 5)), roles=("Clerk",))
    position = dataclasses.replace(POSITION, experience=work)
    jobs = (
        Job("Clockwork Clerk", "Mill Lane Ltd", "2022-01", None, ("Filed the letters of the day",)),
        Job("Clerk", "North Clockwork", "2020-01", "2021-12", ("Filed the letters of the day",)),
        Job("Clerk", "Mill Lane Ltd", "2018-01", "2019-12", ("Wrote letters about clockwork for the owner",)),
        Job("Warehouse Clerk", "Mill Lane Ltd", "2016-01", "2017-12", ("Filed the letters of the day",)),
        Job("Clerk", "Pacific Freight", "2014-01", "2015-12", ("Filed the letters of the day",)),
        Job("Clerk", "Mill Lane Ltd", "2012-01", "2013-12", ("Filed the letters of the day",)),
    )
    found = match(scorable_cv(Facts(jobs=jobs)), position, DESCRIPTION).details.work_experience.jobs
    told = [next(((one.rule, one.quote) for one in job.basis if one.term == "industry"), None) for job in found]
    assert told == [
        ("named", "Clockwork Clerk"),
        ("named", "North Clockwork"),
        ("named", "Wrote letters about clockwork for the owner"),
        ("same", "Warehouse Clerk"),
        ("same", "Pacific Freight"),
        None,
    ]


def test_a_long_life_of_other_work_is_no_experience() -> None:
    found = matched(Facts(jobs=(Job("Opera singer", "Harbour Freight GmbH", "1990-01", "2020-12", ("Sang Verdi.",)),)))
    (singer,) = found.details.work_experience.jobs
    assert singer.relevance > 0 and singer.counted_as == 0.0
    assert found.details.work_experience.terms[1].value == 0.0 and found.experience_years.total == 31.0


def test_terms_that_are_not_configured_drop_out() -> None:
    bare = dataclasses.replace(POSITION, experience=dataclasses.replace(WORK, companies=()))
    (lead, _) = matched(GOOD, bare).details.work_experience.jobs
    assert [term.name for term in lead.terms] == ["role", "duties", "industry"]
    assert sum(term.weight for term in lead.terms) == pytest.approx(1, abs=1e-3)


def test_short_undated_and_unpaid_work() -> None:
    short = dataclasses.replace(LEAD, start="2020-01", end="2020-02")
    undated = dataclasses.replace(LEAD, start=None, end=None)
    full, none, part, unpaid = (
        matched(facts) for facts in (Facts((LEAD,)), Facts((short,)), Facts((undated,)), Facts(unpaid=(LEAD,)))
    )
    scores = [one.breakdown["workExperience"] for one in (full, unpaid, part, none)]
    assert scores == sorted(scores, reverse=True)
    assert [term.value for term in none.details.work_experience.terms[:2]] == [0, 0]
    assert [one.experience_years.relevant for one in (none, part, unpaid)] == [0, 0, 0]
    assert none.details.work_experience.jobs[0].note and part.comments and unpaid.comments
    assert full.experience_years.total == 8.1


def test_years_alone_may_be_longer_than_they_count() -> None:
    year = dataclasses.replace(LEAD, start="2019", end="2019")
    month = dataclasses.replace(LEAD, start="2019-05", end="2019-05")
    assert matched(Facts((year,))).details.work_experience.jobs[0].counts
    assert not matched(Facts((month,))).details.work_experience.jobs[0].counts
    strict = dataclasses.replace(POSITION, experience=dataclasses.replace(WORK, shortest_months=13))
    assert not matched(Facts((year,)), strict).details.work_experience.jobs[0].counts


def test_one_date_tells_no_length() -> None:
    cv = scorable_cv(Facts((dataclasses.replace(LEAD, start="2019-05", end="2019-05"),)))
    span = [cv.experience[0].spans["position"][0]]
    job = dataclasses.replace(cv.experience[0], spans={**cv.experience[0].spans, "startDate": span, "endDate": span})
    found = match(dataclasses.replace(cv, experience=[job]), POSITION, DESCRIPTION, similar=fake_similar)
    (told,) = found.details.work_experience.jobs
    assert (told.counts, told.worth) == (True, 0.7) and told.note and "one date" in told.note


def test_soft_skills_that_are_only_claimed_are_worth_less() -> None:
    told = dataclasses.replace(CLERK, items=("Leadership of two colleagues",))
    assert requirement(matched(Facts(skills=("Leadership",))), "Leadership").score == 0.6
    assert requirement(matched(Facts(jobs=(told,))), "Leadership").score == 1.0
    assert matched(Facts(skills=("Leadership",))).skills_matched == ["Leadership"]


def test_an_industry_in_a_duty_is_worth_less_than_in_the_title() -> None:
    def industry(job: Job) -> float:
        (found,) = matched(Facts((job,))).details.work_experience.jobs
        return next(term.value for term in found.terms if term.name == "industry")

    plain = Job("Clerk", "A Firm", "2019-01", "2020-01", ("Called customers of every logistics firm",))
    assert industry(plain) == 0.5 < industry(dataclasses.replace(plain, title="Logistics clerk"))


def test_one_long_job_that_fits_is_not_worse_than_three() -> None:
    months = [("2016-01", "2018-12"), ("2019-01", "2021-12"), ("2022-01", "2024-12")]
    three = Facts(tuple(dataclasses.replace(LEAD, start=start, end=end) for start, end in months))
    one = Facts((dataclasses.replace(LEAD, start="2016-01", end="2024-12"),))
    # The words of the position's title, which three jobs say oftener, are another matter.
    assert matched(one).details.work_experience.terms[:2] == matched(three).details.work_experience.terms[:2]


def test_more_years_than_asked_are_only_told() -> None:
    few = dataclasses.replace(POSITION, experience=dataclasses.replace(WORK, from_years=1, to_years=2))
    many = dataclasses.replace(POSITION, experience=dataclasses.replace(WORK, from_years=1, to_years=40))
    one, other = matched(GOOD, few), matched(GOOD, many)
    assert one.overall_score == other.overall_score and one.breakdown == other.breakdown
    assert any("more than the 2" in comment for comment in one.comments)
    assert not any("more than" in comment for comment in other.comments)


def test_a_position_without_skills_and_languages() -> None:
    nothing = dataclasses.replace(SKILLS, hard=(), soft=(), minimal=(), preferable=())
    none = dataclasses.replace(LANGUAGES, required=(), prefered=(), countries=())
    found = matched(GOOD, dataclasses.replace(POSITION, skills=nothing, languages=none))
    assert found.breakdown["skills"] == 1 and found.details.skills.weight == 0
    assert any("asks for no skill" in comment for comment in found.comments)
    only = matched(GOOD, dataclasses.replace(POSITION, skills=nothing))
    assert [term.name for term in only.details.skills.terms] == ["languages"]


def test_minimal_qualifications_hold_the_skills_down() -> None:
    with_it = matched(GOOD)
    impossible = dataclasses.replace(SKILLS, minimal=(Item("Bricklaying", 5),))
    without = matched(GOOD, dataclasses.replace(POSITION, skills=impossible))
    assert without.details.skills.minimal_factor == 0.7 < with_it.details.skills.minimal_factor <= 1
    off = dataclasses.replace(impossible, minimal_counts=False)
    assert matched(GOOD, dataclasses.replace(POSITION, skills=off)).details.skills.minimal_factor == 1


def test_an_empty_cv_is_answered_too() -> None:
    found = matched(Facts())
    assert found.overall_score == 0 and found.skills_matched == []
    assert any("only" in comment for comment in found.comments)


def test_json_and_back() -> None:
    found = matched(GOOD)
    assert from_json(to_json(found)) == found
    assert json.loads(to_json(found)).keys() == {
        *("overall_score", "breakdown", "details", "skills_matched", "skills_missing", "experience_years", "comments"),
    }
