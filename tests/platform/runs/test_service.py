"""Admission, the FIFO queue, the end of a run, and the fence around it."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text

from tests.conftest import MakeClient, TestClient
from tests.platform.runs.conftest import TASK, Submit
from zenhire.kit.db import Database
from zenhire.platform.credits import service as credits
from zenhire.platform.credits.errors import InsufficientCredits
from zenhire.platform.queue import live_jobs
from zenhire.platform.runs import service, store
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.types import FAILED, PROCESSING, QUEUED, SUCCESS, Run, RunLost


async def _begin(db: Database, run: Run) -> Run:
    async with db.transaction() as conn:
        taken = await store.take_up(conn, run.client_id, run.id)
    assert taken is not None
    return taken


async def _state(db: Database, run: Run) -> Run:
    async with db.transaction() as conn:
        found = await store.get(conn, run.client_id, run.id)
    assert found is not None
    return found


async def _credits(db: Database, client: TestClient) -> tuple[int, int]:
    async with db.transaction() as conn:
        body = await credits.overview(conn, client.client_id)
    return body["creditBalance"], body["heldCredits"]


async def test_runs_start_up_to_the_cap_and_then_wait_in_order(
    db: Database, client: TestClient, submit: Submit
) -> None:
    admissions = [await submit(client) for _ in range(5)]
    assert [a.run.status for a in admissions] == [PROCESSING, PROCESSING, QUEUED, QUEUED, QUEUED]
    assert [a.queue_position for a in admissions] == [None, None, 1, 2, 3]
    assert [a.active for a in admissions] == [1, 2, 2, 2, 2]
    async with db.transaction() as conn:
        live = await live_jobs(conn, [a.run.id for a in admissions])
    assert live == {admissions[0].run.id, admissions[1].run.id}
    assert await _credits(db, client) == (100, 15)


async def test_the_clients_own_cap_wins(make_client: MakeClient, submit: Submit) -> None:
    narrow = await make_client("narrow", credits=100, max_concurrent={"speech": 1})
    assert [(await submit(narrow)).run.status for _ in range(2)] == [PROCESSING, QUEUED]


async def test_clients_do_not_wait_for_each_other(make_client: MakeClient, submit: Submit) -> None:
    first, second = await make_client("a", credits=100), await make_client("b", credits=100)
    for _ in range(3):
        await submit(first)
    assert (await submit(second)).run.status == PROCESSING


async def test_the_end_of_a_run_charges_it_and_starts_the_oldest_waiting(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    runs = [(await submit(client)).run for _ in range(4)]
    running = await _begin(db, runs[0])
    async with db.transaction() as conn:
        left = await service.complete(conn, admitter, running, status=SUCCESS, charge=3, description="d")
    assert left == 97
    assert await _credits(db, client) == (97, 9)
    assert [(await _state(db, run)).status for run in runs] == [SUCCESS, PROCESSING, PROCESSING, QUEUED]
    async with db.transaction() as conn:
        assert await store.count_queued(conn, client.client_id, "speech", up_to_seq=runs[3].seq) == 1
        assert runs[2].id in await live_jobs(conn, [runs[2].id])


async def test_a_failure_frees_the_hold_and_charges_nothing(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    run = await _begin(db, (await submit(client)).run)
    async with db.transaction() as conn:
        await service.fail(conn, admitter, run, code="SCORING_FAILED", message="m")
    ended = await _state(db, run)
    assert (ended.status, ended.error_code, ended.error_message) == (FAILED, "SCORING_FAILED", "m")
    assert await _credits(db, client) == (100, 0)


async def test_an_older_attempt_can_write_nothing(
    db: Database, client: TestClient, submit: Submit, admitter: Admitter
) -> None:
    run = (await submit(client)).run
    zombie = await _begin(db, run)
    successor = await _begin(db, run)
    assert successor.attempt == zombie.attempt + 1
    with pytest.raises(RunLost):
        async with db.transaction() as conn:
            await service.complete(conn, admitter, zombie, status=SUCCESS, charge=3, description="d")
    with pytest.raises(RunLost):
        async with db.transaction() as conn:
            await service.fail(conn, admitter, zombie, code="X", message="m")
    async with db.transaction() as conn:
        assert not await store.owned(conn, zombie)
        assert await store.owned(conn, successor)
        await service.complete(conn, admitter, successor, status=SUCCESS, charge=3, description="d")
    with pytest.raises(RunLost):
        async with db.transaction() as conn:
            await service.complete(conn, admitter, successor, status=SUCCESS, charge=3, description="d")
    assert await _credits(db, client) == (97, 0)


async def test_too_few_credits_create_nothing(db: Database, make_client: MakeClient, submit: Submit) -> None:
    poor = await make_client("poor", credits=5)
    await submit(poor, cost=3)
    with pytest.raises(InsufficientCredits) as caught:
        await submit(poor, cost=3)
    assert caught.value.details == {"cost": 3, "available": 2, "required": 3, "balance": 5}
    async with db.transaction() as conn:
        assert await store.count_processing(conn, poor.client_id, "speech") == 1
        assert await conn.scalar(text("SELECT count(*) FROM procrastinate_jobs")) == 1


async def test_parallel_submits_never_exceed_cap_or_credits(
    db: Database, make_client: MakeClient, submit: Submit
) -> None:
    busy = await make_client("busy", credits=30)
    outcomes = await asyncio.gather(*(submit(busy, cost=3) for _ in range(15)), return_exceptions=True)
    admitted = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    assert len(admitted) == 10
    assert sum(isinstance(outcome, InsufficientCredits) for outcome in outcomes) == 5
    assert sorted(a.queue_position or 0 for a in admitted) == [0, 0, *range(1, 9)]
    assert await _credits(db, busy) == (30, 30)


async def test_a_rolled_back_submit_leaves_nothing(
    db: Database, client: TestClient, admitter: Admitter, submit: Submit
) -> None:
    run = (await submit(client)).run

    async def defer_and_break() -> None:
        async with db.transaction() as conn:
            await admitter.queue.defer(conn, TASK, client_id=client.client_id, run_id="never")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await defer_and_break()
    async with db.transaction() as conn:
        assert await live_jobs(conn, ["never", run.id]) == {run.id}


async def test_a_client_sees_its_own_runs_only(db: Database, make_client: MakeClient, submit: Submit) -> None:
    mine, theirs = await make_client("mine", credits=9), await make_client("theirs", credits=9)
    run = (await submit(mine)).run
    async with db.transaction() as conn:
        assert await store.get(conn, mine.client_id, run.id) == run
        assert await store.get(conn, theirs.client_id, run.id) is None
        assert await store.take_up(conn, theirs.client_id, run.id) is None
