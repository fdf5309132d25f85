"""`zenhire admin webhook` as operators use it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.entry.test_admin import Admin
from zenhire.kit.db import Database
from zenhire.platform.webhooks import service
from zenhire.platform.webhooks.types import EVENT_TYPES, SPEECH_COMPLETED, Event

URL = "https://8.8.8.8/hook"
"""An address needs no name server. Nothing is sent: no worker runs."""


@pytest.fixture
def admin(db: Database, database_url: str) -> Admin:
    return Admin(database_url)


@pytest.fixture
def client_id(admin: Admin) -> str:
    made: str = admin.json("client", "create", "Acme", "--permission", "speech")["client_id"]
    return made


def emit(database_url: str, client_id: str, run_id: str, url: str | None) -> None:
    async def work() -> None:
        database = Database(database_url)
        async with database.transaction() as conn:
            await service.emit(conn, Event(SPEECH_COMPLETED, client_id, run_id, {"id": run_id}, url=url))
        await database.close()

    asyncio.run(work())


def test_a_secret_is_shown_once_and_its_end_later(admin: Admin, client_id: str) -> None:
    assert admin.json("webhook", "secret", client_id, "--show")["uses_default"] is True
    first = admin.json("webhook", "secret", client_id)
    assert list(first) == ["secret"]
    assert first["secret"].startswith("whsec_")
    second = admin.json("webhook", "secret", client_id)["secret"]
    shown = admin.run("webhook", "secret", client_id, "--show")
    assert second[-4:] in shown.stdout
    assert second not in shown.stdout
    assert first["secret"] != second
    assert "nobody" in admin.refused("webhook", "secret", "nobody")


def test_no_secret_lies_open_in_the_database(admin: Admin, client_id: str, database_url: str) -> None:
    secrets = [admin.json("webhook", "secret", client_id)["secret"], admin.json("webhook", "default-secret")["secret"]]

    async def dump() -> str:
        database = Database(database_url)
        rows: list[Any] = []
        async with database.transaction() as conn:
            for table in ("webhook_clients", "webhook_instance"):
                rows += (await conn.exec_driver_sql(f"SELECT * FROM {table}")).all()
        await database.close()
        return " ".join(
            repr(bytes(value)) if isinstance(value, memoryview) else repr(value) for row in rows for value in row
        )

    text = asyncio.run(dump())
    assert "whsec" not in text
    for secret in secrets:
        assert secret not in text


def test_the_default_secret_is_made_once_unless_it_is_set(admin: Admin, client_id: str) -> None:
    made = admin.json("webhook", "default-secret")["secret"]
    assert made.startswith("whsec_")
    assert admin.json("webhook", "default-secret")["secret"] == made
    admin.environment["ZENHIRE_WEBHOOK_DEFAULT_SECRET"] = "agreed at provisioning"
    assert admin.json("webhook", "default-secret")["secret"] == "agreed at provisioning"


def test_an_endpoints_life(admin: Admin, client_id: str) -> None:
    endpoint = admin.json("webhook", "endpoint", "add", client_id, URL, "--event", SPEECH_COMPLETED)["endpoint_id"]
    (row,) = admin.json("webhook", "endpoint", "list", client_id)
    assert (row["endpoint_id"], row["url"], row["events"], row["enabled"]) == (endpoint, URL, [SPEECH_COMPLETED], True)
    assert "registered already" in admin.refused("webhook", "endpoint", "add", client_id, URL)
    admin.json("webhook", "endpoint", "disable", endpoint)
    assert admin.json("webhook", "endpoint", "list")[0]["disabled_by"] == "operator"
    admin.json("webhook", "endpoint", "enable", endpoint)
    assert admin.json("webhook", "endpoint", "list")[0]["enabled"] is True
    admin.json("webhook", "endpoint", "remove", endpoint)
    assert admin.json("webhook", "endpoint", "list", client_id) == []
    assert "No webhook endpoint" in admin.refused("webhook", "endpoint", "enable", endpoint)
    again = admin.json("webhook", "endpoint", "add", client_id, URL)["endpoint_id"]
    assert admin.json("webhook", "endpoint", "list")[0]["events"] == list(EVENT_TYPES)
    assert again != endpoint


@pytest.mark.parametrize("url", ["http://8.8.8.8/", "https://10.0.0.1/", "https://localhost/", "nonsense"])
def test_an_endpoint_must_be_public(url: str, admin: Admin, client_id: str) -> None:
    assert "The URL must" in admin.refused("webhook", "endpoint", "add", client_id, url)


def test_an_event_that_is_not_known_is_refused(admin: Admin, client_id: str) -> None:
    advice = admin.refused("webhook", "endpoint", "add", client_id, URL, "--event", "speech.started")
    assert "speech.completed" in advice


def test_the_log_and_sending_again(admin: Admin, client_id: str, database_url: str) -> None:
    admin.json("webhook", "endpoint", "add", client_id, URL)
    emit(database_url, client_id, "req_1_a", "https://8.8.4.4/own")
    log = admin.json("webhook", "log", client_id)
    assert sorted(one["url"] for one in log) == ["https://8.8.4.4/own", URL]
    assert {one["state"] for one in log} == {"pending"}
    assert admin.json("webhook", "log", "--run", "req_1_b") == []
    assert admin.json("webhook", "replay", "--since", "2020-01-01") == {"replayed": 0}
    _end(database_url, "failed")
    assert len(admin.json("webhook", "log", "--state", "failed")) == 2
    assert admin.json("webhook", "replay", "--since", "2020-01-01", "--client", client_id) == {"replayed": 2}
    assert admin.json("webhook", "replay", "--since", "2020-01-01") == {"replayed": 0}
    assert len(admin.json("webhook", "log", "--state", "replayed")) == 2
    _end(database_url, "delivered")
    assert admin.json("webhook", "replay", log[0]["event_id"]) == {"replayed": 2}
    _end(database_url, "delivered")
    assert admin.json("webhook", "replay", log[0]["event_id"]) == {"replayed": 2}
    assert "replay" in admin.refused("webhook", "replay")
    assert "No webhook event" in admin.refused("webhook", "replay", "nothing")
    assert "not a date" in admin.refused("webhook", "log", "--since", "yesterday")
    assert "Choose from" in admin.refused("webhook", "log", "--state", "lost")


def test_a_test_event_waits_for_a_worker(admin: Admin, client_id: str) -> None:
    endpoint = admin.json("webhook", "endpoint", "add", client_id, URL)["endpoint_id"]
    sent = admin.json("webhook", "test", endpoint, "--wait", "0", "--event", "cvdeepsearch.completed")
    assert (sent["state"], sent["run"], sent["event"]) == ("pending", "test", "cvdeepsearch.completed")


def test_failures_are_switched_for_a_client(admin: Admin, client_id: str, database_url: str) -> None:
    assert admin.json("webhook", "failures", client_id, "on")["failure_events"] is True
    admin.json("webhook", "secret", client_id)
    assert admin.json("webhook", "failures", client_id, "off")["failure_events"] is False
    assert admin.refused("webhook", "failures", client_id, "maybe")


def _end(database_url: str, state: str) -> None:
    async def work() -> None:
        database = Database(database_url)
        async with database.transaction() as conn:
            await conn.exec_driver_sql(
                f"UPDATE webhook_deliveries SET state = '{state}', finished_at = now() WHERE state = 'pending'"
            )
        await database.close()

    asyncio.run(work())
