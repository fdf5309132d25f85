"""What callers hear when the database or the disk fails, and what the log says of it."""

from __future__ import annotations

import asyncio
import errno
import json
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.conftest import MakeClient, TestClient
from tests.modules.speech.analysing import log_output
from tests.support.api import api
from zenhire.kit import db as module
from zenhire.kit.db import Database, connection_options
from zenhire.kit.errors import StorageFull, is_storage_full
from zenhire.platform.files import FileStoreFailed

CREDITS = "/api/v1/credits"


def assert_unavailable(response: Any) -> None:
    assert response.status_code == 503
    error = response.json()["error"]
    assert error["code"] == "SERVICE_UNHEALTHY"
    assert response.headers["Retry-After"] == str(error["retryAfterSeconds"])


async def test_a_lost_database_is_503_with_one_line_in_the_log(secret_key: bytes, tmp_path: Path) -> None:
    gone = Database("postgresql://nobody:x@127.0.0.1:1/none")
    headers = {"X-API-Key": "zh_api_" + "a" * 36}
    async with api(gone, secret_key, tmp_path) as http:
        with log_output() as log:
            assert_unavailable(await http.get(CREDITS, headers=headers))
        lines = [json.loads(line) for line in log.getvalue().splitlines()]
    await gone.close()
    said = [line for line in lines if line["level"] == "warning"]
    assert [line["reason"] for line in said] == ["OperationalError"]
    assert "Traceback" not in log.getvalue()


async def test_a_pool_without_a_free_connection_is_503(
    database_url: str,
    secret_key: bytes,
    make_client: MakeClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client: TestClient = await make_client()
    monkeypatch.setattr(module, "POOL_SECONDS", 0.1)
    small = Database(database_url, pool_size=1)
    async with api(small, secret_key, tmp_path) as http, small.transaction():
        assert_unavailable(await http.get(CREDITS, headers=client.headers))
    await small.close()


@pytest.mark.parametrize(
    "fault",
    [OSError(errno.ENOSPC, "No space left on device"), FileStoreFailed("The file store could not write: full.")],
)
async def test_a_full_disk_is_503(
    db: Database,
    secret_key: bytes,
    make_client: MakeClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
) -> None:
    client: TestClient = await make_client()

    async def overview(*_: object) -> None:
        raise fault

    monkeypatch.setattr("zenhire.platform.credits.service.overview", overview)
    async with api(db, secret_key, tmp_path) as http:
        with log_output() as log:
            assert_unavailable(await http.get(CREDITS, headers=client.headers))
    assert "Traceback" not in log.getvalue()


def test_other_errors_of_the_system_are_no_full_disk() -> None:
    wrapped = RuntimeError("x")
    wrapped.__cause__ = OSError(errno.EDQUOT, "Disk quota exceeded")
    assert is_storage_full(wrapped)
    assert is_storage_full(StorageFull())
    assert not is_storage_full(OSError(errno.EACCES, "no"))


async def test_a_transaction_that_hangs_loses_its_locks(
    database_url: str, db: Database, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As that of a process that was stopped: others must not wait for it for ever."""
    client = await make_client()
    monkeypatch.setattr(module, "IDLE_IN_TRANSACTION_SECONDS", 1)
    lock = text("SELECT 1 FROM clients WHERE id = :id FOR UPDATE")
    stopped = Database(database_url)
    with pytest.raises(DBAPIError) as caught:
        async with stopped.transaction() as conn:
            await conn.execute(lock, {"id": client.client_id})
            started = time.monotonic()
            async with asyncio.timeout(20), db.transaction() as other:
                await other.execute(lock, {"id": client.client_id})
            assert time.monotonic() - started > 0.3
            await conn.execute(lock, {"id": client.client_id})
    assert isinstance(caught.value, module.UNAVAILABLE)
    await stopped.close()


def test_a_silent_database_is_noticed_unless_the_url_says_otherwise() -> None:
    options = connection_options("postgresql://u:p@h/d?connect_timeout=60&keepalives=0", "zenhire test")
    assert "connect_timeout" not in options
    assert "keepalives" not in options
    assert options["tcp_user_timeout"] == 25_000
    assert options["application_name"] == "zenhire test"


async def test_the_options_are_understood_by_the_driver(database_url: str) -> None:
    url = module.libpq_url(database_url)
    async with await psycopg.AsyncConnection.connect(url, **connection_options(url, "zenhire test")) as connection:
        assert connection.info.get_parameters()["keepalives_idle"] == "10"
