"""How relevant each job is: its role, what was done in it, its industry, its employer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zenhire.analysis.cv.match import constants as k
from zenhire.analysis.cv.match.arithmetic import rescaled, rounded, terms, total
from zenhire.analysis.cv.match.companies import company_score
from zenhire.analysis.cv.match.duties import Duties
from zenhire.analysis.cv.match.industries import by_table, named_in
from zenhire.analysis.cv.match.roles import RoleAnswer
from zenhire.analysis.cv.match.types import Basis, Term
from zenhire.analysis.cv.match.view import View
from zenhire.analysis.cv.match.wording import neutralised
from zenhire.analysis.cv.parse.schema import Span, Work
from zenhire.analysis.cv.parse.words.industries import industry_of
from zenhire.analysis.cv.position.types import Item, Position
from zenhire.analysis.cv.skills import Similar


@dataclass(frozen=True, slots=True)
class Relevance:
    """A job's relevance with its terms and what they rest on. `listed` is what it would be were the best of the titles
    asked for the only one."""

    score: float
    listed: float
    terms: list[Term]
    duty_terms: list[Term]
    basis: list[Basis]


@dataclass(frozen=True, slots=True)
class _Part:
    """A term's value and what it rests on, if anything."""

    value: float | None
    basis: Basis | None = None
    best: float = 0.0


def job_text(job: Work) -> str:
    """Title and employer, as they are compared with industries."""
    return ", ".join(neutralised(part) for part in (job.position, job.name) if part)


def relevance(
    position: Position, view: View, roles: Mapping[str, RoleAnswer], done: Sequence[Duties], similar: Similar | None
) -> list[Relevance]:
    """The relevance of each job; `roles` has the answers of their titles, `done` their duties."""
    answers = _roles(roles, view)
    industries = _industries(position.experience.industries, view, similar)
    found = []
    for job, acted in enumerate(done):
        company = _company(position.experience.companies, view.jobs[job], view)
        others = [
            ("duties", k.DUTIES, acted.score),
            ("industry", k.INDUSTRY, industries[job].value),
            ("company", k.COMPANY, company.value),
        ]
        parts = terms([("role", k.ROLE, answers[job].value), *others])
        listed = total(terms([("role", k.ROLE, answers[job].best), *others]))
        basis = [one.basis for one in (answers[job], industries[job], company) if one.basis is not None]
        found.append(Relevance(total(parts), listed, parts, acted.terms, [*basis, *acted.basis]))
    return found


def _span(job: Work, *fields: str) -> Span | None:
    """Where the first of these fields that stands somewhere begins to stand."""
    return next((span for field in fields for span in job.spans.get(field, [])), None)


def _roles(roles: Mapping[str, RoleAnswer], view: View) -> list[_Part]:
    found = []
    for job in view.jobs:
        title = neutralised(job.position or "").strip()
        if not title:
            found.append(_Part(0.0))
            continue
        answer = roles[title]
        told = None
        if answer.rule is not None:
            told = view.basis("role", answer.rule, answer.asked, _span(job, "position"), answer.score)
        found.append(_Part(answer.score, told, answer.best))
    return found


def _industries(asked: Sequence[Item], view: View, similar: Similar | None) -> list[_Part]:
    """The best industry of each job, each by its importance against the most important one."""
    if not asked:
        return [_Part(None) for _ in view.jobs]
    names, texts = [neutralised(item.name) for item in asked], [job_text(job) for job in view.jobs]
    kept = sorted({text for text in texts if text})
    cosines = np.asarray(similar(names, kept)) if similar is not None and kept else np.zeros((len(names), len(kept)))
    column = {text: at for at, text in enumerate(kept)}
    greatest = max(item.importance for item in asked)
    found = []
    for index, (job, text) in enumerate(zip(view.jobs, texts, strict=True)):
        options = []
        for row, item in enumerate(asked):
            cosine = round(float(cosines[row, column[text]]), k.DECIMALS) if text else 0.0
            value, rule, span = _industry(item.name, job, view, index, cosine)
            options.append((rounded(value * item.importance / greatest), item.name, rule, span))
        value, name, rule, span = max(options, key=lambda one: one[:3])
        found.append(_Part(value, view.basis("industry", rule, name, span, value) if value > 0 else None))
    return found


def _industry(name: str, job: Work, view: View, index: int, cosine: float) -> tuple[float, str, Span | None]:
    """How well a job answers an industry, by which rule, and the passage that tells so."""
    alike = k.SIMILAR * rescaled(cosine, k.INDUSTRY_FLOOR, k.INDUSTRY_CEILING)
    whose = _span(job, "name", "position")
    options: list[tuple[float, str, Span | None]] = [(alike, "similar", whose)]
    if (found := by_table(name, job.industry)) is not None:
        employed = industry_of(job.name or "", "") == job.industry
        options.append((*found, whose if employed else _span(job, "position", "name")))
    if named_in(name, job_text(job)):
        titled = job.position is not None and named_in(name, neutralised(job.position))
        options.append((k.NAMED_INDUSTRY, "named", _span(job, "position", "name") if titled else whose))
    told = next((part for part in view.duties[index] if named_in(name, view.text[part.start : part.end])), None)
    if told is not None:
        start, end = view.span(told.start, told.end)
        options.append((k.NAMED_IN_DUTIES, "named", Span(start, end, view.page(start))))
    return max(options, key=lambda one: one[:2])


def _company(asked: Sequence[str], job: Work, view: View) -> _Part:
    if not asked:
        return _Part(None)
    score, name = max((company_score(one, job.name or ""), one) for one in asked)
    rule = "same" if score == 1 else "spelling"
    return _Part(score, view.basis("company", rule, name, _span(job, "name"), score) if score > 0 else None)
