"""Error classes that carry an HTTP status and a stable code; one handler renders them all."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Any, ClassVar


class ApiError(Exception):
    """A failure with a documented code.

    Subclasses set `status` (HTTP), `code` (stable machine word) and `default_message`.
    `details` is the code-specific object of the envelope, `retry_after` whole seconds
    for the `Retry-After` header and `error.retryAfterSeconds`.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "INTERNAL_ERROR"
    default_message: ClassVar[str] = (
        "Something went wrong on our side. Try again; if it persists, contact the operator."
    )

    def __init__(
        self,
        message: str | None = None,
        *,
        details: Mapping[str, Any] | None = None,
        retry_after: int | None = None,
    ) -> None:
        self.message = message or self.default_message
        self.details = dict(details) if details is not None else None
        self.retry_after = retry_after
        super().__init__(f"{self.code}: {self.message}")


class InternalError(ApiError):
    """Anything that no other code describes."""


class InvalidInput(ApiError):
    """The request is malformed; `details.fields` maps each dotted field to its messages."""

    status = 400
    code = "INVALID_INPUT"
    default_message = "The request is not valid. See details.fields."

    @classmethod
    def of(cls, fields: Mapping[str, list[str]], message: str | None = None) -> InvalidInput:
        """Builds the error from `{field: [messages]}`; the message names the first problem."""
        first = next(iter(fields.items()), None)
        text = message or (f"{first[0]}: {first[1][0]}" if first else None)
        return cls(text, details={"fields": dict(fields)})


class NotFound(ApiError):
    """No such route or object."""

    status = 404
    code = "NOT_FOUND"
    default_message = "There is nothing at this address."


class RequestNotFound(ApiError):
    """No run with this id belongs to the caller."""

    status = 404
    code = "REQUEST_NOT_FOUND"
    default_message = "No run with this id exists for this API key's client. Check the id returned by submit."


class MethodNotAllowed(ApiError):
    """The route exists, the method does not."""

    status = 405
    code = "METHOD_NOT_ALLOWED"
    default_message = "This address does not answer that method."


class RateLimitExceeded(ApiError):
    """More submits in a minute than the key allows."""

    status = 429
    code = "RATE_LIMIT_EXCEEDED"
    default_message = "Too many submits in this minute for this API key. Wait for Retry-After seconds."


class ServiceWarmingUp(ApiError):
    """The scoring models are not loaded yet."""

    status = 503
    code = "SERVICE_WARMING_UP"
    default_message = "The scoring models are still loading. Retry after the given seconds."


class PipelineUnavailable(ApiError):
    """The work could not be handed to the queue."""

    status = 502
    code = "STEP_FUNCTIONS_FAILED"
    default_message = "The work could not be started. Nothing was created or charged; submit again."


class ServiceUnhealthy(ApiError):
    """At least one health check failed."""

    status = 503
    code = "SERVICE_UNHEALTHY"
    default_message = "At least one part of the service is not healthy. See checks."


class ServiceUnavailable(ApiError):
    """A part of the service is away at the moment, such as the database; nothing was created or charged."""

    status = 503
    code = "SERVICE_UNHEALTHY"
    default_message = "The service cannot do this at the moment. Nothing was created or charged; try again."

    def __init__(self, message: str | None = None, *, retry_after: int = 5) -> None:
        super().__init__(message, retry_after=retry_after)


class StorageFull(ServiceUnavailable):
    """There is no space left where something must be written."""

    default_message = "The server has no space left. Nothing was created or charged; try again later."

    def __init__(self, message: str | None = None, *, retry_after: int = 60) -> None:
        super().__init__(message, retry_after=retry_after)


def is_storage_full(error: BaseException) -> bool:
    """Whether this, or what caused it, is a full disk or an exhausted quota."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, StorageFull):
            return True
        if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        cause = cause.__cause__
    return False
