"""Whether a database server that somebody else runs is fit for us."""

from __future__ import annotations

import psycopg
from psycopg.rows import tuple_row

from zenhire.kit.db import libpq_url
from zenhire.kit.postgres.errors import PostgresError, ServerUnreachable

LEAST_POSTGRESQL = 15
LEAST_VECTOR = (0, 8)


def check_server(url: str) -> None:
    """Returns when the server is PostgreSQL >= 15 with pgvector >= 0.8, installed or ready to be.

    Raises ServerUnreachable when nothing answers, PostgresError with advice when it does not suffice.
    """
    try:
        with psycopg.connect(libpq_url(url), connect_timeout=10, row_factory=tuple_row) as connection:
            version = connection.info.server_version
            row = connection.execute(
                "SELECT a.default_version, e.extversion FROM pg_available_extensions a "
                "LEFT JOIN pg_extension e ON e.extname = a.name WHERE a.name = 'vector'"
            ).fetchone()
    except psycopg.OperationalError as error:
        raise ServerUnreachable(
            f"The database at ZENHIRE_DATABASE_URL does not answer: {str(error).strip()}"
        ) from error
    available, installed = row or (None, None)
    judge(version, available, installed)


def judge(version: int, available: str | None, installed: str | None) -> None:
    """Refuses, with PostgresError, a server version (as libpq writes it) or pgvector versions that are too old."""
    if version < LEAST_POSTGRESQL * 10_000:
        raise PostgresError(f"The database is PostgreSQL {version // 10_000}; {LEAST_POSTGRESQL} or later is needed.")
    if available is None:
        raise PostgresError(
            "The database server lacks the extension pgvector (`vector`) 0.8 or later. Install it there."
        )
    if installed is not None and _parts(installed) < LEAST_VECTOR:
        if _parts(available) >= LEAST_VECTOR:
            raise PostgresError(
                f"The database has pgvector {installed}. As its owner run: ALTER EXTENSION vector UPDATE"
            )
        raise PostgresError(f"The database has pgvector {installed}; 0.8 or later is needed.")
    if installed is None and _parts(available) < LEAST_VECTOR:
        raise PostgresError(f"The database server offers pgvector {available}; 0.8 or later is needed.")


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
