"""What a poll sees of a run, and how polls keep their distance."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from tests.conftest import MakeClient, TestClient
from tests.platform.runs.conftest import Submit
from zenhire.kit.db import Database
from zenhire.platform.runs import store
from zenhire.platform.runs.polling import Standing, look, poll_interval
from zenhire.platform.runs.types import PROCESSING, QUEUED, Run


async def _look(db: Database, run: Run, gap: float = 10) -> Standing:
    async with db.single() as conn:
        found = await look(conn, run.client_id, run.id, run.module, gap=gap)
    assert found is not None
    return found


async def _shift_polls(db: Database, seconds: float) -> None:
    async with db.transaction() as conn:
        await conn.execute(
            text("UPDATE run_polls SET polled_at = polled_at - make_interval(secs => :s)"), {"s": seconds}
        )


async def test_polls_keep_their_distance_and_a_refused_one_costs_no_time(
    db: Database, client: TestClient, submit: Submit
) -> None:
    run = (await submit(client)).run
    assert (await _look(db, run)).wait is None
    wait = (await _look(db, run)).wait
    assert wait is not None
    assert 9 <= wait <= 10
    await _shift_polls(db, 9.5)
    assert (await _look(db, run)).wait == 1
    await _shift_polls(db, 0.6)
    assert (await _look(db, run)).wait is None
    assert (await _look(db, run, gap=0)).wait is None


async def test_a_poll_noted_by_a_clock_ahead_does_not_lock_out(
    db: Database, client: TestClient, submit: Submit
) -> None:
    run = (await submit(client)).run
    await _look(db, run)
    await _shift_polls(db, -3600)
    assert (await _look(db, run)).wait is None
    assert (await _look(db, run)).wait == 10


async def test_of_polls_at_the_same_moment_one_is_let_through(db: Database, client: TestClient, submit: Submit) -> None:
    run = (await submit(client)).run
    waits = [found.wait for found in await asyncio.gather(*(_look(db, run) for _ in range(8)))]
    assert waits.count(None) == 1
    assert all(wait is None or 9 <= wait <= 10 for wait in waits)


async def test_it_reads_what_the_run_is_and_where(db: Database, client: TestClient, submit: Submit) -> None:
    runs = [(await submit(client)).run for _ in range(4)]
    async with db.transaction() as conn:
        stored = [await store.get(conn, client.client_id, run.id) for run in runs]
        await store.take_up(conn, client.client_id, runs[0].id)
        await conn.execute(
            text(
                "INSERT INTO run_steps (run_id, name, client_id, attempt, seconds, finished_at)"
                " SELECT id, name, client_id, 1, 1, now() FROM runs, (VALUES ('a'), ('b')) AS s (name) WHERE id = :id"
            ),
            {"id": runs[0].id},
        )
        await conn.execute(text("UPDATE runs SET step_share = 0.5 WHERE id = :id"), {"id": runs[0].id})
    first, _, third, fourth = [await _look(db, run) for run in runs]
    assert (first.status, first.steps_done, first.step_share) == (PROCESSING, 2, 0.5)
    for seen, run in ((third, stored[2]), (fourth, stored[3])):
        assert run is not None
        shown = (seen.id, seen.metadata, seen.tags, seen.created_at, seen.status_changed_at, seen.started_at)
        assert shown == (run.id, run.metadata, run.tags, run.created_at, run.status_changed_at, run.started_at)
    assert (third.status, third.queue_position, third.active) == (QUEUED, 1, 2)
    assert (fourth.queue_position, fourth.active) == (2, 2)


async def test_an_ended_run_may_be_asked_for_at_any_time(db: Database, client: TestClient, submit: Submit) -> None:
    run = (await submit(client)).run
    async with db.transaction() as conn:
        await conn.execute(text("UPDATE runs SET status = 'failed', finished_at = now()"))
    assert [(await _look(db, run)).wait for _ in range(3)] == [None] * 3
    async with db.transaction() as conn:
        assert await conn.scalar(text("SELECT count(*) FROM run_polls")) == 0


async def test_other_clients_and_modules_have_no_such_run(
    db: Database, client: TestClient, make_client: MakeClient, submit: Submit
) -> None:
    run = (await submit(client)).run
    other = await make_client("Other")
    async with db.single() as conn:
        assert await look(conn, other.client_id, run.id, "speech", gap=10) is None
        assert await look(conn, client.client_id, run.id, "interview", gap=10) is None
        assert await look(conn, client.client_id, "a\0b", "speech", gap=10) is None
        assert await conn.scalar(text("SELECT count(*) FROM run_polls")) == 0


@pytest.mark.parametrize(("age", "interval"), [(0, 15), (119, 15), (120, 30), (299, 30), (300, 60), (9999, 60)])
def test_the_documented_cadence(age: int, interval: int) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert poll_interval(start, start + timedelta(seconds=age)) == interval
