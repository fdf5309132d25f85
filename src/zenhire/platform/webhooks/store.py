"""Secrets, endpoints and events: all of their SQL. What belongs to a client is asked for by client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.platform.erasure.types import Eraser, Rows
from zenhire.platform.webhooks.tables import (
    webhook_clients,
    webhook_deliveries,
    webhook_endpoints,
    webhook_events,
    webhook_instance,
)
from zenhire.platform.webhooks.types import FAILURES, Endpoint

CHANNEL = "zenhire_webhooks"
"""Notified when a delivery was written."""

_ENDPOINT = [
    webhook_endpoints.c[name]
    for name in ("id", "client_id", "url", "events", "enabled", "disabled_by", "failing_since", "created_at")
]
_DESTINATION = [webhook_endpoints.c[name] for name in ("id", "url", "lane", "origin", "enabled", "events")]


@dataclass(frozen=True, slots=True)
class Destination:
    """An endpoint, as far as sending to it goes."""

    id: str
    url: str
    lane: str
    origin: str
    enabled: bool
    events: list[str]


def _endpoint(row: Row[Any]) -> Endpoint:
    return Endpoint(**{**row._mapping, "events": tuple(row.events)})


async def keep_instance_secret(conn: AsyncConnection, sealed: bytes, now: datetime) -> bytes:
    """Stores the default secret unless there is one; the one that is there."""
    statement = insert(webhook_instance).values(sealed_secret=sealed, created_at=now)
    await conn.execute(statement.on_conflict_do_nothing())
    stored: bytes = (await conn.execute(select(webhook_instance.c.sealed_secret))).scalar_one()
    return stored


async def instance_secret(conn: AsyncConnection) -> bytes | None:
    """The sealed default secret, if one was made."""
    sealed: bytes | None = await conn.scalar(select(webhook_instance.c.sealed_secret))
    return sealed


async def set_client(conn: AsyncConnection, client_id: str, values: Mapping[str, Any]) -> None:
    """Sets columns of the client's webhook settings."""
    statement = insert(webhook_clients).values(client_id=client_id, **values)
    await conn.execute(statement.on_conflict_do_update(index_elements=["client_id"], set_=dict(values)))


async def client_settings(conn: AsyncConnection, client_id: str) -> dict[str, Any] | None:
    """The client's webhook settings; None when none were ever made."""
    row = (await conn.execute(select(webhook_clients).where(webhook_clients.c.client_id == client_id))).one_or_none()
    return None if row is None else {str(name): value for name, value in row._mapping.items()}


async def add_endpoint(conn: AsyncConnection, values: Mapping[str, Any]) -> None:
    """Inserts an endpoint."""
    await conn.execute(insert(webhook_endpoints).values(**values))


async def endpoints(conn: AsyncConnection, client_id: str | None) -> list[Endpoint]:
    """The client's endpoints, or all clients' for the operator; oldest first."""
    query = select(*_ENDPOINT).where(webhook_endpoints.c.removed_at.is_(None))
    if client_id is not None:
        query = query.where(webhook_endpoints.c.client_id == client_id)
    rows = await conn.execute(query.order_by(webhook_endpoints.c.created_at, webhook_endpoints.c.id))
    return [_endpoint(row) for row in rows]


async def endpoint_owner(conn: AsyncConnection, endpoint_id: str) -> str | None:
    """The client that an endpoint belongs to: for the operator."""
    owner: str | None = await conn.scalar(
        select(webhook_endpoints.c.client_id).where(
            webhook_endpoints.c.id == endpoint_id, webhook_endpoints.c.removed_at.is_(None)
        )
    )
    return owner


async def set_endpoint(conn: AsyncConnection, client_id: str, endpoint_id: str, values: Mapping[str, Any]) -> bool:
    """Changes an endpoint; False when there is none."""
    result = await conn.execute(
        update(webhook_endpoints)
        .where(
            webhook_endpoints.c.id == endpoint_id,
            webhook_endpoints.c.client_id == client_id,
            webhook_endpoints.c.removed_at.is_(None),
        )
        .values(**values)
    )
    return result.rowcount == 1


async def destinations(conn: AsyncConnection, client_id: str, event_type: str) -> list[Destination]:
    """Endpoints that get events of this type: those in use, and those that failures alone have put out of use."""
    columns = webhook_endpoints.c
    query = select(*_DESTINATION).where(
        columns.client_id == client_id,
        columns.removed_at.is_(None),
        columns.events.contains([event_type]),
        or_(columns.enabled, columns.disabled_by == FAILURES),
    )
    rows = await conn.execute(query.order_by(columns.created_at, columns.id))
    return [Destination(**row._mapping) for row in rows]


async def destination(conn: AsyncConnection, client_id: str, endpoint_id: str) -> Destination | None:
    """One endpoint, as `destinations` gives it."""
    columns = webhook_endpoints.c
    where = and_(columns.id == endpoint_id, columns.client_id == client_id, columns.removed_at.is_(None))
    row = (await conn.execute(select(*_DESTINATION).where(where))).one_or_none()
    return None if row is None else Destination(**row._mapping)


async def add_event(conn: AsyncConnection, values: Mapping[str, Any]) -> None:
    """Inserts an event."""
    await conn.execute(insert(webhook_events).values(**values))


async def add_deliveries(conn: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts deliveries, due at once, and wakes the dispatchers when this transaction commits."""
    if rows:
        # By the database's clock: the one that says what is due.
        await conn.execute(insert(webhook_deliveries).values(due_at=func.now()), [dict(row) for row in rows])
        await conn.execute(text(f"NOTIFY {CHANNEL}"))


ERASERS: tuple[Eraser, ...] = (
    Rows("webhook_events", webhook_events, client=webhook_events.c.client_id, run=webhook_events.c.run_id),
    Rows("webhook_endpoints", webhook_endpoints, client=webhook_endpoints.c.client_id),
    Rows("webhook_settings", webhook_clients, client=webhook_clients.c.client_id),
)
"""With an event go its deliveries and the answers to them; what was not sent yet never will be."""
