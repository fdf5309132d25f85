"""`zenhire restore`: an archive into an empty data folder, for a platform that is not running.

Everything is made in a folder of its own inside the data folder and moved to its place when all of it is there and
right. A restore that fails leaves the data folder as it was; one that is killed leaves `.restoring-...`, which no
platform looks at.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import psycopg

from zenhire.entry.backup import NotEmbedded, count_rows
from zenhire.entry.backup_archive import DATABASE, FILES, KEY, ArchiveReader, BadArchive, CheckedFile, Manifest
from zenhire.kit.clock import utcnow
from zenhire.kit.db import Database, libpq_url
from zenhire.kit.postgres import EmbeddedPostgres
from zenhire.kit.postgres.account import choose_account, make_reachable_folder
from zenhire.kit.postgres.dump import load
from zenhire.kit.settings import Settings
from zenhire.migrations.migrate import DatabaseTooNew, known_revisions, migrate
from zenhire.platform.files import FileStore
from zenhire.platform.runs.revival import begin_anew

_STAGING = ".restoring-"
_PIECE = 1 << 20


class NotEmpty(ValueError):
    """There is something in the data folder."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back."""

    manifest: Manifest
    files: int
    unfinished_runs: int


def restore(settings: Settings, path: Path, *, durable: bool = True) -> Restored:
    """Brings an archive into the data folder, at this version's schema, ready to be served.

    Raises NotEmbedded, NotEmpty, BadArchive, DatabaseTooNew, PostgresError, FileStoreFailed, OSError, and leaves
    nothing behind. `durable=False` is for tests.
    """
    if settings.database_url is not None:
        raise NotEmbedded("restore")
    target = settings.data_dir.expanduser().absolute()
    _require_empty(target)
    archive = ArchiveReader(path)
    try:
        manifest = archive.manifest
        if manifest.revision not in known_revisions():
            raise DatabaseTooNew(
                f"The backup was made by version {manifest.version} with revision {manifest.revision} of the schema,"
                " which this version does not know. Restore it with that version or a later one."
            )
        with _staging(target) as staging:
            restored = _bring_back(archive, staging, durable=durable)
            _move(staging, target)
        return restored
    finally:
        archive.close()


def _require_empty(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise NotEmpty(f"{target} is not a folder.")
    there = sorted(os.listdir(target))
    if there and all(name.startswith(_STAGING) for name in there):
        raise NotEmpty(f"A restore was killed in {target}. If none runs now, remove {target / there[0]} and try again.")
    if there:
        raise NotEmpty(f"{target} is not empty. Name an empty folder, or one that does not exist, with --data-dir.")


@contextmanager
def _staging(target: Path) -> Iterator[Path]:
    """A folder inside the target; at the end it is gone, and on failure so is what had to be made for it."""
    missing = [folder for folder in (target, *target.parents) if not folder.exists()]
    account = choose_account(target / "postgres")
    try:
        make_reachable_folder(account, target)
        staging = Path(tempfile.mkdtemp(dir=target, prefix=_STAGING))
        staging.chmod(0o711 if account.switch else 0o700)
        try:
            yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except BaseException:
        for folder in missing:
            if folder.is_dir() and not os.listdir(folder):
                folder.rmdir()
        raise


def _bring_back(archive: ArchiveReader, staging: Path, *, durable: bool) -> Restored:
    members = archive.manifest.members
    dumped = staging / DATABASE
    for member in members:
        if member.name in (DATABASE, KEY):
            _write(archive.open(member), staging / member.name)
    with EmbeddedPostgres(staging, durable=durable) as server:
        load(server.url, dumped)
        _check_rows(server.url, archive.manifest)
        migrate(server.url)
        unfinished = asyncio.run(_begin_anew(server.url))
        files = asyncio.run(_bring_files_back(archive, staging))
    dumped.unlink()
    return Restored(archive.manifest, files, unfinished)


def _write(source: CheckedFile, target: Path) -> None:
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while piece := source.read(_PIECE):
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())


def _check_rows(url: str, manifest: Manifest) -> None:
    with psycopg.connect(libpq_url(url)) as connection:
        if count_rows(connection) != manifest.counts:
            raise BadArchive("The restored database has other numbers of rows than the backup says.")


async def _begin_anew(url: str) -> int:
    database = Database(url, pool_size=1, application="zenhire restore")
    try:
        async with database.transaction() as conn:
            return await begin_anew(conn, utcnow())
    finally:
        await database.close()


async def _bring_files_back(archive: ArchiveReader, staging: Path) -> int:
    number = 0
    files = FileStore(str(staging / "files"), scratch=staging / "scratch")
    for member in archive.manifest.members:
        if member.name.startswith(FILES):
            await files.put(member.name.removeprefix(FILES), cast(IO[bytes], archive.open(member)))
            number += 1
    return number


def _move(staging: Path, target: Path) -> None:
    """The database last: a platform that is started before it is there finds a folder without one."""
    for name in ("files", KEY, "postgres"):
        if (staging / name).exists():
            (staging / name).rename(target / name)
