"""Backup and restore of a whole data folder: what comes back, and every archive that is refused."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import subprocess
import sys
import tarfile
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncConnection
from typer.testing import CliRunner

from tests.support.backups import RESULT, Platform, files_of, in_database, recording_of, rows_of, submit
from zenhire.entry import backup as backup_module
from zenhire.entry.backup import NotEmbedded, backup
from zenhire.entry.backup_archive import ArchiveWriter, Manifest
from zenhire.entry.backup_restore import NotEmpty, restore
from zenhire.entry.cli import app
from zenhire.kit.clock import utcnow
from zenhire.kit.db import Database, sqlalchemy_url
from zenhire.kit.postgres import EmbeddedPostgres, PostgresError, running_url
from zenhire.kit.settings import Settings
from zenhire.migrations.migrate import _config, current_revision, head_revision, migrate
from zenhire.modules.speech import store as speech
from zenhire.platform.accounts import service as accounts
from zenhire.platform.accounts.keys import load_secret_key
from zenhire.platform.credits import service as ledger
from zenhire.platform.queue import Queue
from zenhire.platform.runs import store as runs_store
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.sweeper import Sweeper


def test_all_comes_back_and_unfinished_runs_begin_anew(platform: Platform, archive: Path, place: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600
    assert sorted(os.listdir(archive.parent)) == ["backup.tar", "data"], "no draft is left"
    assert running_url(platform.data_dir) == platform.url
    target = place / "new" / "data"
    done = restore(Settings(data_dir=target), archive, durable=False)
    assert (done.files, done.unfinished_runs) == (3, 2)
    assert sorted(os.listdir(target)) == ["files", "postgres", "secret_key"]
    assert (target / "secret_key").stat().st_mode & 0o777 == 0o600
    assert files_of(target) == {
        f"clients/{platform.client_id}/runs/{run_id}/recording.wav": recording_of(run_id)
        for run_id in (platform.done, platform.working, platform.waiting)
    }
    with EmbeddedPostgres(target, durable=False) as server:
        assert migrate(server.url) == done.manifest.revision
        before, after = rows_of(platform.url), rows_of(server.url)
        unlike = {name for name, rows in before.items() if rows != after[name]}
        assert unlike <= {"runs", "run_steps", "procrastinate_jobs", "procrastinate_events", "procrastinate_workers"}
        secret = load_secret_key(Settings(data_dir=target))
        who = in_database(
            server.url, lambda conn: accounts.authenticate(conn, secret, platform.api_key, "192.0.2.1", utcnow())
        )
        assert who.client_id == platform.client_id
        found = in_database(server.url, lambda conn: speech.get(conn, platform.client_id, platform.done))
        assert list(found.result or {}) == list(RESULT)
        assert found.result == RESULT
        body = in_database(server.url, lambda conn: ledger.overview(conn, platform.client_id))
        assert (body["creditBalance"], body["heldCredits"]) == (97, 6)
        asyncio.run(_goes_on(server.url, platform))


async def _goes_on(url: str, platform: Platform) -> None:
    """The watchdog leaves the old run alone, a worker begins it from its first step, and the next is promoted."""
    database = Database(url, pool_size=2)
    queue = Queue(url)
    await queue.open()
    admitter = Admitter(queue=queue, default_caps={"speech": 2})
    await Sweeper(database, admitter, stalled=8.0, stuck=1800.0).sweep()
    async with database.transaction() as conn:
        jobs = await conn.execute(text("SELECT lock, status::text FROM procrastinate_jobs ORDER BY id"))
        assert {tuple(row) for row in jobs} == {(platform.working, "todo"), (platform.waiting, "todo")}
        run = await runs_store.take_up(conn, platform.client_id, platform.working)
        assert run is not None
        assert run.taken_up_at is not None
        assert utcnow() - run.taken_up_at < timedelta(minutes=5)
        assert await runs_store.steps(conn, platform.client_id, platform.working) == {}
    await queue.close()
    await database.close()


def test_runs_that_come_in_meanwhile_are_whole_or_absent(place: Path) -> None:
    stop = threading.Event()
    with EmbeddedPostgres(place / "data", durable=False) as server:
        migrate(server.url)
        client_id = in_database(server.url, lambda conn: _client(conn))

        def send() -> None:
            while not stop.is_set():
                in_database(server.url, lambda conn: submit(conn, place / "data", client_id))

        sender = threading.Thread(target=send)
        sender.start()
        try:
            done = backup(Settings(data_dir=place / "data"), place / "b.tar")
        finally:
            stop.set()
            sender.join()
        everything = files_of(place / "data")
    with tarfile.open(place / "b.tar") as tar:
        files = [name for name in tar.getnames() if name.startswith("files/")]
        recordings = [tar.extractfile(name) for name in files]
        assert all(file is not None and file.read() in everything.values() for file in recordings)
    assert len(files) == done.manifest.counts["runs"] <= len(everything)


def test_a_backup_of_an_older_schema_is_brought_up_to_date(place: Path) -> None:
    with EmbeddedPostgres(place / "old", durable=False) as server:
        with create_engine(sqlalchemy_url(server.url)).connect() as connection, connection.begin():
            command.upgrade(_config(connection), "0004")
            connection.execute(text("INSERT INTO clients (id, name, created_at) VALUES ('c', 'Acme', now())"))
            connection.execute(
                text(
                    "INSERT INTO runs (id, client_id, module, task, status, cost, metadata, tags, created_at,"
                    " status_changed_at) VALUES ('r', 'c', 'speech', 't', 'queued', 0, '{}', '{}', now(), now())"
                )
            )
        made = backup(Settings(data_dir=place / "old"), place / "old.tar")
        assert made.manifest.revision == "0004"
    done = restore(Settings(data_dir=place / "new"), place / "old.tar", durable=False)
    assert done.unfinished_runs == 1
    with EmbeddedPostgres(place / "new", durable=False) as server:
        assert current_revision(server.url) == head_revision()
        assert rows_of(server.url)["runs"][0].split(",")[1] == "r"


async def _client(conn: AsyncConnection) -> str:
    client_id = await accounts.create_client(conn, "Acme")
    await ledger.grant(conn, client_id, 100_000, "Credits")
    return client_id


def test_a_folder_with_anything_in_it_is_left_alone(archive: Path, place: Path) -> None:
    (place / "data").mkdir()
    (place / "data" / "mine").write_text("x")
    with pytest.raises(NotEmpty, match="is not empty"):
        restore(Settings(data_dir=place / "data"), archive, durable=False)
    assert os.listdir(place / "data") == ["mine"]
    (place / "data" / "mine").rename(place / "data" / ".restoring-abc")
    with pytest.raises(NotEmpty, match="A restore was killed"):
        restore(Settings(data_dir=place / "data"), archive, durable=False)
    with pytest.raises(NotEmpty, match="not a folder"):
        restore(Settings(data_dir=archive), archive, durable=False)


def test_a_backup_overwrites_nothing_and_makes_no_database(platform: Platform, archive: Path, place: Path) -> None:
    before = archive.read_bytes()
    with pytest.raises(FileExistsError, match="nothing is overwritten"):
        backup(platform.settings, archive)
    assert archive.read_bytes() == before
    with pytest.raises(FileNotFoundError, match="no database in"):
        backup(Settings(data_dir=place / "typo"), place / "b.tar")
    assert os.listdir(place) == []
    for act in (backup, restore):
        with pytest.raises(NotEmbedded, match="pg_dump"):
            act(Settings(database_url="postgresql://h/d", data_dir=place), archive)


def test_a_backup_that_fails_leaves_nothing(platform: Platform, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise PostgresError("pg_dump failed: no space")

    monkeypatch.setattr(backup_module, "dump", fail)
    with pytest.raises(PostgresError):
        backup(platform.settings, place / "b.tar")
    assert os.listdir(place) == []


def test_a_disk_without_second_names_gets_the_archive_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    manifest = Manifest("1", "0007", "now", False, {})
    writer = ArchiveWriter(tmp_path / "b.tar")
    asyncio.run(writer.finish(manifest))
    writer.close()
    assert os.listdir(tmp_path) == ["b.tar"]
    assert (tmp_path / "b.tar").stat().st_mode & 0o777 == 0o600
    first, second = ArchiveWriter(tmp_path / "c.tar"), ArchiveWriter(tmp_path / "c.tar")
    asyncio.run(first.finish(manifest))
    with pytest.raises(FileExistsError):
        asyncio.run(second.finish(manifest))
    first.close()
    second.close()
    assert sorted(os.listdir(tmp_path)) == ["b.tar", "c.tar"]


def test_a_secret_that_is_a_setting_stays_out(platform: Platform, place: Path) -> None:
    settings = Settings(data_dir=platform.data_dir, secret_key="a secret that is kept elsewhere")
    done = backup(settings, place / "b.tar")
    assert not done.manifest.key_in_archive
    with tarfile.open(place / "b.tar") as tar:
        assert "secret_key" not in tar.getnames()
    assert b"kept elsewhere" not in (place / "b.tar").read_bytes()


def test_the_commands(platform: Platform, place: Path) -> None:
    folder = ["--data-dir", str(platform.data_dir)]
    environment = {name: None for name in os.environ if name.startswith("ZENHIRE_")}
    made = CliRunner().invoke(app, ["backup", str(place / "b.tar"), *folder, "--json"], env=environment)
    assert made.exit_code == 0, made.stderr
    assert json.loads(made.stdout)["runs"] == 3
    assert "holds the secret key" in made.stderr
    again = CliRunner().invoke(app, ["backup", str(place / "b.tar"), *folder], env=environment)
    assert (again.exit_code, again.stdout) == (2, "")
    refused = CliRunner().invoke(app, ["restore", str(place / "b.tar"), *folder], env=environment)
    assert (refused.exit_code, "is not empty" in refused.stderr) == (2, True)
    missing = CliRunner().invoke(app, ["restore", str(place / "none"), "--data-dir", str(place / "x")], env=environment)
    assert missing.exit_code == 2
    assert os.listdir(place) == ["b.tar"]


def test_a_restore_that_is_asked_to_end_leaves_nothing(archive: Path, place: Path) -> None:
    arguments = [sys.executable, "-m", "zenhire.entry.cli", "restore", str(archive), "--data-dir", str(place / "data")]
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not list(place.glob("data/.restoring-*/postgres")):
        threading.Event().wait(0.02)
    process.terminate()
    assert process.wait(30) == 143
    assert os.listdir(place) == []
