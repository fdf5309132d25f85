"""What can be asked of the platform, as operations without I/O."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypedDict
from urllib.parse import quote

from zenhire.client.errors import ApiError, TooManyRequests, WaitTimeout, ZenhireError, error_of
from zenhire.client.models import Credits, Health, Run, RunPage, Submitted
from zenhire.client.protocol import Emit, Notify, Operation, Request, Sleep
from zenhire.client.retry import Context, RetryEvent, may_pass, send
from zenhire.client.upload import Audio, Form, Progress, Recording

RUNS = "/api/v1/speech/analyze"
UPLOAD_READ_SECONDS = 300.0
LARGEST_PAGE = 100


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


class Filters(TypedDict, total=False):
    """Which runs a list is about; a run must fit all of them. Moments without a time zone are UTC."""

    status: str | None
    project: str | None
    """A project's id, or `none`."""
    tags: Iterable[str]
    metadata_key: str | None
    metadata_value: str | None
    external_id: str | None
    created_after: datetime | str | None
    created_before: datetime | str | None
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


def submit(context: Context, audio: Audio, options: SubmitOptions) -> Operation[Submitted]:
    """Sends a recording."""
    form = Form(Recording(audio), _fields(options), options.get("progress"))
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
    if tags := _strings("tags", options.get("tags", ())):
        fields["tags"] = json.dumps(tags, ensure_ascii=False)
    cut = {"startMs": options.get("cut_start_ms"), "endMs": options.get("cut_end_ms")}
    if given := {name: value for name, value in cut.items() if value is not None}:
        fields["cutSettings"] = json.dumps(given)
    return fields


def _strings(name: str, values: Iterable[str]) -> list[str]:
    if isinstance(values, str):
        raise TypeError(f"{name} must be several strings, for example [{values!r}].")
    return list(values)


def get(context: Context, run_id: str) -> Operation[Run]:
    """How a run stands."""
    response = yield from send(context, Request("GET", f"{RUNS}/{_segment(run_id)}"))
    return Run.parse(response.status, response.body)


def _segment(run_id: str) -> str:
    """An id as one segment of a path. `.` and `..` would be taken away on the way, and with them the question."""
    if run_id.strip(".") == "":
        raise ValueError(f"{run_id!r} is no id of a run.")
    return quote(run_id, safe="")


def page(
    context: Context, filters: Filters, limit: int, cursor: str | None = None, offset: int | None = None
) -> Operation[RunPage]:
    """One page of the list."""
    query = _query(filters)
    query += [("limit", str(limit))]
    query += [("cursor", cursor)] if cursor is not None else []
    query += [("offset", str(offset))] if offset is not None else []
    response = yield from send(context, Request("GET", "/api/v1/speech/runs", query=tuple(query)))
    return RunPage.parse(response.status, response.body)


_QUERY = {
    "status": "status",
    "project": "project",
    "metadata_key": "metadata_key",
    "metadata_value": "metadata_value",
    "external_id": "externalId",
    "created_after": "createdAfter",
    "created_before": "createdBefore",
    "service_type": "serviceType",
}


def _query(filters: Filters) -> list[tuple[str, str]]:
    given: Mapping[str, Any] = filters
    query = []
    for name, wire in _QUERY.items():
        value = given.get(name)
        if value is not None:
            query.append((wire, value.isoformat() if isinstance(value, datetime) else str(value)))
    for tag in _strings("tags", filters.get("tags", ())):
        # A tag with a comma would be taken for two; in a JSON array it stays one.
        whole = "," not in tag and not tag.lstrip().startswith("[")
        query.append(("tags", tag if whole else json.dumps([tag], ensure_ascii=False)))
    return query


def runs(context: Context, filters: Filters, limit: int | None, page_size: int, *, pages: bool) -> Operation[None]:
    """Emits the runs of a list, or its pages, newest first, at most `limit` runs; the next page is asked for late."""
    left = limit
    cursor: str | None = None
    offset: int | None = None
    seen = 0
    while left is None or left > 0:
        size = page_size if left is None else min(page_size, left)
        found = yield from page(context, filters, size, cursor, offset)
        for item in [found] if pages else found.runs:
            yield Emit(item)
        seen += len(found.runs)
        left = None if left is None else left - len(found.runs)
        before, cursor = cursor, found.pagination.next_cursor
        if not found.pagination.has_more or not found.runs or (cursor is not None and cursor == before):
            return
        offset = seen if cursor is None else None


def wait(
    context: Context,
    run: str | Submitted | Run,
    *,
    timeout: float | None,
    on_update: Callable[[Run], Any] | None,
) -> Operation[Run]:
    """The run when it has ended, however it did. Polls as often as the platform asks for.

    Raises WaitTimeout. Whatever it raises knows the run's id.
    """
    if isinstance(run, Run) and run.finished:
        return run
    waiter = _Waiter(context, run, timeout)
    try:
        while True:
            yield from waiter.sleep()
            found = yield from waiter.poll()
            if found is None:
                continue
            if on_update is not None:
                yield Notify(on_update, found)
            if found.finished:
                return found
    except ZenhireError as error:
        error.run_id = waiter.run_id
        raise


class _Waiter:
    """What `wait` keeps in mind from poll to poll."""

    def __init__(self, context: Context, run: str | Submitted | Run, timeout: float | None) -> None:
        self.context = context
        self.run_id = run if isinstance(run, str) else run.id
        self.last = None if isinstance(run, str) else run
        self.started = self.answered = context.clock()
        self.deadline = None if timeout is None else self.started + timeout
        self.failures = 0
        self.pause = 0.0 if self.last is None else self._interval(self.last)

    def sleep(self) -> Operation[None]:
        """Pauses, at most until patience ends; raises WaitTimeout when it has."""
        if self.pause <= 0:
            return
        pause, now = self.pause, self.context.clock()
        if self.deadline is not None:
            if now >= self.deadline:
                raise WaitTimeout(self.run_id, now - self.started, self.last)
            pause = min(pause, self.deadline - now)
        yield Sleep(pause)

    def poll(self) -> Operation[Run | None]:
        """The run; None when it was asked for too soon, or when the platform is not to be reached for the moment."""
        request = Request("GET", f"{RUNS}/{_segment(self.run_id)}")
        once = Context(retry=replace(self.context.retry, attempts=1), clock=self.context.clock)
        try:
            response = yield from send(once, request)
        except ZenhireError as error:
            yield from self._failed(error)
            return None
        self.failures, self.answered = 0, self.context.clock()
        run = Run.parse(response.status, response.body)
        self.last, self.pause = run, self._interval(run, response.retry_after)
        return run

    def _failed(self, error: ZenhireError) -> Operation[None]:
        retry, now = self.context.retry, self.context.clock()
        if isinstance(error, TooManyRequests):
            self.pause = error.retry_after or self._interval(None)
            return
        if not may_pass(error) or now - self.answered >= retry.outage:
            raise error
        self.failures += 1
        self.pause = retry.pause(error, self.failures)
        if isinstance(error, ApiError) and self.pause > retry.longest_wait:
            raise error
        if self.context.on_retry is not None:
            yield Notify(self.context.on_retry, RetryEvent(error, self.failures, self.pause))

    def _interval(self, answer: Submitted | Run | None, retry_after: float | None = None) -> float:
        """Seconds to the next poll: what the answer says, else the documented cadence. Never a busy loop."""
        said: float | None = answer.poll_interval_seconds if answer is not None else None
        if said is None:
            said = retry_after
        if said is None:
            age = self.context.clock() - self.started
            said = 15 if age < 120 else 30 if age < 300 else 60
        return max(1.0, float(said))
