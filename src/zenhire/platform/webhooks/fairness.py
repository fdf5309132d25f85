"""Who is delivered to next: pure bookkeeping, so that receivers who hang cannot take the slots of those who answer.

An attempt is slow when it has run for more than a second, or goes to a place that was slow the last time; it is
doubtful when it is slow or the place is not known yet. Of all slots, of a client's and of a server's (origin's), slow
ones may start in half and doubtful ones in three quarters; the rest is always there for places known to be prompt. Each
place (lane) has a limit of its own, and free slots are dealt round by round, one to each lane.
"""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from zenhire.platform.webhooks.types import Lane

PROMPT_SECONDS = 1.0
SLOW_SHARE = 0.5
DOUBTFUL_SHARE = 0.75
CLIENT_SHARE = 0.5
ORIGIN_FACTOR = 4
_REMEMBERED = 10_000
_ALL = "all"


@dataclass(frozen=True, slots=True)
class _Running:
    client_id: str
    lane: str
    origin: str
    started: float
    known_slow: bool | None


class _Counts:
    """How much runs in each scope: all, clients, origins, lanes."""

    def __init__(self) -> None:
        self.all: Counter[str] = Counter()
        self.doubtful: Counter[str] = Counter()
        self.slow: Counter[str] = Counter()

    def add(self, client_id: str, origin: str, lane: str, slow: bool | None) -> None:
        """One more attempt; `slow` None: nobody knows."""
        for scope in (_ALL, f"client {client_id}", f"origin {origin}", f"lane {lane}"):
            self.all[scope] += 1
            self.doubtful[scope] += slow is not False
            self.slow[scope] += slow is True

    def room(self, scope: str, limit: int, slow: bool | None) -> bool:
        """Whether one more may start."""
        return (
            self.all[scope] < limit
            and (slow is False or self.doubtful[scope] < max(1, int(limit * DOUBTFUL_SHARE)))
            and (slow is not True or self.slow[scope] < max(1, int(limit * SLOW_SHARE)))
        )


class Fairness:
    """Counts what runs and deals free slots. `slots` in all, `per_lane` to one place."""

    def __init__(self, slots: int, per_lane: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.slots = slots
        self.per_lane = per_lane
        self.per_origin = per_lane * ORIGIN_FACTOR
        self.per_client = max(per_lane, int(slots * CLIENT_SHARE))
        self._clock = clock
        self._running: dict[str, _Running] = {}
        self._was_slow: OrderedDict[str, bool] = OrderedDict()

    @property
    def free(self) -> int:
        """Slots in which nothing runs."""
        return self.slots - len(self._running)

    def is_slow(self, lane: str, origin: str) -> bool | None:
        """Whether the place was slow the last time; None: not known. What is new on a slow server counts as slow."""
        return self._was_slow.get(lane, self._was_slow.get(origin) or None)

    def started(self, delivery: str, client_id: str, lane: str, origin: str) -> None:
        """An attempt begins."""
        slow = self.is_slow(lane, origin)
        self._running[delivery] = _Running(client_id, lane, origin, self._clock(), slow)

    def ended(self, delivery: str, *, slow: bool | None = None) -> None:
        """It is over. Whether it was slow is remembered: as given, else by the time that it took."""
        one = self._running.pop(delivery)
        if slow is None:
            slow = self._clock() - one.started > PROMPT_SECONDS
        for place in (one.lane, one.origin):
            self._was_slow[place] = slow
            self._was_slow.move_to_end(place)
        while len(self._was_slow) > _REMEMBERED:
            self._was_slow.popitem(last=False)

    def deal(self, waiting: Sequence[Lane]) -> dict[str, int]:
        """How many deliveries each lane may start now; lanes with the fewest running, then the longest due, first."""
        counts = self._counts()
        dealt: Counter[str] = Counter()
        open_lanes = sorted(waiting, key=lambda lane: (counts.all[f"lane {lane.lane}"], lane.due_at))
        while open_lanes:
            still_open: list[Lane] = []
            for lane in open_lanes:
                slow = self.is_slow(lane.lane, lane.origin)
                if self._may_start(lane, slow, counts):
                    counts.add(lane.client_id, lane.origin, lane.lane, slow)
                    dealt[lane.lane] += 1
                    still_open.append(lane)
            open_lanes = still_open
        return dict(dealt)

    def _counts(self) -> _Counts:
        now, counts = self._clock(), _Counts()
        for one in self._running.values():
            slow = True if now - one.started > PROMPT_SECONDS else one.known_slow
            counts.add(one.client_id, one.origin, one.lane, slow)
        return counts

    def _may_start(self, lane: Lane, slow: bool | None, counts: _Counts) -> bool:
        return counts.all[f"lane {lane.lane}"] < self.per_lane and all(
            counts.room(scope, limit, slow) for scope, limit in self._limits(lane)
        )

    def _limits(self, lane: Lane) -> Iterator[tuple[str, int]]:
        yield _ALL, self.slots
        yield f"client {lane.client_id}", self.per_client
        yield f"origin {lane.origin}", self.per_origin
