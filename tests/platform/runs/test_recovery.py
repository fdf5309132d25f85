"""Workers and recorded steps, whatever dies."""

from __future__ import annotations

import asyncio
import errno

import psycopg.errors
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests.conftest import TestClient
from tests.platform.runs.conftest import TASK, Submit
from tests.platform.runs.working import NUMBER, CountingJob, make_worker, state_of
from zenhire.kit.db import Database
from zenhire.platform.files import FileStoreFailed
from zenhire.platform.queue import Queue
from zenhire.platform.runs import attempt as attempts
from zenhire.platform.runs import store
from zenhire.platform.runs.attempt import Attempt, Worker
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.types import FAILED, PARTIAL, PROCESSING, SUCCESS, Run, RunFailed, RunLost


async def test_a_crashed_attempt_is_continued_without_repeating_steps(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    run = (await submit(client)).run
    crash = True

    def second() -> int:
        if crash:
            raise KeyboardInterrupt
        return 2

    job = CountingJob(db, admitter, second)
    with pytest.raises(KeyboardInterrupt):
        await make_worker(db, admitter).work(job, run.client_id, run.id)
    assert (await state_of(db, run)).status == PROCESSING
    crash = False
    await make_worker(db, admitter).work(job, run.client_id, run.id)
    assert (await state_of(db, run)).status == SUCCESS
    assert job.computed == ["first", "second", "second"]
    assert job.cleaned == 1


async def test_a_degraded_optional_step_makes_the_run_partial(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    run = (await submit(client)).run
    await make_worker(db, admitter).work(CountingJob(db, admitter, lambda: 2, optional=False), run.client_id, run.id)
    assert (await state_of(db, run)).status == PARTIAL


@pytest.mark.parametrize(
    ("error", "code"), [(RunFailed("SCORING_FAILED", "why"), "SCORING_FAILED"), (ValueError("x"), "INTERNAL_ERROR")]
)
async def test_failures_end_the_run_with_their_code(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter, error: Exception, code: str
) -> None:
    run = (await submit(client)).run

    def second() -> int:
        raise error

    job = CountingJob(db, admitter, second)
    await make_worker(db, admitter).work(job, run.client_id, run.id)
    ended = await state_of(db, run)
    assert (ended.status, ended.error_code) == (FAILED, code)
    assert job.cleaned == 1


async def test_a_run_that_takes_too_long_ends_as_stuck(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    run = (await submit(client)).run

    class Slow(CountingJob):
        async def _second(self) -> int:
            await asyncio.sleep(30)
            return 2

    await make_worker(db, admitter, stuck=0.3).work(Slow(db, admitter, lambda: 2), run.client_id, run.id)
    assert (await state_of(db, run)).error_code == "STUCK_TIMEOUT"


async def test_a_module_may_have_a_limit_of_its_own(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    class Slow(CountingJob):
        async def _second(self) -> int:
            await asyncio.sleep(0.5)
            return 2

    for limits, code in (({"other": 0.1}, None), ({"speech": 0.1}, "STUCK_TIMEOUT")):
        run = (await submit(client)).run
        worker = Worker(db, admitter, stuck_seconds=60.0, max_attempts=3, stuck_by_module=limits)
        await worker.work(Slow(db, admitter, lambda: 2), run.client_id, run.id)
        assert (await state_of(db, run)).error_code == code


async def test_a_run_that_kills_its_workers_is_given_up(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    run = (await submit(client)).run

    def second() -> int:
        raise KeyboardInterrupt

    job = CountingJob(db, admitter, second)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            await make_worker(db, admitter).work(job, run.client_id, run.id)
    await make_worker(db, admitter).work(job, run.client_id, run.id)
    assert (await state_of(db, run)).error_code == "INTERNAL_ERROR"


async def _crash(db: Database, admitter: Admitter, job: CountingJob, run: Run) -> None:
    with pytest.raises(KeyboardInterrupt):
        await make_worker(db, admitter).work(job, run.client_id, run.id)


def _die() -> int:
    raise KeyboardInterrupt


async def test_restarts_in_good_order_use_up_no_attempts(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    run = (await submit(client)).run
    started = asyncio.Event()

    class Slow(CountingJob):
        async def _second(self) -> int:
            started.set()
            await asyncio.sleep(30)
            return 2

    for _ in range(4):
        started.clear()
        working = asyncio.create_task(make_worker(db, admitter).work(Slow(db, admitter, _die), run.client_id, run.id))
        await asyncio.wait_for(started.wait(), 10)
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working
    now = await state_of(db, run)
    assert (now.status, now.attempt, now.interruptions) == (PROCESSING, 4, 0)
    await make_worker(db, admitter).work(CountingJob(db, admitter, lambda: 2), run.client_id, run.id)
    assert (await state_of(db, run)).status == SUCCESS


async def test_crashes_with_progress_in_between_use_up_no_attempts(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    run = (await submit(client)).run

    class GettingOn(CountingJob):
        async def run(self, attempt: Attempt) -> None:
            parts = attempt.parts("second", NUMBER, made_by="test")
            parts._written = 0.0
            await parts.add(attempt.run.attempt, 1, 0.5)
            raise KeyboardInterrupt

    for number in range(1, 6):
        await _crash(db, admitter, GettingOn(db, admitter, _die), run)
        assert (await state_of(db, run)).interruptions == 0
        async with db.transaction() as conn:
            assert await conn.scalar(text("SELECT count(*) FROM run_parts")) == number
    await make_worker(db, admitter).work(CountingJob(db, admitter, lambda: 2), run.client_id, run.id)
    assert (await state_of(db, run)).status == SUCCESS
    async with db.transaction() as conn:
        assert await conn.scalar(text("SELECT count(*) FROM run_parts")) == 0


async def test_a_lost_database_uses_up_no_attempts(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "RECONNECT_SECONDS", (0.0,))
    run = (await submit(client)).run
    losses = 7

    def second() -> int:
        nonlocal losses
        losses -= 1
        if losses > 0:
            raise OperationalError("lost", None, Exception())
        return 2

    await make_worker(db, admitter).work(CountingJob(db, admitter, second), run.client_id, run.id)
    now = await state_of(db, run)
    assert (now.status, now.attempt, now.interruptions) == (SUCCESS, 7, 0)


async def test_a_worker_that_lost_the_database_takes_no_run_from_another_one(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "RECONNECT_SECONDS", (0.0,))
    run = (await submit(client)).run

    class Losing(CountingJob):
        async def _second(self) -> int:
            async with db.transaction() as conn:
                await store.take_up(conn, run.client_id, run.id)
            raise OperationalError("lost", None, Exception())

    job = Losing(db, admitter, _die)
    await make_worker(db, admitter).work(job, run.client_id, run.id)
    now = await state_of(db, run)
    assert (now.status, now.attempt, job.cleaned) == (PROCESSING, 2, 0)


async def test_suspects_are_worked_on_one_at_a_time_and_the_innocent_one_ends(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    poison, victim = [(await submit(client)).run for _ in range(2)]
    async with db.transaction() as conn:
        await conn.execute(text("UPDATE runs SET attempt = 2, interruptions = 1, in_work = true"))
    worker = make_worker(db, admitter)
    at_once: list[int] = []

    class Watching(CountingJob):
        async def run(self, attempt: Attempt) -> None:
            at_once.append(1)
            await asyncio.sleep(0.1)
            assert len(at_once) == 1
            at_once.pop()
            if attempt.run.id == poison.id:
                raise KeyError("dead")
            await super().run(attempt)

    job = Watching(db, admitter, lambda: 2)
    await asyncio.gather(*(worker.work(job, run.client_id, run.id) for run in (poison, victim)))
    assert (await state_of(db, victim)).status == SUCCESS


async def test_a_full_disk_is_waited_for(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "RECONNECT_SECONDS", (0.0,))
    run = (await submit(client)).run
    faults: list[Exception] = [
        OSError(errno.ENOSPC, "No space left on device"),
        FileStoreFailed("The file store could not write: No space left on device."),
        OperationalError("could not extend file", None, psycopg.errors.DiskFull()),
    ]

    def second() -> int:
        if faults:
            raise faults.pop()
        return 2

    await make_worker(db, admitter).work(CountingJob(db, admitter, second), run.client_id, run.id)
    assert (await state_of(db, run)).status == SUCCESS


async def test_a_woken_zombie_writes_no_step(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    run = (await submit(client)).run
    async with db.transaction() as conn:
        zombie = await store.take_up(conn, run.client_id, run.id)
        await store.take_up(conn, run.client_id, run.id)
    assert zombie is not None
    attempt = Attempt(db, zombie, {})

    async def one() -> int:
        return 1

    with pytest.raises(RunLost):
        await attempt.step("first", one, NUMBER)
    async with db.transaction() as conn:
        assert await store.steps(conn, run.client_id, run.id) == {}


async def test_a_real_worker_takes_jobs_from_the_queue_in_order(
    db: Database, database_url: str, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    queue = Queue(database_url)
    order: list[str] = []
    done = asyncio.Event()
    runs = [(await submit(client)).run for _ in range(6)]

    class Noting(CountingJob):
        async def run(self, attempt: Attempt) -> None:
            order.append(attempt.run.id)
            await super().run(attempt)
            if len(order) == len(runs):
                done.set()

    worker = make_worker(db, admitter)
    job = Noting(db, admitter, lambda: 2)

    async def work(client_id: str, run_id: str) -> None:
        await worker.work(job, client_id, run_id)

    queue.register(TASK, work)
    await queue.open()
    try:
        working = asyncio.create_task(queue.work(heartbeat=1, stalled=8, polling=0.5, grace=1))
        async with asyncio.timeout(20):
            await done.wait()
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    finally:
        await queue.close()
    assert order == [run.id for run in runs]
    assert {(await state_of(db, run)).status for run in runs} == {SUCCESS}
