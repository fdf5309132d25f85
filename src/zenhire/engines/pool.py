"""Worker processes for CPU-bound engines.

pocketsphinx holds the interpreter's lock while it decodes, so threads do not help; the pool runs
top-level functions in spawned processes. A child dies with its parent (PR_SET_PDEATHSIG), ignores
the terminal's Ctrl-C, and is replaced when it is killed; its task is run again once.
"""

from __future__ import annotations

import asyncio
import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Asks Linux to kill this process when its parent ends; elsewhere it does nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _start_child(parent: int) -> None:
    die_with_parent()
    if os.getppid() != parent:
        os._exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"


class PoolBroken(RuntimeError):
    """The child that ran the task died, and so did the one that tried again."""


class EnginePool:
    """Runs picklable top-level functions in `size` child processes, first come first served."""

    def __init__(self, size: int) -> None:
        self.size = max(1, size)
        self._executor: ProcessPoolExecutor | None = None

    def _get(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                max_workers=self.size,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_start_child,
                initargs=(os.getpid(),),
            )
        return self._executor

    async def run(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The function's result. Raises what it raises, or PoolBroken when its child died twice."""
        loop = asyncio.get_running_loop()
        for _ in range(2):
            executor = self._get()
            try:
                return await asyncio.wrap_future(executor.submit(function, *args, **kwargs), loop=loop)
            except BrokenProcessPool:
                if self._executor is executor:
                    self._executor = None
                    executor.shutdown(wait=False, cancel_futures=True)
        raise PoolBroken("An engine process died twice on the same task.")

    def close(self) -> None:
        """Ends the children; running tasks are abandoned."""
        executor, self._executor = self._executor, None
        if executor is None:
            return
        children = list((executor._processes or {}).values())
        executor.shutdown(wait=False, cancel_futures=True)
        for child in children:
            child.kill()
        for child in children:
            child.join(timeout=2)
