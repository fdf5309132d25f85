"""What `zenhire backup` and `zenhire restore` print, and the codes they end with: 2 for a wrong command, 1 else."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn, TypeVar

import typer

from zenhire.entry.admin.output import show
from zenhire.entry.backup import NotEmbedded, backup
from zenhire.entry.backup_archive import BadArchive
from zenhire.entry.backup_restore import NotEmpty, restore
from zenhire.kit.postgres import PostgresError
from zenhire.kit.settings import Settings
from zenhire.migrations.migrate import DatabaseTooNew
from zenhire.platform.files import FileStoreFailed

T = TypeVar("T")

_SET_THE_KEY = "ZENHIRE_SECRET_KEY is set, so the secret key is not in the archive. Keep it: the API keys need it."


def run_backup(settings: Settings, path: Path, as_json: bool) -> None:
    """Makes the archive and says what is in it."""
    done = _advised(lambda: backup(settings, path))
    counts = done.manifest.counts
    row = {"archive": str(path), "bytes": done.bytes, "schema": done.manifest.revision, "files": done.files}
    show({**row, **{name: counts[name] for name in ("clients", "runs", "credit_entries")}}, as_json)
    if done.manifest.key_in_archive:
        typer.echo("The archive holds the secret key, recordings and results. Keep it like those.", err=True)
    else:
        typer.echo(_SET_THE_KEY, err=True)


def run_restore(settings: Settings, path: Path, as_json: bool) -> None:
    """Brings the archive back and says what came."""
    done = _advised(lambda: restore(settings, path))
    row = {"data_dir": str(settings.data_dir), "made_at": done.manifest.created_at, "files": done.files}
    counts = {name: done.manifest.counts[name] for name in ("clients", "runs", "credit_entries")}
    show({**row, **counts, "unfinished_runs": done.unfinished_runs}, as_json)
    if not done.manifest.key_in_archive:
        typer.echo("The secret key was not in the archive: set ZENHIRE_SECRET_KEY to the one of then.", err=True)
    if settings.file_store:
        typer.echo(f"The files are in {settings.data_dir / 'files'}: copy them to ZENHIRE_FILE_STORE.", err=True)


def _advised(work: Callable[[], T]) -> T:
    before = signal.signal(signal.SIGTERM, _end)
    try:
        return work()
    except (NotEmbedded, NotEmpty, BadArchive, FileExistsError, FileNotFoundError, ValueError) as error:
        _fail(error, 2)
    except (PostgresError, DatabaseTooNew, FileStoreFailed, OSError) as error:
        _fail(error, 1)
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(_number: int, _frame: FrameType | None) -> None:
    """So that what was begun is taken away again."""
    sys.exit(143)


def _fail(message: object, code: int) -> NoReturn:
    typer.echo(str(message), err=True)
    raise typer.Exit(code)
