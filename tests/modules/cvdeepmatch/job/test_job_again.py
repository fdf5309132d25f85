"""The same CV gives the same result: with more processes, after a crash, when a process dies."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import AsyncIterator, Iterator

import psutil
import pytest
import pytest_asyncio

from tests.conftest import TestClient
from tests.modules.cvdeepmatch.job.matching import Matcher
from zenhire.engines.pool import EnginePool
from zenhire.modules.cvdeepmatch.engines import MatchEngines
from zenhire.modules.cvdeepmatch.steps import STEPS

READER = "zenhire.engines.pdf.child"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def two_processes(matcher: Matcher) -> AsyncIterator[MatchEngines]:
    """Engines in two processes."""
    pool = EnginePool(2)
    yield matcher.engines(pool=pool)
    pool.close()


async def shown(matcher: Matcher, client: TestClient, run_id: str) -> bytes:
    """What must not differ, byte for byte."""
    body = await matcher.poll(client, run_id)
    assert body["status"] == "finished", body["error"]
    return json.dumps([body["cv_parser_result"], body["cv2jd_result"]], ensure_ascii=False).encode()


async def test_in_whatever_process(
    matcher: Matcher, acme: TestClient, baker: bytes, two_processes: MatchEngines
) -> None:
    runs = [await matcher.submit(acme, baker) for _ in range(4)]
    await matcher.work(acme, runs[0])
    await asyncio.gather(*(matcher.work(acme, run_id, two_processes) for run_id in runs[1:]))
    assert len({await shown(matcher, acme, run_id) for run_id in runs}) == 1
    assert await matcher.credits(acme) == (88, 0)


@pytest.mark.parametrize("step", STEPS)
async def test_after_a_crash(matcher: Matcher, acme: TestClient, baker: bytes, step: str) -> None:
    whole, run_id = await matcher.submit(acme, baker), await matcher.submit(acme, baker)
    await matcher.work(acme, whole)
    await matcher.die_after(acme, run_id, step)
    assert await matcher.credits(acme) == (97, 3)
    await matcher.work(acme, run_id)
    assert await shown(matcher, acme, run_id) == await shown(matcher, acme, whole)
    done = STEPS.index(step) + 1
    assert await matcher.attempts(run_id) == {name: 1 if at < done else 2 for at, name in enumerate(STEPS)}
    assert await matcher.credits(acme) == (94, 0)


async def test_a_worker_that_comes_too_late(matcher: Matcher, acme: TestClient, baker: bytes) -> None:
    run_id = await matcher.submit(acme, baker)
    await matcher.work(acme, run_id)
    before = await matcher.poll(acme, run_id)
    await matcher.work(acme, run_id)
    assert await matcher.poll(acme, run_id) == before
    assert await matcher.credits(acme) == (97, 0)


@contextlib.contextmanager
def killing(pool: EnginePool, what: str) -> Iterator[list[int]]:
    """Kills the first process of that name below the pool's while the block lasts; the killed one's number."""
    killed: list[int] = []
    over = threading.Event()

    def watch() -> None:
        while not killed and not over.is_set():
            for engine in list(pool._children):
                with contextlib.suppress(psutil.Error):
                    for child in psutil.Process(engine.process.pid).children():
                        if what in " ".join(child.cmdline()):
                            child.kill()
                            killed.append(child.pid)
                            return
            time.sleep(0.001)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield killed
    finally:
        over.set()
        watcher.join()


async def test_a_reading_process_that_is_killed_is_started_again(
    matcher: Matcher, acme: TestClient, baker: bytes
) -> None:
    whole, run_id = await matcher.submit(acme, baker), await matcher.submit(acme, baker)
    await matcher.work(acme, whole)
    with killing(matcher.pool, READER) as killed:
        await matcher.work(acme, run_id)
    assert len(killed) == 1
    assert await shown(matcher, acme, run_id) == await shown(matcher, acme, whole)


async def test_an_engine_process_that_dies_is_replaced(
    matcher: Matcher, acme: TestClient, baker: bytes, two_processes: MatchEngines
) -> None:
    whole, run_id = await matcher.submit(acme, baker), await matcher.submit(acme, baker)
    await matcher.work(acme, whole, two_processes)
    working = asyncio.create_task(matcher.work(acme, run_id, two_processes))
    while not await matcher.attempts(run_id):  # noqa: ASYNC110 (only the database knows)
        await asyncio.sleep(0.005)
    for child in list(two_processes.pool._children):
        child.process.kill()
    await working
    assert await shown(matcher, acme, run_id) == await shown(matcher, acme, whole)
    assert matcher.scratch() == []
