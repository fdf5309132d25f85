"""The queue's worker: it stays alive in the eyes of others, and of itself."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest_asyncio
from sqlalchemy import text

from zenhire.kit.db import Database
from zenhire.platform.lifeline import Lifeline
from zenhire.platform.queue import Queue

TASK = "test.queue"
RENAMED = "procrastinate_update_heartbeat_away"


@contextlib.asynccontextmanager
async def _working(queue: Queue, heartbeat: float, polling: float = 0.1) -> AsyncIterator[None]:
    work = asyncio.create_task(queue.work(heartbeat=heartbeat, stalled=8, polling=polling, grace=0.1))
    try:
        yield
    finally:
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work


async def _until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(10):
        while not await condition():  # noqa: ASYNC110 - the database has no event for it
            await asyncio.sleep(0.02)


async def _count(db: Database, query: str) -> int:
    async with db.transaction() as conn:
        return int(await conn.scalar(text(query)))


@pytest_asyncio.fixture(loop_scope="session")
async def queue(db: Database) -> AsyncIterator[Queue]:
    queue = Queue(db.url)
    await queue.open()
    yield queue
    await queue.close()


async def test_the_heart_beats_again_after_a_beat_that_failed(db: Database, queue: Queue) -> None:
    async def beats() -> bool:
        fresh = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '0.3 s'"
        return await _count(db, fresh) == 1

    async def silent() -> bool:
        return not await beats()

    async with _working(queue, heartbeat=0.05):
        await _until(beats)
        async with db.transaction() as conn:
            await conn.execute(text(f"ALTER FUNCTION procrastinate_update_heartbeat_v1 RENAME TO {RENAMED}"))
        try:
            await _until(silent)
        finally:
            async with db.transaction() as conn:
                await conn.execute(text(f"ALTER FUNCTION {RENAMED} RENAME TO procrastinate_update_heartbeat_v1"))
        await _until(beats)


async def test_a_worker_that_was_stopped_for_a_while_keeps_its_own_jobs(db: Database, queue: Queue) -> None:
    started, finish = asyncio.Event(), asyncio.Event()

    async def job(_client_id: str, _run_id: str) -> None:
        started.set()
        await finish.wait()

    queue.register(TASK, job)
    async with db.transaction() as conn:
        await queue.defer(conn, TASK, client_id="c", run_id="r")
    async with _working(queue, heartbeat=60):
        await asyncio.wait_for(started.wait(), 10)
        async with db.transaction() as conn:
            await conn.execute(text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"))
            # A worker that is gone, and a job that it had.
            await conn.execute(
                text(
                    "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat)"
                    " VALUES (now() - interval '1 minute') RETURNING id)"
                    " INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, status, worker_id)"
                    " SELECT 'q', 'test.other', 'other', '{\"run_id\": \"other\"}', 'doing', id FROM dead"
                )
            )
        assert await queue.retry_stalled(8) == ["other"]
        finish.set()

        async def done() -> bool:
            return await _count(db, "SELECT count(*) FROM procrastinate_jobs WHERE lock = 'r'") == 0

        await _until(done)


async def test_the_jobs_of_a_killed_worker_of_this_machine_go_back_without_waiting(
    db: Database, queue: Queue, tmp_path: Path
) -> None:
    async with db.transaction() as conn:
        await conn.execute(text("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()), (now())"))
        killed, living = (await conn.execute(text("SELECT id FROM procrastinate_workers ORDER BY id"))).scalars()
        for worker in (killed, living):
            args = f'{{"run_id": "of-{worker}"}}'
            await conn.execute(
                text(
                    "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, status, worker_id)"
                    " VALUES ('q', 'test.other', :lock, CAST(:args AS jsonb), 'doing', :worker)"
                ),
                {"lock": f"of-{worker}", "args": args, "worker": worker},
            )
    dead, alive = Lifeline(tmp_path, db.url), Lifeline(tmp_path, db.url)
    dead.hold(killed)
    alive.hold(living)
    assert dead._held is not None
    os.close(dead._held[1])
    looking = Queue(db.url, lifeline=Lifeline(tmp_path, db.url))
    await looking.open()
    assert await looking.retry_stalled(8) == [f"of-{killed}"]
    assert await looking.retry_stalled(8) == []
    await looking.close()
    alive.release()
    assert os.listdir(tmp_path) == []


async def test_a_worker_outlives_the_loss_of_its_registration(db: Database, queue: Queue) -> None:
    done: list[str] = []

    async def job(_client_id: str, run_id: str) -> None:
        done.append(run_id)

    queue.register(TASK + ".lost", job)

    async def registered() -> bool:
        return await _count(db, "SELECT count(*) FROM procrastinate_workers") > 0

    async with _working(queue, heartbeat=60):
        await _until(registered)
        async with db.transaction() as conn:
            # As another worker does with one that was silent for long: the next job cannot be taken under its number.
            await conn.execute(text("DELETE FROM procrastinate_workers"))
            await queue.defer(conn, TASK + ".lost", client_id="c", run_id="r")

        async def worked() -> bool:
            return done == ["r"]

        await _until(worked)


async def test_a_job_that_came_back_to_the_same_worker_is_not_ended_by_its_first_hand(
    db: Database, queue: Queue
) -> None:
    """As when a worker is stopped, its jobs are given back, and it takes one of them again when it wakes."""
    begun: list[asyncio.Event] = []

    async def job(_client_id: str, _run_id: str) -> None:
        finish = asyncio.Event()
        begun.append(finish)
        await finish.wait()

    queue.register(TASK + ".again", job, slots=2)

    async def jobs() -> int:
        return await _count(db, "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'")

    def begun_times(number: int) -> Callable[[], Awaitable[bool]]:
        async def reached() -> bool:
            return len(begun) == number

        return reached

    async with _working(queue, heartbeat=60):
        async with db.transaction() as conn:
            await queue.defer(conn, TASK + ".again", client_id="c", run_id="again")
        await _until(begun_times(1))
        async with db.transaction() as conn:
            await conn.execute(
                text("SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM procrastinate_jobs")
            )
        await _until(begun_times(2))
        begun[0].set()
        await asyncio.sleep(0.3)
        assert await jobs() == 1
        begun[1].set()

        async def done() -> bool:
            return await jobs() == 0

        await _until(done)


class Kind:
    """Jobs of one name, each of which ends when it is let go."""

    def __init__(self, db: Database, queue: Queue, name: str, slots: int) -> None:
        self.db, self.queue, self.task = db, queue, f"{TASK}.{name}"
        self.begun: list[str] = []
        self.ends: dict[str, asyncio.Event] = {}
        queue.register(self.task, self._job, slots=slots)

    async def _job(self, _client_id: str, run_id: str) -> None:
        self.begun.append(run_id)
        await self.ends[run_id].wait()

    async def defer(self, *run_ids: str) -> None:
        for run_id in run_ids:
            self.ends[run_id] = asyncio.Event()
            async with self.db.transaction() as conn:
                await self.queue.defer(conn, self.task, client_id="c", run_id=run_id)

    async def has_begun(self, *run_ids: str) -> None:
        async def begun() -> bool:
            return self.begun == list(run_ids)

        await _until(begun)

    async def count(self) -> int:
        return await _count(self.db, f"SELECT count(*) FROM procrastinate_jobs WHERE task_name = '{self.task}'")


async def test_a_kind_of_job_does_not_wait_for_the_slots_of_another(db: Database, queue: Queue) -> None:
    long, short = Kind(db, queue, "long", slots=2), Kind(db, queue, "short", slots=1)
    async with _working(queue, heartbeat=60):
        await long.defer("l1", "l2", "l3")
        await long.has_begun("l1", "l2")
        await short.defer("s1", "s2")
        short.ends["s1"].set()
        short.ends["s2"].set()
        await short.has_begun("s1", "s2")

        async def done() -> bool:
            return await short.count() == 0

        await _until(done)
        assert long.begun == ["l1", "l2"]
        for end in long.ends.values():
            end.set()


async def test_a_slot_that_is_freed_is_filled_at_once_in_order(db: Database, queue: Queue) -> None:
    one, other = Kind(db, queue, "one", slots=1), Kind(db, queue, "other", slots=2)
    async with _working(queue, heartbeat=60, polling=3600):
        await one.defer("a", "b", "c")
        await other.defer("x")
        await one.has_begun("a")
        await other.has_begun("x")
        for run_id, so_far in (("a", ["a", "b"]), ("b", ["a", "b", "c"])):
            one.ends[run_id].set()
            await one.has_begun(*so_far)
        one.ends["c"].set()
        other.ends["x"].set()


async def test_jobs_of_all_kinds_go_back_at_the_end(db: Database, queue: Queue) -> None:
    one, other = Kind(db, queue, "first", slots=1), Kind(db, queue, "second", slots=1)
    async with _working(queue, heartbeat=60):
        await one.defer("a")
        await other.defer("x")
        await one.has_begun("a")
        await other.has_begun("x")
    waiting = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"
    assert await _count(db, waiting) == 2
    assert await _count(db, "SELECT count(*) FROM procrastinate_workers") == 0
    async with _working(queue, heartbeat=60):
        await one.has_begun("a", "a")
        await other.has_begun("x", "x")
        one.ends["a"].set()
        other.ends["x"].set()


async def test_a_job_that_nobody_here_knows_is_left_to_those_who_do(db: Database, queue: Queue) -> None:
    known = Kind(db, queue, "known", slots=1)
    async with db.transaction() as conn:
        await conn.execute(
            text(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args)"
                " VALUES ('new', 'new', 'n', '{\"client_id\": \"c\", \"run_id\": \"n\"}')"
            )
        )
    async with _working(queue, heartbeat=60):
        await known.defer("k")
        await known.has_begun("k")
        known.ends["k"].set()
    assert await _count(db, "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'new' AND status = 'todo'") == 1
