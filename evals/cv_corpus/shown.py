"""What of a person's gold a PDF shows, for layouts by others, which print what they like."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pypdfium2

from evals.cv_corpus.people import Person
from zenhire.analysis.cv.parse.fold import fold

_MONTHS = "January February March April May June July August September October November December"
_ENGLISH = _MONTHS.split()
_NOT_WORD = re.compile(r"[\W_]+")
_KEPT_OF = 3
# Fewer letters than these may stand within other words.
_SURE = 6


def kept(layout: str) -> bool:
    """Whether a layout by others is kept out of tuning: a third of them is, by their names, so that nobody chooses."""
    return hashlib.sha256(layout.encode()).digest()[0] % _KEPT_OF == 0


def pdf_text(path: Path) -> str:
    """The text of all pages, as pypdfium2 gives it."""
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def shown(gold: Mapping[str, Any], text: str, person: Person) -> dict[str, Any]:
    """The gold without what the text does not have; a date whose month is nowhere becomes its year, or None."""
    words, dated = _squeezed(text), fold(text).casefold()

    def has(value: str | None) -> bool:
        short = _squeezed(value or "")
        if len(short) >= _SURE:
            return short in words
        return bool(short) and re.search(rf"(?<!\w){re.escape(fold(value or '').casefold())}(?!\w)", dated) is not None

    def entry(item: Mapping[str, Any]) -> dict[str, Any]:
        kept = {key: value if not isinstance(value, str) or has(value) else None for key, value in item.items()}
        dates = {key: _shown_date(item[key], dated, person) for key in ("startDate", "endDate")}
        tasks = {"highlights": [task for task in item["highlights"] if has(task)]} if "highlights" in item else {}
        level = {"level": item["level"]} if "level" in item and has(item["studyType"]) else {}
        return {**kept, **dates, **tasks, **level}

    plain = {key: gold[key] if has(gold[key]) else None for key in ("name", "email", "phone", "location", "summary")}
    return {
        **gold,
        **plain,
        "experience": [entry(job) for job in gold["experience"] if has(job["name"]) or has(job["position"])],
        "education": [entry(study) for study in gold["education"] if has(study["institution"]) or has(study["area"])],
        "skills": [skill for skill in gold["skills"] if has(skill)],
        "languages": _languages(gold["languages"], person, has),
        "certificates": [name for name in gold["certificates"] if has(name)],
    }


def _languages(languages: Sequence[Mapping[str, Any]], person: Person, has: Any) -> list[dict[str, Any]]:
    wordings = {name: wording for name, wording, _ in person.spoken}
    return [
        {**item, "level": item["level"] if has(wordings[item["language"]]) else None}
        for item in languages
        if has(item["language"])
    ]


def _squeezed(text: str) -> str:
    return _NOT_WORD.sub("", fold(text).casefold())


def _shown_date(value: str | None, text: str, person: Person) -> str | None:
    if value is None:
        return None
    year = value[:4]
    if len(value) > len(year) and _month_shown(int(year), int(value[5:7]), text, person):
        return value[:7]
    return year if year in text else None


def _month_shown(year: int, month: int, text: str, person: Person) -> bool:
    names = {_ENGLISH[month - 1], *(person.words[kind].split()[month - 1] for kind in ("months", "short_months"))}
    stems = sorted({re.escape(fold(name).casefold().strip(".")[:3]) for name in names})
    short = f"['’]\\s?{year % 100:02}"
    written = (
        rf"(?:{'|'.join(stems)})[a-z]*[.,]?\s*(?:\d{{1,2}},?\s+)?(?:(?:de|del|of)\s+)?(?:{year}|{short})\b",
        rf"\b{year}\s?[-./]\s?0?{month}(?!\d)",
        rf"(?<!\d)0?{month}\s?[-./]\s?(?:\d{{1,2}}\s?[-./]\s?)?(?:{year}|{year % 100:02})(?!\d)",
        rf"\b{year}\s+(?:{'|'.join(stems)})",
    )
    return any(re.search(pattern, text) for pattern in written)
