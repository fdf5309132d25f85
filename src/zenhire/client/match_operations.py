"""What can be asked of the platform about matches of CVs, as operations without I/O."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, TypedDict
from uuid import uuid4

from zenhire.client.errors import ZenhireError
from zenhire.client.listing import CommonFilters, Part, everything, query_of, strings
from zenhire.client.match_models import Match, MatchPage, MatchSubmitted
from zenhire.client.protocol import Operation, Request
from zenhire.client.retry import Context, send
from zenhire.client.upload import Attachment, Content, Form, Progress
from zenhire.client.waiting import Kind, look, wait_for
from zenhire.client.waiting import Progress as Planned

MATCHES = "/api/v1/cvdeepmatch"
UPLOAD_READ_SECONDS = 120.0
CADENCE = (10.0, 15.0, 30.0, 60.0)
"""Documented seconds before the first poll, the second, the third, and all others."""


class MatchOptions(TypedDict, total=False):
    """What may be said with a CV."""

    webhook_url: str | None
    """Where the platform reports the end of the match."""
    idempotency_key: str | None
    """1-128 characters of A-Z a-z 0-9 . _ -; a submit with a key that was used in the last 24 hours gives the earlier
    match. One is made unless it is given, so that the submit can be repeated when the connection breaks.
    """
    external_id: str | None
    """Your own name for the match, 1-255 characters; lists can be filtered by it."""
    metadata: Mapping[str, str | int | float | bool]
    """Labels; they come back as text."""
    tags: Iterable[str]
    """More labels."""
    progress: Progress | None
    """Called with the bytes sent so far and all bytes, while the CV is sent."""


def submit(
    context: Context,
    cv: Content,
    position_id: str,
    job_description: str | Mapping[str, Any],
    config: Mapping[str, Any],
    options: MatchOptions,
) -> Operation[MatchSubmitted]:
    """Sends a CV. Whatever it raises knows the idempotency key, with which the same submit can be sent again."""
    key = options.get("idempotency_key") or uuid4().hex
    fields = {
        "position_id": position_id,
        "job_description": job_description if isinstance(job_description, str) else _json(job_description),
        "config": _json(config),
        "idempotency_key": key,
        **_labels(options),
    }
    attachment = Attachment(cv, "cv", ".pdf")
    media_type = mimetypes.guess_type(attachment.name)[0] or "application/octet-stream"
    form = Form(attachment, fields, options.get("progress"), part="cv_file", media_type=media_type, idempotent=True)
    request = Request("POST", f"{MATCHES}/submit", form=form, read_timeout=UPLOAD_READ_SECONDS)
    try:
        response = yield from send(context, request)
        submitted = MatchSubmitted.parse(response.status, response.body)
    except ZenhireError as error:
        error.idempotency_key = key
        raise
    submitted._idempotency_key = key
    return submitted


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(dict(value), ensure_ascii=False, allow_nan=False)


def _labels(options: MatchOptions) -> dict[str, str | list[str]]:
    fields: dict[str, str | list[str]] = {}
    for name, value in (("externalId", options.get("external_id")), ("webhook_url", options.get("webhook_url"))):
        if value is not None:
            fields[name] = value
    if metadata := options.get("metadata"):
        fields["metadata"] = _json(metadata)
    if tags := strings("tags", options.get("tags", ())):
        fields["tags"] = json.dumps(tags, ensure_ascii=False)
    return fields


def _pause(planned: Planned) -> float:
    """Seconds to the next poll: what the answer's header says, else the documented cadence."""
    if planned.retry_after is not None:
        return planned.retry_after
    return CADENCE[min(planned.planned, len(CADENCE) - 1)]


_MATCH = Kind(MATCHES, lambda response: Match.parse(response.status, response.body), _pause)


def get(context: Context, match_id: str) -> Operation[Match]:
    """How a match stands."""
    return (yield from look(context, _MATCH, match_id))


def wait(
    context: Context,
    match: str | MatchSubmitted | Match,
    *,
    timeout: float | None,
    on_update: Callable[[Match], Any] | None,
) -> Operation[Match]:
    """The match when it has ended, however it did."""
    if isinstance(match, Match) and match.finished:
        return match
    return (yield from wait_for(context, _MATCH, match, timeout=timeout, on_update=on_update))


def page(
    context: Context, filters: CommonFilters, limit: int, cursor: str | None = None, offset: int | None = None
) -> Operation[MatchPage]:
    """One page of the list."""
    request = Request("GET", f"{MATCHES}/requests", query=query_of(filters, limit, cursor, offset))
    response = yield from send(context, request)
    return MatchPage.parse(response.status, response.body)


def _part(found: MatchPage) -> Part:
    return Part(found.data, found.next_cursor is not None, found.next_cursor)


def matches(
    context: Context, filters: CommonFilters, limit: int | None, page_size: int, *, pages: bool
) -> Operation[None]:
    """Emits the matches of a list, or its pages, newest first, at most `limit` matches."""
    return everything(partial(page, context, filters), _part, limit, page_size, pages=pages)
