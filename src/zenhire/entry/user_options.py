"""Options that the commands for users of a platform share."""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path
from typing import Annotated

import typer

Url = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Address of the platform; unset: ZENHIRE_API_URL, or this machine's port 8080."),
]
KeyFile = Annotated[
    Path | None,
    typer.Option(metavar="PATH", help="File with the API key, `-` for standard input; unset: ZENHIRE_API_KEY."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the platform's answer as it came; all else to stderr.")]


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
