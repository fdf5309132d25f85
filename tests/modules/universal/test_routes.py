"""Credits, health, keys and the error envelope, over HTTP."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import MakeClient
from tests.support.api import api
from zenhire.kit.db import Database
from zenhire.platform import workers
from zenhire.platform.accounts import service as accounts

CREDITS = "/api/v1/credits"
RUN = "/api/v1/speech/analyze/req_1_a"


async def code(http: httpx.AsyncClient, headers: dict[str, str], status: int, url: str = CREDITS) -> str:
    response = await http.get(url, headers=headers)
    assert response.status_code == status, response.text
    error = response.json()["error"]
    assert "requestId" not in error
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", error["timestamp"])
    return str(error["code"])


async def test_keys_and_their_errors(db: Database, secret_key: bytes, make_client: MakeClient, tmp_path: Path) -> None:
    good = await make_client("good", credits=5)
    expired = await make_client("expired", expires_at=datetime.now(UTC) - timedelta(seconds=1))
    elsewhere = await make_client("elsewhere", allow_ips=["192.0.2.0/24", "2001:db8::/32"])
    disabled = await make_client("disabled")
    revoked = await make_client("revoked")
    legacy = await make_client("legacy", value="zh_speech_live_0123456789")
    async with db.transaction() as conn:
        await accounts.set_active(conn, disabled.client_id, False)
        await accounts.revoke_key(conn, revoked.client_id, revoked.key_id)
    async with api(db, secret_key, tmp_path) as http:
        for url in (CREDITS, RUN, "/api/v1/speech/runs"):
            assert await code(http, {}, 401, url) == "MISSING_API_KEY"
            assert await code(http, {"X-API-Key": "zh_api_nonsense"}, 401, url) == "INVALID_API_KEY"
            assert await code(http, {"X-API-Key": good.api_key[:-1]}, 401, url) == "INVALID_API_KEY"
            assert await code(http, expired.headers, 401, url) == "API_KEY_EXPIRED"
            assert await code(http, disabled.headers, 401, url) == "CLIENT_INACTIVE"
            assert await code(http, revoked.headers, 401, url) == "INVALID_API_KEY"
            assert await code(http, elsewhere.headers, 403, url) == "IP_NOT_ALLOWED"
        for headers in (
            good.headers,
            {"Authorization": f"Bearer {good.api_key}"},
            {"Authorization": f"ApiKey {good.api_key}"},
            {"X-API-Key": good.api_key, "Authorization": "Bearer other"},
            legacy.headers,
        ):
            assert (await http.get(CREDITS, headers=headers)).status_code == 200


@pytest.mark.parametrize(
    ("peer", "forwarded", "status"),
    [
        ("192.0.2.7", None, 200),
        ("::ffff:192.0.2.7", None, 200),
        ("2001:db8::5", None, 200),
        ("198.51.100.1", None, 403),
        ("198.51.100.1", "192.0.2.7", 403),
        ("10.0.0.1", "192.0.2.7", 200),
        ("10.0.0.1", "192.0.2.7, 198.51.100.9", 403),
    ],
)
async def test_allow_lists_and_proxies(
    db: Database,
    secret_key: bytes,
    make_client: MakeClient,
    tmp_path: Path,
    peer: str,
    forwarded: str | None,
    status: int,
) -> None:
    client = await make_client(allow_ips=["192.0.2.0/24", "2001:db8::/32"])
    headers = client.headers | ({} if forwarded is None else {"X-Forwarded-For": forwarded})
    async with api(db, secret_key, tmp_path, peer=peer, trusted_proxies="10.0.0.0/8") as http:
        assert (await http.get(CREDITS, headers=headers)).status_code == status


async def test_unknown_routes_and_wrong_methods(db: Database, secret_key: bytes, tmp_path: Path) -> None:
    async with api(db, secret_key, tmp_path) as http:
        for method, url, status, expected in (
            ("GET", "/", 404, "NOT_FOUND"),
            ("GET", "/api/v1/nothing", 404, "NOT_FOUND"),
            ("GET", "/api/health", 404, "NOT_FOUND"),
            ("DELETE", CREDITS, 405, "METHOD_NOT_ALLOWED"),
            ("GET", "/api/v1/speech/analyze", 405, "METHOD_NOT_ALLOWED"),
            ("PUT", RUN, 405, "METHOD_NOT_ALLOWED"),
        ):
            response = await http.request(method, url)
            assert response.status_code == status, (method, url)
            assert response.json()["error"]["code"] == expected


async def test_a_trailing_slash_changes_nothing(
    db: Database, secret_key: bytes, make_client: MakeClient, tmp_path: Path
) -> None:
    client = await make_client(credits=5)
    async with api(db, secret_key, tmp_path) as http:
        response = await http.get(f"{CREDITS}/", headers=client.headers)
        assert response.status_code == 200
        assert response.json()["creditBalance"] == 5
        assert response.headers["X-Request-Id"].startswith("req_")


async def test_an_unexpected_error_is_an_envelope_without_details(
    db: Database, secret_key: bytes, make_client: MakeClient, tmp_path: Path
) -> None:
    client = await make_client()
    async with api(db, secret_key, tmp_path) as http:
        await db.close()
        bad: Any = object()
        original, db.engine = db.engine, bad
        try:
            response = await http.get(CREDITS, headers=client.headers)
        finally:
            db.engine = original
    assert response.status_code == 500
    error = response.json()["error"]
    assert error["code"] == "INTERNAL_ERROR"
    assert "object" not in error["message"]


async def test_health(db: Database, secret_key: bytes, tmp_path: Path) -> None:
    async with api(db, secret_key, tmp_path) as http:
        response = await http.get("/api/v1/health")
        assert response.status_code == 503
        body = response.json()
        assert body["error"]["code"] == "SERVICE_UNHEALTHY"
        assert body["checks"]["database"]["status"] == "healthy"
        assert body["checks"]["storage"]["status"] == "healthy"
        assert body["checks"]["workers"]["status"] == "unhealthy"
        assert body["checks"]["transcription"]["status"] == "not_configured"
        async with db.transaction() as conn:
            await workers.report(
                conn,
                "w",
                version="1",
                state=workers.READY,
                engines={"asr": {"engine": "fake", "model": "m"}},
                problem=None,
            )
        response = await http.get("/api/v1/health")
        assert response.status_code == 200, response.text
        body = response.json()
        assert body["status"] == "healthy"
        assert "error" not in body
        assert body["checks"]["transcription"] == {"status": "configured", "engine": "fake", "model": "m"}


async def test_health_says_when_the_database_is_gone(db: Database, secret_key: bytes, tmp_path: Path) -> None:
    gone = Database("postgresql://nobody:x@127.0.0.1:1/none")
    async with api(gone, secret_key, tmp_path) as http:
        response = await http.get("/api/v1/health")
        assert response.status_code == 503
        assert response.json()["checks"]["database"]["status"] == "unreachable"
    await gone.close()
