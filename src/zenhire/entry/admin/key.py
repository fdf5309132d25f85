"""`zenhire admin key`: a client's API keys."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.entry.admin.common import AsJson, ClientId, DataDir, given_settings, run, show_list
from zenhire.entry.admin.output import show
from zenhire.kit.clock import iso_or_none
from zenhire.platform.accounts import service as accounts
from zenhire.platform.accounts.keys import load_secret_key
from zenhire.platform.accounts.types import ApiKey

app = typer.Typer(help="A client's API keys.", no_args_is_help=True)

KeyId = Annotated[str, typer.Argument(metavar="KEY_ID", help="Id of the key.")]
KeyProject = Annotated[str | None, typer.Option("--project", metavar="ID", help="Project that the key's runs join.")]
KeyName = Annotated[str, typer.Option("--name", help="What the key is for.")]
Expires = Annotated[str | None, typer.Option(metavar="ISO", help="When the key ends, e.g. 2027-12-31T00:00:00Z.")]
AllowIp = Annotated[list[str] | None, typer.Option(metavar="CIDR", help="Address or network it may be used from.")]
Rate = Annotated[int | None, typer.Option(min=1, metavar="N", help="Submits a minute; unset: the default.")]


@app.command("create")
def create_key(
    client_id: ClientId,
    project: KeyProject = None,
    name: KeyName = "default",
    expires: Expires = None,
    allow_ip: AllowIp = None,
    rate: Rate = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Makes an API key, which is shown this once."""
    options = {"project_id": project, "name": name, "allow_ips": allow_ip or (), "rate_per_minute": rate}
    show(_new_key(client_id, expires, data_dir, **options), as_json)


@app.command("import")
def import_key(
    client_id: ClientId,
    value: Annotated[str, typer.Argument(help="The existing key; `-` reads it from standard input.")],
    project: KeyProject = None,
    name: KeyName = "imported",
    expires: Expires = None,
    allow_ip: AllowIp = None,
    rate: Rate = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Registers a key that a client uses already, whatever its prefix."""
    given = sys.stdin.readline().strip() if value == "-" else value
    options = {"project_id": project, "name": name, "allow_ips": allow_ip or (), "rate_per_minute": rate}
    new = _new_key(client_id, expires, data_dir, value=given, **options)
    show({"key_id": new["key_id"]}, as_json)


@app.command("list")
def list_keys(client_id: ClientId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Shows a client's keys; of their values only the last four characters are known."""
    show_list(lambda conn: accounts.list_keys(conn, client_id), _row, "This client has no keys.", as_json, data_dir)


@app.command("revoke")
def revoke_key(key_id: KeyId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Makes a key useless for good."""

    async def work(conn: AsyncConnection) -> None:
        await accounts.revoke_key(conn, await accounts.key_owner(conn, key_id), key_id)

    run(given_settings(data_dir), work)
    show({"key_id": key_id, "active": False}, as_json)


def _new_key(client_id: str, expires: str | None, data_dir: Path | None, **options: Any) -> dict[str, str]:
    settings = given_settings(data_dir)

    async def work(conn: AsyncConnection) -> dict[str, str]:
        secret, expires_at = load_secret_key(settings), moment(expires)
        return asdict(await accounts.create_key(conn, secret, client_id, expires_at=expires_at, **options))

    return run(settings, work)


def moment(text: str | None) -> datetime | None:
    """A moment in ISO 8601; without a time zone it is in UTC."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a date. Write it as 2027-12-31 or 2027-12-31T18:00:00Z.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _row(key: ApiKey) -> dict[str, Any]:
    row = {"key_id": key.id, **asdict(key)}
    del row["id"], row["client_id"]
    times = {name: iso_or_none(row[name]) for name in ("expires_at", "created_at", "last_used_at")}
    return {**row, "allow_ips": list(key.allow_ips), **times}
