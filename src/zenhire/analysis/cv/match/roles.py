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
from zenhire.analysis.cv.titles import TitleEvidence, match_titles, occupation


@dataclass(frozen=True, slots=True)
class RoleAnswer:
    """What a title is worth, which of the titles asked for it answers best, by which rule (null: none), and how well it
    answers that one (`best`)."""

    score: float
    rule: str | None
    asked: str
    best: float


def told_titles(cv: ScorableCv) -> list[str]:
    """The titles of a CV's jobs and its own, in neutral words."""
    titles = [job.position for job in (*cv.experience, *cv.volunteer)]
    return [neutral for title in (*titles, cv.label) if title and (neutral := neutralised(title).strip())]


def asked_roles(position: Position) -> tuple[str, ...]:
    """The roles that count as relevant; the position's own name where the config lists none."""
    return tuple(sorted({neutralised(role) for role in position.experience.roles or (position.name,)}))


def answer_roles(position: Position, titles: Iterable[str], similar: Similar | None) -> dict[str, RoleAnswer]:
    """The answer of each title, in neutral words: the best of the roles, and how near it is to the position's own.

    The roles say what counts; the position's own title, what counts most.
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
        near, rule = own[column]
        score = rounded(k.OWN_TITLE * near + (1 - k.OWN_TITLE) * best.score)
        nearer = near > best.score
        told, asked = (rule, name) if nearer else (best.rule, role)
        found[title] = RoleAnswer(score, told, asked, max(near, best.score))
    return found


def _own(
    name: str, titles: list[str], row: Sequence[TitleEvidence], similar: Similar | None
) -> list[tuple[float, str | None]]:
    """How near each title is to the position's own, and by which rule: by the tables of titles, or by meaning.

    Meaning takes `Truck Mechanic` for a truck driver. Where the tables know both titles, it has little say.
    """
    cosines = np.asarray(similar([name], titles))[0] if similar is not None else np.zeros(len(titles))
    known = occupation(name) is not None
    found: list[tuple[float, str | None]] = []
    for title, evidence, cosine in zip(titles, row, cosines, strict=True):
        alike = k.SIMILAR * rescaled(round(float(cosine), k.DECIMALS), k.TITLE_FLOOR, k.TITLE_CEILING)
        if known and occupation(title) is not None:
            alike = min(alike, evidence.score + k.TITLE_DOUBT)
        found.append((rounded(alike), "similar") if alike > evidence.score else (evidence.score, evidence.rule))
    return found
