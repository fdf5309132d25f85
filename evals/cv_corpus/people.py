"""Fictional persons with their careers, drawn from word lists by a seed. Nobody here is real."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from zenhire.analysis.cv.parse.fold import fold

WORDS = Path(__file__).parent / "words"
# Of persons in layouts that once were kept out of tuning.
WORDS_SECOND = Path(__file__).parent / "words_second"
# Of persons in layouts that were kept out of tuning later; their careers, names and towns are in no other list.
WORDS_KEPT = Path(__file__).parent / "words_kept"
# Of persons in layouts by others: those to tune on, and those kept out of it.
WORDS_PUBLIC = Path(__file__).parent / "words_public"
WORDS_PUBLIC_KEPT = Path(__file__).parent / "words_public_kept"
# Of persons in further sets, each written without a look at what reads them, and kept out of tuning till measured.
WORDS_THIRD = Path(__file__).parent / "words_third"
WORDS_SEALED = Path(__file__).parent / "words_sealed"
WORDS_LAST = Path(__file__).parent / "words_last"
WORDS_UNSEEN = Path(__file__).parent / "words_unseen"
# Of persons in the newest, the fresh, the final and the closing layouts, which nothing is tuned on.
WORDS_NEWEST = Path(__file__).parent / "words_newest"
WORDS_FRESH = Path(__file__).parent / "words_fresh"
WORDS_FINAL = Path(__file__).parent / "words_final"
WORDS_CLOSING = Path(__file__).parent / "words_closing"
LAST_YEAR, LAST_MONTH = 2026, 3
_STYLES = ("full", "short", "numeric", "numeric", "iso", "dots", "years")


@dataclass(frozen=True)
class Job:
    """A job; months count from year 0, `end` None where it goes on."""

    title: str
    employer: str
    place: str
    start: int
    end: int | None
    tasks: tuple[str, ...]


@dataclass(frozen=True)
class Study:
    """A course of study."""

    degree: str
    level: str
    area: str
    school: str
    place: str
    start: int
    end: int


@dataclass(frozen=True)
class Person:
    """All that a CV tells. `style` is how dates are written; `words` the language's lists."""

    number: int
    name: str
    email: str
    phone: str
    place: str
    label: str
    summary: str
    jobs: tuple[Job, ...]
    studies: tuple[Study, ...]
    skills: tuple[str, ...]
    spoken: tuple[tuple[str, str, str], ...]
    certificates: tuple[str, ...]
    headings: Mapping[str, str]
    style: str
    words: Mapping[str, Any]
    held_out: bool

    @property
    def language(self) -> str:
        """ISO 639-1."""
        return str(self.words["language"])


def people(count: int, seed: int, folder: Path) -> list[Person]:
    """Persons in turn through the languages and careers of the word lists in a folder."""
    lists = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yaml"))]
    dice = random.Random(f"{seed}-{folder != WORDS}")
    held_out = folder in (WORDS_PUBLIC_KEPT, WORDS_NEWEST, WORDS_FRESH, WORDS_FINAL, WORDS_CLOSING)
    return [
        _person(number, lists[number % len(lists)], number // len(lists), dice, held_out) for number in range(count)
    ]


def _person(number: int, words: Mapping[str, Any], turn: int, dice: random.Random, held_out: bool) -> Person:
    career = words["careers"][turn % len(words["careers"])]
    name = words["people"][turn % len(words["people"])]
    jobs = _jobs(career, words, dice)
    user = fold(name).replace("'", "").split()
    spoken = words["spoken"][: dice.randint(2, len(words["spoken"]))]
    return Person(
        number=number,
        name=name,
        email=f"{user[0]}.{user[-1]}@{dice.choice(('example.org', 'example.com', 'mail.example.net'))}",
        phone=dice.choice(words["phones"]),
        place=dice.choice(words["cities"]),
        label=jobs[0].title,
        summary=career["summary"],
        jobs=jobs,
        studies=_studies(career, words, jobs[-1].start, dice),
        skills=tuple(dice.sample(career["skills"], min(len(career["skills"]), dice.randint(4, 9)))),
        spoken=tuple((str(a), str(b), str(c)) for a, b, c in spoken),
        certificates=tuple(career["certificates"]),
        headings={kind: dice.choice(some) for kind, some in words["headings"].items()},
        style=dice.choice(words.get("styles", _STYLES)),
        words=words,
        held_out=held_out,
    )


def _jobs(career: Mapping[str, Any], words: Mapping[str, Any], dice: random.Random) -> tuple[Job, ...]:
    """Jobs, the latest first; there may be a gap of some months between two."""
    titles = list(career["titles"])[-dice.randint(2, 4) :]
    employers = dice.sample(career["employers"], min(len(titles), len(career["employers"])))
    end: int | None = None if dice.random() < 0.7 else LAST_YEAR * 12 + LAST_MONTH - dice.randint(2, 30)
    found = []
    for at, title in enumerate(reversed(titles)):
        last = LAST_YEAR * 12 + LAST_MONTH - 1 if end is None else end
        start = last - dice.randint(14, 66)
        tasks = dice.sample(career["tasks"], dice.randint(2, len(career["tasks"])))
        place = dice.choice(words["cities"])
        found.append(Job(title, employers[at % len(employers)], place, start, end, tuple(tasks)))
        end = start - dice.choice((1, 1, 2, 5, 9))
    return tuple(found)


def _studies(
    career: Mapping[str, Any], words: Mapping[str, Any], before: int, dice: random.Random
) -> tuple[Study, ...]:
    found = []
    end = before - dice.randint(1, 6)
    for degree, level, area, school in reversed(career["studies"]):
        start = end - dice.randint(20, 46)
        found.append(Study(degree, level, area, school, dice.choice(words["cities"]), start, end))
        end = start - dice.randint(1, 4)
    return tuple(found)


def month(person: Person, count: int) -> str:
    """A month in the person's way of writing dates."""
    year, number = divmod(count, 12)
    of = f" {person.words['of']} " if "of" in person.words else " "
    long, short = (person.words[kind].split()[number] for kind in ("months", "short_months"))
    written = {
        "full": f"{long}{of}{year}",
        "short": f"{short} {year}",
        "caps": f"{short.upper()} {year}",
        "comma": f"{long}, {year}",
        "apostrophe": f"{short} '{year % 100:02}",
        "iso": f"{year}-{number + 1:02}",
        "slashed": f"{year}/{number + 1:02}",
        "dots": f"{number + 1:02}.{year}",
        "numeric": f"{number + 1:02}/{year}",
        "short_numeric": f"{number + 1:02}/{year % 100:02}",
        "years": str(year),
    }
    return written[person.style]


def period(person: Person, start: int, end: int | None) -> str:
    """A range as the person writes it."""
    first = month(person, start)
    if end is not None:
        last = month(person, end)
        return first if first == last else f"{first} – {last}" if person.number % 3 else f"{first} - {last}"
    if "since" in person.words and person.number % 4 == 1:
        return f"{person.words['since']} {first}"
    return f"{first} – {person.words['present'][person.number % len(person.words['present'])]}"


def iso(person: Person, count: int | None) -> str | None:
    """The date that the CV tells, as the parsed CV has it."""
    if count is None:
        return None
    year, number = divmod(count, 12)
    return str(year) if person.style == "years" else f"{year}-{number + 1:02}"


def gold(person: Person, layout: str) -> dict[str, Any]:
    """What a parser should find."""
    bare = layout == "no_headings"
    return {
        "layout": layout,
        "language": person.language,
        "held_out": person.held_out,
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "location": person.place,
        "summary": None if bare else person.summary,
        "experience": [
            {
                **{"name": job.employer, "position": job.title, "location": job.place},
                **{"startDate": iso(person, job.start), "endDate": iso(person, job.end), "highlights": list(job.tasks)},
            }
            for job in person.jobs
        ],
        "education": [
            {
                **{"institution": study.school, "studyType": study.degree, "level": study.level, "area": study.area},
                **{"startDate": iso(person, study.start), "endDate": iso(person, study.end)},
            }
            for study in person.studies
        ],
        "skills": [] if bare else list(person.skills),
        "languages": [] if bare else [{"language": name, "level": level} for name, _, level in person.spoken],
        "certificates": [] if bare else list(person.certificates),
    }
