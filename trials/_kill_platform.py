"""The platform under trial: `zenhire serve` with a database of its own, and the processes that it consists of."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from zenhire.entry.supervisor import choose_port
from zenhire.kit.postgres import running_url, scratch_folder
from zenhire.kit.settings import PREFIX

START_SECONDS = 180.0
STOP_SECONDS = 60.0
DISK_MB, DISK_MB_PER_BLOW = 600, 6
"""Room for the database; and for the recordings of the runs that come in between two blows, which are kept."""
HEARTBEAT_SECONDS = 2.0
STALLED_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Options:
    """How the service is set up."""

    workers: int = 2
    concurrency: int = 4
    cap: int = 2
    asr: str = "fake:slow"


class Service:
    """One `zenhire serve`, started again and again on the same folder and port."""

    def __init__(self, folder: Path, options: Options) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.temporary = folder / "tmp"
        self.log = folder / "serve.log"
        self.options = options
        self.port = choose_port("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[str] | None = None
        self.temporary.mkdir(exist_ok=True)
        self.temporary.chmod(0o777)

    def start(self) -> None:
        """Starts and waits for the ready line. Raises RuntimeError when it does not come."""
        with self.log.open("ab") as sink:
            self.process = subprocess.Popen(
                self._command("serve", "--port", str(self.port), "--data-dir", str(self.data)),
                stdout=subprocess.PIPE,
                stderr=sink,
                env=self.environment(),
                text=True,
            )
        assert self.process.stdout is not None
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            readable, _, _ = select.select([self.process.stdout], [], [], 0.5)
            line = self.process.stdout.readline() if readable else ""
            if line.startswith("ready "):
                return
            if readable and not line:
                break
        raise RuntimeError("The service did not start:\n" + self.log.read_text(errors="replace")[-3000:])

    def stop(self) -> int:
        """SIGTERM to the whole; its exit code. Raises subprocess.TimeoutExpired when it does not end."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_SECONDS)

    def kill(self) -> None:
        """Whatever still runs ends now."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def environment(self) -> dict[str, str]:
        """Settings of this shell must not lead the trial to somebody's real database."""
        own = {
            "DATA_DIR": str(self.data),
            "ASR": self.options.asr,
            "LOG_FORMAT": "json",
            "LOG_LEVEL": "debug",
            "WORKER_PROCESSES": str(self.options.workers),
            "WORKER_CONCURRENCY": str(self.options.concurrency),
            "WORKER_HEARTBEAT_SECONDS": str(HEARTBEAT_SECONDS),
            "WORKER_STALLED_SECONDS": str(STALLED_SECONDS),
            "ENGINE_PROCESSES": "1",
            "SPEECH_MIN_SECONDS": "5",
            "SPEECH_POLL_MIN_SECONDS": "0",
            "SPEECH_CONCURRENCY": str(self.options.cap),
            "RATE_LIMIT_PER_MINUTE": "1000000",
        }
        clean = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        return clean | {PREFIX + name: value for name, value in own.items()} | {"TMPDIR": str(self.temporary)}

    def admin(self, *arguments: str) -> str:
        """What `zenhire admin` prints. Raises subprocess.CalledProcessError."""
        command = self._command("admin", *arguments, "--json", "--data-dir", str(self.data))
        return subprocess.run(command, env=self.environment(), capture_output=True, text=True, check=True).stdout

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "zenhire.entry.cli", *arguments]

    def database_url(self) -> str | None:
        """The database's URL while it answers."""
        return running_url(self.data)

    def children(self, name: str) -> list[int]:
        """Process ids of the service's own processes called `web` or `worker`."""
        return sorted(process.pid for process in self._below() if _is_command(process, name))

    def engines(self, worker: int) -> list[int]:
        """Process ids of a worker's engine processes."""
        with contextlib.suppress(psutil.Error):
            return sorted(child.pid for child in psutil.Process(worker).children() if "spawn_main" in _line(child))
        return []

    def postmaster(self) -> int | None:
        """The database's main process."""
        for process in self._below():
            if _line(process).partition(" ")[0].endswith("/postgres"):
                return process.pid
        return None

    def backends(self) -> list[int]:
        """The database's processes that each serve a connection of the platform."""
        return sorted(process.pid for process in self._below() if "zenhire zenhire [local]" in _line(process))

    def everything(self) -> list[str]:
        """Command lines of whatever runs for this folder, in whatever relation to us."""
        marks = (str(self.data), str(self.temporary))
        found = []
        for process in psutil.process_iter():
            if process.pid == os.getpid():
                continue
            with contextlib.suppress(psutil.Error):
                alive = process.status() != psutil.STATUS_ZOMBIE
                place = process.environ().get("TMPDIR", "")
                if alive and (place == marks[1] or any(mark in _line(process) for mark in marks)):
                    found.append(_line(process))
        return found

    def _below(self) -> list[psutil.Process]:
        with contextlib.suppress(psutil.Error):
            if self.process is not None and self.process.poll() is None:
                return psutil.Process(self.process.pid).children(recursive=True)
        return []


def _line(process: psutil.Process) -> str:
    with contextlib.suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""


def _is_command(process: psutil.Process, name: str) -> bool:
    line = _line(process)
    return "zenhire.entry.cli" in line and line.split("zenhire.entry.cli", 1)[1].split()[:1] == [name]


@contextmanager
def own_disk(blows: int) -> Iterator[tuple[Path, bool]]:
    """A folder that the database's user can reach, and whether it is a small disk of its own that can be filled.

    It holds what a trial of so many blows leaves.
    """
    with scratch_folder("zenhire-kill-") as outer:
        place = outer / "disk"
        place.mkdir()
        place.chmod(0o711)
        mounted = os.geteuid() == 0 and _mount(place, DISK_MB + DISK_MB_PER_BLOW * blows)
        try:
            yield place, mounted
        finally:
            if mounted:
                subprocess.run(["umount", "--lazy", str(place)], check=False, capture_output=True)


def _mount(place: Path, megabytes: int) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0711", "tmpfs", str(place)]
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def has_room(folder: Path) -> int:
    """Bytes that can still be written."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize
