"""How a match came about, typed: dimensions, requirements, jobs, and the passages that they rest on.

Scores, values, weights and shares lie in 0 to 1. `start` and `end` are characters of the CV's text, pages count from 1.
"""

from __future__ import annotations

from zenhire.client.wire import SnakeWire


class Evidence(SnakeWire):
    """A passage that speaks for a requirement. `score` is `trust` times what its place in the CV is worth."""

    quote: str
    """In the CV's words."""
    page: int
    section: str
    """Kind of the section, such as `work`."""
    start: int
    end: int
    where: str | None = None
    """The job, project or course that it belongs to."""
    start_date: str | None = None
    end_date: str | None = None
    rule: str
    """How it was known to mean what is asked for."""
    matched: str
    trust: float
    score: float


class Refusal(SnakeWire):
    """A passage that names what is asked for and is no evidence."""

    quote: str
    page: int
    section: str
    start: int
    end: int
    reason: str
    """`denied`, `wished` or `other_meaning`."""


class Requirement(SnakeWire):
    """Something that the position asks for, and what the CV says to it."""

    kind: str
    """Where in the config it stands, such as `hard_skill`."""
    name: str
    importance: int | None = None
    counts: bool = True
    """False where it is switched off."""
    score: float
    rule: str | None = None
    """None: not evidenced."""
    evidence: list[Evidence] = []
    """Best first."""
    refused: list[Refusal] = []


class Term(SnakeWire):
    """A part of a score; values times weights sum to it."""

    name: str
    value: float
    weight: float


class Basis(SnakeWire):
    """What a term rests on: the passage, where one can be pointed at, and what it answers."""

    term: str
    rule: str
    asked: str
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None
    score: float


class JobMatch(SnakeWire):
    """A job, and how relevant it is."""

    title: str | None = None
    employer: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    months: int | None = None
    unpaid: bool = False
    counts: bool = True
    """False for one that is shorter than the position allows."""
    worth: float
    """Share of its relevance that counts."""
    relevance: float
    listed_relevance: float | None = None
    """The same, were the best of the titles asked for the only one."""
    counted_as: float
    """Share of its months that count as relevant."""
    terms: list[Term] = []
    duty_terms: list[Term] = []
    """What `duties` among the terms are made of."""
    basis: list[Basis] = []
    note: str | None = None
    """Why it does not count, or not in full."""


class ExperienceMatch(SnakeWire):
    """Work experience."""

    score: float
    weight: float
    terms: list[Term] = []
    jobs: list[JobMatch] = []
    basis: list[Basis] = []


class SkillsMatch(SnakeWire):
    """Skills, qualifications and languages."""

    score: float
    weight: float
    terms: list[Term] = []
    language_terms: list[Term] = []
    minimal_coverage: float | None = None
    """Weighted mean of the minimal qualifications; None where none counts."""
    minimal_factor: float = 1.0
    """What the mean was multiplied by for it."""
    requirements: list[Requirement] = []


class EducationMatch(SnakeWire):
    """Degrees and certificates."""

    score: float
    weight: float
    terms: list[Term] = []
    requirements: list[Requirement] = []


class Details(SnakeWire):
    """How each dimension came about."""

    work_experience: ExperienceMatch
    skills: SkillsMatch
    education: EducationMatch | None = None
    """None where it was not asked for, or is switched off."""


class Suggestion(SnakeWire):
    """A passage that may speak for a requirement, for a person to judge; it changes no score."""

    kind: str
    name: str
    quote: str
    start: int
    end: int
    page: int


class Dropped(SnakeWire):
    """How much of a language model's answer was left out, by why."""

    sentences: dict[str, int] = {}
    suggestions: dict[str, int] = {}


class Narrative(SnakeWire):
    """A language model's words about the match, checked against the CV."""

    text: str
    sentences: list[str] = []
    suggestions: list[Suggestion] = []
    dropped: Dropped = Dropped()
    engine: str
    model: str
    whole_cv: bool = True


class Finding(SnakeWire):
    """Text that was kept out of the scoring; `count` words, or characters of `invisible_characters`."""

    kind: str
    page: int
    count: int
    description: str


class Analysis(SnakeWire):
    """How far the scores carry."""

    notice: str = ""
    integrity: list[Finding] = []
    """What a reader of the pages does not see, and sentences aimed at a machine."""
    unreadable_pages: list[int] = []


class Embedder(SnakeWire):
    """What compared meanings; `sha256` is the hash of its weights."""

    engine: str
    model: str
    version: str
    sha256: str | None = None


class Engine(SnakeWire):
    """Versions and hashes: enough to do the match again."""

    zenhire: str
    reader: str
    ocr: str | None = None
    parser_version: int
    match_version: int
    embedder: Embedder
    as_of: str
    cv_hash: str
    config_hash: str
    job_description_hash: str
