"""Both clients behind one face, so that a test is written once; a clock that jumps; a transport that does as told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from zenhire.client import AsyncClient, Client, Retry

URL = "http://platform.test"
KEY = "zh_api_for_the_test"
RUN = "req_1786439702417_k3v9qa"
STEADY = Retry(random=lambda: 0.0)


@dataclass
class Clock:
    """A clock that moves only when somebody sleeps."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        """Jumps ahead."""
        self.slept.append(seconds)
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        """Jumps ahead."""
        self.sleep(seconds)


@dataclass(frozen=True)
class Break:
    """The connection breaks with this error when so many pieces of the body have been taken; None: all of it."""

    error: Exception
    pieces: int | None = None


Step = httpx.Response | Break | Callable[[httpx.Request], httpx.Response]


@dataclass
class Script(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Answers from a list, the last one again and again; remembers requests and the bytes of their bodies."""

    steps: list[Step]
    seen: list[httpx.Request] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The next answer."""
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        self.seen.append(request)
        body = b""
        taken = step.pieces if isinstance(step, Break) else None
        for number, piece in enumerate(request.stream):  # type: ignore[arg-type]
            if taken is not None and number >= taken:
                break
            body += piece
        self.bodies.append(body)
        if isinstance(step, Break):
            raise step.error
        if callable(step):
            return step(request)
        return httpx.Response(step.status_code, headers=step.headers, content=step.content)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The next answer."""
        return self.handle_request(request)

    @property
    def asked(self) -> list[str]:
        """`GET /path?query` of each request."""
        return [f"{request.method} {request.url.raw_path.decode()}" for request in self.seen]


class Bridge(httpx.BaseTransport):
    """Lets a synchronous client, in a thread, call an application that lives in this event loop."""

    def __init__(self, app: httpx.AsyncBaseTransport) -> None:
        self._app = app
        self._loop = asyncio.get_running_loop()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The application's answer."""
        return asyncio.run_coroutine_threadsafe(self._ask(request), self._loop).result()

    async def _ask(self, request: httpx.Request) -> httpx.Response:
        whole = httpx.Request(request.method, request.url, headers=request.headers, content=request.read())
        answer = await self._app.handle_async_request(whole)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())


class Caller:
    """One of the two clients; `call` and `all` hide which."""

    script: Script

    def __init__(self, client: Client | AsyncClient) -> None:
        self.client = client

    async def call(self, name: str, *args: Any, **options: Any) -> Any:
        """What a method gives; `name` is dotted, below the client."""
        method = self._method(name)
        if isinstance(self.client, AsyncClient):
            return await method(*args, **options)
        return await asyncio.to_thread(method, *args, **options)

    async def all(self, name: str, **options: Any) -> list[Any]:
        """All items of an iterator."""
        if isinstance(self.client, AsyncClient):
            return [item async for item in self._method(name)(**options)]
        return await asyncio.to_thread(lambda: list(self._method(name)(**options)))

    async def close(self) -> None:
        """Closes the client."""
        await self.call("close")

    def _method(self, name: str) -> Any:
        found: Any = self.client
        for part in name.split("."):
            found = getattr(found, part)
        return found


MakeCaller = Callable[..., Caller]


def make_caller(kind: str, transport: Any, clock: Clock, **options: Any) -> Caller:
    """A caller of this kind (`sync`, `async`) with a fake clock and a key, unless `options` say else."""
    chosen = {"base_url": URL, "api_key": KEY, "retry": STEADY, "clock": clock, **options}
    if kind == "sync":
        bridged = transport if isinstance(transport, httpx.BaseTransport) else Bridge(transport)
        return Caller(Client(transport=bridged, sleep=clock.sleep, **chosen))
    return Caller(AsyncClient(transport=transport, sleep=clock.sleep_async, **chosen))


def answer(body: dict[str, Any], status: int = 200, **headers: str) -> httpx.Response:
    """A JSON answer."""
    return httpx.Response(status, json=body, headers={name.replace("_", "-"): text for name, text in headers.items()})


def envelope(status: int, code: str, *, retry_after: int | None = None, **fields: Any) -> httpx.Response:
    """A failure as the platform sends it."""
    error: dict[str, Any] = {"code": code, "message": f"About {code}.", "timestamp": "2026-08-11T09:15:02.417Z"}
    headers = {}
    if retry_after is not None:
        error["retryAfterSeconds"] = retry_after
        headers["Retry-After"] = str(retry_after)
    return httpx.Response(status, json={"error": error | fields}, headers=headers)


def submitted(**fields: Any) -> httpx.Response:
    """A submit's answer."""
    return answer({"id": RUN, "status": "processing", "pollIntervalSeconds": 15, **fields}, 202)


def running(interval: int | None = 15, **fields: Any) -> httpx.Response:
    """The answer to a poll of a run that has not ended."""
    body = {"id": RUN, "status": "processing", **({"pollIntervalSeconds": interval} if interval else {}), **fields}
    return answer(body)


SCORES = {
    "vocabulary": 3.7,
    "vocabularyCefr": "B2",
    "vocabularyPercent": 74,
    "fluency": 4.1,
    "fluencyCefr": "C1",
    "fluencyPercent": 82,
    "accent": 3.9,
    "accentCefr": "B2",
    "accentPercent": 78,
    "overall": 3.9,
    "cefrLevel": "B2",
    "overallPercent": 78,
}


def done(**fields: Any) -> httpx.Response:
    """The answer to a poll of a run that has ended with scores."""
    return answer({"id": RUN, "status": "success", "scores": SCORES, "error": None, **fields})
