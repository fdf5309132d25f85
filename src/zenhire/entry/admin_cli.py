"""`zenhire admin`: clients, projects, keys, credits and limits, beside a running server and without one."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.entry.admin_output import show, show_all
from zenhire.kit.clock import iso_or_none
from zenhire.kit.db import Database
from zenhire.kit.postgres import PostgresError, check_server, connect_or_start
from zenhire.kit.settings import Settings
from zenhire.migrations.migrate import DatabaseTooNew, migrate
from zenhire.platform.accounts import service as accounts
from zenhire.platform.accounts.errors import WrongSecret
from zenhire.platform.accounts.keys import load_secret_key
from zenhire.platform.accounts.types import MODULES, PERMISSIONS, Client
from zenhire.platform.credits import service as ledger

app = typer.Typer(help="Clients, projects, API keys, credits, limits.", no_args_is_help=True)
client_app = typer.Typer(help="Organisations that use the platform.", no_args_is_help=True)
project_app = typer.Typer(help="A client's projects.", no_args_is_help=True)
key_app = typer.Typer(help="A client's API keys.", no_args_is_help=True)
credits_app = typer.Typer(help="A client's credits.", no_args_is_help=True)
limits_app = typer.Typer(help="How many runs a client may have at a time.", no_args_is_help=True)
app.add_typer(client_app, name="client")
app.add_typer(project_app, name="project")
app.add_typer(key_app, name="key")
app.add_typer(credits_app, name="credits")
app.add_typer(limits_app, name="limits")

ClientId = Annotated[str, typer.Argument(metavar="CLIENT_ID", help="Id of the client.")]
KeyId = Annotated[str, typer.Argument(metavar="KEY_ID", help="Id of the key.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
DataDir = Annotated[Path | None, typer.Option(help="The server's data folder; unused with ZENHIRE_DATABASE_URL.")]
KeyProject = Annotated[str | None, typer.Option("--project", metavar="ID", help="Project that the key's runs join.")]
KeyName = Annotated[str, typer.Option("--name", help="What the key is for.")]
Expires = Annotated[str | None, typer.Option(metavar="ISO", help="When the key ends, e.g. 2027-12-31T00:00:00Z.")]
AllowIp = Annotated[list[str] | None, typer.Option(metavar="CIDR", help="Address or network it may be used from.")]
Rate = Annotated[int | None, typer.Option(min=1, metavar="N", help="Submits a minute; unset: the default.")]
Limits = Annotated[
    list[str] | None,
    typer.Option("--max-concurrent", metavar="[MODULE=]N", help="Runs at a time: of one module, or N for each."),
]

T = TypeVar("T")
Work = Callable[[AsyncConnection], Awaitable[T]]


@client_app.command("create")
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
    settings = _settings(data_dir)

    async def work(conn: AsyncConnection) -> dict[str, Any]:
        limits = {module: limit for module, limit in _limits(max_concurrent).items() if limit is not None}
        client_id = await accounts.create_client(conn, name, permissions=permission or (), max_concurrent=limits)
        key = await accounts.create_key(conn, load_secret_key(settings), client_id)
        if credits:
            await ledger.grant(conn, client_id, credits, "Initial credits")
        return {"client_id": client_id, "project_id": None, "api_key": key.api_key}

    show(_run(settings, work), as_json)


@client_app.command("list")
def list_clients(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Shows every client."""
    clients = _run(_settings(data_dir), accounts.list_clients)
    show_all([_client(client) for client in clients], as_json, "No clients yet. Make one: zenhire admin client create")


@client_app.command("show")
def show_client(client_id: ClientId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Shows one client and its credits."""

    async def work(conn: AsyncConnection) -> dict[str, Any]:
        client = _client(await accounts.get_client(conn, client_id))
        body = await ledger.overview(conn, client_id)
        return {**client, **{name: body[name] for name in ("creditBalance", "heldCredits", "availableCredits")}}

    show(_run(_settings(data_dir), work), as_json)


@client_app.command("disable")
def disable_client(client_id: ClientId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Locks a client out: none of its keys works until it is enabled again."""
    _set_active(client_id, False, as_json, data_dir)


@client_app.command("enable")
def enable_client(client_id: ClientId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Lets a disabled client in again."""
    _set_active(client_id, True, as_json, data_dir)


@client_app.command("permissions")
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

    show(_run(_settings(data_dir), work), as_json)


@project_app.command("create")
def create_project(
    client_id: ClientId,
    name: Annotated[str, typer.Argument(help="Name of the project.")],
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Makes a project."""
    project_id = _run(_settings(data_dir), lambda conn: accounts.create_project(conn, client_id, name))
    show({"project_id": project_id}, as_json)


@project_app.command("list")
def list_projects(client_id: ClientId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Shows a client's projects."""
    projects = _run(_settings(data_dir), lambda conn: accounts.list_projects(conn, client_id))
    rows = [{"project_id": p.id, "name": p.name, "created_at": iso_or_none(p.created_at)} for p in projects]
    show_all(rows, as_json, "This client has no projects.")


@key_app.command("create")
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


@key_app.command("import")
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


@key_app.command("list")
def list_keys(client_id: ClientId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Shows a client's keys; of their values only the last four characters are known."""
    rows = []
    for key in _run(_settings(data_dir), lambda conn: accounts.list_keys(conn, client_id)):
        row = {"key_id": key.id, **asdict(key)}
        del row["id"], row["client_id"]
        times = {name: iso_or_none(row[name]) for name in ("expires_at", "created_at", "last_used_at")}
        rows.append({**row, "allow_ips": list(key.allow_ips), **times})
    show_all(rows, as_json, "This client has no keys.")


@key_app.command("revoke")
def revoke_key(key_id: KeyId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Makes a key useless for good."""

    async def work(conn: AsyncConnection) -> None:
        await accounts.revoke_key(conn, await accounts.key_owner(conn, key_id), key_id)

    _run(_settings(data_dir), work)
    show({"key_id": key_id, "active": False}, as_json)


@credits_app.command("grant")
def grant_credits(
    client_id: ClientId,
    amount: Annotated[int, typer.Argument(min=1, metavar="N", help="How many.")],
    description: Annotated[str, typer.Option(help="What the client's list of transactions says.")] = "Credits added",
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Adds credits."""

    async def work(conn: AsyncConnection) -> int:
        await accounts.get_client(conn, client_id)
        return await ledger.grant(conn, client_id, amount, description)

    show({"client_id": client_id, "creditBalance": _run(_settings(data_dir), work)}, as_json)


@credits_app.command("show")
def show_credits(client_id: ClientId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Shows a client's balance, usage and newest transactions."""

    async def work(conn: AsyncConnection) -> dict[str, Any]:
        await accounts.get_client(conn, client_id)
        return await ledger.overview(conn, client_id)

    body = _run(_settings(data_dir), work)
    if as_json:
        show(body, as_json)
        return
    transactions, usage = body.pop("recentTransactions"), body.pop("usage")
    show({**body, **usage}, as_json)
    show_all(transactions, as_json, "No transactions yet.")


@limits_app.command("set")
def set_limits(
    client_id: ClientId, max_concurrent: Limits = None, as_json: AsJson = False, data_dir: DataDir = None
) -> None:
    """Sets limits; `speech=default` goes back to the default."""
    settings = _settings(data_dir)

    async def work(conn: AsyncConnection) -> dict[str, int]:
        limits = _limits(max_concurrent)
        if not limits:
            raise ValueError("Say what to set: --max-concurrent speech=4")
        return await accounts.set_max_concurrent(conn, client_id, limits)

    show({"client_id": client_id, "max_concurrent": _run(settings, work)}, as_json)


@limits_app.command("show")
def show_limits(client_id: ClientId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Shows a client's limits; modules without one have the default."""
    client = _run(_settings(data_dir), lambda conn: accounts.get_client(conn, client_id))
    show({"client_id": client_id, "max_concurrent": dict(client.max_concurrent)}, as_json)


def _set_active(client_id: str, active: bool, as_json: bool, data_dir: Path | None) -> None:
    _run(_settings(data_dir), lambda conn: accounts.set_active(conn, client_id, active))
    show({"client_id": client_id, "active": active}, as_json)


def _new_key(client_id: str, expires: str | None, data_dir: Path | None, **options: Any) -> dict[str, str]:
    settings = _settings(data_dir)

    async def work(conn: AsyncConnection) -> dict[str, str]:
        secret, expires_at = load_secret_key(settings), _moment(expires)
        return asdict(await accounts.create_key(conn, secret, client_id, expires_at=expires_at, **options))

    return _run(settings, work)


def _run(settings: Settings, work: Work[T]) -> T:
    """Does the work in one transaction on the migrated database. Ends the process with advice when it cannot be done.

    Exit code 2 says that the command was wrong, 1 that the platform is not in order.
    """
    try:
        with _database_url(settings) as url:
            migrate(url)
            return asyncio.run(_in_transaction(url, work))
    except ArgumentError:
        _fail("ZENHIRE_DATABASE_URL is not a database's address. Write postgresql://USER:PASSWORD@HOST/NAME", 2)
    except (ValueError, LookupError) as error:
        _fail(error, 2)
    except (PostgresError, DatabaseTooNew, WrongSecret, OSError) as error:
        _fail(error, 1)
    except DBAPIError as error:
        _fail(f"The database refused: {str(error.orig).strip()}", 1)


async def _in_transaction(url: str, work: Work[T]) -> T:
    database = Database(url, pool_size=1, application="zenhire admin")
    try:
        async with database.transaction() as conn:
            return await work(conn)
    finally:
        await database.close()


@contextlib.contextmanager
def _database_url(settings: Settings) -> Iterator[str]:
    if settings.database_url is not None:
        url = settings.database_url.get_secret_value()
        check_server(url)
        yield url
        return
    with connect_or_start(settings.data_dir) as url:
        yield url


def _settings(data_dir: Path | None) -> Settings:
    from zenhire.entry.cli import load_settings

    return load_settings(data_dir=data_dir)


def _fail(message: object, code: int) -> NoReturn:
    typer.echo(str(message), err=True)
    raise typer.Exit(code)


def _moment(text: str | None) -> datetime | None:
    """A moment in ISO 8601; without a time zone it is in UTC."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a date. Write it as 2027-12-31 or 2027-12-31T18:00:00Z.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _limits(options: Sequence[str] | None) -> dict[str, int | None]:
    """`["speech=4", "interview=default"]` as `{"speech": 4, "interview": None}`; a bare number means every module."""
    limits: dict[str, int | None] = {}
    for option in options or ():
        module, _, number = option.rpartition("=")
        if number != "default" and not (number.isascii() and number.isdigit()):
            raise ValueError(f"--max-concurrent {option}: write speech=4, speech=default, or 4 for every module.")
        for name in [module] if module else MODULES:
            limits[name] = None if number == "default" else int(number)
    return limits


def _client(client: Client) -> dict[str, Any]:
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
