"""What is done to the platform: one function a kind, each saying what it hit and how long the platform took."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import httpx
import psutil

from trials._kill_platform import STALLED_SECONDS, Service, has_room

WATCH_SECONDS = 60.0
STOP_SECONDS = STALLED_SECONDS + 6.0
FULL_SECONDS = 6.0


@dataclass(frozen=True, slots=True)
class Blow:
    """One blow: its kind, the moment (seconds since 1970), the workers whose runs it interrupted, and the seconds
    until the hit part itself was back (None where that is told by the runs, or nothing was hit)."""

    kind: str
    at: float
    workers: tuple[int, ...] = ()
    back: float | None = None


def _kill(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        return True
    return False


def _answers(service: Service) -> bool:
    """Whether the API answers a request that needs the database: 401 is an answer."""
    with suppress(httpx.HTTPError):
        answer = httpx.get(f"{service.url}/api/v1/credits", headers={"X-API-Key": "zh_api_none"}, timeout=5)
        return answer.status_code == 401
    return False


def _seconds_until(condition: Callable[[], bool], since: float) -> float:
    while time.time() - since < WATCH_SECONDS:
        if condition():
            return time.time() - since
        time.sleep(0.05)
    return float("inf")


def worker(service: Service, rng: random.Random) -> Blow | None:
    """kill -9 of a worker."""
    pids = service.children("worker")
    pid = rng.choice(pids) if pids else 0
    at = time.time()
    return Blow("worker", at, (pid,)) if pid and _kill(pid) else None


def engine(service: Service, rng: random.Random) -> Blow | None:
    """kill -9 of an engine process; it is back when the worker has another one in its place."""
    places = [(owner, pid) for owner in service.children("worker") for pid in service.engines(owner)]
    if not places:
        return None
    owner, pid = rng.choice(places)
    at = time.time()
    if not _kill(pid):
        return None

    def replaced() -> bool:
        return any(child != pid for child in service.engines(owner)) or not psutil.pid_exists(owner)

    until = time.time() + 10
    while time.time() < until:
        if replaced():
            return Blow("engine", at, back=time.time() - at)
        time.sleep(0.05)
    return Blow("engine", at)  # it had nothing to do; the next task will start one


def web(service: Service, rng: random.Random) -> Blow | None:
    """kill -9 of the web process."""
    del rng
    pids = service.children("web")
    at = time.time()
    if not pids or not _kill(pids[0]):
        return None
    return Blow("web", at, back=_seconds_until(lambda: _answers(service), at))


def database(service: Service, rng: random.Random) -> Blow | None:
    """kill -9 of PostgreSQL's main process."""
    del rng
    pid = service.postmaster()
    at = time.time()
    if pid is None or not _kill(pid):
        return None
    return Blow("database", at, back=_seconds_until(lambda: _answers(service), at))


def backend(service: Service, rng: random.Random) -> Blow | None:
    """kill -9 of one backend: PostgreSQL then ends all of them and recovers."""
    pids = service.backends()
    at = time.time()
    if not pids or not _kill(rng.choice(pids)):
        return None
    return Blow("backend", at, back=_seconds_until(lambda: _answers(service), at))


def zombie(service: Service, rng: random.Random) -> Blow | None:
    """SIGSTOP of a worker until others take it for dead, then SIGCONT."""
    pids = service.children("worker")
    if not pids:
        return None
    pid = rng.choice(pids)
    at = time.time()
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)
        time.sleep(STOP_SECONDS)
        os.kill(pid, signal.SIGCONT)
        return Blow("zombie", at, (pid,))
    return None


def restart(service: Service, rng: random.Random) -> Blow | None:
    """SIGTERM of the whole service, and a new start."""
    del rng
    pids, at = tuple(service.children("worker")), time.time()
    service.stop()
    service.start()
    return Blow("restart", at, pids, back=time.time() - at)


def disk(service: Service, rng: random.Random) -> Blow | None:
    """Fills the disk on which everything lies, for a while."""
    del rng
    at = time.time()
    filler = service.folder / "filler"
    try:
        with filler.open("wb", buffering=0) as out:
            until = time.time() + FULL_SECONDS
            while time.time() < until:
                with suppress(OSError):
                    out.write(bytes(min(has_room(service.folder), 8 << 20) or 4096))
                if has_room(service.folder) == 0:
                    time.sleep(0.2)
    finally:
        filler.unlink(missing_ok=True)
    gone = time.time()
    return Blow("disk", at, back=_seconds_until(lambda: _answers(service), gone))


KINDS: dict[str, tuple[Callable[[Service, random.Random], Blow | None], int]] = {
    "worker": (worker, 8),
    "engine": (engine, 6),
    "web": (web, 4),
    "database": (database, 3),
    "backend": (backend, 4),
    "zombie": (zombie, 2),
    "restart": (restart, 1),
    "disk": (disk, 1),
}
"""Each kind's function, and how often it comes in relation to the others."""


def plan(kinds: list[str], number: int, rng: random.Random) -> list[str]:
    """So many blows: each kind at least once where there is room, then by their weights, in random order."""
    chosen = kinds[:number]
    weights = [KINDS[kind][1] for kind in kinds]
    chosen += rng.choices(kinds, weights, k=number - len(chosen))
    rng.shuffle(chosen)
    return chosen
