"""The signature of a webhook, for who signs and who checks. Needs the standard library only."""

from __future__ import annotations

import hashlib
import hmac

SCHEME = "v1"
DEFAULT_TOLERANCE_SECONDS = 300


class MalformedHeader(ValueError):
    """A signature header is not of the form `t=<unix seconds>,v1=<hex>`."""


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """64 lower-case hex digits: HMAC-SHA256 of `<timestamp>.<body>`. The key is the whole secret, prefix included."""
    return hmac.new(secret.encode(), b"%d.%b" % (timestamp, body), hashlib.sha256).hexdigest()


def signature_header(secret: str, timestamp: int, body: bytes) -> str:
    """The value of the signature header: `t=<timestamp>,v1=<signature>`. `timestamp`: Unix time in seconds."""
    return f"t={timestamp},{SCHEME}={signature(secret, timestamp, body)}"


def parse_header(value: str) -> tuple[int, list[str]]:
    """`(t, every v1)` of a signature header; pairs with other names are passed over. Raises MalformedHeader."""
    moments: list[str] = []
    signatures: list[str] = []
    for pair in value.split(","):
        name, equals, content = pair.strip().partition("=")
        if equals and name == "t":
            moments.append(content)
        elif equals and name == SCHEME:
            signatures.append(content)
    if len(moments) != 1 or not (moments[0].isascii() and moments[0].isdigit() and len(moments[0]) <= 15):
        raise MalformedHeader("The header must carry one t=<unix seconds>.")
    if not signatures:
        raise MalformedHeader(f"The header carries no {SCHEME}=<signature>.")
    return int(moments[0]), signatures


def matches(secret: str, timestamp: int, body: bytes, candidates: list[str]) -> bool:
    """Whether one of the candidates is the signature; the time that this takes says nothing about it."""
    wanted = signature(secret, timestamp, body).encode()
    found = False
    for candidate in candidates:
        found |= hmac.compare_digest(wanted, candidate.encode("utf-8", "surrogatepass"))
    return found
