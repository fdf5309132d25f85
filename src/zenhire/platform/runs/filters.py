"""The one filter language of all lists, and paging."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from zenhire.kit.errors import ApiError
from zenhire.kit.pagination import BadCursor, Page, clamp_limit, clamp_offset, decode_cursor
from zenhire.platform.runs.metadata import BadLabels, split_tags

NO_PROJECT = "none"


class InvalidStatus(ApiError):
    """`status` of a list is not a word of the module's lifecycle."""

    status = 400
    code = "INVALID_STATUS"


class InvalidDate(ApiError):
    """`createdAfter` or `createdBefore` is not ISO 8601."""

    status = 400
    code = "INVALID_DATE"


@dataclass(frozen=True, slots=True)
class RunFilter:
    """Which of a client's runs are wanted. None means: whichever."""

    module: str
    project: str | None = None
    statuses: tuple[str, ...] | None = None
    tags: tuple[str, ...] = ()
    metadata_key: str | None = None
    metadata_value: str | None = None
    external_id: str | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None


def parse_date(name: str, value: str | None, invalid: type[ApiError] = InvalidDate) -> datetime | None:
    """An ISO 8601 date or date-time; without an offset it is UTC. Raises `invalid`."""
    if value is None or not value.strip():
        return None
    # A '+' of an offset that was not percent-encoded arrives as a space.
    text = value.strip().replace(" ", "+") if "T" in value else value.strip()
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise invalid(
            f"{name} must be an ISO 8601 date-time such as 2026-05-29T10:00:00Z.",
            details={"fields": {name: ["Must be an ISO 8601 date-time."]}},
        ) from error


def _storable(text: str) -> str:
    """The text without what PostgreSQL cannot hold, so that it matches nothing instead of failing."""
    return text.replace("\0", "\ufffd").encode(errors="replace").decode()


def _last(values: list[str]) -> str | None:
    return _storable(values[-1]) if values else None


def _text(query: Mapping[str, list[str]], name: str) -> str | None:
    return _last([value for value in query.get(name, []) if value != ""])


def _tags(parts: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    for part in parts:
        try:
            found.extend(split_tags(part))
        except BadLabels:
            found.extend(part.split(","))
    return tuple(_storable(tag.strip()) for tag in found if tag.strip())


def parse_filter(
    query: Mapping[str, list[str]],
    *,
    module: str,
    words: Mapping[str, Sequence[str]],
    invalid: type[ApiError] | None = None,
) -> RunFilter:
    """The filter in a query string `{name: [values]}`. `words`: the module's words and the statuses that each stands
    for. Raises InvalidStatus and InvalidDate, or the module's own error `invalid` for both.
    """
    status = _text(query, "status")
    if status is not None and status not in words:
        said = f"Must be one of {', '.join(words)}."
        raise (invalid or InvalidStatus)(f"status: {said}", details={"fields": {"status": [said]}})
    bad_date = invalid or InvalidDate
    return RunFilter(
        module=module,
        project=_text(query, "project"),
        statuses=None if status is None else tuple(words[status]),
        tags=_tags(query.get("tags", [])),
        metadata_key=_text(query, "metadata_key"),
        metadata_value=_last(query.get("metadata_value", [])),
        external_id=_text(query, "externalId"),
        created_after=parse_date("createdAfter", _text(query, "createdAfter"), bad_date),
        created_before=parse_date("createdBefore", _text(query, "createdBefore"), bad_date),
    )


def parse_page(query: Mapping[str, list[str]], bad_cursor: type[ApiError]) -> Page:
    """The page in a query string; `bad_cursor` is the module's error for a cursor that is not ours."""
    cursor = _text(query, "cursor")
    try:
        before = decode_cursor(cursor) if cursor is not None else None
    except BadCursor as error:
        raise bad_cursor(str(error), details={"fields": {"cursor": [str(error)]}}) from error
    return Page(
        limit=clamp_limit(_text(query, "limit")),
        offset=clamp_offset(_text(query, "offset")) if before is None else 0,
        before=before,
    )
