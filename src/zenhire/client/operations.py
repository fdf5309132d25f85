"""What can be asked of the platform about speech, credits and health, as operations without I/O."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, TypedDict

from zenhire.client.errors import error_of
from zenhire.client.listing import CommonFilters, Part, everything, query_of, strings
from zenhire.client.models import Credits, Health, Run, RunPage, Submitted
from zenhire.client.protocol import Operation, Request
from zenhire.client.retry import Context, send
from zenhire.client.upload import Attachment, Content, Form, Progress
from zenhire.client.waiting import Kind, look, wait_for
from zenhire.client.waiting import Progress as Planned

RUNS = "/api/v1/speech/analyze"
UPLOAD_READ_SECONDS = 300.0


class SubmitOptions(TypedDict, total=False):
    """What may be said with a recording."""

    language: str
    """Two letters; English unless said."""
    external_id: str | None
    """Your own name for the run, 1-255 characters; lists can be filtered by it."""
    metadata: Mapping[str, str | int | float | bool]
    """Labels; they come back as text."""
    tags: Iterable[str]
    """More labels."""
    cut_start_ms: int | None
    """Only what comes after this is analysed."""
    cut_end_ms: int | None
    """Only what comes before this is analysed."""
    webhook_url: str | None
    """Where the platform reports the end of the run, if it does that."""
    progress: Progress | None
    """Called with the bytes sent so far and all bytes, while the recording is sent."""


class Filters(CommonFilters, total=False):
    """The filters that all lists have, and whose runs are meant."""

    service_type: str | None


def credits(context: Context) -> Operation[Credits]:
    """Balance, usage and newest transactions."""
    response = yield from send(context, Request("GET", "/api/v1/credits"))
    return Credits.parse(response.status, response.body)


def health(context: Context) -> Operation[Health]:
    """How every part of the platform is, also when one is not well."""
    request = Request("GET", "/api/v1/health", needs_key=False)
    response = yield from send(context, request, also=frozenset({503}))
    if response.status == 503 and b'"checks"' not in response.body:
        raise error_of(response.status, response.retry_after, response.body)
    return Health.parse(response.status, response.body)


def submit(context: Context, audio: Content, options: SubmitOptions) -> Operation[Submitted]:
    """Sends a recording."""
    form = Form(Attachment(audio, "recording"), _fields(options), options.get("progress"))
    request = Request("POST", RUNS, form=form, read_timeout=UPLOAD_READ_SECONDS)
    response = yield from send(context, request)
    return Submitted.parse(response.status, response.body)


def _fields(options: SubmitOptions) -> dict[str, str | list[str]]:
    fields: dict[str, str | list[str]] = {"language": options.get("language", "en")}
    for name, value in (("externalId", options.get("external_id")), ("webhook_url", options.get("webhook_url"))):
        if value is not None:
            fields[name] = value
    if metadata := options.get("metadata"):
        fields["metadata"] = json.dumps(dict(metadata), ensure_ascii=False)
    if tags := strings("tags", options.get("tags", ())):
        fields["tags"] = json.dumps(tags, ensure_ascii=False)
    cut = {"startMs": options.get("cut_start_ms"), "endMs": options.get("cut_end_ms")}
    if given := {name: value for name, value in cut.items() if value is not None}:
        fields["cutSettings"] = json.dumps(given)
    return fields


def _pause(planned: Planned) -> float:
    """Seconds to the next poll: what the answer says, else the documented cadence."""
    said = planned.answer.poll_interval_seconds if planned.answer is not None else None
    if said is None:
        said = planned.retry_after
    if said is None:
        said = 15 if planned.age < 120 else 30 if planned.age < 300 else 60
    return float(said)


_RUN = Kind(RUNS, lambda response: Run.parse(response.status, response.body), _pause)


def get(context: Context, run_id: str) -> Operation[Run]:
    """How a run stands."""
    return (yield from look(context, _RUN, run_id))


def wait(
    context: Context,
    run: str | Submitted | Run,
    *,
    timeout: float | None,
    on_update: Callable[[Run], Any] | None,
) -> Operation[Run]:
    """The run when it has ended, however it did. Polls as often as the platform asks for."""
    if isinstance(run, Run) and run.finished:
        return run
    return (yield from wait_for(context, _RUN, run, timeout=timeout, on_update=on_update))


def page(
    context: Context, filters: Filters, limit: int, cursor: str | None = None, offset: int | None = None
) -> Operation[RunPage]:
    """One page of the list."""
    request = Request("GET", "/api/v1/speech/runs", query=query_of(filters, limit, cursor, offset))
    response = yield from send(context, request)
    return RunPage.parse(response.status, response.body)


def _part(found: RunPage) -> Part:
    return Part(found.runs, found.pagination.has_more, found.pagination.next_cursor)


def runs(context: Context, filters: Filters, limit: int | None, page_size: int, *, pages: bool) -> Operation[None]:
    """Emits the runs of a list, or its pages, newest first, at most `limit` runs."""
    return everything(partial(page, context, filters), _part, limit, page_size, pages=pages)
