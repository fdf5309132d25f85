"""Worker processes for CPU-bound engines.

pocketsphinx holds the interpreter's lock while it decodes, so threads do not help; the pool runs
top-level functions in spawned processes. A child dies with its parent, ignores the terminal's
Ctrl-C, and is replaced when it dies, when its task is cancelled or takes too long, and when it has grown too large.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, ParamSpec, TypeVar

import psutil

from zenhire.engines.places import Place, Places
from zenhire.engines.process import die_with_parent

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 3
NICENESS = 5
MOST_RESIDENT = 448 * 1024 * 1024
"""Bytes that a child may hold between two tasks: about twice what it has with all models loaded."""
_THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class PoolBroken(RuntimeError):
    """The child that ran the task died, and so did those that tried again."""


def _serve(connection: Connection, parent: int) -> None:
    """A child's life: take a task, answer `(ok, value or exception)`, until the pipe closes."""
    die_with_parent()
    if os.getppid() != parent:
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    begun = False
    while True:
        try:
            function, args, kwargs = connection.recv()
        except (EOFError, OSError):
            return
        answer: tuple[bool, Any]
        try:
            answer = (True, function(*args, **kwargs))
        except BaseException as error:
            answer = (False, error)
        if not begun:
            # From here on the models are loaded; what answers people, and what starts anew, goes first.
            os.nice(NICENESS)
            begun = True
        try:
            connection.send(answer)
        except (BrokenPipeError, OSError):
            return
        except Exception as error:
            connection.send((False, RuntimeError(f"{type(answer[1]).__name__} cannot be sent: {error}")))


class _Child:
    """One process and the pipe to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs, os.getpid()), daemon=True)
        self.process.start()
        theirs.close()

    def call(self, task: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]) -> tuple[bool, Any]:
        """Blocks until the child answers. Raises EOFError or OSError when it dies."""
        self.connection.send(task)
        answer: tuple[bool, Any] = self.connection.recv()
        return answer

    def kill(self) -> None:
        """Ends the process at once; a thread blocked in `call` then gets EOFError."""
        self.process.kill()
        self.process.join(timeout=5)
        self.connection.close()


def _resident(child: _Child) -> int:
    """Bytes of memory that a child holds; 0 when it is gone."""
    with contextlib.suppress(psutil.Error):
        return int(psutil.Process(child.process.pid).memory_info().rss)
    return 0


class EnginePool:
    """Runs picklable top-level functions in `size` child processes, first come first served, and short ones in
    `reserved` more."""

    def __init__(self, size: int, *, reserved: int = 0, most_resident: int = MOST_RESIDENT) -> None:
        """A child that holds more than `most_resident` bytes of memory after a task makes room for a fresh one."""
        self.size = max(1, size)
        self.reserved = reserved
        self._most_resident = most_resident
        self._threads = ThreadPoolExecutor(self.size + reserved, thread_name_prefix="engine")
        self._places = Places[_Child](self.size, reserved)
        self._children: set[_Child] = set()

    async def run(
        self,
        function: Callable[..., T],
        /,
        *args: Any,
        timeout: float | None = None,
        short: bool = False,
        **kwargs: Any,
    ) -> T:
        """The function's result. `short`: it may use the reserved children, too.

        Short ones take seconds, as a rule. Recognising a scan's text may take minutes: the child is held as long, and
        short ones that find none free wait.

        Raises what the function raises, TimeoutError after `timeout` seconds of work, and PoolBroken when
        a child died each of three times on this task. A cancelled or late task's child is killed and replaced.
        """
        for _ in range(TRIES):
            place = await self._places.take(short=short)
            try:
                child = self._ready(place)
                ok, value = await self._call(child, (function, args, kwargs), timeout)
                if _resident(child) > self._most_resident:
                    # What libraries keep for later is theirs until the process ends.
                    self._discard(child)
            except TimeoutError:
                raise
            except (EOFError, OSError):
                self._discard(place.child)
                continue
            finally:
                self._places.give_back(place)
            if ok:
                result: T = value
                return result
            raise value
        raise PoolBroken(f"An engine process died {TRIES} times on the same task.")

    async def _call(self, child: _Child, task: Any, timeout: float | None) -> tuple[bool, Any]:
        future = asyncio.get_running_loop().run_in_executor(self._threads, child.call, task)
        # A killed child's EOFError may come when nobody waits any more; it is no news then.
        future.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            return await asyncio.wait_for(asyncio.shield(future), timeout)
        except (TimeoutError, asyncio.CancelledError):
            self._discard(child)
            await asyncio.wait({future})
            future.exception()
            raise

    def _ready(self, place: Place[_Child]) -> _Child:
        """The place's child, or a new one where it has none that lives."""
        child = place.child
        if child is None or child not in self._children or not child.process.is_alive():
            self._discard(child)
            child = place.child = self._start()
        return child

    def _start(self) -> _Child:
        saved = {name: os.environ.get(name) for name in _THREAD_VARIABLES}
        os.environ.update(dict.fromkeys(_THREAD_VARIABLES, "1"))
        try:
            child = _Child()
        finally:
            for name, value in saved.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
        self._children.add(child)
        return child

    def _discard(self, child: _Child | None) -> None:
        if child is not None and child in self._children:
            self._children.discard(child)
            child.kill()

    def close(self) -> None:
        """Ends the children; running tasks get EOFError in their threads and are abandoned."""
        for child in list(self._children):
            self._discard(child)
        self._threads.shutdown(wait=False, cancel_futures=True)
