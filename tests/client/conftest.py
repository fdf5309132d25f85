"""The two clients, in front of a script or of the real application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.client.calling import Caller, Clock, MakeCaller, Script, Step, make_caller
from tests.conftest import MakeClient, TestClient
from tests.support.api import api
from tests.support.audio import noise_wav
from zenhire.kit.db import Database


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which of the two clients."""
    return str(request.param)


@pytest_asyncio.fixture(loop_scope="session")
async def scripted(kind: str, clock: Clock) -> AsyncIterator[MakeCaller]:
    """Makes a client whose answers are given; `caller.script` remembers what was asked."""
    made: list[Caller] = []

    def make(*steps: Step, **options: Any) -> Caller:
        script = Script(list(steps))
        caller = make_caller(kind, script, clock, **options)
        caller.script = script
        made.append(caller)
        return caller

    yield make
    for caller in made:
        await caller.close()


@pytest.fixture(scope="session")
def recording() -> bytes:
    """Five and a half seconds of noise at 8 kHz."""
    return noise_wav(5.5)


@pytest_asyncio.fixture(loop_scope="session")
async def http(db: Database, secret_key: bytes, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The application, which takes recordings of five seconds."""
    async with api(db, secret_key, tmp_path, speech_min_seconds=5.0) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def acme(make_client: MakeClient) -> TestClient:
    """A client of the platform with all permissions and 100 credits."""
    return await make_client("Acme", credits=100, project="Spring")


@pytest_asyncio.fixture(loop_scope="session")
async def caller(kind: str, http: httpx.AsyncClient, acme: TestClient, clock: Clock) -> AsyncIterator[Caller]:
    """One of the two clients in front of the application, with the key of `acme`."""
    one = make_caller(kind, http._transport, clock, api_key=acme.api_key)
    yield one
    await one.close()
