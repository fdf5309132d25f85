"""`zenhire speech`: score a recording on any platform, from the command line."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from zenhire.entry.user_options import AsJson, ExitCode, KeyFile, Url

if TYPE_CHECKING:
    from zenhire.client import Client, Run
    from zenhire.entry.user_session import Session

app = typer.Typer(help="Score spoken English, on any platform.", no_args_is_help=True)

Wait = Annotated[bool, typer.Option("--wait", help="Wait until the run has ended, and print its result.")]
Timeout = Annotated[float, typer.Option(min=0, metavar="SECONDS", help="How long --wait waits at most.")]
ShowTranscript = Annotated[bool, typer.Option("--transcript", help="Print what was said, too.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing about the progress.")]
ExternalId = Annotated[str | None, typer.Option(metavar="TEXT", help="Your own name for the run.")]
Tags = Annotated[list[str] | None, typer.Option("--tag", metavar="TEXT", help="A label; may be repeated.")]
PATIENCE = 20 * 60.0


class Status(StrEnum):
    """A run's statuses."""

    QUEUED = "queued"
    PROCESSING = "processing"
    SUCCESS = "success"
    PARTIAL = "partial"
    FAILED = "failed"


class ServiceType(StrEnum):
    """Whose runs a list shows."""

    SPEECH = "speech"
    CV_DEEPMATCH = "cv_deepmatch"


@app.command()
def analyze(
    file: Annotated[Path, typer.Argument(help="The recording; `-` reads it from standard input.")],
    language: Annotated[str, typer.Option(metavar="CODE", help="Language of the interview, two letters.")] = "en",
    external_id: ExternalId = None,
    metadata: Annotated[
        list[str] | None, typer.Option(metavar="KEY=VALUE", help="A label with a value; may be repeated.")
    ] = None,
    tag: Tags = None,
    cut_start: Annotated[
        str | None, typer.Option(metavar="TIME", help="Analyse from here on: seconds, or 1:30, or 1:02:30.")
    ] = None,
    cut_end: Annotated[str | None, typer.Option(metavar="TIME", help="Analyse up to here.")] = None,
    webhook_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Where the platform reports the end of the run.")
    ] = None,
    wait: Wait = False,
    timeout: Timeout = PATIENCE,
    transcript: ShowTranscript = False,
    no_check: Annotated[bool, typer.Option("--no-check", help="Send the file without a look at it.")] = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
    url: Url = None,
    key_file: KeyFile = None,
) -> None:
    """Sends a recording and prints the run's id; with --wait, its result."""
    from zenhire.entry import recording_check, user_progress
    from zenhire.entry.user_session import Session, connected

    session = Session(url, as_json, quiet)
    start, end = _milliseconds("--cut-start", cut_start), _milliseconds("--cut-end", cut_end)
    if not no_check:
        _check(language, external_id, start, end)
    options: dict[str, Any] = {
        "language": language,
        "external_id": external_id,
        "metadata": _pairs(metadata or ()),
        "tags": tag or (),
        "cut_start_ms": start,
        "cut_end_ms": end,
        "webhook_url": webhook_url,
    }
    try:
        with recording_check.opened(file, check=not no_check) as recording, connected(session, key_file) as client:
            if not no_check:
                # A key that is not valid shows itself here, before megabytes have been sent for nothing.
                client.credits()
            submitted = user_progress.upload(session, client, recording, options)
            if wait:
                session.note(f"{submitted.id} is {submitted.status}")
                _finish(session, user_progress.wait(session, client, submitted, timeout), transcript)
    except recording_check.NotWorthSending as problem:
        _refuse(str(problem))
    if not wait:
        _accepted(session, submitted)


@app.command()
def get(
    run_id: Annotated[str, typer.Argument(metavar="RUN_ID", help="The id that `analyze` printed.")],
    wait: Wait = False,
    timeout: Timeout = PATIENCE,
    transcript: ShowTranscript = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
    url: Url = None,
    key_file: KeyFile = None,
) -> None:
    """Prints how a run stands, or its result; with --wait, when it has ended."""
    from zenhire.entry import user_progress
    from zenhire.entry.user_session import Session, connected

    if not run_id.strip("."):
        _refuse("Give the id of a run.")
    session = Session(url, as_json, quiet)
    with connected(session, key_file) as client:
        run = user_progress.wait(session, client, run_id, timeout) if wait else _look(client, run_id)
        _finish(session, run, transcript)


@app.command("list")
def list_runs(
    status: Annotated[Status | None, typer.Option(help="Runs in this status.")] = None,
    tag: Tags = None,
    metadata: Annotated[
        str | None, typer.Option(metavar="KEY[=VALUE]", help="Runs that have this label, with this value if given.")
    ] = None,
    external_id: ExternalId = None,
    project: Annotated[str | None, typer.Option(metavar="ID", help="Runs of this project; `none`: of none.")] = None,
    created_after: Annotated[
        str | None, typer.Option(metavar="ISO", help="Runs made at this moment or later; UTC unless it says else.")
    ] = None,
    created_before: Annotated[str | None, typer.Option(metavar="ISO", help="Runs made then or earlier.")] = None,
    service_type: Annotated[ServiceType | None, typer.Option(help="Whose runs; unset: Speech.")] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most so many, newest first.")] = 20,
    everything: Annotated[bool, typer.Option("--all", help="All that fit, whatever --limit says.")] = False,
    as_json: AsJson = False,
    url: Url = None,
    key_file: KeyFile = None,
) -> None:
    """Lists runs, newest first. With --json each page of the answer is one line."""
    from zenhire.entry.user_session import Session, connected

    key, found, value = (metadata or "").partition("=")
    filters: dict[str, Any] = {
        "status": status,
        "tags": tag or (),
        "metadata_key": key or None,
        "metadata_value": value if found else None,
        "external_id": external_id,
        "project": project,
        "created_after": _moment("--created-after", created_after),
        "created_before": _moment("--created-before", created_before),
        "service_type": service_type,
    }
    session = Session(url, as_json)
    with connected(session, key_file) as client:
        _show_list(session, client, None if everything else limit, filters)


def _show_list(session: Session, client: Client, limit: int | None, filters: dict[str, Any]) -> None:
    from zenhire.entry.user_tables import show_runs

    runs, more, total = [], False, None
    for page in client.speech.pages(limit=limit, **filters):
        runs += page.runs
        more, total = page.pagination.has_more, page.pagination.total
        if session.as_json:
            session.answer(page.body)
    if session.as_json:
        return
    if runs:
        show_runs(session.out, runs)
    else:
        session.note("No run fits.")
    if more:
        of = f" of {total}" if total is not None else ""
        session.note(f"The newest {len(runs)}{of}; --limit or --all shows more.")


def _look(client: Client, run_id: str) -> Run:
    from zenhire.client import ZenhireError

    try:
        return client.speech.get(run_id)
    except ZenhireError as error:
        error.run_id = None
        raise


def _accepted(session: Session, submitted: Any) -> None:
    if session.as_json:
        session.answer(submitted.body)
    else:
        session.out.print(submitted.id, soft_wrap=True)
    session.note(f"It is {submitted.status}. To wait for the result:\n  {session.resume(submitted.id)}")


def _finish(session: Session, run: Run, transcript: bool) -> None:
    """Prints a run as it stands, and ends with RUN_FAILED if it failed."""
    from zenhire.entry.user_output import show_run
    from zenhire.entry.user_progress import state

    if session.as_json:
        session.answer(run.body)
    elif run.finished:
        show_run(session.out, run, transcript=transcript)
    else:
        session.out.print(f"Run {run.id}: {run.status}", soft_wrap=True)
        session.out.print(state(run), soft_wrap=True)
    if run.status == "failed":
        raise typer.Exit(ExitCode.RUN_FAILED)


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(ExitCode.INPUT)


def _check(language: str, external_id: str | None, start: int | None, end: int | None) -> None:
    """What the platform would refuse after the upload."""
    from zenhire.modules.speech.schemas import LANGUAGES

    if language.lower() not in LANGUAGES:
        _refuse(f"--language {language}: one of {', '.join(LANGUAGES)}.")
    if external_id is not None and not (external_id.strip() and len(external_id) <= 255):
        _refuse("--external-id: 1-255 characters.")
    if end is not None and end <= (start or 0):
        _refuse("--cut-end must lie after --cut-start.")


def _pairs(texts: Any) -> dict[str, str]:
    pairs = {}
    for text in texts:
        key, found, value = text.partition("=")
        if not found or not key:
            _refuse(f"--metadata {text}: write KEY=VALUE.")
        pairs[key] = value
    return pairs


def _milliseconds(option: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not re.fullmatch(r"(?:\d{1,4}:)?(?:\d{1,4}:)?\d{1,6}(?:\.\d{1,3})?", text):
        _refuse(f"{option} {text}: write seconds (90, 90.5), minutes (1:30) or hours (1:02:30).")
    seconds = 0.0
    for part in text.split(":"):
        seconds = seconds * 60 + float(part)
    return round(seconds * 1000)


def _moment(option: str, text: str | None) -> str | None:
    try:
        return None if text is None else datetime.fromisoformat(text).isoformat()
    except ValueError:
        _refuse(f"{option} {text}: write 2027-12-31 or 2027-12-31T18:00:00Z.")
