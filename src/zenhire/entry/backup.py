"""`zenhire backup`: the embedded database, the files and the secret key in one archive, beside a running server.

The database comes first, as one snapshot; the files after. A recording is stored before its run is written, so every
run of the snapshot finds its recording, and what comes in meanwhile is in neither. The other way round a run that is
submitted in between would lack its recording. Audio that a worker decoded for itself is left out: it may go while the
backup runs, and a restored run decodes anew. A run that is erased meanwhile may be in the archive, as in any older one.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import psycopg
from psycopg import sql

import zenhire
from zenhire.entry.backup_archive import DATABASE, FILES, KEY, ArchiveWriter, Manifest, pieces_of
from zenhire.entry.wiring import file_store
from zenhire.kit.clock import iso, utcnow
from zenhire.kit.db import libpq_url
from zenhire.kit.postgres import connect_or_start
from zenhire.kit.postgres.cluster import layout_of
from zenhire.kit.postgres.dump import dump
from zenhire.kit.settings import Settings
from zenhire.migrations.migrate import DatabaseTooNew, known_revisions
from zenhire.modules.speech.job import decoded_key
from zenhire.platform.accounts.keys import load_secret_key
from zenhire.platform.files import FileMissing, FileStore

_WORKING_FILES = frozenset({PurePosixPath(decoded_key("", "")).name})


class NotEmbedded(ValueError):
    """The database is one that somebody else runs."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"`zenhire {what}` is for the embedded database, and ZENHIRE_DATABASE_URL names one of your own. Use"
            " pg_dump and pg_restore, or your provider's snapshots, for the database first, the bucket's own tools"
            " (such as `aws s3 sync`) for the files after, and keep the secret key. See docs/data-protection.md."
        )


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What an archive holds."""

    manifest: Manifest
    bytes: int
    files: int


def backup(settings: Settings, path: Path) -> BackedUp:
    """Writes the archive, mode 0600, whole or not at all. Nothing is changed and nobody has to wait.

    Raises NotEmbedded, FileNotFoundError without a database, FileExistsError, DatabaseTooNew, PostgresError,
    FileStoreFailed, OSError.
    """
    if settings.database_url is not None:
        raise NotEmbedded("backup")
    if not (layout_of(settings.data_dir).cluster / "PG_VERSION").exists():
        raise FileNotFoundError(f"There is no database in {settings.data_dir}. Name the data folder with --data-dir.")
    writer = ArchiveWriter(path)
    try:
        with connect_or_start(settings.data_dir) as url:
            return asyncio.run(_write(settings, url, writer))
    finally:
        writer.close()


@dataclass(frozen=True, slots=True)
class _Snapshot:
    name: str
    revision: str
    counts: dict[str, int]
    run_ids: frozenset[str]


async def _write(settings: Settings, url: str, writer: ArchiveWriter) -> BackedUp:
    created_at = iso(utcnow())
    with tempfile.TemporaryDirectory(dir=writer.path.absolute().parent, prefix=f".{writer.path.name}-") as folder:
        dumped = Path(folder) / DATABASE
        with _snapshot(url) as snapshot:
            await asyncio.to_thread(dump, url, dumped, snapshot=snapshot.name)
        await writer.add(DATABASE, dumped.stat().st_size, pieces_of(dumped))
    if settings.secret_key is None:
        await writer.add_bytes(KEY, load_secret_key(settings) + b"\n")
    files = await _write_files(file_store(settings), snapshot.run_ids, writer)
    manifest = Manifest(
        version=zenhire.__version__,
        revision=snapshot.revision,
        created_at=created_at,
        key_in_archive=settings.secret_key is None,
        counts=snapshot.counts,
        members=list(writer.members),
    )
    await writer.finish(manifest)
    return BackedUp(manifest, os.stat(writer.path).st_size, files)


@contextmanager
def _snapshot(url: str) -> Iterator[_Snapshot]:
    """The database as it is now, for as long as the block lasts."""
    with psycopg.connect(libpq_url(url), application_name="zenhire backup") as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        name = str(_value(connection, "SELECT pg_export_snapshot()"))
        revision = str(_value(connection, "SELECT version_num FROM alembic_version"))
        if revision not in known_revisions():
            raise DatabaseTooNew(f"The database is at revision {revision}, which this version does not know.")
        with connection.cursor(name="runs") as cursor:
            run_ids = frozenset(str(row[0]) for row in cursor.execute("SELECT id FROM runs"))
        yield _Snapshot(name, revision, count_rows(connection), run_ids)


def count_rows(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Rows of every table that a dump has, by the table's name."""
    tables = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relpersistence = 'p'"
        " AND relnamespace = 'public'::regnamespace ORDER BY relname"
    ).fetchall()
    count = sql.SQL("SELECT count(*) FROM {}")
    return {name: int(_value(connection, count.format(sql.Identifier(name)))) for (name,) in tables}


def _value(connection: psycopg.Connection[Any], query: Any) -> Any:
    row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


async def _write_files(files: FileStore, run_ids: frozenset[str], writer: ArchiveWriter) -> int:
    number = 0
    async for stored in files.listed("clients"):
        key = PurePosixPath(stored.key)
        if key.parent.name not in run_ids or key.name in _WORKING_FILES:
            continue
        pieces = files.stream(stored.key)
        try:
            first = await anext(pieces, b"")
        except FileMissing:
            continue
        await writer.add(FILES + stored.key, stored.size, _chained(first, pieces))
        number += 1
    return number


async def _chained(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
