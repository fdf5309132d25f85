"""Places for child processes, and who waits for one: first come first served, some kept for short tasks."""

from __future__ import annotations

import asyncio
from bisect import insort
from collections import deque
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(order=True, slots=True)
class Place(Generic[T]):
    """Room for one child process; None before its first task. Only short tasks get a reserved one."""

    number: int
    reserved: bool = field(compare=False)
    child: T | None = field(default=None, compare=False)


class Places(Generic[T]):
    """Hands out places.

    A short task takes a reserved place if one is idle, else the first of the others; a long one takes the last. So few
    children load what short tasks need. Where none is idle, all wait in one line, and no kind of task can keep the
    other from the places that are for both.
    """

    def __init__(self, size: int, reserved: int) -> None:
        """`size` places for every task, and `reserved` more."""
        self._idle = [Place[T](number, reserved=number < reserved) for number in range(reserved + size)]
        self._line: deque[tuple[asyncio.Future[Place[T]], bool]] = deque()

    async def take(self, *, short: bool) -> Place[T]:
        """A place, once there is one."""
        at = 0 if short else -1
        if self._idle and (short or not self._idle[at].reserved):
            return self._idle.pop(at)
        turn: asyncio.Future[Place[T]] = asyncio.get_running_loop().create_future()
        self._line.append((turn, short))
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give_back(turn.result())
            raise

    def give_back(self, place: Place[T]) -> None:
        """Gives it to the first in the line who may have it."""
        self._line = deque(one for one in self._line if not one[0].done())
        for one in self._line:
            turn, short = one
            if short or not place.reserved:
                self._line.remove(one)
                turn.set_result(place)
                return
        insort(self._idle, place)
