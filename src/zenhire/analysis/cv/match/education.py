"""The education's score: the best degree, and certificates."""

from __future__ import annotations

from collections.abc import Sequence

from zenhire.analysis.cv.match import constants as k
from zenhire.analysis.cv.match.arithmetic import mean, rounded, terms, total
from zenhire.analysis.cv.match.degrees import DegreeAsked, degrees
from zenhire.analysis.cv.match.requirements import Answered
from zenhire.analysis.cv.match.types import Education, Requirement
from zenhire.analysis.cv.match.view import View
from zenhire.analysis.cv.parse.schema import Level
from zenhire.analysis.cv.parse.words.degrees import level_of
from zenhire.analysis.cv.position.types import FULL_IMPORTANCE, Position
from zenhire.analysis.cv.position.types import Education as Asked
from zenhire.analysis.cv.skills import Similar


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


def asked_level(asked: Asked) -> Level | None:
    """The level of the degree asked for, None where none is or nobody knows it."""
    return level_of(asked.degree_level) if asked.degree_level else None


def _degree(asked: Asked, view: View, similar: Similar | None) -> Requirement:
    """The best course of study."""
    told = degrees(DegreeAsked(asked_level(asked), asked.fields_of_study, asked.study_status), view, similar)
    name = ", ".join([*([asked.degree_level] if asked.degree_level else []), *asked.fields_of_study])
    best, rule = (told[0].score, told[0].rule) if told else (0.0, None)
    return Requirement("degree", name, asked.academic_importance, True, best, rule, told[: k.EVIDENCE], [])
