"""One attempt at a run: its recorded steps, and what happens when it goes wrong."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from itertools import chain, repeat
from typing import Any, Protocol, TypeVar

import structlog
from pydantic import TypeAdapter
from sqlalchemy.exc import DBAPIError

from zenhire.kit.clock import utcnow
from zenhire.kit.db import UNAVAILABLE, Database, reason_of
from zenhire.kit.errors import PipelineUnavailable, ServiceUnavailable, StorageFull, is_storage_full
from zenhire.kit.metrics import RUN_ATTEMPTS, RUNS_ENDED, STEP_SECONDS
from zenhire.platform.files import FileStoreFailed
from zenhire.platform.runs import parts, service, store
from zenhire.platform.runs.parts import Parts
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.types import Run, RunFailed, RunLost, StepDegraded

log = structlog.get_logger(__name__)
T = TypeVar("T")

RECONNECT_SECONDS = (0.2, 0.5, 1.0, 2.0, 4.0)
HAND_BACK_SECONDS = 3.0
SUSPICIOUS = 2
TRANSIENT: tuple[type[Exception], ...] = (*UNAVAILABLE, PipelineUnavailable, ServiceUnavailable, FileStoreFailed)
"""What an attempt waits for: a database that is away, a queue or a store that takes nothing, a full disk."""


class Attempt:
    """Runs steps once: what an earlier attempt recorded is read, not computed again."""

    def __init__(self, db: Database, run: Run, recorded: dict[str, tuple[Any, str | None]]) -> None:
        self.db = db
        self.run = run
        self._recorded = recorded
        self.degraded: dict[str, str] = {name: why for name, (_, why) in recorded.items() if why is not None}

    async def step(self, name: str, compute: Callable[[], Awaitable[T]], kind: TypeAdapter[T]) -> T:
        """The step's value, recorded as JSON in the shape of `kind`. No transaction is open while it computes.

        Raises what `compute` raises, and RunLost when another attempt owns the run by the time it is done.
        """
        if name in self._recorded:
            return kind.validate_python(self._recorded[name][0])
        log.debug("step started", step=name, attempt=self.run.attempt)
        started = time.monotonic()
        value = await compute()
        await self._record(name, kind.dump_python(value, mode="json"), None, time.monotonic() - started)
        return value

    async def optional_step(self, name: str, compute: Callable[[], Awaitable[T]], kind: TypeAdapter[T]) -> T | None:
        """Like `step`; but StepDegraded makes the value None and is remembered in `degraded`."""
        if name in self.degraded:
            return None
        try:
            return await self.step(name, compute, kind)
        except StepDegraded as reason:
            self.degraded[name] = str(reason)
            await self._record(name, None, str(reason), 0.0)
            return None

    def parts(self, name: str, kind: TypeAdapter[T], *, made_by: str) -> Parts[T]:
        """The parts of a long step; see `Parts`. They go when the step is recorded or the run ends."""
        return Parts(self.db, self.run, name, made_by, kind)

    async def _record(self, name: str, output: Any, degraded: str | None, seconds: float) -> None:
        async with self.db.transaction() as conn:
            if not await store.owned(conn, self.run):
                raise RunLost(self.run.id)
            await store.record_step(
                conn, self.run, name, output=output, degraded=degraded, seconds=seconds, now=utcnow()
            )
            await parts.forget(conn, self.run.client_id, self.run.id, name)
        log.debug("step recorded", step=name, attempt=self.run.attempt)
        self._recorded[name] = (output, degraded)
        STEP_SECONDS.labels(self.run.module, name).observe(seconds)


class _Own:
    """The last attempt that this worker itself began at a run."""

    attempt: int | None = None


class Job(Protocol):
    """A module's work."""

    async def run(self, attempt: Attempt) -> None:
        """Does the work in steps and settles it. Raises RunFailed, RunLost."""
        ...

    async def clean(self, client_id: str, run_id: str) -> None:
        """Removes what only an unfinished run needs; called when the run has ended, perhaps more than once."""
        ...


class Worker:
    """Works on runs: begins an attempt, gives it to the module's job, and ends it whatever happens.

    A run whose attempts were broken off `max_attempts` times in a row, with nothing recorded in between, is given up:
    it may be what kills its workers. Runs on the way there are worked on one at a time, so that none of them is
    blamed for what another one does.
    """

    def __init__(
        self,
        db: Database,
        admitter: Admitter,
        *,
        stuck_seconds: float,
        max_attempts: int,
        stuck_by_module: Mapping[str, float] | None = None,
    ) -> None:
        """`stuck_seconds`: longest work on a run; `stuck_by_module`: for modules with a limit of their own."""
        self.db = db
        self.admitter = admitter
        self.stuck_seconds = stuck_seconds
        self.stuck_by_module = dict(stuck_by_module or {})
        self.max_attempts = max_attempts
        self._suspects = asyncio.Lock()

    async def work(self, job: Job, client_id: str, run_id: str) -> None:
        """One run, to its end. A lost database is waited for; then the recorded steps are not repeated."""
        with structlog.contextvars.bound_contextvars(run_id=run_id):
            waits = chain(RECONNECT_SECONDS, repeat(RECONNECT_SECONDS[-1]))
            deadline = time.monotonic() + self.stuck_seconds
            own = _Own()
            while True:
                try:
                    async with await self._place(client_id, run_id):
                        await self._attempt(job, client_id, run_id, own)
                    return
                except TRANSIENT as error:
                    if time.monotonic() > deadline:
                        raise
                    log.warning("cannot go on now, trying again", reason=reason_of(error))
                    await asyncio.sleep(next(waits))

    async def _place(self, client_id: str, run_id: str) -> AbstractAsyncContextManager[Any]:
        async with self.db.transaction() as conn:
            suspicion = await store.suspicion(conn, client_id, run_id)
        return self._suspects if suspicion >= SUSPICIOUS else nullcontext()

    async def _attempt(self, job: Job, client_id: str, run_id: str, own: _Own) -> None:
        async with self.db.transaction() as conn:
            run = await store.take_up(conn, client_id, run_id, after=own.attempt)
            recorded = await store.steps(conn, client_id, run_id) if run is not None else {}
        if run is None:
            if await self._has_ended(client_id, run_id):
                log.info("run is not processing any more")
                await job.clean(client_id, run_id)
            return
        own.attempt = run.attempt
        RUN_ATTEMPTS.labels(run.module).inc()
        try:
            if run.interruptions >= self.max_attempts:
                await self._fail(run, "INTERNAL_ERROR", "The analysis was interrupted too often. Submit it again.")
            else:
                log.info("attempt started", attempt=run.attempt, steps_done=len(recorded))
                await self._guarded(job, Attempt(self.db, run, recorded))
        except asyncio.CancelledError:
            await self._hand_back(run)
            raise
        except RunLost:
            if not await self._has_ended(client_id, run_id):
                log.warning("another attempt owns this run; stopping", attempt=run.attempt)
                return
            log.warning("the run was ended meanwhile; stopping", attempt=run.attempt)
        await job.clean(client_id, run_id)

    async def _hand_back(self, run: Run) -> None:
        """Says that this attempt ends in good order; where that cannot be said, it counts as an interruption."""
        with suppress(TimeoutError, *TRANSIENT):
            async with asyncio.timeout(HAND_BACK_SECONDS), self.db.transaction() as conn:
                await store.hand_back(conn, run)

    async def _has_ended(self, client_id: str, run_id: str) -> bool:
        async with self.db.transaction() as conn:
            now = await store.get(conn, client_id, run_id)
        return now is None or now.terminal

    async def _guarded(self, job: Job, attempt: Attempt) -> None:
        run = attempt.run
        spent = (utcnow() - (run.taken_up_at or run.created_at)).total_seconds()
        most = self.stuck_by_module.get(run.module, self.stuck_seconds)
        try:
            async with asyncio.timeout(max(0.0, most - spent)):
                await job.run(attempt)
        except RunFailed as reason:
            await self._fail(run, reason.code, reason.message)
        except TimeoutError:
            await self._fail(run, "STUCK_TIMEOUT", stuck_message(most))
        except TRANSIENT:
            raise
        except (RunLost, DBAPIError):
            raise
        except Exception as error:
            if is_storage_full(error):
                raise StorageFull from error
            log.exception("run failed unexpectedly", error=type(error).__name__)
            await self._fail(run, "INTERNAL_ERROR", "An unexpected error ended the analysis. Contact the operator.")

    async def _fail(self, run: Run, code: str, message: str) -> None:
        async with self.db.transaction() as conn:
            await service.fail(conn, self.admitter, run, code=code, message=message)
        RUNS_ENDED.labels(run.module, "failed", code).inc()
        log.info("run failed", code=code)


def stuck_message(seconds: float) -> str:
    """What a run that took too long says."""
    return f"The analysis did not finish within {seconds / 60:.0f} minutes. Submit it again."
