"""Keys with which a client repeats a submit safely: one (client, module, key) leads to one run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, DateTime, ForeignKey, Index, Table, Text, and_, delete, or_, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.db import metadata

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("client_id", Text, ForeignKey("clients.id"), primary_key=True),
    Column("module", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("run_id", Text, ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", DateTime(timezone=True)),
    Index("ix_idempotency_keys_run_id", "run_id"),
    Index("ix_idempotency_keys_expires_at", "expires_at", postgresql_where=text("expires_at IS NOT NULL")),
)


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """A key that came with a submit, and for how long it leads to the run; None: for good."""

    value: str
    window: timedelta | None = None


async def find(conn: AsyncConnection, client_id: str, module: str, key: str, now: datetime) -> str | None:
    """The id of the run that the key leads to, if there is one.

    Under the client's row lock the answer holds until the transaction ends.
    """
    table = idempotency_keys.c
    mine = and_(table.client_id == client_id, table.module == module, table.key == key)
    valid = or_(table.expires_at.is_(None), table.expires_at > now)
    found: str | None = await conn.scalar(select(table.run_id).where(mine, valid))
    return found


async def keep(
    conn: AsyncConnection, client_id: str, module: str, key: IdempotencyKey, run_id: str, now: datetime
) -> None:
    """Makes the key lead to this run, in the transaction that writes it; an expired one is used again."""
    expires_at = None if key.window is None else now + key.window
    values = {"client_id": client_id, "module": module, "key": key.value, "run_id": run_id, "expires_at": expires_at}
    statement = insert(idempotency_keys).values(values)
    renewed = {"run_id": run_id, "expires_at": expires_at}
    await conn.execute(statement.on_conflict_do_update(index_elements=["client_id", "module", "key"], set_=renewed))


async def sweep(conn: AsyncConnection, now: datetime, *, limit: int) -> int:
    """Forgets expired keys of all clients, at most so many; how many."""
    table = idempotency_keys.c
    one = tuple_(table.client_id, table.module, table.key)
    expired = select(*one).where(table.expires_at <= now).limit(limit)
    # One that was renewed since it was chosen stays.
    gone = await conn.execute(delete(idempotency_keys).where(one.in_(expired), table.expires_at <= now))
    return gone.rowcount
