"""GET /cvdeepmatch/requests, and matches in the list of Speech."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.conftest import MakeClient, TestClient
from tests.modules.cvdeepmatch.submitting import URL, error_of, fail, fields_of, finish, submitted
from tests.modules.speech.test_submit import post as post_recording
from tests.support.audio import noise_wav
from zenhire.kit.db import Database
from zenhire.platform.runs.service import Admitter

RUNS = "/api/v1/speech/runs"


async def listed(http: httpx.AsyncClient, client: TestClient, **params: Any) -> dict[str, Any]:
    response = await http.get(f"{URL}/requests", headers=client.headers, params=params)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    assert set(body) == {"data", "requests", "next_cursor", "pagination"}
    assert body["data"] == body["requests"]
    assert body["pagination"]["hasMore"] == (body["next_cursor"] is not None)
    return body


async def test_a_row_is_compact(
    http: httpx.AsyncClient, db: Database, make_client: MakeClient, admitter: Admitter
) -> None:
    client = await make_client(credits=100, project="Spring")
    run_id = await submitted(http, client, externalId="a", metadata='{"n": 3}', tags="x")
    (row,) = (await listed(http, client))["data"]
    expected = {
        "id": run_id,
        "position_id": "wh-lead-7",
        "status": "processing",
        "created_at": row["created_at"],
        "processing_completed_at": None,
        "project_id": client.project_id,
        "externalId": "a",
        "metadata": {"n": "3"},
        "tags": ["x"],
    }
    assert row == expected
    await finish(db, admitter, client, run_id)
    (row,) = (await listed(http, client))["data"]
    assert row == {**expected, "status": "finished", "processing_completed_at": row["processing_completed_at"]}
    assert row["processing_completed_at"].endswith("Z")


async def test_filters(http: httpx.AsyncClient, db: Database, make_client: MakeClient, admitter: Admitter) -> None:
    client = await make_client(credits=100, max_concurrent={"cvdeepmatch": 3}, project="Spring")
    first = await submitted(http, client, externalId="a", tags="x,y", metadata='{"n": 3}')
    second = await submitted(http, client, externalId="b", tags="y", metadata='{"n": true}')
    third = await submitted(http, client, externalId="a")
    queued = await submitted(http, client)
    await finish(db, admitter, client, first)
    await fail(db, admitter, client, second)

    async def ids(**params: Any) -> list[str]:
        return [row["id"] for row in (await listed(http, client, **params))["data"]]

    assert await ids() == [queued, third, second, first]
    assert await ids(status="processing") == [queued, third]
    assert await ids(status="finished") == [first]
    assert await ids(status="failed") == [second]
    assert await ids(status="") == [queued, third, second, first]
    assert await ids(externalId="a") == [third, first]
    assert await ids(tags="y") == [second, first]
    assert await ids(tags=["x", "y"]) == [first]
    assert await ids(metadata_key="n") == [second, first]
    assert await ids(metadata_key="n", metadata_value="true") == [second]
    assert await ids(project=client.project_id) == [queued, third, second, first]
    assert await ids(project="none") == await ids(project="unknown") == []
    assert await ids(createdAfter="2020-01-01", externalId="b", status="failed") == [second]
    assert await ids(createdBefore="2020-01-01T00:00:00Z") == []


async def test_paging(http: httpx.AsyncClient, acme: TestClient) -> None:
    ids = [await submitted(http, acme) for _ in range(5)][::-1]
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        body = await listed(http, acme, limit=2, cursor=cursor)
        seen += [row["id"] for row in body["data"]]
        assert (body["pagination"]["total"], body["pagination"]["limit"]) == (5, 2)
        cursor = body["next_cursor"]
    assert seen == ids
    assert [row["id"] for row in (await listed(http, acme, limit=2, offset=3))["data"]] == ids[3:]
    for asked, used in (("0", 1), ("1000", 100), ("x", 20), ("-5", 1)):
        assert (await listed(http, acme, limit=asked))["pagination"]["limit"] == used


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"status": "success"}, "status"),
        ({"status": "queued"}, "status"),
        ({"status": "Finished"}, "status"),
        ({"cursor": "bad!"}, "cursor"),
        ({"createdAfter": "yesterday"}, "createdAfter"),
        ({"createdBefore": "2026-02-30"}, "createdBefore"),
    ],
)
async def test_bad_parameters(http: httpx.AsyncClient, acme: TestClient, params: dict[str, str], field: str) -> None:
    response = await http.get(f"{URL}/requests", headers=acme.headers, params=params)
    assert list(fields_of(response)) == [field]


@pytest.mark.parametrize("name", ["externalId", "tags", "metadata_key", "project", "metadata_value"])
async def test_odd_text_in_filters_finds_nothing(http: httpx.AsyncClient, acme: TestClient, name: str) -> None:
    await submitted(http, acme)
    for value in ("\0", "'; DROP TABLE runs; --", "💥" * 100, "%ff"):
        assert (await listed(http, acme, **{"metadata_key": "k", name: value}))["data"] == []


async def test_lists_of_modules_do_not_mix(
    http: httpx.AsyncClient, db: Database, acme: TestClient, admitter: Admitter
) -> None:
    recorded = (await post_recording(http, acme, noise_wav(180.5))).json()["id"]
    matched = await submitted(http, acme)
    assert [row["id"] for row in (await listed(http, acme))["data"]] == [matched]
    runs = (await http.get(RUNS, headers=acme.headers)).json()["runs"]
    assert [run["id"] for run in runs] == [recorded]


async def test_matches_in_the_list_of_speech(
    http: httpx.AsyncClient, db: Database, make_client: MakeClient, admitter: Admitter
) -> None:
    client = await make_client(credits=100, max_concurrent={"cvdeepmatch": 3})
    finished = await submitted(http, client, externalId="a", tags="t", metadata='{"n": 1}')
    failed, running, queued = [await submitted(http, client) for _ in range(3)]
    await finish(db, admitter, client, finished)
    await fail(db, admitter, client, failed)
    waiting = [await submitted(http, client) for _ in range(2)]

    async def runs(**params: Any) -> list[dict[str, Any]]:
        response = await http.get(RUNS, headers=client.headers, params={"serviceType": "cv_deepmatch", **params})
        assert response.status_code == 200, response.text
        rows: list[dict[str, Any]] = response.json()["runs"]
        return rows

    rows = await runs()
    assert {row["id"]: row["status"] for row in rows} == {
        **dict.fromkeys([*waiting, queued, running], "processing"),
        failed: "failed",
        finished: "success",
    }
    assert rows[-1] == {
        "id": finished,
        "externalId": "a",
        "serviceType": "cv_deepmatch",
        "status": "success",
        "createdAt": rows[-1]["createdAt"],
        "completedAt": rows[-1]["completedAt"],
        "language": None,
        "audioDurationMs": None,
        "overall": None,
        "cefrLevel": None,
        "creditsDeducted": 3,
        "project": None,
        "metadata": {"n": "1"},
        "tags": ["t"],
        "error": None,
    }
    assert rows[-2]["error"] == {"code": "MATCHING_FAILED", "message": "why"}
    assert [row["creditsDeducted"] for row in rows[:-1]] == [None] * 5
    assert [row["id"] for row in await runs(status="processing")] == [*waiting[::-1], queued, running]
    assert [row["id"] for row in await runs(status="success")] == [finished]
    assert [row["id"] for row in await runs(status="failed")] == [failed]
    assert await runs(status="queued") == await runs(status="partial") == []
    assert [row["id"] for row in await runs(externalId="a")] == [finished]
    bad = await http.get(RUNS, headers=client.headers, params={"serviceType": "cv_deepmatch", "status": "finished"})
    assert error_of(bad, 400)["code"] == "INVALID_STATUS"
