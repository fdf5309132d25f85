"""What the worker processes say of themselves: alive, warming up, ready, or set up wrongly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, DateTime, Table, Text, delete, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.db import metadata

WARMING = "warming"
READY = "ready"
BROKEN = "broken"

workers = Table(
    "workers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("engines", JSONB, nullable=False),
    Column("problem", Text),
    Column("seen_at", DateTime(timezone=True), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Fleet:
    """The living workers: how many in each state, and what is wrong with a broken one."""

    ready: int
    warming: int
    broken: int
    problem: str | None
    engines: dict[str, Any]

    @property
    def warming_up(self) -> bool:
        """True when there are workers and none can work yet: still loading, or waiting for an operator."""
        return self.warming + self.broken > 0 and self.ready == 0


async def report(
    conn: AsyncConnection,
    worker_id: str,
    *,
    version: str,
    state: str,
    engines: dict[str, Any],
    problem: str | None,
) -> None:
    """A worker's sign of life, by the database's clock."""
    values = {
        "id": worker_id,
        "version": version,
        "state": state,
        "engines": engines,
        "problem": problem,
        "seen_at": func.now(),
    }
    await conn.execute(pg_insert(workers).values(values).on_conflict_do_update(index_elements=["id"], set_=values))
    await conn.execute(delete(workers).where(workers.c.seen_at < func.now() - timedelta(hours=1)))


async def leave(conn: AsyncConnection, worker_id: str) -> None:
    """A worker goes in an orderly way."""
    await conn.execute(delete(workers).where(workers.c.id == worker_id))


async def fleet(conn: AsyncConnection, *, stalled: float) -> Fleet:
    """The workers that gave a sign of life within `stalled` seconds."""
    alive = workers.c.seen_at > func.now() - timedelta(seconds=stalled)
    rows = (
        await conn.execute(
            select(workers.c.state, func.count().label("n"), func.max(workers.c.problem).label("problem"))
            .where(alive)
            .group_by(workers.c.state)
        )
    ).all()
    number = {row.state: row.n for row in rows}
    engines: Any = await conn.scalar(select(workers.c.engines).where(alive, workers.c.state == READY).limit(1))
    return Fleet(
        ready=number.get(READY, 0),
        warming=number.get(WARMING, 0),
        broken=number.get(BROKEN, 0),
        problem=next((row.problem for row in rows if row.problem), None),
        engines=engines or {},
    )
