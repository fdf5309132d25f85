"""A job that counts what it does, and a worker for it."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import TypeAdapter

from zenhire.kit.db import Database
from zenhire.platform.runs import service, store
from zenhire.platform.runs.attempt import Attempt, Worker
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.types import PARTIAL, SUCCESS, Run, StepDegraded

NUMBER = TypeAdapter(int)


class CountingJob:
    """Two required steps and an optional one; what happens in the second is up to the test."""

    def __init__(self, db: Database, admitter: Admitter, second: Callable[[], int], optional: bool = True) -> None:
        self.db, self.admitter = db, admitter
        self.second, self.optional = second, optional
        self.computed: list[str] = []
        self.cleaned = 0

    async def run(self, attempt: Attempt) -> None:
        await attempt.step("first", self._first, NUMBER)
        await attempt.step("second", self._second, NUMBER)
        await attempt.optional_step("extra", self._extra, NUMBER)
        status = PARTIAL if attempt.degraded else SUCCESS
        async with self.db.transaction() as conn:
            await service.complete(conn, self.admitter, attempt.run, status=status, charge=3, description="d")

    async def clean(self, client_id: str, run_id: str) -> None:
        self.cleaned += 1

    async def _first(self) -> int:
        self.computed.append("first")
        return 1

    async def _second(self) -> int:
        self.computed.append("second")
        return self.second()

    async def _extra(self) -> int:
        if not self.optional:
            raise StepDegraded("not today")
        return 3


def make_worker(db: Database, admitter: Admitter, stuck: float = 60.0) -> Worker:
    return Worker(db, admitter, stuck_seconds=stuck, max_attempts=3)


async def state_of(db: Database, run: Run) -> Run:
    async with db.transaction() as conn:
        found = await store.get(conn, run.client_id, run.id)
    assert found is not None
    return found
