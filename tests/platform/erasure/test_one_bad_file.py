"""What cannot be erased does not keep the rest from being erased."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.conftest import MakeClient, TestClient
from zenhire.entry.erasing import ERASERS
from zenhire.kit.clock import utcnow
from zenhire.kit.db import Database
from zenhire.platform.erasure.retention import Policy, Retention
from zenhire.platform.erasure.service import Erasure, folder_of
from zenhire.platform.files import FileStore, FileStoreFailed
from zenhire.platform.queue import Queue
from zenhire.platform.runs import store as runs_store
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.types import NewRun


class _Stubborn(FileStore):
    """Does not erase what the name is in."""

    bad = ""

    async def erase(self, prefix: str) -> int:
        if self.bad and self.bad in prefix:
            raise FileStoreFailed("The file store could not erase: Operation not permitted.")
        return await super().erase(prefix)


@pytest.fixture
def files(tmp_path: Path) -> _Stubborn:
    return _Stubborn(str(tmp_path / "files"), scratch=tmp_path / "scratch")


@pytest.fixture
def erasure(db: Database, files: _Stubborn, database_url: str) -> Erasure:
    admitter = Admitter(queue=Queue(database_url), default_caps={"speech": 8})
    return Erasure(db, files, admitter, ERASERS, stuck=60.0)


async def add_run(db: Database, files: FileStore, client: TestClient, run_id: str, *, days: int) -> None:
    """A run that failed so many days ago, with a recording."""
    new = NewRun(run_id, client.client_id, None, None, "speech", "speech", 0, None, {}, ())
    async with db.transaction() as conn:
        await runs_store.add(conn, new, status="failed", hold_id=None, now=utcnow())
        await conn.execute(
            text("UPDATE runs SET finished_at = :then WHERE id = :id"),
            {"then": utcnow() - timedelta(days=days), "id": run_id},
        )
    await files.put(f"{folder_of(client.client_id, run_id)}/recording.wav", b"words of Jane")


def left(tmp_path: Path) -> set[str]:
    return {path.parent.name for path in (tmp_path / "files").rglob("recording.wav")}


async def test_of_recordings(
    db: Database, make_client: MakeClient, files: _Stubborn, erasure: Erasure, tmp_path: Path
) -> None:
    one, other = await make_client("one"), await make_client("other")
    await add_run(db, files, one, "bad", days=9)
    await add_run(db, files, one, "good", days=8)
    await add_run(db, files, other, "others", days=7)
    files.bad = "runs/bad"
    retention = Retention(erasure, Policy(recordings_days=1), every=600.0)
    assert (await retention.sweep()).recordings == 2
    assert left(tmp_path) == {"bad"}
    files.bad = ""
    assert (await retention.sweep()).recordings == 1
    assert left(tmp_path) == set()


async def test_of_runs_and_clients(
    db: Database, make_client: MakeClient, files: _Stubborn, erasure: Erasure, tmp_path: Path
) -> None:
    one, other = await make_client("one"), await make_client("other")
    files.bad = "clients"
    for client, run_id in ((one, "bad"), (other, "good")):
        await add_run(db, files, client, run_id, days=1)
        with pytest.raises(FileStoreFailed):
            await erasure.erase_client(client.client_id)
    files.bad = one.client_id
    await erasure.resume()
    assert left(tmp_path) == {"bad"}
    files.bad = ""
    await erasure.resume()
    assert left(tmp_path) == set()
    async with db.transaction() as conn:
        assert await conn.scalar(text("SELECT count(*) FROM client_erasures")) == 0


async def test_the_sweep_goes_on_when_resuming_fails(
    db: Database, make_client: MakeClient, files: _Stubborn, erasure: Erasure, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[bool] = []
    retention = Retention(erasure, Policy(), every=600.0)

    async def fail() -> None:
        raise RuntimeError

    async def sweep() -> None:
        swept.append(True)
        raise asyncio.CancelledError

    monkeypatch.setattr(erasure, "resume", fail)
    monkeypatch.setattr(retention, "sweep", sweep)
    with pytest.raises(asyncio.CancelledError):
        await retention.run()
    assert swept


async def test_erasing_takes_no_other_clients_job_from_the_queue(
    db: Database, make_client: MakeClient, files: _Stubborn, erasure: Erasure
) -> None:
    one, other = await make_client("one"), await make_client("other")
    await add_run(db, files, other, "theirs", days=1)
    async with db.transaction() as conn:
        await erasure.admitter.queue.defer(conn, "speech", client_id=other.client_id, run_id="theirs")
    await erasure.erase_run(one.client_id, "theirs")
    async with db.transaction() as conn:
        assert await conn.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE lock = 'theirs'")) == 1
