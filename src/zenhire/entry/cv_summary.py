"""A CV that was read on this machine, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console

from zenhire.client.cv_models import ParsedCv, Work
from zenhire.client.detail_models import Finding
from zenhire.entry.cv_local import LocalCv
from zenhire.entry.cv_output import row, table, warnings
from zenhire.entry.user_output import say


def show_cv(console: Console, cv: LocalCv, *, text: bool) -> None:
    """What the CV says, and what a reader of its pages would not know; with `text`, all of its words."""
    parsed = ParsedCv.model_validate(cv.shown)
    say(console, parsed.name or "No name found", style="bold")
    for line in _head(parsed, cv):
        say(console, line)
    _jobs(console, "Experience", parsed.experience)
    _jobs(console, "Volunteering", parsed.volunteer)
    _studies(console, parsed)
    for heading, line in _lists(parsed):
        say(console, "")
        say(console, heading, style="bold")
        say(console, line)
    unreadable = [page.number for page in cv.read.document.pages if page.source == "none"]
    for warning in warnings([Finding.model_validate(one) for one in cv.findings], unreadable):
        say(console, f"! {warning}", style="yellow")
    if text:
        say(console, "")
        say(console, "Text", style="bold")
        say(console, cv.read.document.text.replace("\t", "  "))


def _head(parsed: ParsedCv, cv: LocalCv) -> Iterator[str]:
    if parsed.label:
        yield parsed.label
    where = parsed.location.address if parsed.location else None
    contacts = [one for one in (parsed.email, parsed.phone, where, parsed.url) if one]
    contacts += [profile.url for profile in parsed.profiles]
    if contacts:
        yield "; ".join(contacts)
    document = cv.read.document
    pages = "1 page" if len(document.pages) == 1 else f"{len(document.pages)} pages"
    recognised = sum(page.source == "ocr" for page in document.pages)
    read = f"{pages}, {len(document.text.split())} words, read by {document.reader}"
    yield f"{read}{f'; {recognised} by {document.ocr}' if recognised else ''}."
    if parsed.totals is not None:
        gaps = "".join(f"; none from {gap.start_date} to {gap.end_date}" for gap in parsed.totals.gaps)
        yield f"{parsed.totals.months} months of work in {parsed.totals.dated} dated jobs{gaps}."


def _jobs(console: Console, heading: str, jobs: list[Work]) -> None:
    if not jobs:
        return
    shown = table("from", "to", "title", "employer", "months")
    for job in jobs:
        until = "now" if job.current and not job.end_date else job.end_date or "?"
        months = "?" if job.months is None else str(job.months)
        row(shown, job.start_date or "?", until, job.position or "-", job.name or "-", months)
    say(console, "")
    say(console, heading, style="bold")
    console.print(shown)


def _studies(console: Console, parsed: ParsedCv) -> None:
    if not parsed.education:
        return
    shown = table("from", "to", "degree", "field", "institution", "finished")
    for one in parsed.education:
        degree = one.study_type or one.level or "-"
        finished = {True: "yes", False: "no", None: "?"}[one.finished]
        row(
            shown, one.start_date or "?", one.end_date or "?", degree, one.area or "-", one.institution or "-", finished
        )
    say(console, "")
    say(console, "Education", style="bold")
    console.print(shown)


def _lists(parsed: ParsedCv) -> Iterator[tuple[str, str]]:
    languages = [f"{one.language} ({one.level or one.fluency or 'no level'})" for one in parsed.languages]
    every: Mapping[str, list[Any]] = {
        "Skills": parsed.skills,
        "Languages": languages,
        "Certificates": [one.name for one in parsed.certificates],
        "Projects": [one.name or one.description or "-" for one in parsed.projects],
    }
    yield from ((heading, ", ".join(found)) for heading, found in every.items() if found)
