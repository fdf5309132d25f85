"""What every route shares: the error envelope, request ids, and reading a form with a bounded file."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

from zenhire.kit.clock import iso, utcnow
from zenhire.kit.errors import ApiError, InternalError, InvalidInput, MethodNotAllowed, NotFound
from zenhire.kit.ids import error_request_id

log = structlog.get_logger(__name__)

MULTIPART_OVERHEAD = 1024 * 1024
DRAIN_LIMIT = 64 * 1024 * 1024
DRAIN_SECONDS = 20.0


class BodyTooLarge(Exception):
    """The request body is longer than the file limit plus the overhead of a form."""


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


async def _on_unexpected(request: Request, error: Exception) -> JSONResponse:
    mark_handled(request)
    log.error("request failed", path=request.scope.get("route_path"), exc_info=error)
    return error_response(request, InternalError())


def install_error_handlers(app: FastAPI) -> None:
    """Every failure of every route, unknown routes and wrong methods included, leaves as the envelope."""
    app.add_exception_handler(ApiError, _on_api_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(Exception, _on_unexpected)


class _FileFormParser(MultiPartParser):
    # Files go to an unnamed temporary file at once: a child process reads it through its descriptor,
    # and nothing can be left behind.
    spool_max_size = 1


async def _bounded(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received > limit:
            raise BodyTooLarge
        yield chunk


async def drain(request: Request) -> None:
    """Reads what the client still sends, bounded in bytes and time, so that it gets to read our answer."""
    rest = 0
    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            async for chunk in request.stream():
                rest += len(chunk)
                if rest > DRAIN_LIMIT:
                    return
    except (TimeoutError, ClientDisconnect, RuntimeError):
        return


def is_multipart(request: Request) -> bool:
    """True when the body announces itself as multipart/form-data."""
    return bool(re.match(r"multipart/form-data\b", request.headers.get("content-type", ""), re.IGNORECASE))


async def read_form(request: Request, *, max_file_bytes: int, max_field_bytes: int = MULTIPART_OVERHEAD) -> FormData:
    """The parts of a multipart form, counted while they arrive.

    Raises BodyTooLarge as soon as the body exceeds `max_file_bytes` plus the overhead of a form,
    InvalidInput when the body is no well-formed multipart form or breaks off.
    """
    limit = max_file_bytes + MULTIPART_OVERHEAD
    parser = _FileFormParser(
        request.headers, _bounded(request, limit), max_files=10, max_fields=100, max_part_size=max_field_bytes
    )
    try:
        return await parser.parse()
    except BodyTooLarge:
        await drain(request)
        raise
    except ClientDisconnect as error:
        raise InvalidInput("The upload broke off before its end.", details={"fields": {}}) from error
    except MultiPartException as error:
        await drain(request)
        raise InvalidInput(
            f"The body is not a well-formed multipart/form-data form: {error.message}", details={"fields": {}}
        ) from error
    except (ValueError, UnicodeError) as error:
        await drain(request)
        raise InvalidInput("The body is not a well-formed multipart/form-data form.", details={"fields": {}}) from error
