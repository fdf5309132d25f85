"""File locks (flock): they end with the process that holds them, however it ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from zenhire.kit.postgres.account import Account
from zenhire.kit.postgres.process import wait_until


class FileLock:
    """A lock on a file, exclusive or shared, that waits no longer than it is told."""

    def __init__(self, path: Path, account: Account) -> None:
        self._path = path
        self._account = account
        self._handle: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._handle is not None

    def acquire(self, *, shared: bool = False, seconds: float = 0.0) -> bool:
        """Takes the lock; False when others held it all the time."""
        if self._handle is not None:
            return True
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        if self._account.switch:
            os.fchown(handle, self._account.uid, self._account.gid)
        mode = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB

        def attempt() -> bool:
            try:
                fcntl.flock(handle, mode)
            except BlockingIOError:
                return False
            return True

        try:
            taken = wait_until(attempt, seconds)
        except BaseException:
            os.close(handle)
            raise
        if not taken:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def release(self) -> None:
        """Gives the lock back; harmless when it is not held."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)
