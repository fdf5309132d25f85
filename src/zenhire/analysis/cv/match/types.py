"""A match as it goes over the wire in `cv2jd_result`. Names in JSON are these, in snake case.

Every score is in [0, 1] with 4 decimals. Spans are [start, end) in characters of the read CV's text.
"""

from __future__ import annotations

from typing import Literal

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

Kind = Literal[
    "hard_skill",
    "soft_skill",
    "minimal_qualification",
    "preferable_qualification",
    "required_language",
    "prefered_language",
    "target_country",
    "degree",
    "certificate",
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that speaks for a requirement.

    `quote` stands at the span, `matched` is what it was known by. `where` is the job, project or course, with
    its dates. `score` is `trust`, how surely the passage means what is asked for, times what its place is worth.
    """

    quote: str
    page: int
    section: str
    start: int
    end: int
    where: str | None
    start_date: str | None
    end_date: str | None
    rule: str
    matched: str
    trust: float
    score: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """A passage that names what is asked for and is no evidence: `denied`, `wished` or `other_meaning`."""

    quote: str
    page: int
    section: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that is asked for. `rule` gave the score; null: not evidenced. `counts` is false where it is
    switched off. `importance` is 1-5, null where the config has none for it.
    """

    kind: Kind
    name: str
    importance: int | None
    counts: bool
    score: float
    rule: str | None
    evidence: list[Evidence]
    refused: list[Refusal]


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a score. `weight` is its share of the sum; terms that the position asks nothing of are left out."""

    name: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Basis:
    """What a term of a job rests on: the passage, what it answers, by which rule. All four of the passage are null
    where none can be pointed at."""

    term: str
    rule: str
    asked: str
    quote: str | None
    start: int | None
    end: int | None
    page: int | None
    score: float


@dataclass(frozen=True, slots=True)
class JobMatch:
    """A job. `relevance` is made of `terms`, whose `duties` are made of `duty_terms`: the position's skills in the job,
    meaning and words of the job description. `counted_as` is the share of its months that count as relevant, by
    `listed_relevance`: the relevance were the best of the titles asked for the only one.

    `counts` is false for jobs shorter than the position allows. `worth` is the share of the relevance that counts,
    less than 1 for unpaid work and unknown lengths; `note` says why something does not count in full.
    """

    title: str | None
    employer: str | None
    start_date: str | None
    end_date: str | None
    months: int | None
    unpaid: bool
    counts: bool
    worth: float
    relevance: float
    listed_relevance: float
    counted_as: float
    terms: list[Term]
    duty_terms: list[Term]
    basis: list[Basis]
    note: str | None


@dataclass(frozen=True, slots=True)
class Experience:
    """Work experience: `terms` are `relevance` and `years` of the jobs, and of the CV as a whole `title` and
    `title_words`, which rest on `basis`."""

    score: float
    weight: float
    terms: list[Term]
    jobs: list[JobMatch]
    basis: list[Basis]


@dataclass(frozen=True, slots=True)
class Skills:
    """Skills and languages. `terms` are `skills` and `languages`, `language_terms` those within the latter.

    `minimal_coverage` is the weighted mean of the minimal qualifications, null where none counts; the skills' term
    is multiplied by `minimal_factor`.
    """

    score: float
    weight: float
    terms: list[Term]
    language_terms: list[Term]
    minimal_coverage: float | None
    minimal_factor: float
    requirements: list[Requirement]


@dataclass(frozen=True, slots=True)
class Education:
    """Education: `terms` are `academic` and `non_academic`."""

    score: float
    weight: float
    terms: list[Term]
    requirements: list[Requirement]


@dataclass(frozen=True, slots=True)
class Details:
    """How each dimension was made; `education` is null where the position has none or has switched it off."""

    work_experience: Experience
    skills: Skills
    education: Education | None


@dataclass(frozen=True, slots=True)
class Years:
    """Years with one decimal, overlapping jobs counted once: in relevant jobs, and in all."""

    relevant: float
    total: float


@dataclass(frozen=True, slots=True)
class Match:
    """A match. `skills_matched` and `skills_missing` are the names of skills and qualifications that count."""

    overall_score: float
    breakdown: dict[str, float]
    details: Details
    skills_matched: list[str]
    skills_missing: list[str]
    experience_years: Years
    comments: list[str]


_ADAPTER = TypeAdapter(Match)


def to_json(match: Match) -> bytes:
    """The match as JSON."""
    return _ADAPTER.dump_json(match)


def from_json(data: bytes | str) -> Match:
    """The match of `to_json`. Raises pydantic.ValidationError."""
    return _ADAPTER.validate_json(data)
