"""`zenhire admin client`: the organisations that use the platform."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.entry.admin.common import AsJson, ClientId, DataDir, Limits, given_settings, limits_of, run, show_list
from zenhire.entry.admin.output import show
from zenhire.kit.clock import iso_or_none
from zenhire.platform.accounts import service as accounts
from zenhire.platform.accounts.keys import load_secret_key
from zenhire.platform.accounts.types import PERMISSIONS, Client
from zenhire.platform.credits import service as ledger

app = typer.Typer(help="Organisations that use the platform.", no_args_is_help=True)


@app.command("create")
def create_client(
    name: Annotated[str, typer.Argument(help="Name of the organisation.")],
    permission: Annotated[
        list[str] | None, typer.Option(metavar="|".join(PERMISSIONS), help="What it may use.")
    ] = None,
    credits: Annotated[int, typer.Option(min=0, metavar="N", help="Credits to begin with.")] = 0,
    max_concurrent: Limits = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Makes a client with its first API key, which is shown this once."""
    settings = given_settings(data_dir)

    async def work(conn: AsyncConnection) -> dict[str, Any]:
        limits = {module: limit for module, limit in limits_of(max_concurrent).items() if limit is not None}
        client_id = await accounts.create_client(conn, name, permissions=permission or (), max_concurrent=limits)
        key = await accounts.create_key(conn, load_secret_key(settings), client_id)
        if credits:
            await ledger.grant(conn, client_id, credits, "Initial credits")
        return {"client_id": client_id, "project_id": None, "api_key": key.api_key}

    show(run(settings, work), as_json)


@app.command("list")
def list_clients(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Shows every client."""
    nothing = "No clients yet. Make one: zenhire admin client create"
    show_list(accounts.list_clients, _row, nothing, as_json, data_dir)


@app.command("show")
def show_client(client_id: ClientId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Shows one client and its credits."""

    async def work(conn: AsyncConnection) -> dict[str, Any]:
        client = _row(await accounts.get_client(conn, client_id))
        body = await ledger.overview(conn, client_id)
        return {**client, **{name: body[name] for name in ("creditBalance", "heldCredits", "availableCredits")}}

    show(run(given_settings(data_dir), work), as_json)


@app.command("disable")
def disable_client(client_id: ClientId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Locks a client out: none of its keys works until it is enabled again."""
    _set_active(client_id, False, as_json, data_dir)


@app.command("enable")
def enable_client(client_id: ClientId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Lets a disabled client in again."""
    _set_active(client_id, True, as_json, data_dir)


@app.command("permissions")
def change_permissions(
    client_id: ClientId,
    add: Annotated[list[str] | None, typer.Option(metavar="PERMISSION", help="Permission to give.")] = None,
    remove: Annotated[list[str] | None, typer.Option(metavar="PERMISSION", help="Permission to take.")] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Shows a client's permissions, after giving and taking some."""

    async def work(conn: AsyncConnection) -> dict[str, Any]:
        client = await accounts.get_client(conn, client_id, lock=True)
        unknown = set(remove or ()) - set(PERMISSIONS)
        if unknown:
            raise ValueError(f"Unknown permission {min(unknown)!r}. Choose from: {', '.join(PERMISSIONS)}.")
        wanted = (client.permissions | set(add or ())) - set(remove or ())
        await accounts.set_permissions(conn, client_id, wanted)
        return {"client_id": client_id, "permissions": _ordered(wanted)}

    show(run(given_settings(data_dir), work), as_json)


def _set_active(client_id: str, active: bool, as_json: bool, data_dir: Path | None) -> None:
    run(given_settings(data_dir), lambda conn: accounts.set_active(conn, client_id, active))
    show({"client_id": client_id, "active": active}, as_json)


def _row(client: Client) -> dict[str, Any]:
    return {
        "client_id": client.id,
        "name": client.name,
        "active": client.active,
        "permissions": _ordered(client.permissions),
        "max_concurrent": dict(client.max_concurrent),
        "created_at": iso_or_none(client.created_at),
    }


def _ordered(permissions: Iterable[str]) -> list[str]:
    return sorted(permissions, key=PERMISSIONS.index)
