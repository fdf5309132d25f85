"""Two clients, every endpoint: nothing of one is visible or reachable for the other."""

from __future__ import annotations

import httpx
from sqlalchemy import text

from tests.conftest import MakeClient
from tests.modules.speech.test_submit import post
from zenhire.entry.document import openapi_document
from zenhire.kit.db import Database


async def test_every_endpoint_for_two_clients(
    http: httpx.AsyncClient, db: Database, make_client: MakeClient, recording: bytes
) -> None:
    mine = await make_client("mine", credits=50, project="P")
    theirs = await make_client("theirs", credits=7)
    marks = {"externalId": "secret-external", "tags": "secret-tag", "metadata": '{"secret-key": "secret-value"}'}
    run_id = (await post(http, mine, recording, **marks)).json()["id"]
    async with db.transaction() as conn:
        await conn.execute(text("DELETE FROM run_polls"))

    answers: dict[str, str] = {}
    for path, operations in openapi_document()["paths"].items():
        for method in operations:
            url = path.replace("{requestId}", run_id).replace("{id}", run_id)
            if path != "/api/v1/speech/analyze":
                response = await http.request(method, url, headers=theirs.headers)
            else:
                response = await post(http, theirs, recording, externalId="theirs")
            answers[f"{method} {path}"] = response.text
            for secret in (run_id, mine.client_id, mine.api_key, "secret-", str(mine.project_id)):
                assert secret not in response.text, (method, path)
    assert len(answers) == 14
    assert "REQUEST_NOT_FOUND" in answers["get /api/v1/speech/analyze/{requestId}"]
    for params in (
        {"externalId": "secret-external"},
        {"tags": "secret-tag"},
        {"metadata_key": "secret-key"},
        {"project": str(mine.project_id)},
    ):
        response = await http.get("/api/v1/speech/runs", headers=theirs.headers, params=params)
        assert response.json()["runs"] == []
    assert (await http.get("/api/v1/credits", headers=theirs.headers)).json()["creditBalance"] == 7
    async with db.transaction() as conn:
        assert await conn.scalar(text("SELECT count(*) FROM run_polls")) == 0, "a foreign poll must not count"
    mine_again = await http.get(f"/api/v1/speech/analyze/{run_id}", headers=mine.headers)
    assert mine_again.status_code == 200
