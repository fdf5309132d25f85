"""Names to addresses, off the event loop, within a time limit, each name once at a time."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Callable
from typing import Protocol

from zenhire.platform.webhooks.addresses import Address

MAX_THREADS = 1024
MAX_ADDRESSES = 16


class NotResolved(LookupError):
    """The name has no address, or none was found in time."""


class Resolver(Protocol):
    """Finds addresses."""

    async def resolve(self, host: str) -> list[Address]:
        """Every address of the name, at least one, the preferred first. Raises NotResolved."""
        ...


def _lookup(host: str) -> list[Address]:
    """The system's resolver. Raises OSError, UnicodeError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    texts = dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found)
    return [ipaddress.ip_address(text) for text in texts]


class SystemResolver:
    """Asks the system, in threads of its own: a name server that is silent holds up nobody else's lookups."""

    def __init__(
        self, *, seconds: float = 5.0, threads: int = MAX_THREADS, lookup: Callable[[str], list[Address]] = _lookup
    ) -> None:
        """`seconds`: longest wait for an answer; `threads`: lookups at a time, those that hang included."""
        self.seconds = seconds
        self._lookup = lookup
        self._running: dict[str, asyncio.Future[list[Address]]] = {}
        self._threads = threading.BoundedSemaphore(threads)

    async def resolve(self, host: str) -> list[Address]:
        future = self._running.get(host)
        if future is None:
            future = self._start(host)
        try:
            async with asyncio.timeout(self.seconds):
                addresses = await asyncio.shield(future)
        except TimeoutError:
            raise NotResolved(f"The name was not resolved within {self.seconds:g} s.") from None
        except (OSError, UnicodeError) as error:
            raise NotResolved("The name does not resolve to an address.") from error
        if not addresses:
            raise NotResolved("The name does not resolve to an address.")
        return addresses[:MAX_ADDRESSES]

    def _start(self, host: str) -> asyncio.Future[list[Address]]:
        if not self._threads.acquire(blocking=False):
            raise NotResolved("Too many names are being resolved.")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[list[Address]] = loop.create_future()
        self._running[host] = future

        def done(addresses: list[Address], error: Exception | None) -> None:
            self._running.pop(host, None)
            if error is None:
                future.set_result(addresses)
            else:
                future.set_exception(error)
                future.exception()  # nobody may be waiting any more

        def look() -> None:
            addresses: list[Address] = []
            problem: Exception | None = None
            try:
                addresses = self._lookup(host)
            except Exception as error:
                problem = error
            finally:
                self._threads.release()
            if not loop.is_closed():
                loop.call_soon_threadsafe(done, addresses, problem)

        # Daemons: a lookup that hangs must not hold up the end of the process.
        try:
            threading.Thread(target=look, name="resolve", daemon=True).start()
        except RuntimeError:
            del self._running[host]
            self._threads.release()
            raise NotResolved("Too many names are being resolved.") from None
        return future
