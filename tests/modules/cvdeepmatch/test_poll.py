"""GET /cvdeepmatch/{id}: every state, and the 10 s rule."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from tests.conftest import MakeClient, TestClient
from tests.modules.cvdeepmatch.submitting import (
    RESULT,
    credits,
    error_of,
    fail,
    finish,
    poll,
    submitted,
)
from tests.modules.speech.test_submit import post as post_recording
from tests.support.audio import noise_wav
from zenhire.kit.db import Database
from zenhire.modules.cvdeepmatch.examples import CONFIG, PARSED
from zenhire.modules.cvdeepmatch.schemas import CvDeepMatchRequest
from zenhire.platform.runs.service import Admitter

KEYS = [
    "id",
    "position_id",
    "status",
    "created_at",
    "processing_started_at",
    "processing_completed_at",
    "cv_parser_result",
    "cv2jd_result",
    "error",
    "config",
    "metadata",
    "tags",
    "externalId",
]


async def body_of(http: httpx.AsyncClient, client: TestClient, run_id: str) -> dict[str, Any]:
    response = await poll(http, client, run_id)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    assert list(body) == KEYS
    return body


async def test_a_match_that_waits_for_a_worker(http: httpx.AsyncClient, acme: TestClient) -> None:
    run_id = await submitted(http, acme, externalId="e", metadata='{"n": 1}', tags="t")
    body = await body_of(http, acme, run_id)
    assert body == {
        "id": run_id,
        "position_id": "wh-lead-7",
        "status": "processing",
        "created_at": body["created_at"],
        "processing_started_at": None,
        "processing_completed_at": None,
        "cv_parser_result": None,
        "cv2jd_result": None,
        "error": None,
        "config": CONFIG,
        "metadata": {"n": "1"},
        "tags": ["t"],
        "externalId": "e",
    }
    assert body["created_at"].endswith("Z")
    assert len(body["created_at"]) == len("2026-08-11T11:00:00.000Z")


async def test_the_config_is_shown_as_it_was_sent_but_for_private_names(
    http: httpx.AsyncClient, acme: TestClient
) -> None:
    sent = {"_a": 1, **CONFIG, "zeta": {"_b": 1, "y": [{"_c": 2}], "x": None}, "explanations": "über", "alpha": 1.0}
    run_id = await submitted(http, acme, config=json.dumps(sent))
    shown = (await body_of(http, acme, run_id))["config"]
    expected = {**CONFIG, "zeta": {"y": [{}], "x": None}, "explanations": "über", "alpha": 1.0}
    assert json.dumps(shown) == json.dumps(expected)


async def test_a_queued_match_counts_as_processing(
    http: httpx.AsyncClient, db: Database, make_client: MakeClient
) -> None:
    client = await make_client(credits=100, max_concurrent={"cvdeepmatch": 1})
    await submitted(http, client)
    waiting = await submitted(http, client)
    async with db.transaction() as conn:
        assert await conn.scalar(text("SELECT status FROM runs WHERE id = :id"), {"id": waiting}) == "queued"
    body = await body_of(http, client, waiting)
    assert (body["status"], body["processing_started_at"]) == ("processing", None)
    assert error_of(await poll(http, client, waiting), 429)["code"] == "RATE_LIMITED"


async def test_a_finished_match(http: httpx.AsyncClient, db: Database, acme: TestClient, admitter: Admitter) -> None:
    run_id = await submitted(http, acme)
    await finish(db, admitter, acme, run_id)
    for _ in range(3):
        body = await body_of(http, acme, run_id)
    assert body["status"] == "finished"
    assert json.dumps(body["cv_parser_result"]) == json.dumps(PARSED)
    assert body["cv2jd_result"] == RESULT
    assert body["error"] is None
    assert body["created_at"] <= body["processing_started_at"] <= body["processing_completed_at"]
    assert await credits(http, acme) == (97, 0)


@pytest.mark.parametrize("parsed", [False, True])
async def test_a_failed_match(
    http: httpx.AsyncClient, db: Database, acme: TestClient, admitter: Admitter, parsed: bool
) -> None:
    run_id = await submitted(http, acme)
    await fail(db, admitter, acme, run_id, parsed=parsed)
    for _ in range(3):
        body = await body_of(http, acme, run_id)
    assert body["status"] == "failed"
    assert body["error"] == {"code": "MATCHING_FAILED", "message": "why"}
    assert body["cv2jd_result"] is None
    assert body["cv_parser_result"] == (PARSED if parsed else None)
    assert body["processing_completed_at"] is not None
    assert await credits(http, acme) == (100, 0)
    CvDeepMatchRequest.model_validate(body)


async def test_polls_of_an_unfinished_match_keep_their_distance(
    http: httpx.AsyncClient, db: Database, acme: TestClient, admitter: Admitter
) -> None:
    run_id, other = await submitted(http, acme), await submitted(http, acme)
    assert (await poll(http, acme, run_id)).status_code == 200
    refused = await poll(http, acme, run_id)
    error = error_of(refused, 429)
    wait = error["retryAfterSeconds"]
    assert error["code"] == "RATE_LIMITED"
    assert error["details"] == {"retry_after_seconds": wait}
    assert refused.headers["Retry-After"] == str(wait)
    assert 1 <= wait <= 10
    assert (await poll(http, acme, other)).status_code == 200
    async with db.transaction() as conn:
        await conn.execute(text("UPDATE run_polls SET polled_at = polled_at - interval '4 seconds'"))
    assert error_of(await poll(http, acme, run_id), 429)["retryAfterSeconds"] <= 6
    async with db.transaction() as conn:
        await conn.execute(text("UPDATE run_polls SET polled_at = polled_at - interval '6 seconds'"))
    assert (await poll(http, acme, run_id)).status_code == 200, "a refused poll does not restart the wait"
    await finish(db, admitter, acme, run_id)
    assert {(await poll(http, acme, run_id)).status_code for _ in range(3)} == {200}


@pytest.mark.parametrize(
    "run_id", ["8d3c5a52-6f5e-4b7f-93f1-0c4e7b2a9d10", "x", "submits", "%00", "a%00b", "é", "x" * 3000]
)
async def test_unknown_ids(http: httpx.AsyncClient, acme: TestClient, run_id: str) -> None:
    assert error_of(await poll(http, acme, run_id), 404)["code"] == "REQUEST_NOT_FOUND"


async def test_a_run_of_another_module_is_unknown_here(http: httpx.AsyncClient, acme: TestClient) -> None:
    recorded = (await post_recording(http, acme, noise_wav(180.5))).json()["id"]
    assert error_of(await poll(http, acme, recorded), 404)["code"] == "REQUEST_NOT_FOUND"
    matched = await submitted(http, acme)
    response = await http.get(f"/api/v1/speech/analyze/{matched}", headers=acme.headers)
    assert error_of(response, 404)["code"] == "REQUEST_NOT_FOUND"
