"""Starts and stops the embedded server, and brings it back after whatever happened to it."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import signal
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import psycopg

from zenhire.kit.postgres.account import Account, choose_account
from zenhire.kit.postgres.binaries import find_binaries
from zenhire.kit.postgres.cluster import NAME, Layout, initialise, layout_of, prepare
from zenhire.kit.postgres.errors import DataFolderBusy, PostgresError
from zenhire.kit.postgres.lock import FileLock
from zenhire.kit.postgres.process import Keeper, is_postmaster, read_pid_file, server_processes, wait_until

START_SECONDS = 300.0
FAST_STOP_SECONDS = 20.0
LOG_BYTES = 5_000_000
_SOCKET_PREFIX = "zenhire-pg-"
_SOCKET_PATH_BYTES = 100  # sun_path holds 107 bytes on Linux, 103 elsewhere
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_./+-]+")  # anything else would need quoting in a URL or in PostgreSQL's list


def database_url(layout: Layout, socket_dir: str) -> str:
    """The URL of the cluster's database through its unix socket."""
    return f"postgresql://{NAME}:{layout.password.read_text().strip()}@/{NAME}?host={socket_dir}"


def answers(url: str) -> bool:
    """Whether a query comes back."""
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            connection.execute("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


class EmbeddedPostgres:
    """The PostgreSQL server of one data folder; a context manager.

    `durable=False` gives up safety against loss of power for speed, for tests; after kill -9 every acknowledged row
    is there all the same. `wait` is how many seconds `start` waits for another owner of this folder to end.
    """

    def __init__(self, data_dir: Path, *, durable: bool = True, wait: float = 15.0) -> None:
        self._layout = layout_of(data_dir)
        self._durable = durable
        self._wait = wait
        self._lock: FileLock | None = None
        self._keeper: Keeper | None = None
        self._sockets: Path | None = None
        self._url: str | None = None
        self._process = os.getpid()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """`postgresql://...` of the database, password included; the same after a restart. Needs `start` before."""
        if self._url is None:
            raise PostgresError("The embedded database has not been started.")
        return self._url

    @property
    def running(self) -> bool:
        """Whether the server process lives. After False, `start` brings it back under the same URL."""
        return self._keeper is not None and self._keeper.running

    @property
    def pid(self) -> int:
        """Process id of the running postmaster."""
        if self._keeper is None:
            raise PostgresError("The embedded database has not been started.")
        return self._keeper.pid

    def start(self) -> str:
        """Starts the server, at first use creates the database, and returns the URL once queries are answered.

        Raises DataFolderBusy when another process runs it, PostgresError with advice when it cannot run.
        """
        if self.running:
            return self.url
        account = choose_account(self._layout.root)
        prepare(self._layout, account)
        binaries = find_binaries(account)
        self._take_lock(account)
        atexit.register(self.stop)
        try:
            initialise(self._layout, account, binaries, durable=self._durable)
            clear_remains(self._layout, account, keep=self._sockets)
            self._launch(account, binaries)
        except BaseException:
            self.stop(immediate=True)
            raise
        return self.url

    def _take_lock(self, account: Account) -> None:
        lock = self._lock or FileLock(self._layout.owner_lock, account)
        if not lock.acquire(seconds=self._wait):
            raise DataFolderBusy(
                f"Another zenhire process runs the database in {self._layout.data_dir}. "
                "Stop it first, or choose another data folder."
            )
        self._lock = lock

    def _launch(self, account: Account, binaries: Path) -> None:
        sockets = self._socket_folder(account)
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(sockets),
            "unix_socket_permissions": "0700",
            "port": "5432",
            "cluster_name": self._layout.cluster_name,
            "logging_collector": "off",
        }
        if not self._durable:
            options |= {"fsync": "off", "full_page_writes": "off"}
        command = [str(binaries / "postgres"), "-D", str(self._layout.cluster)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        log = _open_log(self._layout, account)
        try:
            self._keeper = Keeper(command, account, log)
            self._keeper.launch()
        finally:
            os.close(log)
        self._await_ready(database_url(self._layout, str(sockets)))

    def _socket_folder(self, account: Account) -> Path:
        """The same folder for the life of this object, so that a restart keeps the URL."""
        if self._sockets is None or not self._sockets.exists():
            folder = self._layout.sockets
            if len(os.fsencode(folder)) + 20 > _SOCKET_PATH_BYTES or not _PLAIN_PATH.fullmatch(str(folder)):
                folder = Path(tempfile.mkdtemp(prefix=_SOCKET_PREFIX, dir="/tmp"))
                account.own(folder)
            self._sockets = folder
        return self._sockets

    def _await_ready(self, url: str) -> None:
        keeper = self._keeper
        assert keeper is not None
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if not keeper.running:
                raise PostgresError(f"PostgreSQL ended at its start. Its last words:\n{_tail(self._layout.log)}")
            state = read_pid_file(self._layout)
            if state is not None and state.pid == keeper.pid and state.ready and answers(url):
                self._url = url
                return
            time.sleep(0.01)
        raise PostgresError(f"PostgreSQL was not ready after {START_SECONDS:.0f} s. See {self._layout.log}")

    def stop(self, *, immediate: bool = False) -> None:
        """Ends the server and every process of it: in good order, or at once (the next start then recovers).

        May be called again when it was interrupted, and when nothing runs.
        """
        if self._process != os.getpid():
            return
        keeper = self._keeper
        if keeper is not None:
            for number, seconds in _ways_to_end(immediate=immediate):
                if not keeper.running:
                    break
                keeper.send(number)
                wait_until(lambda: not keeper.running, seconds, every=0.01)
            end_orphans(self._layout, choose_account(self._layout.root))
            self._keeper = None
        if self._sockets is not None and self._sockets != self._layout.sockets:
            shutil.rmtree(self._sockets, ignore_errors=True)
        self._sockets = self._url = None
        if self._lock is not None:
            self._lock.release()
        atexit.unregister(self.stop)


def _ways_to_end(*, immediate: bool) -> list[tuple[signal.Signals, float]]:
    ways = [(signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)]
    return ways if immediate else [(signal.SIGINT, FAST_STOP_SECONDS), *ways]


def _open_log(layout: Layout, account: Account) -> int:
    with suppress(FileNotFoundError):
        if layout.log.stat().st_size > LOG_BYTES:
            layout.log.replace(layout.log.with_suffix(".log.1"))
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
    log = os.open(layout.log, flags, 0o600)
    if account.switch:
        os.fchown(log, account.uid, account.gid)
    return log


def _tail(log: Path, lines: int = 8) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def clear_remains(layout: Layout, account: Account, *, keep: Path | None = None) -> None:
    """Ends what an earlier owner left: a server that still runs, orphaned backends, a pid file that lies.

    The owner's lock must be held: nobody else runs this cluster, so whatever still does is left over. `keep` is the
    one socket folder that is not removed.
    """
    state = read_pid_file(layout)
    if state is not None and is_postmaster(state.pid, layout):
        for number, seconds in _ways_to_end(immediate=False):
            with suppress(ProcessLookupError):
                os.kill(state.pid, number)
            if wait_until(lambda: not is_postmaster(state.pid, layout), seconds):
                break
    end_orphans(layout, account)
    if state is not None and psutil.pid_exists(state.pid):
        # The number is a zombie's or has gone to a stranger; PostgreSQL would take either for a live server.
        (layout.cluster / "postmaster.pid").unlink(missing_ok=True)
    old = Path(state.socket_dir) if state is not None else keep
    if old is not None and old != keep and old.name.startswith(_SOCKET_PREFIX):
        shutil.rmtree(old, ignore_errors=True)


def end_orphans(layout: Layout, account: Account) -> None:
    """Ends the server's child processes whose postmaster is gone; they hold its shared memory."""
    if wait_until(lambda: not server_processes(layout, account), 2.0, every=0.05):
        return
    for process in server_processes(layout, account):
        with suppress(psutil.Error):
            process.kill()
    if not wait_until(lambda: not server_processes(layout, account), 10.0, every=0.05):
        raise PostgresError(f"Processes of an earlier server of {layout.cluster} do not end. End them by hand.")
