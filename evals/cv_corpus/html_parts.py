"""Parts of CVs in HTML that all layouts share."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from evals.cv_corpus.people import Job, Person, Study, period

_CSS = (
    "@page{size:A4;margin:16mm}*{box-sizing:border-box}body{font:10.5pt/1.4 'DejaVu Sans',Arial,sans-serif;margin:0}"
    "h1{font-size:22pt;margin:0}h2{font-size:13pt;margin:14pt 0 4pt}p{margin:2pt 0}"
    "ul{margin:2pt 0 6pt;padding-left:16pt}"
    ".r{display:flex;justify-content:space-between}.i{font-style:italic}b{font-weight:700}table{border-spacing:0;width:100%}"
    "td{vertical-align:top;padding:1pt 10pt 1pt 0}.e{margin-bottom:8pt}"
)

_IN = {"en": " in ", "de": " in ", "es": " en ", "fr": " en ", "it": " in ", "nl": " in ", "pt": " em "}


def page(body: str, css: str = "") -> str:
    """A page with this body and the usual look."""
    return f'<!doctype html><meta charset="utf-8"><style>{_CSS}{css}</style><body>{body}'


def html(text: str) -> str:
    """Text as HTML."""
    return escape(text)


def when(person: Person, item: Job | Study) -> str:
    """The dates of a job or a course of study, in the person's way of writing them."""
    return html(period(person, item.start, item.end))


def tasks(job: Job) -> str:
    """A job's tasks as a list."""
    return "<ul>" + "".join(f"<li>{html(task)}</li>" for task in job.tasks) + "</ul>"


def row(left: str, right: str) -> str:
    """What stands at both ends of a line."""
    return f'<div class="r"><span>{left}</span><span>{right}</span></div>'


def section(person: Person, kind: str, body: str) -> str:
    """A heading in the person's words, and what stands under it."""
    return f"<h2>{html(person.headings[kind])}</h2>{body}"


def degree(person: Person, study: Study) -> str:
    """Degree and subject, joined in one of the ways that people join them."""
    joint = _IN.get(person.language, ", ")
    return study.degree + (", ", joint, " – ", ": ")[person.number % 4] + study.area


def listed(items: Sequence[str]) -> str:
    """Items of a list."""
    return "<ul>" + "".join(f"<li>{html(item)}</li>" for item in items) + "</ul>"


def languages(person: Person) -> list[str]:
    """Languages with their levels, in one of two ways."""
    return [f"{name} ({level})" if person.number % 2 else f"{name} – {level}" for name, level, _ in person.spoken]


def contact(person: Person, between: str = " · ") -> str:
    """Town, telephone and e-mail on a line."""
    return between.join(map(html, (person.place, person.phone, person.email)))
