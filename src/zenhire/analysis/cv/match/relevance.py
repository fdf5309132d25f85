"""How relevant each job is: its role, what was done in it, its industry, its employer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zenhire.analysis.cv.match import constants as k
from zenhire.analysis.cv.match.arithmetic import rescaled, rounded, terms, total
from zenhire.analysis.cv.match.companies import company_score
from zenhire.analysis.cv.match.industries import by_table, named_in
from zenhire.analysis.cv.match.types import Basis, Term
from zenhire.analysis.cv.match.view import View
from zenhire.analysis.cv.match.wording import neutralised
from zenhire.analysis.cv.parse.schema import Work
from zenhire.analysis.cv.position.types import Item, Position
from zenhire.analysis.cv.skills import Similar
from zenhire.analysis.cv.titles import match_titles


@dataclass(frozen=True, slots=True)
class Relevance:
    """A job's relevance with its terms and what they rest on."""

    score: float
    terms: list[Term]
    basis: list[Basis]


@dataclass(frozen=True, slots=True)
class _Part:
    """A term's value and what it rests on, if anything."""

    value: float | None
    basis: Basis | None = None


def asked_roles(position: Position) -> tuple[str, ...]:
    """The roles that count as relevant; the position's own name where the config lists none."""
    return tuple(sorted({neutralised(role) for role in position.experience.roles or (position.name,)}))


def job_text(job: Work) -> str:
    """Title and employer, as they are compared with industries."""
    return ", ".join(neutralised(part) for part in (job.position, job.name) if part)


def relevance(
    position: Position, view: View, done: Sequence[tuple[float | None, list[Basis]]], similar: Similar | None
) -> list[Relevance]:
    """The relevance of each job; `done` has the scores of their duties."""
    roles = _roles(position, view, similar)
    industries = _industries(position.experience.industries, view, similar)
    found = []
    for job, (acted, told) in enumerate(done):
        company = _company(position.experience.companies, view.jobs[job], view)
        parts = terms(
            [
                ("role", k.ROLE, roles[job].value),
                ("duties", k.DUTIES, acted),
                ("industry", k.INDUSTRY, industries[job].value),
                ("company", k.COMPANY, company.value),
            ]
        )
        basis = [one.basis for one in (roles[job], industries[job], company) if one.basis is not None]
        found.append(Relevance(total(parts), parts, [*basis, *told]))
    return found


def _basis(term: str, rule: str, asked: str, job: Work, field: str, score: float, view: View) -> Basis:
    spans = job.spans.get(field, [])
    if not spans:
        return Basis(term, rule, asked, "", 0, 0, 0, score)
    span = spans[0]
    return Basis(term, rule, asked, view.quote(span.start, span.end), span.start, span.end, span.page, score)


def _roles(position: Position, view: View, similar: Similar | None) -> list[_Part]:
    roles = asked_roles(position)
    titles = sorted({neutralised(job.position) for job in view.jobs if job.position})
    rows = match_titles(roles, titles, similar=similar)
    best = {
        title: max(((rows[at][column], role) for at, role in enumerate(roles)), key=lambda one: (one[0].score, one[1]))
        for column, title in enumerate(titles)
    }
    found = []
    for job in view.jobs:
        if not job.position:
            found.append(_Part(0.0))
            continue
        evidence, role = best[neutralised(job.position)]
        rule = evidence.rule
        found.append(
            _Part(
                evidence.score,
                _basis("role", rule, role, job, "position", evidence.score, view) if rule is not None else None,
            )
        )
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
            value, rule = _industry(item.name, job, view, index, cosine)
            options.append((rounded(value * item.importance / greatest), item.name, rule))
        value, name, rule = max(options)
        found.append(_Part(value, _basis("industry", rule, name, job, "name", value, view) if value > 0 else None))
    return found


def _industry(name: str, job: Work, view: View, index: int, cosine: float) -> tuple[float, str]:
    alike = k.SIMILAR * rescaled(cosine, k.INDUSTRY_FLOOR, k.INDUSTRY_CEILING)
    options = [(alike, "similar"), by_table(name, job.industry) or (0.0, "related")]
    if named_in(name, job_text(job)):
        options.append((k.NAMED_INDUSTRY, "named"))
    if any(named_in(name, view.text[part.start : part.end]) for part in view.duties[index]):
        options.append((k.NAMED_IN_DUTIES, "named"))
    return max(options)


def _company(asked: Sequence[str], job: Work, view: View) -> _Part:
    if not asked:
        return _Part(None)
    score, name = max((company_score(one, job.name or ""), one) for one in asked)
    rule = "same" if score == 1 else "spelling"
    return _Part(score, _basis("company", rule, name, job, "name", score, view) if score > 0 else None)
