"""What can go wrong with credits."""

from __future__ import annotations

from zenhire.kit.errors import ApiError


class InsufficientCredits(ApiError):
    """The client's available credits do not cover the work."""

    status = 402
    code = "INSUFFICIENT_CREDITS"
    default_message = "There are not enough credits for this. Top up, or wait for held credits to be released."

    @classmethod
    def of(cls, *, cost: int, balance: int, held: int) -> InsufficientCredits:
        """The error with all four documented keys in `details`: `cost` = `required`, `available` = balance - held."""
        available = balance - held
        return cls(
            f"This costs {cost} credits; {available} are available ({balance}, less {held} held for unfinished work).",
            details={"cost": cost, "available": available, "required": cost, "balance": balance},
        )


class NoSuchHold(LookupError):
    """The client has no hold with this id."""


class HoldSettled(ValueError):
    """The run's hold was captured or released before; a run is paid once."""
