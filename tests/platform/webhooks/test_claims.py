"""An attempt that was made counts, also when its dispatcher is stopped or loses its lease meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.platform.webhooks.conftest import Emit, MakeDispatcher, dispatching, ended, entries, until
from trials._receiver import Receiver
from zenhire.kit.clock import utcnow
from zenhire.kit.db import Database
from zenhire.platform.webhooks import service
from zenhire.platform.webhooks.types import DELIVERED


async def test_what_ends_while_the_dispatcher_is_stopped_is_written(
    db: Database,
    emit: Emit,
    receiver: Receiver,
    make_dispatcher: MakeDispatcher,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("zenhire.platform.webhooks.dispatcher._GRACE_SECONDS", 10.0)
    await emit(receiver.url("/slow/0.5"))
    async with dispatching(make_dispatcher(lease=60.0)):
        await until(lambda: receiver.received)
    (entry,) = await entries(db)
    assert (entry.state, len(entry.attempts)) == (DELIVERED, 1)


async def test_a_dispatcher_does_not_take_from_itself_what_its_lease_ran_out_on(
    db: Database, emit: Emit, receiver: Receiver, make_dispatcher: MakeDispatcher
) -> None:
    """As after a database that was away: nothing was renewed, and the claims are looked for before they are renewed."""
    await emit(receiver.url("/slow/1"))
    async with dispatching(make_dispatcher(lease=0.2, heartbeat=60.0, polling=0.1)):
        (entry,) = await ended(db)
    assert (entry.state, len(entry.attempts), len(receiver.received)) == (DELIVERED, 1, 1)


async def test_a_clock_that_is_ahead_of_the_databases_delays_nothing(
    db: Database, emit: Emit, receiver: Receiver, make_dispatcher: MakeDispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(service, "utcnow", lambda: utcnow() + timedelta(hours=1))
        await emit(receiver.url("/ok"))
    async with dispatching(make_dispatcher()):
        (entry,) = await ended(db)
    assert entry.state == DELIVERED
