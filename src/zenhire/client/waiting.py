"""Waiting for a run to end: at the platform's pace, through short outages, until patience ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import quote

from zenhire.client.errors import ApiError, TooManyRequests, WaitTimeout, ZenhireError
from zenhire.client.protocol import Notify, Operation, Request, Response, Sleep
from zenhire.client.retry import Context, RetryEvent, may_pass, send
from zenhire.client.wire import Answer

SHORTEST_PAUSE = 1.0


class Named(Protocol):
    """An answer about a run."""

    @property
    def id(self) -> str:
        """The run's id."""


class Polled(Named, Protocol):
    """The answer to a poll."""

    @property
    def finished(self) -> bool:
        """Whether nothing about the run changes any more."""


R = TypeVar("R", bound=Polled)


@dataclass(frozen=True, slots=True)
class Progress:
    """What is known when the next poll is planned: the newest answer, what its header said, the seconds since waiting
    began, and how many polls were planned before.
    """

    answer: Any
    retry_after: float | None
    age: float
    planned: int


@dataclass(frozen=True, slots=True)
class Kind(Generic[R]):
    """What runs of one kind are: where they are asked for, what is answered, and how often to ask."""

    path: str
    parse: Callable[[Response], R]
    pause: Callable[[Progress], float]


def segment(run_id: str) -> str:
    """An id as one segment of a path. `.` and `..` would be taken away on the way, and with them the question."""
    if run_id.strip(".") == "":
        raise ValueError(f"{run_id!r} is no id of a run.")
    return quote(run_id, safe="")


def look(context: Context, kind: Kind[R], run_id: str) -> Operation[R]:
    """How a run stands."""
    response = yield from send(context, _poll(kind, run_id))
    return kind.parse(response)


def _poll(kind: Kind[Any], run_id: str) -> Request:
    return Request("GET", f"{kind.path}/{segment(run_id)}")


def wait_for(
    context: Context,
    kind: Kind[R],
    run: str | Named,
    *,
    timeout: float | None,
    on_update: Callable[[R], Any] | None,
) -> Operation[R]:
    """The run when it has ended, however it did.

    Raises WaitTimeout. Whatever it raises knows the run's id.
    """
    waiter = _Waiter(context, kind, run, timeout)
    try:
        while True:
            yield from waiter.sleep()
            found = yield from waiter.poll()
            if found is None:
                continue
            if on_update is not None:
                yield Notify(on_update, found)
            if found.finished:
                return found
    except ZenhireError as error:
        error.run_id = waiter.run_id
        raise


class _Waiter(Generic[R]):
    """What waiting keeps in mind from poll to poll."""

    def __init__(self, context: Context, kind: Kind[R], run: str | Named, timeout: float | None) -> None:
        self.context = context
        self.kind = kind
        self.run_id = run if isinstance(run, str) else run.id
        self.last: Any = None if isinstance(run, str) else run
        self.started = self.answered = context.clock()
        self.deadline = None if timeout is None else self.started + timeout
        self.failures = self.planned = 0
        self.pause = 0.0 if self.last is None else self._interval(self.last)

    def sleep(self) -> Operation[None]:
        """Pauses, at most until patience ends; raises WaitTimeout when it has."""
        if self.pause <= 0:
            return
        pause, now = self.pause, self.context.clock()
        if self.deadline is not None:
            if now >= self.deadline:
                last = self.last if isinstance(self.last, Answer) else None
                raise WaitTimeout(self.run_id, now - self.started, last)
            pause = min(pause, self.deadline - now)
        yield Sleep(pause)

    def poll(self) -> Operation[R | None]:
        """The run; None when it was asked for too soon, or when the platform is not to be reached for the moment."""
        once = Context(retry=replace(self.context.retry, attempts=1), clock=self.context.clock)
        try:
            response = yield from send(once, _poll(self.kind, self.run_id))
        except ZenhireError as error:
            yield from self._failed(error)
            return None
        self.failures, self.answered = 0, self.context.clock()
        run = self.kind.parse(response)
        self.last, self.pause = run, self._interval(run, response.retry_after)
        return run

    def _failed(self, error: ZenhireError) -> Operation[None]:
        retry, now = self.context.retry, self.context.clock()
        if isinstance(error, TooManyRequests):
            self.pause = error.retry_after or self._interval(None)
            return
        if not may_pass(error) or now - self.answered >= retry.outage:
            raise error
        self.failures += 1
        self.pause = retry.pause(error, self.failures)
        if isinstance(error, ApiError) and self.pause > retry.longest_wait:
            raise error
        if self.context.on_retry is not None:
            yield Notify(self.context.on_retry, RetryEvent(error, self.failures, self.pause))

    def _interval(self, answer: object, retry_after: float | None = None) -> float:
        """Seconds to the next poll. Never a busy loop."""
        known = Progress(answer, retry_after, self.context.clock() - self.started, self.planned)
        self.planned += 1
        return max(SHORTEST_PAUSE, self.kind.pause(known))
