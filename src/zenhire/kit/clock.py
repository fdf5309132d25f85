"""Time: one place to ask for it, one way to write it."""

from __future__ import annotations

from datetime import UTC, datetime


def utcnow() -> datetime:
    """The present moment, timezone-aware, in UTC."""
    return datetime.now(UTC)


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and `Z`, the one form the API writes."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def iso_or_none(moment: datetime | None) -> str | None:
    """`iso`, or None for a moment that has not come."""
    return None if moment is None else iso(moment)
