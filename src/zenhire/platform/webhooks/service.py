"""What can be done with webhooks. Nothing here commits: callers bring a connection inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.clock import utcnow
from zenhire.kit.ids import new_uuid
from zenhire.platform.accounts import service as accounts
from zenhire.platform.webhooks import log as delivery_log
from zenhire.platform.webhooks import store
from zenhire.platform.webhooks.errors import NoSuchEndpoint, NoSuchEvent
from zenhire.platform.webhooks.samples import sample
from zenhire.platform.webhooks.store import Destination
from zenhire.platform.webhooks.types import EVENT_TYPES, FAILED, OPERATOR, PENDING, Endpoint, Event
from zenhire.platform.webhooks.url import BadUrl, Target, parse
from zenhire.platform.webhooks.vault import INSTANCE, Vault, new_secret

log = structlog.get_logger(__name__)

ENDPOINT_DISABLED = "endpoint_disabled"


async def emit(conn: AsyncConnection, event: Event) -> int:
    """Writes the event with a delivery for each destination, in the transaction that ends the run; how many.

    They go out when that transaction commits, and never if it does not. An event without a destination is not kept.
    An endpoint that failures have put out of use gets a delivery that waits to be replayed.
    """
    if event.failed and not await wants_failures(conn, event.client_id):
        return 0
    rows = _own_delivery(event)
    for one in await store.destinations(conn, event.client_id, event.type):
        if one.url != event.url:
            rows.append(_to_endpoint(event.client_id, one))
    if rows:
        await _write(conn, event, rows)
    return len(rows)


async def wants_failures(conn: AsyncConnection, client_id: str) -> bool:
    """Whether the client is told of runs that failed. Off until it is switched on."""
    settings = await store.client_settings(conn, client_id)
    return settings is not None and bool(settings["failure_events"])


async def set_failure_events(conn: AsyncConnection, client_id: str, wanted: bool) -> None:
    """Switches events of failed runs on or off. Raises NoSuchClient."""
    await accounts.get_client(conn, client_id)
    await store.set_client(conn, client_id, {"failure_events": wanted})


async def rotate_secret(conn: AsyncConnection, vault: Vault, client_id: str) -> str:
    """Makes the client a new signing secret, which holds for every attempt from now on. This is the only time it is
    shown. Raises NoSuchClient."""
    await accounts.get_client(conn, client_id)
    secret = new_secret()
    values = {"sealed_secret": vault.seal(secret, client_id), "secret_hint": secret[-4:], "secret_made_at": utcnow()}
    await store.set_client(conn, client_id, values)
    return secret


async def secret_hint(conn: AsyncConnection, client_id: str) -> tuple[str, datetime] | None:
    """The last four characters of the client's secret and when it was made; None while the default one is used.

    Raises NoSuchClient.
    """
    await accounts.get_client(conn, client_id)
    settings = await store.client_settings(conn, client_id)
    if settings is None or settings["sealed_secret"] is None:
        return None
    return settings["secret_hint"], settings["secret_made_at"]


async def default_secret(conn: AsyncConnection, vault: Vault, configured: str | None) -> str:
    """The instance's secret: `configured`, else the one in the database, which is made at first use.

    Raises CannotUnseal.
    """
    if configured:
        return configured
    sealed = await store.instance_secret(conn)
    if sealed is None:
        sealed = await store.keep_instance_secret(conn, vault.seal(new_secret(), INSTANCE), utcnow())
    return vault.unseal(sealed, INSTANCE)


async def add_endpoint(
    conn: AsyncConnection, client_id: str, url: str, target: Target, event_types: Sequence[str]
) -> str:
    """Registers a checked URL for events of these types and returns its id. Raises NoSuchClient, ValueError."""
    await accounts.get_client(conn, client_id)
    unknown = sorted(set(event_types) - set(EVENT_TYPES))
    if unknown or not event_types:
        raise ValueError(f"Unknown event {unknown[:1] or 'none'}. Choose from: {', '.join(EVENT_TYPES)}.")
    if any(one.url == url for one in await store.endpoints(conn, client_id)):
        raise ValueError("This URL is registered already. Remove it first to change its events.")
    endpoint_id = f"whe_{new_uuid()}"
    row = {
        "id": endpoint_id,
        "client_id": client_id,
        "url": url,
        **_place(client_id, target),
        "events": [name for name in EVENT_TYPES if name in event_types],
        "created_at": utcnow(),
    }
    await store.add_endpoint(conn, row)
    return endpoint_id


async def list_endpoints(conn: AsyncConnection, client_id: str | None) -> list[Endpoint]:
    """The client's endpoints, or everybody's for the operator; oldest first. Raises NoSuchClient."""
    if client_id is not None:
        await accounts.get_client(conn, client_id)
    return await store.endpoints(conn, client_id)


async def endpoint_owner(conn: AsyncConnection, endpoint_id: str) -> str:
    """The client that an endpoint belongs to: for the operator. Raises NoSuchEndpoint."""
    owner = await store.endpoint_owner(conn, endpoint_id)
    if owner is None:
        raise NoSuchEndpoint(endpoint_id)
    return owner


async def set_enabled(conn: AsyncConnection, client_id: str, endpoint_id: str, enabled: bool) -> None:
    """Puts an endpoint into or out of use. What waits for one out of use fails, and can be replayed.

    Raises NoSuchEndpoint.
    """
    values: dict[str, Any] = {"enabled": enabled, "disabled_by": None if enabled else OPERATOR, "failing_since": None}
    if not await store.set_endpoint(conn, client_id, endpoint_id, values):
        raise NoSuchEndpoint(endpoint_id)


async def remove_endpoint(conn: AsyncConnection, client_id: str, endpoint_id: str) -> None:
    """Removes an endpoint; its log stays. Raises NoSuchEndpoint."""
    values = {"removed_at": utcnow(), "enabled": False, "disabled_by": OPERATOR}
    if not await store.set_endpoint(conn, client_id, endpoint_id, values):
        raise NoSuchEndpoint(endpoint_id)


async def send_test(conn: AsyncConnection, client_id: str, endpoint_id: str, event_type: str | None) -> str:
    """Sends a sample event, marked as a test, to one endpoint, in use or not; the event's id.

    `event_type` None: the first that the endpoint is registered for. Raises NoSuchEndpoint, ValueError.
    """
    endpoint = await store.destination(conn, client_id, endpoint_id)
    if endpoint is None:
        raise NoSuchEndpoint(endpoint_id)
    chosen = event_type or endpoint.events[0]
    if chosen not in EVENT_TYPES:
        raise ValueError(f"Unknown event {chosen!r}. Choose from: {', '.join(EVENT_TYPES)}.")
    body = sample(chosen, utcnow())
    event = Event(chosen, client_id, str(body["id"]), body)
    return await _write(conn, event, [_to_endpoint(client_id, replace(endpoint, enabled=True))], test=True)


@dataclass(frozen=True, slots=True)
class Replay:
    """What to send again: one event, or what failed since a moment; narrowed to a client or an endpoint."""

    event_id: str | None = None
    since: datetime | None = None
    client_id: str | None = None
    endpoint_id: str | None = None
    delivered_too: bool = False


async def replay(conn: AsyncConnection, wanted: Replay) -> int:
    """Sends again, with the same body and fresh attempts; how many. What failed counts as replayed from then on.

    Raises NoSuchEvent for one event that cannot be sent, NoSuchEndpoint, ValueError.
    """
    if wanted.event_id is None and wanted.since is None:
        raise ValueError("Say what to replay: an EVENT_ID, or --since with a moment.")
    if wanted.endpoint_id is not None:
        await endpoint_owner(conn, wanted.endpoint_id)
    old = await delivery_log.replayable(
        conn,
        event_id=wanted.event_id,
        since=wanted.since,
        client_id=wanted.client_id,
        endpoint_id=wanted.endpoint_id,
        delivered_too=wanted.delivered_too or wanted.event_id is not None,
    )
    if not old and wanted.event_id is not None:
        raise NoSuchEvent(wanted.event_id)
    now = utcnow()
    fresh = {"state": PENDING, "created_at": now}
    each_once = {(one["event_id"], one["endpoint_id"], one["url"]): one for one in old}
    rows = [{**one, **fresh, "id": new_uuid()} for one in each_once.values()]
    await delivery_log.mark_replayed(conn, [one["id"] for one in old])
    await store.add_deliveries(conn, rows)
    return len(rows)


async def _write(conn: AsyncConnection, event: Event, rows: Sequence[dict[str, Any]], *, test: bool = False) -> str:
    event_id, now = new_uuid(), utcnow()
    values = {
        "id": event_id,
        "client_id": event.client_id,
        "run_id": None if test else event.run_id,
        "type": event.type,
        "request_id": event.request_id,
        "body": event.wire,
        "test": test,
        "created_at": now,
    }
    await store.add_event(conn, values)
    await store.add_deliveries(
        conn, [{"id": new_uuid(), "event_id": event_id, "created_at": now, **row} for row in rows]
    )
    return event_id


def _place(client_id: str, target: Target) -> dict[str, str]:
    """Lanes are a client's own: nobody slows down another client's deliveries to the same server."""
    return {"lane": f"{client_id} {target.lane}", "origin": f"{client_id} {target.origin}"}


def _own_delivery(event: Event) -> list[dict[str, Any]]:
    """The delivery to the run's own URL, if it has one. What is no URL at all was taken before URLs were checked."""
    if event.url is None:
        return []
    try:
        place = _place(event.client_id, parse(event.url, allow_private=True))
    except BadUrl as error:
        log.warning("a run's webhook_url cannot be used", run_id=event.run_id, reason=str(error))
        return []
    nothing = {"endpoint_id": None, "reason": None, "finished_at": None}
    return [{"client_id": event.client_id, "url": event.url, "state": PENDING, **place, **nothing}]


def _to_endpoint(client_id: str, endpoint: Destination) -> dict[str, Any]:
    to = {"client_id": client_id, "endpoint_id": endpoint.id, "url": None}
    place = {"lane": endpoint.lane, "origin": endpoint.origin}
    if endpoint.enabled:
        return {**to, **place, "state": PENDING, "reason": None, "finished_at": None}
    return {**to, **place, "state": FAILED, "reason": ENDPOINT_DISABLED, "finished_at": utcnow()}
