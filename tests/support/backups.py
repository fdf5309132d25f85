"""A data folder with something in it, to be saved and brought back."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import psycopg
from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.support.audio import wav_bytes
from zenhire.kit.db import Database
from zenhire.kit.ids import speech_run_id
from zenhire.kit.settings import Settings
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


def files_of(data_dir: Path) -> dict[str, bytes]:
    root = data_dir / "files"
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
