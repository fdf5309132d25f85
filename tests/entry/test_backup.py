"""Backup and restore of a whole data folder: what comes back, and every archive that is refused."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import psycopg
import pytest
from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from typer.testing import CliRunner

from tests.support.audio import wav_bytes
from zenhire.entry import backup as backup_module
from zenhire.entry.backup import NotEmbedded, backup
from zenhire.entry.backup_archive import MANIFEST, MANIFEST_SUM, BadArchive
from zenhire.entry.backup_restore import NotEmpty, restore
from zenhire.entry.cli import app
from zenhire.kit.clock import utcnow
from zenhire.kit.db import Database
from zenhire.kit.ids import speech_run_id
from zenhire.kit.postgres import EmbeddedPostgres, PostgresError, running_url, scratch_folder
from zenhire.kit.settings import Settings
from zenhire.migrations.migrate import DatabaseTooNew, migrate
from zenhire.modules.speech import store as speech
from zenhire.modules.speech.job import decoded_key
from zenhire.platform.accounts import service as accounts
from zenhire.platform.accounts.keys import load_secret_key
from zenhire.platform.credits import service as ledger
from zenhire.platform.files import FileStore
from zenhire.platform.queue import Queue
from zenhire.platform.runs import service as runs
from zenhire.platform.runs import store as runs_store
from zenhire.platform.runs.attempt import Attempt
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.sweeper import Sweeper
from zenhire.platform.runs.types import NewRun

T = TypeVar("T")
RESULT = {"transcript": {"candidateText": "naïve – 言葉"}, "z": 1, "a": 0.1}


def in_database(url: str, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    async def run() -> T:
        database = Database(url, pool_size=1)
        try:
            async with database.transaction() as conn:
                return await work(conn)
        finally:
            await database.close()

    return asyncio.run(run())


def rows_of(url: str) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with psycopg.connect(url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {
            name: sorted(row[0] for row in connection.execute(f"SELECT t::text FROM {name} AS t").fetchall())
            for (name,) in tables
        }


@dataclass(frozen=True)
class Platform:
    """A data folder with a client, its key, and a run of each kind."""

    data_dir: Path
    url: str
    client_id: str
    api_key: str
    done: str
    working: str
    waiting: str

    @property
    def settings(self) -> Settings:
        return Settings(data_dir=self.data_dir)


async def submit(conn: AsyncConnection, data_dir: Path, client_id: str) -> str:
    """Like a web process: the recording first, then the run."""
    run_id = speech_run_id()
    key = f"clients/{client_id}/runs/{run_id}/recording.wav"
    await FileStore(str(data_dir / "files"), scratch=data_dir / "scratch").put(key, recording_of(run_id))
    url = str(conn.engine.url.render_as_string(hide_password=False))
    new = NewRun(run_id, client_id, None, None, "speech", "speech.analyze", 3, "ext", {"k": "v"}, ("t",))
    await runs.submit(conn, Admitter(queue=Queue(url), default_caps={"speech": 2}), new)
    await speech.add(conn, client_id, run_id, speech.SpeechRow("en", key, "wav", 180_000))
    return run_id


def recording_of(run_id: str) -> bytes:
    digest = hashlib.sha256(run_id.encode()).digest()
    return wav_bytes(np.frombuffer(digest * 400, dtype="<i2"))


async def fill(url: str, data_dir: Path) -> Platform:
    database = Database(url, pool_size=2)
    admitter = Admitter(queue=Queue(url), default_caps={"speech": 2})
    async with database.transaction() as conn:
        client_id = await accounts.create_client(conn, "Acmé", permissions=["speech"])
        key = await accounts.create_key(conn, load_secret_key(Settings(data_dir=data_dir)), client_id)
        await ledger.grant(conn, client_id, 100, "Initial credits")
        done, working = [await submit(conn, data_dir, client_id) for _ in range(2)]
    async with database.transaction() as conn:
        waiting = await submit(conn, data_dir, client_id)
        run = await runs_store.take_up(conn, client_id, done)
        assert run is not None
        left = await runs.complete(conn, admitter, run, status="success", charge=3, description="Speech analysis")
        values: dict[str, Any] = {"overall": 3.1, "cefr_level": "B1", "credits_deducted": 3, "balance_after": left}
        await speech.save_result(conn, client_id, done, result=RESULT, **values)
        await conn.execute(text("UPDATE runs SET status = 'queued' WHERE id = :id"), {"id": waiting})
        await conn.execute(text("DELETE FROM procrastinate_jobs WHERE lock IN (:a, :b)"), {"a": waiting, "b": done})
        run = await runs_store.take_up(conn, client_id, working)
        await conn.execute(text("UPDATE runs SET taken_up_at = taken_up_at - interval '2 days' WHERE attempt = 1"))
        await conn.execute(text("UPDATE procrastinate_jobs SET status = 'doing' WHERE lock = :id"), {"id": working})
    assert run is not None

    async def decode() -> int:
        files = FileStore(str(data_dir / "files"), scratch=data_dir / "scratch")
        await files.put(decoded_key(client_id, working), b"decoded")
        return 1

    await Attempt(database, run, {}).step("decode", decode, TypeAdapter(int))
    await database.close()
    return Platform(data_dir, url, client_id, key.api_key, done, working, waiting)


@pytest.fixture(scope="module")
def platform() -> Iterator[Platform]:
    with scratch_folder("zenhire-test-") as folder, EmbeddedPostgres(folder / "data", durable=False) as server:
        migrate(server.url)
        yield asyncio.run(fill(server.url, folder / "data"))


@pytest.fixture(scope="module")
def archive(platform: Platform) -> Path:
    path = platform.data_dir.parent / "backup.tar"
    backup(platform.settings, path)
    return path


@pytest.fixture
def place() -> Iterator[Path]:
    with scratch_folder("zenhire-test-") as folder:
        yield folder


def files_of(data_dir: Path) -> dict[str, bytes]:
    root = data_dir / "files"
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


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


async def _client(conn: AsyncConnection) -> str:
    client_id = await accounts.create_client(conn, "Acme")
    await ledger.grant(conn, client_id, 100_000, "Credits")
    return client_id


def rebuilt(archive: Path, path: Path, change: Callable[[list[tuple[tarfile.TarInfo, bytes]]], None]) -> Path:
    """The archive with its members changed; the manifest's own checksum is made to fit."""
    with tarfile.open(archive) as tar:
        members = [(info, (tar.extractfile(info) or io.BytesIO()).read()) for info in tar.getmembers()]
    change(members)
    with tarfile.open(path, "w") as tar:
        for info, data in members:
            if info.name == MANIFEST_SUM:
                (manifest,) = [data for info, data in members if info.name == MANIFEST]
                data = hashlib.sha256(manifest).hexdigest().encode()
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def with_manifest(**values: Any) -> Callable[[list[tuple[tarfile.TarInfo, bytes]]], None]:
    def change(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        info, data = members[-2]
        members[-2] = info, json.dumps({**json.loads(data), **values}).encode()

    return change


def with_member(name: str, kind: bytes = tarfile.REGTYPE, data: bytes = b"evil", *, listed: bool = True) -> Any:
    def change(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        members.insert(1, (info, data if kind == tarfile.REGTYPE else b""))
        if listed:
            body = json.loads(members[-2][1])
            entry = {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            body["members"].insert(1, entry)
            members[-2] = members[-2][0], json.dumps(body).encode()

    return change


def with_damage(index: int) -> Callable[[list[tuple[tarfile.TarInfo, bytes]]], None]:
    def change(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        info, data = members[index]
        members[index] = info, data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]

    return change


def without(index: int) -> Callable[[list[tuple[tarfile.TarInfo, bytes]]], None]:
    def change(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        del members[index]

    return change


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        (with_damage(0), BadArchive, "damaged in database.dump"),
        (with_damage(1), BadArchive, "damaged in secret_key"),
        (with_damage(-3), BadArchive, "damaged in files/clients/"),
        (without(0), BadArchive, "does not hold what"),
        (without(2), BadArchive, "does not hold what"),
        (without(-1), BadArchive, "incomplete"),
        (with_manifest(revision="9999"), DatabaseTooNew, "later one"),
        (with_manifest(format=2), BadArchive, "format is 2"),
        (with_manifest(counts={"runs": 7}), BadArchive, "numbers of rows"),
        (with_manifest(members=None), BadArchive, "cannot be read"),
        (with_member("extra", listed=False), BadArchive, "does not hold what"),
        (with_member("extra"), BadArchive, "no backup has"),
        (with_member("files/clients/../../../escaped"), BadArchive, "no backup has"),
        (with_member("../escaped"), BadArchive, "no backup has"),
        (with_member("/tmp/zenhire-escaped"), BadArchive, "no backup has"),
        (with_member("files/clients/a/runs/b/link", tarfile.SYMTYPE), BadArchive, "does not hold what"),
        (with_member("files/clients/a/runs/b/link", tarfile.LNKTYPE), BadArchive, "does not hold what|damaged"),
    ],
)
def test_a_changed_archive_is_refused_and_leaves_nothing(
    archive: Path, place: Path, change: Any, kind: type[Exception], words: str
) -> None:
    changed = rebuilt(archive, place / "changed.tar", change)
    with pytest.raises(kind, match=words):
        restore(Settings(data_dir=place / "new" / "data"), changed, durable=False)
    assert os.listdir(place) == ["changed.tar"]
    assert not Path("/tmp/zenhire-escaped").exists()


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.97])
def test_a_cut_archive_is_refused_and_leaves_nothing(archive: Path, place: Path, share: float) -> None:
    data = archive.read_bytes()
    (place / "cut.tar").write_bytes(data[: int(len(data) * share)])
    (place / "data").mkdir()
    with pytest.raises(BadArchive):
        restore(Settings(data_dir=place / "data"), place / "cut.tar", durable=False)
    assert os.listdir(place / "data") == []


@pytest.mark.parametrize("content", [b"", b"not a tar at all" * 100, os.urandom(5000)])
def test_what_is_no_archive_is_refused(place: Path, content: bytes) -> None:
    (place / "file").write_bytes(content)
    with pytest.raises(BadArchive):
        restore(Settings(data_dir=place / "data"), place / "file", durable=False)


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
    command = [sys.executable, "-m", "zenhire.entry.cli", "restore", str(archive), "--data-dir", str(place / "data")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not list(place.glob("data/.restoring-*/postgres")):
        threading.Event().wait(0.02)
    process.terminate()
    assert process.wait(30) == 143
    assert os.listdir(place) == []
