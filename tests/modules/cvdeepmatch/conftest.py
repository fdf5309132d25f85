"""CV DeepMatch over HTTP: the app, and a client with credits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from tests.conftest import MakeClient, TestClient
from tests.support.api import api
from zenhire.kit.db import Database
from zenhire.platform.queue import Queue
from zenhire.platform.runs.service import Admitter


@pytest_asyncio.fixture(loop_scope="session")
async def http(db: Database, secret_key: bytes, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The app with the contract's limits."""
    async with api(db, secret_key, tmp_path) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def acme(make_client: MakeClient) -> TestClient:
    """A client with all permissions and 100 credits."""
    return await make_client("Acme", credits=100)


@pytest.fixture
def admitter(database_url: str) -> Admitter:
    """What ends runs."""
    return Admitter(queue=Queue(database_url), default_caps={"speech": 8, "cvdeepmatch": 8})
