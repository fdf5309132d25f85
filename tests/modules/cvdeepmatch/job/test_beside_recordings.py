"""Matches in a worker whose places are all taken by recordings."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from functools import partial

import pytest_asyncio

from tests.conftest import TestClient
from tests.modules.cvdeepmatch.job.matching import Matcher
from tests.support.cv_files import cv_pdf
from zenhire.engines.pool import EnginePool
from zenhire.modules.cvdeepmatch import names
from zenhire.modules.cvdeepmatch.job import MatchJob
from zenhire.platform.queue import Queue

RECORDING = "speech.stands_for_it"


@pytest_asyncio.fixture(loop_scope="session")
async def reserving() -> AsyncIterator[EnginePool]:
    """An engine process for everything, and one that only matches use."""
    pool = EnginePool(1, reserved=1)
    yield pool
    pool.close()


async def test_a_match_ends_while_recordings_have_all_slots_and_engine_processes(
    matcher: Matcher, acme: TestClient, reserving: EnginePool
) -> None:
    begun: list[str] = []

    async def recording(_client_id: str, run_id: str) -> None:
        begun.append(run_id)
        await reserving.run(time.sleep, 600)

    queue = Queue(matcher.db.url)
    job = MatchJob(matcher.db, matcher.files(), matcher.engines(pool=reserving), matcher.admitter())
    queue.register(RECORDING, recording, slots=2)
    queue.register(names.TASK, partial(matcher.worker().work, job), slots=1)
    await queue.open()
    working = asyncio.create_task(queue.work(heartbeat=1, stalled=8, polling=0.2, grace=0.1))
    try:
        for run_id in ("a", "b", "c"):
            async with matcher.db.transaction() as conn:
                await queue.defer(conn, RECORDING, client_id=acme.client_id, run_id=run_id)
        async with asyncio.timeout(60):
            while begun != ["a", "b"]:  # noqa: ASYNC110 - the job has no event for it
                await asyncio.sleep(0.05)
            run_id = await matcher.submit(acme, cv_pdf())
            while (body := await matcher.poll(acme, run_id))["status"] == "processing":  # noqa: ASYNC110 - likewise
                await asyncio.sleep(0.05)
        assert body["status"] == "finished"
        assert begun == ["a", "b"], "the slots of recordings stay theirs"
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await queue.close()
