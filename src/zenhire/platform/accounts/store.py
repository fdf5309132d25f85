"""Tables of the accounts slice and all of their SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    RowMapping,
    Table,
    Text,
    UniqueConstraint,
    case,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import CIDR, JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.db import fetch_row, metadata
from zenhire.platform.accounts.addresses import Network
from zenhire.platform.accounts.types import ApiKey, Client, Project

clients = Table(
    "clients",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default="true"),
    Column("permissions", ARRAY(Text), nullable=False, server_default="{}"),
    Column("max_concurrent", JSONB, nullable=False, server_default="{}"),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("erased_at", DateTime(timezone=True)),
)

projects = Table(
    "projects",
    metadata,
    Column("id", Text, primary_key=True),
    Column("client_id", ForeignKey("clients.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("client_id", "id"),
    UniqueConstraint("client_id", "name", name="uq_projects_client_id_name"),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("client_id", ForeignKey("clients.id"), nullable=False, index=True),
    Column("project_id", Text),
    Column("name", Text, nullable=False),
    Column("key_hash", LargeBinary, nullable=False, unique=True),
    Column("hint", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default="true"),
    Column("expires_at", DateTime(timezone=True)),
    Column("allow_ips", ARRAY(CIDR), nullable=False, server_default="{}"),
    Column("rate_per_minute", Integer),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("last_used_at", DateTime(timezone=True)),
    ForeignKeyConstraint(["client_id", "project_id"], ["projects.client_id", "projects.id"]),
)

submit_windows = Table(
    "submit_windows",
    metadata,
    Column("key_id", Text, primary_key=True),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("submits", Integer, nullable=False),
)

instance_secret = Table(
    "instance_secret",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("fingerprint", LargeBinary, nullable=False),
)


_FIND_KEY = """
SELECT k.id, k.client_id, k.project_id, k.active, k.expires_at, k.allow_ips, k.rate_per_minute,
    c.active AS client_active, c.permissions, c.max_concurrent
FROM api_keys AS k JOIN clients AS c ON c.id = k.client_id
WHERE k.key_hash = %(key_hash)s
"""


async def find_by_hash(conn: AsyncConnection, key_hash: bytes) -> Mapping[str, Any] | None:
    """What authentication needs of a key and its client; the one query that is asked before a client is known."""
    return await fetch_row(conn, _FIND_KEY, {"key_hash": key_hash})


async def touch_key(
    conn: AsyncConnection, client_id: str, key_id: str, now: datetime, at_most_every: timedelta
) -> None:
    """Notes that the key was used, unless that was noted less than `at_most_every` ago."""
    old = or_(api_keys.c.last_used_at.is_(None), api_keys.c.last_used_at <= now - at_most_every)
    mine = (api_keys.c.client_id == client_id) & (api_keys.c.id == key_id)
    await conn.execute(update(api_keys).where(mine, old).values(last_used_at=now))


async def count_submit(
    conn: AsyncConnection, key_id: str, limit: int, now: datetime, window: timedelta
) -> tuple[datetime, int]:
    """Counts one submit in the key's window, a new one if the last is over. Gives the window's start and its count.

    The count stops at `limit + 1`, which says that this submit is one too many.
    """
    statement = upsert(submit_windows).values(key_id=key_id, started_at=now, submits=1)
    over = submit_windows.c.started_at <= now - window
    counted = func.least(submit_windows.c.submits, limit) + 1
    statement = statement.on_conflict_do_update(
        index_elements=[submit_windows.c.key_id],
        set_={
            "started_at": case((over, now), else_=submit_windows.c.started_at),
            "submits": case((over, 1), else_=counted),
        },
    )
    row = (await conn.execute(statement.returning(submit_windows.c.started_at, submit_windows.c.submits))).one()
    return row.started_at, row.submits


async def insert_client(conn: AsyncConnection, row: Mapping[str, Any]) -> None:
    """Stores a new client."""
    await conn.execute(insert(clients).values(**row))


async def get_client(conn: AsyncConnection, client_id: str, *, lock: bool = False) -> Client | None:
    """The client; with `lock`, its row stays locked until the transaction ends."""
    query = select(clients).where(clients.c.id == client_id)
    # FOR NO KEY UPDATE: rows of other tables that refer to the client can still be written by those who only do that.
    row = (await conn.execute(query.with_for_update(key_share=True) if lock else query)).mappings().one_or_none()
    return None if row is None else _client(row)


async def list_clients(conn: AsyncConnection) -> list[Client]:
    """Every client, oldest first: for the operator."""
    query = select(clients).order_by(clients.c.created_at, clients.c.id)
    return [_client(row) for row in (await conn.execute(query)).mappings()]


async def update_client(conn: AsyncConnection, client_id: str, values: Mapping[str, Any]) -> bool:
    """Changes columns of a client. False when there is no such client."""
    result = await conn.execute(update(clients).where(clients.c.id == client_id).values(**values))
    return result.rowcount == 1


async def insert_project(conn: AsyncConnection, row: Mapping[str, Any]) -> bool:
    """Stores a new project. False when the client has one of this name."""
    statement = upsert(projects).values(**row).on_conflict_do_nothing(constraint="uq_projects_client_id_name")
    return (await conn.execute(statement.returning(projects.c.id))).one_or_none() is not None


async def list_projects(conn: AsyncConnection, client_id: str) -> list[Project]:
    """The client's projects, oldest first."""
    query = select(projects).where(projects.c.client_id == client_id).order_by(projects.c.created_at, projects.c.id)
    return [Project(**row) for row in (await conn.execute(query)).mappings()]


async def has_project(conn: AsyncConnection, client_id: str, project_id: str) -> bool:
    """Whether the project is one of the client's."""
    query = select(projects.c.id).where(projects.c.client_id == client_id, projects.c.id == project_id)
    return (await conn.execute(query)).one_or_none() is not None


async def insert_key(conn: AsyncConnection, row: Mapping[str, Any], allow_ips: Sequence[Network]) -> bool:
    """Stores a new key. False when its value is registered already."""
    statement = upsert(api_keys).values(**row, allow_ips=[str(network) for network in allow_ips])
    statement = statement.on_conflict_do_nothing(index_elements=[api_keys.c.key_hash])
    return (await conn.execute(statement.returning(api_keys.c.id))).one_or_none() is not None


async def list_keys(conn: AsyncConnection, client_id: str) -> list[ApiKey]:
    """The client's keys, oldest first."""
    columns = [column for column in api_keys.c if column.name != "key_hash"]
    query = select(*columns).where(api_keys.c.client_id == client_id).order_by(api_keys.c.created_at, api_keys.c.id)
    rows = (await conn.execute(query)).mappings()
    return [ApiKey(**{**row, "allow_ips": tuple(str(network) for network in row["allow_ips"])}) for row in rows]


async def key_owner(conn: AsyncConnection, key_id: str) -> str | None:
    """The client that a key belongs to: for the operator."""
    query = select(api_keys.c.client_id).where(api_keys.c.id == key_id)
    return (await conn.execute(query)).scalar_one_or_none()


async def deactivate_key(conn: AsyncConnection, client_id: str, key_id: str) -> bool:
    """Makes the client's key inactive for good. False when the client has no such key."""
    mine = (api_keys.c.client_id == client_id) & (api_keys.c.id == key_id)
    result = await conn.execute(update(api_keys).where(mine).values(active=False))
    return result.rowcount == 1


async def exchange_fingerprint(conn: AsyncConnection, fingerprint: bytes) -> bytes:
    """The stored fingerprint of the instance's secret; `fingerprint` replaces it while no key is active."""
    unused = ~select(api_keys.c.id).where(api_keys.c.active).exists()
    statement = upsert(instance_secret).values(id=1, fingerprint=fingerprint)
    statement = statement.on_conflict_do_update(
        index_elements=[instance_secret.c.id],
        set_={"fingerprint": case((unused, fingerprint), else_=instance_secret.c.fingerprint)},
    )
    stored: bytes = (await conn.execute(statement.returning(instance_secret.c.fingerprint))).scalar_one()
    return stored


def _client(row: RowMapping) -> Client:
    return Client(**{**row, "permissions": frozenset(row["permissions"])})
