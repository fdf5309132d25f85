"""Fixtures that every test may use: a real PostgreSQL for the session, empty before each test that asks for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import hypothesis
import pytest
import pytest_asyncio
from sqlalchemy import text

from zenhire.kit.db import Database
from zenhire.kit.postgres import EmbeddedPostgres, scratch_folder
from zenhire.migrations.migrate import migrate
from zenhire.platform.accounts import service as accounts
from zenhire.platform.accounts.types import PERMISSIONS
from zenhire.platform.credits.service import grant

_FILLED = text(
    "SELECT string_agg(format('SELECT %1$L WHERE EXISTS (SELECT FROM %1$I)', relname), ' UNION ALL ')"
    " FROM pg_stat_user_tables WHERE schemaname = 'public' AND relname <> 'alembic_version'"
)


# Machines are busy at times; how long an example takes says nothing about the code.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


@dataclass(frozen=True, slots=True)
class TestClient:
    """A client with one key."""

    __test__ = False

    client_id: str
    project_id: str | None
    key_id: str
    api_key: str

    @property
    def headers(self) -> dict[str, str]:
        """What a request of this client carries."""
        return {"X-API-Key": self.api_key}


class MakeClient(Protocol):
    """Makes and commits a client; `key` takes the options of `accounts.service.create_key`."""

    def __call__(
        self,
        name: str = "Acme",
        *,
        permissions: Iterable[str] = PERMISSIONS,
        credits: int = 0,
        max_concurrent: Mapping[str, int] | None = None,
        project: str | None = None,
        **key: Any,
    ) -> Awaitable[TestClient]: ...


@pytest.fixture(scope="session")
def secret_key() -> bytes:
    """The secret that the tests' API keys are hashed with."""
    return b"a secret for tests only, not random"


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """URL of an empty, migrated database, alive for the whole session."""
    with scratch_folder() as folder, EmbeddedPostgres(folder / "data", durable=False) as server:
        migrate(server.url)
        yield server.url


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def database(database_url: str) -> AsyncIterator[Database]:
    """A pool on the session's database, whatever rows it holds."""
    pool = Database(database_url, application="tests")
    yield pool
    await pool.close()


@pytest_asyncio.fixture(loop_scope="session")
async def db(database: Database) -> Database:
    """The session's database, emptied of all rows (sequences go on counting)."""
    await empty(database)
    return database


@pytest.fixture
def make_client(db: Database, secret_key: bytes) -> MakeClient:
    """A factory of clients in `db`."""

    async def make(
        name: str = "Acme",
        *,
        permissions: Iterable[str] = PERMISSIONS,
        credits: int = 0,
        max_concurrent: Mapping[str, int] | None = None,
        project: str | None = None,
        **key: Any,
    ) -> TestClient:
        async with db.transaction() as conn:
            client_id = await accounts.create_client(conn, name, permissions=permissions, max_concurrent=max_concurrent)
            project_id = await accounts.create_project(conn, client_id, project) if project else None
            new = await accounts.create_key(conn, secret_key, client_id, project_id=project_id, **key)
            if credits:
                await grant(conn, client_id, credits, "For the test")
        return TestClient(client_id, project_id, new.key_id, new.api_key)

    return make


async def empty(database: Database) -> None:
    """Removes every row of every table. Waits at most ten seconds for transactions that a test left open."""
    async with database.transaction() as conn:
        await conn.execute(text("SET LOCAL lock_timeout = '10s'"))
        filled = await conn.exec_driver_sql((await conn.execute(_FILLED)).scalar_one())
        names = list(filled.scalars())
        for name in names:
            await conn.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))
        # Foreign keys are checked when the whole statement is done, so the order does not matter.
        deletes = [f"{name}_emptied AS (DELETE FROM {name})" for name in names]
        await conn.execute(text(f"WITH {', '.join(['nothing AS (SELECT)', *deletes])} SELECT"))
        for name in names:
            await conn.execute(text(f"ALTER TABLE {name} ENABLE TRIGGER USER"))
