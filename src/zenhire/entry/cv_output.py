"""CVs, matches and configs, as a person reads them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from zenhire.client import Match, MatchResult
from zenhire.client.detail_models import Analysis, Details, Finding, JobMatch, Narrative, Requirement
from zenhire.entry.user_output import say
from zenhire.entry.user_session import clean

if TYPE_CHECKING:
    from zenhire.analysis.cv.position.smells import Smell

_KINDS = {
    "hard_skill": "hard skill",
    "soft_skill": "soft skill",
    "minimal_qualification": "minimal",
    "preferable_qualification": "preferable",
    "required_language": "language",
    "prefered_language": "language, preferred",
    "target_country": "country",
    "degree": "degree",
    "certificate": "certificate",
}
_WIDE = 90
_QUOTE_CHARS = 160
_WHOLE = frozenset(("score", "weight", "from", "to", "months", "of 5"))


def print_json(value: object) -> None:
    """One object on standard output."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def mistakes(fields: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Each mistake on a line, with its place."""
    yield from (f"{path}: {message}" for path, messages in fields.items() for message in messages)


def verdict(fields: Mapping[str, Sequence[str]], odd: Sequence[Smell]) -> dict[str, Any]:
    """What a check found, for programs."""
    smells = [{"path": one.path, "message": one.message, "advice": one.advice} for one in odd]
    return {"valid": not fields, "mistakes": fields, "smells": smells}


def show_verdict(console: Console, fields: Mapping[str, Sequence[str]], odd: Sequence[Smell]) -> None:
    """What a check found."""
    count = sum(len(messages) for messages in fields.values())
    if fields:
        say(console, f"{count} mistake{'s' if count > 1 else ''}: no platform takes this config.", style="bold")
        for line in mistakes(fields):
            say(console, f"✗ {line}")
    else:
        say(console, "The config is valid.", style="bold")
    if odd:
        say(console, "")
        say(console, "It is taken as it stands, but may not mean what was meant:" if not fields else "And besides:")
        for one in odd:
            say(console, f"! {one.path}: {one.message} {one.advice}")


def show_match(console: Console, match: Match) -> None:
    """A match with its result, or how it stands."""
    say(console, f"Match {match.id}: {match.status}", style="bold")
    facts = [f"Position: {match.position_id}"] if match.position_id else []
    facts += [f"External id: {match.external_id}"] if match.external_id else []
    facts += [f"Tags: {', '.join(match.tags)}"] if match.tags else []
    facts += ["Metadata: " + ", ".join(f"{name}={value}" for name, value in match.metadata.items())]
    for fact in facts[: None if match.metadata else -1]:
        say(console, fact)
    if match.error is not None:
        say(console, f"{match.error.code}: {match.error.message}")
        say(console, "It cost nothing. A failed match stays failed: to try again, submit the CV again.")
    if match.result is not None:
        say(console, "")
        show_result(console, match.result)


def result_of(found: Mapping[str, Any]) -> MatchResult:
    """A result that was made here, typed as one that came from a platform."""
    return MatchResult.model_validate(found)


def show_result(console: Console, result: MatchResult) -> None:
    """Scores, every requirement with what speaks for it, every job, and what a reader should know."""
    details = result.details
    console.print(_breakdown(result))
    if details is not None and (asked := _requirements(details)):
        say(console, "")
        console.print(_asked(asked, console.width))
    if details is not None and (jobs := details.work_experience.jobs):
        say(console, "")
        console.print(_jobs(jobs, console.width))
    if result.experience_years is not None:
        years = result.experience_years
        say(console, "")
        say(console, f"Experience: {years.relevant:g} years relevant of {years.total:g}.")
    if result.skills_missing:
        say(console, f"Little or no evidence (below 0.6): {', '.join(result.skills_missing)}.")
    for comment in result.comments:
        say(console, f"- {comment}")
    analysis = result.analysis or Analysis()
    for warning in warnings(analysis.integrity, analysis.unreadable_pages):
        say(console, f"! {warning}", style="yellow")
    for line in (*_narrative(result.narrative), *filter(None, (analysis.notice,))):
        say(console, "")
        say(console, line)


def _narrative(told: Narrative | None) -> Iterator[str]:
    """What a language model wrote, where one is asked; it has set no score."""
    if told is not None and (text := " ".join(told.text.split())):
        yield f"In the words of {told.model or 'a language model'}, which sets no score: {text}"
    for one in told.suggestions if told is not None else ():
        yield f"To look at for {one.name}: {_passage(one.quote, one.page)}"


def _breakdown(result: MatchResult) -> Table:
    shown = table("", "score", "weight", "made of")
    for name in ("work_experience", "skills", "education"):
        score = getattr(result.breakdown, name)
        if score is not None:
            dimension = getattr(result.details, name, None)
            terms = ", ".join(f"{one.name} {one.value:.2f}" for one in dimension.terms) if dimension else ""
            row(shown, name.replace("_", " "), f"{score:.2f}", f"{dimension.weight:.2f}" if dimension else "-", terms)
    row(shown, "overall", f"{result.overall_score:.2f}", "", "", style="bold")
    return shown


def _requirements(details: Details) -> list[Requirement]:
    return [*details.skills.requirements, *(details.education.requirements if details.education else ())]


def _asked(asked: Sequence[Requirement], width: int) -> Table:
    wide = width >= _WIDE
    shown = table("asked for", *(["as", "of 5"] if wide else []), "score", *(["rule"] if wide else []), "evidence")
    for one in asked:
        cells = [one.name]
        cells += [_KINDS.get(one.kind, one.kind.replace("_", " ")), str(one.importance or "-")] if wide else []
        cells += [f"{one.score:.2f}" if one.counts else "off"]
        cells += [(one.rule or "-").replace("_", " ")] if wide else []
        row(shown, *cells, _evidence(one))
    return shown


def _evidence(one: Requirement) -> str:
    """The best passage, and how many more there are; or what was found and is no evidence."""
    if one.evidence:
        best = max(one.evidence, key=lambda passage: passage.score)
        more = f" (+{len(one.evidence) - 1})" if len(one.evidence) > 1 else ""
        return f"{_passage(best.quote, best.page, best.where)}{more}"
    if one.refused:
        first = one.refused[0]
        return f"not evidenced: {_passage(first.quote, first.page)} is {first.reason.replace('_', ' ')}"
    return "not evidenced"


def _passage(quote: str, page: int, where: str | None = None) -> str:
    quote = " ".join(quote.split())
    quote = quote if len(quote) <= _QUOTE_CHARS else f"{quote[:_QUOTE_CHARS]}…"
    return f"“{quote}” p. {page}{f', {where}' if where else ''}"


def _jobs(jobs: Sequence[JobMatch], width: int) -> Table:
    wide = width >= _WIDE
    shown = table("job", "from", "to", *(["months"] if wide else []), "relevance", *(["counts"] if wide else []))
    for job in jobs:
        name = ", ".join(part for part in (job.title, job.employer) if part) or "-"
        cells = [name, job.start_date or "?", job.end_date or "now"]
        cells += [str(job.months) if job.months is not None else "?"] if wide else []
        cells += [f"{job.relevance:.2f}"]
        counted = f"{job.counted_as:.2f}" if job.counts else "no"
        cells += [f"{counted}{f': {job.note}' if job.note else ''}"] if wide else []
        row(shown, *cells)
    return shown


def warnings(findings: Sequence[Finding], unreadable: Sequence[int]) -> Iterator[str]:
    """What a reader of the CV's pages would not know."""
    for one in findings:
        words = "characters" if one.kind == "invisible_characters" else "words"
        kind, text = one.kind.replace("_", " "), one.description.rstrip(".")
        yield f"{kind}, page {one.page}, {one.count} {words}: {text}. Not scored."
    if unreadable:
        yield f"Pages that could not be read: {', '.join(map(str, unreadable))}."


def table(*columns: str) -> Table:
    """An empty table; columns of numbers and dates are never broken."""
    shown = Table(*columns, box=None, header_style="bold", pad_edge=False)
    for column in shown.columns:
        column.overflow = "fold"
        column.no_wrap = column.header in _WHOLE
    return shown


def row(shown: Table, *cells: str, style: str = "") -> None:
    """Adds a row of others' texts."""
    shown.add_row(*(Text(clean(cell)) for cell in cells), style=style)
