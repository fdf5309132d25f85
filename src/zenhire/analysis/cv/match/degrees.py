"""Courses of study against a degree that is asked for: level, field, and whether it is finished."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zenhire.analysis.cv.match import constants as k
from zenhire.analysis.cv.match.arithmetic import rescaled, rounded
from zenhire.analysis.cv.match.types import Evidence
from zenhire.analysis.cv.match.view import View
from zenhire.analysis.cv.parse.schema import Education as Study
from zenhire.analysis.cv.parse.schema import Level
from zenhire.analysis.cv.parse.words.degrees import area_start, degree_span, level_of
from zenhire.analysis.cv.position.types import StudyStatus
from zenhire.analysis.cv.skills import Similar
from zenhire.analysis.cv.skills.normal import stem, words

RANKS: dict[Level, int] = {"secondary": 1, "vocational": 2, "associate": 3, "bachelor": 4, "master": 5, "doctorate": 6}
_SMALL = frozenset(("of", "and", "in", "the", "studies", "science", "sciences"))


@dataclass(frozen=True, slots=True)
class DegreeAsked:
    """A degree: its level if that counts, its fields if any count, and whether it may still go on."""

    level: Level | None
    fields: tuple[str, ...]
    status: StudyStatus


_DEGREE = re.compile(
    r"\b(?:degree|bachelor|masters?'?s? (?:degree|of|in)|ph\.?d|doctorate|diploma|high school|ged|mba|bsc|msc"
    r"|b\.s|b\.a|m\.s|abitur|ausbildung|laurea)|^masters?'?s?$",
    re.IGNORECASE,
)
_OR = re.compile(r",? or (?:a )?(?:related|similar|equivalent|relevant).*$|,? (?:required|preferred)$", re.IGNORECASE)
_IN = re.compile(r"\bdegree (?:in|of)\b", re.IGNORECASE)
_MBA = re.compile(r"\bmba\b", re.IGNORECASE)


def degree_asked(name: str) -> DegreeAsked | None:
    """The degree that a requirement names, None where it names none."""
    if not _DEGREE.search(name):
        return None
    whole = degree_span(name)
    within = _IN.search(name)
    if whole is None and within is None:
        return None
    rest = name[whole[1] :] if whole else name[within.end() - 3 :] if within else ""
    rest = re.sub(r"^\s*['’]?s?(?:\s+degree)?", "", rest)
    field = _OR.sub("", rest[area_start(rest) :]).strip(" .,;:()")
    field = "Business Administration" if not field and _MBA.search(name) else field
    return DegreeAsked(level_of(name) if whole else None, (field,) if field else (), "Both")


def degrees(asked: DegreeAsked, view: View, similar: Similar | None) -> list[Evidence]:
    """The courses of study that speak for it, best first."""
    rank = RANKS[asked.level] if asked.level else None
    told: list[Evidence] = []
    for study in view.cv.education:
        field, rule = _field(asked.fields, study.area, similar)
        level = 1.0 if rank is None else min(1.0, (RANKS[study.level] if study.level else 0) / rank)
        near = 1.0 if field is None else k.WITHOUT_FIELD + (1 - k.WITHOUT_FIELD) * field
        score = rounded(level * near * _finished(study, asked))
        if score > 0:
            told.append(_evidence(study, view, score, rule))
    return sorted(told, key=lambda one: (-one.score, one.start))


def _finished(study: Study, asked: DegreeAsked) -> float:
    if asked.status != "Graduate":
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
        alike = k.SIMILAR * rescaled(round(float(cosine), k.DECIMALS), k.FIELD_FLOOR, k.FIELD_CEILING)
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
