"""`zenhire admin credits`: a client's credits."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.entry.admin.common import AsJson, ClientId, DataDir, given_settings, run
from zenhire.entry.admin.output import show, show_all
from zenhire.platform.accounts import service as accounts
from zenhire.platform.credits import service as ledger

app = typer.Typer(help="A client's credits.", no_args_is_help=True)


@app.command("grant")
def grant_credits(
    client_id: ClientId,
    amount: Annotated[int, typer.Argument(min=1, metavar="N", help="How many.")],
    description: Annotated[str, typer.Option(help="What the client's list of transactions says.")] = "Credits added",
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Adds credits."""

    async def work(conn: AsyncConnection) -> int:
        await accounts.living_client(conn, client_id)
        return await ledger.grant(conn, client_id, amount, description)

    show({"client_id": client_id, "creditBalance": run(given_settings(data_dir), work)}, as_json)


@app.command("show")
def show_credits(client_id: ClientId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Shows a client's balance, usage and newest transactions."""

    async def work(conn: AsyncConnection) -> dict[str, Any]:
        await accounts.get_client(conn, client_id)
        return await ledger.overview(conn, client_id)

    body = run(given_settings(data_dir), work)
    if as_json:
        show(body, as_json)
        return
    transactions, usage = body.pop("recentTransactions"), body.pop("usage")
    show({**body, **usage}, as_json)
    show_all(transactions, as_json, "No transactions yet.")
