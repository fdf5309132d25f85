"""Erasing runs and clients, as callers and operators see it: what goes, what stays, and what if it breaks off."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter
from sqlalchemy import text

from tests.conftest import MakeClient, TestClient
from tests.modules.speech.analysing import log_output
from tests.modules.speech.test_submit import code_of, post
from zenhire.entry.erasing import ERASERS
from zenhire.kit.db import Database
from zenhire.modules.speech import store as speech
from zenhire.modules.speech.job import decoded_key
from zenhire.platform.accounts import service as accounts
from zenhire.platform.accounts.errors import ClientErased, ClientInactive
from zenhire.platform.credits.service import grant
from zenhire.platform.erasure import service as module
from zenhire.platform.erasure.retention import Policy, Retention, set_policy
from zenhire.platform.erasure.service import Erasure, NoSuchRun
from zenhire.platform.files import FileStore, FileStoreFailed
from zenhire.platform.queue import Queue
from zenhire.platform.runs import service as runs
from zenhire.platform.runs import store as runs_store
from zenhire.platform.runs.attempt import Attempt
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.types import NewRun, Run, RunLost

MARKS = {"externalId": "Jane Roe", "tags": "jane", "metadata": '{"mail": "jane@example.org"}'}
LEDGER = {"credit_accounts", "credit_holds", "credit_entries"}


@pytest.fixture
def files(http: httpx.AsyncClient, tmp_path: Path) -> FileStore:
    return FileStore(str(tmp_path / "files"), scratch=tmp_path / "scratch")


@pytest.fixture
def admitter(database_url: str) -> Admitter:
    return Admitter(queue=Queue(database_url), default_caps={"speech": 8})


@pytest.fixture
def erasure(db: Database, files: FileStore, admitter: Admitter) -> Erasure:
    return Erasure(db, files, admitter, ERASERS, stuck=60.0)


@pytest.fixture
def submit(http: httpx.AsyncClient, recording: bytes) -> Callable[[TestClient], Awaitable[str]]:
    async def send(client: TestClient) -> str:
        return str((await post(http, client, recording, **MARKS)).json()["id"])

    return send


Submit = Callable[[TestClient], Awaitable[str]]


async def finish(db: Database, admitter: Admitter, client: TestClient, run_id: str, *, days_ago: int = 0) -> None:
    """Ends a run with a result, as a worker does; 4 credits are charged."""
    async with db.transaction() as conn:
        run = await runs_store.take_up(conn, client.client_id, run_id)
        assert run is not None
        left = await runs.complete(conn, admitter, run, status="success", charge=4, description="Speech analysis")
        await speech.save_result(
            conn,
            client.client_id,
            run_id,
            result={"transcript": {"candidateText": "words of Jane"}},
            overall=3.0,
            cefr_level="B1",
            credits_deducted=4,
            balance_after=left,
        )
        await conn.execute(
            text("UPDATE runs SET finished_at = finished_at - make_interval(days => :days) WHERE id = :id"),
            {"days": days_ago, "id": run_id},
        )


async def poll(http: httpx.AsyncClient, client: TestClient, run_id: str) -> httpx.Response:
    return await http.get(f"/api/v1/speech/analyze/{run_id}", headers=client.headers)


async def credits(http: httpx.AsyncClient, client: TestClient) -> tuple[int, int]:
    body = (await http.get("/api/v1/credits", headers=client.headers)).json()
    return body["creditBalance"], body["heldCredits"]


async def listed(http: httpx.AsyncClient, client: TestClient) -> tuple[list[str], int]:
    body = (await http.get("/api/v1/speech/runs", headers=client.headers)).json()
    return [run["id"] for run in body["runs"]], body["pagination"]["total"]


async def mentions(db: Database, *words: str) -> set[str]:
    """Tables that hold one of these words in any row."""
    found = set()
    async with db.transaction() as conn:
        query = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        for table in (await conn.execute(text(query))).scalars().all():
            rows = (await conn.execute(text(f"SELECT t::text FROM {table} AS t"))).scalars().all()
            if any(word in row for row in rows for word in words):
                found.add(table)
    return found


def stored(folder: Path, run_id: str) -> list[str]:
    return sorted(path.name for path in (folder / "files").rglob(f"{run_id}/*"))


async def test_a_finished_run_goes_with_all_that_it_had(
    http: httpx.AsyncClient,
    db: Database,
    acme: TestClient,
    submit: Submit,
    admitter: Admitter,
    erasure: Erasure,
    tmp_path: Path,
) -> None:
    gone, stays = await submit(acme), await submit(acme)
    for run_id in (gone, stays):
        await finish(db, admitter, acme, run_id)
    before = await credits(http, acme)
    client_id, there = await erasure.preview_run(gone)
    assert (client_id, there["runs"], there["files"]) == (acme.client_id, 1, 1)
    assert await erasure.erase_run(client_id, gone) == there
    assert code_of(await poll(http, acme, gone), 404) == "REQUEST_NOT_FOUND"
    assert (await poll(http, acme, stays)).status_code == 200
    assert await listed(http, acme) == ([stays], 1)
    assert await credits(http, acme) == before == (92, 0)
    assert stored(tmp_path, gone) == []
    assert stored(tmp_path, stays) == ["recording.wav"]
    assert await mentions(db, gone) <= LEDGER | {"run_erasures"}
    again = await erasure.erase_run(client_id, gone)
    assert set(again.values()) == {0}
    with pytest.raises(NoSuchRun):
        await erasure.preview_run("req_1_unknown")


async def test_a_run_in_work_is_ended_and_its_worker_writes_nothing_more(
    http: httpx.AsyncClient,
    db: Database,
    make_client: MakeClient,
    submit: Submit,
    files: FileStore,
    erasure: Erasure,
    tmp_path: Path,
) -> None:
    client = await make_client(credits=100, max_concurrent={"speech": 1})
    working, waiting = await submit(client), await submit(client)
    async with db.transaction() as conn:
        run = await runs_store.take_up(conn, client.client_id, working)
    assert run is not None
    attempt = Attempt(db, run, {})
    number = TypeAdapter(int)

    async def one() -> int:
        return 1

    assert await attempt.step("decode", one, number) == 1
    assert (await erasure.erase_run(client.client_id, working))["steps"] == 1
    assert await credits(http, client) == (100, 4)
    assert (await poll(http, client, waiting)).json()["status"] == "processing"
    with pytest.raises(RunLost):
        await attempt.step("transcribe", one, number)
    with pytest.raises(RunLost):
        await _charge(db, erasure.admitter, run)
    assert await credits(http, client) == (100, 4)
    # The worker was in the middle of writing a file, and dies before it can clean up.
    await files.put(decoded_key(client.client_id, working), b"late")
    assert stored(tmp_path, working) == ["decoded.pcm"]
    await _let_pass(db, timedelta(seconds=61))
    assert await erasure.resume() == {"files": 1}
    assert stored(tmp_path, working) == []
    await _let_pass(db, timedelta(days=1))
    await erasure.resume()
    assert await mentions(db, working) <= LEDGER


async def _charge(db: Database, admitter: Admitter, run: Run) -> None:
    async with db.transaction() as conn:
        await runs.complete(conn, admitter, run, status="success", charge=4, description="late")


async def _let_pass(db: Database, time: timedelta) -> None:
    query = "UPDATE run_erasures SET erased_at = erased_at - :t, watch_until = watch_until - :t, due_at = due_at - :t"
    async with db.transaction() as conn:
        await conn.execute(text(query), {"t": time})


async def test_a_queued_run_goes_and_those_behind_it_move_up(
    http: httpx.AsyncClient, db: Database, make_client: MakeClient, submit: Submit, erasure: Erasure
) -> None:
    client = await make_client(credits=100, max_concurrent={"speech": 1})
    _, second, third = [await submit(client) for _ in range(3)]
    await erasure.erase_run(client.client_id, second)
    assert (await poll(http, client, third)).json()["queuePosition"] == 1
    assert await credits(http, client) == (100, 8)


async def test_a_client_goes_and_its_ledger_stays_without_words(
    http: httpx.AsyncClient,
    db: Database,
    make_client: MakeClient,
    submit: Submit,
    admitter: Admitter,
    erasure: Erasure,
    tmp_path: Path,
) -> None:
    client = await make_client("Roe and Daughters", credits=50, project="Hiring Jane", allow_ips=["127.0.0.1"])
    other = await make_client("Other", credits=50)
    async with db.transaction() as conn:
        await grant(conn, client.client_id, 7, "Paid by Mr. Roe")
        await set_policy(conn, client.client_id, Policy(days=9))
    await finish(db, admitter, client, await submit(client))
    await submit(client)
    kept = await submit(other)
    there = await erasure.preview_client(client.client_id)
    erased = await erasure.erase_client(client.client_id)
    assert erased == there
    assert (erased["runs"], erased["keys"], erased["projects"], erased["files"]) == (2, 1, 1, 2)
    assert code_of(await http.get("/api/v1/credits", headers=client.headers), 401) == "INVALID_API_KEY"
    names = ("Roe", "Jane", "jane", client.key_id, str(client.project_id))
    assert await mentions(db, *names) <= {"runs", "speech_runs", "api_keys"}, "those of the other client"
    assert await mentions(db, client.client_id) <= LEDGER | {"clients", "run_erasures"}
    async with db.transaction() as conn:
        query = "SELECT description, amount FROM credit_entries WHERE client_id = :id ORDER BY seq"
        lines = [tuple(row) for row in await conn.execute(text(query), {"id": client.client_id})]
        balance = await conn.execute(
            text("SELECT balance, held FROM credit_accounts WHERE client_id = :id"), {"id": client.client_id}
        )
        assert tuple(balance.one()) == (53, 0)
    assert lines == [("Credits added", 50), ("Credits added", 7), ("Speech analysis", -4)]
    assert not (tmp_path / "files" / "clients" / client.client_id).exists()
    assert await listed(http, other) == ([kept], 1)
    assert stored(tmp_path, kept) == ["recording.wav"]
    assert set((await erasure.erase_client(client.client_id)).values()) == {0}


async def test_an_erased_client_gets_nothing_any_more(
    db: Database, make_client: MakeClient, admitter: Admitter, erasure: Erasure, secret_key: bytes
) -> None:
    client = await make_client("Roe", credits=50)
    await erasure.erase_client(client.client_id)
    new = NewRun("req_1_a", client.client_id, None, client.key_id, "speech", "speech.analyze", 4)
    with pytest.raises(ClientInactive):
        async with db.transaction() as conn:
            await runs.submit(conn, admitter, new)
    for change in (
        lambda conn: accounts.set_active(conn, client.client_id, True),
        lambda conn: accounts.create_key(conn, secret_key, client.client_id),
        lambda conn: accounts.create_project(conn, client.client_id, "Again"),
        lambda conn: accounts.set_max_concurrent(conn, client.client_id, {"speech": 2}),
        lambda conn: set_policy(conn, client.client_id, Policy(days=3)),
    ):
        with pytest.raises(ClientErased, match="was erased"):
            async with db.transaction() as conn:
                await change(conn)


class _Failing(FileStore):
    failing = True

    async def erase(self, prefix: str) -> int:
        if self.failing:
            raise FileStoreFailed("The file store could not erase: it does not answer.")
        return await super().erase(prefix)


async def test_an_erasure_that_breaks_off_is_finished_by_the_sweep(
    http: httpx.AsyncClient,
    db: Database,
    make_client: MakeClient,
    submit: Submit,
    admitter: Admitter,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    client = await make_client("Roe", credits=50)
    run_ids = [await submit(client) for _ in range(3)]
    files = _Failing(str(tmp_path / "files"), scratch=tmp_path / "scratch")
    erasure = Erasure(db, files, admitter, ERASERS, stuck=60.0)
    with pytest.raises(FileStoreFailed):
        await erasure.erase_run(client.client_id, run_ids[0])
    assert code_of(await poll(http, client, run_ids[0]), 404) == "REQUEST_NOT_FOUND"
    assert stored(tmp_path, run_ids[0]) == ["recording.wav"], "not gone, and not said to be gone"
    assert (await erasure.preview_run(run_ids[0]))[1]["files"] == 1
    with pytest.raises(FileStoreFailed):
        await erasure.erase_client(client.client_id)
    assert code_of(await http.get("/api/v1/credits", headers=client.headers), 401) == "CLIENT_INACTIVE"
    files.failing = False
    await erasure.resume()
    assert not (tmp_path / "files" / "clients").exists()
    assert await mentions(db, client.client_id) <= LEDGER | {"clients", "run_erasures"}


async def test_two_that_erase_the_same_do_not_disturb_each_other(
    db: Database, make_client: MakeClient, submit: Submit, erasure: Erasure
) -> None:
    client = await make_client("Roe", credits=50)
    for _ in range(3):
        await submit(client)
    done = await asyncio.gather(*(erasure.erase_client(client.client_id) for _ in range(3)))
    assert sum(counts["keys"] for counts in done) == 1
    assert sum(counts["runs"] for counts in done) == 3


async def test_a_poll_during_the_erasure_knows_no_half(
    http: httpx.AsyncClient, db: Database, acme: TestClient, submit: Submit, admitter: Admitter, erasure: Erasure
) -> None:
    run_ids = [await submit(acme) for _ in range(4)]
    for run_id in run_ids:
        await finish(db, admitter, acme, run_id)
    answers = await asyncio.gather(
        *(poll(http, acme, run_id) for run_id in run_ids for _ in range(4)),
        *(erasure.erase_run(acme.client_id, run_id) for run_id in run_ids),
    )
    assert {answer.status_code for answer in answers if isinstance(answer, httpx.Response)} <= {200, 404}


async def test_retention_erases_what_is_past_its_time(
    http: httpx.AsyncClient,
    db: Database,
    make_client: MakeClient,
    submit: Submit,
    admitter: Admitter,
    erasure: Erasure,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("zenhire.platform.erasure.retention.BATCH", 2)
    usual, strict, keeper = [await make_client(name, credits=90) for name in ("usual", "strict", "keeper")]
    async with db.transaction() as conn:
        await set_policy(conn, strict.client_id, Policy(days=5, recordings_days=0))
        await set_policy(conn, keeper.client_id, Policy(keep=True))
    ages = {"fresh": 0, "week": 7, "month": 31}
    ids = {(one, age): await submit(one) for one in (usual, strict, keeper) for age in ages}
    for (one, age), run_id in ids.items():
        await finish(db, admitter, one, run_id, days_ago=ages[age])
    unfinished = await submit(usual)
    async with db.transaction() as conn:
        await conn.execute(
            text("UPDATE runs SET created_at = created_at - interval '400 days' WHERE id = :id"), {"id": unfinished}
        )
    retention = Retention(erasure, Policy(days=30, recordings_days=3), every=600.0)
    with log_output() as log:
        swept = await retention.sweep()
    assert (swept.runs, swept.recordings) == (3, 2)
    lines = [json.loads(line) for line in log.getvalue().splitlines() if "retention" in line]
    assert [(line["runs_erased"], line["recordings_erased"]) for line in lines] == [(3, 2)]
    assert not any(word in log.getvalue() for word in (*ids.values(), usual.client_id, "usual"))
    left = {key for key, run_id in ids.items() if (await poll(http, key[0], run_id)).status_code == 200}
    assert left == {(usual, "fresh"), (usual, "week"), (strict, "fresh"), *((keeper, age) for age in ages)}
    with_audio = {key for key, run_id in ids.items() if stored(tmp_path, run_id)}
    assert with_audio == {(usual, "fresh"), *((keeper, age) for age in ages)}
    assert (await poll(http, usual, unfinished)).status_code == 200
    assert (await retention.sweep()) == type(swept)()
    assert await credits(http, usual) == (78, 4)


async def test_without_a_policy_everything_is_kept(
    db: Database, acme: TestClient, submit: Submit, admitter: Admitter, erasure: Erasure
) -> None:
    await finish(db, admitter, acme, await submit(acme), days_ago=9000)
    swept = await Retention(erasure, Policy(), every=600.0).sweep()
    assert (swept.runs, swept.recordings) == (0, 0)


@pytest.mark.parametrize("wrong", [{"days": 0}, {"recordings_days": -1}, {"days": 3, "keep": True}, {"days": 40_000}])
def test_a_policy_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"kept|keep"):
        Policy(**wrong)
