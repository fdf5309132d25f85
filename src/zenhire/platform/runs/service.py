"""A run's life: admitted or queued, ended with its charge or without, followed by the next in the queue.

Lock order everywhere: client row, credit account, run row.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import procrastinate.exceptions
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.clock import utcnow
from zenhire.kit.errors import PipelineUnavailable
from zenhire.platform.accounts import service as accounts
from zenhire.platform.accounts.errors import ClientInactive
from zenhire.platform.credits import service as credits
from zenhire.platform.queue import Queue
from zenhire.platform.runs import idempotency, parts, store
from zenhire.platform.runs.idempotency import IdempotencyKey
from zenhire.platform.runs.types import FAILED, PROCESSING, QUEUED, Admission, NewRun, Run, RunLost


@dataclass(frozen=True, slots=True)
class Admitter:
    """What admission needs: the queue, and how many runs a client may have running at once, by module.

    `on_failure`: by module, what tells of a run that failed, within the transaction that ends it.
    """

    queue: Queue
    default_caps: Mapping[str, int]
    on_failure: Mapping[str, Callable[[AsyncConnection, Run], Awaitable[None]]] = field(default_factory=dict)

    def cap(self, overrides: Mapping[str, int], module: str) -> int:
        """The client's own cap for a module, or the default."""
        return overrides.get(module, self.default_caps[module])


async def submit(conn: AsyncConnection, admitter: Admitter, new: NewRun) -> Admission:
    """Holds the cost, writes the run and, below the client's cap, puts its job in the queue: all or nothing.

    A submit whose key leads to a run changes nothing, and needs no credits. Raises InsufficientCredits,
    PipelineUnavailable when the queue does not take the job, and ClientInactive when the client was erased since its
    key was checked.
    """
    client = await accounts.get_client(conn, new.client_id, lock=True)
    if client.erased_at is not None:
        raise ClientInactive
    present = await earlier(conn, new.client_id, new.module, new.idempotency_key)
    if present is not None:
        return Admission(present, queue_position=None, active=0, replayed=True)
    hold_id = await credits.hold(conn, new.client_id, new.id, new.module, new.cost)
    active = await store.count_processing(conn, new.client_id, new.module)
    waiting = await store.count_queued(conn, new.client_id, new.module)
    admitted = waiting == 0 and active < admitter.cap(client.max_concurrent, new.module)
    status = PROCESSING if admitted else QUEUED
    run = await store.add(conn, new, status=status, hold_id=hold_id, now=utcnow())
    if new.idempotency_key is not None:
        await idempotency.keep(conn, new.client_id, new.module, new.idempotency_key, new.id, utcnow())
    if not admitted:
        return Admission(run, queue_position=waiting + 1, active=active)
    await _defer(conn, admitter, run)
    return Admission(run, queue_position=None, active=active + 1)


async def earlier(conn: AsyncConnection, client_id: str, module: str, key: IdempotencyKey | None) -> Run | None:
    """The run that a key leads to already, if there is one. Under the client's lock the answer is final."""
    run_id = None if key is None else await idempotency.find(conn, client_id, module, key.value, utcnow())
    return None if run_id is None else await store.get(conn, client_id, run_id, module)


async def _defer(conn: AsyncConnection, admitter: Admitter, run: Run) -> None:
    try:
        await admitter.queue.defer(conn, run.task, client_id=run.client_id, run_id=run.id)
    except procrastinate.exceptions.ProcrastinateException as error:
        raise PipelineUnavailable from error


async def promote(conn: AsyncConnection, admitter: Admitter, client_id: str, module: str) -> list[Run]:
    """Starts the client's oldest waiting runs of a module as far as its cap allows, in FIFO order."""
    client = await accounts.get_client(conn, client_id, lock=True)
    if client.erased_at is not None:
        return []
    active = await store.count_processing(conn, client_id, module)
    free = admitter.cap(client.max_concurrent, module) - active
    if free <= 0:
        return []
    started = await store.start_oldest_queued(conn, client_id, module, limit=free, now=utcnow())
    for run in started:
        await _defer(conn, admitter, run)
    return started


async def complete(
    conn: AsyncConnection, admitter: Admitter, run: Run, *, status: str, charge: int, description: str
) -> int:
    """Ends a run with a result: captures `charge` of its hold, frees the rest, starts the next. The new balance.

    Raises RunLost when another attempt owns the run or it has ended; the caller's transaction must then roll back.
    """
    await accounts.get_client(conn, run.client_id, lock=True)
    if not await store.end(conn, run, status=status, now=utcnow()):
        raise RunLost(run.id)
    if run.hold_id is not None and not await credits.capture(conn, run.client_id, run.hold_id, charge, description):
        raise RunLost(run.id)
    await store.drop_work(conn, run.client_id, run.id)
    await parts.forget(conn, run.client_id, run.id)
    await promote(conn, admitter, run.client_id, run.module)
    return await credits.balance(conn, run.client_id)


async def fail(conn: AsyncConnection, admitter: Admitter, run: Run, *, code: str, message: str) -> None:
    """Ends a run without a result: nothing is charged, the hold is freed, the next starts. Raises RunLost."""
    await accounts.get_client(conn, run.client_id, lock=True)
    if not await store.end(conn, run, status=FAILED, now=utcnow(), error_code=code, error_message=message):
        raise RunLost(run.id)
    if run.hold_id is not None:
        await credits.release(conn, run.client_id, run.hold_id)
    await store.drop_work(conn, run.client_id, run.id)
    await parts.forget(conn, run.client_id, run.id)
    await _tell_failure(conn, admitter, run)
    await promote(conn, admitter, run.client_id, run.module)


async def _tell_failure(conn: AsyncConnection, admitter: Admitter, run: Run) -> None:
    tell = admitter.on_failure.get(run.module)
    ended = await store.get(conn, run.client_id, run.id)
    if tell is not None and ended is not None:
        await tell(conn, ended)


async def redefer(conn: AsyncConnection, admitter: Admitter, run: Run) -> None:
    """Puts a running run's lost job back into the queue."""
    await _defer(conn, admitter, run)
