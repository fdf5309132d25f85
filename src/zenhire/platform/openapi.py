"""The errors that every call with a key may get before its handler runs, for the OpenAPI document."""

from __future__ import annotations

from zenhire.kit.errors import RateLimitExceeded
from zenhire.platform.accounts.errors import ApiKeyExpired, ClientInactive, InvalidApiKey, IpNotAllowed, MissingApiKey

KEY_ERRORS = (MissingApiKey, InvalidApiKey, ApiKeyExpired, ClientInactive, IpNotAllowed)
SUBMIT_KEY_ERRORS = (*KEY_ERRORS, RateLimitExceeded)
