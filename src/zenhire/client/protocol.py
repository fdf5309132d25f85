"""Operations without I/O: generators that yield what is to be done and receive what came of it.

`Client` and `AsyncClient` differ only in how they do it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import time
from typing import Any, Generic, TypeVar

from zenhire.client.errors import TransportError, ZenhireError
from zenhire.client.upload import Form

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request. `read_timeout` overrides the client's: seconds until the first byte of the answer."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    form: Form | None = None
    needs_key: bool = True
    read_timeout: float | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """The answer, read whole. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def retry_after(self) -> float | None:
        """Seconds of the `Retry-After` header, which may also be a date."""
        value = self.headers.get("retry-after", "").strip()
        if value.isascii() and value.isdigit():
            return float(value)
        try:
            return max(0.0, parsedate_to_datetime(value).timestamp() - time())
        except (ValueError, TypeError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class Sleep:
    """A pause."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Notify(Generic[T]):
    """A call of the user's function; an awaitable that it gives is awaited where that is possible."""

    function: Callable[[T], Any]
    value: T


@dataclass(frozen=True, slots=True)
class Emit:
    """An item of an iteration."""

    value: Any


@dataclass(frozen=True, slots=True)
class Done:
    """The operation has ended."""

    value: Any


Effect = Request | Sleep | Notify[Any] | Emit
Operation = Generator[Effect, Any, T]


def advance(operation: Operation[Any], outcome: Response | TransportError | None) -> Effect | Done:
    """The operation's next effect, given what came of the one before. Raises what the operation raises."""
    try:
        return operation.throw(outcome) if isinstance(outcome, ZenhireError) else operation.send(outcome)
    except StopIteration as stop:
        return Done(stop.value)
