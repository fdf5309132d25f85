"""A web application in this process, whose webhooks' hosts are found without any name server."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import uvicorn
from pydantic import SecretStr

from zenhire.entry.app import build_app
from zenhire.entry.web import server_config
from zenhire.entry.wiring import open_platform
from zenhire.kit.logging import configure_logging
from zenhire.kit.settings import Settings
from zenhire.platform import workers
from zenhire.platform.context import Platform
from zenhire.platform.webhooks.addresses import Address
from zenhire.platform.webhooks.guard import Guard

START_SECONDS = 30.0
SHORTEST, LONGEST = 2.0, 120.0


class _OneAddress:
    """Every name has this one, public address."""

    async def resolve(self, host: str) -> list[Address]:
        return [ip_address("8.8.8.8")]


@asynccontextmanager
async def _open(settings: Settings) -> AsyncIterator[Platform]:
    async with open_platform(settings) as platform:
        async with platform.db.transaction() as conn:
            engines = {"asr": {"engine": "fake", "model": "fake"}}
            await workers.report(conn, "trial", version="trial", state=workers.READY, engines=engines, problem=None)
        yield replace(platform, webhook_guard=Guard(_OneAddress()))


@contextmanager
def web(data_dir: Path, database_url: str) -> Iterator[str]:
    """The base URL of an application with no limits on rates, and a worker that is said to be there."""
    configure_logging("json", "error")
    settings = Settings(
        data_dir=data_dir,
        database_url=SecretStr(database_url),
        rate_limit_per_minute=1_000_000,
        speech_min_seconds=SHORTEST,
        speech_max_seconds=LONGEST,
        speech_poll_min_seconds=0.0,
        worker_stalled_seconds=86_400.0,
    )
    server = uvicorn.Server(server_config(build_app(lambda: _open(settings)), "127.0.0.1", 0))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("The web application did not start.")
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
