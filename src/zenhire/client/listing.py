"""Lists of runs, newest first, page by page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, TypeVar

from zenhire.client.protocol import Emit, Operation

P = TypeVar("P")
LARGEST_PAGE = 100


class CommonFilters(TypedDict, total=False):
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


@dataclass(frozen=True, slots=True)
class Part:
    """What a page says about the list: its rows, whether more follow, and where."""

    rows: Sequence[object]
    more: bool
    cursor: str | None


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


def query_of(filters: Mapping[str, Any], limit: int, cursor: str | None, offset: int | None) -> tuple[Any, ...]:
    """The query of a page."""
    query = []
    for name, wire in _QUERY.items():
        value = filters.get(name)
        if value is not None:
            query.append((wire, value.isoformat() if isinstance(value, datetime) else str(value)))
    for tag in strings("tags", filters.get("tags", ())):
        # A tag with a comma would be taken for two; in a JSON array it stays one.
        whole = "," not in tag and not tag.lstrip().startswith("[")
        query.append(("tags", tag if whole else json.dumps([tag], ensure_ascii=False)))
    query += [("limit", str(limit))]
    query += [("cursor", cursor)] if cursor is not None else []
    query += [("offset", str(offset))] if offset is not None else []
    return tuple(query)


def strings(name: str, values: Iterable[str]) -> list[str]:
    """Several texts. Raises TypeError for one, which would be taken for its letters."""
    if isinstance(values, str):
        raise TypeError(f"{name} must be several strings, for example [{values!r}].")
    return list(values)


def everything(
    fetch: Callable[[int, str | None, int | None], Operation[P]],
    part_of: Callable[[P], Part],
    limit: int | None,
    page_size: int,
    *,
    pages: bool,
) -> Operation[None]:
    """Emits the rows of a list, or its pages, at most `limit` rows; the next page is asked for late."""
    left = limit
    cursor: str | None = None
    offset: int | None = None
    seen = 0
    while left is None or left > 0:
        size = page_size if left is None else min(page_size, left)
        found = yield from fetch(size, cursor, offset)
        part = part_of(found)
        for item in [found] if pages else part.rows:
            yield Emit(item)
        seen += len(part.rows)
        left = None if left is None else left - len(part.rows)
        before, cursor = cursor, part.cursor
        if not part.more or not part.rows or (cursor is not None and cursor == before):
            return
        offset = seen if cursor is None else None
