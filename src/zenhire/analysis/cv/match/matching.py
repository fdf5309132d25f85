"""From a CV and a position to the match."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zenhire.analysis.cv.match import constants as k
from zenhire.analysis.cv.match.arithmetic import mean, rounded
from zenhire.analysis.cv.match.comments import comments
from zenhire.analysis.cv.match.cosines import Cosines
from zenhire.analysis.cv.match.duties import duties
from zenhire.analysis.cv.match.education import education
from zenhire.analysis.cv.match.experience import experience, relevant_months
from zenhire.analysis.cv.match.posting import Posting, read_posting
from zenhire.analysis.cv.match.qualifications import qualified
from zenhire.analysis.cv.match.relevance import job_text, relevance
from zenhire.analysis.cv.match.requirements import Answered, answer, asked_certificates, asked_skills, phrases
from zenhire.analysis.cv.match.roles import answer_roles, told_titles
from zenhire.analysis.cv.match.skills import skills
from zenhire.analysis.cv.match.types import Details, Education, Experience, Match, Skills, Years
from zenhire.analysis.cv.match.view import View
from zenhire.analysis.cv.match.wording import neutralised
from zenhire.analysis.cv.parse.scorable import ScorableCv
from zenhire.analysis.cv.position.types import Position
from zenhire.analysis.cv.skills import Similar

_MONTHS = 12


def match(cv: ScorableCv, position: Position, job_description: str, *, similar: Similar | None = None) -> Match:
    """How well a CV answers a position, with the evidence for every part of it.

    `similar` gives cosines of texts with texts; without it, what is only alike in meaning counts nothing. It is asked
    a few times, mostly for all texts at once. Pure: the same arguments give the same match, byte for byte.
    """
    return match_view(View(cv), position, job_description, similar=similar)


def match_view(view: View, position: Position, job_description: str, *, similar: Similar | None = None) -> Match:
    """As `match`, of a CV that is matched with several positions: its view is made once."""
    posting = read_posting(job_description)
    wanted, certificates = asked_skills(position), asked_certificates(position)
    cosines = _cosines(similar, position, posting, view) if similar is not None else None
    answered = answer([*wanted, *certificates], view, cosines)
    own, other = answered[: len(wanted)], answered[len(wanted) :]
    roles = answer_roles(position, told_titles(view.cv), cosines)
    found = relevance(position, view, roles, duties(own, posting, view, cosines), cosines)
    work = experience(position, found, view, roles)
    own = qualified(own, work.jobs, view, cosines)
    details = Details(
        work_experience=work,
        skills=skills(position, own, view),
        education=education(position, other, view, cosines),
    )
    return _result(position, details, own, view)


def _cosines(similar: Similar, position: Position, posting: Posting, view: View) -> Cosines:
    """All cosines that are known to be wanted."""
    asked = phrases([*asked_skills(position), *asked_certificates(position)])
    asked += [neutralised(item.name) for item in position.experience.industries]
    asked += [*posting.sentences, neutralised(position.name)]
    told = [view.text[part.start : part.end] for parts in view.duties for part in parts]
    told += [*told_titles(view.cv), *view.telling, *(text for job in view.jobs if (text := job_text(job)))]
    degrees = [one.degree for one in asked_skills(position) if one.degree]
    fields = [field for degree in degrees for field in degree.fields]
    fields += position.education.fields_of_study if position.education.enabled else ()
    if fields:
        asked += fields
        told += [study.area for study in view.cv.education if study.area]
    return Cosines(similar, asked, told)


def _result(position: Position, details: Details, answered: Sequence[Answered], view: View) -> Match:
    dimensions: dict[str, Experience | Skills | Education] = {
        "workExperience": details.work_experience,
        "skills": details.skills,
    }
    if details.education is not None:
        dimensions["education"] = details.education
    counted = [one.told for one in answered if one.told.counts]
    years = Years(
        relevant=round(relevant_months(details.work_experience.jobs) / _MONTHS, 1),
        total=round(view.cv.totals.months / _MONTHS, 1),
    )
    return Match(
        overall_score=rounded(mean((one.weight, one.score) for one in dimensions.values())),
        breakdown={name: one.score for name, one in dimensions.items()},
        details=details,
        skills_matched=_names(one.name for one in counted if one.score >= k.MATCHED),
        skills_missing=_names(one.name for one in counted if one.score < k.MATCHED),
        experience_years=years,
        comments=comments(position, details, years, view),
    )


def _names(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
