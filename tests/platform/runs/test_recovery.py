"""Workers, recorded steps, and what the sweeper puts right."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Callable
from pathlib import Path

import psycopg.errors
import pytest
from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests.conftest import TestClient
from tests.platform.runs.conftest import TASK, Submit
from zenhire.kit.db import Database
from zenhire.platform.files import FileMissing, FileStore, FileStoreFailed
from zenhire.platform.queue import Queue, live_jobs
from zenhire.platform.runs import attempt as attempts
from zenhire.platform.runs import service, store
from zenhire.platform.runs.attempt import Attempt, Worker
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.sweeper import Sweeper
from zenhire.platform.runs.types import FAILED, PARTIAL, PROCESSING, SUCCESS, Run, RunFailed, RunLost, StepDegraded

NUMBER = TypeAdapter(int)


class CountingJob:
    """Two required steps and an optional one; what happens in the second is up to the test."""

    def __init__(self, db: Database, admitter: Admitter, second: Callable[[], int], optional: bool = True) -> None:
        self.db, self.admitter = db, admitter
        self.second, self.optional = second, optional
        self.computed: list[str] = []
        self.cleaned = 0

    async def run(self, attempt: Attempt) -> None:
        await attempt.step("first", self._first, NUMBER)
        await attempt.step("second", self._second, NUMBER)
        await attempt.optional_step("extra", self._extra, NUMBER)
        status = PARTIAL if attempt.degraded else SUCCESS
        async with self.db.transaction() as conn:
            await service.complete(conn, self.admitter, attempt.run, status=status, charge=3, description="d")

    async def clean(self, client_id: str, run_id: str) -> None:
        self.cleaned += 1

    async def _first(self) -> int:
        self.computed.append("first")
        return 1

    async def _second(self) -> int:
        self.computed.append("second")
        return self.second()

    async def _extra(self) -> int:
        if not self.optional:
            raise StepDegraded("not today")
        return 3


def _worker(db: Database, admitter: Admitter, stuck: float = 60.0) -> Worker:
    return Worker(db, admitter, stuck_seconds=stuck, max_attempts=3)


async def _state(db: Database, run: Run) -> Run:
    async with db.transaction() as conn:
        found = await store.get(conn, run.client_id, run.id)
    assert found is not None
    return found


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
        await _worker(db, admitter).work(job, run.client_id, run.id)
    assert (await _state(db, run)).status == PROCESSING
    crash = False
    await _worker(db, admitter).work(job, run.client_id, run.id)
    assert (await _state(db, run)).status == SUCCESS
    assert job.computed == ["first", "second", "second"]
    assert job.cleaned == 1


async def test_a_degraded_optional_step_makes_the_run_partial(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    run = (await submit(client)).run
    await _worker(db, admitter).work(CountingJob(db, admitter, lambda: 2, optional=False), run.client_id, run.id)
    assert (await _state(db, run)).status == PARTIAL


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
    await _worker(db, admitter).work(job, run.client_id, run.id)
    ended = await _state(db, run)
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

    await _worker(db, admitter, stuck=0.3).work(Slow(db, admitter, lambda: 2), run.client_id, run.id)
    assert (await _state(db, run)).error_code == "STUCK_TIMEOUT"


async def test_a_run_that_kills_its_workers_is_given_up(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    run = (await submit(client)).run

    def second() -> int:
        raise KeyboardInterrupt

    job = CountingJob(db, admitter, second)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            await _worker(db, admitter).work(job, run.client_id, run.id)
    await _worker(db, admitter).work(job, run.client_id, run.id)
    assert (await _state(db, run)).error_code == "INTERNAL_ERROR"


async def _crash(db: Database, admitter: Admitter, job: CountingJob, run: Run) -> None:
    with pytest.raises(KeyboardInterrupt):
        await _worker(db, admitter).work(job, run.client_id, run.id)


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
        working = asyncio.create_task(_worker(db, admitter).work(Slow(db, admitter, _die), run.client_id, run.id))
        await asyncio.wait_for(started.wait(), 10)
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working
    now = await _state(db, run)
    assert (now.status, now.attempt, now.interruptions) == (PROCESSING, 4, 0)
    await _worker(db, admitter).work(CountingJob(db, admitter, lambda: 2), run.client_id, run.id)
    assert (await _state(db, run)).status == SUCCESS


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
        assert (await _state(db, run)).interruptions == 0
        async with db.transaction() as conn:
            assert await conn.scalar(text("SELECT count(*) FROM run_parts")) == number
    await _worker(db, admitter).work(CountingJob(db, admitter, lambda: 2), run.client_id, run.id)
    assert (await _state(db, run)).status == SUCCESS
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

    await _worker(db, admitter).work(CountingJob(db, admitter, second), run.client_id, run.id)
    now = await _state(db, run)
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
    await _worker(db, admitter).work(job, run.client_id, run.id)
    now = await _state(db, run)
    assert (now.status, now.attempt, job.cleaned) == (PROCESSING, 2, 0)


async def test_suspects_are_worked_on_one_at_a_time_and_the_innocent_one_ends(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    poison, victim = [(await submit(client)).run for _ in range(2)]
    async with db.transaction() as conn:
        await conn.execute(text("UPDATE runs SET attempt = 2, interruptions = 1, in_work = true"))
    worker = _worker(db, admitter)
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
    assert (await _state(db, victim)).status == SUCCESS


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

    await _worker(db, admitter).work(CountingJob(db, admitter, second), run.client_id, run.id)
    assert (await _state(db, run)).status == SUCCESS


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


def _sweeper(db: Database, admitter: Admitter, stuck: float = 600.0) -> Sweeper:
    return Sweeper(db, admitter, stalled=8.0, stuck=stuck)


async def test_the_sweeper_queues_the_jobs_of_dead_workers_again(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    run = (await submit(client)).run
    async with db.transaction() as conn:
        await conn.execute(
            text("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute')")
        )
        dead = "(SELECT max(id) FROM procrastinate_workers)"
        await conn.execute(text(f"UPDATE procrastinate_jobs SET status = 'doing', worker_id = {dead}"))
    await _sweeper(db, admitter).sweep()
    async with db.transaction() as conn:
        assert (await conn.scalar(text("SELECT status FROM procrastinate_jobs"))) == "todo"
    assert (await _state(db, run)).status == PROCESSING


async def test_the_sweeper_gives_a_run_without_a_job_a_new_one(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    run = (await submit(client)).run
    async with db.transaction() as conn:
        await conn.execute(text("DELETE FROM procrastinate_jobs"))
        await conn.execute(text("UPDATE runs SET started_at = started_at - interval '10 seconds'"))
    await _sweeper(db, admitter).sweep()
    async with db.transaction() as conn:
        assert await live_jobs(conn, [run.id]) == {run.id}


async def test_the_watchdog_ends_late_runs_and_starts_the_next(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    runs = [(await submit(client)).run for _ in range(3)]
    async with db.transaction() as conn:
        await store.take_up(conn, client.client_id, runs[0].id)
        await conn.execute(text("UPDATE runs SET taken_up_at = taken_up_at - interval '1 hour'"))
    await _sweeper(db, admitter).sweep()
    states = [await _state(db, run) for run in runs]
    assert [state.status for state in states] == [FAILED, PROCESSING, PROCESSING]
    assert states[0].error_code == "STUCK_TIMEOUT"


async def test_time_in_which_nobody_works_on_a_run_does_not_count(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    run = (await submit(client)).run
    async with db.transaction() as conn:
        await conn.execute(text("UPDATE runs SET started_at = started_at - interval '1 hour'"))
    await _sweeper(db, admitter).sweep()
    assert (await _state(db, run)).status == PROCESSING
    await _worker(db, admitter).work(CountingJob(db, admitter, lambda: 2), run.client_id, run.id)
    assert (await _state(db, run)).status == SUCCESS


async def test_files_of_runs_that_were_never_admitted_are_erased_after_an_hour(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter, tmp_path: Path
) -> None:
    files = FileStore(str(tmp_path / "files"), scratch=tmp_path / "scratch")
    run = (await submit(client)).run
    kept, lost, fresh = (f"clients/c/runs/{name}/recording.ogg" for name in (run.id, "req_1_lost", "req_1_fresh"))
    for key in (kept, lost, fresh):
        await files.put(key, b"x")
    for key in (kept, lost):
        os.utime(tmp_path / "files" / key, (1_700_000_000, 1_700_000_000))
    assert await _sweeper(db, admitter).sweep_files(files) == 1
    assert await files.get(kept) == await files.get(fresh) == b"x"
    with pytest.raises(FileMissing):
        await files.get(lost)


async def test_the_sweeper_starts_waiting_runs_when_the_cap_was_raised(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    runs = [(await submit(client)).run for _ in range(4)]
    async with db.transaction() as conn:
        await conn.execute(text("""UPDATE clients SET max_concurrent = '{"speech": 3}'"""))
    await _sweeper(db, admitter).sweep()
    assert [(await _state(db, run)).status for run in runs] == [PROCESSING] * 3 + ["queued"]


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

    worker = _worker(db, admitter)
    job = Noting(db, admitter, lambda: 2)

    async def work(client_id: str, run_id: str) -> None:
        await worker.work(job, client_id, run_id)

    queue.register(TASK, work)
    await queue.open()
    try:
        working = asyncio.create_task(queue.work(concurrency=1, heartbeat=1, stalled=8, polling=0.5, grace=1))
        async with asyncio.timeout(20):
            await done.wait()
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    finally:
        await queue.close()
    assert order == [run.id for run in runs]
    assert {(await _state(db, run)).status for run in runs} == {SUCCESS}
