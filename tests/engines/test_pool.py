"""Engine processes: results, failures, kills, time-outs, and no child outlives its parent."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

from zenhire.engines.pool import EnginePool, PoolBroken


@pytest.fixture
def pool() -> Iterator[EnginePool]:
    made = EnginePool(2)
    yield made
    made.close()


def double(value: int) -> int:
    return 2 * value


def pid_of_child() -> int:
    return os.getpid()


def pid_after(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def fail(message: str) -> None:
    raise LookupError(message)


def sleep_long() -> None:
    time.sleep(600)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(marker: str) -> str:
    if not os.path.exists(marker):
        open(marker, "w").close()
        die()
    return "second time"


def threads_variable() -> str | None:
    return os.environ.get("OMP_NUM_THREADS")


def unsendable() -> object:
    return lambda: None


async def test_results_come_back_in_order(pool: EnginePool) -> None:
    assert await asyncio.gather(*(pool.run(double, i) for i in range(20))) == [2 * i for i in range(20)]


async def test_children_are_kept_and_bounded(pool: EnginePool) -> None:
    pids = await asyncio.gather(*(pool.run(pid_of_child) for _ in range(10)))
    assert len(set(pids)) <= 2
    assert os.getpid() not in pids


async def test_an_exception_keeps_its_type_and_the_child_lives_on(pool: EnginePool) -> None:
    with pytest.raises(LookupError, match="nothing here"):
        await pool.run(fail, "nothing here")
    assert await pool.run(double, 4) == 8


async def test_a_result_that_cannot_be_sent_is_an_error_not_a_hang(pool: EnginePool) -> None:
    with pytest.raises(RuntimeError, match="cannot be sent"):
        await pool.run(unsendable)


async def test_a_killed_childs_task_is_run_once_more(pool: EnginePool, tmp_path: object) -> None:
    assert await pool.run(die_once, f"{tmp_path}/marker") == "second time"


async def test_a_task_that_always_kills_is_given_up(pool: EnginePool) -> None:
    with pytest.raises(PoolBroken):
        await pool.run(die)
    assert await pool.run(double, 1) == 2


async def test_a_late_task_is_stopped_and_its_child_replaced() -> None:
    pool = EnginePool(1)
    try:
        before = await pool.run(pid_of_child)
        with pytest.raises(TimeoutError):
            await pool.run(sleep_long, timeout=0.2)
        assert not psutil.pid_exists(before)
        assert await pool.run(double, 3) == 6
    finally:
        pool.close()


async def test_a_cancelled_task_frees_its_place() -> None:
    pool = EnginePool(1)
    try:
        task = asyncio.create_task(pool.run(sleep_long))
        await asyncio.sleep(0.5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await pool.run(double, 3) == 6
    finally:
        pool.close()


async def test_engines_run_on_one_thread_each(pool: EnginePool) -> None:
    assert await pool.run(threads_variable) == "1"


_PARENT = """
import asyncio, os, signal
from tests.engines.test_pool import pid_of_child
from zenhire.engines.pool import EnginePool
async def main():
    pool = EnginePool(1)
    print(await pool.run(pid_of_child), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
if __name__ == "__main__":
    asyncio.run(main())
"""


def test_children_die_with_a_killed_parent(tmp_path: object) -> None:
    script = f"{tmp_path}/parent.py"
    with open(script, "w") as file:
        file.write(_PARENT)
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=60, env={**os.environ, "PYTHONPATH": "."}
    )
    child = int(done.stdout)
    deadline = time.monotonic() + 10
    while psutil.pid_exists(child) and psutil.Process(child).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.05)


_kept: list[bytes] = []


def keep(size: int) -> int:
    _kept.append(b"x" * size)
    return os.getpid()


async def test_a_child_that_holds_too_much_makes_room_for_a_fresh_one() -> None:
    pool = EnginePool(1, most_resident=200 * 1024 * 1024)
    try:
        first = await pool.run(keep, 1024)
        assert await pool.run(pid_of_child) == first
        assert await pool.run(keep, 256 * 1024 * 1024) == first
        fresh = await pool.run(pid_of_child)
        assert fresh != first
        assert not psutil.pid_exists(first)
        assert await pool.run(pid_of_child) == fresh
    finally:
        pool.close()


@pytest.fixture
def reserving() -> Iterator[EnginePool]:
    """One child for everything and one more for short tasks."""
    made = EnginePool(1, reserved=1)
    yield made
    made.close()


async def test_a_short_task_does_not_wait_for_long_ones(reserving: EnginePool) -> None:
    long = [asyncio.create_task(reserving.run(sleep_long)) for _ in range(3)]
    await asyncio.sleep(0.1)
    async with asyncio.timeout(30):
        assert await reserving.run(double, 21, short=True) == 42
    for task in long:
        task.cancel()
    assert not any(task.done() for task in long)
    await asyncio.gather(*long, return_exceptions=True)


async def test_a_long_task_never_gets_a_reserved_child(reserving: EnginePool) -> None:
    reserved = await reserving.run(pid_of_child, short=True)
    pids = await asyncio.gather(*(reserving.run(pid_of_child) for _ in range(6)))
    assert len(set(pids)) == 1
    assert reserved not in pids


async def test_short_tasks_share_the_others_children_in_their_turn(reserving: EnginePool) -> None:
    pids = await asyncio.gather(*(reserving.run(pid_after, 0.2, short=True) for _ in range(6)))
    assert len(set(pids)) == 2


async def test_a_reserved_child_that_dies_is_replaced(reserving: EnginePool, tmp_path: object) -> None:
    before = await reserving.run(pid_of_child, short=True)
    assert await reserving.run(die_once, f"{tmp_path}/marker", short=True) == "second time"
    with pytest.raises(TimeoutError):
        await reserving.run(sleep_long, short=True, timeout=0.2)
    assert await reserving.run(pid_of_child, short=True) != before
