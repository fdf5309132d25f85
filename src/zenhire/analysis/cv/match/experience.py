"""The experience's score: how relevant the jobs are, and the years in relevant ones.

More years than the position names change nothing: a penalty would be one of age.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from zenhire.analysis.cv.match import constants as k
from zenhire.analysis.cv.match.arithmetic import rounded, terms, total
from zenhire.analysis.cv.match.profile import title, title_words
from zenhire.analysis.cv.match.relevance import Relevance
from zenhire.analysis.cv.match.roles import RoleAnswer
from zenhire.analysis.cv.match.types import Experience, JobMatch
from zenhire.analysis.cv.match.view import View
from zenhire.analysis.cv.parse.schema import Work
from zenhire.analysis.cv.position.types import FULL_IMPORTANCE, Position, WorkExperience

_MIDDLE, _YEAR = 7, 4


def experience(
    position: Position, found: Sequence[Relevance], view: View, roles: Mapping[str, RoleAnswer]
) -> Experience:
    """The score of all jobs, and of what the CV as a whole says of the position's title."""
    asked = position.experience
    paid = len(view.cv.experience)
    jobs = [
        _job(job, one, asked, unpaid=at >= paid) for at, (job, one) in enumerate(zip(view.jobs, found, strict=True))
    ]
    time = k.TIME * asked.time_importance / FULL_IMPORTANCE
    called, call = title(view, roles, jobs)
    said, saying = title_words(position, view)
    work = 1 - k.TITLE - k.TITLE_WORDS
    parts = terms(
        [
            ("relevance", work * (1 - time), _relevance(jobs)),
            ("years", work * time, _years(jobs, asked.from_years)),
            ("title", k.TITLE, called),
            ("title_words", k.TITLE_WORDS, said),
        ]
    )
    weight = rounded(asked.importance / FULL_IMPORTANCE)
    return Experience(total(parts), weight, parts, jobs, [*call, *saying])


def relevant_months(jobs: Sequence[JobMatch]) -> float:
    """Months in jobs, each counted once, as far as it was relevant."""
    return months_at_best((job, job.counted_as) for job in jobs if job.counts and not job.unpaid)


def months_at_best(valued: Iterable[tuple[JobMatch, float]]) -> float:
    """The sum over months of the best value of the dated jobs in each."""
    return math.fsum(_by_month(valued))


def _job(job: Work, found: Relevance, asked: WorkExperience, *, unpaid: bool) -> JobMatch:
    counts = _longest(job) >= asked.shortest_months
    note = None
    if not counts:
        note = f"shorter than {asked.shortest_months} months: does not count"
    elif job.months is None:
        note = "without dates: counts for relevance in part, and makes no years"
    elif not _has_length(job):
        note = "with one date only: counts for relevance in part"
    elif unpaid:
        note = "unpaid: counts for relevance in part, and makes no years"
    return JobMatch(
        title=job.position,
        employer=job.name,
        start_date=job.start_date,
        end_date=job.end_date,
        months=job.months,
        unpaid=unpaid,
        counts=counts,
        worth=rounded((k.UNPAID if unpaid else 1.0) * (1.0 if _has_length(job) else k.UNDATED)),
        relevance=found.score,
        listed_relevance=found.listed,
        counted_as=0.0 if unpaid or job.months is None or not counts else _share(found.listed, asked),
        terms=found.terms,
        duty_terms=found.duty_terms,
        basis=found.basis,
        note=note,
    )


def _has_length(job: Work) -> bool:
    """Whether the CV tells how long a job lasted: both ends, and not one date that stands for them."""
    first, last = (job.spans.get(name, []) for name in ("startDate", "endDate"))
    return job.months is not None and (job.current or not first or first != last)


def _longest(job: Work) -> float:
    """The most months that a job can have lasted, as far as its dates tell."""
    if job.months is None or not _has_length(job):
        return math.inf
    first, last = job.start_date or "", job.end_date or ""
    if len(first) == len(last) == _YEAR:
        return max(job.months, 12 * (int(last) - int(first) + 1))
    return job.months


def _share(relevance: float, asked: WorkExperience) -> float:
    """The share of a job's months that are relevant: all from the threshold on, none far below it."""
    if relevance >= asked.threshold:
        return 1.0
    nearness = (relevance / asked.threshold - k.UNRELATED) / (1 - k.UNRELATED)
    return rounded(max(0.0, nearness) ** 2) if asked.transferable else 0.0


def _relevance(jobs: Sequence[JobMatch]) -> float:
    """The best job, and the mean of the horizon's best months; months that nobody worked in are zeros."""
    counted = [(job, job.relevance * job.worth) for job in jobs if job.counts]
    best = max((value for _, value in counted), default=0.0)
    months = sorted(_by_month(counted), reverse=True)[: k.HORIZON]
    return k.BEST_JOB * best + k.BEST_MONTHS * math.fsum(months) / k.HORIZON


def _years(jobs: Sequence[JobMatch], least: int) -> float:
    return min(1.0, relevant_months(jobs) / (12 * least)) if least > 0 else 1.0


def _by_month(valued: Iterable[tuple[JobMatch, float]]) -> list[float]:
    """For each month that somebody worked in, the best value of the jobs in it."""
    best: dict[int, float] = {}
    for job, value in valued:
        if job.start_date is not None and job.months is not None:
            first = _count(job.start_date)
            for month in range(first, first + job.months):
                best[month] = max(value, best.get(month, 0.0))
    return list(best.values())


def _count(month: str) -> int:
    """Months since year 0; a year without a month is taken from its middle, as where months are counted."""
    return int(month[:4]) * 12 + (int(month[5:7]) if len(month) > 4 else _MIDDLE) - 1
