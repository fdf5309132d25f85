"""What is still to be erased, how long clients keep their runs, and all SQL for it.

An erasure is for the operator, so some of these queries look for a run among all clients' runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.db import metadata
from zenhire.platform.accounts.store import api_keys, clients, projects, submit_windows
from zenhire.platform.credits.store import entries
from zenhire.platform.runs.store import runs

ERASED_NAME = "(erased)"
"""What stands in place of an erased client's name."""

PLAIN_ADDITION = "Credits added"
"""What stands in place of an operator's words on a ledger line; the database lets no other text replace them."""

run_erasures = Table(
    "run_erasures",
    metadata,
    Column("run_id", Text, primary_key=True),
    Column("client_id", ForeignKey("clients.id"), nullable=False),
    Column("erased_at", DateTime(timezone=True), nullable=False),
    Column("watch_until", DateTime(timezone=True), nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Index("ix_run_erasures_due_at", "due_at"),
)

client_erasures = Table(
    "client_erasures",
    metadata,
    Column("client_id", ForeignKey("clients.id"), primary_key=True),
    Column("begun_at", DateTime(timezone=True), nullable=False),
)

client_retention = Table(
    "client_retention",
    metadata,
    Column("client_id", ForeignKey("clients.id"), primary_key=True),
    Column("keep", Boolean, nullable=False, server_default="false"),
    Column("days", Integer),
    Column("recordings_days", Integer),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What an erasure has to know of a run."""

    id: str
    module: str
    status: str
    hold_id: str | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A run whose rows are gone and whose files must be gone until `watch_until`, however late one is written."""

    run_id: str
    client_id: str
    erased_at: datetime
    watch_until: datetime


async def owner(conn: AsyncConnection, run_id: str) -> str | None:
    """The client of a run, also of one whose files are still being erased."""
    here = select(runs.c.client_id).where(runs.c.id == run_id)
    gone = select(run_erasures.c.client_id).where(run_erasures.c.run_id == run_id)
    return (await conn.execute(here.union(gone))).scalar_one_or_none()


async def standing(conn: AsyncConnection, client_id: str, run_ids: Sequence[str]) -> list[Standing]:
    """How these runs of the client stand; one that does not exist is left out."""
    query = select(runs.c.id, runs.c.module, runs.c.status, runs.c.hold_id, runs.c.finished_at)
    rows = await conn.execute(query.where(runs.c.client_id == client_id, runs.c.id.in_(run_ids)))
    return [Standing(**row._mapping) for row in rows]


async def oldest_runs(conn: AsyncConnection, client_id: str, limit: int) -> list[str]:
    """Ids of some of the client's runs."""
    query = select(runs.c.id).where(runs.c.client_id == client_id).order_by(runs.c.seq).limit(limit)
    return list((await conn.execute(query)).scalars())


async def add_tombstones(conn: AsyncConnection, tombstones: Sequence[Tombstone]) -> None:
    """Notes that the files of these runs are to go, at once."""
    rows = [
        {
            "run_id": one.run_id,
            "client_id": one.client_id,
            "erased_at": one.erased_at,
            "watch_until": one.watch_until,
            "due_at": one.erased_at,
        }
        for one in tombstones
    ]
    if rows:
        await conn.execute(upsert(run_erasures).on_conflict_do_nothing(), rows)


async def due_tombstones(conn: AsyncConnection, now: datetime, limit: int) -> list[Tombstone]:
    """Tombstones of all clients whose files are to be looked for now: for the sweep."""
    query = select(
        run_erasures.c.run_id, run_erasures.c.client_id, run_erasures.c.erased_at, run_erasures.c.watch_until
    )
    rows = await conn.execute(query.where(run_erasures.c.due_at <= now).order_by(run_erasures.c.due_at).limit(limit))
    return [Tombstone(**row._mapping) for row in rows]


async def tombstone(conn: AsyncConnection, client_id: str, run_id: str) -> Tombstone | None:
    """The tombstone of one of the client's erased runs."""
    query = select(
        run_erasures.c.run_id, run_erasures.c.client_id, run_erasures.c.erased_at, run_erasures.c.watch_until
    )
    mine = (run_erasures.c.run_id == run_id) & (run_erasures.c.client_id == client_id)
    row = (await conn.execute(query.where(mine))).one_or_none()
    return None if row is None else Tombstone(**row._mapping)


async def put_off(conn: AsyncConnection, one: Tombstone, due_at: datetime | None) -> None:
    """Says when to look again; None: never, the tombstone goes."""
    mine = (run_erasures.c.run_id == one.run_id) & (run_erasures.c.client_id == one.client_id)
    if due_at is None:
        await conn.execute(delete(run_erasures).where(mine))
    else:
        await conn.execute(update(run_erasures).where(mine).values(due_at=due_at))


async def begin_client(conn: AsyncConnection, client_id: str, now: datetime) -> None:
    """Locks the client out for good and takes its names; again is harmless. Its row must be locked."""
    values: Mapping[str, Any] = {
        "name": ERASED_NAME,
        "active": False,
        "permissions": [],
        "max_concurrent": {},
        "erased_at": func.coalesce(clients.c.erased_at, now),
    }
    await conn.execute(update(clients).where(clients.c.id == client_id).values(**values))
    await conn.execute(upsert(client_erasures).values(client_id=client_id, begun_at=now).on_conflict_do_nothing())
    worded = (entries.c.type == "addition") & (entries.c.description != PLAIN_ADDITION)
    await conn.execute(
        update(entries).where(entries.c.client_id == client_id, worded).values(description=PLAIN_ADDITION)
    )
    await conn.execute(update(projects).where(projects.c.client_id == client_id).values(name=projects.c.id))


async def end_client(conn: AsyncConnection, client_id: str) -> None:
    """Notes that nothing of the client is left to erase."""
    await conn.execute(delete(client_retention).where(client_retention.c.client_id == client_id))
    await conn.execute(delete(client_erasures).where(client_erasures.c.client_id == client_id))


async def drop_windows(conn: AsyncConnection, client_id: str) -> None:
    """Forgets how often the client's keys were used in the last minute."""
    keys = select(api_keys.c.id).where(api_keys.c.client_id == client_id)
    await conn.execute(delete(submit_windows).where(submit_windows.c.key_id.in_(keys)))


async def begun_clients(conn: AsyncConnection) -> list[str]:
    """Clients whose erasure was begun and has not ended: for the sweep."""
    query = select(client_erasures.c.client_id).order_by(client_erasures.c.begun_at)
    return list((await conn.execute(query)).scalars())


async def get_retention(conn: AsyncConnection, client_id: str) -> tuple[bool, int | None, int | None]:
    """The client's own policy: whether everything is kept, days for runs, days for recordings."""
    query = select(client_retention.c.keep, client_retention.c.days, client_retention.c.recordings_days)
    row = (await conn.execute(query.where(client_retention.c.client_id == client_id))).one_or_none()
    return (False, None, None) if row is None else (row.keep, row.days, row.recordings_days)


async def set_retention(
    conn: AsyncConnection, client_id: str, *, keep: bool, days: int | None, recordings_days: int | None
) -> None:
    """Replaces the client's own policy."""
    await conn.execute(delete(client_retention).where(client_retention.c.client_id == client_id))
    if keep or days is not None or recordings_days is not None:
        values = {"client_id": client_id, "keep": keep, "days": days, "recordings_days": recordings_days}
        await conn.execute(insert(client_retention).values(**values))


_OVERDUE = """
SELECT due.client_id, due.id FROM clients
LEFT JOIN client_retention AS own ON own.client_id = clients.id
CROSS JOIN LATERAL (
    SELECT client_id, id, finished_at FROM runs
    WHERE runs.client_id = clients.id AND status IN ('success', 'partial', 'failed') AND finished_at IS NOT NULL
        AND {condition}
        AND finished_at < CAST(:now AS timestamptz)
            - make_interval(days => COALESCE(own.{column}, CAST(:default_days AS integer)))
    ORDER BY finished_at LIMIT :limit
) AS due
WHERE NOT COALESCE(own.keep, false)
ORDER BY due.finished_at LIMIT :limit
"""


async def overdue_runs(
    conn: AsyncConnection, *, now: datetime, default_days: int | None, limit: int
) -> dict[str, list[str]]:
    """Ended runs of all clients that are older than their time, by client: for the sweep."""
    query = text(_OVERDUE.format(condition="true", column="days"))
    return _by_client(await conn.execute(query, {"now": now, "default_days": default_days, "limit": limit}))


async def overdue_recordings(
    conn: AsyncConnection, *, now: datetime, default_days: int | None, limit: int
) -> dict[str, list[str]]:
    """Ended runs of all clients whose files are older than their time, by client: for the sweep."""
    query = text(_OVERDUE.format(condition="files_erased_at IS NULL", column="recordings_days"))
    return _by_client(await conn.execute(query, {"now": now, "default_days": default_days, "limit": limit}))


def _by_client(rows: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for client_id, run_id in rows:
        found.setdefault(client_id, []).append(run_id)
    return found


async def note_files_erased(conn: AsyncConnection, client_id: str, run_ids: Sequence[str], now: datetime) -> None:
    """Notes that these runs have no files any more."""
    query = text("UPDATE runs SET files_erased_at = :now WHERE client_id = :client_id AND id = ANY(:run_ids)")
    await conn.execute(query, {"now": now, "client_id": client_id, "run_ids": list(run_ids)})


async def drop_jobs(conn: AsyncConnection, run_ids: Sequence[str]) -> None:
    """Takes these runs out of the queue. A job that a worker has in its hands ends when it finds no run."""
    query = text("DELETE FROM procrastinate_jobs WHERE status <> 'doing' AND lock = ANY(:run_ids)")
    await conn.execute(query, {"run_ids": list(run_ids)})
