"""A run, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from zenhire.client import Run
from zenhire.client.models import Segment
from zenhire.entry.user_session import clean

LEVELS = {
    "A1": "beginner",
    "A2": "elementary",
    "B1": "intermediate",
    "B2": "upper intermediate",
    "C1": "advanced",
    "C2": "proficient",
}
_DIMENSIONS = ("vocabulary", "fluency", "accent")
_NARROW = 72
_FEW_COLUMNS = 48


def show_run(console: Console, run: Run, *, transcript: bool = False) -> None:
    """A finished run with its scores, or why it has none."""
    if run.scores is None or run.scores.overall is None:
        say(console, f"Run {run.id}: {run.status}", style="bold")
        if run.error is not None:
            say(console, f"{run.error.code}: {run.error.message}")
        say(console, "It cost nothing. A failed run stays failed: to try again, submit the recording again.")
        return
    say(console, f"Run {run.id}: {run.status}", style="bold")
    for line in _labels(run):
        say(console, line)
    say(console, "")
    console.print(_scores(run, console.width))
    for warning in warnings(run):
        say(console, f"! {warning}", style="yellow")
    for text in _texts(run):
        say(console, "")
        say(console, text)
    if transcript:
        _show_transcript(console, run)


def say(console: Console, text: str, style: str = "") -> None:
    """A paragraph: wrapped for a person, whole for a program."""
    console.print(Text(clean(text), style=style), soft_wrap=not console.is_terminal)


def _labels(run: Run) -> Iterator[str]:
    facts = []
    if run.audio is not None:
        speakers = "1 speaker" if run.audio.speaker_count == 1 else f"{run.audio.speaker_count} speakers"
        facts += [f"{run.audio.duration_formatted} of audio ({run.audio.language_code})", speakers]
    if run.credits is not None:
        facts.append(f"{run.credits.deducted} credits, {run.credits.remaining_balance} left")
    if run.processing_time_ms is not None:
        facts.append(f"took {run.processing_time_ms / 1000:.0f} s")
    if facts:
        yield "; ".join(facts)
    if run.external_id:
        yield f"External id: {run.external_id}"
    if run.tags:
        yield f"Tags: {', '.join(run.tags)}"
    if run.metadata:
        yield "Metadata: " + ", ".join(f"{name}={value}" for name, value in run.metadata.items())


def _scores(run: Run, width: int) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("")
    table.add_column("score", justify="right")
    table.add_column("CEFR")
    wide, middling = width >= _NARROW, width >= _FEW_COLUMNS
    if middling:
        table.add_column("which is")
    if wide:
        table.add_column("90 % interval")
        table.add_column("confidence")
    assert run.scores is not None
    for name in (*_DIMENSIONS, "overall"):
        score = getattr(run.scores, name)
        level = run.scores.cefr_level if name == "overall" else getattr(run.scores, f"{name}_cefr")
        row = [name, "-" if score is None else f"{score:.1f}", level or "-"]
        if middling:
            row.append(LEVELS.get(level or "", ""))
        if wide:
            row += _sureness(_dimension(run, name))
        table.add_row(*(Text(clean(cell)) for cell in row), style="bold" if name == "overall" else "")
    return table


def _dimension(run: Run, name: str) -> Mapping[str, Any]:
    found = (run.analysis or {}).get(name)
    return found if isinstance(found, Mapping) else {}


def _sureness(dimension: Mapping[str, Any]) -> list[str]:
    interval = dimension.get("interval90")
    try:
        shown = f"{interval['low']:.1f} to {interval['high']:.1f}"  # type: ignore[index]
    except (TypeError, KeyError, ValueError):
        shown = ""
    return [shown, str(dimension.get("confidence", ""))]


def warnings(run: Run) -> Iterator[str]:
    """Why a reader should be careful with this result."""
    analysis = run.analysis or {}
    if run.status == "partial":
        missing = analysis.get("degraded")
        if isinstance(missing, Mapping) and missing:
            yield from (f"Partial: {str(name).replace('_', ' ')} is missing. {why}" for name, why in missing.items())
        else:
            yield "Partial: an optional part is missing; the scores are all there."
    if run.candidate_detection is not None and run.candidate_detection.confidence == "low":
        yield "It is uncertain who the candidate is; if that is wrong, every score is about the wrong person."
    if run.audio is not None and run.audio.language_code != run.audio.requested_language:
        yield f"Heard {run.audio.language_code}, asked for {run.audio.requested_language}."
    for name in _DIMENSIONS:
        dimension = _dimension(run, name)
        if dimension.get("confidence") == "low":
            reasons = dimension.get("confidenceReasons")
            why = "; ".join(map(str, reasons)) if isinstance(reasons, list) else ""
            yield f"{name.capitalize()} is of low confidence{': ' + why if why else ''}."


def _texts(run: Run) -> Iterator[str]:
    found = run.candidate_detection
    if found is not None:
        yield (
            f"Candidate: {found.speaker_label}, {found.confidence} confidence, {found.word_count} words. {found.reason}"
        )
    if run.explainability is not None:
        yield f"Vocabulary: {run.explainability.vocab}"
        yield f"Fluency: {run.explainability.fluency}"
    if run.hr_recommendation:
        yield f"For recruiters: {run.hr_recommendation}"
    if run.candidate_feedback:
        yield f"For the candidate: {run.candidate_feedback}"
    notice = (run.analysis or {}).get("notice")
    if isinstance(notice, str):
        yield notice


def _show_transcript(console: Console, run: Run) -> None:
    segments = run.transcript.segments if run.transcript is not None else []
    say(console, "")
    say(console, "Transcript (* the candidate)" if segments else "There is no transcript.", style="bold")
    for segment in segments:
        say(console, _line(segment))


def _line(segment: Segment) -> str:
    minutes, seconds = divmod(segment.start_ms // 1000, 60)
    star = "*" if segment.is_candidate else " "
    return f"{minutes:>3}:{seconds:02} {star} {segment.speaker_label}: {segment.text}"
