"""What the tests of all modules use: the app, a client with credits, a process for the engines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest_asyncio

from tests.conftest import MakeClient, TestClient
from tests.support.api import api
from zenhire.engines.pool import EnginePool
from zenhire.kit.db import Database


@pytest_asyncio.fixture(loop_scope="session")
async def http(db: Database, secret_key: bytes, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The app with the contract's limits."""
    async with api(db, secret_key, tmp_path) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def acme(make_client: MakeClient) -> TestClient:
    """A client with all permissions and 100 credits."""
    return await make_client("Acme", credits=100)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def pool() -> AsyncIterator[EnginePool]:
    """One engine process for the session."""
    one = EnginePool(1)
    yield one
    one.close()
