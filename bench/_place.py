"""Where a benchmark takes place: a scratch database with clients in it, and nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from zenhire.kit.db import Database
from zenhire.kit.postgres import EmbeddedPostgres, scratch_folder
from zenhire.migrations.migrate import migrate
from zenhire.platform.accounts import service as accounts
from zenhire.platform.accounts.types import Principal
from zenhire.platform.credits.service import grant

SECRET = "a secret for benchmarks only, not random"
CREDITS = 10**9


@contextmanager
def scratch_database() -> Iterator[tuple[Path, str]]:
    """An empty, migrated database as the platform's own runs, writes made durable: a folder beside it, its URL."""
    with scratch_folder() as folder, EmbeddedPostgres(folder / "database") as server:
        migrate(server.url)
        (folder / "data").mkdir()
        yield folder, server.url


@dataclass(frozen=True, slots=True)
class Caller:
    """A client with credits enough, and one key without a limit on submits."""

    principal: Principal
    api_key: str


async def make_caller(db: Database, name: str, *, module: str = "speech", cap: int | None = None) -> Caller:
    """A new client of a module that may have `cap` of its runs in work at once."""
    async with db.transaction() as conn:
        limits = {} if cap is None else {module: cap}
        client = await accounts.create_client(conn, name, permissions=[module], max_concurrent=limits)
        key = await accounts.create_key(conn, SECRET.encode(), client, rate_per_minute=10**9)
        await grant(conn, client, CREDITS, "For the benchmark")
    principal = Principal(client, None, key.key_id, frozenset({module}), max_concurrent=limits)
    return Caller(principal, key.api_key)
