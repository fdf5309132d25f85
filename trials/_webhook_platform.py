"""A running platform whose webhooks may come to the loopback, and receivers there with certificates of our own."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import trustme

from trials._kill_platform import Options, Service
from trials._receiver import Receiver
from zenhire.kit.db import Database
from zenhire.platform.webhooks import log as delivery_log
from zenhire.platform.webhooks import service
from zenhire.platform.webhooks.log import LogEntry, LogFilter
from zenhire.platform.webhooks.types import SPEECH_COMPLETED, Event

SECRET = "whsec_default_of_the_trial"


class WebhookService(Service):
    """One worker with the delivery of webhooks as it is by default, save for where they may go."""

    def __init__(self, folder: Path, ca_file: Path) -> None:
        super().__init__(folder, Options(workers=1, concurrency=2, cap=4, asr="fake"))
        self.ca_file = ca_file

    def environment(self) -> dict[str, str]:
        """As the kill trial's, and the switch."""
        own = {
            "ZENHIRE_WEBHOOK_ALLOW_PRIVATE": "true",
            "ZENHIRE_WEBHOOK_CA_BUNDLE": str(self.ca_file),
            "ZENHIRE_WEBHOOK_DEFAULT_SECRET": SECRET,
            "ZENHIRE_LOG_LEVEL": "info",
        }
        return super().environment() | own


@dataclass(frozen=True, slots=True)
class Certificates:
    """Server contexts: a good one, one of another name, one of an authority that nobody knows."""

    good: ssl.SSLContext
    wrong_name: ssl.SSLContext
    unknown: ssl.SSLContext


def certificates(ca_file: Path) -> Certificates:
    """Made anew; the authority's certificate goes to `ca_file`."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(ca_file))
    ca_file.chmod(0o644)
    return Certificates(
        _server(authority, "localhost", "127.0.0.1"),
        _server(authority, "elsewhere.test"),
        _server(trustme.CA(), "localhost", "127.0.0.1"),
    )


def _server(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


@contextlib.asynccontextmanager
async def receiving(context: ssl.SSLContext) -> AsyncIterator[Receiver]:
    """A receiver, while the block runs."""
    receiver = Receiver(context)
    await receiver.start()
    try:
        yield receiver
    finally:
        await receiver.close()


async def emit(db: Database, client_id: str, run_id: str, url: str) -> None:
    """Commits an event with a destination, as the end of a run does."""
    body: dict[str, Any] = {"event": SPEECH_COMPLETED, "id": run_id, "status": "success", "scores": {"overall": 3.9}}
    async with db.transaction() as conn:
        await service.emit(conn, Event(SPEECH_COMPLETED, client_id, run_id, body, url=url))


async def entries(db: Database, **wanted: Any) -> list[LogEntry]:
    """The delivery log."""
    async with db.transaction() as conn:
        return await delivery_log.entries(conn, LogFilter(limit=10_000, **wanted))


async def ended(db: Database, seconds: float, **wanted: Any) -> list[LogEntry]:
    """The log when nothing is pending, or as it is after so many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        found = await entries(db, **wanted)
        if found and not any(one.state == "pending" for one in found):
            return found
        if time.monotonic() > deadline:
            return found
        await asyncio.sleep(0.25)
