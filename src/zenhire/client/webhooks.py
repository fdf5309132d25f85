"""For who receives webhooks: is this request really from the platform, unchanged and recent?

    from zenhire.client import webhooks

    event = webhooks.verify(request.body, request.headers, "whsec_...")

`body` must be the bytes as they came, before any parsing: the signature covers them and not their meaning.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from typing import Any

from zenhire.client.errors import ZenhireError
from zenhire.kit.signing import DEFAULT_TOLERANCE_SECONDS, MalformedHeader, matches, parse_header

SIGNATURE_HEADERS = ("X-CVDM-Signature", "X-Interview-Signature")

Headers = Mapping[str, str] | Iterable[tuple[str, str]]


class WebhookError(ZenhireError):
    """The request must not be believed. Answer 400 and do nothing else."""


class MissingSignature(WebhookError):
    """There is no signature header: the request is not from the platform, or something on the way dropped it."""


class MalformedSignature(WebhookError):
    """The signature header cannot be read."""


class SignatureMismatch(WebhookError):
    """The signature is of another secret or another body."""


class StaleTimestamp(WebhookError):
    """The signature is right but was made too long ago, or in the future: a replay, or a clock that is off."""


class InvalidBody(WebhookError):
    """The body is signed rightly but is no JSON object."""


def verify(
    body: bytes,
    headers: Headers,
    secret: str,
    tolerance: float = DEFAULT_TOLERANCE_SECONDS,
    *,
    now: float | None = None,
) -> dict[str, Any]:
    """The event, if the request is genuine. Raises a WebhookError that says what is wrong.

    `headers`: a mapping or (name, value) pairs, in any case. `tolerance`: greatest age and greatest lead of the
    signature in seconds. `now`: Unix time to judge by; the present if left out. The same event may come more than
    once, so act on each `id` once.
    """
    if not isinstance(body, (bytes, bytearray, memoryview)):
        raise TypeError("body must be the raw bytes of the request, not text and not parsed JSON.")
    if not secret:
        raise ValueError("secret is empty. Set it to the organisation's whsec_... secret.")
    raw = bytes(body)
    try:
        timestamp, candidates = parse_header(_signature_of(headers))
    except MalformedHeader as error:
        raise MalformedSignature(f"{error} Got a header of another form.") from error
    if not matches(secret, timestamp, raw, candidates):
        raise SignatureMismatch(
            "The signature does not fit. Check that the secret is the newest one, whole and with its prefix, and that"
            " the body is passed as raw bytes, not parsed and written again."
        )
    age = (time.time() if now is None else now) - timestamp
    if abs(age) > tolerance:
        raise StaleTimestamp(
            f"The signature was made {age:.0f} s ago; {tolerance:g} s are allowed. Check this machine's clock."
        )
    return _event(raw)


def _signature_of(headers: Headers) -> str:
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    wanted = {name.lower() for name in SIGNATURE_HEADERS}
    for name, value in pairs:
        if name.lower() in wanted:
            return value
    raise MissingSignature(f"No signature: the request has none of the headers {', '.join(SIGNATURE_HEADERS)}.")


def _event(body: bytes) -> dict[str, Any]:
    try:
        event = json.loads(body)
    except ValueError as error:
        raise InvalidBody("The body is not JSON.") from error
    if not isinstance(event, dict):
        raise InvalidBody("The body is not a JSON object.")
    return event
