"""Keeps the database, one web process and the workers running as one service.

Children run in sessions of their own, so a terminal's Ctrl-C reaches only the supervisor; on Linux they are killed
when it dies in whatever way, and an embedded database then shuts down.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TextIO

import structlog

from zenhire.kit.postgres import EmbeddedPostgres, PostgresError, ServerUnreachable, check_server
from zenhire.kit.postgres.process import signal_at_parents_death
from zenhire.kit.settings import PREFIX

log = structlog.get_logger(__name__)

HEALTH_PATH = "/api/v1/health"
TICK_SECONDS = 0.1
HEALTH_SECONDS = 0.3
HEALTH_REMINDER_SECONDS = 30.0
EARLY_SECONDS = 10.0
EARLY_DEATHS = 5
EARLY_WINDOW_SECONDS = 60.0
LONGEST_DELAY_SECONDS = 30.0
DATABASE_WAIT_SECONDS = 30.0
LEAST_FREE_BYTES = 32 << 20
PORT_WAIT_SECONDS = 3.0


class PortTaken(RuntimeError):
    """Something else listens at the address already, or it cannot be listened at."""


class _Interrupted(BaseException):
    """A signal asked to stop while something blocking ran."""


class _GivenUp(Exception):
    """A child or the database cannot be kept running; `code` becomes the exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class ChildSpec:
    """A process to keep running: its name in the log and its command."""

    name: str
    command: tuple[str, ...]


class _Patience:
    """How long to wait before the next start, and when to stop trying."""

    def __init__(self) -> None:
        self._early: deque[float] = deque(maxlen=EARLY_DEATHS)
        self._row = 0

    def delay(self, lived: float) -> float:
        """Seconds to wait after a life of so many seconds: doubling for each short life in a row."""
        self._row = self._row + 1 if lived < EARLY_SECONDS else 1
        return float(min(0.25 * 2 ** (self._row - 1), LONGEST_DELAY_SECONDS))

    def is_spent(self, lived: float, now: float) -> bool:
        """Counts a death; True after too many early ones within the window."""
        if lived >= EARLY_SECONDS:
            self._early.clear()
            return False
        self._early.append(now)
        return len(self._early) == EARLY_DEATHS and now - self._early[0] <= EARLY_WINDOW_SECONDS


class _Child:
    """One process and its restarts."""

    def __init__(self, spec: ChildSpec, environment: Mapping[str, str]) -> None:
        self.spec = spec
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._next_start = 0.0
        self._patience = _Patience()

    @property
    def alive(self) -> bool:
        """Whether the process runs, as far as `tend` and `reap` have seen."""
        return self._process is not None

    def start(self) -> None:
        """Starts the process. Its standard output goes to our standard error: ours belongs to the ready line."""
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            self.spec.command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=2,
            start_new_session=True,
            preexec_fn=signal_at_parents_death(signal.SIGKILL),  # noqa: PLW1509 - one prctl call
        )

    def tend(self) -> None:
        """Notices the end of the process and starts it again in time. Raises _GivenUp when that is pointless."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._next_start:
                self.start()
            return
        code = self.reap()
        if code is None:
            return
        lived = now - self._started
        delay = self._patience.delay(lived)
        self._next_start = now + delay
        log.warning("a process ended", process=self.spec.name, exit_code=code, restart_in=delay)
        # SIGKILL comes from outside and says nothing about whether the process can start.
        if code != -signal.SIGKILL and self._patience.is_spent(lived, now):
            log.error("a process does not stay up", process=self.spec.name, exit_code=code)
            raise _GivenUp(128 - code if code < 0 else code or 1)

    def reap(self) -> int | None:
        """The exit code if the process has ended, negative for a signal; what it left in its group is killed."""
        if self._process is None:
            return None
        pid = self._process.pid
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return None
        # Not reaped yet, so the group's number cannot have gone to strangers.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
        code = self._process.wait()
        self._process = None
        return code

    def ask_to_end(self) -> None:
        """SIGTERM to the process itself; its children are its own affair."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL to the whole group."""
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)


def choose_port(host: str, port: int) -> int:
    """The port to listen on: `port` if it is free, any free one for 0.

    Raises PortTaken, after a short wait for a predecessor that is just ending.
    """
    deadline = time.monotonic() + PORT_WAIT_SECONDS
    while True:
        try:
            family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
            with socket.create_server((host, port), family=family) as probe:
                return int(probe.getsockname()[1])
        except OSError as error:
            if time.monotonic() >= deadline:
                raise PortTaken(
                    f"Cannot listen on {host} port {port}: {error.strerror}. Choose another with --host and --port."
                ) from error
            time.sleep(TICK_SECONDS)


def address_of(host: str, port: int) -> str:
    """`http://host:port`, an IPv6 address in brackets."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_healthy(host: str, port: int) -> bool:
    """Whether GET /api/v1/health answers 200; a wildcard address is asked through the loopback."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(target, port, timeout=2)
    try:
        connection.request("GET", HEALTH_PATH)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def is_full(folder: Path) -> bool:
    """Whether less can be written there than the database needs to start: two segments of its log."""
    with suppress(OSError):
        found = os.statvfs(folder)
        return found.f_bavail * found.f_frsize < LEAST_FREE_BYTES
    return False


class Supervisor:
    """Runs everything until a signal or until something cannot be kept running.

    `children`: the first is the web process whose health makes the service ready. `environment` is the children's;
    the database's URL is added to it. `database_url=None` means the embedded database in `data_dir`. `migrate` gets
    the URL before any child starts. `host` and `port` are where the web process listens (see `choose_port`).
    `grace` is how many seconds the children have to end by themselves. The ready line goes to `out`.
    """

    def __init__(
        self,
        children: Sequence[ChildSpec],
        *,
        environment: Mapping[str, str],
        data_dir: Path,
        database_url: str | None,
        migrate: Callable[[str], object],
        host: str,
        port: int,
        grace: float = 20.0,
        out: TextIO | None = None,
    ) -> None:
        self._specs = tuple(children)
        self._environment = dict(environment)
        self._data_dir = data_dir
        self._postgres = EmbeddedPostgres(data_dir) if database_url is None else None
        self._external_url = database_url
        self._migrate = migrate
        self._host, self._port = host, port
        self._grace = grace
        self._out = out or sys.stdout
        self._children: list[_Child] = []
        self._signals = 0
        self._interruptible = False
        self._ready = False
        self._next_health = self._next_reminder = 0.0
        self._database_patience = _Patience()
        self._database_start = 0.0
        self._database_next = 0.0

    def run(self) -> int:
        """Returns the exit code: 0 after a signal, that of the child which could not be kept running otherwise.

        Must be called in the main thread. Raises PostgresError and what `migrate` raises, with nothing left running.
        """
        with self._signals_taken():
            try:
                self._start()
                while not self._signals:
                    self._tend()
                    time.sleep(TICK_SECONDS)
                log.info("stopping")
            except _Interrupted:
                log.info("stopping")
            except _GivenUp as error:
                return error.code
            finally:
                self._shut_down()
        return 0

    @contextmanager
    def _signals_taken(self) -> Iterator[None]:
        numbers = [signal.SIGTERM, signal.SIGINT]
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
            numbers.append(signal.SIGHUP)
        before = {number: signal.signal(number, self._on_signal) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._signals += 1
        if self._interruptible:
            self._interruptible = False
            raise _Interrupted

    @contextmanager
    def _blocking(self) -> Iterator[None]:
        """Something long runs within: a signal breaks it off."""
        if self._signals:
            raise _Interrupted
        self._interruptible = True
        try:
            yield
        finally:
            self._interruptible = False

    def _start(self) -> None:
        with self._blocking():
            url = self._start_database()
            self._migrate(url)
        environment = {**self._environment, PREFIX + "DATABASE_URL": url}
        self._children = [_Child(spec, environment) for spec in self._specs]

    def _start_database(self) -> str:
        if self._postgres is not None:
            self._database_start = time.monotonic()
            return self._postgres.start()
        assert self._external_url is not None
        deadline = time.monotonic() + DATABASE_WAIT_SECONDS
        while True:
            try:
                check_server(self._external_url)
                return self._external_url
            except ServerUnreachable as error:
                if time.monotonic() >= deadline:
                    raise
                log.warning("waiting for the database", reason=str(error))
                time.sleep(1)

    def _tend(self) -> None:
        self._tend_database()
        for child in self._children:
            child.tend()
        now = time.monotonic()
        if not self._ready and now >= self._next_health:
            self._next_health = now + HEALTH_SECONDS
            self._look_at_health(now)

    def _look_at_health(self, now: float) -> None:
        if self._children and self._children[0].alive and is_healthy(self._host, self._port):
            self._ready = True
            print(f"ready {address_of(self._host, self._port)}", file=self._out, flush=True)
        elif now >= self._next_reminder:
            if self._next_reminder:
                log.warning("not healthy yet", see=address_of(self._host, self._port) + HEALTH_PATH)
            self._next_reminder = now + HEALTH_REMINDER_SECONDS

    def _tend_database(self) -> None:
        now = time.monotonic()
        if self._postgres is None or self._postgres.running or now < self._database_next:
            return
        lived = now - self._database_start
        self._database_next = now + self._database_patience.delay(lived)
        full = is_full(self._data_dir)
        log.error("the database ended; starting it again", disk_is_full=full)
        # A database that has no space ends at once each time. That is no fault of its own, and will pass.
        if self._database_patience.is_spent(lived, now) and not full:
            log.error("the database does not stay up")
            raise _GivenUp(1)
        try:
            with self._blocking():
                self._start_database()
        except (PostgresError, OSError) as error:
            log.error("the database did not start", reason=str(error))

    def _shut_down(self) -> None:
        for child in self._children:
            child.ask_to_end()
        self._await_children(self._grace, unless_hurried=True)
        for child in self._children:
            if child.alive:
                log.warning("a process did not end in time", process=child.spec.name)
                child.kill()
        self._await_children(5.0, unless_hurried=False)
        if self._postgres is None:
            return
        hurried = self._signals > 1
        self._interruptible = not hurried
        try:
            self._postgres.stop(immediate=hurried)
        except _Interrupted:
            self._postgres.stop(immediate=True)
        finally:
            self._interruptible = False

    def _await_children(self, seconds: float, *, unless_hurried: bool) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not (unless_hurried and self._signals > 1):
            for child in self._children:
                child.reap()
            if not any(child.alive for child in self._children):
                return
            time.sleep(0.02)
