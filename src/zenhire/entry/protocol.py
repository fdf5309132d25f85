"""What the HTTP server does before there is a request: bounds how long its head may take, and explains a broken one."""

from __future__ import annotations

import asyncio
import json

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from zenhire.kit.errors import InvalidInput
from zenhire.kit.http import envelope

HEAD_SECONDS = 20.0
LINGER_SECONDS = 2.0


class PatientProtocol(H11Protocol):
    """uvicorn's protocol, which alone would wait for ever for a request that has begun, or that never begins."""

    head_seconds = HEAD_SECONDS
    _late: asyncio.TimerHandle | None = None
    _refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Starts the clock of the first request."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Takes bytes in; the clock runs while the head of a request is incomplete. What follows nonsense is lost."""
        if self._refused:
            return
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops the clock."""
        self._stop()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answers what is no HTTP with the envelope that all errors have, and closes."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.close()
            return
        error = InvalidInput(
            "This is not a valid HTTP request, or its head is longer than 64 KB.", details={"fields": {}}
        )
        body = json.dumps(envelope(error, None)).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body))), ("Connection", "close")]
        for event in (h11.Response(status_code=400, headers=headers), h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        # Closed at once, with bytes unread, the connection would be reset before the sender has read the answer.
        self._refused = True
        self.transport.write_eof()
        self.loop.call_later(LINGER_SECONDS, self.transport.close)

    def _watch(self) -> None:
        waiting = self.conn.their_state is h11.IDLE and not self.transport.is_closing()
        if not waiting:
            self._stop()
        elif self._late is None:
            self._late = self.loop.call_later(self.head_seconds, self.transport.close)

    def _stop(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
