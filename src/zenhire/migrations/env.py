"""Alembic's environment: it runs on the connection, and in the transaction, that `migrate` hands over."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

connection = context.config.attributes.get("connection")
if not isinstance(connection, Connection):
    raise SystemExit("Run migrations with `python -m zenhire.migrations.migrate`, not with the alembic command.")
context.configure(connection=connection, target_metadata=None)
context.run_migrations()
