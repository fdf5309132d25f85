"""How a key is sent, and the errors that every call with a key may get first, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from zenhire.kit.errors import InvalidInput, RateLimitExceeded
from zenhire.platform.accounts.errors import ApiKeyExpired, ClientInactive, InvalidApiKey, IpNotAllowed, MissingApiKey

KEY_ERRORS = (MissingApiKey, InvalidApiKey, ApiKeyExpired, ClientInactive, IpNotAllowed)
SUBMIT_KEY_ERRORS = (*KEY_ERRORS, RateLimitExceeded(retry_after=30))

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
