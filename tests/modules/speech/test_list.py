"""GET /speech/runs: filters and paging."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.conftest import MakeClient, TestClient
from tests.modules.speech.test_submit import code_of, post

URL = "/api/v1/speech/runs"


async def listed(http: httpx.AsyncClient, client: TestClient, **params: Any) -> dict[str, Any]:
    response = await http.get(URL, headers=client.headers, params=params)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


async def test_filters(http: httpx.AsyncClient, make_client: MakeClient, recording: bytes) -> None:
    client = await make_client(credits=100, max_concurrent={"speech": 2}, project="Spring")
    first = (await post(http, client, recording, externalId="a", tags="x,y", metadata='{"n": 3}')).json()["id"]
    second = (await post(http, client, recording, externalId="b", tags="y", metadata='{"n": 4}')).json()["id"]
    third = (await post(http, client, recording, externalId="a")).json()["id"]

    async def ids(**params: Any) -> list[str]:
        return [run["id"] for run in (await listed(http, client, **params))["runs"]]

    assert await ids() == [third, second, first]
    assert await ids(externalId="a") == [third, first]
    assert await ids(status="queued") == [third]
    assert await ids(status="success") == []
    assert await ids(tags="y") == [second, first]
    assert await ids(tags=["x", "y"]) == [first]
    assert await ids(tags="x,z") == []
    assert await ids(metadata_key="n") == [second, first]
    assert await ids(metadata_key="n", metadata_value="3") == [first]
    assert await ids(metadata_key="m") == []
    assert await ids(project=client.project_id) == [third, second, first]
    assert await ids(project="none") == []
    assert await ids(project="unknown") == []
    assert await ids(createdAfter="2020-01-01") == [third, second, first]
    assert await ids(createdBefore="2020-01-01T00:00:00Z") == []
    assert await ids(serviceType="speech", externalId="b", tags="y") == [second]
    assert await ids(serviceType="cv_deepmatch") == []


async def test_a_row(http: httpx.AsyncClient, acme: TestClient, recording: bytes) -> None:
    await post(http, acme, recording, externalId="a")
    (row,) = (await listed(http, acme))["runs"]
    assert row == {
        "id": row["id"],
        "externalId": "a",
        "serviceType": "speech",
        "status": "processing",
        "createdAt": row["createdAt"],
        "completedAt": None,
        "language": "en",
        "audioDurationMs": 180500,
        "overall": None,
        "cefrLevel": None,
        "creditsDeducted": None,
        "project": None,
        "metadata": {},
        "tags": [],
        "error": None,
    }


async def test_paging_by_cursor_and_by_offset(http: httpx.AsyncClient, acme: TestClient, recording: bytes) -> None:
    ids = [(await post(http, acme, recording)).json()["id"] for _ in range(5)][::-1]
    seen: list[str] = []
    params: dict[str, Any] = {"limit": 2}
    while True:
        body = await listed(http, acme, **params)
        seen += [run["id"] for run in body["runs"]]
        assert body["pagination"]["total"] == 5
        if not body["pagination"]["hasMore"]:
            assert body["pagination"]["nextCursor"] is None
            break
        params["cursor"] = body["pagination"]["nextCursor"]
    assert seen == ids
    page = await listed(http, acme, limit=2, offset=3)
    assert [run["id"] for run in page["runs"]] == ids[3:]
    assert page["pagination"] == {"limit": 2, "offset": 3, "total": 5, "hasMore": False, "nextCursor": None}
    assert (await listed(http, acme, limit=0))["pagination"]["limit"] == 1
    assert (await listed(http, acme, limit=1000))["pagination"]["limit"] == 100


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"status": "completed"}, "INVALID_STATUS"),
        ({"serviceType": "interview"}, "INVALID_SERVICE_TYPE"),
        ({"createdAfter": "yesterday"}, "INVALID_DATE"),
        ({"createdBefore": "2026-02-30"}, "INVALID_DATE"),
        ({"cursor": "bad!"}, "INVALID_PARAMETERS"),
    ],
)
async def test_bad_parameters(http: httpx.AsyncClient, acme: TestClient, params: dict[str, str], code: str) -> None:
    assert code_of(await http.get(URL, headers=acme.headers, params=params), 400) == code


@pytest.mark.parametrize("name", ["externalId", "tags", "metadata_key", "project", "metadata_value"])
async def test_odd_text_in_filters_finds_nothing(http: httpx.AsyncClient, acme: TestClient, name: str) -> None:
    for value in ("\0", "'; DROP TABLE runs; --", "💥" * 100, "%ff"):
        body = await listed(http, acme, metadata_key="k", **({name: value} if name != "metadata_key" else {}))
        assert body["runs"] == []
