"""Building blocks of the OpenAPI document: error responses with an example for every code."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from zenhire.kit.errors import ApiError, InternalError, ServiceUnavailable

_EXAMPLE_TIME = "2026-08-11T09:15:02.417Z"
_EXAMPLE_REQUEST = "req_1786439702417_3v9qak"

ERROR_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "timestamp"],
            "properties": {
                "code": {"type": "string", "description": "Stable machine code; the list may grow."},
                "message": {"type": "string", "description": "For people; the wording may change."},
                "timestamp": {"type": "string", "format": "date-time"},
                "requestId": {"type": "string", "description": "Handle of this response; not a run's id."},
                "details": {"type": "object", "additionalProperties": True},
                "retryAfterSeconds": {"type": "integer", "minimum": 1},
            },
        }
    },
}

_RETRY_AFTER = {"description": "Whole seconds to wait.", "schema": {"type": "integer", "minimum": 1}}


def _example(error: type[ApiError], details: dict[str, Any] | None, in_handler: bool) -> dict[str, Any]:
    body: dict[str, Any] = {
        "code": error.code,
        "message": error.default_message,
        "timestamp": _EXAMPLE_TIME,
    }
    if in_handler:
        body["requestId"] = _EXAMPLE_REQUEST
    if details is not None:
        body["details"] = details
    if error.status in (429, 503):
        body["retryAfterSeconds"] = 30
    return {"summary": (error.__doc__ or error.code).strip().splitlines()[0], "value": {"error": body}}


def errors(
    *classes: type[ApiError],
    details: dict[str, dict[str, Any]] | None = None,
    outside_handler: tuple[type[ApiError], ...] = (),
) -> dict[int | str, dict[str, Any]]:
    """`responses` for a route: the classes grouped by status, each with an example; `details` by code.

    `outside_handler` are checked before a handler runs: their examples have no `requestId`. Where an unexpected error
    may come, a part of the service may be away too.
    """
    if InternalError in classes:
        classes = (*classes, ServiceUnavailable)
    grouped: dict[int, list[type[ApiError]]] = defaultdict(list)
    for error in (*outside_handler, *classes):
        grouped[error.status].append(error)
    responses: dict[int | str, dict[str, Any]] = {}
    for status, members in sorted(grouped.items()):
        responses[status] = {
            "description": " / ".join(f"`{error.code}`" for error in members),
            "content": {
                "application/json": {
                    "schema": {"$ref": "#/components/schemas/ErrorResponse"},
                    "examples": {
                        error.code: _example(error, (details or {}).get(error.code), error not in outside_handler)
                        for error in members
                    },
                }
            },
        }
        if status in (429, 503):
            responses[status]["headers"] = {"Retry-After": _RETRY_AFTER}
    return responses


def query_parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    """An optional query parameter."""
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}
