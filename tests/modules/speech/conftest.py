"""Speech over HTTP: the app, a client with credits, and a short recording that passes shortened limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from tests.conftest import MakeClient, TestClient
from tests.support.api import api
from tests.support.audio import noise_wav
from zenhire.kit.db import Database


@pytest.fixture(scope="session")
def recording() -> bytes:
    """Three minutes and a half second of noise at 8 kHz: 4 credits."""
    return noise_wav(180.5)


@pytest_asyncio.fixture(loop_scope="session")
async def http(db: Database, secret_key: bytes, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The app with the contract's limits."""
    async with api(db, secret_key, tmp_path) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def acme(make_client: MakeClient) -> TestClient:
    """A client with all permissions and 100 credits."""
    return await make_client("Acme", credits=100)
