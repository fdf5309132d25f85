"""Keys that lead a repeated submit to its run: one run each, for as long as the module says."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.conftest import MakeClient, TestClient
from tests.platform.runs.conftest import Submit
from zenhire.kit.clock import utcnow
from zenhire.kit.db import Database
from zenhire.platform.credits import service as credits
from zenhire.platform.credits.errors import InsufficientCredits
from zenhire.platform.runs import idempotency
from zenhire.platform.runs.idempotency import IdempotencyKey

FOR_GOOD = IdempotencyKey("k")


async def held(db: Database, client: TestClient) -> int:
    async with db.transaction() as conn:
        return int((await credits.overview(conn, client.client_id))["heldCredits"])


async def rows(db: Database, table: str) -> int:
    async with db.transaction() as conn:
        return int(await conn.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


async def test_one_key_one_run(submit: Submit, db: Database, client: TestClient) -> None:
    first = await submit(client, key=FOR_GOOD)
    again = await submit(client, key=FOR_GOOD, cost=50)
    assert (first.replayed, again.replayed) == (False, True)
    assert again.run == first.run
    assert await held(db, client) == 3
    assert (await rows(db, "runs"), await rows(db, "procrastinate_jobs")) == (1, 1)


async def test_at_once(submit: Submit, db: Database, client: TestClient) -> None:
    admissions = await asyncio.gather(*(submit(client, key=FOR_GOOD) for _ in range(8)))
    assert [admission.replayed for admission in admissions].count(False) == 1
    assert len({admission.run.id for admission in admissions}) == 1
    assert await held(db, client) == 3


async def test_keys_belong_to_a_client_and_a_module(
    submit: Submit, db: Database, client: TestClient, make_client: MakeClient
) -> None:
    other = await make_client(credits=3)
    admissions = [
        await submit(client, key=FOR_GOOD),
        await submit(client, key=FOR_GOOD, module="cvdeepsearch"),
        await submit(other, key=FOR_GOOD),
        await submit(client, key=IdempotencyKey("K")),
    ]
    assert [admission.replayed for admission in admissions] == [False] * 4
    assert await rows(db, "idempotency_keys") == 4


async def test_a_submit_that_is_refused_leaves_its_key_free(submit: Submit, db: Database, client: TestClient) -> None:
    with pytest.raises(InsufficientCredits):
        await submit(client, cost=101, key=FOR_GOOD)
    assert await rows(db, "idempotency_keys") == 0
    assert not (await submit(client, cost=100, key=FOR_GOOD)).replayed
    assert (await submit(client, cost=100, key=FOR_GOOD)).replayed, "a replay needs no credits"


async def test_a_key_without_a_window_never_expires(submit: Submit, db: Database, client: TestClient) -> None:
    first = await submit(client, key=FOR_GOOD)
    later = utcnow() + timedelta(days=4000)
    async with db.transaction() as conn:
        assert await idempotency.find(conn, client.client_id, "speech", "k", later) == first.run.id
        assert await idempotency.sweep(conn, later, limit=10) == 0


async def test_an_expired_key_is_used_again(submit: Submit, db: Database, client: TestClient) -> None:
    key = IdempotencyKey("k", timedelta(hours=24))
    first = await submit(client, key=key)
    now = utcnow()
    async with db.transaction() as conn:
        for moment, found in ((now + timedelta(hours=23), first.run.id), (now + timedelta(hours=24), None)):
            assert await idempotency.find(conn, client.client_id, "speech", "k", moment) == found
        await conn.execute(text("UPDATE idempotency_keys SET expires_at = now()"))
    second = await submit(client, key=key)
    assert (second.replayed, second.run.id != first.run.id) == (False, True)
    assert (await submit(client, key=key)).run == second.run
    assert await rows(db, "idempotency_keys") == 1


async def test_a_sweep_takes_so_many(submit: Submit, db: Database, client: TestClient) -> None:
    for number in range(3):
        await submit(client, key=IdempotencyKey(f"k{number}", timedelta(hours=1)))
    later = utcnow() + timedelta(hours=2)
    async with db.transaction() as conn:
        assert [await idempotency.sweep(conn, later, limit=2) for _ in range(3)] == [2, 1, 0]


async def test_a_key_goes_with_its_run(submit: Submit, db: Database, client: TestClient) -> None:
    await submit(client, key=FOR_GOOD)
    async with db.transaction() as conn:
        await conn.execute(text("DELETE FROM runs"))
    assert await rows(db, "idempotency_keys") == 0
    assert not (await submit(client, key=FOR_GOOD)).replayed
