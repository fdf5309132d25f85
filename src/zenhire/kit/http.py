"""What every route shares: the error envelope, request ids, and work that ends when its caller goes away."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from http import HTTPStatus
from typing import Any, TypeVar

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from zenhire.kit.clock import iso, utcnow
from zenhire.kit.db import UNAVAILABLE, reason_of
from zenhire.kit.errors import (
    ApiError,
    InternalError,
    InvalidInput,
    MethodNotAllowed,
    NotFound,
    ServiceUnavailable,
    StorageFull,
    is_storage_full,
)
from zenhire.kit.ids import error_request_id

log = structlog.get_logger(__name__)

T = TypeVar("T")


def mark_handled(request: Request) -> None:
    """Gives the response a request id: from here on a handler runs, so errors carry `requestId`."""
    if getattr(request.state, "request_id", None) is None:
        request.state.request_id = error_request_id()


def envelope(error: ApiError, request_id: str | None) -> dict[str, Any]:
    """The one shape of every failure."""
    body: dict[str, Any] = {"code": error.code, "message": error.message, "timestamp": iso(utcnow())}
    if request_id is not None:
        body["requestId"] = request_id
    if error.details is not None:
        body["details"] = error.details
    if error.retry_after is not None:
        body["retryAfterSeconds"] = error.retry_after
    return {"error": body}


def error_response(request: Request, error: ApiError, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Renders an error with its status, envelope and `Retry-After`."""
    sent = dict(headers or {})
    if error.retry_after is not None:
        sent["Retry-After"] = str(error.retry_after)
    request_id = getattr(request.state, "request_id", None)
    return JSONResponse(envelope(error, request_id), status_code=error.status, headers=sent)


async def _on_api_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ApiError)
    return error_response(request, error)


async def _on_http_exception(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    known: ApiError
    if error.status_code == HTTPStatus.NOT_FOUND:
        known = NotFound()
    elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        known = MethodNotAllowed()
    else:
        known = InvalidInput(str(error.detail)) if error.status_code < 500 else InternalError()
    return error_response(request, known, error.headers)


async def _on_validation_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    fields: dict[str, list[str]] = {}
    for problem in error.errors():
        path = ".".join(str(part) for part in problem["loc"][1:]) or str(problem["loc"][0])
        fields.setdefault(path, []).append(problem["msg"])
    return error_response(request, InvalidInput.of(fields))


async def _on_database_away(request: Request, error: Exception) -> JSONResponse:
    log.warning("the database does not answer", reason=reason_of(error))
    return error_response(request, ServiceUnavailable())


async def _on_store_away(request: Request, error: Exception) -> JSONResponse:
    # What is registered for this names the fault and nothing else.
    log.warning("a store does not do its part", reason=str(error))
    return error_response(request, StorageFull() if is_storage_full(error) else ServiceUnavailable())


async def _on_os_error(request: Request, error: Exception) -> JSONResponse:
    if not is_storage_full(error):
        raise error
    log.error("no space left", place=getattr(error, "filename", None))
    return error_response(request, StorageFull())


async def _on_unexpected(request: Request, error: Exception) -> JSONResponse:
    mark_handled(request)
    log.error("request failed", path=request.scope.get("route_path"), exc_info=error)
    return error_response(request, InternalError())


def install_error_handlers(app: FastAPI, *, away: Sequence[type[Exception]] = ()) -> None:
    """Every failure of every route, unknown routes and wrong methods included, leaves as the envelope.

    `away` are errors of stores that say for the log what is wrong; like a lost database they are answered with 503.
    """
    for kind in away:
        app.add_exception_handler(kind, _on_store_away)
    app.add_exception_handler(ApiError, _on_api_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    for kind in UNAVAILABLE:
        app.add_exception_handler(kind, _on_database_away)
    app.add_exception_handler(OSError, _on_os_error)
    app.add_exception_handler(Exception, _on_unexpected)


async def while_connected(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """The work's result; cancels it when the client goes away first. For requests that have been read whole.

    Raises InvalidInput, which nobody reads, for a client that is gone.
    """
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_disconnected(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise InvalidInput("The connection was closed before the answer.", details={"fields": {}})
        return task.result()
    finally:
        for one in (task, gone):
            one.cancel()
        await asyncio.gather(task, gone, return_exceptions=True)


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
