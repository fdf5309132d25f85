"""`zenhire speech`: score a recording on any platform, from the command line."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zenhire.entry.user_options import (
    AsJson,
    CreatedAfter,
    CreatedBefore,
    Everything,
    ExitCode,
    ExternalId,
    KeyFile,
    Labels,
    Limit,
    OfProject,
    Quiet,
    Tags,
    Timeout,
    Unchecked,
    Url,
    Wait,
    WebhookUrl,
    WithLabel,
    check_external_id,
    label_filter,
    moment,
    pairs,
    refuse,
)

if TYPE_CHECKING:
    from zenhire.client import Client, Run
    from zenhire.entry.user_session import Session

app = typer.Typer(help="Score spoken English, on any platform.", no_args_is_help=True)

ShowTranscript = Annotated[bool, typer.Option("--transcript", help="Print what was said, too.")]
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
    metadata: Labels = None,
    tag: Tags = None,
    cut_start: Annotated[
        str | None, typer.Option(metavar="TIME", help="Analyse from here on: seconds, or 1:30, or 1:02:30.")
    ] = None,
    cut_end: Annotated[str | None, typer.Option(metavar="TIME", help="Analyse up to here.")] = None,
    webhook_url: WebhookUrl = None,
    wait: Wait = False,
    timeout: Timeout = PATIENCE,
    transcript: ShowTranscript = False,
    no_check: Unchecked = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
    url: Url = None,
    key_file: KeyFile = None,
) -> None:
    """Sends a recording and prints the run's id; with --wait, its result."""
    from zenhire.entry import recording_check, user_progress
    from zenhire.entry.user_files import NotWorthSending
    from zenhire.entry.user_session import Session, connected

    session = Session(url, as_json, quiet)
    start, end = _milliseconds("--cut-start", cut_start), _milliseconds("--cut-end", cut_end)
    if not no_check:
        _check(language, external_id, start, end)
    options: dict[str, Any] = {
        "language": language,
        "external_id": external_id,
        "metadata": pairs(metadata or ()),
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
            submitted = user_progress.upload(session, partial(client.speech.analyze, recording, **options))
            if wait:
                session.note(f"{submitted.id} is {submitted.status}")
                _finish(session, user_progress.wait(session, client.speech.wait, submitted, timeout), transcript)
    except NotWorthSending as problem:
        refuse(str(problem))
    if not wait:
        session.accepted(submitted)


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
        refuse("Give the id of a run.")
    session = Session(url, as_json, quiet)
    with connected(session, key_file) as client:
        if wait:
            run = user_progress.wait(session, client.speech.wait, run_id, timeout)
        else:
            run = user_progress.look(client.speech.get, run_id)
        _finish(session, run, transcript)


@app.command("list")
def list_runs(
    status: Annotated[Status | None, typer.Option(help="Runs in this status.")] = None,
    tag: Tags = None,
    metadata: WithLabel = None,
    external_id: ExternalId = None,
    project: OfProject = None,
    created_after: CreatedAfter = None,
    created_before: CreatedBefore = None,
    service_type: Annotated[ServiceType | None, typer.Option(help="Whose runs; unset: Speech.")] = None,
    limit: Limit = 20,
    everything: Everything = False,
    as_json: AsJson = False,
    url: Url = None,
    key_file: KeyFile = None,
) -> None:
    """Lists runs, newest first. With --json each page of the answer is one line."""
    from zenhire.entry.user_session import Session, connected

    filters: dict[str, Any] = {
        "status": status,
        "tags": tag or (),
        **label_filter(metadata),
        "external_id": external_id,
        "project": project,
        "created_after": moment("--created-after", created_after),
        "created_before": moment("--created-before", created_before),
        "service_type": service_type,
    }
    session = Session(url, as_json)
    with connected(session, key_file) as client:
        _show_list(session, client, None if everything else limit, filters)


def _show_list(session: Session, client: Client, limit: int | None, filters: dict[str, Any]) -> None:
    from zenhire.entry.user_tables import Shown, show_pages, show_runs

    pages = client.speech.pages(limit=limit, **filters)
    show_pages(session, (Shown(page.body, page.runs, page.pagination) for page in pages), show_runs)


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


def _check(language: str, external_id: str | None, start: int | None, end: int | None) -> None:
    """What the platform would refuse after the upload."""
    from zenhire.modules.speech.schemas import LANGUAGES

    if language.lower() not in LANGUAGES:
        refuse(f"--language {language}: one of {', '.join(LANGUAGES)}.")
    check_external_id(external_id)
    if end is not None and end <= (start or 0):
        refuse("--cut-end must lie after --cut-start.")


def _milliseconds(option: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not re.fullmatch(r"(?:\d{1,4}:)?(?:\d{1,4}:)?\d{1,6}(?:\.\d{1,3})?", text):
        refuse(f"{option} {text}: write seconds (90, 90.5), minutes (1:30) or hours (1:02:30).")
    seconds = 0.0
    for part in text.split(":"):
        seconds = seconds * 60 + float(part)
    return round(seconds * 1000)
