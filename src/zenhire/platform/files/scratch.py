"""Temporary files of one process, which the next process removes when this one was killed."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import weakref
from pathlib import Path

_LOCK = ".lock"


class ScratchFolder:
    """A folder of this process's own below `root`, locked while the process lives.

    Making one removes the folders of processes that died without doing it themselves.
    """

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in root.iterdir():
            _remove_if_abandoned(folder)
        self.path = Path(tempfile.mkdtemp(dir=root, prefix="process-"))
        self._lock = os.open(self.path / _LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        # A folder without its lock file is one that is just being made; from here on it is ours.
        self._finalizer = weakref.finalize(self, _discard, self.path, self._lock)

    def remove(self) -> None:
        """Removes the folder; done at the end of the process in any case that is not a kill."""
        self._finalizer()


def _discard(folder: Path, lock: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    os.close(lock)


def _remove_if_abandoned(folder: Path) -> None:
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        return
    finally:
        os.close(lock)
