"""Identifiers. All are opaque to clients; their shapes follow the documented samples."""

from __future__ import annotations

import secrets
import string
import time
import uuid

_LOWER = string.ascii_lowercase + string.digits
_UPPER = string.ascii_uppercase + string.digits


def _random(alphabet: str, length: int) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))


def error_request_id() -> str:
    """Handle of one HTTP response in the error envelope: `req_<epoch ms>_<6 alphanumerics>`, the first a digit."""
    return f"req_{time.time_ns() // 1_000_000}_{_random(string.digits, 1)}{_random(_LOWER, 5)}"


def speech_run_id() -> str:
    """Public id of a Speech run: the documented pattern with a letter first, so it never equals an error's handle."""
    return f"req_{time.time_ns() // 1_000_000}_{_random(string.ascii_lowercase, 1)}{_random(_LOWER, 5)}"


def transaction_id() -> str:
    """Id of a ledger entry."""
    return f"txn_{_random(_UPPER, 20)}"


def new_uuid() -> str:
    """A random UUID in its text form."""
    return str(uuid.uuid4())
