"""Evidence by meaning: an embedder's cosine between a requirement and a passage, put on the scale of trusts.

Where the tables know better it has no say: a passage that consists of other known skills, that denies something, or
in which the skill's own name means something else.
"""

from __future__ import annotations

from collections.abc import Sequence

from zenhire.analysis.cv.skills.denial import negates
from zenhire.analysis.cv.skills.evidence import Found
from zenhire.analysis.cv.skills.passages import Passage, passages
from zenhire.analysis.cv.skills.reading import Reading
from zenhire.analysis.cv.skills.requirement import Requirement
from zenhire.analysis.cv.skills.tables import Book
from zenhire.analysis.cv.skills.types import Similar

GREATEST = 0.75
"""The most that similarity is trusted."""

FLOOR, CEILING = 0.55, 0.9
"""Cosines that mean nothing, and the most."""

_PRODUCTS = frozenset(("software", "data"))


def rescale(cosine: float) -> float:
    """A cosine as trust: 0 up to the floor, rising evenly to .75 at the ceiling."""
    share = (cosine - FLOOR) / (CEILING - FLOOR)
    return round(GREATEST * min(1.0, max(0.0, share)), 4)


def alike(
    requirements: Sequence[Requirement], reading: Reading, tables: Book, similar: Similar, most: int
) -> dict[str, list[Found]]:
    """For each requirement's name the passages that mean the like, the `most` likest."""
    asked = {each.name: each for each in requirements if _has_a_say(each, tables)}
    parts = telling(reading)
    if not asked or not parts:
        return {}
    texts = [reading.text[part.start : part.end] for part in parts]
    columns = {text: column for column, text in enumerate(dict.fromkeys(texts))}
    cosines = similar(list(asked), list(columns))
    found = {}
    for name, row in zip(asked, cosines, strict=True):
        known = frozenset(term.skill for term in asked[name].terms if term.skill)
        trusts = [rescale(round(float(cosine), 4)) for cosine in row]
        scored = [(trusts[columns[text]], part) for text, part in zip(texts, parts, strict=True)]
        kept = [
            Found(part.first, part.stop, "similar", trust, "", name)
            for trust, part in sorted(scored, key=lambda pair: (-pair[0], pair[1].start))
            if trust > 0 and not _other(part, known, reading)
        ]
        found[name] = kept[:most]
    return found


def telling(reading: Reading) -> list[Passage]:
    """The passages that similarity has a say in: those that deny nothing and are not names of known skills."""
    return [
        part
        for part in passages(reading, repeated=True)
        if not negates(reading.tokens, part.first, part.stop) and not _named(part, reading)
    ]


def _has_a_say(asked: Requirement, tables: Book) -> bool:
    """Names of products say nothing to an embedder that it has not read about: Rust is like corrosion."""
    skills = [tables.skills[term.skill] for term in asked.terms if term.skill]
    return not skills or any(skill.field not in _PRODUCTS for skill in skills)


def _other(part: Passage, known: frozenset[str], reading: Reading) -> bool:
    """The tables have read the skill's name here, and it means something else."""
    return any(part.first <= hit.first < part.stop for skill in known for hit in reading.others.get(skill, ()))


def _named(part: Passage, reading: Reading) -> bool:
    """The passage's words are names of skills that the tables know."""
    inside = sum(index in reading.in_names for index in range(part.first, part.stop))
    return 2 * inside > part.stop - part.first
