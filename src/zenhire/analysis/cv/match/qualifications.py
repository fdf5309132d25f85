"""Requirements that no skill answers: degrees (`Bachelor's degree in Law`) and years (`5+ years of bookkeeping`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from zenhire.analysis.cv.match import constants as k
from zenhire.analysis.cv.match.arithmetic import rounded
from zenhire.analysis.cv.match.degrees import degrees
from zenhire.analysis.cv.match.experience import months_at_best, relevant_months
from zenhire.analysis.cv.match.requirements import Answered, without_years, years_asked
from zenhire.analysis.cv.match.types import JobMatch
from zenhire.analysis.cv.match.view import View
from zenhire.analysis.cv.skills import Similar


def qualified(
    answered: Sequence[Answered], jobs: Sequence[JobMatch], view: View, similar: Similar | None
) -> list[Answered]:
    """The requirements, those that ask for a degree or for years answered by courses of study and by jobs."""
    return [_with_years(_with_degree(one, view, similar), jobs) for one in answered]


def _with_degree(one: Answered, view: View, similar: Similar | None) -> Answered:
    if one.asked.degree is None:
        return one
    told = degrees(one.asked.degree, view, similar)
    score = told[0].score if told else 0.0
    if score <= one.told.score:
        return one
    evidence = [*told, *one.told.evidence][: k.EVIDENCE]
    return replace(one, told=replace(one.told, score=score, rule="degree", evidence=evidence))


def _with_years(one: Answered, jobs: Sequence[JobMatch]) -> Answered:
    """The share of the years: in jobs that show what they are asked in, in relevant jobs where they name nothing."""
    years = years_asked(one.told.name)
    if not years:
        return one
    if without_years(one.told.name) == one.told.name:
        share = min(1.0, relevant_months(jobs) / (12 * years))
        return replace(one, told=replace(one.told, score=rounded(share), rule="years" if share > 0 else None))
    months = months_at_best(_in_jobs(one, jobs))
    share = min(1.0, months / (12 * years))
    score = rounded(one.told.score * (k.WITHOUT_YEARS + (1 - k.WITHOUT_YEARS) * share))
    return replace(one, told=replace(one.told, score=score))


def _in_jobs(one: Answered, jobs: Sequence[JobMatch]) -> Iterable[tuple[JobMatch, float]]:
    for at, job in enumerate(jobs):
        if not job.unpaid:
            yield job, one.by_job[at].trust if at in one.by_job else 0.0
