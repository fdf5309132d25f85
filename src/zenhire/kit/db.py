"""The way to PostgreSQL: one engine a process, short explicit transactions, one MetaData for all tables."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg.rows import dict_row
from sqlalchemy import ExceptionContext, MetaData, event, make_url, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

UNAVAILABLE: tuple[type[Exception], ...] = (OperationalError, InterfaceError, PoolTimeout)
"""What a query raises when the database is away, out of space or connections, or all of ours are in use."""

POOL_SECONDS = 5.0
IDLE_IN_TRANSACTION_SECONDS = 15
_NETWORK = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}


def connection_options(url: str, application: str) -> dict[str, Any]:
    """What libpq gets besides the URL, so that a database that went silent is noticed within half a minute.

    What the URL says itself stays.
    """
    said = make_url(url).query
    options = {"application_name": application, **_NETWORK}
    return {name: value for name, value in options.items() if name not in said}


def reason_of(error: Exception) -> str:
    """The error in one word for the log: PostgreSQL's own class where there is one. Never its text, which may quote."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    return type(cause).__name__


def sqlalchemy_url(url: str) -> str:
    """The same database for SQLAlchemy on psycopg 3; accepts `postgres://` and `postgresql://`."""
    parsed = make_url(url)
    return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def libpq_url(url: str) -> str:
    """The same database as a URL that libpq understands."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _limit_idleness(connection: Any, _record: Any) -> None:
    """A process that is stopped in a transaction must not keep its locks: the server breaks the transaction off."""
    cursor = connection.cursor()
    cursor.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_IN_TRANSACTION_SECONDS}s'")
    cursor.close()
    connection.commit()


def _lost_when_idle(context: ExceptionContext) -> None:
    """The server's answer to whoever idled too long is that of a lost connection, which the driver does not say."""
    error = context.original_exception
    if isinstance(error, psycopg.errors.IdleInTransactionSessionTimeout):
        context.is_disconnect = True
        raise OperationalError("", None, error, connection_invalidated=True) from error


class Database:
    """A pool of connections. `transaction()` commits at its end and rolls back on an exception."""

    def __init__(self, url: str, *, pool_size: int = 10, application: str = "zenhire") -> None:
        self.url = url
        self.engine: AsyncEngine = create_async_engine(
            sqlalchemy_url(url),
            pool_size=pool_size,
            # A connection beyond the pool would be made for one use: that costs more than to wait for one.
            max_overflow=0,
            pool_pre_ping=True,
            pool_recycle=1800,
            pool_timeout=POOL_SECONDS,
            hide_parameters=True,
            connect_args=connection_options(url, application),
        )
        event.listen(self.engine.sync_engine, "connect", _limit_idleness)
        event.listen(self.engine.sync_engine, "handle_error", _lost_when_idle)
        self._single = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A connection inside a transaction."""
        async with self.engine.begin() as connection:
            yield connection

    @asynccontextmanager
    async def single(self) -> AsyncIterator[AsyncConnection]:
        """A connection on which each statement is a transaction of its own: no way to the server to begin and end."""
        async with self._single.connect() as connection:
            yield connection

    async def ping(self) -> None:
        """Raises when the database does not answer."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Closes every pooled connection."""
        await self.engine.dispose()


async def fetch_row(
    connection: AsyncConnection, statement: str, parameters: Mapping[str, Any]
) -> dict[str, Any] | None:
    """The only row of a statement in PostgreSQL's own words with `%(name)s` in it; None when there is none.

    The driver alone works on it, at about a third of the time; for what every request asks. Raises as `execute` does.
    """
    driver = await driver_connection(connection)
    try:
        async with driver.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(statement.encode(), parameters)
            return await cursor.fetchone()
    except psycopg.Error as error:
        raise DBAPIError.instance(statement, None, error, psycopg.Error, hide_parameters=True) from error


async def driver_connection(connection: AsyncConnection) -> psycopg.AsyncConnection[Any]:
    """The psycopg connection below a SQLAlchemy one, to let another library join its transaction."""
    raw = await connection.get_raw_connection()
    driver = raw.driver_connection
    assert isinstance(driver, psycopg.AsyncConnection)
    return driver
