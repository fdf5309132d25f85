"""What is wrong with a submit, gathered so that one answer tells all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zenhire.kit.errors import ApiError, InvalidInput


class Problems:
    """Messages by field, and the errors that they stand for."""

    def __init__(self) -> None:
        self.fields: dict[str, list[str]] = {}
        self._kinds: list[type[ApiError]] = []

    def __bool__(self) -> bool:
        return bool(self._kinds)

    def add(self, field: str, message: str, kind: type[ApiError] = InvalidInput) -> None:
        """Notes what is wrong with a field."""
        self.fields.setdefault(field, []).append(message)
        self._kinds.append(kind)

    def add_all(self, fields: Mapping[str, Sequence[str]], kind: type[ApiError] = InvalidInput) -> None:
        """Notes what is wrong with several fields."""
        for field, messages in fields.items():
            for message in messages:
                self.add(field, message, kind)

    def require_none(self) -> None:
        """Raises the error of what was noted, with every field in it.

        An error of its own goes out under its code if nothing is INVALID_INPUT beside it.
        """
        if not self._kinds:
            return
        if InvalidInput in self._kinds:
            raise InvalidInput.of(self.fields)
        first = next(iter(self.fields.values()))[0]
        raise self._kinds[0](first, details={"fields": self.fields})
