"""Pages of lists: clamped limits, and opaque cursors for newest-first lists."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

MAX_LIMIT = 100
DEFAULT_LIMIT = 20


class BadCursor(ValueError):
    """The cursor is not one that this service issued."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of a newest-first list are wanted: by offset, or after the row with sequence number `before`."""

    limit: int = DEFAULT_LIMIT
    offset: int = 0
    before: int | None = None


def clamp_limit(value: str | int | None, *, default: int = DEFAULT_LIMIT, maximum: int = MAX_LIMIT) -> int:
    """A page size in 1..maximum; what is not a number gives the default."""
    try:
        number = int(value) if value is not None else default
    except ValueError:
        return default
    return max(1, min(number, maximum))


def clamp_offset(value: str | int | None) -> int:
    """A row offset >= 0; what is not a number gives 0. Capped far above any real list."""
    try:
        number = int(value) if value is not None else 0
    except ValueError:
        return 0
    return max(0, min(number, 2**31 - 1))


def encode_cursor(sequence: int) -> str:
    """Opaque text for 'rows older than this sequence number'."""
    return base64.urlsafe_b64encode(f"s{sequence}".encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> int:
    """The sequence number in a cursor. Raises BadCursor for anything else."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError) as error:
        raise BadCursor("The cursor is not valid. Use the one of the previous page unchanged.") from error
    digits = raw[1:]
    if not (raw.startswith("s") and digits.isdigit() and len(digits) <= 19 and int(digits) < 2**63):
        raise BadCursor("The cursor is not valid. Use the one of the previous page unchanged.")
    return int(digits)
