"""What of a person's gold a printed CV shows, and which layouts are kept out of tuning."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped, unused-ignore]

from evals.cv_corpus.people import Person

_KEPT_OF = 3
_STUDY = ("institution", "studyType", "area")
_ENGLISH = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "’": "'"})
_WORD = re.compile(r"[^\W_]+")
# A word parted at the end of a line; the PDF library writes such a hyphen as U+FFFE or U+0002.
_PARTED = re.compile("(?<=[^\\W\\d_])[-\u00ad\u2010\ufffe\x02][ \t]*\r?\n[ \t]*|[\u00ad\ufffe\x02]")
_MOTHER_TONGUE = (
    *("mother tongue", "native language", "Muttersprache", "lengua materna", "langue maternelle", "lingua madre"),
    *("madrelingua", "língua materna", "moedertaal", "język ojczysty", "ana dil"),
)
_LONG_WORD = 6
_LONG_VALUE = 9
_SHORT = 3


def kept(name: str) -> bool:
    """Whether a layout is kept out of tuning: its name alone decides, so that nobody can choose."""
    return hashlib.sha256(name.encode()).digest()[0] % _KEPT_OF == 0


def pdf_text(path: Path) -> str:
    """All text of a PDF, in the order in which it was written."""
    pdf = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)
    finally:
        pdf.close()


def shown(gold: Mapping[str, Any], text: str, person: Person) -> dict[str, Any]:
    """Gold without the values whose words the text lacks; dates without a month in it become years, or None.

    A place that the text tells less often than the gold is kept for the first who have it.
    """
    page = _Page(text, person)
    top = {name: page.value(gold[name]) for name in ("name", "email", "phone", "summary")}
    location = page.place(gold["location"])
    jobs = [page.job(job) for job in gold["experience"]]
    studies = [page.study(study) for study in gold["education"]]
    lists = {name: [value for value in gold[name] if page.value(value)] for name in ("skills", "certificates")}
    spoken = [page.spoken(item) for item in gold["languages"] if page.value(item["language"])]
    return {
        **gold,
        **top,
        **lists,
        "location": location,
        "experience": [job for job in jobs if job["name"] or job["position"]],
        "education": [study for study in studies if any(study[name] for name in _STUDY)],
        "languages": spoken,
    }


class _Page:
    """A CV's text, ready to be asked."""

    def __init__(self, text: str, person: Person) -> None:
        self._months = _months(person)
        self._levels = {name: said for name, said, _ in person.spoken}
        self._text = _simple(_PARTED.sub("", text))
        words = _WORD.findall(self._text) + _WORD.findall(_simple(text))
        self._words = frozenset(words)
        self._places: Counter[str] = Counter()
        self._running = f" {' '.join(_WORD.findall(self._text))} "
        self.squeezed = self._running.replace(" ", "")

    @staticmethod
    def squeeze(value: str) -> str:
        """Letters and digits only."""
        return "".join(_WORD.findall(_simple(value)))

    def value(self, value: str | None) -> str | None:
        """The value, or None where its words do not stand in the text."""
        words = _WORD.findall(_simple(value or ""))
        squeezed = "".join(words)
        if not words:
            return None
        if f" {' '.join(words)} " in self._running or (len(squeezed) >= _LONG_VALUE and squeezed in self.squeezed):
            return value
        scattered = len(words) > 1 and all(
            word in self._words or (len(word) >= _LONG_WORD and word in self.squeezed) for word in words
        )
        return value if scattered else None

    def place(self, value: str | None) -> str | None:
        """A place, as often as the text tells it: those who ask first have it."""
        if not self.value(value):
            return None
        key = self.squeeze(str(value))
        self._places[key] += 1
        return value if self._places[key] <= max(1, self.squeezed.count(key)) else None

    def job(self, job: Mapping[str, Any]) -> dict[str, Any]:
        """What the text tells of a job."""
        told = {name: self.value(job[name]) for name in ("name", "position")}
        tasks = [task for task in job["highlights"] if self.value(task)]
        return {**job, **told, "location": self.place(job["location"]), **self.dates(job), "highlights": tasks}

    def study(self, study: Mapping[str, Any]) -> dict[str, Any]:
        """What the text tells of a course of study; its level is told by its degree."""
        told = {name: self.value(study[name]) for name in _STUDY}
        level = study["level"] if told["studyType"] else None
        return {**study, **told, "level": level, **self.dates(study)}

    def spoken(self, item: Mapping[str, str]) -> dict[str, str | None]:
        """A language, with its level where the text has it: as a code or in any of the words for it."""
        return {**item, "level": item["level"] if self._level(item["language"], item["level"]) else None}

    def _level(self, language: str, level: str) -> bool:
        said = self._levels.get(language, level)
        mother = _MOTHER_TONGUE if level == "native" else ()
        return any(self.value(words) for words in (level, said, *mother))

    def dates(self, item: Mapping[str, Any]) -> dict[str, str | None]:
        """Both dates of a job or a course of study."""
        return {name: self._date(item[name]) for name in ("startDate", "endDate")}

    def _date(self, date: str | None) -> str | None:
        if date is None:
            return None
        year, _, month = date.partition("-")
        if month and any(re.search(form, self._text) for form in self._forms(year, int(month))):
            return date
        return year if re.search(rf"(?<!\d){year}(?!\d)|['´`]{year[2:]}(?!\d)", self._text) else None

    def _forms(self, year: str, month: int) -> Iterator[str]:
        """Patterns of a month as people write it."""
        short = rf"(?:{year}|['´`]?{year[2:]})(?!\d|[/.-]\d|,? \d{{4}})"
        number = f"0?{month}"
        names = "|".join(sorted(map(re.escape, self._months[month - 1]), key=len, reverse=True))
        yield rf"(?<![^\W\d_])(?:{names})\.?,?\s*(?:\d\d?(?:st|nd|rd|th)?,?\s+)?(?:de\s+|del\s+|of\s+)?{short}"
        yield rf"(?<![^\W\d_]){year}[\s,.]*(?:{names})(?![^\W\d_])"
        yield rf"(?<!\d){number}\s*[-/.]\s*(?:\d\d?[-/.])?{short}"
        yield rf"(?<!\d){year}\s*[-/.]\s*{number}(?!\d)"


def _simple(text: str) -> str:
    """Lower case without accents and ligatures."""
    parted = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(mark for mark in parted if not unicodedata.combining(mark)).translate(_PLAIN)


def _months(person: Person) -> list[set[str]]:
    """Names of each month in the person's language and in English, long and short."""
    found = [{name, name[:_SHORT]} for name in _ENGLISH]
    for kind in ("months", "short_months"):
        for names, name in zip(found, person.words[kind].split(), strict=True):
            names |= {_simple(name).rstrip("."), _simple(name)[:_SHORT]}
    return found
