"""Connections: one transaction a statement, and the driver's own errors in SQLAlchemy's words."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from zenhire.kit.db import Database, fetch_row


async def test_each_statement_on_a_single_connection_is_committed(db: Database) -> None:
    async with db.single() as conn:
        row = await fetch_row(
            conn,
            "INSERT INTO clients (id, name, created_at) VALUES (%(id)s, 'A', now()) RETURNING id, permissions, active",
            {"id": "a"},
        )
        assert row == {"id": "a", "permissions": [], "active": True}
        with pytest.raises(IntegrityError):
            await fetch_row(conn, "INSERT INTO clients (id, name, created_at) VALUES ('a', 'B', now())", {})
        assert await fetch_row(conn, "SELECT name FROM clients WHERE id = %(id)s", {"id": "b"}) is None
    async with db.transaction() as conn:
        assert await conn.scalar(text("SELECT name FROM clients")) == "A"


async def test_in_a_transaction_it_is_part_of_it(db: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with db.transaction() as conn:
            await fetch_row(
                conn, "INSERT INTO clients (id, name, created_at) VALUES ('a', 'A', now()) RETURNING id", {}
            )
            raise ZeroDivisionError
    async with db.single() as conn:
        assert await fetch_row(conn, "SELECT id FROM clients", {}) is None


async def test_errors_are_those_of_other_queries_and_quote_nothing(db: Database) -> None:
    async with db.single() as conn:
        with pytest.raises(ProgrammingError) as caught:
            await fetch_row(conn, "SELECT %(word)s FROM nowhere", {"word": "secret"})
        assert "secret" not in str(caught.value)


async def test_a_connection_that_was_cut_is_an_operational_error_and_leaves_the_pool(db: Database) -> None:
    async with db.single() as conn:
        row = await fetch_row(conn, "SELECT pg_backend_pid() AS pid", {})
        assert row is not None
        async with db.transaction() as other:
            await other.execute(text("SELECT pg_terminate_backend(:pid)"), row)
        with pytest.raises(OperationalError):
            await fetch_row(conn, "SELECT 1 AS one", {})
    async with db.single() as conn:
        assert await fetch_row(conn, "SELECT 1 AS one", {}) == {"one": 1}
