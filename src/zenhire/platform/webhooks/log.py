"""The delivery log: what was sent where, what came back, and what can be sent again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.platform.webhooks.tables import (
    webhook_attempts,
    webhook_deliveries,
    webhook_endpoints,
    webhook_events,
)
from zenhire.platform.webhooks.types import DELIVERED, FAILED, PENDING, REPLAYED

_DELIVERY, _EVENT, _ENDPOINT = webhook_deliveries.c, webhook_events.c, webhook_endpoints.c


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which deliveries; nothing given means all."""

    client_id: str | None = None
    event_id: str | None = None
    run_id: str | None = None
    endpoint_id: str | None = None
    state: str | None = None
    since: datetime | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One delivery with its attempts, the first first."""

    delivery_id: str
    event_id: str
    client_id: str
    run_id: str | None
    type: str
    test: bool
    endpoint_id: str | None
    url: str | None
    state: str
    reason: str | None
    created_at: datetime
    finished_at: datetime | None
    next_attempt_at: datetime | None
    attempts: tuple[Mapping[str, Any], ...]


async def entries(conn: AsyncConnection, wanted: LogFilter) -> list[LogEntry]:
    """Deliveries, newest first: for the operator, who may look at all clients'."""
    query = (
        select(
            _DELIVERY.id.label("delivery_id"),
            _DELIVERY.event_id,
            _DELIVERY.client_id,
            _EVENT.run_id,
            _EVENT.type,
            _EVENT.test,
            _DELIVERY.endpoint_id,
            func.coalesce(_DELIVERY.url, _ENDPOINT.url).label("url"),
            _DELIVERY.state,
            _DELIVERY.reason,
            _DELIVERY.created_at,
            _DELIVERY.finished_at,
            _DELIVERY.due_at,
        )
        .join(webhook_events, _EVENT.id == _DELIVERY.event_id)
        .outerjoin(webhook_endpoints, _ENDPOINT.id == _DELIVERY.endpoint_id)
    )
    for column, value in (
        (_DELIVERY.client_id, wanted.client_id),
        (_DELIVERY.event_id, wanted.event_id),
        (_EVENT.run_id, wanted.run_id),
        (_DELIVERY.endpoint_id, wanted.endpoint_id),
        (_DELIVERY.state, wanted.state),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.since is not None:
        query = query.where(_DELIVERY.created_at >= wanted.since)
    found = await conn.execute(query.order_by(_DELIVERY.created_at.desc(), _DELIVERY.id).limit(wanted.limit))
    rows = [dict(row) for row in found.mappings()]
    attempts = await _attempts(conn, [row["delivery_id"] for row in rows])
    return [_entry(row, attempts.get(row["delivery_id"], ())) for row in rows]


def _entry(values: dict[str, Any], attempts: Sequence[Mapping[str, Any]]) -> LogEntry:
    due_at = values.pop("due_at")
    waits = values["state"] == PENDING and len(attempts) > 0
    return LogEntry(**values, next_attempt_at=due_at if waits else None, attempts=tuple(attempts))


async def _attempts(conn: AsyncConnection, delivery_ids: Sequence[str]) -> dict[str, list[Mapping[str, Any]]]:
    columns = [column for column in webhook_attempts.c if column.name != "delivery_id"]
    query = select(webhook_attempts.c.delivery_id, *columns).where(webhook_attempts.c.delivery_id.in_(delivery_ids))
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in await conn.execute(query.order_by(webhook_attempts.c.delivery_id, webhook_attempts.c.number)):
        values = dict(row._mapping)
        found.setdefault(values.pop("delivery_id"), []).append(values)
    return found


async def replayable(
    conn: AsyncConnection,
    *,
    event_id: str | None,
    since: datetime | None,
    client_id: str | None,
    endpoint_id: str | None,
    delivered_too: bool,
) -> list[dict[str, Any]]:
    """Deliveries that can be sent again, locked: those to endpoints that were not removed."""
    states = [FAILED, DELIVERED] if delivered_too else [FAILED]
    query = (
        select(*(_DELIVERY[name] for name in ("id", "event_id", "client_id", "endpoint_id", "url", "lane", "origin")))
        .join(webhook_events, _EVENT.id == _DELIVERY.event_id)
        .outerjoin(webhook_endpoints, _ENDPOINT.id == _DELIVERY.endpoint_id)
        .where(_DELIVERY.state.in_(states), _ENDPOINT.removed_at.is_(None))
    )
    for column, value in (
        (_DELIVERY.event_id, event_id),
        (_DELIVERY.client_id, client_id),
        (_DELIVERY.endpoint_id, endpoint_id),
    ):
        if value is not None:
            query = query.where(column == value)
    if since is not None:
        query = query.where(_EVENT.created_at >= since)
    locked = query.order_by(_DELIVERY.created_at, _DELIVERY.id).with_for_update(of=webhook_deliveries)
    return [dict(row) for row in (await conn.execute(locked)).mappings()]


async def mark_replayed(conn: AsyncConnection, delivery_ids: Sequence[str]) -> None:
    """What failed is in the care of its replay now."""
    await conn.execute(
        update(webhook_deliveries)
        .where(_DELIVERY.id.in_(delivery_ids), _DELIVERY.state == FAILED)
        .values(state=REPLAYED)
    )
