"""Grant, hold, capture, release. Nothing here commits; every change locks the client's account row first.

Whoever also locks the client's row does so before, and the run's row after.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.clock import iso, utcnow
from zenhire.kit.ids import new_uuid, transaction_id
from zenhire.platform.credits import store
from zenhire.platform.credits.errors import HoldSettled, InsufficientCredits, NoSuchHold

MODULES = ("speech", "interview", "cvdeepmatch", "cvdeepsearch")
"""Modules that `overview` always names, in its order."""

RECENT = 20
"""Transactions in `overview`."""

MAX_CREDITS = 10**12
"""Largest single amount: far from any price, and far from where a bigint ends."""


async def grant(conn: AsyncConnection, client_id: str, amount: int, description: str) -> int:
    """Adds credits and returns the new balance. Raises ValueError unless 1 <= amount <= MAX_CREDITS."""
    if not 1 <= amount <= MAX_CREDITS:
        raise ValueError(f"The amount must be a whole number from 1 to {MAX_CREDITS}.")
    balance, _ = await store.lock_account(conn, client_id)
    entry = {
        "id": transaction_id(),
        "client_id": client_id,
        "type": "addition",
        "amount": amount,
        "balance_after": balance + amount,
        "description": description,
        "created_at": utcnow(),
    }
    await store.append_entry(conn, entry)
    await store.change_account(conn, client_id, balance=amount)
    return balance + amount


async def hold(conn: AsyncConnection, client_id: str, run_id: str, module: str, amount: int) -> str:
    """Reserves what a run will cost and returns the hold's id; again for the same run gives the same hold.

    Raises InsufficientCredits when `amount` exceeds balance - held, HoldSettled when the run's hold is over.
    """
    if amount < 0:
        raise ValueError("A hold cannot be negative.")
    balance, held = await store.lock_account(conn, client_id)
    present = await store.find_hold_of_run(conn, client_id, run_id)
    if present is not None:
        if present.state != "held" or present.amount != amount:
            raise HoldSettled(f"The run has a hold of {present.amount} credits that is {present.state}.")
        return str(present.id)
    if amount > balance - held:
        raise InsufficientCredits.of(cost=amount, balance=balance, held=held)
    hold_id = new_uuid()
    row = {"id": hold_id, "client_id": client_id, "run_id": run_id, "module": module, "amount": amount}
    await store.insert_hold(conn, {**row, "created_at": utcnow()})
    await store.change_account(conn, client_id, held=amount)
    return hold_id


async def capture(
    conn: AsyncConnection,
    client_id: str,
    hold_id: str,
    amount: int,
    description: str,
    *,
    allow_overdraft: bool = False,
) -> bool:
    """Charges `amount` against a hold and releases the rest. False, and no change, if the hold is settled already.

    More than the hold, and a balance below zero, need `allow_overdraft`; otherwise ValueError. Raises NoSuchHold.
    """
    balance, _ = await store.lock_account(conn, client_id)
    held = await _hold(conn, client_id, hold_id)
    if not 0 <= amount <= (MAX_CREDITS if allow_overdraft else held.amount):
        raise ValueError(f"{amount} credits cannot be captured from a hold of {held.amount}.")
    if held.state != "held":
        return False
    now = utcnow()
    entry = {
        "id": transaction_id(),
        "client_id": client_id,
        "type": "deduction",
        "amount": -amount,
        "balance_after": balance - amount,
        "module": held.module,
        "run_id": held.run_id,
        "hold_id": hold_id,
        "description": description,
        "created_at": now,
    }
    if not await store.append_entry(conn, entry):
        return False
    await store.settle_hold(conn, client_id, hold_id, "captured", now)
    await store.change_account(conn, client_id, balance=-amount, held=-held.amount)
    return True


async def release(conn: AsyncConnection, client_id: str, hold_id: str) -> bool:
    """Gives a hold back. False, and no change, if it is settled already. Raises NoSuchHold."""
    await store.lock_account(conn, client_id)
    held = await _hold(conn, client_id, hold_id)
    if held.state != "held":
        return False
    await store.settle_hold(conn, client_id, hold_id, "released", utcnow())
    await store.change_account(conn, client_id, held=-held.amount)
    return True


async def balance(conn: AsyncConnection, client_id: str) -> int:
    """The client's balance, held credits included; the account stays locked until the transaction ends."""
    present, _ = await store.lock_account(conn, client_id)
    return present


async def overview(conn: AsyncConnection, client_id: str) -> dict[str, Any]:
    """The body of `GET /credits`: balance, held and available credits, usage, and the 20 newest transactions."""
    rows = await store.totals(conn, client_id)
    balance, held = (rows[0].balance, rows[0].held) if rows else (0, 0)
    used = {row.module: -int(row.total) for row in rows if row.module is not None}
    return {
        "creditBalance": balance,
        "heldCredits": held,
        "availableCredits": balance - held,
        "usage": {
            "totalDeducted": sum(used.values()),
            "totalAdded": sum(int(row.total) for row in rows if row.module is None),
            "byModule": {**dict.fromkeys(MODULES, 0), **used},
        },
        "recentTransactions": [_transaction(row) for row in await store.newest_entries(conn, client_id, RECENT)],
    }


def _transaction(entry: Row[Any]) -> dict[str, Any]:
    return {
        "id": entry.id,
        "type": entry.type,
        "amount": entry.amount,
        "balanceAfter": entry.balance_after,
        "module": entry.module,
        "runId": entry.run_id,
        "description": entry.description,
        "createdAt": iso(entry.created_at),
    }


async def _hold(conn: AsyncConnection, client_id: str, hold_id: str) -> Row[Any]:
    row = await store.find_hold(conn, client_id, hold_id)
    if row is None:
        raise NoSuchHold(f"The client has no hold {hold_id!r}.")
    return row
