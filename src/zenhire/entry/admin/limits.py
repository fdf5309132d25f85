"""`zenhire admin limits`: how many runs a client may have at a time."""

from __future__ import annotations

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.entry.admin.common import AsJson, ClientId, DataDir, Limits, given_settings, limits_of, run
from zenhire.entry.admin.output import show
from zenhire.platform.accounts import service as accounts

app = typer.Typer(help="How many runs a client may have at a time.", no_args_is_help=True)


@app.command("set")
def set_limits(
    client_id: ClientId, max_concurrent: Limits = None, as_json: AsJson = False, data_dir: DataDir = None
) -> None:
    """Sets limits; `speech=default` goes back to the default."""
    settings = given_settings(data_dir)

    async def work(conn: AsyncConnection) -> dict[str, int]:
        limits = limits_of(max_concurrent)
        if not limits:
            raise ValueError("Say what to set: --max-concurrent speech=4")
        return await accounts.set_max_concurrent(conn, client_id, limits)

    show({"client_id": client_id, "max_concurrent": run(settings, work)}, as_json)


@app.command("show")
def show_limits(client_id: ClientId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Shows a client's limits; modules without one have the default."""
    client = run(given_settings(data_dir), lambda conn: accounts.get_client(conn, client_id))
    show({"client_id": client_id, "max_concurrent": dict(client.max_concurrent)}, as_json)
