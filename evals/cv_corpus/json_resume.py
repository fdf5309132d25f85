"""Persons in JSON Resume's schema, printed by themes of that standard, which other people designed.

The themes are a development tool: each is installed into a folder of its own, because some need versions of a package
that others do not bear (`npm install --prefix THEMES/NAME --ignore-scripts jsonresume-theme-NAME`).
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from evals.cv_corpus.people import Job, Person, Study

_RENDER = Path(__file__).with_name("render_theme.mjs")
_SECONDS = 60
_INTERESTS = (("Hiking", ("Alps", "maps")), ("Chess", ()), ("Choral singing", ("alto",)), ("Bread", ("sourdough",)))
_GROUPS = (("Core", "Other"), ("Technical", "General"), ("Main skills", "Also"), ("Professional", "Tools"))
_LEVELS = ("Advanced", "Intermediate", "Master", "Expert")
_REFEREES = ("Marguerite Tolland", "Dr. Oskar Wennerby", "Imelda R. Castañas", "Prof. J. T. Okonjo")
_PRAISE = "We worked together for three years, and I would gladly do so again."
_AWARD = {"title": "Colleague of the Year", "awarder": "Staff Council", "summary": "Voted by the whole house."}


def themes(folder: Path) -> dict[str, Path]:
    """Installed themes by the name of their layout."""
    found = {}
    for place in sorted(folder.iterdir()):
        name = f"jsonresume-theme-{place.name.removesuffix('_at')}"
        for modules in (place / "node_modules", place / "node_modules" / "@jsonresume"):
            if (modules / name / "package.json").is_file():
                found[f"json_{place.name}"] = modules / name
    return found


def _day(count: int | None, bare: bool) -> str | None:
    if count is None:
        return None
    return f"{count // 12}-{count % 12 + 1:02}" + ("" if bare else "-01")


def _work(job: Job, person: Person) -> dict[str, Any]:
    told = person.number % 2 == 0
    dates = {"startDate": _day(job.start, person.number % 3 == 0), "endDate": _day(job.end, person.number % 3 == 0)}
    return {
        **{"name": job.employer, "company": job.employer, "position": job.title, "location": job.place},
        **{key: value for key, value in dates.items() if value},
        **{"summary": job.tasks[0] if told else "", "highlights": list(job.tasks[1:] if told else job.tasks)},
        **{"url": "", "website": ""},
    }


def _study(study: Study, person: Person) -> dict[str, Any]:
    bare = person.number % 3 == 0
    return {
        **{"institution": study.school, "area": study.area, "studyType": study.degree},
        **{"startDate": _day(study.start, bare), "endDate": _day(study.end, bare)},
        **({"score": "3.7", "gpa": "3.7"} if person.number % 4 == 0 else {}),
        **{"courses": [], "url": ""},
    }


def _skills(person: Person) -> list[dict[str, Any]]:
    if person.number % 3 == 1:
        return [
            {"name": skill, "level": _LEVELS[at % len(_LEVELS)], "keywords": []}
            for at, skill in enumerate(person.skills)
        ]
    names, half = _GROUPS[person.number % len(_GROUPS)], (len(person.skills) + 1) // 2
    groups = zip(names, (person.skills[:half], person.skills[half:]), strict=True)
    return [{"name": name, "level": "", "keywords": list(some)} for name, some in groups if some]


def _extras(person: Person) -> dict[str, Any]:
    """Sections that no field of the gold is in: none of their words may become a job, a study or a skill."""
    referee = _REFEREES[person.number % len(_REFEREES)]
    interests = [{"name": name, "keywords": list(words)} for name, words in _INTERESTS[person.number % 3 :]]
    return {
        "interests": interests if person.number % 2 else [],
        "references": [{"name": referee, "reference": _PRAISE}] if person.number % 3 == 2 else [],
        "awards": [{**_AWARD, "date": "2018-11-01"}] if person.number % 5 == 3 else [],
    }


def resume(person: Person) -> dict[str, Any]:
    """The person's CV in JSON Resume's schema."""
    user = person.email.partition("@")[0].replace(".", "")
    profile = {"network": "LinkedIn", "username": user, "url": f"https://linkedin.example/in/{user}"}
    return {
        "basics": {
            **{"name": person.name, "label": person.label, "email": person.email, "phone": person.phone},
            **{"summary": person.summary, "url": "", "website": "", "picture": "", "image": ""},
            **{"location": {"city": person.place, "address": "", "postalCode": "", "region": "", "countryCode": ""}},
            **{"profiles": [profile]},
        },
        "work": [_work(job, person) for job in person.jobs],
        "education": [_study(study, person) for study in person.studies],
        "skills": _skills(person),
        "languages": [{"language": name, "fluency": wording} for name, wording, _ in person.spoken],
        "certificates": [{"name": name, "issuer": "", "date": "2019-05-01", "url": ""} for name in person.certificates],
        **{"volunteer": [], "publications": [], "projects": [], "meta": {"palette": {}}},
        **_extras(person),
    }


def page(person: Person, theme: Path) -> str:
    """The HTML that a theme makes of a person's CV.

    Raises:
        subprocess.CalledProcessError: The theme fails, or makes something else than HTML.
    """
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "resume.json"
        source.write_text(json.dumps(resume(person), ensure_ascii=False), encoding="utf-8")
        command = ("node", str(_RENDER), str(theme), str(source))
        environment = {**os.environ, "TZ": "UTC"}
        done = subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS, env=environment)
    html = done.stdout.decode()
    if "</" not in html:
        raise subprocess.CalledProcessError(1, command, html)
    return html
