"""What is said about a requirement: where a text speaks for it, by which rule, and how far to trust that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Rule = Literal["exact", "alias", "spelling", "words", "implied", "near", "part", "similar"]
RULES: tuple[Rule, ...] = ("exact", "alias", "spelling", "words", "implied", "near", "part", "similar")
Reason = Literal["denied", "wished", "other_meaning"]

Similar = Callable[[Sequence[str], Sequence[str]], NDArray[np.floating[Any]]]
"""Cosines of each of these with each of those, shape (these, those)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """[start, end) of the text is evidence: `quote` stands there, `matched` is the name or alias it was known by.

    `skill` is the skill that was mentioned, which for `implied` and `near` is another than the one asked for; empty
    where the tables know none. `trust` is in (0, 1].
    """

    start: int
    end: int
    quote: str
    rule: Rule
    trust: float
    skill: str
    matched: str


@dataclass(frozen=True, slots=True)
class NoEvidence:
    """[start, end) names the skill and is no evidence: it is denied, wished for, or the word means something else."""

    start: int
    end: int
    quote: str
    reason: Reason
    matched: str


@dataclass(frozen=True, slots=True)
class SkillEvidence:
    """What a text says about one requirement: `trust` in [0, 1], 0 where nothing speaks for it.

    `skills` are the known skills in its name. Mentions are those with the greatest trust, at most 40, best first and
    then in the order of the text; so are the passages that are none.
    """

    name: str
    skills: tuple[str, ...]
    trust: float
    mentions: tuple[Mention, ...]
    refused: tuple[NoEvidence, ...]
