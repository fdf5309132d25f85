"""Who may call: the codes of refused keys in this module's words, and nothing of one client for another."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from tests.conftest import MakeClient, TestClient
from tests.modules.cvdeepmatch.submitting import (
    URL,
    assert_left,
    error_of,
    form,
    post,
    submitted,
)
from tests.support.api import api
from zenhire.entry.document import openapi_document
from zenhire.kit.db import Database
from zenhire.platform.accounts import service as accounts
from zenhire.platform.erasure import store as erasure_store

SUBMIT, LIST, POLL = "submit", "requests", "8d3c5a52-6f5e-4b7f-93f1-0c4e7b2a9d10"


async def call(http: httpx.AsyncClient, where: str, headers: dict[str, str]) -> httpx.Response:
    if where == SUBMIT:
        return await http.post(f"{URL}/submit", headers=headers, files={"cv_file": ("cv.pdf", b"")}, data=form())
    return await http.get(f"{URL}/{where}", headers=headers)


@pytest.mark.parametrize(("method", "where", "allowed"), [("GET", SUBMIT, "POST"), ("POST", LIST, "GET")])
async def test_another_method_is_refused_by_its_name(
    http: httpx.AsyncClient, acme: TestClient, method: str, where: str, allowed: str
) -> None:
    response = await http.request(method, f"{URL}/{where}", headers={"X-API-Key": acme.api_key})
    assert error_of(response, 405)["code"] == "METHOD_NOT_ALLOWED"
    assert response.headers["Allow"].split(", ")[0] == allowed


@pytest.mark.parametrize(
    ("where", "code"), [(SUBMIT, "MISSING_PERMISSION"), (LIST, "UNAUTHENTICATED"), (POLL, "UNAUTHENTICATED")]
)
async def test_keys_that_are_refused(http: httpx.AsyncClient, make_client: MakeClient, where: str, code: str) -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    expired = await make_client("expired", expires_at=past)
    good = await make_client("good")
    for headers, reason in (
        ({}, "MISSING_API_KEY"),
        ({"X-API-Key": "zh_api_nobody"}, "INVALID_API_KEY"),
        (expired.headers, "API_KEY_EXPIRED"),
    ):
        error = error_of(await call(http, where, headers), 401)
        assert (error["code"], error["details"]) == (code, {"reason": reason})
        assert "requestId" not in error
        assert error["message"]
    assert (await call(http, where, good.headers)).status_code != 401


@pytest.mark.parametrize(
    ("where", "code"), [(SUBMIT, "MISSING_PERMISSION"), (LIST, "UNAUTHENTICATED"), (POLL, "UNAUTHENTICATED")]
)
async def test_a_client_that_is_disabled(
    http: httpx.AsyncClient, db: Database, acme: TestClient, where: str, code: str
) -> None:
    async with db.transaction() as conn:
        await accounts.set_active(conn, acme.client_id, False)
    error = error_of(await call(http, where, acme.headers), 401)
    assert (error["code"], error["details"]) == (code, {"reason": "CLIENT_INACTIVE"})


@pytest.mark.parametrize("where", [SUBMIT, LIST, POLL])
async def test_an_address_and_a_permission_that_are_missing(
    http: httpx.AsyncClient, db: Database, make_client: MakeClient, where: str
) -> None:
    elsewhere = await make_client("elsewhere", allow_ips=["203.0.113.7"])
    error = error_of(await call(http, where, elsewhere.headers), 403)
    assert (error["code"], error["details"]) == ("IP_NOT_ALLOWED", {"reason": "IP_NOT_ALLOWED"})
    assert "requestId" not in error
    speech = await make_client("speech", permissions=["speech", "multilingual", "interview", "cvdeepsearch"])
    error = error_of(await call(http, where, speech.headers), 403)
    assert (error["code"], error["details"]) == ("MISSING_PERMISSION", {"reason": "MISSING_PERMISSION"})
    assert error["requestId"].startswith("req_")


async def test_a_key_may_come_as_bearer(http: httpx.AsyncClient, acme: TestClient) -> None:
    assert (await post(http, acme, headers={"Authorization": f"Bearer {acme.api_key}"})).status_code == 202


async def test_a_client_that_is_erased_meanwhile(
    http: httpx.AsyncClient, db: Database, acme: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its key was good when it was looked at; under the lock the client is gone."""
    real = accounts.get_client

    async def erased(conn, client_id, *, lock=False):  # type: ignore[no-untyped-def]
        if lock:
            await erasure_store.begin_client(conn, client_id, datetime.now(UTC))
        return await real(conn, client_id, lock=lock)

    monkeypatch.setattr(accounts, "get_client", erased)
    error = error_of(await post(http, acme), 401)
    assert (error["code"], error["details"]) == ("MISSING_PERMISSION", {"reason": "CLIENT_INACTIVE"})
    await assert_left(db, tmp_path, 0)


async def test_every_endpoint_for_two_clients(http: httpx.AsyncClient, db: Database, make_client: MakeClient) -> None:
    mine = await make_client("mine", credits=50, project="P")
    theirs = await make_client("theirs", credits=7)
    marks = {
        "externalId": "secret-e",
        "tags": "secret-t",
        "metadata": '{"secret-k": "secret-v"}',
        "position_id": "secret-p",
    }
    run_id = await submitted(http, mine, idempotency_key="same", **marks)
    answers: dict[str, str] = {}
    for path, operations in openapi_document()["paths"].items():
        for method in operations:
            url = path.replace("{requestId}", run_id).replace("{id}", run_id)
            if path == f"{URL}/submit":
                response = await post(http, theirs, idempotency_key="same")
                assert response.status_code == 202
            else:
                response = await http.request(method, url, headers=theirs.headers)
            answers[f"{method} {path}"] = response.text
            for secret in (run_id, mine.client_id, mine.api_key, "secret-", str(mine.project_id)):
                assert secret not in response.text, (method, path)
    assert len(answers) == 14
    assert "REQUEST_NOT_FOUND" in answers[f"get {URL}/{{id}}"]
    for params in ({"externalId": "secret-e"}, {"tags": "secret-t"}, {"metadata_key": "secret-k"}):
        for path in (f"{URL}/requests", "/api/v1/speech/runs?serviceType=cv_deepmatch"):
            body = (await http.get(path, headers=theirs.headers, params=params)).json()
            assert run_id not in str(body)
    async with db.transaction() as conn:
        assert await conn.scalar(text("SELECT count(*) FROM run_polls")) == 0, "a foreign poll must not count"
    assert (await http.get(f"{URL}/{run_id}", headers=mine.headers)).status_code == 200


async def test_submits_at_once_do_not_overspend(
    db: Database, secret_key: bytes, make_client: MakeClient, tmp_path: Path
) -> None:
    client = await make_client(credits=10)
    async with api(db, secret_key, tmp_path) as http:
        answers = await asyncio.gather(*(post(http, client) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [202] * 3 + [402] * 5
    await assert_left(db, tmp_path, 3)
