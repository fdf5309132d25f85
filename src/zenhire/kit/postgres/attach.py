"""Using the database of a data folder, whether or not somebody runs it already."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zenhire.kit.postgres.account import choose_account
from zenhire.kit.postgres.cluster import Layout, layout_of, prepare
from zenhire.kit.postgres.errors import DataFolderBusy, PostgresError
from zenhire.kit.postgres.lock import FileLock
from zenhire.kit.postgres.process import is_postmaster, read_pid_file
from zenhire.kit.postgres.server import EmbeddedPostgres, answers, database_url

LONGEST_USE_SECONDS = 60.0


def running_url(data_dir: Path) -> str | None:
    """The URL of this folder's server if it runs and answers, else None. PostgresError: no right to look."""
    return _running_url(layout_of(data_dir))


def _running_url(layout: Layout) -> str | None:
    try:
        state = read_pid_file(layout)
        if state is None or not state.ready or not is_postmaster(state.pid, layout):
            return None
        url = database_url(layout, state.socket_dir)
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise PostgresError(
            f"You may not read {layout.root}. Run as root or as the user who owns it, or choose another data folder."
        ) from error
    return url if answers(url) else None


@contextmanager
def connect_or_start(data_dir: Path, *, durable: bool = True, wait: float = 30.0) -> Iterator[str]:
    """The URL of the folder's database: of the server that runs, else of one that runs for the duration.

    A server started here ends only after others who found it have finished with it (at most a minute).
    Raises DataFolderBusy when its owner does not get it running within `wait` seconds.
    """
    layout = layout_of(data_dir)
    account = choose_account(layout.root)
    prepare(layout, account)
    users = FileLock(layout.users_lock, account)
    deadline = time.monotonic() + wait
    try:
        while True:
            if users.acquire(shared=True, seconds=wait) and (url := _running_url(layout)):
                yield url
                return
            users.release()
            server = EmbeddedPostgres(data_dir, durable=durable, wait=0.0)
            try:
                server.start()
                break
            except DataFolderBusy:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
        try:
            yield server.url
        finally:
            users.acquire(seconds=LONGEST_USE_SECONDS)
            server.stop()
    finally:
        users.release()
