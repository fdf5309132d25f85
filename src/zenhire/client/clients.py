"""`Client` and `AsyncClient`: the same operations, done with and without `await`."""

from __future__ import annotations

import asyncio
import inspect
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from zenhire.client import operations
from zenhire.client.config import Config, build, response_of, translate
from zenhire.client.cvdeepmatch import AsyncCvDeepMatch, CvDeepMatch
from zenhire.client.errors import TransportError
from zenhire.client.models import Credits, Health
from zenhire.client.protocol import Done, Effect, Emit, Notify, Operation, Request, Response, Sleep, advance
from zenhire.client.retry import Context, Retry, RetryEvent
from zenhire.client.speech import AsyncSpeech, Speech
from zenhire.client.upload import CountedReader

T = TypeVar("T")
REQUEST_SECONDS = 60.0


class Client:
    """A connection to a platform. Close it, or use it in a `with` block. Threads may share it.

    `base_url` and `api_key` come from `ZENHIRE_API_URL` and `ZENHIRE_API_KEY` unless given. `timeout` is for each
    step of a request, in seconds. `verify` is a TLS context, for a private authority. `on_retry` hears of requests
    that are sent again. `transport`, `sleep` and `clock` are for tests. Raises ConfigurationError.
    """

    def __init__(
        self,
        base_url: str | None = None,
        api_key: str | None = None,
        *,
        timeout: float = REQUEST_SECONDS,
        retry: Retry = Retry(),
        on_retry: Callable[[RetryEvent], object] | None = None,
        verify: ssl.SSLContext | None = None,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._config = Config.of(base_url, api_key, timeout, verify)
        self._context = Context(retry, clock, on_retry)
        self._sleep = sleep
        options: dict[str, Any] = self._config.options()
        self._http = httpx.Client(transport=transport, **options)
        self.speech = Speech(self)
        self.cvdeepmatch = CvDeepMatch(self)

    def credits(self) -> Credits:
        """The organisation's balance, usage and newest transactions."""
        return self._run(operations.credits(self._context))

    def health(self) -> Health:
        """How every part of the platform is, also when one is not well. Needs no key."""
        return self._run(operations.health(self._context))

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Client({self._config.base_url!r})"

    def _run(self, operation: Operation[T]) -> T:
        effect = advance(operation, None)
        while not isinstance(effect, Done):
            effect = advance(operation, self._perform(effect))
        result: T = effect.value
        return result

    def _iterate(self, operation: Operation[None]) -> Iterator[Any]:
        effect = advance(operation, None)
        while not isinstance(effect, Done):
            if isinstance(effect, Emit):
                yield effect.value
                effect = advance(operation, None)
            else:
                effect = advance(operation, self._perform(effect))

    def _perform(self, effect: Effect) -> Response | TransportError | None:
        if isinstance(effect, Request):
            return self._send(effect)
        if isinstance(effect, Sleep):
            self._sleep(effect.seconds)
        elif isinstance(effect, Notify):
            effect.function(effect.value)
        return None

    def _send(self, request: Request) -> Response | TransportError:
        auth = self._config.auth_for(request)
        try:
            if request.form is None:
                return response_of(self._http.send(build(self._http, request, None), auth=auth))
            with request.form.attachment.open() as file:
                ready = build(self._http, request, CountedReader(file, request.form))
                return response_of(self._http.send(ready, auth=auth))
        except httpx.HTTPError as error:
            return translate(error, request, self._config.base_url)


class AsyncClient:
    """As `Client`, with `await`. Callbacks may be coroutine functions, but for `progress`."""

    def __init__(
        self,
        base_url: str | None = None,
        api_key: str | None = None,
        *,
        timeout: float = REQUEST_SECONDS,
        retry: Retry = Retry(),
        on_retry: Callable[[RetryEvent], object] | None = None,
        verify: ssl.SSLContext | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._config = Config.of(base_url, api_key, timeout, verify)
        self._context = Context(retry, clock, on_retry)
        self._sleep = sleep
        options: dict[str, Any] = self._config.options()
        self._http = httpx.AsyncClient(transport=transport, **options)
        self.speech = AsyncSpeech(self)
        self.cvdeepmatch = AsyncCvDeepMatch(self)

    async def credits(self) -> Credits:
        """The organisation's balance, usage and newest transactions."""
        return await self._run(operations.credits(self._context))

    async def health(self) -> Health:
        """How every part of the platform is, also when one is not well. Needs no key."""
        return await self._run(operations.health(self._context))

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"AsyncClient({self._config.base_url!r})"

    async def _run(self, operation: Operation[T]) -> T:
        effect = advance(operation, None)
        while not isinstance(effect, Done):
            effect = advance(operation, await self._perform(effect))
        result: T = effect.value
        return result

    async def _iterate(self, operation: Operation[None]) -> AsyncIterator[Any]:
        effect = advance(operation, None)
        while not isinstance(effect, Done):
            if isinstance(effect, Emit):
                yield effect.value
                effect = advance(operation, None)
            else:
                effect = advance(operation, await self._perform(effect))

    async def _perform(self, effect: Effect) -> Response | TransportError | None:
        if isinstance(effect, Request):
            return await self._send(effect)
        if isinstance(effect, Sleep):
            await self._sleep(effect.seconds)
        elif isinstance(effect, Notify):
            called = effect.function(effect.value)
            if inspect.isawaitable(called):
                await called
        return None

    async def _send(self, request: Request) -> Response | TransportError:
        auth = self._config.auth_for(request)
        try:
            if request.form is None:
                return response_of(await self._http.send(build(self._http, request, None), auth=auth))
            with request.form.attachment.open() as file:
                ready = build(self._http, request, CountedReader(file, request.form))
                return response_of(await self._http.send(ready, auth=auth))
        except httpx.HTTPError as error:
            return translate(error, request, self._config.base_url)
