"""What a webhook tells of a Speech run, and what it never tells."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from tests.conftest import MakeClient, TestClient
from tests.modules.speech.analysing import Analyst
from tests.support.audio import wav_bytes
from zenhire.engines.audio.base import Samples
from zenhire.entry.webhooks import ON_FAILURE
from zenhire.kit.db import Database
from zenhire.modules.speech.engines import SpeechEngines
from zenhire.platform.runs import service as runs
from zenhire.platform.runs import store as runs_store
from zenhire.platform.runs.types import RunLost
from zenhire.platform.webhooks import log, service
from zenhire.platform.webhooks.log import LogFilter

HOOK = "https://example.com/hooks?run=1"


async def events(db: Database, run_id: str) -> list[dict[str, Any]]:
    """The bodies of a run's events, and that they are compact."""
    async with db.transaction() as conn:
        rows = await conn.execute(text("SELECT body FROM webhook_events WHERE run_id = :id"), {"id": run_id})
        bodies = [bytes(body) for body in rows.scalars()]
    found: list[dict[str, Any]] = [json.loads(body) for body in bodies]
    for body, event in zip(bodies, found, strict=True):
        assert body == json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
    return found


async def test_a_finished_run_is_told_of_without_a_word_that_was_said(
    db: Database, analyst: Analyst, engines: SpeechEngines, interview: Samples, make_client: MakeClient
) -> None:
    client = await make_client(credits=100)
    labels = {"externalId": "cand-7", "metadata": '{"a": "b"}', "tags": "x", "webhook_url": HOOK}
    run_id = await analyst.submit(client, wav_bytes(interview), **labels)
    await analyst.work(client, run_id, engines)
    polled = await analyst.poll(client, run_id)
    (event,) = await events(db, run_id)
    assert list(event)[:4] == ["event", "id", "externalId", "status"]
    assert (event["event"], event["id"], event["status"]) == ("speech.completed", run_id, "success")
    for name in ("externalId", "scoringMethod", "audio", "scores", "metadata", "tags", "timestamp", "error"):
        assert event[name] == polled[name]
    assert event["completed_at"] == polled["timestamp"]
    assert event["credits"] == {"deducted": polled["credits"]["deducted"]}
    assert set(event) == {
        *("event", "id", "externalId", "status", "timestamp", "completed_at", "scoringMethod", "audio", "scores"),
        *("credits", "error", "metadata", "tags"),
    }
    told = json.dumps(event, ensure_ascii=False)
    for said in polled["transcript"]["segments"]:
        assert said["text"] not in told
    async with db.transaction() as conn:
        (delivery,) = await log.entries(conn, LogFilter(run_id=run_id))
    assert (delivery.url, delivery.state, delivery.client_id) == (HOOK, "pending", client.client_id)


@pytest.mark.parametrize("wanted", [False, True])
async def test_a_failed_run_is_told_of_to_those_who_want_it(
    wanted: bool, db: Database, analyst: Analyst, make_client: MakeClient, interview: Samples
) -> None:
    client = await make_client(credits=100)
    async with db.transaction() as conn:
        await service.set_failure_events(conn, client.client_id, wanted)
    run_id = await analyst.submit(client, wav_bytes(interview), webhook_url=HOOK)
    await fail(db, analyst, client, run_id)
    found = await events(db, run_id)
    assert len(found) == wanted
    for event in found:
        assert (event["event"], event["status"]) == ("speech.completed", "failed")
        assert event["error"] == {"code": "SCORING_FAILED", "message": "Too little speech."}
        assert "scores" not in event


async def fail(db: Database, analyst: Analyst, client: TestClient, run_id: str) -> None:
    admitter = replace(analyst.admitter(), on_failure=ON_FAILURE)
    async with db.transaction() as conn:
        run = await runs_store.take_up(conn, client.client_id, run_id)
        assert run is not None
        await runs.fail(conn, admitter, run, code="SCORING_FAILED", message="Too little speech.")
    with pytest.raises(RunLost):
        async with db.transaction() as conn:
            await runs.fail(conn, admitter, run, code="INTERNAL_ERROR", message="Again.")
