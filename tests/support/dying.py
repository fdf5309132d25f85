"""A worker that dies: a job that is broken off when a step has just been recorded, as by the death of its process."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from typing import TypeVar

from pydantic import TypeAdapter

from zenhire.platform.runs.attempt import Attempt, Job, Worker

T = TypeVar("T")


class _Died(BaseException):
    """The worker's process is gone."""


class _DyingAttempt(Attempt):
    last = ""

    async def step(self, name: str, compute: Callable[[], Awaitable[T]], kind: TypeAdapter[T]) -> T:
        value = await super().step(name, compute, kind)
        if name == self.last:
            raise _Died
        return value


class _DyingJob:
    def __init__(self, job: Job, last: str) -> None:
        self._job, self._last = job, last

    async def run(self, attempt: Attempt) -> None:
        dying = _DyingAttempt(attempt.db, attempt.run, {})
        dying.last = self._last
        await self._job.run(dying)

    async def clean(self, client_id: str, run_id: str) -> None:
        await self._job.clean(client_id, run_id)


async def die_after(worker: Worker, job: Job, client_id: str, run_id: str, step: str) -> None:
    """Leaves the run as a worker does that dies when it has just recorded `step`."""
    with contextlib.suppress(_Died):
        await worker.work(_DyingJob(job, step), client_id, run_id)
