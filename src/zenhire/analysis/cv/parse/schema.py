"""The parsed CV, as it goes over the wire in `cv_parser_result`.

In JSON the names are those of JSON Resume where that standard has one (`startDate`, `studyType`). Dates are `YYYY-MM`,
or `YYYY` where the CV tells no month. What the CV does not say is null or an empty list; nothing is filled in.

`spans` of each object tells where its values stand: the field's name in JSON, and one span for each of its values, in
their order; a name that other text divides has a span for each part. A span is [start, end) in characters of the read
CV's text (`CvDocument.text`), and the page that it begins on.
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.alias_generators import to_camel
from pydantic.dataclasses import dataclass

Level = Literal["secondary", "vocational", "associate", "bachelor", "master", "doctorate"]
LanguageLevel = Literal["A1", "A2", "B1", "B2", "C1", "C2", "native"]
SectionKind = Literal[
    "header",
    "summary",
    "work",
    "volunteer",
    "education",
    "skills",
    "languages",
    "certificates",
    "projects",
    "publications",
    "awards",
    "interests",
    "references",
    "contact",
    "personal",
    "other",
]
PersonalKind = Literal[
    "address",
    "age",
    "birth_date",
    "birth_place",
    "children",
    "driving_licence",
    "gender",
    "marital_status",
    "military_service",
    "nationality",
    "photo",
    "religion",
]
SCHEMA_VERSION = 1
_CAMEL = ConfigDict(alias_generator=to_camel, populate_by_name=True)


@dataclass(frozen=True, slots=True, config=_CAMEL)
class Span:
    """[start, end) in characters of the text, and the page where it begins, from 1."""

    start: int
    end: int
    page: int


Spans = dict[str, list[Span]]


@dataclass(frozen=True, slots=True, config=_CAMEL)
class Location:
    """A place in the CV's words; `country_code` (ISO 3166-1) only where the country is named."""

    address: str
    country_code: str | None = None


@dataclass(frozen=True, slots=True, config=_CAMEL)
class Profile:
    """A page about the person: its network (LinkedIn, GitHub ...), user name and address."""

    network: str
    username: str | None
    url: str
    spans: Spans = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, config=_CAMEL)
class Work:
    """A job, or unpaid work: `name` is the employer, `position` the title.

    `current`: it goes on, in the CV's words. `industry` is a guess from words of employer and title. `section` is the
    index in `sections`.
    """

    name: str | None
    position: str | None
    location: Location | None
    start_date: str | None
    end_date: str | None
    current: bool
    months: int | None
    industry: str | None
    summary: str | None
    highlights: list[str]
    section: int
    spans: Spans = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, config=_CAMEL)
class Education:
    """A course of study. `finished` is null where neither dates nor words tell."""

    institution: str | None
    study_type: str | None
    level: Level | None
    area: str | None
    location: Location | None
    start_date: str | None
    end_date: str | None
    finished: bool | None
    highlights: list[str]
    section: int
    spans: Spans = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, config=_CAMEL)
class Mention:
    """A place outside the lists of skills that names a skill: the kind of section, and which job or project."""

    section: SectionKind
    index: int | None
    span: Span


@dataclass(frozen=True, slots=True, config=_CAMEL)
class Skill:
    """A skill that the CV lists, the heading or label that it stands under, and where else the CV names it."""

    name: str
    category: str | None
    section: SectionKind
    mentions: list[Mention]
    spans: Spans = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, config=_CAMEL)
class Language:
    """A language that is spoken: `code` by ISO 639-1, `fluency` in the CV's words, `level` on the CEFR or native."""

    language: str
    code: str
    fluency: str | None
    level: LanguageLevel | None
    spans: Spans = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, config=_CAMEL)
class Certificate:
    """A certificate or licence."""

    name: str
    issuer: str | None
    date: str | None
    spans: Spans = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, config=_CAMEL)
class Project:
    """A project outside the list of jobs."""

    name: str | None
    description: str | None
    start_date: str | None
    end_date: str | None
    current: bool
    highlights: list[str]
    section: int
    spans: Spans = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, config=_CAMEL)
class Section:
    """A part of the CV under one heading (null where it has none)."""

    kind: SectionKind
    heading: str | None
    span: Span


@dataclass(frozen=True, slots=True, config=_CAMEL)
class PersonalFact:
    """Something about the person that is no qualification, and never enters a score."""

    kind: PersonalKind
    text: str
    span: Span


@dataclass(frozen=True, slots=True, config=_CAMEL)
class Gap:
    """Whole months without a job between the first and the last one. Reported only, never scored."""

    start_date: str
    end_date: str
    months: int


@dataclass(frozen=True, slots=True, config=_CAMEL)
class Totals:
    """Months in work, overlapping jobs counted once; jobs without a start are not counted."""

    months: int
    dated: int
    undated: int
    gaps: list[Gap]


@dataclass(frozen=True, slots=True, config=_CAMEL)
class ParsedCv:
    """A parsed CV. `asOf` is the day that 'present' was taken for.

    `name` to `profiles`, and `personal`, are about the person: scoring takes `scorable` (parse/scorable.py) instead.
    `skill_details` has the skills of `skills`, in the same order.
    """

    schema_version: int
    as_of: str
    name: str | None
    label: str | None
    email: str | None
    phone: str | None
    url: str | None
    location: Location | None
    profiles: list[Profile]
    personal: list[PersonalFact]
    summary: str | None
    experience: list[Work]
    volunteer: list[Work]
    education: list[Education]
    skills: list[str]
    skill_details: list[Skill]
    languages: list[Language]
    certificates: list[Certificate]
    projects: list[Project]
    sections: list[Section]
    totals: Totals
    spans: Spans


_ADAPTER = TypeAdapter(ParsedCv)


def to_json(parsed: ParsedCv) -> bytes:
    """The parsed CV as JSON."""
    return _ADAPTER.dump_json(parsed, by_alias=True)


def from_json(data: bytes | str) -> ParsedCv:
    """The parsed CV of `to_json`. Raises pydantic.ValidationError."""
    return _ADAPTER.validate_json(data)
