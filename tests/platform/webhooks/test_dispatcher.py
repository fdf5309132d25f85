"""From the committed event to the receiver: signed, retried, never lost, and nobody waits for somebody slow."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise

import pytest
from sqlalchemy import text

from tests.conftest import MakeClient, TestClient
from tests.platform.webhooks.conftest import (
    DEFAULT_SECRET,
    Emit,
    MakeDispatcher,
    Names,
    add_endpoint,
    dispatching,
    ended,
    entries,
    until,
)
from trials._receiver import Receiver
from zenhire.client import webhooks as client_webhooks
from zenhire.kit.db import Database
from zenhire.platform.webhooks import deliveries, service
from zenhire.platform.webhooks.deliveries import Finished
from zenhire.platform.webhooks.guard import Guard
from zenhire.platform.webhooks.types import DELIVERED, INTERVIEW_COMPLETED, Event
from zenhire.platform.webhooks.vault import Vault


async def test_an_event_arrives_signed_byte_for_byte(
    db: Database, emit: Emit, receiver: Receiver, make_dispatcher: MakeDispatcher
) -> None:
    run_id = await emit(receiver.url("/ok"))
    async with dispatching(make_dispatcher()):
        (entry,) = await ended(db)
    (got,) = receiver.received
    assert (entry.state, entry.reason, len(entry.attempts)) == (DELIVERED, None, 1)
    assert (
        got.body == ('{"event":"speech.completed","id":"' + run_id + '","status":"success","größe":"é\u2028"}').encode()
    )
    event = client_webhooks.verify(got.body, got.headers, DEFAULT_SECRET)
    assert event["id"] == run_id
    assert got.headers["content-type"] == "application/json"
    assert got.headers["x-cvdm-request-id"] == f"api_{run_id}"
    assert got.headers["x-cvdm-signature"].startswith(f"t={got.headers['x-cvdm-signature-timestamp']},v1=")
    assert got.headers["x-zenhire-event"] == "speech.completed"
    assert got.headers["x-zenhire-delivery"] == entry.delivery_id


async def test_interview_events_have_their_own_header(
    db: Database, client: TestClient, receiver: Receiver, make_dispatcher: MakeDispatcher
) -> None:
    async with db.transaction() as conn:
        body = {"status": "completed"}
        await service.emit(conn, Event(INTERVIEW_COMPLETED, client.client_id, "i1", body, url=receiver.url("/ok")))
    async with dispatching(make_dispatcher()):
        await ended(db)
    (got,) = receiver.received
    assert "x-cvdm-signature" not in got.headers
    assert int(got.headers["x-interview-signature-timestamp"]) == pytest.approx(time.time(), abs=30)
    assert client_webhooks.verify(got.body, got.headers, DEFAULT_SECRET) == body


async def test_nothing_is_sent_when_the_transaction_rolls_back(
    db: Database, client: TestClient, receiver: Receiver, make_dispatcher: MakeDispatcher
) -> None:
    async with dispatching(make_dispatcher()):
        with pytest.raises(RuntimeError):
            async with db.transaction() as conn:
                await service.emit(
                    conn, Event("speech.completed", client.client_id, "r", {"id": "r"}, url=receiver.url("/ok"))
                )
                raise RuntimeError
        await asyncio.sleep(0.3)
    assert (receiver.received, await entries(db)) == ([], [])


@pytest.mark.parametrize(
    ("path", "attempts", "reason", "seconds"),
    [
        ("/500", 3, "http_500", 5.0),
        ("/429", 3, "http_429", 5.0),
        ("/404", 1, "http_404", 5.0),
        ("/301", 1, "http_301", 5.0),
        ("/reset", 3, "protocol", 5.0),
        ("/hang", 3, "timeout", 1.0),
    ],
)
async def test_what_is_tried_again_and_what_is_not(
    path: str,
    attempts: int,
    reason: str,
    seconds: float,
    db: Database,
    emit: Emit,
    receiver: Receiver,
    make_dispatcher: MakeDispatcher,
) -> None:
    await emit(receiver.url(path))
    async with dispatching(make_dispatcher(seconds=seconds)):
        (entry,) = await ended(db)
    assert (entry.state, entry.reason, len(entry.attempts)) == ("failed", reason, attempts)
    assert len(receiver.received) == attempts
    assert [one["number"] for one in entry.attempts] == list(range(1, attempts + 1))
    if entry.attempts[0]["http_status"]:
        assert entry.attempts[0]["answer"] == f"status {entry.attempts[0]['http_status']}"


async def test_each_attempt_is_signed_anew_and_waits_grow(
    db: Database, emit: Emit, receiver: Receiver, make_dispatcher: MakeDispatcher
) -> None:
    await emit(receiver.url("/flaky/2/x"))
    async with dispatching(make_dispatcher(retry_seconds=0.5)):
        (entry,) = await ended(db)
    assert (entry.state, len(entry.attempts)) == (DELIVERED, 3)
    first, second = [later.at - earlier.at for earlier, later in pairwise(receiver.received)]
    assert 0.45 <= first < 5.0
    assert 1.8 <= second < 8.0
    for got in receiver.received:
        assert client_webhooks.verify(got.body, got.headers, DEFAULT_SECRET)
        assert abs(int(got.headers["x-cvdm-signature-timestamp"]) - got.at) < 2
    assert len({got.headers["x-cvdm-signature"] for got in receiver.received}) >= 2
    assert len({got.body for got in receiver.received}) == 1


async def test_a_refused_address_is_not_tried_again(
    db: Database, emit: Emit, receiver: Receiver, make_dispatcher: MakeDispatcher
) -> None:
    names = Names()
    names.names["rebind.example"] = [["127.0.0.1"]]
    await emit(f"https://rebind.example:{receiver.port}/ok")
    async with dispatching(make_dispatcher(guard=Guard(names))):
        (entry,) = await ended(db)
    assert (entry.state, entry.reason, len(entry.attempts), receiver.connections) == ("failed", "refused", 1, 0)


async def test_a_name_that_does_not_resolve_is_tried_again(
    db: Database, emit: Emit, make_dispatcher: MakeDispatcher
) -> None:
    await emit("https://nowhere.example/")
    async with dispatching(make_dispatcher()):
        (entry,) = await ended(db)
    assert (entry.state, entry.reason, len(entry.attempts)) == ("failed", "dns", 3)


async def test_the_clients_own_secret_signs_and_a_new_one_holds_at_once(
    db: Database, client: TestClient, vault: Vault, emit: Emit, receiver: Receiver, make_dispatcher: MakeDispatcher
) -> None:
    async with db.transaction() as conn:
        old = await service.rotate_secret(conn, vault, client.client_id)
    await emit(receiver.url("/flaky/1/rotate"))
    async with dispatching(make_dispatcher(retry_seconds=0.6)):
        await until(lambda: receiver.received)
        async with db.transaction() as conn:
            new = await service.rotate_secret(conn, vault, client.client_id)
        await ended(db)
    first, second = receiver.received
    client_webhooks.verify(first.body, first.headers, old)
    client_webhooks.verify(second.body, second.headers, new)
    with pytest.raises(client_webhooks.SignatureMismatch):
        client_webhooks.verify(second.body, second.headers, old)


async def test_a_secret_that_cannot_be_read_keeps_the_event_waiting(
    db: Database, client: TestClient, emit: Emit, receiver: Receiver, make_dispatcher: MakeDispatcher
) -> None:
    async with db.transaction() as conn:
        await service.rotate_secret(conn, Vault(b"another instance's secret key"), client.client_id)
    await emit(receiver.url("/ok"))
    async with dispatching(make_dispatcher()):
        async with asyncio.timeout(5):
            while (entry := (await entries(db))[0]).reason != "no_secret":  # noqa: ASYNC110 - of the database
                await asyncio.sleep(0.02)
    assert (entry.state, entry.attempts, receiver.received) == ("pending", (), [])


async def test_a_claim_is_one_dispatchers_until_its_lease_ends(db: Database, emit: Emit, receiver: Receiver) -> None:
    await emit(receiver.url("/ok"))

    async def claim(dispatcher: str) -> list[deliveries.Claimed]:
        async with db.transaction() as conn:
            lanes = await deliveries.lanes(conn, after="", limit=10)
            return await deliveries.claim(conn, {lane.lane: 5 for lane, _ in lanes}, dispatcher=dispatcher, lease=0.5)

    (first,) = await claim("one")
    assert await claim("two") == []
    async with db.transaction() as conn:
        await deliveries.renew(conn, [first.id], dispatcher="one", lease=0.8)
    await asyncio.sleep(0.55)
    assert await claim("two") == []
    await asyncio.sleep(0.3)
    (second,) = await claim("two")
    late = Finished(first, DELIVERED, None, 0.0, True, first.created_at, 1, "success")
    async with db.transaction() as conn:
        assert await deliveries.finish(conn, [late], disable_after=1.0) == []
    (entry,) = await entries(db)
    assert (entry.state, entry.attempts) == ("pending", ())
    assert (second.id, second.claim) == (first.id, first.claim + 1)
    async with db.transaction() as conn:
        await deliveries.release(conn, [second.id], dispatcher="two")
    assert len(await claim("one")) == 1


async def test_two_dispatchers_deliver_each_event_once(
    db: Database, emit: Emit, receiver: Receiver, make_dispatcher: MakeDispatcher
) -> None:
    for _ in range(60):
        await emit(receiver.url("/ok"))
    async with dispatching(make_dispatcher()), dispatching(make_dispatcher()):
        found = await ended(db, 60)
    assert {one.state for one in found} == {DELIVERED}
    assert len(receiver.received) == 60


async def test_a_dispatcher_that_is_stopped_gives_its_claims_back(
    db: Database, emit: Emit, receiver: Receiver, make_dispatcher: MakeDispatcher
) -> None:
    await emit(receiver.url("/slow/1"))
    async with dispatching(make_dispatcher(lease=60.0)):
        await until(lambda: receiver.received)
    async with dispatching(make_dispatcher()):
        (entry,) = await ended(db)
    assert (entry.state, len(receiver.received), len(entry.attempts)) == (DELIVERED, 2, 1)


async def test_a_dispatcher_outlives_a_lost_database_connection(
    db: Database, emit: Emit, receiver: Receiver, make_dispatcher: MakeDispatcher
) -> None:
    async with dispatching(make_dispatcher()):
        await emit(receiver.url("/slow/0.5"))
        await asyncio.sleep(0.2)
        async with db.transaction() as conn:
            await conn.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE pid <> pg_backend_pid() AND application_name IN ('zenhire webhooks', 'tests')"
                )
            )
        await emit(receiver.url("/ok"))
        found = await ended(db, 2)
    assert {one.state for one in found} == {DELIVERED}


async def test_good_receivers_do_not_wait_for_slow_ones(
    db: Database, make_client: MakeClient, emit: Emit, receiver: Receiver, make_dispatcher: MakeDispatcher
) -> None:
    """Even where slots are few, one client has all of the slow ones, and they were there first."""
    other = await make_client("Other")
    dispatcher = make_dispatcher(seconds=8.0, slots=16, per_lane=4)
    async with dispatching(dispatcher):
        await emit(receiver.url("/ok"))
        await until(lambda: receiver.received)
        for number in range(40):
            await emit(receiver.url(f"/hang/{number % 8}"))
        await asyncio.sleep(1.5)
        started = time.monotonic()
        good = [await emit(receiver.url("/ok")) for _ in range(20)]
        good += [await emit(receiver.url("/ok"), to=other) for _ in range(20)]
        await until(lambda: len(receiver.at("/ok")) == 41, seconds=6)
        assert time.monotonic() - started < 5
        hanging = sum(one.path.startswith("/hang") for one in receiver.received)
    assert len(good) == 40
    assert 0 < hanging <= 12


async def test_endpoints_get_the_events_they_are_registered_for(
    db: Database,
    client: TestClient,
    make_client: MakeClient,
    emit: Emit,
    receiver: Receiver,
    make_dispatcher: MakeDispatcher,
) -> None:
    other = await make_client("Other")
    await add_endpoint(db, client.client_id, receiver.url("/ok?mine"))
    await add_endpoint(db, client.client_id, receiver.url("/ok?interviews"), INTERVIEW_COMPLETED)
    await add_endpoint(db, other.client_id, receiver.url("/ok?other"))
    await emit(receiver.url("/ok?run"))
    await emit(receiver.url("/ok?mine"))
    await emit(None)
    async with dispatching(make_dispatcher()):
        await ended(db, 4)
    assert sorted(got.path for got in receiver.received) == ["/ok?mine", "/ok?mine", "/ok?mine", "/ok?run"]


async def test_an_endpoint_that_only_fails_is_disabled_and_loses_nothing(
    db: Database, client: TestClient, emit: Emit, receiver: Receiver, make_dispatcher: MakeDispatcher
) -> None:
    endpoint = await add_endpoint(db, client.client_id, receiver.url("/flaky/4/back"))
    async with dispatching(make_dispatcher(disable_after=1.2, retry_seconds=0.3)):
        await emit(None)
        await until(lambda: len(receiver.received) == 3)
        await ended(db)
        async with db.transaction() as conn:
            (found,) = await service.list_endpoints(conn, client.client_id)
        assert (found.enabled, found.disabled_by) == (False, "failures")
        await emit(None)
        missed = [one for one in await ended(db, 2) if one.reason == "endpoint_disabled"]
        assert [(one.state, one.attempts) for one in missed] == [("failed", ())]
        async with db.transaction() as conn:
            await service.set_enabled(conn, client.client_id, endpoint, True)
            again = await service.replay(
                conn, service.Replay(since=found.created_at, client_id=client.client_id, endpoint_id=endpoint)
            )
        assert again == 2
        states = sorted(one.state for one in await ended(db, 4))
    assert states == ["delivered", "delivered", "replayed", "replayed"]


async def test_one_success_clears_an_endpoints_failures(
    db: Database, client: TestClient, emit: Emit, receiver: Receiver, make_dispatcher: MakeDispatcher
) -> None:
    await add_endpoint(db, client.client_id, receiver.url("/flaky/1/once"))
    await emit(None)
    async with dispatching(make_dispatcher()):
        await ended(db)
    async with db.transaction() as conn:
        (found,) = await service.list_endpoints(conn, client.client_id)
    assert (found.enabled, found.failing_since) == (True, None)


async def test_what_waits_for_a_disabled_or_removed_endpoint_is_kept_as_failed(
    db: Database, client: TestClient, emit: Emit, receiver: Receiver, make_dispatcher: MakeDispatcher
) -> None:
    off = await add_endpoint(db, client.client_id, receiver.url("/ok?off"))
    gone = await add_endpoint(db, client.client_id, receiver.url("/ok?gone"))
    await emit(None)
    async with db.transaction() as conn:
        await service.set_enabled(conn, client.client_id, off, False)
        await service.remove_endpoint(conn, client.client_id, gone)
    await emit(None)
    async with dispatching(make_dispatcher()):
        found = await ended(db, 2)
    assert [one.reason for one in found] == ["endpoint_disabled"] * 2
    assert receiver.received == []
