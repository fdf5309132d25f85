"""What the sweeper puts right."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.conftest import TestClient
from tests.platform.runs.conftest import Submit
from tests.platform.runs.working import CountingJob, make_worker, state_of
from zenhire.kit.db import Database
from zenhire.platform.files import FileMissing, FileStore
from zenhire.platform.queue import live_jobs
from zenhire.platform.runs import store
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.sweeper import Sweeper
from zenhire.platform.runs.types import FAILED, PROCESSING, SUCCESS


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
    assert (await state_of(db, run)).status == PROCESSING


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
    states = [await state_of(db, run) for run in runs]
    assert [state.status for state in states] == [FAILED, PROCESSING, PROCESSING]
    assert states[0].error_code == "STUCK_TIMEOUT"


async def test_a_module_may_have_a_limit_of_its_own(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    run = (await submit(client)).run
    async with db.transaction() as conn:
        await store.take_up(conn, client.client_id, run.id)
        await conn.execute(text("UPDATE runs SET taken_up_at = taken_up_at - interval '12 minutes'"))
    for limits, status in (({"other": 1.0, run.module: 900.0}, PROCESSING), ({run.module: 600.0}, FAILED)):
        await Sweeper(db, admitter, stalled=8.0, stuck=3600.0, stuck_by_module=limits).sweep()
        assert (await state_of(db, run)).status == status
    ended = await state_of(db, run)
    assert (ended.error_code, "10 minutes" in str(ended.error_message)) == ("STUCK_TIMEOUT", True)


async def test_time_in_which_nobody_works_on_a_run_does_not_count(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    run = (await submit(client)).run
    async with db.transaction() as conn:
        await conn.execute(text("UPDATE runs SET started_at = started_at - interval '1 hour'"))
    await _sweeper(db, admitter).sweep()
    assert (await state_of(db, run)).status == PROCESSING
    await make_worker(db, admitter).work(CountingJob(db, admitter, lambda: 2), run.client_id, run.id)
    assert (await state_of(db, run)).status == SUCCESS


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
    assert [(await state_of(db, run)).status for run in runs] == [PROCESSING] * 3 + ["queued"]
