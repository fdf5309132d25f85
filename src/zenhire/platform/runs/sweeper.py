"""Puts right what crashes leave behind: jobs of dead workers, runs without a job, runs that take too long."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.clock import utcnow
from zenhire.kit.db import Database
from zenhire.kit.metrics import RUNS_ENDED, RUNS_UNFINISHED
from zenhire.platform.queue import live_jobs
from zenhire.platform.runs import service, store
from zenhire.platform.runs.attempt import stuck_message
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.types import Run, RunLost

log = structlog.get_logger(__name__)

_LOCK = 7_216_302
_BATCH = 200


class Sweeper:
    """Every worker process has one; an advisory lock lets one of them sweep at a time."""

    def __init__(self, db: Database, admitter: Admitter, *, stalled: float, stuck: float, grace: float = 5.0) -> None:
        """`stalled`: silence (s) after which a worker is dead; `stuck`: longest `processing` (s);
        `grace`: how long (s) the watchdog leaves a late run to its own worker."""
        self.db = db
        self.admitter = admitter
        self.stalled = stalled
        self.stuck = stuck
        self.grace = grace

    async def run(self, every: float) -> None:
        """Sweeps until cancelled; a failed sweep is logged and tried again."""
        while True:
            try:
                await self.sweep()
            except Exception as error:
                log.warning("sweep failed", reason=type(error).__name__)
            await asyncio.sleep(every)

    async def sweep(self) -> None:
        """One round."""
        returned = await self.admitter.queue.retry_stalled(self.stalled)
        if returned:
            log.warning("jobs of a dead worker are queued again", run_ids=returned)
        async with self.db.transaction() as conn:
            if not await conn.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _LOCK}):
                return
            lost = await self._without_job(conn)
            late = await store.running(
                conn, started_before=utcnow() - timedelta(seconds=self.stuck + self.grace), limit=_BATCH
            )
            waiting = await store.waiting_clients(conn)
            for (module, status), number in (await store.counts(conn)).items():
                RUNS_UNFINISHED.labels(module, status).set(number)
        late_ids = {run.id for run in late}
        for run in lost:
            if run.id not in late_ids:
                async with self.db.transaction() as conn:
                    if await store.owned(conn, run) and not await live_jobs(conn, [run.id]):
                        await service.redefer(conn, self.admitter, run)
                        log.warning("a run without a job is queued again", run_id=run.id)
        for run in late:
            try:
                async with self.db.transaction() as conn:
                    await service.fail(
                        conn, self.admitter, run, code="STUCK_TIMEOUT", message=stuck_message(self.stuck)
                    )
                RUNS_ENDED.labels(run.module, "failed", "STUCK_TIMEOUT").inc()
                log.warning("the watchdog ended a run", run_id=run.id)
            except RunLost:
                continue
        for client_id, module in waiting:
            async with self.db.transaction() as conn:
                await service.promote(conn, self.admitter, client_id, module)

    async def _without_job(self, conn: AsyncConnection) -> list[Run]:
        running = await store.running(conn, started_before=utcnow() - timedelta(seconds=1), limit=_BATCH)
        live = await live_jobs(conn, [run.id for run in running])
        return [run for run in running if run.id not in live]
