"""What all modules with runs share, for the OpenAPI document: the one filter language, and the labels in a form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zenhire.kit.openapi import query_parameter
from zenhire.kit.pagination import DEFAULT_LIMIT, encode_cursor
from zenhire.platform.runs.metadata import MAX_EXTERNAL_ID, LabelLimits

_LIMITS = LabelLimits()
_NO_NUL = r"^[^\u0000]*$"
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

_METADATA = {
    "type": "object",
    "maxProperties": _LIMITS.max_keys,
    "propertyNames": {"minLength": 1, "maxLength": _LIMITS.max_key_chars, "pattern": _NO_NUL},
    "additionalProperties": {
        "type": ["string", "number", "boolean"],
        "maxLength": _LIMITS.max_value_chars,
        "pattern": _NO_NUL,
    },
}

METADATA_PART: dict[str, Any] = {
    "type": "string",
    "contentMediaType": "application/json",
    "contentSchema": _METADATA,
    "description": "Stringified JSON object: at most 50 keys of 1-40 characters; string, number or boolean values of"
    " at most 500 characters; 8 KB in all.",
    "examples": ['{"candidate_id": "5521"}'],
}
EXTERNAL_ID_PART: dict[str, Any] = {
    "type": "string",
    "minLength": 1,
    "maxLength": MAX_EXTERNAL_ID,
    "pattern": r"^[^\u0000]*[^\s\u0000][^\u0000]*$",
    "description": "Your correlation tag; not blank.",
    "examples": ["cand-5521"],
}
TAGS_PART: dict[str, Any] = {
    "type": "array",
    "maxItems": _LIMITS.max_tags,
    "items": {
        "type": "string",
        "minLength": 1,
        "maxLength": _LIMITS.max_tag_chars,
        "pattern": r"^[^\s\u0000,\[][^\u0000,]*$",
    },
    "description": "Repeated parts, at most 20 distinct tags of 1-40 characters. One part with a JSON array or"
    " comma-separated text says the same.",
    "examples": [["batch-7"]],
}
