"""GET /speech/analyze/{id}: shape per status, cadence, the 10 s rule."""

from __future__ import annotations

import httpx
import pytest
from sqlalchemy import text

from tests.conftest import MakeClient, TestClient
from tests.modules.speech.test_submit import code_of, post
from zenhire.kit.db import Database

URL = "/api/v1/speech/analyze"
LIGHT = {"id", "requestId", "externalId", "status", "timestamp", "metadata", "tags", "pollIntervalSeconds"}


async def poll(http: httpx.AsyncClient, client: TestClient, run_id: str) -> httpx.Response:
    return await http.get(f"{URL}/{run_id}", headers=client.headers)


async def test_a_processing_run(http: httpx.AsyncClient, acme: TestClient, recording: bytes) -> None:
    run_id = (await post(http, acme, recording, externalId="e", tags="t")).json()["id"]
    response = await poll(http, acme, run_id)
    assert response.status_code == 200
    body = response.json()
    assert set(body) == LIGHT | {"progress"}
    assert (body["status"], body["externalId"], body["tags"], body["metadata"]) == ("processing", "e", ["t"], {})
    assert body["progress"] == {"currentStep": "decode", "stepShare": None, "stepsDone": 0, "stepsTotal": 10}
    assert response.headers["Retry-After"] == "15"
    assert body["timestamp"].endswith("Z")


async def test_a_queued_run_moves_up(
    http: httpx.AsyncClient, db: Database, make_client: MakeClient, recording: bytes
) -> None:
    client = await make_client(credits=100, max_concurrent={"speech": 1})
    ids = [(await post(http, client, recording)).json()["id"] for _ in range(3)]
    response = await poll(http, client, ids[2])
    body = response.json()
    assert set(body) == LIGHT | {"queuePosition", "activeRequests"}
    assert (body["status"], body["queuePosition"], body["activeRequests"]) == ("queued", 2, 1)
    assert response.headers["Retry-After"] == "15"
    async with db.transaction() as conn:
        await conn.execute(text("DELETE FROM run_polls"))
        await conn.execute(text("UPDATE runs SET status = 'failed' WHERE id = :id"), {"id": ids[1]})
    assert (await poll(http, client, ids[2])).json()["queuePosition"] == 1


async def test_polls_of_an_unfinished_run_keep_their_distance(
    http: httpx.AsyncClient, db: Database, acme: TestClient, recording: bytes
) -> None:
    run_id = (await post(http, acme, recording)).json()["id"]
    assert (await poll(http, acme, run_id)).status_code == 200
    refused = await poll(http, acme, run_id)
    assert code_of(refused, 429) == "POLL_RATE_LIMITED"
    assert refused.headers["Retry-After"] == str(refused.json()["error"]["retryAfterSeconds"])
    other = (await post(http, acme, recording)).json()["id"]
    assert (await poll(http, acme, other)).status_code == 200
    async with db.transaction() as conn:
        await conn.execute(text("UPDATE run_polls SET polled_at = polled_at - interval '10 seconds'"))
    assert (await poll(http, acme, run_id)).status_code == 200


async def test_the_cadence_follows_the_age(
    http: httpx.AsyncClient, db: Database, acme: TestClient, recording: bytes
) -> None:
    run_id = (await post(http, acme, recording)).json()["id"]
    for age, interval in ((121, 30), (301, 60)):
        async with db.transaction() as conn:
            await conn.execute(text("DELETE FROM run_polls"))
            await conn.execute(
                text("UPDATE runs SET created_at = now() - make_interval(secs => :age)"), {"age": float(age)}
            )
        response = await poll(http, acme, run_id)
        assert response.json()["pollIntervalSeconds"] == interval
        assert response.headers["Retry-After"] == str(interval)


async def test_a_failed_run(http: httpx.AsyncClient, db: Database, acme: TestClient, recording: bytes) -> None:
    run_id = (await post(http, acme, recording)).json()["id"]
    async with db.transaction() as conn:
        await conn.execute(
            text(
                "UPDATE runs SET status = 'failed', finished_at = started_at + interval '2 seconds',"
                " error_code = 'SCORING_FAILED', error_message = 'why'"
            )
        )
    for _ in range(2):
        response = await poll(http, acme, run_id)
        assert response.status_code == 200
    body = response.json()
    assert "Retry-After" not in response.headers
    assert body["status"] == "failed"
    assert body["error"] == {"code": "SCORING_FAILED", "message": "why"}
    assert body["processingTimeMs"] == 2000
    assert "explainability" not in body
    assert set(body["scores"].values()) == {None}
    assert all(body[name] is None for name in ("audio", "transcript", "credits", "analysis", "candidateDetection"))


@pytest.mark.parametrize("run_id", ["req_1786439702417_k3v9qa", "x", "%00", "a%00b", "..", "é", "x" * 3000])
async def test_unknown_ids(http: httpx.AsyncClient, acme: TestClient, run_id: str) -> None:
    response = await poll(http, acme, run_id)
    assert code_of(response, 404) in {"REQUEST_NOT_FOUND", "NOT_FOUND"}
