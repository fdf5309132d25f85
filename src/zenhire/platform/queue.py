"""Thin face on Procrastinate: defer a job in our transaction, run a worker, find the jobs of dead workers."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime

import procrastinate
import structlog
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.connector import BaseConnector
from procrastinate.exceptions import ConnectorException, JobAborted
from procrastinate.jobs import Job, Notification, Status
from procrastinate.manager import JobManager, NotificationCallback
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.clock import utcnow
from zenhire.kit.db import connection_options, driver_connection, libpq_url
from zenhire.platform.lifeline import Lifeline

log = structlog.get_logger(__name__)

RETURN_SECONDS = 1.0

JobFunction = Callable[[str, str], Awaitable[None]]
"""A job gets the client's id and the run's id; everything else it reads from the run's row."""


class _ReturnOnShutdown(BaseRetryStrategy):
    """A job cut off by the worker's shutdown goes straight back to the queue; other failures do not."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, asyncio.CancelledError | JobAborted):
            return RetryDecision(retry_at=utcnow())
        return None


class _Lanes:
    """How many jobs of each kind this worker may have in work at a time, and how many it has.

    Each kind has slots of its own, so that a job of seconds never waits for jobs of many minutes.
    """

    def __init__(self) -> None:
        self.slots: dict[str, int] = {}
        self._taken: Counter[str] = Counter()

    @property
    def total(self) -> int:
        """Jobs in work at most; a queue asks for one at least."""
        return max(1, sum(self.slots.values()))

    def open(self) -> list[str]:
        """The kinds that have a free slot."""
        return [kind for kind, slots in self.slots.items() if self._taken[kind] < slots]

    def take(self, kind: str) -> None:
        """A job of this kind begins."""
        self._taken[kind] += 1

    def free(self, kind: str) -> None:
        """A job of this kind has ended."""
        self._taken[kind] -= 1

    def clear(self) -> None:
        """None is in work."""
        self._taken.clear()


class _JobManager(JobManager):
    """Takes jobs by kind, and goes on without a sign of life that was lost.

    Procrastinate watches its heartbeat only until the first of its side tasks ends, and without periodic tasks one
    ends at once. A worker that goes on without a heartbeat has each of its jobs taken away again and again.
    """

    def __init__(self, connector: BaseConnector, lifeline: Lifeline | None) -> None:
        super().__init__(connector)
        self.worker_id: int | None = None
        self.lifeline = lifeline
        self.lanes = _Lanes()
        self._tell: NotificationCallback | None = None
        self._news = 0

    async def register_worker(self) -> int:
        self.lanes.clear()
        self.worker_id = await super().register_worker()
        if self.lifeline is not None:
            self.lifeline.hold(self.worker_id)
        return self.worker_id

    async def unregister_worker(self, worker_id: int) -> None:
        await super().unregister_worker(worker_id)
        if self.lifeline is not None and worker_id == self.worker_id:
            self.lifeline.release()

    async def update_heartbeat(self, worker_id: int) -> None:
        try:
            await super().update_heartbeat(worker_id)
        except Exception as error:
            log.warning("no sign of life reached the queue", reason=type(error).__name__)

    async def listen_for_jobs(
        self, *, on_notification: NotificationCallback, queues: Iterable[str] | None = None
    ) -> None:
        """Until cancelled: procrastinate itself listens no more when the database is away for a moment."""
        self._tell = on_notification
        while True:
            try:
                await super().listen_for_jobs(on_notification=self._heard, queues=queues)
            except ConnectorException:
                log.debug("the queue's news is lost for a moment")
            await asyncio.sleep(RETURN_SECONDS)

    async def _heard(self, *, channel: str, notification: Notification) -> None:
        self._news += 1
        if self._tell is not None:
            await self._tell(channel=channel, notification=notification)

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """The oldest job of the kinds that have a free slot."""
        while True:
            news = self._news
            job = await super().fetch_job(self.lanes.open(), worker_id)
            if job is not None:
                self.lanes.take(job.queue)
                return job
            # Procrastinate forgets what it was told while it asked: it would ask again only with the next poll.
            if news == self._news:
                return None

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        try:
            if await self._is_ours(job):
                await super().finish_job(job=job, status=status, delete_job=delete_job)
        finally:
            await self._free(job)

    async def retry_job(
        self,
        job: Job,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        try:
            if await self._is_ours(job):
                await super().retry_job(job, retry_at, priority, queue, lock)
        finally:
            await self._free(job)

    async def _free(self, job: Job) -> None:
        """Gives a job's slot to the next of its kind. Procrastinate looks for one only when it is told of a new job."""
        self.lanes.free(job.queue)
        assert job.id is not None, "only a job that was not deferred yet has none"
        await self._heard(channel="", notification={"type": "job_inserted", "job_id": job.id})

    async def take_back(self, job: Job) -> None:
        """Gives a dead worker's job back to the queue."""
        await super().retry_job(job)

    async def _is_ours(self, job: Job) -> bool:
        """Whether it is still the job that we took: one that was given back meanwhile is whoever's took it then.

        That may be ourselves, when we were stopped for a while; so the worker's number alone would not tell.
        """
        row = await self.connector.execute_query_one_async(
            "SELECT count(*) AS n FROM procrastinate_jobs"
            " WHERE id = %(id)s AND worker_id = %(worker)s AND attempts = %(attempts)s",
            id=job.id,
            worker=self.worker_id,
            attempts=job.attempts,
        )
        return bool(row["n"])


class Queue:
    """The queue carries ids only. The truth about a piece of work is its run's row."""

    def __init__(self, database_url: str, *, pool_size: int = 4, lifeline: Lifeline | None = None) -> None:
        """`lifeline` is what the workers of this machine hold; without one, only their heartbeats tell of them."""
        self.app = procrastinate.App(
            connector=procrastinate.PsycopgConnector(
                conninfo=libpq_url(database_url),
                min_size=1,
                max_size=pool_size,
                kwargs=connection_options(database_url, "zenhire queue"),
            )
        )
        self._manager = self.app.job_manager = _JobManager(self.app.connector, lifeline)

    async def open(self) -> None:
        """Opens the queue's own connections; only workers need them."""
        await self.app.open_async()

    async def close(self) -> None:
        """Closes them."""
        await self.app.close_async()

    async def defer(self, conn: AsyncConnection, task: str, *, client_id: str, run_id: str) -> None:
        """Inserts the job on this transaction: it exists when the transaction commits, and not otherwise."""
        deferrer = self.app.configure_task(task, lock=run_id, queue=task, connection=await driver_connection(conn))
        await deferrer.defer_async(client_id=client_id, run_id=run_id)

    def register(self, task: str, function: JobFunction, *, slots: int = 1) -> None:
        """Says which function works on jobs of this name, and on how many at a time."""

        async def job(context: JobContext, client_id: str, run_id: str) -> None:
            await function(client_id, run_id)

        self.app.task(name=task, queue=task, pass_context=True, retry=_ReturnOnShutdown())(job)
        self._manager.lanes.slots[task] = slots

    async def work(self, *, heartbeat: float, stalled: float, polling: float, grace: float) -> None:
        """Works on what is registered until cancelled; then finishes what runs within `grace` seconds. A lost database
        is waited for."""
        while True:
            try:
                await self.app.run_worker_async(
                    concurrency=self._manager.lanes.total,
                    update_heartbeat_interval=heartbeat,
                    stalled_worker_timeout=max(stalled, 3 * heartbeat) * 4,
                    fetch_job_polling_interval=polling,
                    abort_job_polling_interval=3600.0,
                    shutdown_graceful_timeout=grace,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                )
            except ConnectorException as error:
                log.warning("the queue is lost, taking it up again", reason=type(error.__cause__ or error).__name__)
            await asyncio.sleep(RETURN_SECONDS)

    async def retry_stalled(self, stalled: float) -> list[str]:
        """Gives the jobs of workers silent for `stalled` seconds, or killed, back to the queue; their run ids.

        Our own worker is alive, even if this process was stopped for a while and its heartbeat is still to come.
        """
        manager = self._manager
        if manager.worker_id is not None:
            await manager.update_heartbeat(manager.worker_id)
        await self._bury_the_dead()
        returned = []
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=stalled):
            try:
                await manager.take_back(job)
            except ConnectorException:
                log.debug("a job of a silent worker ended meanwhile", job=job.id)
                continue
            returned.append(str(job.task_kwargs["run_id"]))
        return returned

    async def _bury_the_dead(self) -> None:
        """Takes the workers of this machine that were killed off the list: their jobs are nobody's then."""
        lifeline = self._manager.lifeline
        if lifeline is None:
            return
        for worker_id in lifeline.dead():
            await self._manager.unregister_worker(worker_id)
            lifeline.forget(worker_id)
            log.warning("a worker of this machine was killed", worker=worker_id)


async def live_jobs(conn: AsyncConnection, run_ids: list[str]) -> set[str]:
    """Which of these runs have a job that waits or runs."""
    rows = await conn.execute(
        text("SELECT lock FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND lock = ANY(:ids)"),
        {"ids": run_ids},
    )
    return {str(row.lock) for row in rows}
