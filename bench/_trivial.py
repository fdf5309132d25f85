"""A worker as the platform runs it, whose job does nothing but wait: `python -m bench._trivial TASK SECONDS`.

At its end it leaves the number of runs that it finished in the file `finished` of its data folder.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
import sys
from functools import partial

from pydantic import TypeAdapter

from zenhire.entry.wiring import admitter, database_url
from zenhire.kit.db import Database
from zenhire.kit.logging import configure_logging
from zenhire.kit.settings import Settings
from zenhire.platform.lifeline import Lifeline
from zenhire.platform.runs import service
from zenhire.platform.runs.attempt import Attempt, Worker
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.sweeper import Sweeper
from zenhire.platform.runs.types import SUCCESS

STEPS = ("first", "second", "third")
_OUTPUT = TypeAdapter(dict[str, int])


class TrivialJob:
    """Steps that wait and record a number; then the charge. No two wait alike, so that runs do not end in step."""

    def __init__(self, db: Database, own: Admitter, seconds: float) -> None:
        self.db, self.own, self.seconds = db, own, seconds
        self.finished = 0
        self._random = random.Random(1)

    async def run(self, attempt: Attempt) -> None:
        """All steps, each about `seconds` long, and the end."""
        for name in STEPS:
            await attempt.step(name, self._wait, _OUTPUT)
        run = attempt.run
        async with self.db.transaction() as conn:
            await service.complete(conn, self.own, run, status=SUCCESS, charge=run.cost, description="Benchmark")
        self.finished += 1

    async def clean(self, client_id: str, run_id: str) -> None:
        """There is nothing to clean."""

    async def _wait(self) -> dict[str, int]:
        await asyncio.sleep(self.seconds * self._random.uniform(0.5, 1.5))
        return {"value": 1}


async def work(settings: Settings, task: str, seconds: float) -> None:
    """Works until SIGTERM."""
    url = database_url(settings)
    db = Database(url, pool_size=settings.worker_concurrency + 3, application="bench worker")
    own = admitter(settings, url, Lifeline(settings.data_dir / "workers", url))
    job = TrivialJob(db, own, seconds)
    worker = Worker(db, own, stuck_seconds=settings.run_stuck_seconds, max_attempts=settings.run_max_attempts)
    sweeper = Sweeper(db, own, stalled=settings.worker_stalled_seconds, stuck=settings.run_stuck_seconds)
    own.queue.register(task, partial(worker.work, job), slots=settings.worker_concurrency)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await own.queue.open()
    try:
        working = asyncio.ensure_future(
            own.queue.work(
                heartbeat=settings.worker_heartbeat_seconds,
                stalled=settings.worker_stalled_seconds,
                polling=settings.worker_poll_seconds,
                grace=5.0,
            )
        )
        sweeping = asyncio.ensure_future(sweeper.run(every=settings.worker_heartbeat_seconds))
        await stop.wait()
        for part in (working, sweeping):
            part.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await part
    finally:
        (settings.data_dir / "finished").write_text(str(job.finished))
        await own.queue.close()
        await db.close()


def main() -> None:
    """Entry point of the process."""
    settings = Settings()
    configure_logging("json", "warning")
    asyncio.run(work(settings, sys.argv[1], float(sys.argv[2])))


if __name__ == "__main__":
    main()
