"""The web application behind the real HTTP server, on a free port of this machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn

from tests.support.api import platform_app
from zenhire.entry.web import server_config
from zenhire.kit.db import Database


@asynccontextmanager
async def served(db: Database, secret: bytes, folder: Path, **settings: Any) -> AsyncIterator[int]:
    """The port of a running server."""
    server = uvicorn.Server(server_config(platform_app(db, secret, folder, **settings), "127.0.0.1", 0))
    # Ctrl-C belongs to the test run.
    server.capture_signals = _Nothing  # type: ignore[method-assign, assignment]
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
        if task.done():
            task.result()
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task


class _Nothing:
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...
