"""Matches from submit to result: the app, the worker's job and engine processes on one database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
from sqlalchemy import text

from tests.conftest import TestClient
from tests.support import dying
from tests.support.cv_files import BAKERY
from zenhire.engines.embedder import EmbedderSpec
from zenhire.engines.pdf.reader import OcrOptions, ReadOptions
from zenhire.engines.pool import EnginePool
from zenhire.entry.webhooks import ON_FAILURE
from zenhire.kit.db import Database
from zenhire.kit.settings import default_models_dir
from zenhire.modules.cvdeepmatch.engines import MatchEngines
from zenhire.modules.cvdeepmatch.job import MatchJob
from zenhire.modules.cvdeepmatch.limits import MatchLimits
from zenhire.platform.files import FileStore
from zenhire.platform.queue import Queue
from zenhire.platform.runs.attempt import Worker
from zenhire.platform.runs.service import Admitter

T = TypeVar("T")

FAKE = EmbedderSpec("fake")
NO_OCR = MatchLimits(ReadOptions(ocr=OcrOptions(enabled=False)))


@dataclass(frozen=True, slots=True)
class Matcher:
    """A web process and a worker that share a database and a file store in `folder`."""

    http: httpx.AsyncClient
    db: Database
    pool: EnginePool
    folder: Path

    async def submit(
        self, client: TestClient, cv: bytes, config: Mapping[str, Any] = BAKERY, wanted: str = "Bakers.", **fields: str
    ) -> str:
        """Sends a CV; the run's id."""
        answer = await self.http.post(
            "/api/v1/cvdeepmatch/submit",
            headers=client.headers,
            files={"cv_file": ("cv.pdf", cv, "application/pdf")},
            data={"position_id": "p-1", "job_description": wanted, "config": json.dumps(config), **fields},
        )
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    def engines(
        self, spec: EmbedderSpec = FAKE, limits: MatchLimits = NO_OCR, pool: EnginePool | None = None
    ) -> MatchEngines:
        """Engines of the pool, which load with the first match."""
        return MatchEngines(pool or self.pool, spec, default_models_dir(), limits)

    def files(self) -> FileStore:
        """The store that web process and worker share."""
        return FileStore(str(self.folder / "files"), scratch=self.folder / "scratch")

    def admitter(self) -> Admitter:
        """Eight matches at a time; failures are told to those who want it."""
        return Admitter(queue=Queue(self.db.url), default_caps={"cvdeepmatch": 8}, on_failure=ON_FAILURE)

    def worker(self, **limits: Any) -> Worker:
        """What takes runs up."""
        return Worker(self.db, self.admitter(), **{"stuck_seconds": 600.0, "max_attempts": 5, **limits})

    async def work(self, client: TestClient, run_id: str, engines: MatchEngines | None = None, **limits: Any) -> None:
        """What a worker does when the queue gives it the run."""
        job = MatchJob(self.db, self.files(), engines or self.engines(), self.admitter())
        await self.worker(**limits).work(job, client.client_id, run_id)

    async def poll(self, client: TestClient, run_id: str) -> dict[str, Any]:
        """The body of a poll."""
        answer = await self.http.get(f"/api/v1/cvdeepmatch/{run_id}", headers=client.headers)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def match(
        self, client: TestClient, cv: bytes, engines: MatchEngines | None = None, **fields: Any
    ) -> dict[str, Any]:
        """Submitted, worked on, polled."""
        run_id = await self.submit(client, cv, **fields)
        await self.work(client, run_id, engines)
        return await self.poll(client, run_id)

    async def credits(self, client: TestClient) -> tuple[int, int]:
        """The client's balance, and what of it is held."""
        body = (await self.http.get("/api/v1/credits", headers=client.headers)).json()
        return body["creditBalance"], body["heldCredits"]

    async def attempts(self, run_id: str) -> dict[str, int]:
        """The recorded steps in order, each with the attempt that did it."""
        query = "SELECT name, attempt FROM run_steps WHERE run_id = :id ORDER BY finished_at"
        async with self.db.transaction() as conn:
            return {row.name: row.attempt for row in await conn.execute(text(query), {"id": run_id})}

    async def kept(self, run_id: str) -> int:
        """How many steps still keep what they found."""
        query = "SELECT count(*) FROM run_steps WHERE run_id = :id AND output IS NOT NULL"
        async with self.db.transaction() as conn:
            return int(await conn.scalar(text(query), {"id": run_id}) or 0)

    async def events(self, run_id: str) -> list[bytes]:
        """The bodies of the run's webhook events."""
        async with self.db.transaction() as conn:
            rows = await conn.execute(text("SELECT body FROM webhook_events WHERE run_id = :id"), {"id": run_id})
            return [bytes(body) for body in rows.scalars()]

    def cv(self, run_id: str) -> Path:
        """The stored CV."""
        (path,) = (self.folder / "files").rglob(f"{run_id}/cv.*")
        return path

    def stored(self, run_id: str) -> list[str]:
        """Names of the files that are kept for a run."""
        return sorted(path.name for path in (self.folder / "files").rglob(f"{run_id}/*"))

    def scratch(self) -> list[Path]:
        """Temporary files that are left."""
        return [path for path in (self.folder / "scratch").rglob("*") if path.is_file() and path.name != ".lock"]

    async def die_after(self, client: TestClient, run_id: str, step: str) -> None:
        """Leaves the run as a worker does that dies when it has just recorded `step`."""
        job = MatchJob(self.db, self.files(), self.engines(), self.admitter())
        await dying.die_after(self.worker(), job, client.client_id, run_id, step)
        assert list(await self.attempts(run_id))[-1] == step
