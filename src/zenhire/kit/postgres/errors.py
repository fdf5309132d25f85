"""What can go wrong with a database server. Every message says what to do about it."""

from __future__ import annotations


class PostgresError(RuntimeError):
    """The database server cannot be used; the message says why and what helps."""


class DataFolderBusy(PostgresError):
    """Another process runs the database of this data folder."""


class ServerUnreachable(PostgresError):
    """Nothing answers at this database URL."""
