"""The skills' score: requirements weighed by importance, times the minimal ones' coverage, languages folded in."""

from __future__ import annotations

from collections.abc import Sequence

from zenhire.analysis.cv.match import constants as k
from zenhire.analysis.cv.match.arithmetic import mean, rounded, terms, total
from zenhire.analysis.cv.match.languages import asked_languages
from zenhire.analysis.cv.match.requirements import Answered
from zenhire.analysis.cv.match.types import Skills
from zenhire.analysis.cv.match.view import View
from zenhire.analysis.cv.position.types import FULL_IMPORTANCE, Position


def skills(position: Position, answered: Sequence[Answered], view: View) -> Skills:
    """The score of skills and languages. A position that asks for none gives 1, and no weight."""
    counted = [one for one in answered if one.asked.weight > 0]
    minimal = [one for one in counted if one.asked.kind == "minimal_qualification"]
    coverage = mean((one.asked.weight, one.told.score) for one in minimal) if minimal else None
    factor = 1.0 if coverage is None else k.UNCOVERED + (1 - k.UNCOVERED) * coverage
    own = factor * mean((one.asked.weight, one.told.score) for one in counted) if counted else None
    language_terms, languages = asked_languages(position.languages, view)
    spoken = total(language_terms) if language_terms else None
    parts = terms([("skills", 1 - k.LANGUAGES, own), ("languages", k.LANGUAGES, spoken)])
    return Skills(
        score=total(parts) if parts else 1.0,
        weight=rounded(position.skills.importance / FULL_IMPORTANCE) if parts else 0.0,
        terms=parts,
        language_terms=language_terms,
        minimal_coverage=None if coverage is None else rounded(coverage),
        minimal_factor=rounded(factor),
        requirements=[*(one.told for one in answered), *languages],
    )
