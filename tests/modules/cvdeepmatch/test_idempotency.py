"""A submit that is repeated with its key: one match, one charge, one CV."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from tests.conftest import MakeClient, TestClient
from tests.modules.cvdeepmatch.submitting import (
    CV,
    assert_left,
    config,
    counts,
    credits,
    error_of,
    fail,
    fields_of,
    finish,
    poll,
    post,
    stored,
    submitted,
)
from tests.support.api import api
from zenhire.kit.clock import utcnow
from zenhire.kit.db import Database
from zenhire.platform.runs import idempotency
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.sweeper import Sweeper
from zenhire.platform.webhooks.addresses import Address
from zenhire.platform.webhooks.resolver import NotResolved


async def test_a_replay_is_told_of_the_first_match(
    http: httpx.AsyncClient, db: Database, acme: TestClient, tmp_path: Path
) -> None:
    first = await post(http, acme, idempotency_key="k", externalId="first")
    assert first.status_code == 202
    assert "idempotent_replay" not in first.json()
    other = await post(
        http,
        acme,
        CV + b"another",
        idempotency_key="k",
        externalId="second",
        position_id="another",
        config=json.dumps(config(skills__importance=1)),
    )
    assert other.status_code == 200
    assert other.json() == {
        "id": first.json()["id"],
        "status": "processing",
        "message": other.json()["message"],
        "estimated_time": "1-3 minutes",
        "idempotent_replay": True,
        "externalId": "first",
    }
    assert await credits(http, acme) == (100, 3)
    assert [path.read_bytes() for path in stored(tmp_path)] == [CV]
    await assert_left(db, tmp_path, 1, keys=1)


async def test_a_replay_says_processing_whatever_became_of_the_match(
    http: httpx.AsyncClient, db: Database, acme: TestClient, admitter: Admitter
) -> None:
    for key, end in (("finished", finish), ("failed", fail)):
        run_id = await submitted(http, acme, idempotency_key=key)
        await end(db, admitter, acme, run_id)
        assert (await poll(http, acme, run_id)).json()["status"] == key
        again = await post(http, acme, idempotency_key=key)
        assert (again.status_code, again.json()["id"], again.json()["status"]) == (200, run_id, "processing")


async def test_submits_at_once_with_one_key_make_one_match(
    http: httpx.AsyncClient, db: Database, make_client: MakeClient, tmp_path: Path
) -> None:
    client = await make_client(credits=3)
    answers = await asyncio.gather(*(post(http, client, idempotency_key="k") for _ in range(12)))
    assert sorted(answer.status_code for answer in answers) == [200] * 11 + [202]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert [answer.json().get("idempotent_replay") for answer in answers].count(True) == 11
    assert await credits(http, client) == (3, 3)
    await assert_left(db, tmp_path, 1, keys=1)


async def test_those_that_lose_the_race_after_their_look_keep_nothing(
    http: httpx.AsyncClient, db: Database, acme: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both look before either has written: what is decided under the lock counts."""
    real, late = idempotency.find, asyncio.Barrier(2)
    looks = 0

    async def find(*arguments: object) -> str | None:
        nonlocal looks
        looks += 1
        if looks <= 2:
            await late.wait()
            return None
        return await real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(idempotency, "find", find)
    answers = await asyncio.gather(*(post(http, acme, idempotency_key="k") for _ in range(2)))
    assert looks == 4
    assert sorted(answer.status_code for answer in answers) == [200, 202]
    assert len({answer.json()["id"] for answer in answers}) == 1
    await assert_left(db, tmp_path, 1, keys=1)


async def test_a_replay_needs_no_credits(http: httpx.AsyncClient, make_client: MakeClient) -> None:
    client = await make_client(credits=3)
    run_id = await submitted(http, client, idempotency_key="k")
    again = await post(http, client, idempotency_key="k")
    assert (again.status_code, again.json()["id"]) == (200, run_id)
    assert error_of(await post(http, client, idempotency_key="l"), 402)["code"] == "INSUFFICIENT_CREDITS"
    assert error_of(await post(http, client, idempotency_key="l"), 402), "a refused submit leaves its key free"


async def test_keys_are_a_clients_own(http: httpx.AsyncClient, acme: TestClient, make_client: MakeClient) -> None:
    other = await make_client("other", credits=100)
    mine = await submitted(http, acme, idempotency_key="k")
    assert await submitted(http, other, idempotency_key="k") != mine
    assert await submitted(http, acme, idempotency_key="K") != mine
    assert await submitted(http, acme) != await submitted(http, acme)


async def test_a_form_that_is_wrong_is_no_replay(http: httpx.AsyncClient, acme: TestClient) -> None:
    await submitted(http, acme, idempotency_key="k")
    assert list(fields_of(await post(http, acme, idempotency_key="k", position_id="!"))) == ["position_id"]


async def test_a_key_of_a_submit_that_never_began_is_free(
    http: httpx.AsyncClient, db: Database, acme: TestClient, tmp_path: Path
) -> None:
    async with db.transaction() as conn:
        await conn.execute(text("ALTER TABLE procrastinate_jobs ADD CONSTRAINT closed CHECK (false) NOT VALID"))
    try:
        error = error_of(await post(http, acme, idempotency_key="k"), 502)
    finally:
        async with db.transaction() as conn:
            await conn.execute(text("ALTER TABLE procrastinate_jobs DROP CONSTRAINT closed"))
    assert error["code"] == "STEP_FUNCTIONS_FAILED"
    assert "idempotency_key" in error["message"]
    await assert_left(db, tmp_path, 0)
    assert await credits(http, acme) == (100, 0)
    await submitted(http, acme, idempotency_key="k")
    await assert_left(db, tmp_path, 1, keys=1)


class Gone:
    """A name server that knows a name only the first time."""

    def __init__(self) -> None:
        self.asked = 0

    async def resolve(self, host: str) -> list[Address]:
        self.asked += 1
        if self.asked > 1:
            raise NotResolved(host)
        return [ip_address("8.8.8.8")]


async def test_a_replay_asks_no_name_server(db: Database, secret_key: bytes, acme: TestClient, tmp_path: Path) -> None:
    async with api(db, secret_key, tmp_path, resolver=Gone()) as http:
        url = "https://example.com/hook"
        run_id = await submitted(http, acme, idempotency_key="k", webhook_url=url)
        again = await post(http, acme, idempotency_key="k", webhook_url=url)
        assert (again.status_code, again.json()["id"]) == (200, run_id)
        assert list(fields_of(await post(http, acme, webhook_url=url))) == ["webhook_url"]


async def test_a_key_is_free_again_after_its_window(
    db: Database, secret_key: bytes, acme: TestClient, tmp_path: Path
) -> None:
    async with api(db, secret_key, tmp_path, cvdeepmatch_idempotency_seconds=0.000_001) as http:
        first = await submitted(http, acme, idempotency_key="k")
    async with api(db, secret_key, tmp_path) as http:
        second = await submitted(http, acme, idempotency_key="k")
        assert second != first
        assert (await post(http, acme, idempotency_key="k")).json()["id"] == second
    await assert_left(db, tmp_path, 2, keys=1)


async def test_the_window_is_a_day(http: httpx.AsyncClient, db: Database, acme: TestClient) -> None:
    await submitted(http, acme, idempotency_key="k")
    async with db.transaction() as conn:
        expires_at = await conn.scalar(text("SELECT expires_at FROM idempotency_keys"))
    assert timedelta(hours=23, minutes=59) < expires_at - utcnow() <= timedelta(hours=24)


async def test_expired_keys_are_swept_and_others_stay(
    http: httpx.AsyncClient, db: Database, acme: TestClient, admitter: Admitter
) -> None:
    for key in ("old", "young", "endless"):
        await submitted(http, acme, idempotency_key=key)
    async with db.transaction() as conn:
        await conn.execute(text("UPDATE idempotency_keys SET expires_at = now() WHERE key = 'old'"))
        await conn.execute(text("UPDATE idempotency_keys SET expires_at = NULL WHERE key = 'endless'"))
    await admitter.queue.open()
    await Sweeper(db, admitter, stalled=60.0, stuck=60.0).sweep()
    await admitter.queue.close()
    async with db.transaction() as conn:
        keys = (await conn.execute(text("SELECT key FROM idempotency_keys ORDER BY key"))).scalars().all()
    assert keys == ["endless", "young"]
    assert (await post(http, acme, idempotency_key="endless")).status_code == 200
    assert (await counts(db))["runs"] == 3
