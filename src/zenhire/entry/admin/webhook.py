"""`zenhire admin webhook`: signing secrets, endpoints, the delivery log, and sending again."""

from __future__ import annotations

import asyncio
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.entry.admin.common import AsJson, ClientId, DataDir, fail, given_settings, run
from zenhire.entry.admin.key import moment
from zenhire.entry.admin.output import show, show_all
from zenhire.entry.webhooks import default_webhook_secret, webhook_guard, webhook_vault
from zenhire.kit.clock import iso_or_none
from zenhire.kit.settings import Settings
from zenhire.platform.accounts.keys import load_secret_key
from zenhire.platform.accounts.service import verify_secret
from zenhire.platform.webhooks import log as delivery_log
from zenhire.platform.webhooks import service
from zenhire.platform.webhooks.log import LogEntry, LogFilter
from zenhire.platform.webhooks.resolver import NotResolved
from zenhire.platform.webhooks.types import EVENT_TYPES, PENDING, STATES, Endpoint
from zenhire.platform.webhooks.url import BadUrl, Target

app = typer.Typer(help="Webhooks: secrets, endpoints, deliveries.", no_args_is_help=True)
endpoint_app = typer.Typer(help="Registered endpoints.", no_args_is_help=True)
app.add_typer(endpoint_app, name="endpoint")

EndpointId = Annotated[str, typer.Argument(metavar="ENDPOINT_ID", help="Id of the endpoint.")]
Events = Annotated[
    list[str] | None, typer.Option("--event", metavar="EVENT", help=f"One of: {', '.join(EVENT_TYPES)}.")
]
OneEvent = Annotated[str | None, typer.Option("--event", metavar="EVENT", help="Event type; unset: its first.")]
SomeClient = Annotated[str | None, typer.Argument(metavar="CLIENT_ID", help="Id of a client; unset: everybody's.")]
OfClient = Annotated[str | None, typer.Option("--client", metavar="CLIENT_ID", help="Only this client's.")]
OfEndpoint = Annotated[str | None, typer.Option("--endpoint", metavar="ENDPOINT_ID", help="Only this endpoint's.")]
Since = Annotated[str | None, typer.Option(metavar="ISO", help="Only since then, e.g. 2026-11-01T12:00:00Z.")]


@app.command("secret")
def secret(
    client_id: ClientId,
    show_only: Annotated[bool, typer.Option("--show", help="Show the last four characters; make nothing.")] = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Makes a client a new signing secret, which is shown this once and replaces the old one at once."""
    settings = given_settings(data_dir)

    async def hint(conn: AsyncConnection) -> dict[str, Any]:
        found = await service.secret_hint(conn, client_id)
        ending, made_at = found or (None, None)
        return {"secret_ends_with": ending, "made_at": iso_or_none(made_at), "uses_default": found is None}

    async def rotate(conn: AsyncConnection) -> dict[str, Any]:
        await verify_secret(conn, load_secret_key(settings))
        return {"secret": await service.rotate_secret(conn, webhook_vault(settings), client_id)}

    show(run(settings, hint if show_only else rotate), as_json)


@app.command("default-secret")
def default_secret(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Shows the secret that signs for clients without one of their own."""
    settings = given_settings(data_dir)

    async def work(conn: AsyncConnection) -> str:
        await verify_secret(conn, load_secret_key(settings))
        return await service.default_secret(conn, webhook_vault(settings), default_webhook_secret(settings))

    show({"secret": run(settings, work)}, as_json)


@app.command("failures")
def failures(
    client_id: ClientId,
    wanted: Annotated[str, typer.Argument(metavar="on|off", help="Whether failed runs are told of too.")],
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Switches events of failed runs on or off for a client; off is the default."""
    if wanted not in ("on", "off"):
        fail("Say on or off.", 2)
    run(given_settings(data_dir), lambda conn: service.set_failure_events(conn, client_id, wanted == "on"))
    show({"client_id": client_id, "failure_events": wanted == "on"}, as_json)


@endpoint_app.command("add")
def add_endpoint(
    client_id: ClientId,
    url: Annotated[str, typer.Argument(help="Public https URL.")],
    events: Events = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Registers a URL that is told of every run of these kinds; unset: of all kinds."""
    settings = given_settings(data_dir)
    target = _checked(settings, url)
    chosen = events or list(EVENT_TYPES)
    endpoint_id = run(settings, lambda conn: service.add_endpoint(conn, client_id, url, target, chosen))
    show({"endpoint_id": endpoint_id}, as_json)


@endpoint_app.command("list")
def list_endpoints(client_id: SomeClient = None, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Shows endpoints."""
    found = run(given_settings(data_dir), lambda conn: service.list_endpoints(conn, client_id))
    show_all([_endpoint_row(one) for one in found], as_json, "There are no webhook endpoints.")


@endpoint_app.command("enable")
def enable_endpoint(endpoint_id: EndpointId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Puts an endpoint into use again. What it missed while failures had disabled it is sent by `webhook replay`."""
    _set_enabled(endpoint_id, True, as_json, data_dir)


@endpoint_app.command("disable")
def disable_endpoint(endpoint_id: EndpointId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Puts an endpoint out of use: it is told nothing."""
    _set_enabled(endpoint_id, False, as_json, data_dir)


@endpoint_app.command("remove")
def remove_endpoint(endpoint_id: EndpointId, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Removes an endpoint; its log stays."""

    async def work(conn: AsyncConnection) -> None:
        await service.remove_endpoint(conn, await service.endpoint_owner(conn, endpoint_id), endpoint_id)

    run(given_settings(data_dir), work)
    show({"endpoint_id": endpoint_id, "removed": True}, as_json)


@app.command("test")
def send_test(
    endpoint_id: EndpointId,
    event: OneEvent = None,
    wait: Annotated[float, typer.Option(min=0, help="Seconds to wait for the outcome.")] = 20.0,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Sends a signed sample event to an endpoint. A worker must be running; exit code 1 says that it did not arrive."""
    settings = given_settings(data_dir)

    async def send(conn: AsyncConnection) -> str:
        return await service.send_test(conn, await service.endpoint_owner(conn, endpoint_id), endpoint_id, event)

    event_id = run(settings, send)
    deadline = time.monotonic() + wait
    while True:
        (entry,) = run(settings, lambda conn: delivery_log.entries(conn, LogFilter(event_id=event_id)))
        if entry.state != PENDING or time.monotonic() >= deadline:
            break
        time.sleep(0.3)
    show(_log_row(entry), as_json)
    if entry.state == "failed":
        raise typer.Exit(1)


@app.command("log")
def show_log(
    client_id: SomeClient = None,
    event_id: Annotated[str | None, typer.Option("--event-id", metavar="EVENT_ID", help="Only this event's.")] = None,
    run_id: Annotated[str | None, typer.Option("--run", metavar="RUN_ID", help="Only this run's.")] = None,
    endpoint: OfEndpoint = None,
    state: Annotated[str | None, typer.Option(help=f"One of: {', '.join(STATES)}.")] = None,
    since: Since = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many at most.")] = 50,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Shows deliveries, newest first; with --json every attempt, its time and the beginning of its answer."""
    if state is not None and state not in STATES:
        fail(f"Unknown state {state!r}. Choose from: {', '.join(STATES)}.", 2)
    wanted = LogFilter(client_id, event_id, run_id, endpoint, state, _moment(since), limit)
    found = run(given_settings(data_dir), lambda conn: delivery_log.entries(conn, wanted))
    rows = [_log_row(one, attempts=as_json) for one in found]
    show_all(rows, as_json, "No webhook was sent.")


@app.command("replay")
def replay(
    event_id: Annotated[str | None, typer.Argument(metavar="EVENT_ID", help="One event; else give --since.")] = None,
    since: Since = None,
    client: OfClient = None,
    endpoint: OfEndpoint = None,
    delivered: Annotated[bool, typer.Option("--delivered", help="Also what was delivered.")] = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Sends one event again, or all that failed since a time."""
    wanted = service.Replay(event_id, _moment(since), client, endpoint, delivered)
    number = run(given_settings(data_dir), lambda conn: service.replay(conn, wanted))
    show({"replayed": number}, as_json)


def _checked(settings: Settings, url: str) -> Target:
    try:
        return asyncio.run(webhook_guard(settings).check(url)).target
    except BadUrl as error:
        fail(f"The URL {error}", 2)
    except NotResolved as error:
        fail(f"The URL's host cannot be found: {error}", 2)


def _set_enabled(endpoint_id: str, enabled: bool, as_json: bool, data_dir: Path | None) -> None:
    async def work(conn: AsyncConnection) -> None:
        await service.set_enabled(conn, await service.endpoint_owner(conn, endpoint_id), endpoint_id, enabled)

    run(given_settings(data_dir), work)
    show({"endpoint_id": endpoint_id, "enabled": enabled}, as_json)


def _moment(text: str | None) -> Any:
    try:
        return moment(text)
    except ValueError as error:
        fail(error, 2)


def _endpoint_row(one: Endpoint) -> dict[str, Any]:
    row = {"endpoint_id": one.id, **asdict(one), "events": list(one.events)}
    del row["id"]
    return {**row, "failing_since": iso_or_none(one.failing_since), "created_at": iso_or_none(one.created_at)}


def _log_row(one: LogEntry, *, attempts: bool = False) -> dict[str, Any]:
    last = one.attempts[-1] if one.attempts else None
    row = {
        "event_id": one.event_id,
        "event": one.type,
        "run": one.run_id or ("test" if one.test else None),
        "url": one.url,
        "state": one.state,
        "reason": one.reason,
        "attempts": len(one.attempts),
        "created_at": iso_or_none(one.created_at),
        "last_answer": None if last is None else last["answer"] or last["detail"],
    }
    if not attempts:
        return row
    about = {
        "delivery_id": one.delivery_id,
        "client_id": one.client_id,
        "endpoint_id": one.endpoint_id,
        "finished_at": iso_or_none(one.finished_at),
        "next_attempt_at": iso_or_none(one.next_attempt_at),
    }
    tried = [{**each, "started_at": iso_or_none(each["started_at"])} for each in one.attempts]
    return {**row, **about, "attempts": tried}
