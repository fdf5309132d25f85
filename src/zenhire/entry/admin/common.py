"""What the commands of `zenhire admin` share: options, settings and the database session."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.entry.admin.output import show_all
from zenhire.kit.db import Database
from zenhire.kit.postgres import PostgresError, check_server, connect_or_start
from zenhire.kit.settings import Settings
from zenhire.migrations.migrate import DatabaseTooNew, migrate
from zenhire.platform.accounts.errors import WrongSecret
from zenhire.platform.accounts.types import MODULES
from zenhire.platform.files import FileStoreFailed

ClientId = Annotated[str, typer.Argument(metavar="CLIENT_ID", help="Id of the client.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
DataDir = Annotated[Path | None, typer.Option(help="The server's data folder; unused with ZENHIRE_DATABASE_URL.")]
Limits = Annotated[
    list[str] | None,
    typer.Option("--max-concurrent", metavar="[MODULE=]N", help="Runs at a time: of one module, or N for each."),
]

T = TypeVar("T")
Work = Callable[[AsyncConnection], Awaitable[T]]
LongWork = Callable[[Database, str], Awaitable[T]]
"""Work in transactions of its own, on the database and its URL."""


def run(settings: Settings, work: Work[T]) -> T:
    """Does the work in one transaction; otherwise like `run_long`."""

    async def in_transaction(database: Database, _url: str) -> T:
        async with database.transaction() as conn:
            return await work(conn)

    return run_long(settings, in_transaction)


def run_long(settings: Settings, work: LongWork[T]) -> T:
    """Does the work on the migrated database. Ends the process with advice when it cannot be done.

    Exit code 2 says that the command was wrong, 1 that the platform is not in order.
    """
    try:
        with _database_url(settings) as url:
            migrate(url)
            return asyncio.run(_with_database(url, work))
    except ArgumentError:
        fail("ZENHIRE_DATABASE_URL is not a database's address. Write postgresql://USER:PASSWORD@HOST/NAME", 2)
    except (ValueError, LookupError) as error:
        fail(error, 2)
    except (PostgresError, DatabaseTooNew, WrongSecret, FileStoreFailed, OSError) as error:
        fail(error, 1)
    except DBAPIError as error:
        fail(f"The database refused: {str(error.orig).strip()}", 1)


def show_list(
    work: Work[Sequence[T]], row: Callable[[T], Mapping[str, Any]], nothing: str, as_json: bool, data_dir: Path | None
) -> None:
    """Prints the things that the work gives, a row each; `nothing` stands for none."""
    show_all([row(thing) for thing in run(given_settings(data_dir), work)], as_json, nothing)


async def _with_database(url: str, work: LongWork[T]) -> T:
    database = Database(url, pool_size=1, application="zenhire admin")
    try:
        return await work(database, url)
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


def given_settings(data_dir: Path | None) -> Settings:
    """The settings, with the data folder of the command line. Ends the process with advice when one is not valid."""
    from zenhire.entry.cli import load_settings

    return load_settings(data_dir=data_dir)


def fail(message: object, code: int) -> NoReturn:
    """Ends the process with a message on standard error."""
    typer.echo(str(message), err=True)
    raise typer.Exit(code)


def limits_of(options: Sequence[str] | None) -> dict[str, int | None]:
    """`["speech=4", "interview=default"]` as `{"speech": 4, "interview": None}`; a bare number means every module."""
    limits: dict[str, int | None] = {}
    for option in options or ():
        module, _, number = option.rpartition("=")
        if number != "default" and not (number.isascii() and number.isdigit()):
            raise ValueError(f"--max-concurrent {option}: write speech=4, speech=default, or 4 for every module.")
        for name in [module] if module else MODULES:
            limits[name] = None if number == "default" else int(number)
    return limits
