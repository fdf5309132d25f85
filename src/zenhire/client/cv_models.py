"""A parsed CV, typed. What the CV does not say is None or an empty list."""

from __future__ import annotations

from zenhire.client.wire import Wire


class Span(Wire):
    """[start, end) in characters of the CV's text, and the page where it begins, from 1."""

    start: int
    end: int
    page: int


class Location(Wire):
    """A place in the CV's words."""

    address: str
    country_code: str | None = None


class Profile(Wire):
    """A page about the person."""

    network: str
    username: str | None = None
    url: str
    spans: dict[str, list[Span]] = {}


class Work(Wire):
    """A job, or unpaid work: `name` is the employer, `position` the title. Dates are `YYYY-MM` or `YYYY`."""

    name: str | None = None
    position: str | None = None
    location: Location | None = None
    start_date: str | None = None
    end_date: str | None = None
    current: bool = False
    """Whether it goes on, in the CV's words."""
    months: int | None = None
    industry: str | None = None
    summary: str | None = None
    highlights: list[str] = []
    section: int = 0
    spans: dict[str, list[Span]] = {}


class Education(Wire):
    """A course of study."""

    institution: str | None = None
    study_type: str | None = None
    level: str | None = None
    area: str | None = None
    location: Location | None = None
    start_date: str | None = None
    end_date: str | None = None
    finished: bool | None = None
    highlights: list[str] = []
    section: int = 0
    spans: dict[str, list[Span]] = {}


class Mention(Wire):
    """A place outside the lists of skills that names a skill."""

    section: str
    index: int | None = None
    span: Span


class Skill(Wire):
    """A skill that the CV lists, and where else it names it."""

    name: str
    category: str | None = None
    section: str
    mentions: list[Mention] = []
    spans: dict[str, list[Span]] = {}


class Language(Wire):
    """A language that is spoken; `level` is one of the CEFR, or native."""

    language: str
    code: str
    fluency: str | None = None
    level: str | None = None
    spans: dict[str, list[Span]] = {}


class Certificate(Wire):
    """A certificate or licence."""

    name: str
    issuer: str | None = None
    date: str | None = None
    spans: dict[str, list[Span]] = {}


class Project(Wire):
    """A project outside the list of jobs."""

    name: str | None = None
    description: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    current: bool = False
    highlights: list[str] = []
    section: int = 0
    spans: dict[str, list[Span]] = {}


class Section(Wire):
    """A part of the CV under one heading."""

    kind: str
    heading: str | None = None
    span: Span


class PersonalFact(Wire):
    """Something about the person that is no qualification, and never enters a score."""

    kind: str
    text: str
    span: Span


class Gap(Wire):
    """Whole months without a job between the first and the last one; never scored."""

    start_date: str
    end_date: str
    months: int


class Totals(Wire):
    """Months in work, overlapping jobs counted once."""

    months: int
    dated: int
    undated: int
    gaps: list[Gap] = []


class ParsedCv(Wire):
    """What a CV says. `as_of` is the day that 'present' was taken for."""

    schema_version: int = 1
    as_of: str | None = None
    name: str | None = None
    label: str | None = None
    email: str | None = None
    phone: str | None = None
    url: str | None = None
    location: Location | None = None
    profiles: list[Profile] = []
    personal: list[PersonalFact] = []
    summary: str | None = None
    experience: list[Work] = []
    volunteer: list[Work] = []
    education: list[Education] = []
    skills: list[str] = []
    skill_details: list[Skill] = []
    languages: list[Language] = []
    certificates: list[Certificate] = []
    projects: list[Project] = []
    sections: list[Section] = []
    totals: Totals | None = None
    spans: dict[str, list[Span]] = {}
