"""What a reader of the scores should know, in plain words. Nothing in here changes a score."""

from __future__ import annotations

from collections.abc import Iterator

from zenhire.analysis.cv.match.education import asked_level
from zenhire.analysis.cv.match.types import Details, Years
from zenhire.analysis.cv.match.view import View
from zenhire.analysis.cv.position.types import Position

_THIN = 80


def comments(position: Position, details: Details, years: Years, view: View) -> list[str]:
    """The comments, in a fixed order."""
    return [*_on_cv(view), *_on_experience(position, details, years, view), *_on_config(position, details)]


def _on_cv(view: View) -> Iterator[str]:
    size = len(view.reading.tokens)
    if size < _THIN:
        yield f"The CV has only {size} readable words that are not about the person: little can be found in it."
    if not view.cv.experience:
        yield "No job could be told in the CV."


def _on_experience(position: Position, details: Details, years: Years, view: View) -> Iterator[str]:
    asked, jobs = position.experience, details.work_experience.jobs
    if years.relevant > asked.to_years:
        yield (
            f"{years.relevant} relevant years are more than the {asked.to_years} that the position names."
            " That is told and not scored."
        )
    undated = sum(job.months is None for job in jobs)
    if undated:
        yield f"{_jobs(undated)} without dates: counted for relevance in part, not for years."
    short = sum(not job.counts for job in jobs)
    if short:
        yield f"{_jobs(short)} shorter than {asked.shortest_months} months: not counted."
    unpaid = sum(job.unpaid for job in jobs)
    if unpaid:
        yield f"{_jobs(unpaid)} unpaid: counted for relevance in part, not for years."


def _jobs(count: int) -> str:
    return "1 job" if count == 1 else f"{count} jobs"


def _on_config(position: Position, details: Details) -> Iterator[str]:
    if not details.skills.terms:
        yield "The position asks for no skill and no language: the skills' score is 1 and has no weight."
    if position.languages.proficiency:
        yield "The proficiency described in `explanations` is not scored. A level after a language's name is."
    education = position.education
    if position.education_sent and not education.enabled:
        yield "Education is switched off and counts nowhere."
    elif position.education_sent and details.education is None:
        yield "Education is switched on and asks for nothing: it counts nowhere."
    elif details.education is not None and education.degree_level and asked_level(education) is None:
        yield f"The degree level {education.degree_level!r} is not known: any course of study meets it."
