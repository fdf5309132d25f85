"""Puts right what crashes leave behind: jobs of dead workers, runs without a job, runs that take too long."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from sqlalchemy import text

from zenhire.kit.clock import utcnow
from zenhire.kit.db import Database
from zenhire.kit.metrics import RUNS_ENDED, RUNS_UNFINISHED
from zenhire.platform.files import FileStore
from zenhire.platform.queue import live_jobs
from zenhire.platform.runs import idempotency, service, store, sweeps
from zenhire.platform.runs.attempt import stuck_message
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.types import Run, RunLost

log = structlog.get_logger(__name__)

_LOCK = 7_216_302
_BATCH = 200
_FILES_EVERY_SECONDS = 3600.0
_FILES_AGE = timedelta(hours=1)


class Sweeper:
    """Every worker process has one; an advisory lock lets one of them look around at a time."""

    def __init__(
        self,
        db: Database,
        admitter: Admitter,
        *,
        stalled: float,
        stuck: float,
        stuck_by_module: Mapping[str, float] | None = None,
        grace: float = 5.0,
        files: FileStore | None = None,
    ) -> None:
        """`stalled`: silence (s) after which a worker is dead; `stuck`: longest work (s) on a run, `stuck_by_module`
        for modules with a limit of their own; `grace`: how long (s) the watchdog leaves a late run to its own worker;
        `files`: where files without a run are erased."""
        self.db = db
        self.admitter = admitter
        self.stalled = stalled
        self.stuck = stuck
        self.stuck_by_module = dict(stuck_by_module or {})
        self.grace = grace
        self.files = files
        self._files_due = 0.0
        self._shown: set[tuple[str, str]] = set()

    async def run(self, every: float) -> None:
        """Sweeps until cancelled; a failed sweep is logged and tried again."""
        while True:
            try:
                await self.sweep()
                if self.files is not None and time.monotonic() >= self._files_due:
                    self._files_due = time.monotonic() + _FILES_EVERY_SECONDS
                    await self.sweep_files(self.files)
            except Exception as error:
                log.warning("sweep failed", reason=type(error).__name__)
            await asyncio.sleep(every)

    async def sweep(self) -> None:
        """One round."""
        async with self.db.transaction() as conn:
            if not await conn.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _LOCK}):
                return
            returned = await self.admitter.queue.retry_stalled(self.stalled)
            now = utcnow()
            late = await sweeps.late(
                conn,
                taken_up_before=self._late_before(now, self.stuck),
                by_module={name: self._late_before(now, stuck) for name, stuck in self.stuck_by_module.items()},
                limit=_BATCH,
            )
            lost = await sweeps.without_job(conn, started_before=now - timedelta(seconds=1), limit=_BATCH)
            waiting = await sweeps.waiting_clients(conn)
            counts = await sweeps.counts(conn)
            await idempotency.sweep(conn, now, limit=_BATCH)
        if returned:
            log.warning("jobs of a dead worker are queued again", run_ids=returned)
        self._show(counts)
        for run in late:
            await self._end_late(run)
        for run in lost:
            await self._queue_again(run)
        for client_id, module in waiting:
            async with self.db.transaction() as conn:
                await service.promote(conn, self.admitter, client_id, module)

    def _late_before(self, now: datetime, stuck: float) -> datetime:
        return now - timedelta(seconds=stuck + self.grace)

    def _show(self, counts: Mapping[tuple[str, str], int]) -> None:
        """Sets the gauges; what is not counted any more shows 0, not its last number."""
        self._shown |= counts.keys()
        for labels in self._shown:
            RUNS_UNFINISHED.labels(*labels).set(counts.get(labels, 0))

    async def _end_late(self, run: Run) -> None:
        try:
            async with self.db.transaction() as conn:
                message = stuck_message(self.stuck_by_module.get(run.module, self.stuck))
                await service.fail(conn, self.admitter, run, code="STUCK_TIMEOUT", message=message)
        except RunLost:
            return
        RUNS_ENDED.labels(run.module, "failed", "STUCK_TIMEOUT").inc()
        log.warning("the watchdog ended a run", run_id=run.id)

    async def _queue_again(self, run: Run) -> None:
        async with self.db.transaction() as conn:
            if await store.owned(conn, run) and not await live_jobs(conn, [run.id]):
                await service.redefer(conn, self.admitter, run)
                log.warning("a run without a job is queued again", run_id=run.id)

    async def sweep_files(self, files: FileStore) -> int:
        """Erases the files of runs that were never admitted, an hour after their upload broke off; how many."""
        gone = 0
        async for prefix in files.folders("clients", older_than=utcnow() - _FILES_AGE):
            run_id = prefix.rpartition("/")[2]
            async with self.db.transaction() as conn:
                known = await sweeps.known(conn, [run_id])
            if not known:
                gone += await files.erase(prefix)
        if gone:
            log.warning("files without a run are erased", files=gone)
        return gone
