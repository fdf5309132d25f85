"""The platform under trial: `zenhire serve` as anybody runs it, on a database and in a folder of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from zenhire.kit.db import Database
from zenhire.kit.postgres import EmbeddedPostgres, scratch_folder
from zenhire.kit.settings import PREFIX
from zenhire.migrations.migrate import migrate
from zenhire.platform.accounts import service as accounts
from zenhire.platform.accounts.keys import load_secret_key
from zenhire.platform.accounts.types import PERMISSIONS
from zenhire.platform.credits.service import grant

START_SECONDS = 120.0
STOP_SECONDS = 60.0
DECODER = "zenhire.engines.audio.child"
SPEECH = {"SPEECH_MIN_SECONDS": "2", "SPEECH_MAX_SECONDS": "120", "SPEECH_CONCURRENCY": "1000000"}
_ENGINE = "multiprocessing.spawn"
_SAMPLE_SECONDS = 0.01
_STARTS: dict[str, tuple[str, ...]] = {
    "web": ("child",),
    "worker": ("engine", "child"),
    "engine": ("child",),
    "child": (),
}
"""What each kind of process starts."""


@dataclass(slots=True)
class Memory:
    """Most resident bytes seen: of the web process, of any worker, of any engine process, of any limited child."""

    web: int = 0
    worker: int = 0
    engine: int = 0
    child: int = 0

    def note(self, role: str, pid: int) -> None:
        """Reads the high-water mark of a process."""
        setattr(self, role, max(getattr(self, role), _peak(pid)))


@dataclass(slots=True)
class Platform:
    """A running platform and what it was given. `children` are the modules of its limited children."""

    url: str
    folder: Path
    database_url: str
    process: subprocess.Popen[str]
    children: tuple[str, ...]
    memory: Memory = field(default_factory=Memory)

    def descendants(self) -> list[psutil.Process]:
        """Every process below `zenhire serve` that is alive."""
        with contextlib.suppress(psutil.NoSuchProcess):
            return psutil.Process(self.process.pid).children(recursive=True)
        return []


def _environment(folder: Path, database_url: str, settings: Mapping[str, str]) -> dict[str, str]:
    (folder / "tmp").mkdir()
    own = {
        "DATABASE_URL": database_url,
        "DATA_DIR": str(folder / "data"),
        "ASR": "fake",
        "LOG_FORMAT": "json",
        "LOG_LEVEL": "warning",
        "RATE_LIMIT_PER_MINUTE": "1000000",
        **settings,
    }
    clean = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return clean | {PREFIX + name: value for name, value in own.items()} | {"TMPDIR": str(folder / "tmp")}


@contextlib.contextmanager
def running(settings: Mapping[str, str] = SPEECH, children: tuple[str, ...] = (DECODER,)) -> Iterator[Platform]:
    """A platform with these settings that is ready; stopped at the end, and then its folder is removed.

    `children` are the modules of the limited children that open what is sent.
    """
    with scratch_folder("fuzz-") as folder, EmbeddedPostgres(folder / "postgres", durable=False) as postgres:
        migrate(postgres.url)
        log = (folder / "log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "zenhire.entry.cli", "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=log,
            env=_environment(folder, postgres.url, settings),
            text=True,
        )
        stop = threading.Event()
        try:
            platform = Platform(_ready(process, folder / "log"), folder, postgres.url, process, children)
            watcher = threading.Thread(target=_watch, args=(platform, stop), daemon=True)
            watcher.start()
            yield platform
        finally:
            stop.set()
            end(process)
            log.close()


def end(process: subprocess.Popen[str]) -> bool:
    """Stops the platform; False when it had to be killed."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False
    return True


def _ready(process: subprocess.Popen[str], log: Path) -> str:
    assert process.stdout is not None
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if select.select([process.stdout], [], [], 1.0)[0]:
            line = process.stdout.readline()
            if line.startswith("ready "):
                return line.split()[1]
    raise RuntimeError("The platform did not start. The end of its log:\n" + log.read_text(errors="replace")[-2000:])


def _watch(platform: Platform, stop: threading.Event) -> None:
    """Reads the high-water marks. A limited child lives for a tenth of a second, so it looks often."""
    roles: dict[int, str] = {}

    def look(pid: int, may_be: tuple[str, ...]) -> None:
        for child in _children(pid):
            # Between its fork and its exec a process still looks like its parent.
            role = roles.get(child) or _role(child, platform.children)
            if role in may_be:
                roles[child] = role
                platform.memory.note(role, child)
                look(child, _STARTS[role])

    while not stop.wait(_SAMPLE_SECONDS):
        look(platform.process.pid, ("web", "worker"))


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _role(pid: int, limited: tuple[str, ...]) -> str:
    """What a process is; empty for others, and for one that has not become itself yet."""
    with contextlib.suppress(OSError):
        line = Path(f"/proc/{pid}/cmdline").read_bytes()
        words = line.split(b"\0")
        if any(module.encode() in words for module in limited):
            return "child"
        if _ENGINE.encode() in line:
            return "engine"
        return next((role for role in ("web", "worker") if role.encode() in words), "")
    return ""


def _peak(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


async def make_client(db: Database, platform: Platform, credits: int) -> tuple[str, str]:
    """A client with all permissions; its id and API key."""
    secret = await asyncio.to_thread(_secret, platform)
    async with db.transaction() as conn:
        client_id = await accounts.create_client(conn, "Trial", permissions=PERMISSIONS)
        key = await accounts.create_key(conn, secret, client_id)
        await grant(conn, client_id, credits, "For the trial")
    return client_id, key.api_key


def _secret(platform: Platform) -> bytes:
    from zenhire.kit.settings import Settings

    return load_secret_key(Settings(data_dir=platform.folder / "data"))
