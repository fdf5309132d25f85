"""`zenhire admin retention`: how long a client's runs and recordings are kept."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.entry.admin.common import AsJson, ClientId, DataDir, given_settings, run
from zenhire.entry.admin.output import show
from zenhire.entry.erasing import default_policy
from zenhire.kit.settings import Settings
from zenhire.platform.erasure import retention
from zenhire.platform.erasure.retention import Policy

app = typer.Typer(help="How long a client's runs and recordings are kept.", no_args_is_help=True)

Days = Annotated[int | None, typer.Option(metavar="N", help="Days after its end for which a run is kept.")]
RecordingsDays = Annotated[int | None, typer.Option(metavar="N", help="Days after its run's end for a recording.")]
Keep = Annotated[bool, typer.Option("--keep", help="Keep everything for good, whatever the default says.")]


@app.command("set")
def set_retention(
    client_id: ClientId,
    days: Days = None,
    recordings_days: RecordingsDays = None,
    keep: Keep = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Replaces a client's policy; where it says nothing, the platform's default holds."""
    settings = given_settings(data_dir)

    async def work(conn: AsyncConnection) -> dict[str, Any]:
        policy = Policy(days, recordings_days, keep)
        if policy == Policy():
            raise ValueError("Say what to set: --days 365, --recordings-days 30, or --keep.")
        await retention.set_policy(conn, client_id, policy)
        return _row(settings, client_id, policy)

    show(run(settings, work), as_json)


@app.command("show")
def show_retention(client_id: ClientId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Shows a client's policy, and what holds with the platform's default."""
    settings = given_settings(data_dir)

    async def work(conn: AsyncConnection) -> dict[str, Any]:
        return _row(settings, client_id, await retention.get_policy(conn, client_id))

    show(run(settings, work), as_json)


@app.command("clear")
def clear_retention(client_id: ClientId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Takes a client's policy away: the platform's default holds."""
    settings = given_settings(data_dir)

    async def work(conn: AsyncConnection) -> dict[str, Any]:
        await retention.set_policy(conn, client_id, Policy())
        return _row(settings, client_id, Policy())

    show(run(settings, work), as_json)


def _row(settings: Settings, client_id: str, own: Policy) -> dict[str, Any]:
    holds = own.over(default_policy(settings))
    return {
        "client_id": client_id,
        "keep": own.keep,
        "days": own.days,
        "recordings_days": own.recordings_days,
        "effective_days": holds.days,
        "effective_recordings_days": holds.recordings_days,
    }
