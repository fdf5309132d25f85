"""The education's score: the best degree, and certificates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zenhire.analysis.cv.match import constants as k
from zenhire.analysis.cv.match.arithmetic import mean, rescaled, rounded, terms, total
from zenhire.analysis.cv.match.requirements import Answered
from zenhire.analysis.cv.match.types import Education, Evidence, Requirement
from zenhire.analysis.cv.match.view import View
from zenhire.analysis.cv.parse.schema import Education as Study
from zenhire.analysis.cv.parse.schema import Level
from zenhire.analysis.cv.parse.words_degrees import level_of
from zenhire.analysis.cv.position.types import FULL_IMPORTANCE, Position
from zenhire.analysis.cv.position.types import Education as Asked
from zenhire.analysis.cv.skills import Similar
from zenhire.analysis.cv.skills.normal import stem, words

RANKS: dict[Level, int] = {"secondary": 1, "vocational": 2, "associate": 3, "bachelor": 4, "master": 5, "doctorate": 6}
_SMALL = frozenset(("of", "and", "in", "the", "studies", "science", "sciences"))


def education(
    position: Position, certificates: Sequence[Answered], view: View, similar: Similar | None
) -> Education | None:
    """The score of degrees and certificates, None where the position has switched them off or asks for nothing."""
    asked = position.education
    if not (position.education_sent and asked.enabled):
        return None
    degree = _degree(asked, view, similar) if asked.degree_level or asked.fields_of_study else None
    covered = mean((one.asked.weight, one.told.score) for one in certificates) if certificates else None
    parts = terms(
        [
            ("academic", asked.academic_importance, None if degree is None else degree.score),
            ("non_academic", asked.non_academic_importance, covered),
        ]
    )
    if not parts:
        return None
    told = [*([degree] if degree else []), *(one.told for one in certificates)]
    return Education(total(parts), rounded(asked.importance / FULL_IMPORTANCE), parts, told)


def asked_rank(asked: Asked) -> int | None:
    """The rank of the degree asked for, None where none is or nobody knows it."""
    level = level_of(asked.degree_level) if asked.degree_level else None
    return RANKS[level] if level else None


def _degree(asked: Asked, view: View, similar: Similar | None) -> Requirement:
    """The best course of study: its level, its field, and whether it is finished."""
    rank = asked_rank(asked)
    told: list[Evidence] = []
    for study in view.cv.education:
        field, rule = _field(asked.fields_of_study, study.area, similar)
        level = 1.0 if rank is None else min(1.0, (RANKS[study.level] if study.level else 0) / rank)
        near = 1.0 if field is None else k.WITHOUT_FIELD + (1 - k.WITHOUT_FIELD) * field
        score = rounded(level * near * _finished(study, asked))
        if score > 0:
            told.append(_evidence(study, view, score, rule))
    told.sort(key=lambda one: (-one.score, one.start))
    name = ", ".join([*([asked.degree_level] if asked.degree_level else []), *asked.fields_of_study])
    best = told[0].score if told else 0.0
    best_rule = told[0].rule if told else None
    return Requirement("degree", name, asked.academic_importance, True, best, best_rule, told[: k.EVIDENCE], [])


def _finished(study: Study, asked: Asked) -> float:
    if asked.study_status != "Graduate":
        return 1.0
    return k.UNKNOWN_END if study.finished is None else float(study.finished)


def _field(asked: Sequence[str], area: str | None, similar: Similar | None) -> tuple[float | None, str]:
    """How near a field of study is to the nearest one asked for, None where none is, and by which rule."""
    if not asked:
        return None, "level"
    if not area:
        return 0.0, "level"
    cosines = np.asarray(similar(list(asked), [area]))[:, 0] if similar is not None else np.zeros(len(asked))
    own = _stems(area)
    options: list[tuple[float, str]] = [(0.0, "level")]
    for name, cosine in zip(asked, cosines, strict=True):
        stems = _stems(name)
        if stems and stems <= own:
            options.append((1.0 if stems == own else k.FIELD_WORDS, "field"))
        alike = k.SIMILAR_INDUSTRY * rescaled(round(float(cosine), k.DECIMALS), k.FIELD_FLOOR, k.FIELD_CEILING)
        options.append((alike, "similar"))
    return max(options)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if word not in _SMALL) or frozenset(map(stem, words(text)))


def _evidence(study: Study, view: View, score: float, rule: str) -> Evidence:
    spans = [span for name in ("studyType", "area", "institution") for span in study.spans.get(name, [])]
    span = spans[0] if spans else None
    start, end = (span.start, span.end) if span else (0, 0)
    return Evidence(
        quote=view.quote(start, end),
        page=span.page if span else 1,
        section="education",
        start=start,
        end=end,
        where=", ".join(part for part in (study.study_type, study.institution) if part) or None,
        start_date=study.start_date,
        end_date=study.end_date,
        rule=rule,
        matched=study.level or "",
        trust=score,
        score=score,
    )
