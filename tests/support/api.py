"""The web application on the test database, called without a socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from zenhire.entry.app import build_app
from zenhire.kit.db import Database
from zenhire.kit.settings import Settings
from zenhire.platform.accounts.addresses import parse_networks
from zenhire.platform.accounts.last_used import LastUsed
from zenhire.platform.context import Platform
from zenhire.platform.files import FileStore
from zenhire.platform.queue import Queue
from zenhire.platform.runs.service import Admitter


def platform_app(db: Database, secret: bytes, folder: Path, **settings: Any) -> FastAPI:
    """The app, with its state in `folder`; `settings` override the defaults."""
    chosen = Settings(data_dir=folder, **settings)

    @asynccontextmanager
    async def open_platform() -> AsyncIterator[Platform]:
        last_used = LastUsed(db)
        yield Platform(
            settings=chosen,
            db=db,
            files=FileStore(str(folder / "files"), scratch=folder / "scratch"),
            admitter=Admitter(queue=Queue(db.url), default_caps={"speech": chosen.speech_concurrency}),
            secret=secret,
            last_used=last_used,
            trusted_proxies=parse_networks(chosen.trusted_proxies),
        )
        await last_used.close()

    return build_app(open_platform)


@asynccontextmanager
async def api(
    db: Database, secret: bytes, folder: Path, *, peer: str = "127.0.0.1", **settings: Any
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the app; `settings` override the defaults; `peer` is the caller's address."""
    app = platform_app(db, secret, folder, **settings)
    async with running(app):
        transport = httpx.ASGITransport(app=app, client=(peer, 50000), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test", timeout=60) as client:
            yield client


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[None]:
    """The app between its start and its stop."""
    async with app.router.lifespan_context(app):
        yield
