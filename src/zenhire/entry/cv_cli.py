"""`zenhire cv`: match a CV with a position on any platform, read one on this machine, check a position's config."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
    from zenhire.client import Client, Match
    from zenhire.entry.user_session import Session

app = typer.Typer(help="Match CVs with positions; read a CV; check a config.", no_args_is_help=True)
config_app = typer.Typer(help="Positions' configs.", no_args_is_help=True)
app.add_typer(config_app, name="config")

PATIENCE = 10 * 60.0
CvFile = Annotated[Path, typer.Argument(metavar="CV", help="The CV, a PDF; `-` reads it from standard input.")]
OnlyJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class Status(StrEnum):
    """A match's statuses."""

    PROCESSING = "processing"
    FINISHED = "finished"
    FAILED = "failed"


@app.command()
def match(
    file: CvFile,
    config: Annotated[Path, typer.Option(metavar="PATH", help="What the position asks for, as YAML or JSON.")],
    jd: Annotated[Path, typer.Option("--jd", metavar="PATH", help="The job description, as text or JSON.")],
    position_id: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Your id of the position; unset: the config's file name.")
    ] = None,
    idempotency_key: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Sent again within 24 hours, it gives the same match."),
    ] = None,
    external_id: ExternalId = None,
    metadata: Labels = None,
    tag: Tags = None,
    webhook_url: WebhookUrl = None,
    wait: Wait = False,
    timeout: Timeout = PATIENCE,
    local: Annotated[bool, typer.Option("--local", help="Match on this machine, without a platform.")] = False,
    no_check: Unchecked = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
    url: Url = None,
    key_file: KeyFile = None,
) -> None:
    """Sends a CV and prints the match's id; with --wait, how the CV answers the position."""
    from zenhire.entry import cv_files, user_progress
    from zenhire.entry.user_files import NotWorthSending
    from zenhire.entry.user_session import Session, connected

    session = Session(url, as_json, quiet, group="cv")
    try:
        asked, description = cv_files.read_config(config), cv_files.read_text(jd, "job description")
    except cv_files.Unusable as problem:
        refuse(str(problem))
    if local or not no_check:
        check_external_id(external_id)
        _check_config(session, asked, config)
    if local:
        _match_here(session, file, asked, description)
        return
    options: dict[str, Any] = {
        "position_id": position_id or cv_files.position_id(config),
        "job_description": description,
        "config": asked,
        "idempotency_key": idempotency_key,
        "external_id": external_id,
        "metadata": pairs(metadata or ()),
        "tags": tag or (),
        "webhook_url": webhook_url,
    }
    try:
        with cv_files.opened(file, check=not no_check) as cv, connected(session, key_file) as client:
            submitted = user_progress.upload(session, partial(client.cvdeepmatch.submit, cv, **options))
            if wait:
                session.note(f"{submitted.id} is {submitted.status}")
                _finish(session, user_progress.wait(session, client.cvdeepmatch.wait, submitted, timeout))
    except NotWorthSending as problem:
        refuse(str(problem))
    if not wait:
        session.accepted(submitted)


def _check_config(session: Session, config: object, path: Path) -> None:
    """Refuses a config with mistakes, and says how many places are worth another look."""
    from zenhire.analysis.cv.position import PositionError, read_position
    from zenhire.analysis.cv.position.smells import smells

    if not isinstance(config, dict):
        refuse(f"{path} holds no config. Write an object with `name` and `requirements`.")
    try:
        read_position(config)
    except PositionError as error:
        from zenhire.entry.cv_output import mistakes

        session.complain(f"{path} has mistakes:")
        for line in mistakes(error.fields):
            session.complain(f"  {line}")
        raise typer.Exit(ExitCode.INPUT) from None
    if odd := len(smells(config)):
        places = "1 place" if odd == 1 else f"{odd} places"
        session.note(f"{places} of the config may not mean what was meant: zenhire cv config check {path}")


def _match_here(session: Session, file: Path, config: dict[str, Any], job_description: str) -> None:
    from zenhire.entry import cv_local, cv_output

    with _here(session):
        cv = cv_local.read(file)
        result = cv_local.match(cv, config, job_description)
    if session.as_json:
        cv_output.print_json({"cv_parser_result": cv.shown, "cv2jd_result": result})
    else:
        cv_output.show_result(session.out, cv_output.result_of(result))


@contextmanager
def _here(session: Session) -> Iterator[None]:
    """Ends the command with advice for what cannot be read or matched on this machine."""
    from zenhire.entry.cv_local import CannotRead

    try:
        yield
    except CannotRead as problem:
        session.complain(str(problem))
        raise typer.Exit(ExitCode.UNEXPECTED if problem.by_operator else ExitCode.INPUT) from None


@app.command()
def get(
    match_id: Annotated[str, typer.Argument(metavar="ID", help="The id that `match` printed.")],
    wait: Wait = False,
    timeout: Timeout = PATIENCE,
    quiet: Quiet = False,
    as_json: AsJson = False,
    url: Url = None,
    key_file: KeyFile = None,
) -> None:
    """Prints how a match stands, or its result; with --wait, when it has ended."""
    from zenhire.entry import user_progress
    from zenhire.entry.user_session import Session, connected

    if not match_id.strip("."):
        refuse("Give the id of a match.")
    session = Session(url, as_json, quiet, group="cv")
    with connected(session, key_file) as client:
        if wait:
            found = user_progress.wait(session, client.cvdeepmatch.wait, match_id, timeout)
        else:
            found = user_progress.look(client.cvdeepmatch.get, match_id)
        _finish(session, found)


def _finish(session: Session, found: Match) -> None:
    """Prints a match as it stands, and ends with RUN_FAILED if it failed."""
    from zenhire.entry.cv_output import show_match

    if session.as_json:
        session.answer(found.body)
    else:
        show_match(session.out, found)
    if found.status == "failed":
        raise typer.Exit(ExitCode.RUN_FAILED)


@app.command("list")
def list_matches(
    status: Annotated[Status | None, typer.Option(help="Matches in this status.")] = None,
    tag: Tags = None,
    metadata: WithLabel = None,
    external_id: ExternalId = None,
    project: OfProject = None,
    created_after: CreatedAfter = None,
    created_before: CreatedBefore = None,
    limit: Limit = 20,
    everything: Everything = False,
    as_json: AsJson = False,
    url: Url = None,
    key_file: KeyFile = None,
) -> None:
    """Lists matches, newest first. With --json each page of the answer is one line."""
    from zenhire.entry.user_session import Session, connected

    filters: dict[str, Any] = {
        "status": status,
        "tags": tag or (),
        **label_filter(metadata),
        "external_id": external_id,
        "project": project,
        "created_after": moment("--created-after", created_after),
        "created_before": moment("--created-before", created_before),
    }
    session = Session(url, as_json, group="cv")
    with connected(session, key_file) as client:
        _show_list(session, client, None if everything else limit, filters)


def _show_list(session: Session, client: Client, limit: int | None, filters: dict[str, Any]) -> None:
    from zenhire.entry.user_tables import Shown, show_matches, show_pages

    pages = client.cvdeepmatch.pages(limit=limit, **filters)
    show_pages(session, (Shown(page.body, page.data, page.pagination) for page in pages), show_matches)


@app.command()
def parse(
    file: Annotated[Path, typer.Argument(metavar="CV", help="The CV, PDF or DOCX; `-` reads it from standard input.")],
    text: Annotated[bool, typer.Option("--text", help="Print the text as it is read, too.")] = False,
    as_json: OnlyJson = False,
) -> None:
    """Reads a CV on this machine, without a platform, and prints what is found in it."""
    from zenhire.entry import cv_local, cv_output
    from zenhire.entry.cv_summary import show_cv
    from zenhire.entry.user_session import Session

    session = Session(None, as_json)
    with _here(session):
        cv = cv_local.read(file)
    if as_json:
        cv_output.print_json(cv.as_json(text=text))
    else:
        show_cv(session.out, cv, text=text)


@config_app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="CONFIG", help="YAML or JSON; `-` reads it from standard input.")],
    as_json: OnlyJson = False,
) -> None:
    """Tells every mistake in a position's config, and what is odd about it."""
    from zenhire.analysis.cv.position import PositionError, read_position
    from zenhire.analysis.cv.position.smells import smells
    from zenhire.entry import cv_files, cv_output
    from zenhire.entry.user_session import Session

    try:
        config = cv_files.read_config(file)
    except cv_files.Unusable as problem:
        refuse(str(problem))
    fields: dict[str, list[str]] = {}
    try:
        read_position(config)
    except PositionError as error:
        fields = error.fields
    if as_json:
        cv_output.print_json(cv_output.verdict(fields, smells(config)))
    else:
        cv_output.show_verdict(Session(None, as_json).out, fields, smells(config))
    if fields:
        raise typer.Exit(ExitCode.INPUT)
