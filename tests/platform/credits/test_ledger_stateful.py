"""Any interleaving of submits, finishes, failures, crashes, repeats and concurrent work keeps the ledger's promises."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.db import Database
from zenhire.kit.ids import new_uuid
from zenhire.platform.accounts.service import create_client
from zenhire.platform.credits import service as ledger
from zenhire.platform.credits import store
from zenhire.platform.credits.errors import InsufficientCredits

Operation = Callable[[AsyncConnection], Awaitable[Any]]

crashes = st.one_of(st.none(), st.none(), st.integers(0, 7))
"""None: the transaction commits. N: the process dies before the transaction's statement N, or before its commit."""


class Crash(Exception):
    """The process dies."""


@dataclass
class Hold:
    """What the model knows of a hold; `charged` None while nothing was captured."""

    id: str
    run_id: str
    amount: int
    open: bool = True
    charged: int | None = None


@dataclass
class Model:
    """What the ledger must show."""

    granted: int = 0
    overdrafts: int = 0
    holds: dict[str, Hold] = field(default_factory=dict)

    @property
    def balance(self) -> int:
        return self.granted - sum(hold.charged or 0 for hold in self.holds.values())

    @property
    def held(self) -> int:
        return sum(hold.amount for hold in self.holds.values() if hold.open)

    def submitted(self, run_id: str, amount: int, hold_id: str) -> None:
        self.holds.setdefault(run_id, Hold(hold_id, run_id, amount))
        assert self.holds[run_id].id == hold_id

    def captured(self, hold: Hold, amount: int) -> None:
        assert hold.charged is None, "charged twice"
        assert hold.open, "charged after its release"
        hold.open, hold.charged = False, amount
        self.overdrafts += max(0, amount - hold.amount)

    def released(self, hold: Hold) -> None:
        assert hold.open, "released twice"
        hold.open = False


class Ledger(RuleBasedStateMachine):
    """One client; the model follows what the operations report, the invariants compare it with the rows."""

    runner: asyncio.Runner
    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.runs = 0
        self.client_id = self.runner.run(self.committed(lambda conn: create_client(conn, "Acme")))

    async def committed(self, operation: Operation, crash: int | None = None) -> Any:
        async with self.database.transaction() as conn:
            if crash is not None:
                left = [crash]

                def before(*_: Any) -> None:
                    left[0] -= 1
                    if left[0] < 0:
                        raise Crash

                event.listen(conn.sync_connection, "before_cursor_execute", before)
            result = await operation(conn)
            if crash is not None:
                raise Crash
            return result

    def hold_at(self, index: int) -> Hold | None:
        """Some hold; None while there is none. Preconditions would make the choice of rules depend on the race."""
        holds = list(self.model.holds.values())
        return holds[index % len(holds)] if holds else None

    async def grant(self, amount: int, crash: int | None) -> None:
        try:
            await self.committed(lambda conn: ledger.grant(conn, self.client_id, amount, "Top-up"), crash)
        except Crash:
            return
        self.model.granted += amount

    async def submit(self, run_id: str, amount: int, crash: int | None) -> InsufficientCredits | None:
        def operation(conn: AsyncConnection) -> Awaitable[str]:
            return ledger.hold(conn, self.client_id, run_id, "speech", amount)

        try:
            hold_id = await self.committed(operation, crash)
        except Crash:
            return None
        except InsufficientCredits as refused:
            return refused
        self.model.submitted(run_id, amount, hold_id)
        return None

    async def finish(self, hold: Hold, amount: int, overdraft: bool, crash: int | None) -> None:
        def operation(conn: AsyncConnection) -> Awaitable[bool]:
            return ledger.capture(conn, self.client_id, hold.id, amount, "Work", allow_overdraft=overdraft)

        try:
            done = await self.committed(operation, crash)
        except Crash:
            return
        if done:
            self.model.captured(hold, amount)

    async def fail(self, hold: Hold, crash: int | None) -> None:
        try:
            done = await self.committed(lambda conn: ledger.release(conn, self.client_id, hold.id), crash)
        except Crash:
            return
        if done:
            self.model.released(hold)

    @rule(amount=st.integers(1, 50), crash=crashes)
    def top_up(self, amount: int, crash: int | None) -> None:
        self.runner.run(self.grant(amount, crash))

    @rule(amount=st.integers(0, 30), crash=crashes)
    def new_run(self, amount: int, crash: int | None) -> None:
        balance, available = self.model.balance, self.model.balance - self.model.held
        self.runs += 1
        refused = self.runner.run(self.submit(f"{self.client_id}-{self.runs}", amount, crash))
        if refused is not None:
            assert amount > available
            assert refused.details == {"cost": amount, "available": available, "required": amount, "balance": balance}
        elif crash is None:
            assert amount <= available

    @rule(index=st.integers(0, 99))
    def submit_again(self, index: int) -> None:
        hold = self.hold_at(index)
        if hold is not None and hold.open:
            assert self.runner.run(self.submit(hold.run_id, hold.amount, None)) is None

    @rule(index=st.integers(0, 99), share=st.integers(0, 100), extra=st.integers(0, 20), crash=crashes)
    def end_well(self, index: int, share: int, extra: int, crash: int | None) -> None:
        if (hold := self.hold_at(index)) is None:
            return
        amount = hold.amount * share // 100 + (extra if share > 80 else 0)
        was_open = hold.open
        self.runner.run(self.finish(hold, amount, amount > hold.amount, crash))
        if crash is None and was_open:
            assert hold.charged == amount

    @rule(index=st.integers(0, 99), crash=crashes)
    def end_badly(self, index: int, crash: int | None) -> None:
        if (hold := self.hold_at(index)) is None:
            return
        self.runner.run(self.fail(hold, crash))
        assert crash is not None or not hold.open

    @rule(plan=st.lists(st.tuples(st.sampled_from("gshfr"), st.integers(1, 30), crashes), min_size=2, max_size=6))
    def all_at_once(self, plan: list[tuple[str, int, int | None]]) -> None:
        self.runs += 1
        repeated = self.runs
        work: list[Awaitable[Any]] = []
        for kind, number, crash in plan:
            if kind == "g":
                work.append(self.grant(number, crash))
            elif kind == "h":
                work.append(self.submit(f"{self.client_id}-{repeated}", 5, crash))
            elif kind == "s" or (hold := self.hold_at(number)) is None:
                self.runs += 1
                work.append(self.submit(f"{self.client_id}-{self.runs}", number, crash))
            elif kind == "f":
                work.append(self.finish(hold, hold.amount, False, crash))
            else:
                work.append(self.fail(hold, crash))

        async def together() -> None:
            await asyncio.gather(*work)

        self.runner.run(together())

    @invariant()
    def the_rows_agree_with_the_model(self) -> None:
        self.runner.run(self.compare())

    async def compare(self) -> None:
        model = self.model
        async with self.database.transaction() as conn:
            body = await ledger.overview(conn, self.client_id)
            of_client = store.entries.c.client_id == self.client_id
            entries = list(await conn.execute(select(store.entries).where(of_client).order_by(store.entries.c.seq)))
            holds = list(await conn.execute(select(store.holds).where(store.holds.c.client_id == self.client_id)))
        assert (body["creditBalance"], body["heldCredits"]) == (model.balance, model.held)
        assert body["heldCredits"] >= 0
        assert body["availableCredits"] >= -model.overdrafts, "a hold overspent"
        assert body["usage"]["totalAdded"] == model.granted
        assert body["usage"]["totalAdded"] - body["usage"]["totalDeducted"] == model.balance
        assert sum(hold.amount for hold in holds if hold.state == "held") == model.held
        assert [entry.balance_after for entry in entries] == list(accumulate(entry.amount for entry in entries))
        charged = {entry.hold_id: -entry.amount for entry in entries if entry.hold_id is not None}
        assert len(charged) == sum(entry.hold_id is not None for entry in entries), "a hold charged twice"
        assert charged == {hold.id: hold.charged for hold in model.holds.values() if hold.charged is not None}
        assert {hold.id for hold in holds if hold.state == "captured"} == set(charged)


@pytest.mark.usefixtures("db")
def test_the_ledger_keeps_its_promises_whatever_happens(database_url: str) -> None:
    with asyncio.Runner() as runner:
        database = Database(database_url, application=f"ledger-{new_uuid()[:8]}")
        machine = type("LedgerHere", (Ledger,), {"runner": runner, "database": database})
        try:
            run_state_machine_as_test(
                machine,
                settings=settings(
                    max_examples=30,
                    stateful_step_count=25,
                    deadline=None,
                    phases=[Phase.reuse, Phase.generate],
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            runner.run(database.close())
