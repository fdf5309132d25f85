"""The parameters of the one filter language, for the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zenhire.kit.openapi import query_parameter
from zenhire.kit.pagination import DEFAULT_LIMIT, encode_cursor

_DATE_FORMS = " ISO 8601; UTC where no offset is given. A date alone is its first moment."


def list_parameters(words: Iterable[str], cursor: str) -> list[dict[str, Any]]:
    """`words`: those that `status` may be; `cursor`: the field of a page that leads to the next."""
    return [
        _PROJECT,
        query_parameter("status", {"type": "string", "enum": list(words)}, "Lifecycle word."),
        *_COMMON,
        query_parameter(
            "cursor",
            {"type": "string", "format": "cursor"},
            f"`{cursor}` of the page before, unchanged; replaces `offset`.",
            example=encode_cursor(4711),
        ),
    ]


_PROJECT = query_parameter(
    "project",
    {"type": "string"},
    "Project id, or `none` for runs without a project. An unknown one gives an empty page.",
    example="none",
)
_COMMON = [
    query_parameter(
        "tags",
        {"type": "array", "items": {"type": "string"}},
        "A run must have all of them. Repeated, comma-separated, or a JSON array.",
        explode=True,
        style="form",
        example=["batch-7"],
    ),
    query_parameter("metadata_key", {"type": "string"}, "Runs whose metadata has this key.", example="candidate_id"),
    query_parameter(
        "metadata_value", {"type": "string"}, "With `metadata_key`: exactly this value, as text.", example="5521"
    ),
    query_parameter("externalId", {"type": "string"}, "Exactly this correlation tag.", example="cand-5521"),
    query_parameter("createdAfter", {"type": "string", "format": "date-time"}, "Not older than this." + _DATE_FORMS),
    query_parameter("createdBefore", {"type": "string", "format": "date-time"}, "Not newer than this." + _DATE_FORMS),
    query_parameter("limit", {"type": "integer", "default": DEFAULT_LIMIT}, "Page size, brought into 1-100."),
    query_parameter("offset", {"type": "integer", "default": 0}, "Rows to skip; less than 0 is 0."),
]
