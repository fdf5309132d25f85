"""Runs in the real database, without HTTP and without engines."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio

from tests.conftest import MakeClient, TestClient
from zenhire.kit.db import Database
from zenhire.kit.ids import speech_run_id
from zenhire.platform.queue import Queue
from zenhire.platform.runs import service
from zenhire.platform.runs.idempotency import IdempotencyKey
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.types import Admission, NewRun

TASK = "test.work"


@pytest_asyncio.fixture(loop_scope="session")
async def admitter(database_url: str) -> AsyncIterator[Admitter]:
    """Two runs at a time."""
    queue = Queue(database_url)
    await queue.open()
    yield Admitter(queue=queue, default_caps={"speech": 2, "cvdeepsearch": 2})
    await queue.close()


Submit = Callable[..., Awaitable[Admission]]


@pytest.fixture
def submit(db: Database, admitter: Admitter) -> Submit:
    """Admits a run of a client; `cost` defaults to 3."""

    async def admit(
        client: TestClient, cost: int = 3, module: str = "speech", key: IdempotencyKey | None = None
    ) -> Admission:
        new = NewRun(
            id=speech_run_id(),
            client_id=client.client_id,
            project_id=None,
            key_id=client.key_id,
            module=module,
            task=TASK,
            cost=cost,
            idempotency_key=key,
        )
        async with db.transaction() as conn:
            return await service.submit(conn, admitter, new)

    return admit


@pytest_asyncio.fixture(loop_scope="session")
async def client(make_client: MakeClient) -> TestClient:
    """A client with 100 credits."""
    return await make_client(credits=100)
