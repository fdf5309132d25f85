"""`zenhire credits` and `zenhire health`."""

from __future__ import annotations

from pathlib import Path

import typer

from zenhire.entry import user_tables
from zenhire.entry.user_options import ExitCode
from zenhire.entry.user_session import Session, connected


def show_credits(url: str | None, key_file: Path | None, as_json: bool) -> None:
    """Prints the credits of the key's organisation."""
    session = Session(url, as_json)
    with connected(session, key_file) as client:
        credits = client.credits()
    if as_json:
        session.answer(credits.body)
    else:
        user_tables.show_credits(session.out, credits)


def show_health(url: str | None, as_json: bool) -> None:
    """Prints how every part of the platform is; ends with UNAVAILABLE when one is not well."""
    session = Session(url, as_json)
    with connected(session, None, needs_key=False) as client:
        health = client.health()
    if as_json:
        session.answer(health.body)
    else:
        user_tables.show_health(session.out, health)
    if not health.healthy:
        raise typer.Exit(ExitCode.UNAVAILABLE)
