"""Any interleaving of submits, attempts, ends, failures, zombies and crashes keeps the books and the queue right."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from zenhire.kit.db import Database
from zenhire.kit.ids import new_uuid
from zenhire.platform.accounts import service as accounts
from zenhire.platform.credits import service as credits
from zenhire.platform.credits.errors import InsufficientCredits
from zenhire.platform.queue import Queue, live_jobs
from zenhire.platform.runs import service, store
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.sweeper import Sweeper
from zenhire.platform.runs.types import NewRun, Run, RunLost

CAP = 2
GRANT = 40


class Crash(Exception):
    """The process dies before its transaction commits."""


class Life(RuleBasedStateMachine):
    """One client; every rule is what a process may do, with a crash at its end or without."""

    url: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.db = Database(self.url, pool_size=2)
        self.admitter = Admitter(queue=Queue(self.url), default_caps={"speech": CAP})
        self.attempts: list[Run] = []
        self.captured: dict[str, int] = {}
        self.granted = GRANT
        self.client = ""

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    @initialize()
    def make_client(self) -> None:
        async def make() -> str:
            async with self.db.transaction() as conn:
                client = await accounts.create_client(conn, f"c{new_uuid()}", permissions=["speech"])
                await credits.grant(conn, client, GRANT, "start")
                return client

        self.client = self.do(make())

    @rule(cost=st.integers(0, 12), crash=st.booleans())
    def submit(self, cost: int, crash: bool) -> None:
        async def work() -> None:
            async with self.db.transaction() as conn:
                new = NewRun(new_uuid(), self.client, None, None, "speech", "stateful.test", cost)
                await service.submit(conn, self.admitter, new)
                if crash:
                    raise Crash

        self.tolerate(work(), InsufficientCredits)

    @rule(amount=st.integers(1, 10))
    def top_up(self, amount: int) -> None:
        async def work() -> None:
            async with self.db.transaction() as conn:
                await credits.grant(conn, self.client, amount, "more")

        self.do(work())
        self.granted += amount

    @rule(data=st.data())
    def begin_an_attempt(self, data: st.DataObject) -> None:
        running = [run for run in self.runs() if run.status == "processing"]
        if not running:
            return
        chosen = data.draw(st.sampled_from(running))

        async def work() -> Run | None:
            async with self.db.transaction() as conn:
                return await store.take_up(conn, self.client, chosen.id)

        taken = self.do(work())
        assert taken is not None
        self.attempts.append(taken)

    @precondition(lambda self: self.attempts)
    @rule(data=st.data(), share=st.floats(0, 1), crash=st.booleans())
    def finish(self, data: st.DataObject, share: float, crash: bool) -> None:
        run = data.draw(st.sampled_from(self.attempts))
        charge = round(run.cost * share)

        async def work() -> None:
            async with self.db.transaction() as conn:
                await service.complete(conn, self.admitter, run, status="success", charge=charge, description="d")
                if crash:
                    raise Crash

        if self.tolerate(work(), RunLost):
            assert run.id not in self.captured
            self.captured[run.id] = charge

    @precondition(lambda self: self.attempts)
    @rule(data=st.data(), crash=st.booleans())
    def fail(self, data: st.DataObject, crash: bool) -> None:
        run = data.draw(st.sampled_from(self.attempts))

        async def work() -> None:
            async with self.db.transaction() as conn:
                await service.fail(conn, self.admitter, run, code="SCORING_FAILED", message="m")
                if crash:
                    raise Crash

        self.tolerate(work(), RunLost)

    @precondition(lambda self: len(self.attempts) >= 2)
    @rule(data=st.data())
    def two_ends_at_once(self, data: st.DataObject) -> None:
        first, second = data.draw(st.sampled_from(self.attempts)), data.draw(st.sampled_from(self.attempts))

        async def end(run: Run) -> str | None:
            try:
                async with self.db.transaction() as conn:
                    await service.complete(conn, self.admitter, run, status="success", charge=run.cost, description="d")
            except RunLost:
                return None
            return run.id

        async def both() -> list[str | None]:
            return await asyncio.gather(end(first), end(second))

        ended = [run_id for run_id in self.do(both()) if run_id is not None]
        assert len(set(ended)) == len(ended)
        for run_id in ended:
            self.captured[run_id] = next(run.cost for run in self.attempts if run.id == run_id)

    @rule()
    def lose_the_queue_and_sweep(self) -> None:
        async def work() -> None:
            async with self.db.transaction() as conn:
                await conn.execute(text("DELETE FROM procrastinate_jobs WHERE task_name = 'stateful.test'"))
                await conn.execute(text("UPDATE runs SET started_at = started_at - interval '2 seconds'"))
            await self.admitter.queue.open()
            try:
                await Sweeper(self.db, self.admitter, stalled=8.0, stuck=3600.0).sweep()
            finally:
                await self.admitter.queue.close()

        self.do(work())

    def tolerate(self, work: Coroutine[Any, Any, Any], refusal: type[Exception]) -> bool:
        try:
            self.do(work)
        except (Crash, refusal):
            return False
        return True

    def runs(self) -> list[Run]:
        async def read() -> list[Run]:
            async with self.db.transaction() as conn:
                rows = await conn.execute(
                    text("SELECT id FROM runs WHERE client_id = :client ORDER BY seq"), {"client": self.client}
                )
                found = [await store.get(conn, self.client, row.id) for row in rows]
                return [run for run in found if run is not None]

        result: list[Run] = self.do(read())
        return result

    @precondition(lambda self: self.client)
    @invariant()
    def the_books_are_right(self) -> None:
        async def read() -> dict[str, Any]:
            async with self.db.transaction() as conn:
                return await credits.overview(conn, self.client)

        body = self.do(read())
        unfinished = [run for run in self.runs() if not run.terminal]
        assert body["creditBalance"] == self.granted - sum(self.captured.values())
        assert body["heldCredits"] == sum(run.cost for run in unfinished)
        assert body["availableCredits"] >= 0
        assert body["usage"]["totalDeducted"] == sum(self.captured.values())

    @precondition(lambda self: self.client)
    @invariant()
    def the_queue_is_right(self) -> None:
        runs = self.runs()
        processing = [run for run in runs if run.status == "processing"]
        queued = [run for run in runs if run.status == "queued"]
        assert len(processing) <= CAP
        assert not queued or len(processing) == CAP, "nobody waits while a slot is free"
        started = [run.seq for run in runs if run.status != "queued"]
        assert not queued or not started or queued[0].seq > max(started), "first come, first served"

        async def jobs() -> set[str]:
            async with self.db.transaction() as conn:
                return await live_jobs(conn, [run.id for run in runs])

        assert {run.id for run in processing} <= self.do(jobs())

    def teardown(self) -> None:
        self.do(self.db.close())
        self.runner.close()


@pytest.mark.usefixtures("db")
def test_any_interleaving_keeps_books_and_queue_right(database_url: str) -> None:
    Life.url = database_url
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Life,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            # Shrinking on a real database takes minutes; the failing steps are printed anyway.
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
