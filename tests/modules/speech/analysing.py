"""Runs from submit to result: the app, the worker's job and real engines on one database, with the fake recogniser."""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
import os
import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
import structlog
from sqlalchemy import text

from tests.conftest import TestClient
from tests.modules.speech.test_submit import post
from tests.support import dying
from zenhire.engines.asr.base import AsrSpec
from zenhire.engines.pool import EnginePool
from zenhire.kit.db import Database
from zenhire.kit.logging import configure_logging
from zenhire.kit.settings import default_models_dir
from zenhire.modules.speech.engines import SpeechEngines
from zenhire.modules.speech.job import SpeechJob, StepLimits
from zenhire.platform.files import FileStore
from zenhire.platform.queue import Queue
from zenhire.platform.runs.attempt import Worker
from zenhire.platform.runs.service import Admitter

T = TypeVar("T")

CONTRACT: dict[str, Any] = {
    "id": str,
    "requestId": str,
    "externalId": (str, type(None)),
    "status": str,
    "timestamp": str,
    "processingTimeMs": int,
    "scoringMethod": str,
    "audio": {
        "durationMs": int,
        "durationFormatted": str,
        "languageCode": str,
        "requestedLanguage": str,
        "speakerCount": int,
    },
    "candidateDetection": {
        "speaker": str,
        "speakerLabel": str,
        "confidence": str,
        "reason": str,
        "wordCount": int,
    },
    "scores": {
        "vocabulary": float,
        "vocabularyCefr": str,
        "vocabularyPercent": int,
        "fluency": float,
        "fluencyCefr": str,
        "fluencyPercent": int,
        "accent": float,
        "accentCefr": str,
        "accentPercent": int,
        "overall": float,
        "cefrLevel": str,
        "overallPercent": int,
    },
    "explainability": {"vocab": str, "fluency": str},
    "analysis": {
        "notice": str,
        "vocabulary": dict,
        "fluency": dict,
        "accent": dict,
        "engines": dict,
        "transcription": dict,
        "speakers": dict,
        "candidate": dict,
        "speechSeconds": float,
        "cut": (dict, type(None)),
        "degraded": dict,
    },
    "hrRecommendation": str,
    "candidateFeedback": str,
    "transcript": {
        "segments": [
            {
                "speaker": str,
                "speakerLabel": str,
                "startMs": int,
                "endMs": int,
                "text": str,
                "confidence": float,
                "isCandidate": bool,
            }
        ],
        "speakers": [{"id": str, "label": str, "wordCount": int, "speakingTimeMs": int, "isCandidate": bool}],
        "candidateText": str,
        "candidateSpeaker": str,
        "words": [{"text": str, "startMs": int, "endMs": int, "confidence": float, "speaker": str}],
    },
    "credits": {"deducted": int, "remainingBalance": int, "audioDurationMinutes": float},
    "error": type(None),
    "metadata": dict,
    "tags": list,
}
"""A finished run's body: exactly these keys, with these types."""

LIMITS = StepLimits(vocabulary=60.0, fluency=60.0, accent=60.0)


@dataclass(frozen=True, slots=True)
class Analyst:
    """A web process and a worker that share a database and a file store in `folder`."""

    http: httpx.AsyncClient
    db: Database
    pool: EnginePool
    folder: Path

    async def submit(self, client: TestClient, audio: bytes, **fields: Any) -> str:
        """Sends a recording; the run's id."""
        response = await post(self.http, client, audio, **fields)
        assert response.status_code == 202, response.text
        assert response.json()["status"] == "processing"
        return str(response.json()["id"])

    async def engines(self, asr: AsrSpec, pool: EnginePool | None = None) -> SpeechEngines:
        """Warm engines."""
        engines = SpeechEngines(pool or self.pool, asr, default_models_dir())
        await engines.warm_up()
        return engines

    def job(self, engines: SpeechEngines, limits: StepLimits = LIMITS) -> SpeechJob:
        """The worker's job."""
        files = FileStore(str(self.folder / "files"), scratch=self.folder / "scratch")
        return SpeechJob(self.db, files, engines, self.admitter(), limits)

    def admitter(self) -> Admitter:
        """Eight runs at a time."""
        return Admitter(queue=Queue(self.db.url), default_caps={"speech": 8})

    async def work(
        self,
        client: TestClient,
        run_id: str,
        engines: SpeechEngines,
        *,
        limits: StepLimits = LIMITS,
        stuck: float = 600.0,
        max_attempts: int = 5,
    ) -> None:
        """What a worker does when the queue gives it the run."""
        worker = Worker(self.db, self.admitter(), stuck_seconds=stuck, max_attempts=max_attempts)
        await worker.work(self.job(engines, limits), client.client_id, run_id)

    async def poll(self, client: TestClient, run_id: str) -> dict[str, Any]:
        """The body of a poll."""
        response = await self.http.get(f"/api/v1/speech/analyze/{run_id}", headers=client.headers)
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json()
        return body

    async def analyse(self, client: TestClient, audio: bytes, engines: SpeechEngines, **fields: Any) -> dict[str, Any]:
        """Submitted, worked on, polled."""
        run_id = await self.submit(client, audio, **fields)
        await self.work(client, run_id, engines)
        return await self.poll(client, run_id)

    async def credits(self, client: TestClient) -> dict[str, Any]:
        """The client's credits, as the API shows them."""
        response = await self.http.get("/api/v1/credits", headers=client.headers)
        body: dict[str, Any] = response.json()
        return body

    async def steps(self, run_id: str) -> list[str]:
        """The recorded steps of an unfinished run, in order."""
        async with self.db.transaction() as conn:
            rows = await conn.execute(
                text("SELECT name FROM run_steps WHERE run_id = :id ORDER BY finished_at"), {"id": run_id}
            )
            return list(rows.scalars())

    async def recorded(self, run_id: str, step: str) -> None:
        """Waits until a step is recorded."""
        async with asyncio.timeout(60):
            while step not in await self.steps(run_id):  # noqa: ASYNC110 (only the database knows)
                await asyncio.sleep(0.02)

    async def hang(self, engines: SpeechEngines) -> None:
        """Stops the engine processes: their next tasks never end."""
        await engines.warm_up()
        for child in engines.pool._children:
            assert child.process.pid is not None
            os.kill(child.process.pid, signal.SIGSTOP)

    async def outputs(self, run_id: str) -> int:
        """How many steps still keep what they found."""
        query = "SELECT count(*) FROM run_steps WHERE run_id = :id AND output IS NOT NULL"
        async with self.db.transaction() as conn:
            return int(await conn.scalar(text(query), {"id": run_id}) or 0)

    async def parts(self, run_id: str) -> list[int]:
        """Numbers of the recorded parts of unfinished steps."""
        async with self.db.transaction() as conn:
            rows = await conn.execute(text("SELECT part FROM run_parts WHERE run_id = :id ORDER BY 1"), {"id": run_id})
            return list(rows.scalars())

    def stored(self, run_id: str) -> list[str]:
        """Names of the files that are kept for a run."""
        return sorted(path.name for path in (self.folder / "files").rglob(f"{run_id}/*"))

    def recording(self, run_id: str) -> Path:
        """The stored recording."""
        (path,) = (self.folder / "files").rglob(f"{run_id}/recording.*")
        return path

    async def interrupt_after(self, client: TestClient, run_id: str, engines: SpeechEngines, step: str) -> None:
        """Leaves the run as a worker does that dies when it has just recorded `step`."""
        worker = Worker(self.db, self.admitter(), stuck_seconds=600.0, max_attempts=5)
        await dying.die_after(worker, self.job(engines), client.client_id, run_id, step)
        assert (await self.steps(run_id))[-1] == step


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished run, as everybody sees it."""

    client: TestClient
    body: dict[str, Any]
    row: dict[str, Any]
    credits: dict[str, Any]
    held_before: int
    stored: list[str]
    recording: bytes
    sent: bytes
    outputs: int
    steps: list[str]
    log: str


def comparable(body: dict[str, Any]) -> dict[str, Any]:
    """A poll's body without what differs from run to run: ids, times, balance."""
    varying = {"id", "requestId", "externalId", "timestamp", "processingTimeMs", "credits", "metadata", "tags"}
    return {name: value for name, value in body.items() if name not in varying}


def assert_shape(value: Any, shape: Any, where: str = "body") -> None:
    """Asserts that the value has exactly the keys and types of a shape such as CONTRACT."""
    if isinstance(shape, dict):
        assert set(value) == set(shape), where
        for name, inner in shape.items():
            assert_shape(value[name], inner, f"{where}.{name}")
    elif isinstance(shape, list):
        assert value, where
        for index, item in enumerate(value):
            assert_shape(item, shape[0], f"{where}[{index}]")
    else:
        kinds = shape if isinstance(shape, tuple) else (shape,)
        assert type(value) in (*kinds, int if float in kinds else kinds[0]), (where, value)


def sentences(text: str) -> list[str]:
    """The sentences of a plain text."""
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", text.strip())


@contextlib.contextmanager
def log_output() -> Iterator[io.StringIO]:
    """Everything that is logged at debug level, written as the platform writes it."""
    root = logging.getLogger()
    handlers, level, chosen = root.handlers, root.level, structlog.get_config()
    levels = {name: logging.getLogger(name).level for name in list(logging.root.manager.loggerDict)}
    stream = io.StringIO()
    try:
        configure_logging("json", "debug", stream=stream)
        yield stream
    finally:
        root.handlers = handlers
        root.setLevel(level)
        structlog.configure(**chosen)
        logging.captureWarnings(False)
        for name, before in levels.items():
            logging.getLogger(name).setLevel(before)
