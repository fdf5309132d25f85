"""How well CVs are parsed: precision and recall of each field in each layout, and what is found in real ones.

`cv_layouts_gold` has one fictional CV in several themes with the file that it was made from. `cv_generated`, or the
folder named by ZENHIRE_CV_CORPUS, has what `python -m evals.cv_corpus` writes; its layouts in `HELD_OUT`, those by
others and those of them that are kept out are reported apart. A value is found when the same words stand in the same
field, case and white space apart; dates when both ends are the same to the month, or the year where the CV tells no
more; `jobs` when employer, title and dates all are. For `resumes_livecareer`, which has no gold, the share of CVs with
at least one value in a field.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from evals.cv_corpus.__main__ import HELD_OUT
from evals.cv_corpus.shown import kept
from zenhire.analysis.cv.layout import read_layout
from zenhire.analysis.cv.parse import ParsedCv, parse
from zenhire.analysis.cv.skills.tongues import language_names
from zenhire.engines.pdf.base import PdfError
from zenhire.engines.pdf.reader import read

AS_OF = date(2026, 3, 15)
SAMPLE, SEED = 100, 20261122
_MARKUP = re.compile(r"\[([^\]]*)\]\([^)]*\)|\*{1,3}([^*]+)\*{1,3}")
Values = dict[str, list[str]]


def _parsed(path: Path) -> ParsedCv | None:
    try:
        return parse(read_layout(asyncio.run(read(path))), AS_OF)
    except PdfError:
        return None


def _span(item: Any, start: str, end: str) -> str:
    return f"{item.get(start) or ''}/{item.get(end) or ''}"


def found_values(cv: ParsedCv) -> Values:
    """The parsed CV's values by field."""
    studies = [(study.start_date or "", study.end_date or "") for study in cv.education]
    jobs = [(job.name or "", job.position or "", job.start_date or "", job.end_date or "") for job in cv.experience]
    return {
        "name": [cv.name or ""],
        "e-mail": [cv.email or ""],
        "phone": [re.sub(r"\D", "", cv.phone or "")],
        "place": [cv.location.address if cv.location else ""],
        "employers": [job.name or "" for job in cv.experience],
        "titles": [job.position or "" for job in cv.experience],
        "job places": [job.location.address if job.location else "" for job in cv.experience],
        "job dates": [f"{start}/{end}" for _, _, start, end in jobs],
        "jobs": ["|".join(job) for job in jobs],
        "highlights": [text for job in cv.experience for text in (*job.highlights, *filter(None, [job.summary]))],
        "institutions": [study.institution or "" for study in cv.education],
        "degrees": [study.study_type or "" for study in cv.education],
        "levels": [study.level or "" for study in cv.education],
        "areas": [study.area or "" for study in cv.education],
        "study dates": [f"{start}/{end}" for start, end in studies],
        "skills": list(cv.skills),
        "languages": [f"{item.code} {item.level or ''}" for item in cv.languages],
        "certificates": [item.name for item in cv.certificates],
        "projects": [item.name or "" for item in cv.projects],
    }


def _code(language: str) -> str:
    """The language's code; its name where the tables do not know it."""
    known = language_names(language)
    return known[0][2] if known else language


def _generated_gold(gold: Mapping[str, Any]) -> Values:
    jobs, studies = gold["experience"], gold["education"]
    values = {
        "name": [gold["name"] or ""],
        "e-mail": [gold["email"] or ""],
        "phone": [re.sub(r"\D", "", gold["phone"] or "")],
        "place": [gold["location"] or ""],
        "employers": [job["name"] or "" for job in jobs],
        "titles": [job["position"] or "" for job in jobs],
        "job places": [job["location"] or "" for job in jobs],
        "job dates": [_span(job, "startDate", "endDate") for job in jobs],
        "jobs": [f"{job['name']}|{job['position']}|{job['startDate'] or ''}|{job['endDate'] or ''}" for job in jobs],
        "highlights": [text for job in jobs for text in job["highlights"]],
        "institutions": [study["institution"] or "" for study in studies],
        "degrees": [study["studyType"] or "" for study in studies],
        "levels": [study["level"] or "" for study in studies],
        "areas": [study["area"] or "" for study in studies],
        "study dates": [_span(study, "startDate", "endDate") for study in studies],
        "skills": gold["skills"],
        "languages": [f"{_code(item['language'])} {item['level'] or ''}" for item in gold["languages"]],
        "certificates": gold["certificates"],
    }
    if gold["layout"] == "no_headings":
        del values["job places"]
    if gold["layout"] == "brackets":
        values["highlights"] = [f"{'. '.join(job['highlights'])}." for job in jobs]
        del values["job places"]
    if gold["layout"] == "margin_dates":
        values["highlights"] = ["; ".join(job["highlights"]) for job in jobs]
    return values


def _day(value: object) -> str:
    return "" if value in (None, "present") else str(value)[:7]


def _theme_gold(cv: Mapping[str, Any]) -> Values:
    parts = cv["sections"]
    jobs, studies = parts["experience"], parts["education"]
    dates = [(_day(item["start_date"]), _day(item["end_date"])) for item in (*jobs, *studies)]
    told = [_plain(line) for job in jobs for text in job["highlights"] for line in re.split(r"\n\s*-|(?:^|\s)- ", text)]
    return {
        "name": [cv["name"]],
        "e-mail": [cv["email"]],
        "place": [cv["location"]],
        "employers": [job["company"] for job in jobs],
        "titles": [job["position"] for job in jobs],
        "job places": [job["location"] for job in jobs],
        "job dates": ["/".join(pair) for pair in dates[: len(jobs)]],
        "jobs": [
            f"{job['company']}|{job['position']}|{start}|{end}" for job, (start, end) in zip(jobs, dates, strict=False)
        ],
        "highlights": told,
        "institutions": [study["institution"] for study in studies],
        "degrees": [study["degree"] for study in studies],
        "areas": [study["area"] for study in studies],
        "study dates": ["/".join(pair) for pair in dates[len(jobs) :]],
        "skills": [skill for item in parts["skills"] for skill in re.split(r",\s*", item["details"])],
        "projects": [_plain(project["name"]) for project in parts["projects"]],
    }


def _plain(text: str) -> str:
    return _MARKUP.sub(lambda match: match.group(1) or match.group(2), text).strip()


def same(text: str) -> str:
    """A value as it is compared: case, white space, kinds of dashes and quotes apart."""
    return re.sub(r"[‐-―]", "-", " ".join(text.casefold().replace("’", "'").split())).strip(" .")


def counts(gold: Values, found: Values) -> dict[str, tuple[int, int, int]]:
    """For each field of the gold: how many are right, how many were found, how many there are."""
    results = {}
    for field, wanted in gold.items():
        a, b = (Counter(same(text) for text in some if text.strip("/| ")) for some in (wanted, found[field]))
        results[field] = (sum((a & b).values()), sum(b.values()), sum(a.values()))
    return results


def _summed(some: Iterable[Mapping[str, tuple[int, int, int]]]) -> dict[str, tuple[int, int, int]]:
    total: dict[str, tuple[int, int, int]] = {}
    for item in some:
        for field, (right, found, wanted) in item.items():
            a, b, c = total.get(field, (0, 0, 0))
            total[field] = (a + right, b + found, c + wanted)
    return total


def _rows(by_layout: Mapping[str, Sequence[Mapping[str, tuple[int, int, int]]]]) -> list[dict[str, Any]]:
    """A row for each field: precision and recall over all, and "precision/recall" in each layout."""
    sums = {layout: _summed(some) for layout, some in by_layout.items()}
    total = _summed(sums.values())
    rows = []
    for field, (right, found, wanted) in total.items():
        row: dict[str, Any] = {"field": field, "n": wanted, "precision": right / max(1, found)}
        row["recall"] = right / max(1, wanted)
        for layout, sums_of in sums.items():
            if field in sums_of:
                a, b, c = sums_of[field]
                row[layout] = f"{a / max(1, b):.2f}/{a / max(1, c):.2f}"
        rows.append(row)
    return rows


def measure(folder: Path) -> dict[str, list[dict[str, tuple[int, int, int]]]]:
    """Counts for each CV of a generated corpus, by layout."""
    by_layout: dict[str, list[dict[str, tuple[int, int, int]]]] = {}
    for path in sorted(folder.glob("*/*.json")):
        cv = _parsed(path.with_suffix(".pdf"))
        gold = _generated_gold(json.loads(path.read_text(encoding="utf-8")))
        if path.parent.name in ("classic", "sb2nov", "engineeringresumes", "engineeringclassic", "moderncv"):
            del gold["phone"]
        if cv is not None:
            by_layout.setdefault(path.parent.name, []).append(counts(gold, found_values(cv)))
    return by_layout


def _themes(folder: Path) -> list[dict[str, Any]]:
    by_layout = {}
    for path in sorted(folder.glob("*.yaml")):
        cv = _parsed(path.with_suffix(".pdf"))
        if cv is not None:
            gold = _theme_gold(yaml.safe_load(path.read_text(encoding="utf-8"))["cv"])
            name = path.stem.removeprefix("John_Doe_").removesuffix("Theme_CV")
            by_layout[name] = [counts(gold, found_values(cv))]
    return _rows(by_layout)


def _shares(folder: Path) -> dict[str, Any]:
    everything = sorted(folder.rglob("*.pdf"))
    paths = sorted(random.Random(SEED).sample(everything, min(SAMPLE, len(everything))))
    parsed = [cv for path in paths if (cv := _parsed(path)) is not None]
    jobs = [job for cv in parsed for job in cv.experience]
    shares: dict[str, Any] = {"files": len(parsed), "jobs": len(jobs)}
    for field in ("name", "summary", "experience", "education", "skills", "certificates", "languages"):
        shares[field] = sum(bool(getattr(cv, field)) for cv in parsed) / max(1, len(parsed))
    for field in ("name", "position", "location", "start_date", "months", "highlights"):
        shares[f"jobs with {field}"] = sum(bool(getattr(job, field)) for job in jobs) / max(1, len(jobs))
    shares["studies with a level"] = _share([study.level for cv in parsed for study in cv.education])
    shares["studies with a school"] = _share([study.institution for cv in parsed for study in cv.education])
    return shares


def _group(layout: str) -> str:
    """Whether a layout is by others, and whether it is kept out of tuning."""
    if layout.startswith(("json_", "latex_", "office_", "tpl_")):
        return "by others, held out" if kept(layout) else "by others"
    return "held out" if layout in HELD_OUT else "generated"


def _share(values: Sequence[object]) -> float:
    return sum(value is not None for value in values) / max(1, len(values))


def run(data: Path) -> dict[str, Any]:
    """Figures for the gold themes, the generated corpus where there is one, and real CVs without gold."""
    result: dict[str, Any] = {"themes": _themes(data / "cv_layouts_gold")}
    corpus = Path(os.environ.get("ZENHIRE_CV_CORPUS", data / "cv_generated"))
    if corpus.is_dir():
        by_layout = measure(corpus)
        groups: dict[str, dict[str, Any]] = {}
        for name, some in by_layout.items():
            groups.setdefault(_group(name), {})[name] = some
        result |= {group: _rows(some) for group, some in groups.items()}
    if (data / "resumes_livecareer").is_dir():
        result["livecareer"] = _shares(data / "resumes_livecareer" / "pdf")
    return result
