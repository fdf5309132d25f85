"""Options that the commands for users of a platform share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import IntEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

LONGEST_EXTERNAL_ID = 255

Url = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Address of the platform; unset: ZENHIRE_API_URL, or this machine's port 8080."),
]
KeyFile = Annotated[
    Path | None,
    typer.Option(metavar="PATH", help="File with the API key, `-` for standard input; unset: ZENHIRE_API_KEY."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the platform's answer as it came; all else to stderr.")]

Wait = Annotated[bool, typer.Option("--wait/--no-wait", help="Wait until it has ended, and print its result.")]
Timeout = Annotated[float, typer.Option(min=0, metavar="SECONDS", help="How long --wait waits at most.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing about the progress.")]
ExternalId = Annotated[str | None, typer.Option(metavar="TEXT", help="Your own name for the run.")]
Tags = Annotated[list[str] | None, typer.Option("--tag", metavar="TEXT", help="A label; may be repeated.")]
Labels = Annotated[
    list[str] | None,
    typer.Option("--metadata", metavar="KEY=VALUE", help="A label with a value; may be repeated."),
]
WebhookUrl = Annotated[str | None, typer.Option(metavar="URL", help="Where the platform reports the end of the run.")]
Unchecked = Annotated[bool, typer.Option("--no-check", help="Send the file without a look at it.")]
WithLabel = Annotated[
    str | None,
    typer.Option("--metadata", metavar="KEY[=VALUE]", help="Runs that have this label, with this value if given."),
]
OfProject = Annotated[str | None, typer.Option(metavar="ID", help="Runs of this project; `none`: of none.")]
CreatedAfter = Annotated[
    str | None, typer.Option(metavar="ISO", help="Runs made at this moment or later; UTC unless it says else.")
]
CreatedBefore = Annotated[str | None, typer.Option(metavar="ISO", help="Runs made then or earlier.")]
Limit = Annotated[int, typer.Option(min=1, metavar="N", help="At most so many, newest first.")]
Everything = Annotated[bool, typer.Option("--all", help="All that fit, whatever --limit says.")]


class ExitCode(IntEnum):
    """What the commands for users end with."""

    DONE = 0
    UNEXPECTED = 1
    INPUT = 2
    RUN_FAILED = 3
    REFUSED = 4
    CREDITS = 5
    RATE = 6
    UNAVAILABLE = 7
    WAITING = 8
    INTERRUPTED = 130


def refuse(message: str) -> NoReturn:
    """Ends the command for what it was given, with a message that says what to give."""
    typer.echo(message, err=True)
    raise typer.Exit(ExitCode.INPUT)


def pairs(texts: Iterable[str]) -> dict[str, str]:
    """`KEY=VALUE` texts as a mapping."""
    found = {}
    for text in texts:
        key, given, value = text.partition("=")
        if not given or not key:
            refuse(f"--metadata {text}: write KEY=VALUE.")
        found[key] = value
    return found


def label_filter(text: str | None) -> dict[str, str | None]:
    """The filters of a `KEY[=VALUE]`."""
    key, given, value = (text or "").partition("=")
    return {"metadata_key": key or None, "metadata_value": value if given else None}


def moment(option: str, text: str | None) -> str | None:
    """A moment as ISO 8601."""
    try:
        return None if text is None else datetime.fromisoformat(text).isoformat()
    except ValueError:
        refuse(f"{option} {text}: write 2027-12-31 or 2027-12-31T18:00:00Z.")


def check_external_id(text: str | None) -> None:
    """Refuses what no platform takes."""
    if text is not None and not (text.strip() and len(text) <= LONGEST_EXTERNAL_ID):
        refuse(f"--external-id: 1-{LONGEST_EXTERNAL_ID} characters.")
