"""The tables of runs and all of their SQL. Every query takes the client."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    REAL,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Row,
    Select,
    Table,
    Text,
    and_,
    cast,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.db import metadata
from zenhire.kit.pagination import Page
from zenhire.platform.runs.filters import NO_PROJECT, RunFilter
from zenhire.platform.runs.types import PROCESSING, QUEUED, NewRun, Run

runs = Table(
    "runs",
    metadata,
    Column("seq", BigInteger, Identity(always=True), primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("client_id", Text, ForeignKey("clients.id"), nullable=False),
    Column("project_id", Text, ForeignKey("projects.id")),
    Column("key_id", Text),
    Column("module", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("cost", BigInteger, nullable=False),
    Column("hold_id", Text),
    Column("external_id", Text),
    Column("metadata", JSONB, nullable=False),
    Column("tags", ARRAY(Text), nullable=False),
    Column("attempt", Integer, nullable=False, server_default="0"),
    Column("in_work", Boolean, nullable=False, server_default="false"),
    Column("interruptions", Integer, nullable=False, server_default="0"),
    Column("step_share", REAL),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("status_changed_at", DateTime(timezone=True), nullable=False),
    Column("started_at", DateTime(timezone=True)),
    Column("taken_up_at", DateTime(timezone=True)),
    Column("finished_at", DateTime(timezone=True)),
    Column("error_code", Text),
    Column("error_message", Text),
    Index("ix_runs_client_module_seq", "client_id", "module", "seq"),
    Index("ix_runs_client_external", "client_id", "external_id", "seq"),
    Index("ix_runs_tags", "tags", postgresql_using="gin"),
    Index(
        "ix_runs_unfinished",
        "client_id",
        "module",
        "status",
        "seq",
        postgresql_where=text("status IN ('queued', 'processing')"),
    ),
)

run_steps = Table(
    "run_steps",
    metadata,
    Column("run_id", Text, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("client_id", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("output", JSON(none_as_null=True)),
    Column("degraded", Text),
    Column("seconds", Double, nullable=False),
    Column("finished_at", DateTime(timezone=True), nullable=False),
)

run_polls = Table(
    "run_polls",
    metadata,
    Column("run_id", Text, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("client_id", Text, nullable=False),
    Column("polled_at", DateTime(timezone=True), nullable=False),
)

_NOT_OF_A_RUN = ("key_id", "in_work", "step_share")
RUN_COLUMNS = [column for column in runs.columns if column.name not in _NOT_OF_A_RUN]


def _run(row: Row[Any]) -> Run:
    return Run(**row._mapping)


def _of(client_id: str, run_id: str) -> Any:
    return and_(runs.c.id == run_id, runs.c.client_id == client_id)


def _owned(run: Run) -> Any:
    return and_(_of(run.client_id, run.id), runs.c.status == PROCESSING, runs.c.attempt == run.attempt)


async def add(conn: AsyncConnection, new: NewRun, *, status: str, hold_id: str | None, now: datetime) -> Run:
    """Inserts the run's row."""
    row = await conn.execute(
        insert(runs)
        .values(
            id=new.id,
            client_id=new.client_id,
            project_id=new.project_id,
            key_id=new.key_id,
            module=new.module,
            task=new.task,
            status=status,
            cost=new.cost,
            hold_id=hold_id,
            external_id=new.external_id,
            metadata=new.metadata,
            tags=list(new.tags),
            created_at=now,
            status_changed_at=now,
            started_at=now if status == PROCESSING else None,
        )
        .returning(*RUN_COLUMNS)
    )
    return _run(row.one())


async def get(conn: AsyncConnection, client_id: str, run_id: str, module: str | None = None) -> Run | None:
    """The client's run with this id, if there is one (of this module)."""
    query = select(*RUN_COLUMNS).where(_of(client_id, run_id))
    if module is not None:
        query = query.where(runs.c.module == module)
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else _run(row)


async def count_processing(conn: AsyncConnection, client_id: str, module: str) -> int:
    """How many of the client's runs of this module run now."""
    query = (
        select(func.count())
        .select_from(runs)
        .where(runs.c.client_id == client_id, runs.c.module == module, runs.c.status == PROCESSING)
    )
    return int(await conn.scalar(query) or 0)


async def count_queued(conn: AsyncConnection, client_id: str, module: str, *, up_to_seq: int | None = None) -> int:
    """How many of the client's runs of this module wait, or wait up to this one: its position in the queue."""
    query = (
        select(func.count())
        .select_from(runs)
        .where(runs.c.client_id == client_id, runs.c.module == module, runs.c.status == QUEUED)
    )
    if up_to_seq is not None:
        query = query.where(runs.c.seq <= up_to_seq)
    return int(await conn.scalar(query) or 0)


async def start_oldest_queued(
    conn: AsyncConnection, client_id: str, module: str, *, limit: int, now: datetime
) -> list[Run]:
    """Makes the oldest waiting runs `processing`, in FIFO order."""
    oldest = (
        select(runs.c.seq)
        .where(runs.c.client_id == client_id, runs.c.module == module, runs.c.status == QUEUED)
        .order_by(runs.c.seq)
        .limit(limit)
    )
    rows = await conn.execute(
        update(runs)
        .where(runs.c.client_id == client_id, runs.c.seq.in_(oldest))
        .values(status=PROCESSING, started_at=now, status_changed_at=now)
        .returning(*RUN_COLUMNS)
    )
    return sorted((_run(row) for row in rows), key=lambda run: run.seq)


async def suspicion(conn: AsyncConnection, client_id: str, run_id: str) -> int:
    """How many attempts in a row were broken off without a word and without a step or part of one done."""
    query = select(runs.c.interruptions + cast(runs.c.in_work, Integer)).where(_of(client_id, run_id))
    return int(await conn.scalar(query) or 0)


async def take_up(conn: AsyncConnection, client_id: str, run_id: str, *, after: int | None = None) -> Run | None:
    """Begins a new attempt at a running run; None when it is not `processing`.

    An attempt that never said that it stops was interrupted, and is counted. `after` is an attempt that goes on
    itself: that is no interruption, and None is also for a run that another attempt took up since.
    """
    own = [runs.c.attempt == after] if after is not None else []
    interrupted = 0 if after is not None else cast(runs.c.in_work, Integer)
    row = await conn.execute(
        update(runs)
        .where(_of(client_id, run_id), runs.c.status == PROCESSING, *own)
        .values(
            attempt=runs.c.attempt + 1,
            in_work=True,
            interruptions=runs.c.interruptions + interrupted,
            taken_up_at=func.coalesce(runs.c.taken_up_at, func.now()),
        )
        .returning(*RUN_COLUMNS)
    )
    found = row.one_or_none()
    return None if found is None else _run(found)


async def hand_back(conn: AsyncConnection, run: Run) -> None:
    """Notes that this attempt stops in good order, if it still owns the run."""
    await conn.execute(update(runs).where(_owned(run)).values(in_work=False))


async def end(
    conn: AsyncConnection,
    run: Run,
    *,
    status: str,
    now: datetime,
    error_code: str | None = None,
    error_message: str | None = None,
) -> bool:
    """Ends a running run, fenced by its attempt; False when another attempt owns it or it has ended."""
    result = await conn.execute(
        update(runs)
        .where(_owned(run))
        .values(
            status=status,
            status_changed_at=now,
            finished_at=now,
            in_work=False,
            error_code=error_code,
            error_message=error_message,
        )
    )
    return result.rowcount == 1


async def owned(conn: AsyncConnection, run: Run) -> bool:
    """True while this attempt owns the run; the row stays locked against a change until the transaction ends."""
    row = await conn.execute(select(runs.c.seq).where(_owned(run)).with_for_update(key_share=True))
    return row.one_or_none() is not None


async def record_step(
    conn: AsyncConnection,
    run: Run,
    name: str,
    *,
    output: Any,
    degraded: str | None,
    seconds: float,
    now: datetime,
) -> None:
    """Writes a finished step's output."""
    values = {
        "run_id": run.id,
        "client_id": run.client_id,
        "name": name,
        "attempt": run.attempt,
        "output": output,
        "degraded": degraded,
        "seconds": seconds,
        "finished_at": now,
    }
    statement = pg_insert(run_steps).values(values)
    await conn.execute(statement.on_conflict_do_update(index_elements=["run_id", "name"], set_=values))
    await note_progress(conn, run, None)


async def steps(conn: AsyncConnection, client_id: str, run_id: str) -> dict[str, tuple[Any, str | None]]:
    """The recorded steps: `{name: (output, why it is degraded or None)}`."""
    rows = await conn.execute(
        select(run_steps.c.name, run_steps.c.output, run_steps.c.degraded)
        .where(run_steps.c.run_id == run_id, run_steps.c.client_id == client_id)
        .order_by(run_steps.c.finished_at)
    )
    return {row.name: (row.output, row.degraded) for row in rows}


async def note_progress(conn: AsyncConnection, run: Run, share: float | None) -> None:
    """Notes how much of the present step is done, if this attempt still owns the run; it gets on, so no harm is in it.

    `share` is for what is recorded with it: an interruption from here on is the first in a row again.
    """
    await conn.execute(update(runs).where(_owned(run)).values(step_share=share, interruptions=0))


async def drop_work(conn: AsyncConnection, client_id: str, run_id: str) -> None:
    """Forgets what only a running run needs: its steps' outputs and its last poll. Timings stay."""
    await conn.execute(
        update(run_steps).where(run_steps.c.run_id == run_id, run_steps.c.client_id == client_id).values(output=None)
    )
    await conn.execute(run_polls.delete().where(run_polls.c.run_id == run_id, run_polls.c.client_id == client_id))


def _filtered(query: Select[Any], client_id: str, wanted: RunFilter) -> Select[Any]:
    conditions = [runs.c.client_id == client_id, runs.c.module == wanted.module]
    if wanted.project == NO_PROJECT:
        conditions.append(runs.c.project_id.is_(None))
    elif wanted.project is not None:
        conditions.append(runs.c.project_id == wanted.project)
    if wanted.statuses is not None:
        conditions.append(runs.c.status.in_(wanted.statuses))
    if wanted.tags:
        conditions.append(runs.c.tags.contains(list(wanted.tags)))
    if wanted.metadata_key is not None and wanted.metadata_value is not None:
        conditions.append(runs.c.metadata[wanted.metadata_key].astext == wanted.metadata_value)
    elif wanted.metadata_key is not None:
        conditions.append(runs.c.metadata.has_key(wanted.metadata_key))
    if wanted.external_id is not None:
        conditions.append(runs.c.external_id == wanted.external_id)
    if wanted.created_after is not None:
        conditions.append(runs.c.created_at >= wanted.created_after)
    if wanted.created_before is not None:
        conditions.append(runs.c.created_at <= wanted.created_before)
    return query.where(*conditions)


async def page(conn: AsyncConnection, client_id: str, wanted: RunFilter, where: Page) -> tuple[list[Run], int]:
    """One page of the client's runs, newest first, one row more than the limit if there is one; and how many match."""
    query = _filtered(select(*RUN_COLUMNS), client_id, wanted).order_by(runs.c.seq.desc())
    if where.before is not None:
        query = query.where(runs.c.seq < where.before)
    rows = await conn.execute(query.limit(where.limit + 1).offset(where.offset))
    total = await conn.scalar(_filtered(select(func.count()).select_from(runs), client_id, wanted))
    return [_run(row) for row in rows], int(total or 0)
