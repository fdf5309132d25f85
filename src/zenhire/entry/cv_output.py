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
from zenhire.entry.user_output import say
from zenhire.entry.user_session import clean

if TYPE_CHECKING:
    from zenhire.analysis.cv.position.smells import Smell

_DIMENSIONS = {"workExperience": "work_experience", "skills": "skills", "education": "education"}
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
    console.print(_breakdown(result))
    asked = list(_requirements(result.details))
    if asked:
        say(console, "")
        console.print(_asked(asked, console.width))
    jobs = _list(_dict(result.details.get("work_experience")).get("jobs"))
    if jobs:
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
    _warn(console, _list(result.analysis.get("integrity")), _list(result.analysis.get("unreadable_pages")))
    for line in _narrative(_dict(getattr(result, "narrative", None))):
        say(console, "")
        say(console, line)
    notice = result.analysis.get("notice")
    if isinstance(notice, str):
        say(console, "")
        say(console, notice)


def _narrative(told: Mapping[str, Any]) -> Iterator[str]:
    """What a language model wrote, where one is asked; it has set no score."""
    if text := " ".join(str(told.get("text") or "").split()):
        yield f"In the words of {told.get('model') or 'a language model'}, which sets no score: {text}"
    for one in _list(told.get("suggestions")):
        yield f"To look at for {_dict(one).get('name', '?')}: {_passage(_dict(one))}"


def _breakdown(result: MatchResult) -> Table:
    shown = table("", "score", "weight", "made of")
    for name, place in _DIMENSIONS.items():
        score = result.breakdown.model_dump(by_alias=True).get(name)
        if score is not None:
            dimension = _dict(result.details.get(place))
            weight = dimension.get("weight")
            terms = [f"{one.get('name')} {_score(one.get('value'))}" for one in _list(dimension.get("terms"))]
            row(shown, place.replace("_", " "), _score(score), _score(weight, "-"), ", ".join(terms))
    row(shown, "overall", _score(result.overall_score), "", "", style="bold")
    return shown


def _requirements(details: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for place in ("skills", "education"):
        yield from _list(_dict(details.get(place)).get("requirements"))


def _asked(asked: Sequence[Mapping[str, Any]], width: int) -> Table:
    wide = width >= _WIDE
    shown = table("asked for", *(["as", "of 5"] if wide else []), "score", *(["rule"] if wide else []), "evidence")
    for one in asked:
        kind = str(one.get("kind", ""))
        cells = [str(one.get("name", ""))]
        cells += [_KINDS.get(kind, kind.replace("_", " ")), str(one.get("importance") or "-")] if wide else []
        cells += [_score(one.get("score")) if one.get("counts", True) else "off"]
        cells += [str(one.get("rule") or "-").replace("_", " ")] if wide else []
        row(shown, *cells, _evidence(one))
    return shown


def _evidence(one: Mapping[str, Any]) -> str:
    """The best passage, and how many more there are; or what was found and is no evidence."""
    found, refused = _list(one.get("evidence")), _list(one.get("refused"))
    if found:
        best = max(found, key=lambda passage: _number(passage.get("score")))
        more = f" (+{len(found) - 1})" if len(found) > 1 else ""
        return f"{_passage(best)}{more}"
    if refused:
        return f"not evidenced: {_passage(refused[0])} is {str(refused[0].get('reason', 'none')).replace('_', ' ')}"
    return "not evidenced"


def _passage(passage: Mapping[str, Any]) -> str:
    quote = " ".join(str(passage.get("quote", "")).split())
    quote = quote if len(quote) <= _QUOTE_CHARS else f"{quote[:_QUOTE_CHARS]}…"
    where = f", {passage['where']}" if passage.get("where") else ""
    return f"“{quote}” p. {passage.get('page', '?')}{where}"


def _jobs(jobs: Sequence[Mapping[str, Any]], width: int) -> Table:
    wide = width >= _WIDE
    shown = table("job", "from", "to", *(["months"] if wide else []), "relevance", *(["counts"] if wide else []))
    for job in jobs:
        name = ", ".join(str(job[key]) for key in ("title", "employer") if job.get(key)) or "-"
        cells = [name, str(job.get("start_date") or "?"), str(job.get("end_date") or "now")]
        cells += [str(job.get("months") if job.get("months") is not None else "?")] if wide else []
        cells += [_score(job.get("relevance"))]
        counted = _score(job.get("counted_as")) if job.get("counts", True) else "no"
        cells += [f"{counted}{': ' + str(job['note']) if job.get('note') else ''}"] if wide else []
        row(shown, *cells)
    return shown


def warnings(findings: Sequence[Mapping[str, Any]], unreadable: Sequence[object]) -> Iterator[str]:
    """What a reader of the CV's pages would not know."""
    for one in findings:
        words = "characters" if one.get("kind") == "invisible_characters" else "words"
        kind = str(one.get("kind", "")).replace("_", " ")
        text = str(one.get("description", "")).rstrip(".")
        yield f"{kind}, page {one.get('page', '?')}, {one.get('count', '?')} {words}: {text}. Not scored."
    if unreadable:
        yield f"Pages that could not be read: {', '.join(map(str, unreadable))}."


def _warn(console: Console, findings: Sequence[Mapping[str, Any]], unreadable: Sequence[object]) -> None:
    for warning in warnings(findings, unreadable):
        say(console, f"! {warning}", style="yellow")


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


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _score(value: object, missing: str = "?") -> str:
    return f"{value:.2f}" if isinstance(value, int | float) else missing


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
