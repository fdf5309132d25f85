"""The load generator, a process of its own: `python -m bench._load`.

It reads one order a line from standard input and answers each with one line: how long it took, what the answers were.
An order is a port, a number of connections, and requests as `(head, path of the body or "")`, each sent once.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter, deque
from pathlib import Path
from typing import Any

LONGEST_SECONDS = 120.0


class _Connection(asyncio.Protocol):
    """Sends the next request when the answer to the last one is complete."""

    def __init__(self, requests: deque[bytes], statuses: Counter[str], times: list[float]) -> None:
        self._requests, self._statuses, self._times = requests, statuses, times
        self._buffer = b""
        self._sent = 0.0
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def _next(self) -> None:
        if not self._requests:
            self._transport.close()
            return
        self._sent = time.perf_counter()
        self._transport.write(self._requests.popleft())

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        _, _, rest = head.lower().partition(b"content-length:")
        if len(body) < int(rest.split(b"\r\n", 1)[0]):
            return
        self._times.append(time.perf_counter() - self._sent)
        self._statuses[head[9:12].decode()] += 1
        self._buffer = b""
        self._next()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.over.done():
            self.over.set_result(None)


async def fire(port: int, connections: int, requests: list[bytes]) -> dict[str, Any]:
    """Sends the requests over so many kept-alive connections to 127.0.0.1, each connection one at a time."""
    waiting, statuses, times = deque(requests), Counter[str](), list[float]()
    loop = asyncio.get_running_loop()
    started, spent = time.perf_counter(), time.process_time()
    made = [
        await loop.create_connection(lambda: _Connection(waiting, statuses, times), "127.0.0.1", port)
        for _ in range(min(connections, len(requests)))
    ]
    async with asyncio.timeout(LONGEST_SECONDS):
        await asyncio.gather(*(protocol.over for _, protocol in made))
    seconds = time.perf_counter() - started
    return {
        "seconds": seconds,
        "cpu_seconds": time.process_time() - spent,
        "statuses": dict(statuses),
        "median_ms": sorted(times)[len(times) // 2] * 1000,
        "p95_ms": sorted(times)[int(len(times) * 0.95)] * 1000,
    }


def main() -> None:
    """Answers orders until standard input ends."""
    for line in sys.stdin:
        order = json.loads(line)
        bodies = {path: Path(path).read_bytes() for _, path in order["requests"] if path}
        requests = [head.encode() + bodies.get(path, b"") for head, path in order["requests"]]
        print(json.dumps(asyncio.run(fire(order["port"], order["connections"], requests))), flush=True)


if __name__ == "__main__":
    main()
