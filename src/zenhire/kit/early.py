"""Answers that come before the request's body has been read: the sender must get to read them."""

from __future__ import annotations

import asyncio
import contextlib

from starlette.types import ASGIApp, Message, Receive, Scope, Send

DRAIN_BYTES = 64 * 1024 * 1024
DRAIN_SECONDS = 60.0
DRAIN_SILENCE = 10.0


class EarlyAnswers:
    """Sends an early answer at once and then reads on, bounded in bytes and time, before the connection is closed.

    Closing on a sender resets the connection, and most clients report a broken pipe instead of the answer.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        drain_bytes: int = DRAIN_BYTES,
        drain_seconds: float = DRAIN_SECONDS,
        drain_silence: float = DRAIN_SILENCE,
    ) -> None:
        self.app = app
        self._bounds = drain_bytes, drain_seconds, drain_silence

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = _Body(scope, receive)
        early = False

        async def answer(message: Message) -> None:
            nonlocal early
            if message["type"] == "http.response.start":
                early = not body.read
                if early:
                    message["headers"] = [*message.get("headers", ()), (b"connection", b"close")]
            elif early and message["type"] == "http.response.body" and not message.get("more_body"):
                await send({**message, "more_body": True})
                await body.drain(*self._bounds)
                message = {"type": "http.response.body", "body": b"", "more_body": False}
            await send(message)

        await self.app(scope, body.receive, answer)


class _Body:
    """A request's body, and how far it has been read."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._receive = receive
        headers = dict(scope["headers"])
        self.read = headers.get(b"content-length", b"0") == b"0" and b"transfer-encoding" not in headers
        # Who asks first whether to send at all is not sending yet.
        self._waits = headers.get(b"expect", b"").lower() == b"100-continue"

    async def receive(self) -> Message:
        self._waits = False
        message = await self._receive()
        if message["type"] != "http.request" or not message.get("more_body"):
            self.read = True
        return message

    async def drain(self, most: int, seconds: float, silence: float) -> None:
        """Reads what still comes and throws it away."""
        if self._waits:
            return
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        with contextlib.suppress(TimeoutError):
            while not self.read and most > 0:
                async with asyncio.timeout_at(min(end, loop.time() + silence)):
                    most -= len((await self.receive()).get("body", b""))
