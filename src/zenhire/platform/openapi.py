"""How a key is sent, and the errors that every call with a key may get first, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from zenhire.kit.errors import ApiError, InvalidInput, RateLimitExceeded
from zenhire.kit.openapi import Failure
from zenhire.platform.access import reworded
from zenhire.platform.accounts.errors import ApiKeyExpired, ClientInactive, InvalidApiKey, IpNotAllowed, MissingApiKey

KEY_ERRORS = (MissingApiKey, InvalidApiKey, ApiKeyExpired, ClientInactive, IpNotAllowed)
SUBMIT_KEY_ERRORS = (*KEY_ERRORS, RateLimitExceeded(retry_after=30))


def key_errors(refused: type[ApiError], *, submits: bool = False) -> tuple[Failure, ...]:
    """The same errors in the words of a module with a 401 of its own."""
    said: tuple[Failure, ...] = tuple(reworded(kind(), refused) for kind in KEY_ERRORS)
    return (*said, SUBMIT_KEY_ERRORS[-1]) if submits else said


NOT_HTTP = InvalidInput("This is not a valid HTTP request, or its head is longer than 64 KB.", details={"fields": {}})
"""Any operation may be asked for in a way that is no HTTP."""

SECURITY_SCHEMES: dict[str, dict[str, Any]] = {
    "ApiKeyAuth": {
        "type": "apiKey",
        "in": "header",
        "name": "X-API-Key",
        "description": "Your API key. Wins over `Authorization` where both are sent.",
    },
    "BearerAuth": {
        "type": "http",
        "scheme": "bearer",
        "description": "The same key as `Authorization: Bearer KEY`.",
    },
    "AuthorizationKey": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "The same key as `Authorization: ApiKey KEY`, or alone in that header.",
    },
}
SECURITY: list[dict[str, list[str]]] = [{name: []} for name in SECURITY_SCHEMES]
