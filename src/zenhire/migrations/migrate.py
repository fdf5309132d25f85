"""Brings a database to this version's schema: all pending migrations in one transaction, one process at a time.

As a command: `python -m zenhire.migrations.migrate [URL]`, URL defaulting to ZENHIRE_DATABASE_URL.
Migrations go forward only; going back means restoring a backup.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from zenhire.kit.db import sqlalchemy_url

_LOCK = 0x7A656E68697265
"""Key of the advisory lock that lets one process migrate at a time."""


class DatabaseTooNew(RuntimeError):
    """The database was migrated by a later version of the platform."""


def migrate(url: str) -> str:
    """Upgrades the database at `url` to the newest revision and returns it.

    Safe to call from several processes at once: the others wait for the first. A failure leaves the database
    as it was. Raises DatabaseTooNew when a later version of the platform has been here.
    """
    with _connect(url) as connection, connection.begin():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config = _config(connection)
        present = _revision(connection)
        if present is not None and present not in known_revisions():
            raise DatabaseTooNew(
                f"The database is at revision {present}, which this version does not know. "
                "Start the version that made it, or restore a backup."
            )
        command.upgrade(config, "head")
        return head_revision()


async def migrate_async(url: str) -> str:
    """`migrate` without blocking the event loop."""
    return await asyncio.to_thread(migrate, url)


def current_revision(url: str) -> str | None:
    """The revision that the database at `url` is at; None before the first migration."""
    with _connect(url) as connection:
        return _revision(connection)


def head_revision() -> str:
    """The newest revision that this version of the platform knows."""
    head = ScriptDirectory.from_config(_config(None)).get_current_head()
    assert head is not None
    return head


def known_revisions() -> frozenset[str]:
    """Every revision that this version of the platform can bring to its newest."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(_config(None)).walk_revisions())


@contextmanager
def _connect(url: str) -> Iterator[Connection]:
    arguments = {"application_name": "zenhire-migrate"}
    with create_engine(sqlalchemy_url(url), poolclass=NullPool, connect_args=arguments).connect() as connection:
        yield connection


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def main() -> None:
    """Entry point of the command."""
    url = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ZENHIRE_DATABASE_URL", "")
    if not url:
        sys.exit("Name the database: python -m zenhire.migrations.migrate postgresql://... or set ZENHIRE_DATABASE_URL")
    print(migrate(url))


if __name__ == "__main__":
    main()
