"""Receivers on the loopback, events in the real database, and a dispatcher between them."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import trustme

from tests.conftest import MakeClient, TestClient
from trials._receiver import Receiver
from zenhire.kit.db import Database
from zenhire.platform.webhooks import log, service
from zenhire.platform.webhooks.addresses import Address
from zenhire.platform.webhooks.dispatcher import Dispatcher, Rules
from zenhire.platform.webhooks.guard import Guard
from zenhire.platform.webhooks.log import LogEntry, LogFilter
from zenhire.platform.webhooks.resolver import NotResolved
from zenhire.platform.webhooks.sender import Sender, tls_context
from zenhire.platform.webhooks.types import SPEECH_COMPLETED, Event
from zenhire.platform.webhooks.url import parse
from zenhire.platform.webhooks.vault import Vault

DEFAULT_SECRET = "whsec_of_this_instance"
RULES = Rules(retry_seconds=0.05, lease=2.0, heartbeat=0.3, polling=0.3)


class Names:
    """A resolver that knows what it is told; each name gives its lists of addresses in turn, the last for good."""

    def __init__(self, **names: list[str]) -> None:
        self.names: dict[str, list[list[str]]] = {name.replace("_", "."): [found] for name, found in names.items()}
        self.asked: list[str] = []

    async def resolve(self, host: str) -> list[Address]:
        self.asked.append(host)
        if host not in self.names:
            raise NotResolved("The name does not resolve to an address.")
        answers = self.names[host]
        return [ip_address(text) for text in (answers.pop(0) if len(answers) > 1 else answers[0])]


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dispatchers that are stopped do not wait for receivers that hang."""
    monkeypatch.setattr("zenhire.platform.webhooks.dispatcher._GRACE_SECONDS", 0.2)


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """The tests' own certificate authority."""
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its certificate."""
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def server_context(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    """A server's TLS with a certificate for these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


@contextlib.asynccontextmanager
async def receiving(context: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    """A receiver, while the block runs."""
    receiver = Receiver(context)
    await receiver.start()
    try:
        yield receiver
    finally:
        await receiver.close()


@pytest_asyncio.fixture(loop_scope="session")
async def receiver() -> AsyncIterator[Receiver]:
    """A plain HTTP receiver."""
    async with receiving() as one:
        yield one


@pytest_asyncio.fixture(loop_scope="session")
async def client(make_client: MakeClient) -> TestClient:
    """A client."""
    return await make_client()


@pytest.fixture
def vault(secret_key: bytes) -> Vault:
    """The vault of the tests' instance."""
    return Vault(secret_key)


MakeDispatcher = Callable[..., Dispatcher]


@pytest.fixture
def make_dispatcher(db: Database, vault: Vault, ca_file: Path) -> MakeDispatcher:
    """A dispatcher that may reach the loopback; options are those of `Rules`, `seconds` and `guard`."""

    def make(*, seconds: float = 5.0, guard: Guard | None = None, **rules: Any) -> Dispatcher:
        sender = Sender(guard or Guard(Names(), allow_private=True), tls_context(ca_file), seconds=seconds)
        return Dispatcher(db, vault, sender, replace(RULES, **rules), secret=DEFAULT_SECRET)

    return make


@contextlib.asynccontextmanager
async def dispatching(dispatcher: Dispatcher) -> AsyncIterator[None]:
    """The dispatcher at work, while the block runs."""
    task = asyncio.create_task(dispatcher.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


Emit = Callable[..., Awaitable[str]]


@pytest.fixture
def emit(db: Database, client: TestClient) -> Emit:
    """Commits an event with a destination of its own; the run's id."""
    number = 0

    async def write(url: str | None, *, to: TestClient | None = None, **options: Any) -> str:
        nonlocal number
        number += 1
        run_id = f"req_1_{number:06}"
        body = {"event": SPEECH_COMPLETED, "id": run_id, "status": "success", "größe": "é\u2028"}
        event = Event(SPEECH_COMPLETED, (to or client).client_id, run_id, body, url=url, **options)
        async with db.transaction() as conn:
            await service.emit(conn, event)
        return run_id

    return write


async def entries(db: Database, **wanted: Any) -> list[LogEntry]:
    """The delivery log."""
    async with db.transaction() as conn:
        return await log.entries(conn, LogFilter(**wanted))


async def ended(db: Database, number: int = 1, *, seconds: float = 15.0, **wanted: Any) -> list[LogEntry]:
    """The log, once so many deliveries are there and none is pending."""
    async with asyncio.timeout(seconds):
        while True:
            found = await entries(db, limit=10_000, **wanted)
            if len(found) >= number and not any(one.state == "pending" for one in found):
                return found
            await asyncio.sleep(0.02)


async def until(what: Callable[[], object], *, seconds: float = 10.0) -> None:
    """Waits until it is so."""
    async with asyncio.timeout(seconds):
        while not what():  # noqa: ASYNC110 - of a receiver's list
            await asyncio.sleep(0.01)


async def add_endpoint(db: Database, client_id: str, url: str, *events: str) -> str:
    """A registered endpoint."""
    async with db.transaction() as conn:
        target = parse(url, allow_private=True)
        return await service.add_endpoint(conn, client_id, url, target, events or (SPEECH_COMPLETED,))
