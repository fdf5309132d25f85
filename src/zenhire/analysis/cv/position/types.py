"""What a position asks for: a checked config with its defaults filled in."""

from __future__ import annotations

from typing import Literal

from pydantic.dataclasses import dataclass

StudyStatus = Literal["Both", "Undergraduate", "Graduate"]

FULL_IMPORTANCE = 5


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is asked for by name; `importance` is 1-5."""

    name: str
    importance: int

    @property
    def weight(self) -> float:
        """The importance as a share of the greatest, in (0, 1]."""
        return self.importance / FULL_IMPORTANCE


@dataclass(frozen=True, slots=True)
class WorkExperience:
    """Experience: years `from_years` to `to_years`, and what makes a job relevant.

    `shortest_months` is `minimum_job_experience_duration`; `threshold` is `threshold_for_one_exp_relevance` as a share,
    0-1; `transferable` is `transferable_skills`.
    """

    importance: int
    from_years: int
    to_years: int
    time_importance: int
    transferable: bool
    shortest_months: int
    threshold: float
    roles: tuple[str, ...]
    companies: tuple[str, ...]
    industries: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Skills:
    """Skills. `minimal_counts` and `preferable_counts` are the switches of `skills_config.requirements`."""

    importance: int
    hard: tuple[Item, ...]
    soft: tuple[Item, ...]
    minimal: tuple[Item, ...]
    preferable: tuple[Item, ...]
    minimal_counts: bool
    preferable_counts: bool


@dataclass(frozen=True, slots=True)
class Languages:
    """Spoken languages: required and `prefered`, and countries where they are spoken.

    `proficiency` is free text about levels, from `explanations.language_skills_config`; it is shown and not scored.
    """

    importance: int
    required: tuple[str, ...]
    prefered: tuple[str, ...]
    countries: tuple[str, ...]
    proficiency: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Education:
    """Education; counts nowhere unless `enabled`. `degree_level` is in the config's words, None where it is left out.

    `certificates` are the names that `non_academic` asks for.
    """

    enabled: bool
    importance: int
    academic_importance: int
    degree_level: str | None
    study_status: StudyStatus
    fields_of_study: tuple[str, ...]
    non_academic_importance: int
    certificates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """A position. `languages` without names, and `education` that was not sent, ask for nothing.

    `education_sent` tells whether the block was in the config at all.
    """

    name: str
    experience: WorkExperience
    skills: Skills
    languages: Languages
    education: Education
    education_sent: bool
