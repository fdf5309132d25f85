"""The web application on the test database, called without a socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from zenhire.entry.app import build_app
from zenhire.entry.wiring import default_caps
from zenhire.kit.db import Database
from zenhire.kit.settings import Settings
from zenhire.platform.accounts.addresses import parse_networks
from zenhire.platform.accounts.last_used import LastUsed
from zenhire.platform.context import Platform
from zenhire.platform.files import FileStore
from zenhire.platform.queue import Queue
from zenhire.platform.runs.service import Admitter
from zenhire.platform.webhooks.addresses import Address
from zenhire.platform.webhooks.guard import Guard
from zenhire.platform.webhooks.resolver import Resolver


class NamesOnly:
    """Finds one public address for every name, without asking any name server. Nothing is ever sent there."""

    async def resolve(self, host: str) -> list[Address]:
        return [ip_address("8.8.8.8")]


def platform_app(
    db: Database, secret: bytes, folder: Path, *, resolver: Resolver | None = None, **settings: Any
) -> FastAPI:
    """The app, with its state in `folder`; `settings` override the defaults, `resolver` finds webhooks' hosts."""
    chosen = Settings(data_dir=folder, **settings)

    @asynccontextmanager
    async def open_platform() -> AsyncIterator[Platform]:
        last_used = LastUsed(db)
        yield Platform(
            settings=chosen,
            db=db,
            files=FileStore(str(folder / "files"), scratch=folder / "scratch"),
            admitter=Admitter(queue=Queue(db.url), default_caps=default_caps(chosen)),
            secret=secret,
            last_used=last_used,
            webhook_guard=Guard(resolver or NamesOnly(), allow_private=chosen.webhook_allow_private),
            trusted_proxies=parse_networks(chosen.trusted_proxies),
        )
        await last_used.close()

    return build_app(open_platform)


@asynccontextmanager
async def api(
    db: Database,
    secret: bytes,
    folder: Path,
    *,
    peer: str = "127.0.0.1",
    resolver: Resolver | None = None,
    **settings: Any,
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the app; `settings` and `resolver` as in `platform_app`; `peer` is the caller's address."""
    app = platform_app(db, secret, folder, resolver=resolver, **settings)
    async with running(app):
        transport = httpx.ASGITransport(app=app, client=(peer, 50000), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test", timeout=60) as client:
            yield client


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[None]:
    """The app between its start and its stop."""
    async with app.router.lifespan_context(app):
        yield
