"""How well a title, of a job or of the whole CV, answers the position: its own title, and the roles that count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from zenhire.analysis.cv.match import constants as k
from zenhire.analysis.cv.match.arithmetic import rescaled, rounded
from zenhire.analysis.cv.match.wording import neutralised
from zenhire.analysis.cv.parse.scorable import ScorableCv
from zenhire.analysis.cv.position.types import Position
from zenhire.analysis.cv.skills import Similar
from zenhire.analysis.cv.titles import TitleEvidence, match_titles


@dataclass(frozen=True, slots=True)
class RoleAnswer:
    """What a title is worth, and which of the titles asked for it answers best, by which rule (null: none)."""

    score: float
    rule: str | None
    asked: str


def told_titles(cv: ScorableCv) -> list[str]:
    """The titles of a CV's jobs and its own, in neutral words."""
    titles = [job.position for job in (*cv.experience, *cv.volunteer)]
    return [neutral for title in (*titles, cv.label) if title and (neutral := neutralised(title).strip())]


def asked_roles(position: Position) -> tuple[str, ...]:
    """The roles that count as relevant; the position's own name where the config lists none."""
    return tuple(sorted({neutralised(role) for role in position.experience.roles or (position.name,)}))


def answer_roles(position: Position, titles: Iterable[str], similar: Similar | None) -> dict[str, RoleAnswer]:
    """The answer of each title, in neutral words: the best of the roles, and how near it is to the position's own.

    The roles say what counts; among them, the position's own title counts most.
    """
    kept, roles = sorted(set(titles)), asked_roles(position)
    if not kept:
        return {}
    name = neutralised(position.name)
    *rows, own_row = match_titles((*roles, name), kept, similar=similar)
    own = _own(name, kept, own_row, similar)
    found = {}
    for column, title in enumerate(kept):
        best, role = max(
            ((rows[at][column], role) for at, role in enumerate(roles)), key=lambda one: (one[0].score, one[1])
        )
        near = own[column]
        told = near if near.score > best.score else RoleAnswer(best.score, best.rule, role)
        score = rounded(k.OWN_TITLE * near.score + (1 - k.OWN_TITLE) * best.score)
        found[title] = RoleAnswer(score, told.rule, told.asked)
    return found


def _own(name: str, titles: list[str], row: Sequence[TitleEvidence], similar: Similar | None) -> list[RoleAnswer]:
    """How near each title is to the position's own, by the tables of titles or by meaning."""
    cosines = np.asarray(similar([name], titles))[0] if similar is not None else np.zeros(len(titles))
    found = []
    for evidence, cosine in zip(row, cosines, strict=True):
        alike = k.SIMILAR * rescaled(round(float(cosine), k.DECIMALS), k.TITLE_FLOOR, k.TITLE_CEILING)
        rule = "similar" if alike > evidence.score else evidence.rule
        found.append(RoleAnswer(rounded(max(alike, evidence.score)), rule, name))
    return found
