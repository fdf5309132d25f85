"""What a text is good for. Workers use it too, so it stands apart from the forms and the web framework."""

from __future__ import annotations


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can hold it: no NUL, no lone surrogate (a form's `charset` can bring one)."""
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)
