"""Building blocks of the OpenAPI document: error responses with an example for every code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from zenhire.kit.errors import ApiError, InternalError, ServiceUnavailable, StorageFull

EXAMPLE_TIME = "2026-08-11T09:15:02.417Z"
_EXAMPLE_REQUEST = "req_1786439702417_3v9qak"

Failure = ApiError | type[ApiError]
"""An error with the message and details that its example shows, or its class."""

ERROR_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "What every answer with a status of 400 or above holds.",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "description": "What went wrong.",
            "required": ["code", "message", "timestamp"],
            "properties": {
                "code": {"type": "string", "description": "Stable machine code; the list may grow."},
                "message": {"type": "string", "description": "For people; the wording may change."},
                "timestamp": {"type": "string", "format": "date-time", "description": "When the error was made."},
                "requestId": {
                    "type": "string",
                    "description": "Handle of this response, once a handler ran; not a run's id.",
                },
                "details": {
                    "type": "object",
                    "additionalProperties": True,
                    "description": "More about it, depending on the code; for a malformed request"
                    ' `{"fields": {"field": ["what is wrong"]}}`.',
                },
                "retryAfterSeconds": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Seconds to wait, the same number as the `Retry-After` header.",
                },
            },
        }
    },
}

_RETRY_AFTER = {
    "description": "Whole seconds to wait.",
    "required": True,
    "schema": {"type": "integer", "minimum": 1},
}
REQUEST_ID_HEADER = {
    "X-Request-Id": {
        "description": "Names this answer in the server's log, once a handler ran; the same as `error.requestId`.",
        "schema": {"type": "string"},
    }
}


def raised(call: Callable[..., Any], *arguments: Any) -> ApiError:
    """The error that a call raises: examples are what the code really says."""
    try:
        call(*arguments)
    except ApiError as error:
        return error
    raise AssertionError(f"{call.__name__} raised nothing")


def _kind(failure: Failure) -> type[ApiError]:
    return failure if isinstance(failure, type) else type(failure)


def error_example(failure: Failure, in_handler: bool = True) -> dict[str, Any]:
    """A named example of an error's envelope."""
    error = failure() if isinstance(failure, type) else failure
    body: dict[str, Any] = {"code": error.code, "message": error.message, "timestamp": EXAMPLE_TIME}
    if in_handler:
        body["requestId"] = _EXAMPLE_REQUEST
    if error.details is not None:
        body["details"] = error.details
    if error.retry_after is not None:
        body["retryAfterSeconds"] = error.retry_after
    return {"summary": (type(error).__doc__ or error.code).strip().splitlines()[0], "value": {"error": body}}


def _name(failure: Failure, taken: dict[str, Any]) -> str:
    """An example goes by its code; a second one of the same code by what sets it apart: a reason, or its class."""
    kind = _kind(failure)
    details = failure.details if isinstance(failure, ApiError) else None
    apart = (details or {}).get("reason", kind.__name__)
    return kind.code if kind.code not in taken else f"{kind.code}.{apart}"


def _response(members: list[Failure], outside: tuple[Failure, ...]) -> dict[str, Any]:
    examples: dict[str, Any] = {}
    for failure in members:
        examples[_name(failure, examples)] = error_example(failure, failure not in outside)
    codes = dict.fromkeys(_kind(failure).code for failure in members)
    response: dict[str, Any] = {
        "description": " / ".join(f"`{code}`" for code in codes),
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/ErrorResponse"}, "examples": examples}
        },
    }
    if _kind(members[0]).status in (429, 503):
        response["headers"] = {"Retry-After": _RETRY_AFTER}
    return response


def errors(*failures: Failure, outside_handler: tuple[Failure, ...] = ()) -> dict[int | str, dict[str, Any]]:
    """`responses` for a route: the errors grouped by status, each with an example.

    `outside_handler` are checked before a handler runs: their examples have no `requestId`. Where an unexpected error
    may come, a part of the service may be away too.
    """
    if InternalError in failures:
        failures = (*failures, ServiceUnavailable, StorageFull)
    grouped: dict[int, list[Failure]] = defaultdict(list)
    for failure in (*outside_handler, *failures):
        grouped[_kind(failure).status].append(failure)
    return {status: _response(members, outside_handler) for status, members in sorted(grouped.items())}


def error_response(failure: Failure) -> dict[str, Any]:
    """A response of its own for an error that belongs to no operation."""
    return _response([failure], (failure,))


def query_parameter(name: str, schema: dict[str, Any], description: str, **more: Any) -> dict[str, Any]:
    """An optional query parameter; `more` are further fields of the parameter object."""
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description, **more}
