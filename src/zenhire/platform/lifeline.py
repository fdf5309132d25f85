"""Tells at once that a worker of this machine was killed: each holds a lock that the system frees at its end.

The heartbeat in the database tells the same of workers anywhere, but only after some silence. A worker that is merely
slow, or stopped, keeps its lock.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import tempfile
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Lifeline:
    """The locks of the workers of one machine and one database, as files in a folder of this machine."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self._folder = folder
        self._prefix = f"{_digest(_boot())}-{_digest(database_url)}-"
        self._held: tuple[Path, int] | None = None

    def hold(self, worker_id: int) -> None:
        """Says that this process is the worker with this number, as long as the process lives or until `release`."""
        self.release()
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, draft = tempfile.mkstemp(prefix=".new-", dir=self._folder)
        # The file gets its name when it is locked: nobody finds it free in between.
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        path = self._folder / f"{self._prefix}{worker_id}"
        os.replace(draft, path)
        self._held = (path, descriptor)

    def release(self) -> None:
        """Takes back what `hold` said."""
        if self._held is not None:
            path, descriptor = self._held
            self._held = None
            path.unlink(missing_ok=True)
            os.close(descriptor)

    def dead(self) -> list[int]:
        """The numbers of workers that said `hold` and whose processes are gone, until they are forgotten."""
        found = []
        for path in self._folder.glob(f"{self._prefix}*"):
            if (self._held is None or path != self._held[0]) and _is_free(path):
                found.append(int(path.name.rpartition("-")[2]))
        return sorted(found)

    def forget(self, worker_id: int) -> None:
        """Removes what a dead worker left."""
        (self._folder / f"{self._prefix}{worker_id}").unlink(missing_ok=True)


def _is_free(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def _boot() -> str:
    """This start of this machine: a lock says nothing about processes of another one that shares the folder."""
    with contextlib.suppress(OSError):
        return _BOOT.read_text().strip()
    return os.uname().nodename


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
