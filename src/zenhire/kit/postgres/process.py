"""Processes: which ones are the server of a cluster, and starting one that does not outlive us."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from zenhire.kit.postgres.account import Account
from zenhire.kit.postgres.cluster import ENVIRONMENT, Layout

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def signal_at_parents_death(number: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn`: the child gets this signal when the *thread* that started it ends. Linux only, else nothing."""
    parent = os.getpid()

    def prepare_child() -> None:
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return prepare_child


@dataclass(frozen=True, slots=True)
class PidFile:
    """What `postmaster.pid` says."""

    pid: int
    socket_dir: str
    ready: bool


def read_pid_file(layout: Layout) -> PidFile | None:
    """The cluster's `postmaster.pid`; None when there is none or it is still being written."""
    try:
        lines = (layout.cluster / "postmaster.pid").read_text(errors="replace").splitlines()
        return PidFile(int(lines[0]), lines[4].strip(), len(lines) > 7 and lines[7].strip() == "ready")
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _belongs(process: psutil.Process, layout: Layout) -> bool:
    try:
        # A zombie has no command line. The working folder would tell too, but root in a container may not read it.
        command = process.cmdline()
    except psutil.Error:
        return False
    if not command:
        return False
    title = command[0]
    is_main = Path(title).name == "postgres" and str(layout.cluster) in command
    return is_main or title.startswith(f"postgres: {layout.cluster_name}: ")


def is_postmaster(pid: int, layout: Layout) -> bool:
    """True when this process lives (a zombie does not) and is a server process of the cluster."""
    try:
        return _belongs(psutil.Process(pid), layout)
    except psutil.Error:
        return False


def server_processes(layout: Layout, account: Account) -> list[psutil.Process]:
    """Every living process of the cluster's server: the postmaster and its children."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.uids().real == account.uid and _belongs(process, layout):
                found.append(process)
        except psutil.Error:
            continue
    return found


def wait_until(condition: Callable[[], bool], seconds: float, *, every: float = 0.02) -> bool:
    """Waits for the condition; False when it did not come true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() >= deadline:
            return False
        time.sleep(every)
    return True


class Keeper(threading.Thread):
    """Starts the server and waits for its end, so that it never stays a zombie.

    Linux ties the death signal to the thread that forks; this one lives as long as the server or the process.
    """

    def __init__(self, command: list[str], account: Account, log: int) -> None:
        super().__init__(name="postgres-keeper", daemon=True)
        self._command = command
        self._account = account
        self._log = log
        self._launched = threading.Event()
        self._error: BaseException | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Runs in the thread."""
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
                cwd="/",
                umask=0o077,
                env=ENVIRONMENT,
                start_new_session=True,
                preexec_fn=signal_at_parents_death(signal.SIGINT),  # noqa: PLW1509 - one prctl call
                **self._account.credentials(),
            )
        except BaseException as error:
            self._error = error
            return
        finally:
            self._launched.set()
        self._process.wait()

    def launch(self) -> None:
        """Starts the server process. Raises OSError when it cannot be started."""
        self.start()
        self._launched.wait()
        if self._error is not None:
            raise self._error

    @property
    def pid(self) -> int:
        """The postmaster's process id."""
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the postmaster lives."""
        return self._process is not None and self._process.returncode is None and self.is_alive()

    def send(self, number: signal.Signals) -> None:
        """Signals the postmaster unless it has ended."""
        if self._process is not None:
            self._process.send_signal(number)
