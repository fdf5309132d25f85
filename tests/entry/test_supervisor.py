"""The supervisor with small stand-ins for its children: ready, restarts, and an end that leaves nothing behind."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from zenhire.entry import supervisor as module
from zenhire.entry.serve import child_environment, children_of
from zenhire.entry.supervisor import ChildSpec, PortTaken, Supervisor, address_of, choose_port, is_healthy
from zenhire.kit.postgres import EmbeddedPostgres, PostgresError, ServerUnreachable, running_url, scratch_folder
from zenhire.kit.postgres.process import wait_until
from zenhire.kit.settings import Settings

SUPERVISE = """
import json, os, pathlib, sys, time
from zenhire.entry.supervisor import ChildSpec, Supervisor
from zenhire.kit.logging import configure_logging
configure_logging("json", "info")
plan = json.loads(sys.argv[1])
place = pathlib.Path(plan["place"])
def migrate(url):
    (place / "migrated").write_text(url)
    time.sleep(plan["migration_seconds"])
sys.exit(Supervisor(
    [ChildSpec(name, tuple(command)) for name, command in plan["children"]], environment=os.environ,
    data_dir=place / "data", database_url=plan["url"], migrate=migrate, host="127.0.0.1", port=plan["port"],
    grace=plan["grace"],
).run())
"""

# Writes its pid, and answers 200 from its second request on.
WEB = """
import http.server, os, pathlib, sys
place = pathlib.Path(sys.argv[1]); answers = [503]
(place / "web.url").write_text(os.environ["ZENHIRE_DATABASE_URL"])
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(answers[-1] if self.path == "/api/v1/health" else 404); self.end_headers()
        answers.append(200)
    def log_message(self, *args): pass
server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[2])), Handler)
(place / "web.pid").write_text(str(os.getpid())); print("not the ready line", flush=True)
server.serve_forever()
"""

# Ignores SIGTERM, and has a child of its own that does so too.
STUBBORN = """
import os, pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
name = "grandchild.pid" if os.fork() == 0 else "worker.pid"
(pathlib.Path(sys.argv[1]) / name).write_text(str(os.getpid()))
time.sleep(300)
"""

SLEEPER = "import os, pathlib, sys, time; (pathlib.Path(sys.argv[1]) / 'worker.pid').write_text(str(os.getpid()));" + (
    "time.sleep(300)"
)


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A folder with a database in it, made and stopped, to copy from."""
    with scratch_folder("zenhire-test-") as folder:
        with EmbeddedPostgres(folder / "data", durable=False):
            pass
        yield folder / "data"


@pytest.fixture
def place() -> Iterator[Path]:
    with scratch_folder("zenhire-test-") as folder:
        yield folder


@pytest.fixture
def home(place: Path, made: Path) -> Path:
    """A folder whose `data` holds an embedded database."""
    shutil.copytree(made, place / "data")
    return place


class Service:
    """A supervisor in a process of its own."""

    def __init__(self, place: Path, worker: str, *, url: str | None = None, grace: float = 10.0, migration: float = 0):
        self.place = place
        self.port = choose_port("127.0.0.1", 0)
        children: list[Any] = [
            ("web", [sys.executable, "-c", WEB, str(place), str(self.port)]),
            ("worker", [sys.executable, "-c", worker, str(place)]),
        ]
        plan = {"place": str(place), "children": children, "url": url, "port": self.port, "grace": grace}
        plan["migration_seconds"] = migration
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISE, json.dumps(plan)], stdout=subprocess.PIPE, text=True
        )

    def pid(self, name: str, other_than: int = 0) -> int:
        """The process id that a stand-in wrote last."""
        file = self.place / f"{name}.pid"

        def written() -> bool:
            return file.exists() and file.read_text() not in ("", str(other_than))

        assert wait_until(written, 20)
        return int(file.read_text())

    def await_ready(self) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == f"ready http://127.0.0.1:{self.port}\n"

    def end(self, *signals: int, within: float = 15.0) -> int:
        """Sends signals, and gives the exit code; nothing but the ready line may have been written."""
        for number in signals:
            self.process.send_signal(number)
            time.sleep(0.3)
        rest, _ = self.process.communicate(timeout=within)
        assert rest == ""
        return self.process.returncode

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()
        for file in self.place.glob("*.pid"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(file.read_text()), signal.SIGKILL)


def lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_it_says_ready_once_healthy_and_ends_everything_on_sigterm(home: Path) -> None:
    with Service(home, SLEEPER) as service:
        service.await_ready()
        web, worker = service.pid("web"), service.pid("worker")
        url = running_url(home / "data")
        assert url is not None
        assert url == (home / "migrated").read_text() == (home / "web.url").read_text()
        assert service.end(signal.SIGTERM) == 0
        assert not lives(web)
        assert not lives(worker)
        assert running_url(home / "data") is None
        log = (home / "data" / "postgres" / "server.log").read_text()
        assert "received fast shutdown request" in log


def test_a_killed_child_is_started_again(place: Path, database_url: str) -> None:
    with Service(place, SLEEPER, url=database_url) as service:
        service.await_ready()
        web, worker = service.pid("web"), service.pid("worker")
        for _ in range(2):
            os.kill(worker, signal.SIGKILL)
            worker = service.pid("worker", other_than=worker)
        assert service.pid("web") == web
        assert lives(web)
        assert service.end(signal.SIGINT) == 0
        assert not lives(worker)


def test_a_killed_database_comes_back_under_the_same_url(home: Path) -> None:
    with Service(home, SLEEPER) as service:
        service.await_ready()
        url = (home / "migrated").read_text()
        postmaster = int((home / "data/postgres/data/postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGKILL)
        assert wait_until(lambda: not lives(postmaster), 5)
        assert wait_until(lambda: running_url(home / "data") == url, 15)
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert service.end(signal.SIGTERM) == 0


def test_when_it_is_killed_all_ends_and_the_next_start_works(home: Path) -> None:
    with Service(home, SLEEPER) as service:
        service.await_ready()
        pids = [service.pid("web"), service.pid("worker")]
        pids.append(int((home / "data/postgres/data/postmaster.pid").read_text().split()[0]))
        service.process.kill()
        assert wait_until(lambda: not any(map(lives, pids)), 15)
    with Service(home, SLEEPER) as service:
        service.await_ready()
        assert service.end(signal.SIGTERM) == 0


def test_a_child_that_ignores_sigterm_is_killed_with_its_children_after_the_grace(
    place: Path, database_url: str
) -> None:
    with Service(place, STUBBORN, url=database_url, grace=1.0) as service:
        service.await_ready()
        pids = [service.pid("worker"), service.pid("grandchild")]
        assert service.end(signal.SIGTERM, within=8) == 0
        assert not any(map(lives, pids))


def test_a_second_signal_does_not_wait(home: Path) -> None:
    with Service(home, STUBBORN, grace=60.0) as service:
        service.await_ready()
        pids = [service.pid("worker"), service.pid("grandchild")]
        assert service.end(signal.SIGTERM, signal.SIGTERM, within=10) == 0
        assert not any(map(lives, pids))
        assert running_url(home / "data") is None


def test_a_child_that_cannot_start_ends_all_with_its_exit_code(place: Path, database_url: str) -> None:
    with Service(place, "import sys; sys.exit(7)", url=database_url) as service:
        service.await_ready()
        web = service.pid("web")
        assert service.end(within=30) == 7
        assert not lives(web)


def test_a_signal_breaks_off_a_long_migration(home: Path) -> None:
    with Service(home, SLEEPER, migration=120.0) as service:
        assert wait_until((home / "migrated").exists, 20)
        assert service.end(signal.SIGTERM, within=10) == 0
        assert running_url(home / "data") is None


def test_a_failing_migration_leaves_nothing_running(home: Path) -> None:
    def fail(_url: str) -> None:
        raise LookupError("no such revision")

    supervisor = Supervisor(
        [], environment={}, data_dir=home / "data", database_url=None, migrate=fail, host="127.0.0.1", port=1
    )
    with pytest.raises(LookupError):
        supervisor.run()
    assert running_url(home / "data") is None
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_an_external_database_that_stays_away_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DATABASE_WAIT_SECONDS", 0.0)
    supervisor = Supervisor(
        [ChildSpec("web", ("false",))],
        environment={},
        data_dir=tmp_path,
        database_url=f"postgresql://u:p@/d?host={tmp_path}",
        migrate=lambda _: None,
        host="127.0.0.1",
        port=1,
    )
    with pytest.raises(ServerUnreachable):
        supervisor.run()


@pytest.mark.parametrize("full", [False, True])
def test_a_database_without_space_is_started_again_until_there_is_some(
    place: Path, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    class Failing:
        """As the embedded server behaves on a full disk."""

        running = False
        starts = 0

        def start(self) -> str:
            self.starts += 1
            if self.starts > 8:
                self.running = True
                return "url"
            if self.starts % 2:
                raise OSError(errno.ENOSPC, "No space left on device")
            raise PostgresError("PostgreSQL ended at its start.")

    supervisor = Supervisor(
        [], environment={}, data_dir=place, database_url=None, migrate=lambda _: None, host="127.0.0.1", port=1
    )
    database = Failing()
    monkeypatch.setattr(supervisor, "_postgres", database)
    monkeypatch.setattr(module, "LEAST_FREE_BYTES", 1 << 62 if full else 0)
    monkeypatch.setattr(module._Patience, "delay", lambda *_: 0.0)
    monkeypatch.setattr(supervisor, "_database_start", time.monotonic())
    with pytest.raises(module._GivenUp) if not full else contextlib.nullcontext():
        for _ in range(9):
            supervisor._tend_database()
    assert database.starts == (9 if full else 4)


def test_patience_ends_after_five_short_lives_in_a_minute() -> None:
    patience = module._Patience()
    assert [patience.is_spent(1.0, now) for now in (0.0, 1.0, 2.0, 4.0, 8.0)] == [False] * 4 + [True]
    patience = module._Patience()
    assert not any(patience.is_spent(1.0, now) for now in (0.0, 16.0, 32.0, 48.0, 64.0))
    patience = module._Patience()
    assert not any(patience.is_spent(lived, 0.0) for lived in (1.0, 1.0, 1.0, 1.0, 100.0, 1.0, 1.0))
    assert [patience.delay(lived) for lived in (1.0, 1.0, 1.0, 100.0, 1.0)] == [0.25, 0.5, 1.0, 0.25, 0.5]
    assert max(patience.delay(1.0) for _ in range(20)) == 30.0


def test_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PORT_WAIT_SECONDS", 0.0)
    free = choose_port("127.0.0.1", 0)
    assert choose_port("127.0.0.1", free) == free
    with (
        socket.create_server(("127.0.0.1", free)),
        pytest.raises(PortTaken, match=f"port {free}.*in use.*Choose another with --host and --port"),
    ):
        choose_port("127.0.0.1", free)
    assert not is_healthy("127.0.0.1", free)
    assert address_of("127.0.0.1", 8080) == "http://127.0.0.1:8080"
    assert address_of("::1", 8080) == "http://[::1]:8080"


def test_children_get_the_settings_and_the_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings(data_dir=Path("state"), port=0, worker_processes=2, asr_timeout_seconds=5)
    environment = child_environment(settings, 12345)
    assert environment["ZENHIRE_PORT"] == "12345"
    assert environment["ZENHIRE_DATA_DIR"] == str(tmp_path / "state")
    assert environment["ZENHIRE_ASR_TIMEOUT_SECONDS"] == "5.0"
    specs = children_of(settings)
    assert [spec.name for spec in specs] == ["web", "worker 0", "worker 1"]
    assert specs[2].command[-3:] == ("worker", "--index", "1")
