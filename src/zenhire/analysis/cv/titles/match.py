"""How well job titles answer the roles that a position asks for."""

from __future__ import annotations

from collections.abc import Sequence

from zenhire.analysis.cv.titles.reading import Reading, read
from zenhire.analysis.cv.titles.relations import ALIAS, APART, related
from zenhire.analysis.cv.titles.tables import register
from zenhire.analysis.cv.titles.types import NOTHING, Similar, TitleEvidence

GREATEST = 0.75
"""The most that similarity is trusted."""

FLOOR, CEILING = 0.4, 0.95
"""Cosines that mean nothing, and the most."""


def match_titles(
    asked: Sequence[str], titles: Sequence[str], *, similar: Similar | None = None
) -> tuple[tuple[TitleEvidence, ...], ...]:
    """One row per asked role, one column per title: how well the title answers the role.

    Each cell depends on its two titles alone. The rules are tried in the order of their trust: the same title, another
    name of the occupation, a narrower one, another level, a misspelt one, a related occupation, words in common, and
    last `similar`, an embedder's cosines, if given. Deterministic, whatever the order and number of titles.
    """
    cosines = _cosines(asked, titles, similar)
    return tuple(tuple(_evidence(role, title, cosines) for title in titles) for role in asked)


def rescale(cosine: float) -> float:
    """A cosine as score: 0 up to the floor, rising evenly to .75 at the ceiling."""
    share = (cosine - FLOOR) / (CEILING - FLOOR)
    return round(GREATEST * min(1.0, max(0.0, share)), 4)


LEANING = 0.4
"""How far a cosine moves what the tables leave open, from half of this below to half above."""

PARTLY = 0.55
"""The most for likeness of titles of different occupations, where one says more than the occupation's name."""

_OPEN = ("specialty", "words")


def _evidence(role: str, title: str, cosines: dict[tuple[str, str], float]) -> TitleEvidence:
    best = NOTHING
    for asked in read(role):
        for found in read(title):
            told = _leaning(related(asked, found), cosines.get((asked.told, found.told)))
            for evidence in (told, _alike(asked, found, cosines)):
                if evidence.score > best.score:
                    best = evidence
    return best


def _leaning(evidence: TitleEvidence, cosine: float | None) -> TitleEvidence:
    """The evidence, a little better or worse by the cosine where the tables know kinship and not how close."""
    if cosine is None or evidence.rule not in _OPEN or evidence.score <= APART:
        return evidence
    like = rescale(cosine) / GREATEST - 0.5
    return TitleEvidence(round(min(ALIAS, evidence.score + LEANING * like), 4), evidence.rule, evidence.matched)


def _alike(asked: Reading, found: Reading, cosines: dict[tuple[str, str], float]) -> TitleEvidence:
    score = rescale(cosines.get((asked.told, found.told), 0.0))
    if asked.occupation and found.occupation and asked.occupation != found.occupation:
        # Here the tables know better.
        apart = PARTLY if asked.extra or found.extra else APART
        score = min(score, register().near.get((asked.occupation, found.occupation), apart))
    return TitleEvidence(score, "similar", found.told) if score > 0 else NOTHING


def _cosines(asked: Sequence[str], titles: Sequence[str], similar: Similar | None) -> dict[tuple[str, str], float]:
    """Cosines of what is told in each, rounded to 4 decimals."""
    these = sorted({reading.told for role in asked for reading in read(role)})
    those = sorted({reading.told for title in titles for reading in read(title)})
    if similar is None or not these or not those:
        return {}
    found = similar(these, those)
    return {
        (one, two): round(float(found[row, column]), 4)
        for row, one in enumerate(these)
        for column, two in enumerate(those)
    }
