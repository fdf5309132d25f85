"""Who gets which place, and who waits: short tasks have some to themselves, and nobody is passed over elsewhere."""

from __future__ import annotations

import asyncio

import pytest

from zenhire.engines.places import Place, Places


def waiting(places: Places[str], *, short: bool) -> asyncio.Task[Place[str]]:
    return asyncio.create_task(places.take(short=short))


async def test_short_tasks_take_reserved_places_first_and_then_always_the_same_others() -> None:
    places = Places[str](3, 1)
    assert [(await places.take(short=True)).number for _ in range(2)] == [0, 1]
    assert (await places.take(short=False)).number == 3


async def test_places_for_all_are_given_in_order_to_whoever_waits() -> None:
    places = Places[str](1, 1)
    taken, reserved = await places.take(short=False), await places.take(short=True)
    line = [waiting(places, short=short) for short in (False, True, False)]
    await asyncio.sleep(0)
    places.give_back(taken)
    assert await line[0] is taken
    places.give_back(reserved)
    assert await line[1] is reserved
    assert not line[2].done()
    places.give_back(reserved)
    places.give_back(taken)
    assert await line[2] is taken


async def test_a_long_task_waits_while_only_reserved_places_are_idle() -> None:
    places = Places[str](1, 1)
    taken = await places.take(short=False)
    late = waiting(places, short=False)
    await asyncio.sleep(0)
    assert (await places.take(short=True)).reserved
    assert not late.done()
    places.give_back(taken)
    assert await late is taken


async def test_a_place_is_not_lost_with_a_task_that_is_cancelled() -> None:
    places = Places[str](1, 0)
    taken = await places.take(short=False)
    in_line, given = waiting(places, short=False), waiting(places, short=False)
    await asyncio.sleep(0)
    in_line.cancel()
    places.give_back(taken)
    given.cancel()
    for task in (in_line, given):
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await places.take(short=False) is taken
