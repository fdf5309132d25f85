"""What is said of two job titles: how well one answers the other, by which rule, and by what they have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zenhire.analysis.cv.skills.types import Similar

Rule = Literal["same", "alias", "specialty", "seniority", "spelling", "near", "words", "similar"]
RULES: tuple[Rule, ...] = ("same", "alias", "specialty", "seniority", "spelling", "near", "words", "similar")
"""In the order of their trust.

`same`: the same title, however written. `alias`: another name of the occupation. `specialty`: the same occupation, one
of them narrower. `seniority`: the same occupation at another level. `spelling`: any of these once a slip is mended.
`near`: a related occupation. `words`: titles that the tables do not know, with words in common. `similar`: an
embedder's cosine.
"""

Seniority = Literal["trainee", "junior", "regular", "senior", "lead", "manager", "director", "executive"]
SENIORITIES: tuple[Seniority, ...] = (
    *("trainee", "junior", "regular", "senior", "lead", "manager", "director", "executive"),
)
"""From the lowest to the highest."""


@dataclass(frozen=True, slots=True)
class TitleEvidence:
    """How well a title answers the role asked for.

    `score` is in [0, 1], rounded to 4 decimals. `rule` is the one that gave it, None where the score is 0. `matched`
    is what it was known by: the occupation, the words in common, or the title that means the like; empty at 0.
    """

    score: float
    rule: Rule | None
    matched: str


NOTHING = TitleEvidence(0.0, None, "")

__all__ = ["NOTHING", "RULES", "SENIORITIES", "Rule", "Seniority", "Similar", "TitleEvidence"]
