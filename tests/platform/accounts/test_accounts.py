"""Clients, projects and keys: who gets in, in which order the checks are made, and how often one may submit."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.datastructures import Headers
from structlog.testing import capture_logs

from tests.conftest import MakeClient
from zenhire.kit import db as db_module
from zenhire.kit.clock import utcnow
from zenhire.kit.db import Database
from zenhire.kit.errors import ApiError, RateLimitExceeded
from zenhire.platform.accounts import service as accounts
from zenhire.platform.accounts import store
from zenhire.platform.accounts.errors import (
    KeyTaken,
    MissingPermission,
    MultilingualNotEnabled,
    NoSuchClient,
    NoSuchKey,
    NoSuchProject,
    ProjectNameTaken,
    WrongSecret,
)
from zenhire.platform.accounts.keys import new_key
from zenhire.platform.accounts.last_used import LastUsed
from zenhire.platform.accounts.types import PERMISSIONS, Principal

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


async def outcome(db: Database, secret: bytes, key: str | None, ip: str | None = "192.0.2.1") -> tuple[int, str]:
    """Status and code of an authentication at NOW; (200, client id) when it succeeds."""
    try:
        async with db.transaction() as conn:
            return 200, (await accounts.authenticate(conn, secret, key, ip, NOW)).client_id
    except ApiError as error:
        return error.status, error.code


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"X-API-Key": "zh_1"}, "zh_1"),
        ({"x-api-key": "  zh_1 "}, "zh_1"),
        ({"X-API-Key": " "}, None),
        ({"Authorization": "Bearer zh_2"}, "zh_2"),
        ({"Authorization": "bearer   zh_2"}, "zh_2"),
        ({"Authorization": "ApiKey zh_2"}, "zh_2"),
        ({"Authorization": "zh_2"}, "zh_2"),
        ({"Authorization": ""}, None),
        ({"Authorization": "Bearer"}, None),
        ({"Authorization": "Basic enV6dQ=="}, "Basic enV6dQ=="),
        ({"X-API-Key": "zh_1", "Authorization": "Bearer zh_2"}, "zh_1"),
        ({"X-API-Key": "", "Authorization": "Bearer zh_2"}, "zh_2"),
    ],
)
def test_the_key_is_found_in_either_header(headers: dict[str, str], expected: str | None) -> None:
    assert accounts.extract_key(Headers(headers)) == expected


async def test_a_key_becomes_a_principal(db: Database, secret_key: bytes, make_client: MakeClient) -> None:
    client = await make_client(permissions=["speech"], max_concurrent={"speech": 3}, project="Sales", rate_per_minute=7)
    async with db.transaction() as conn:
        principal = await accounts.authenticate(conn, secret_key, client.api_key, "192.0.2.1", NOW)
    assert client.project_id is not None
    assert principal == Principal(
        client_id=client.client_id,
        project_id=client.project_id,
        key_id=client.key_id,
        permissions=frozenset({"speech"}),
        rate_per_minute=7,
        max_concurrent={"speech": 3},
    )


async def test_authentication_asks_the_database_once(
    db: Database, secret_key: bytes, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await make_client(allow_ips=["192.0.2.0/24"], expires_at=NOW + timedelta(days=1))
    statements: list[str] = []

    async def fetch_row(conn: AsyncConnection, statement: str, parameters: Mapping[str, Any]) -> Any:
        statements.append(statement)
        return await db_module.fetch_row(conn, statement, parameters)

    monkeypatch.setattr(store, "fetch_row", fetch_row)
    async with db.transaction() as conn:
        event.listen(conn.sync_connection, "before_cursor_execute", lambda *args: statements.append(args[2]))
        await accounts.authenticate(conn, secret_key, client.api_key, "192.0.2.1", NOW)
        assert len(statements) == 1


@pytest.mark.parametrize("value", [None, ""])
async def test_no_key(db: Database, secret_key: bytes, value: str | None) -> None:
    assert await outcome(db, secret_key, value) == (401, "MISSING_API_KEY")


@pytest.mark.parametrize("value", ["zh_api_unknown", "Basic enV6dQ==", "é\udcff\x00", "x" * 100_000])
async def test_unknown_keys(db: Database, secret_key: bytes, make_client: MakeClient, value: str) -> None:
    await make_client()
    assert await outcome(db, secret_key, value) == (401, "INVALID_API_KEY")


async def test_a_key_counts_as_a_whole(db: Database, secret_key: bytes, make_client: MakeClient) -> None:
    key = (await make_client()).api_key
    for near in (key[:-1], key + "0", key.swapcase(), f" {key}"):
        assert await outcome(db, secret_key, near) == (401, "INVALID_API_KEY")
    assert await outcome(db, b"another instance's secret", key) == (401, "INVALID_API_KEY")


async def test_the_checks_come_in_the_documented_order(
    db: Database, secret_key: bytes, make_client: MakeClient
) -> None:
    """Everything is wrong at first; mending one thing after the other shows what was checked next."""
    client = await make_client(permissions=[], expires_at=NOW, allow_ips=["198.51.100.7"])
    key, ip = client.api_key, "192.0.2.1"
    async with db.transaction() as conn:
        await accounts.set_active(conn, client.client_id, False)
        await accounts.revoke_key(conn, client.client_id, client.key_id)
    assert await outcome(db, secret_key, None, ip) == (401, "MISSING_API_KEY")
    assert await outcome(db, secret_key, key, ip) == (401, "INVALID_API_KEY")
    await run(db, "UPDATE api_keys SET active = true")
    assert await outcome(db, secret_key, key, ip) == (401, "API_KEY_EXPIRED")
    await run(db, "UPDATE api_keys SET expires_at = expires_at + interval '1 millisecond'")
    assert await outcome(db, secret_key, key, ip) == (401, "CLIENT_INACTIVE")
    async with db.transaction() as conn:
        await accounts.set_active(conn, client.client_id, True)
    assert await outcome(db, secret_key, key, ip) == (403, "IP_NOT_ALLOWED")
    assert await outcome(db, secret_key, key, None) == (403, "IP_NOT_ALLOWED")
    assert await outcome(db, secret_key, key, "::ffff:198.51.100.7") == (200, client.client_id)


async def run(db: Database, statement: str) -> None:
    async with db.transaction() as conn:
        await conn.execute(text(statement))


async def test_permissions_belong_to_the_client(db: Database, secret_key: bytes, make_client: MakeClient) -> None:
    client = await make_client(permissions=["speech"])

    async def principal() -> Principal:
        async with db.transaction() as conn:
            return await accounts.authenticate(conn, secret_key, client.api_key, None, NOW)

    caller = await principal()
    caller.require("speech")
    with pytest.raises(MissingPermission) as refused:
        caller.require("interview")
    assert (refused.value.status, refused.value.code) == (403, "MISSING_PERMISSION")
    with pytest.raises(MultilingualNotEnabled) as english_only:
        caller.require_multilingual()
    assert (english_only.value.status, english_only.value.code) == (403, "MULTILINGUAL_NOT_ENABLED")
    async with db.transaction() as conn:
        await accounts.set_permissions(conn, client.client_id, PERMISSIONS)
    caller = await principal()
    for permission in PERMISSIONS:
        caller.require(permission)
    caller.require_multilingual()


async def test_a_disabled_client_locks_out_its_keys_only(
    db: Database, secret_key: bytes, make_client: MakeClient
) -> None:
    ours, theirs = await make_client("Ours"), await make_client("Theirs")
    async with db.transaction() as conn:
        await accounts.set_active(conn, ours.client_id, False)
    assert await outcome(db, secret_key, ours.api_key) == (401, "CLIENT_INACTIVE")
    assert await outcome(db, secret_key, theirs.api_key) == (200, theirs.client_id)


async def test_imported_keys_work_whatever_their_prefix(
    db: Database, secret_key: bytes, make_client: MakeClient
) -> None:
    for value in ("zh_old12345", "zh_speech_live_1", "zh_speech_test_1", "zh_cv_live_1", "zh_live_1", "zh_test_1"):
        client = await make_client(value=value)
        assert client.api_key == value
        assert await outcome(db, secret_key, value) == (200, client.client_id)
    with pytest.raises(KeyTaken):
        await make_client("Another", value="zh_live_1")


async def test_a_clients_things_are_out_of_anothers_reach(
    db: Database, secret_key: bytes, make_client: MakeClient
) -> None:
    ours, theirs = await make_client("Ours", project="Sales"), await make_client("Theirs", project="Sales")
    with pytest.raises(NoSuchKey):
        async with db.transaction() as conn:
            await accounts.revoke_key(conn, theirs.client_id, ours.key_id)
    with pytest.raises(NoSuchProject):
        async with db.transaction() as conn:
            await accounts.create_key(conn, secret_key, theirs.client_id, project_id=ours.project_id)
    async with db.transaction() as conn:
        assert [key.id for key in await accounts.list_keys(conn, ours.client_id)] == [ours.key_id]
        assert [project.id for project in await accounts.list_projects(conn, theirs.client_id)] == [theirs.project_id]
        assert await accounts.key_owner(conn, theirs.key_id) == theirs.client_id
    assert await outcome(db, secret_key, ours.api_key) == (200, ours.client_id)


async def test_a_key_is_stored_without_its_value(db: Database, make_client: MakeClient) -> None:
    client = await make_client(allow_ips=["2001:db8::/32", "192.0.2.7"], expires_at=NOW, rate_per_minute=9)
    async with db.transaction() as conn:
        (key,) = await accounts.list_keys(conn, client.client_id)
        stored = (await conn.execute(text("SELECT api_keys::text FROM api_keys"))).scalar_one()
    assert client.api_key not in stored
    assert key.hint == client.api_key[-4:]
    assert (key.allow_ips, key.expires_at, key.rate_per_minute) == (("2001:db8::/32", "192.0.2.7/32"), NOW, 9)
    assert (key.active, key.last_used_at) == (True, None)


async def test_unknown_ids_are_named(db: Database, secret_key: bytes) -> None:
    async with db.transaction() as conn:
        with pytest.raises(NoSuchClient, match="'nobody'"):
            await accounts.get_client(conn, "nobody")
        with pytest.raises(NoSuchClient):
            await accounts.create_key(conn, secret_key, "nobody")
        with pytest.raises(NoSuchClient):
            await accounts.set_active(conn, "nobody", True)
        with pytest.raises(NoSuchKey, match="'no key'"):
            await accounts.key_owner(conn, "no key")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rate_per_minute": 0}, "at least 1"),
        ({"rate_per_minute": 2**31}, "at least 1"),
        ({"expires_at": datetime(2026, 1, 1)}, "time zone"),
        ({"allow_ips": ["everywhere"]}, "not an address"),
        ({"value": "short"}, "8 to 200"),
        ({"name": " "}, "printable"),
        ({"name": "a\x00b"}, "printable"),
    ],
)
async def test_impossible_keys_are_refused(make_client: MakeClient, options: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        await make_client(**options)


async def test_limits_of_a_client(db: Database, make_client: MakeClient) -> None:
    client = (await make_client(max_concurrent={"speech": 2})).client_id
    async with db.transaction() as conn:
        assert await accounts.set_max_concurrent(conn, client, {"interview": 5}) == {"speech": 2, "interview": 5}
        assert await accounts.set_max_concurrent(conn, client, {"speech": None}) == {"interview": 5}
        assert (await accounts.get_client(conn, client, lock=True)).max_concurrent == {"interview": 5}
        with pytest.raises(ValueError, match="at least 1"):
            await accounts.set_max_concurrent(conn, client, {"speech": 0})
        with pytest.raises(ValueError, match="Unknown module 'phone'"):
            await accounts.set_max_concurrent(conn, client, {"phone": 1})
        with pytest.raises(ValueError, match="Unknown permission 'root'"):
            await accounts.set_permissions(conn, client, ["root"])


async def test_a_project_name_is_taken_once_per_client(db: Database, make_client: MakeClient) -> None:
    client = await make_client(project="Sales")
    async with db.transaction() as conn:
        with pytest.raises(ProjectNameTaken, match="'Sales'"):
            await accounts.create_project(conn, client.client_id, " Sales ")
        assert len(await accounts.list_projects(conn, client.client_id)) == 1


async def test_the_submit_rate(db: Database) -> None:
    async def submit(seconds: float, limit: int = 3) -> int | None:
        """None when admitted, else the seconds to wait."""
        try:
            async with db.transaction() as conn:
                await accounts.check_rate(conn, "key", limit, NOW + timedelta(seconds=seconds))
        except RateLimitExceeded as refused:
            return refused.retry_after
        return None

    assert [await submit(at) for at in (0, 10, 20)] == [None, None, None]
    assert [await submit(at) for at in (20.5, 21, 59.2)] == [40, 39, 1]
    assert [await submit(60.2) for _ in range(4)] == [None, None, None, 60]
    assert await submit(61, limit=4) is None
    assert await submit(62, limit=1) == 59
    assert await submit(0, limit=1) == 60, "a clock that runs behind never waits longer than the window"


@pytest.mark.parametrize("at", [0.0, 0.001, 17.3, 59.0, 59.999])
async def test_who_waits_as_told_succeeds(db: Database, at: float) -> None:
    async with db.transaction() as conn:
        await accounts.check_rate(conn, "key", 1, NOW)
        moment = NOW + timedelta(seconds=at)
        with pytest.raises(RateLimitExceeded) as refused:
            await accounts.check_rate(conn, "key", 1, moment)
        assert refused.value.retry_after is not None
        await accounts.check_rate(conn, "key", 1, moment + timedelta(seconds=refused.value.retry_after))


async def test_the_submit_rate_holds_when_all_come_at_once(db: Database) -> None:
    async def submit(key: str) -> bool:
        try:
            async with db.transaction() as conn:
                await accounts.check_rate(conn, key, 5, NOW)
        except RateLimitExceeded:
            return False
        return True

    results = await asyncio.gather(*(submit(key) for key in ("a", "b") * 15))
    assert (sum(results[::2]), sum(results[1::2])) == (5, 5)


async def test_last_use_is_noted_once_a_minute(db: Database, secret_key: bytes, make_client: MakeClient) -> None:
    client = await make_client()
    async with db.transaction() as conn:
        principal = await accounts.authenticate(conn, secret_key, client.api_key, None, NOW)
    one, other = LastUsed(db), LastUsed(db)
    seen = []
    for recorder, seconds in [(one, 0), (one, 59), (other, 30), (one, 60), (one, 61), (other, 125)]:
        recorder.note(principal, NOW + timedelta(seconds=seconds))
        await recorder.close()
        async with db.transaction() as conn:
            (key,) = await accounts.list_keys(conn, client.client_id)
        assert key.last_used_at is not None
        seen.append((key.last_used_at - NOW).total_seconds())
    assert seen == [0, 0, 0, 60, 60, 125]


async def test_a_database_that_is_away_costs_no_request(database_url: str) -> None:
    away = Database(make_url(database_url).set(database="nowhere").render_as_string(hide_password=False))
    recorder = LastUsed(away)
    with capture_logs() as logs:
        recorder.note(Principal("client", None, "key", frozenset()), utcnow())
        await recorder.close()
    await away.close()
    assert [(entry["event"], entry["key_id"]) for entry in logs] == [("last_used_not_written", "key")]


async def test_the_log_tells_a_typo_from_an_unknown_key_and_names_neither(
    db: Database, secret_key: bytes, make_client: MakeClient
) -> None:
    key = (await make_client()).api_key
    with capture_logs() as logs:
        await outcome(db, secret_key, key[:-1] + ("a" if key[-1] != "a" else "b"))
        await outcome(db, secret_key, new_key())
    assert [(entry["event"], entry["mistyped"]) for entry in logs] == [
        ("unknown_api_key", True),
        ("unknown_api_key", False),
    ]
    assert "zh_api_" not in repr(logs)


async def test_another_secret_is_noticed_while_keys_depend_on_the_first(
    db: Database, secret_key: bytes, make_client: MakeClient
) -> None:
    client = await make_client()
    other = b"the secret of another machine"
    async with db.transaction() as conn:
        await accounts.verify_secret(conn, secret_key)
        with pytest.raises(WrongSecret, match="ZENHIRE_SECRET_KEY"):
            await accounts.verify_secret(conn, other)
        with pytest.raises(WrongSecret):
            await accounts.create_key(conn, other, client.client_id)
        await accounts.revoke_key(conn, client.client_id, client.key_id)
        await accounts.verify_secret(conn, other)
        await accounts.create_key(conn, other, client.client_id)
        with pytest.raises(WrongSecret):
            await accounts.verify_secret(conn, secret_key)
