"""A webhook receiver on the loopback that behaves as its path says, well or badly, and remembers what it got.

/ok  /204  /500  /429  /404  /301      answers with that status at once
/slow/SECONDS                          answers 200 after so long
/flaky/N/NAME                          answers 503 N times, then 200
/hang                                  never answers
/drip                                  sends the answer's head a byte a second
/drip-body                             sends 200 at once, and its body a byte a second
/gigabyte                              sends 200 and a body of 1 GB
/head                                  sends a head without an end
/reset  /garbage                       ends the connection, or answers in no HTTP
/echo                                  answers with the headers that it got
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
from collections import Counter
from dataclasses import dataclass, field

MEGABYTE = b"\xff" * 1_048_576


@dataclass(frozen=True, slots=True)
class Received:
    """One request. `at`: Unix time when its body was complete."""

    path: str
    headers: dict[str, str]
    """By lower-case name."""
    body: bytes
    at: float


@dataclass
class Receiver:
    """Listens once `start` was called; `close` ends it at once."""

    context: ssl.SSLContext | None = None
    received: list[Received] = field(default_factory=list)
    sent_bytes: int = 0
    connections: int = 0
    port: int = 0
    _server: asyncio.Server | None = None
    _seen: Counter[str] = field(default_factory=Counter)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Begins to listen."""
        self._server = await asyncio.start_server(self._accept, host, port, ssl=self.context, backlog=1024)
        self.port = self._server.sockets[0].getsockname()[1]

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The URL of a behaviour."""
        return f"{'http' if self.context is None else 'https'}://{host}:{self.port}{path}"

    def at(self, path: str) -> list[Received]:
        """What came to this path."""
        return [one for one in self.received if one.path == path]

    async def close(self) -> None:
        """Ends every connection."""
        if self._server is not None:
            self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
            await self._serve(reader, writer)
        self._tasks.discard(task)
        with contextlib.suppress(Exception):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        path = head[0].split(" ")[1]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.received.append(Received(path, headers, body, time.time()))
        await self._answer(path, headers, writer)

    async def _answer(self, path: str, headers: dict[str, str], writer: asyncio.StreamWriter) -> None:
        kind, _, rest = path.partition("?")[0].strip("/").partition("/")
        if kind == "slow":
            await asyncio.sleep(float(rest))
        elif kind == "hang":
            await asyncio.sleep(3600)
        elif kind in ("drip", "drip-body", "head", "gigabyte"):
            await self._endless(kind, writer)
            return
        elif kind == "reset":
            return
        elif kind == "garbage":
            await self._send(writer, b"SSH-2.0-OpenSSH_9.9\r\n" * 3)
            return
        await self._send(writer, _plain(self._status(kind, rest), headers if kind == "echo" else None))
        writer.close()
        await writer.wait_closed()

    def _status(self, kind: str, rest: str) -> int:
        if kind != "flaky":
            return int(kind) if kind.isdigit() else 200
        times, _, name = rest.partition("/")
        self._seen[name] += 1
        return 503 if self._seen[name] <= int(times) else 200

    async def _endless(self, kind: str, writer: asyncio.StreamWriter) -> None:
        if kind == "gigabyte":
            await self._send(writer, b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n")
            for _ in range(1024):
                await self._send(writer, MEGABYTE)
            return
        if kind == "head":
            await self._send(writer, b"HTTP/1.1 200 OK\r\n")
            while True:
                await self._send(writer, b"X-More: " + b"x" * 4000 + b"\r\n")
        drop = b"HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\n"
        if kind == "drip-body":
            await self._send(writer, drop)
        for _ in range(600):
            await self._send(writer, drop[:1] if kind == "drip" else b".")
            drop = drop[1:] or b"."
            await asyncio.sleep(1)

    async def _send(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        if writer.is_closing():
            raise ConnectionResetError
        writer.write(data)
        await writer.drain()
        await asyncio.sleep(0)
        self.sent_bytes += len(data)


def _plain(status: int, echo: dict[str, str] | None) -> bytes:
    text = "" if echo is None else "".join(f"{name}: {value}\n" for name, value in echo.items())
    body = (text or f"status {status}").encode()
    where = "Location: http://127.0.0.1:1/elsewhere\r\n" if 300 <= status < 400 else ""
    if status == 204:
        return b"HTTP/1.1 204 No Content\r\n\r\n"
    return f"HTTP/1.1 {status} Answer\r\n{where}Content-Length: {len(body)}\r\n\r\n".encode() + body
