"""Persons as input of RenderCV, and its themes."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import yaml

from evals.cv_corpus.people import Person, Study

THEMES = ("classic", "sb2nov", "engineeringresumes", "engineeringclassic", "moderncv")
_SECONDS = 180
_LONGEST_DEGREE = 5
# RenderCV's themes ask for icons from the network; a package of that name in the cache, without icons, stands in.
_ICONS = Path("typst/packages/preview/fontawesome/0.5.0")
_ICONS_TOML = '[package]\nname = "fontawesome"\nversion = "0.5.0"\nentrypoint = "lib.typ"\n'
_ICONS_CODE = "#let fa-icon(..arguments) = []\n"
_WORDS = {
    "full": "FULL_MONTH_NAME YEAR",
    "short": "MONTH_ABBREVIATION YEAR",
    "numeric": "MONTH_IN_TWO_DIGITS/YEAR",
    "iso": "YEAR-MONTH_IN_TWO_DIGITS",
    "dots": "MONTH_IN_TWO_DIGITS.YEAR",
    "years": "YEAR",
}


def _date(count: int | None) -> str:
    return "present" if count is None else f"{count // 12}-{count % 12 + 1:02}"


def _degree(study: Study) -> dict[str, str]:
    """A long degree does not fit the themes' narrow column and stands before the subject instead."""
    if len(study.degree) <= _LONGEST_DEGREE:
        return {"area": study.area, "degree": study.degree}
    return {"area": f"{study.degree} {study.area}"}


def document(person: Person, theme: str) -> dict[str, Any]:
    """RenderCV's input for a person."""
    heads = person.headings
    work = [
        {
            **{"company": job.employer, "position": job.title, "location": job.place},
            **{"start_date": _date(job.start), "end_date": _date(job.end), "highlights": list(job.tasks)},
        }
        for job in person.jobs
    ]
    studies = [
        {
            **{"institution": study.school, "location": study.place, **_degree(study)},
            **{"start_date": _date(study.start), "end_date": _date(study.end)},
        }
        for study in person.studies
    ]
    spoken = ", ".join(f"{name} ({level})" for name, level, _ in person.spoken)
    months = person.words["months"].split()
    short = person.words["short_months"].split()
    return {
        "cv": {
            **{"name": person.name, "email": person.email, "location": person.place},
            "sections": {
                heads["summary"]: [person.summary],
                heads["work"]: work,
                heads["education"]: studies,
                heads["skills"]: [", ".join(person.skills)],
                heads["languages"]: [spoken],
                heads["certificates"]: [{"bullet": name} for name in person.certificates],
            },
        },
        "design": {"theme": theme},
        "locale": {
            **{"full_names_of_months": months, "abbreviations_for_months": short},
            **{"present": person.words["present"][0], "date_template": _WORDS[person.style]},
        },
    }


def write_theme(person: Person, theme: str, target: Path, rendercv: str) -> None:
    """Renders a person's CV by RenderCV's program."""
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "cv.yaml"
        text = yaml.safe_dump(document(person, theme), allow_unicode=True, sort_keys=False)
        source.write_text(text, encoding="utf-8")
        icons = Path(scratch) / "cache" / _ICONS
        icons.mkdir(parents=True)
        (icons / "typst.toml").write_text(_ICONS_TOML, encoding="utf-8")
        (icons / "lib.typ").write_text(_ICONS_CODE, encoding="utf-8")
        subprocess.run(
            [
                *(rendercv, "render", source.name, "--pdf-path", str(target.resolve())),
                *("--dont-generate-markdown", "--dont-generate-html", "--dont-generate-png"),
            ],
            check=True,
            capture_output=True,
            timeout=_SECONDS,
            cwd=scratch,
            env={**os.environ, "XDG_CACHE_HOME": str(Path(scratch) / "cache")},
        )
