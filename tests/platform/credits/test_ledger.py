"""The ledger's operations one by one, and together under concurrency."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.conftest import MakeClient
from zenhire.kit.db import Database
from zenhire.platform.accounts import service as accounts
from zenhire.platform.credits import service as ledger
from zenhire.platform.credits.errors import HoldSettled, InsufficientCredits, NoSuchHold


async def figures(db: Database, client_id: str) -> tuple[int, int]:
    async with db.transaction() as conn:
        body = await ledger.overview(conn, client_id)
    assert body["availableCredits"] == body["creditBalance"] - body["heldCredits"]
    return body["creditBalance"], body["heldCredits"]


async def test_a_run_that_succeeds_is_charged_and_the_rest_released(db: Database, make_client: MakeClient) -> None:
    client = (await make_client(credits=100)).client_id
    async with db.transaction() as conn:
        hold_id = await ledger.hold(conn, client, "run-1", "speech", 9)
    assert await figures(db, client) == (100, 9)
    async with db.transaction() as conn:
        assert await ledger.capture(conn, client, hold_id, 4, "Speech analysis, 4 minutes")
    assert await figures(db, client) == (96, 0)
    async with db.transaction() as conn:
        assert not await ledger.capture(conn, client, hold_id, 4, "Again")
        assert not await ledger.release(conn, client, hold_id)
    assert await figures(db, client) == (96, 0)


async def test_a_run_that_fails_costs_nothing(db: Database, make_client: MakeClient) -> None:
    client = (await make_client(credits=10)).client_id
    async with db.transaction() as conn:
        hold_id = await ledger.hold(conn, client, "run-1", "speech", 10)
        assert await ledger.release(conn, client, hold_id)
        assert not await ledger.release(conn, client, hold_id)
        assert not await ledger.capture(conn, client, hold_id, 10, "Too late")
    assert await figures(db, client) == (10, 0)


async def test_too_few_credits_say_how_many_in_both_vocabularies(db: Database, make_client: MakeClient) -> None:
    client = (await make_client(credits=10)).client_id
    async with db.transaction() as conn:
        await ledger.hold(conn, client, "run-1", "speech", 7)
    with pytest.raises(InsufficientCredits) as refused:
        async with db.transaction() as conn:
            await ledger.hold(conn, client, "run-2", "speech", 4)
    assert (refused.value.status, refused.value.code) == (402, "INSUFFICIENT_CREDITS")
    assert refused.value.details == {"cost": 4, "available": 3, "required": 4, "balance": 10}
    assert await figures(db, client) == (10, 7)


async def test_a_client_without_credits_can_hold_only_what_is_free(db: Database, make_client: MakeClient) -> None:
    client = (await make_client()).client_id
    async with db.transaction() as conn:
        free = await ledger.hold(conn, client, "search-1", "cvdeepsearch", 0)
        assert await ledger.capture(conn, client, free, 0, "CV search")
    with pytest.raises(InsufficientCredits) as refused:
        async with db.transaction() as conn:
            await ledger.hold(conn, client, "run-1", "speech", 1)
    assert refused.value.details == {"cost": 1, "available": 0, "required": 1, "balance": 0}


async def test_a_repeated_submit_finds_its_hold(db: Database, make_client: MakeClient) -> None:
    client = (await make_client(credits=5)).client_id
    async with db.transaction() as conn:
        first = await ledger.hold(conn, client, "run-1", "speech", 5)
        assert await ledger.hold(conn, client, "run-1", "speech", 5) == first
        with pytest.raises(HoldSettled, match="5 credits"):
            await ledger.hold(conn, client, "run-1", "speech", 4)
        await ledger.release(conn, client, first)
        with pytest.raises(HoldSettled, match="released"):
            await ledger.hold(conn, client, "run-1", "speech", 5)
    assert await figures(db, client) == (5, 0)


async def test_only_an_overdraft_may_exceed_the_hold_or_the_balance(db: Database, make_client: MakeClient) -> None:
    client = (await make_client(credits=10)).client_id
    async with db.transaction() as conn:
        hold_id = await ledger.hold(conn, client, "session-1", "interview", 5)
        with pytest.raises(ValueError, match="cannot be captured"):
            await ledger.capture(conn, client, hold_id, 6, "Interview")
        assert await ledger.capture(conn, client, hold_id, 65, "Interview, 13 minutes", allow_overdraft=True)
    assert await figures(db, client) == (-55, 0)
    with pytest.raises(InsufficientCredits):
        async with db.transaction() as conn:
            await ledger.hold(conn, client, "search-1", "cvdeepsearch", 0)


@pytest.mark.parametrize("amount", [0, -1, ledger.MAX_CREDITS + 1])
async def test_a_grant_must_be_positive_and_sane(db: Database, make_client: MakeClient, amount: int) -> None:
    client = (await make_client()).client_id
    with pytest.raises(ValueError, match="whole number"):
        async with db.transaction() as conn:
            await ledger.grant(conn, client, amount, "Top-up")


async def test_another_clients_hold_does_not_exist(db: Database, make_client: MakeClient) -> None:
    ours, theirs = (await make_client("Ours", credits=5)).client_id, (await make_client("Theirs", credits=5)).client_id
    async with db.transaction() as conn:
        hold_id = await ledger.hold(conn, ours, "run-1", "speech", 5)
    async with db.transaction() as conn:
        with pytest.raises(NoSuchHold):
            await ledger.capture(conn, theirs, hold_id, 5, "Theft")
        with pytest.raises(NoSuchHold):
            await ledger.release(conn, theirs, hold_id)
    with pytest.raises(IntegrityError):
        async with db.transaction() as conn:
            await ledger.hold(conn, theirs, "run-1", "speech", 5)
    assert await figures(db, ours) == (5, 5)
    assert await figures(db, theirs) == (5, 0)


async def test_submits_at_once_cannot_overspend(db: Database, make_client: MakeClient) -> None:
    client = (await make_client(credits=10)).client_id

    async def submit(number: int) -> bool:
        try:
            async with db.transaction() as conn:
                await ledger.hold(conn, client, f"run-{number}", "speech", 3)
        except InsufficientCredits as refused:
            return refused.details == {"cost": 3, "available": 1, "required": 3, "balance": 10}
        return False

    refusals = await asyncio.gather(*(submit(number) for number in range(30)))
    assert sum(refusals) == 27
    assert await figures(db, client) == (10, 9)


async def test_settlements_at_once_charge_once(db: Database, make_client: MakeClient) -> None:
    client = (await make_client(credits=10)).client_id
    async with db.transaction() as conn:
        hold_id = await ledger.hold(conn, client, "run-1", "speech", 4)

    async def settle(number: int) -> bool:
        async with db.transaction() as conn:
            if number % 2:
                return await ledger.release(conn, client, hold_id)
            return await ledger.capture(conn, client, hold_id, 4, "Speech analysis")

    assert sum(await asyncio.gather(*(settle(number) for number in range(12)))) == 1
    balance, held = await figures(db, client)
    assert balance in {6, 10}
    assert held == 0


async def test_the_first_grants_of_a_client_may_come_together(db: Database, make_client: MakeClient) -> None:
    client = (await make_client()).client_id

    async def top_up(amount: int) -> int:
        async with db.transaction() as conn:
            return await ledger.grant(conn, client, amount, "Top-up")

    assert max(await asyncio.gather(*(top_up(amount) for amount in range(1, 9)))) == 36


async def test_a_grant_and_a_submit_do_not_block_each_other(db: Database, make_client: MakeClient) -> None:
    client = (await make_client(credits=1)).client_id
    async with db.transaction() as submitting, db.transaction() as granting:
        await accounts.get_client(submitting, client, lock=True)
        assert await asyncio.wait_for(ledger.grant(granting, client, 9, "Top-up"), 5) == 10
        await granting.commit()
        await ledger.hold(submitting, client, "run-1", "speech", 10)
    assert await figures(db, client) == (10, 10)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE credit_entries SET amount = 1",
        "DELETE FROM credit_entries",
        "TRUNCATE credit_entries",
    ],
)
async def test_the_ledger_can_only_grow(db: Database, make_client: MakeClient, statement: str) -> None:
    await make_client(credits=10)
    with pytest.raises(DBAPIError, match="never changed or removed"):
        async with db.transaction() as conn:
            await conn.execute(text(statement))


async def test_a_second_charge_is_refused_by_the_database_itself(db: Database, make_client: MakeClient) -> None:
    client = (await make_client(credits=10)).client_id
    async with db.transaction() as conn:
        hold_id = await ledger.hold(conn, client, "run-1", "speech", 4)
        await ledger.capture(conn, client, hold_id, 4, "Speech analysis")
    again = text(
        "INSERT INTO credit_entries (id, client_id, type, amount, balance_after, module, run_id, hold_id, description,"
        " created_at) VALUES ('txn_2', :client, 'deduction', -4, 2, 'speech', 'run-1', :hold, 'Twice', now())"
    )
    with pytest.raises(IntegrityError, match="uq_credit_entries_hold_id"):
        async with db.transaction() as conn:
            await conn.execute(again, {"client": client, "hold": hold_id})


async def test_the_overview_is_the_body_of_the_credits_endpoint(db: Database, make_client: MakeClient) -> None:
    client = (await make_client(credits=1000)).client_id
    async with db.transaction() as conn:
        for number, (module, amount) in enumerate([("speech", 4), ("interview", 65), ("cvdeepmatch", 3)] * 8):
            hold_id = await ledger.hold(conn, client, f"run-{number}", module, amount)
            await ledger.capture(conn, client, hold_id, amount, f"{module} {number}")
        await ledger.hold(conn, client, "open", "speech", 9)
        body = await ledger.overview(conn, client)
    recent = body.pop("recentTransactions")
    assert body == {
        "creditBalance": 424,
        "heldCredits": 9,
        "availableCredits": 415,
        "usage": {
            "totalDeducted": 576,
            "totalAdded": 1000,
            "byModule": {"speech": 32, "interview": 520, "cvdeepmatch": 24, "cvdeepsearch": 0},
        },
    }
    assert [entry["description"] for entry in recent][:2] == ["cvdeepmatch 23", "interview 22"]
    assert len(recent) == 20
    newest = recent[0]
    assert newest["id"].startswith("txn_")
    assert newest["createdAt"].endswith("Z")
    del newest["id"], newest["createdAt"]
    assert newest == {
        "type": "deduction",
        "amount": -3,
        "balanceAfter": 424,
        "module": "cvdeepmatch",
        "runId": "run-23",
        "description": "cvdeepmatch 23",
    }


async def test_the_overview_of_a_new_client_is_all_zeros(db: Database, make_client: MakeClient) -> None:
    client = (await make_client()).client_id
    async with db.transaction() as conn:
        assert await ledger.overview(conn, client) == {
            "creditBalance": 0,
            "heldCredits": 0,
            "availableCredits": 0,
            "usage": {"totalDeducted": 0, "totalAdded": 0, "byModule": dict.fromkeys(ledger.MODULES, 0)},
            "recentTransactions": [],
        }
