"""Which failed requests are sent again, and when."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zenhire.client.errors import (
    ApiError,
    OutcomeUnknown,
    TlsFailed,
    TransportError,
    UnexpectedAnswer,
    ZenhireError,
    error_of,
)
from zenhire.client.protocol import Notify, Operation, Request, Response, Sleep

_TRANSIENT = frozenset({429, 500, 502, 503, 504})
_REFUSED = frozenset({"RATE_LIMIT_EXCEEDED", "SERVICE_WARMING_UP", "STEP_FUNCTIONS_FAILED"})


@dataclass(frozen=True, slots=True)
class Retry:
    """How stubborn the client is.

    A request is sent at most `attempts` times. Between them it waits as long as `Retry-After` says, or `base` seconds,
    doubled each time up to `cap`; of that a random half is taken away, so that clients do not come back in step. With a
    `Retry-After` above `longest_wait` it gives up at once. `outage` is for how many seconds `wait` bears a platform
    that does not answer.
    """

    attempts: int = 4
    base: float = 0.5
    cap: float = 8.0
    longest_wait: float = 120.0
    outage: float = 120.0
    random: Callable[[], float] = random.random

    def pause(self, failure: ZenhireError, failures: int) -> float:
        """Seconds to wait after the so-manieth failure in a row."""
        if isinstance(failure, ApiError) and failure.retry_after is not None:
            # Never less than was asked for.
            return failure.retry_after + self.random() * min(1.0, 0.1 * failure.retry_after)
        backoff: float = min(self.cap, self.base * 2.0 ** min(failures - 1, 30))
        return backoff * (1.0 - 0.5 * self.random())


NO_RETRY = Retry(attempts=1)


@dataclass(frozen=True, slots=True)
class RetryEvent:
    """A request failed and is sent again after `seconds`; `attempt` counts from 1."""

    error: ZenhireError
    attempt: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Context:
    """What all operations of a client share."""

    retry: Retry = Retry()
    clock: Callable[[], float] = time.monotonic
    on_retry: Callable[[RetryEvent], Any] | None = None


def may_pass(failure: ZenhireError) -> bool:
    """Whether the same question, asked again, may be answered."""
    if isinstance(failure, TransportError):
        return not isinstance(failure, TlsFailed)
    return isinstance(failure, ApiError) and failure.status in _TRANSIENT


def is_repeatable(request: Request, failure: ZenhireError) -> bool:
    """Whether sending the request again can do no harm.

    Questions always, and submits with an idempotency key. Another submit costs each time it is accepted: it is repeated
    only when the platform cannot have accepted it.
    """
    if not may_pass(failure):
        return False
    if request.form is None:
        return True
    if not request.form.repeatable:
        return False
    if request.form.idempotent:
        return True
    if isinstance(failure, TransportError):
        return not failure.reached
    assert isinstance(failure, ApiError)
    asked_to = failure.status in (429, 503) and failure.retry_after is not None
    return failure.code in _REFUSED or failure.status == 429 or asked_to


def send(context: Context, request: Request, *, also: frozenset[int] = frozenset()) -> Operation[Response]:
    """The answer to a request: one with a status below 300, or one of `also`. Raises ZenhireError."""
    failures = 0
    while True:
        try:
            response: Response = yield request
            if response.status < 300 or response.status in also:
                return response
            raise _failure(response)
        except ZenhireError as error:
            failures += 1
            failure = error
        pause = context.retry.pause(failure, failures)
        give_up = failures >= context.retry.attempts or pause > context.retry.longest_wait
        if give_up or not is_repeatable(request, failure):
            raise _final(request, failure)
        if context.on_retry is not None:
            yield Notify(context.on_retry, RetryEvent(failure, failures, pause))
        yield Sleep(pause)


def _failure(response: Response) -> ZenhireError:
    if response.status >= 400:
        return error_of(response.status, response.retry_after, response.body)
    # A redirect is not followed: the key would go to whoever it names.
    target = response.headers.get("location", "")
    where = f" to {target}. Set the address to that one if you trust it" if target.isprintable() and target else ""
    return UnexpectedAnswer(f"The server answered {response.status}, a redirect{where}.", status=response.status)


def _final(request: Request, failure: ZenhireError) -> ZenhireError:
    if request.form is None or not isinstance(failure, TransportError) or not failure.reached:
        return failure
    what = (
        "send it again with the same idempotency key, which gives that run or makes it."
        if request.form.idempotent
        else "look at the list of runs."
    )
    return OutcomeUnknown(f"{failure} The file was sent whole, so the run may exist: {what}")
