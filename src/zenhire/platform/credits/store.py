"""Tables of the ledger and all of their SQL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Row,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.db import metadata

HoldState = Literal["held", "captured", "released"]

accounts = Table(
    "credit_accounts",
    metadata,
    Column("client_id", ForeignKey("clients.id"), primary_key=True),
    Column("balance", BigInteger, nullable=False),
    Column("held", BigInteger, nullable=False),
)

holds = Table(
    "credit_holds",
    metadata,
    Column("id", Text, primary_key=True),
    Column("client_id", ForeignKey("clients.id"), nullable=False),
    Column("run_id", Text, nullable=False, unique=True),
    Column("module", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("settled_at", DateTime(timezone=True)),
    UniqueConstraint("client_id", "id"),
)

entries = Table(
    "credit_entries",
    metadata,
    Column("seq", BigInteger, Identity(always=True), primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("client_id", ForeignKey("clients.id"), nullable=False),
    Column("type", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("balance_after", BigInteger, nullable=False),
    Column("module", Text),
    Column("run_id", Text),
    Column("hold_id", Text, unique=True),
    Column("description", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    ForeignKeyConstraint(["client_id", "hold_id"], ["credit_holds.client_id", "credit_holds.id"]),
    Index(None, "client_id", "seq"),
    Index("ix_credit_entries_usage", "client_id", "module", postgresql_include=["amount"]),
)


async def lock_account(conn: AsyncConnection, client_id: str) -> tuple[int, int]:
    """Locks the client's account until the transaction ends, making it if need be. Gives balance and held."""
    query = select(accounts.c.balance, accounts.c.held).where(accounts.c.client_id == client_id).with_for_update()
    row = (await conn.execute(query)).one_or_none()
    if row is None:
        new = upsert(accounts).values(client_id=client_id, balance=0, held=0)
        await conn.execute(new.on_conflict_do_nothing())
        row = (await conn.execute(query)).one()
    return row.balance, row.held


async def change_account(conn: AsyncConnection, client_id: str, *, balance: int = 0, held: int = 0) -> None:
    """Adds to (or, negative, takes from) the client's locked account."""
    values = {"balance": accounts.c.balance + balance, "held": accounts.c.held + held}
    await conn.execute(update(accounts).where(accounts.c.client_id == client_id).values(values))


async def insert_hold(conn: AsyncConnection, row: Mapping[str, Any]) -> None:
    """Stores a new hold. IntegrityError when the run has one."""
    await conn.execute(insert(holds).values(**row, state="held"))


async def find_hold_of_run(conn: AsyncConnection, client_id: str, run_id: str) -> Row[Any] | None:
    """The hold of one of the client's runs."""
    query = select(holds).where(holds.c.client_id == client_id, holds.c.run_id == run_id)
    return (await conn.execute(query)).one_or_none()


async def find_hold(conn: AsyncConnection, client_id: str, hold_id: str) -> Row[Any] | None:
    """One of the client's holds."""
    query = select(holds).where(holds.c.client_id == client_id, holds.c.id == hold_id)
    return (await conn.execute(query)).one_or_none()


async def settle_hold(conn: AsyncConnection, client_id: str, hold_id: str, state: HoldState, now: datetime) -> None:
    """Ends a hold."""
    mine = (holds.c.client_id == client_id) & (holds.c.id == hold_id)
    await conn.execute(update(holds).where(mine).values(state=state, settled_at=now))


async def append_entry(conn: AsyncConnection, row: Mapping[str, Any]) -> bool:
    """Writes a ledger entry. False when its hold has one: the constraint that makes charging twice impossible."""
    statement = upsert(entries).values(**row).on_conflict_do_nothing(index_elements=[entries.c.hold_id])
    return (await conn.execute(statement.returning(entries.c.seq))).one_or_none() is not None


async def totals(conn: AsyncConnection, client_id: str) -> list[Row[Any]]:
    """Rows of `balance, held, module, total`, all from one snapshot: `total` sums the entries of a module.

    Additions have no module, so the row with module None sums them. No row for a client without an account.
    """
    sums = (
        select(entries.c.client_id, entries.c.module, func.sum(entries.c.amount).label("total"))
        .where(entries.c.client_id == client_id)
        .group_by(entries.c.client_id, entries.c.module)
        .subquery()
    )
    query = (
        select(accounts.c.balance, accounts.c.held, sums.c.module, func.coalesce(sums.c.total, 0).label("total"))
        .outerjoin(sums, sums.c.client_id == accounts.c.client_id)
        .where(accounts.c.client_id == client_id)
    )
    return list(await conn.execute(query))


async def newest_entries(conn: AsyncConnection, client_id: str, limit: int) -> list[Row[Any]]:
    """The client's newest ledger entries, newest first."""
    query = select(entries).where(entries.c.client_id == client_id).order_by(entries.c.seq.desc()).limit(limit)
    return list(await conn.execute(query))
