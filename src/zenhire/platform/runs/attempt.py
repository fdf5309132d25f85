"""One attempt at a run: its recorded steps, and what happens when it goes wrong."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from itertools import chain, repeat
from typing import Any, Protocol, TypeVar

import structlog
from pydantic import TypeAdapter
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from zenhire.kit.clock import utcnow
from zenhire.kit.db import Database
from zenhire.kit.errors import PipelineUnavailable
from zenhire.kit.metrics import RUN_ATTEMPTS, RUNS_ENDED, STEP_SECONDS
from zenhire.platform.runs import service, store
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.types import Run, RunFailed, RunLost, StepDegraded

log = structlog.get_logger(__name__)
T = TypeVar("T")

REPORT_SECONDS = 2.0
RECONNECT_SECONDS = (0.2, 0.5, 1.0, 2.0, 4.0)


class Attempt:
    """Runs steps once: what an earlier attempt recorded is read, not computed again."""

    def __init__(self, db: Database, run: Run, recorded: dict[str, tuple[Any, str | None]]) -> None:
        self.db = db
        self.run = run
        self._recorded = recorded
        self._shared = 0.0
        self.degraded: dict[str, str] = {name: why for name, (_, why) in recorded.items() if why is not None}

    async def step(self, name: str, compute: Callable[[], Awaitable[T]], kind: TypeAdapter[T]) -> T:
        """The step's value, recorded as JSON in the shape of `kind`. No transaction is open while it computes.

        Raises what `compute` raises, and RunLost when another attempt owns the run by the time it is done.
        """
        if name in self._recorded:
            return kind.validate_python(self._recorded[name][0])
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

    async def report(self, share: float) -> None:
        """Lets pollers see how much (0-1) of the present step is done; at most once in two seconds it is written."""
        now = time.monotonic()
        if now - self._shared < REPORT_SECONDS:
            return
        self._shared = now
        async with self.db.transaction() as conn:
            await store.set_step_share(conn, self.run, round(share, 2))

    async def _record(self, name: str, output: Any, degraded: str | None, seconds: float) -> None:
        async with self.db.transaction() as conn:
            if not await store.owned(conn, self.run):
                raise RunLost(self.run.id)
            await store.record_step(
                conn, self.run, name, output=output, degraded=degraded, seconds=seconds, now=utcnow()
            )
        self._recorded[name] = (output, degraded)
        STEP_SECONDS.labels(self.run.module, name).observe(seconds)


class Job(Protocol):
    """A module's work."""

    async def run(self, attempt: Attempt) -> None:
        """Does the work in steps and settles it. Raises RunFailed, RunLost."""
        ...

    async def clean(self, client_id: str, run_id: str) -> None:
        """Removes what only an unfinished run needs; called when the run has ended, perhaps more than once."""
        ...


class Worker:
    """Works on runs: begins an attempt, gives it to the module's job, and ends it whatever happens."""

    def __init__(self, db: Database, admitter: Admitter, *, stuck_seconds: float, max_attempts: int) -> None:
        self.db = db
        self.admitter = admitter
        self.stuck_seconds = stuck_seconds
        self.max_attempts = max_attempts

    async def work(self, job: Job, client_id: str, run_id: str) -> None:
        """One run, to its end. A lost database is waited for; then the recorded steps are not repeated."""
        with structlog.contextvars.bound_contextvars(run_id=run_id):
            waits = chain(RECONNECT_SECONDS, repeat(RECONNECT_SECONDS[-1]))
            deadline = time.monotonic() + self.stuck_seconds
            while True:
                try:
                    await self._attempt(job, client_id, run_id)
                    return
                except (OperationalError, InterfaceError, PipelineUnavailable) as error:
                    if time.monotonic() > deadline:
                        raise
                    log.warning("database lost, trying again", reason=type(error).__name__)
                    await asyncio.sleep(next(waits))

    async def _attempt(self, job: Job, client_id: str, run_id: str) -> None:
        async with self.db.transaction() as conn:
            run = await store.take_up(conn, client_id, run_id)
            recorded = await store.steps(conn, client_id, run_id) if run is not None else {}
        if run is None:
            log.info("run is not processing any more")
            await job.clean(client_id, run_id)
            return
        RUN_ATTEMPTS.labels(run.module).inc()
        try:
            if run.attempt > self.max_attempts:
                await self._fail(
                    run, "INTERNAL_ERROR", "The analysis was interrupted too often. Submit the recording again."
                )
            else:
                log.info("attempt started", attempt=run.attempt, steps_done=len(recorded))
                await self._guarded(job, Attempt(self.db, run, recorded))
        except RunLost:
            if not await self._has_ended(run):
                log.warning("another attempt owns this run; stopping", attempt=run.attempt)
                return
            log.warning("the run was ended meanwhile; stopping", attempt=run.attempt)
        await job.clean(client_id, run_id)

    async def _has_ended(self, run: Run) -> bool:
        async with self.db.transaction() as conn:
            now = await store.get(conn, run.client_id, run.id)
        return now is None or now.terminal

    async def _guarded(self, job: Job, attempt: Attempt) -> None:
        run = attempt.run
        spent = (utcnow() - (run.taken_up_at or run.created_at)).total_seconds()
        try:
            async with asyncio.timeout(max(0.0, self.stuck_seconds - spent)):
                await job.run(attempt)
        except RunFailed as reason:
            await self._fail(run, reason.code, reason.message)
        except TimeoutError:
            await self._fail(run, "STUCK_TIMEOUT", stuck_message(self.stuck_seconds))
        except (RunLost, DBAPIError, PipelineUnavailable):
            raise
        except Exception as error:
            log.exception("run failed unexpectedly", error=type(error).__name__)
            await self._fail(run, "INTERNAL_ERROR", "An unexpected error ended the analysis. Contact the operator.")

    async def _fail(self, run: Run, code: str, message: str) -> None:
        async with self.db.transaction() as conn:
            await service.fail(conn, self.admitter, run, code=code, message=message)
        RUNS_ENDED.labels(run.module, "failed", code).inc()
        log.info("run failed", code=code)


def stuck_message(seconds: float) -> str:
    """What a run that took too long says."""
    return f"The analysis did not finish within {seconds / 60:.0f} minutes. Submit the recording again."
