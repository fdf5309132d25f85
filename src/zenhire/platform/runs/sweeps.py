"""What the sweeper asks about the runs of all clients. Nobody else may ask without naming a client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import case, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.platform.runs.store import RUN_COLUMNS, runs
from zenhire.platform.runs.types import PROCESSING, QUEUED, Run


async def late(
    conn: AsyncConnection,
    *,
    taken_up_before: datetime,
    limit: int,
    by_module: Mapping[str, datetime] | None = None,
) -> Sequence[Run]:
    """Running runs of all clients that were first taken up before this moment, or before that of their module."""
    modules = dict(by_module or {})
    moment = case(modules, value=runs.c.module, else_=taken_up_before) if modules else taken_up_before
    query = select(*RUN_COLUMNS).where(runs.c.status == PROCESSING, runs.c.taken_up_at < moment)
    return [Run(**row._mapping) for row in await conn.execute(query.order_by(runs.c.seq).limit(limit))]


async def without_job(conn: AsyncConnection, *, started_before: datetime, limit: int) -> Sequence[Run]:
    """Running runs of all clients for which no job waits or runs."""
    job = text(
        "NOT EXISTS (SELECT 1 FROM procrastinate_jobs AS job"
        " WHERE job.lock = runs.id AND job.status IN ('todo', 'doing'))"
    )
    query = select(*RUN_COLUMNS).where(runs.c.status == PROCESSING, runs.c.started_at < started_before, job)
    return [Run(**row._mapping) for row in await conn.execute(query.order_by(runs.c.seq).limit(limit))]


async def known(conn: AsyncConnection, run_ids: Sequence[str]) -> set[str]:
    """Which of these ids are runs of any client."""
    return {row.id for row in await conn.execute(select(runs.c.id).where(runs.c.id.in_(run_ids)))}


async def waiting_clients(conn: AsyncConnection) -> Sequence[tuple[str, str]]:
    """(client, module) pairs of all clients that have waiting runs."""
    query = select(runs.c.client_id, runs.c.module).where(runs.c.status == QUEUED).distinct()
    return [(row.client_id, row.module) for row in await conn.execute(query)]


async def counts(conn: AsyncConnection) -> dict[tuple[str, str], int]:
    """How many unfinished runs there are by (module, status), for the metrics."""
    query = (
        select(runs.c.module, runs.c.status, func.count().label("n"))
        .where(runs.c.status.in_([QUEUED, PROCESSING]))
        .group_by(runs.c.module, runs.c.status)
    )
    return {(row.module, row.status): row.n for row in await conn.execute(query)}
