"""The worker process: takes runs from the queue, sweeps, and tells how it is."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import structlog

import zenhire
from zenhire.entry.erasing import default_policy, make_erasure
from zenhire.entry.jobs import Jobs, slots_by_task, stuck_by_module
from zenhire.entry.walls import tell_of_missing_walls
from zenhire.entry.webhooks import make_dispatcher
from zenhire.entry.wiring import admitter, database_url, file_store
from zenhire.kit.db import Database
from zenhire.kit.ids import new_uuid
from zenhire.kit.logging import configure_logging
from zenhire.kit.metrics import serve_metrics
from zenhire.kit.settings import Settings
from zenhire.platform import workers
from zenhire.platform.erasure.retention import Retention
from zenhire.platform.lifeline import Lifeline
from zenhire.platform.runs.attempt import Worker
from zenhire.platform.runs.sweeper import Sweeper

log = structlog.get_logger(__name__)

GRACE_SECONDS = 10.0


def run(settings: Settings, *, index: int = 0) -> None:
    """Works until SIGTERM or SIGINT; what is not finished by then goes back to the queue. Raises NoDatabase."""
    configure_logging(settings.log_format, settings.log_level)
    # Before the loop takes the signals over, they end the process like any exception, with nothing left behind.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    tell_of_missing_walls()
    database_url(settings)
    if settings.metrics_port:
        serve_metrics(settings.metrics_host, settings.metrics_port + 1 + index)
    asyncio.run(_Process(settings).main())


class _Process:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.id = new_uuid()
        url = database_url(settings)
        application = f"zenhire worker {os.getpid()}"
        size = max(settings.database_pool, sum(slots_by_task(settings).values()) + 3)
        self.db = Database(url, pool_size=size, application=application)
        self.admitter = admitter(settings, url, Lifeline(settings.data_dir / "workers", url))
        self.files = file_store(settings)
        self.jobs = Jobs(settings, self.db, self.files, self.admitter)
        self.webhook_db = Database(url, pool_size=3, application="zenhire webhooks")
        self.dispatcher = make_dispatcher(settings, self.webhook_db)
        self.state = workers.WARMING
        self.info: dict[str, Any] = {}
        self.problem: str | None = None

    async def main(self) -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        await self.admitter.queue.open()
        try:
            async with asyncio.TaskGroup() as tasks:
                parts = (self._report(), self._sweep(), self._work(), self.dispatcher.run())
                jobs = [tasks.create_task(part) for part in parts]
                await stop.wait()
                log.info("worker stops")
                for job in jobs:
                    job.cancel()
        finally:
            await self.jobs.close()
            with contextlib.suppress(Exception):
                async with self.db.transaction() as conn:
                    await workers.leave(conn, self.id)
            await self.admitter.queue.close()
            await self.db.close()
            await self.webhook_db.close()

    async def _report(self) -> None:
        while True:
            try:
                async with self.db.transaction() as conn:
                    await workers.report(
                        conn,
                        self.id,
                        version=zenhire.__version__,
                        state=self.state,
                        engines=self.info,
                        problem=self.problem,
                    )
            except Exception as error:
                log.warning("no sign of life could be written", reason=type(error).__name__)
            await asyncio.sleep(self.settings.worker_heartbeat_seconds)

    async def _sweep(self) -> None:
        settings = self.settings
        sweeper = Sweeper(
            self.db,
            self.admitter,
            stalled=settings.worker_stalled_seconds,
            stuck=settings.run_stuck_seconds,
            stuck_by_module=stuck_by_module(settings),
            files=self.files,
        )
        erasure = make_erasure(settings, self.db, self.files, self.admitter)
        retention = Retention(erasure, default_policy(settings), every=settings.retention_sweep_seconds)
        await asyncio.gather(sweeper.run(every=settings.worker_heartbeat_seconds), retention.run())

    async def _warm_up(self) -> None:
        await self._loaded(self.jobs.warm_up, workers.BROKEN)
        self.state = workers.READY
        log.info("worker is ready", asr=self.info["asr"]["engine"])

    async def _loaded(self, load: Callable[[], Awaitable[dict[str, Any]]], without: str) -> None:
        """Loads engines, however often it takes; `without` is the worker's state as long as they are not there."""
        while True:
            try:
                self.info = {**self.info, **await load()}
                self.problem = None
                return
            except Exception as error:
                self.state, self.problem = without, str(error)
                log.error("engines are not ready", reason=str(error))
            await asyncio.sleep(10)

    async def _work(self) -> None:
        await self._warm_up()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._loaded(self.jobs.warm_rest, workers.READY))
            tasks.create_task(self._take_jobs())

    async def _take_jobs(self) -> None:
        settings = self.settings
        worker = Worker(
            self.db,
            self.admitter,
            stuck_seconds=settings.run_stuck_seconds,
            stuck_by_module=stuck_by_module(settings),
            max_attempts=settings.run_max_attempts,
        )
        for task, job in self.jobs.by_task.items():
            self.admitter.queue.register(task, partial(worker.work, job), slots=self.jobs.slots[task])
        await self.admitter.queue.work(
            heartbeat=settings.worker_heartbeat_seconds,
            stalled=settings.worker_stalled_seconds,
            polling=settings.worker_poll_seconds,
            grace=GRACE_SECONDS,
        )
