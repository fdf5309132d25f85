"""The work of a worker process: a job for each module, all on one pool of engine processes, with slots of its own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from zenhire.engines import llm
from zenhire.engines.pool import EnginePool
from zenhire.entry.wiring import asr_spec, llm_spec
from zenhire.kit.db import Database
from zenhire.kit.settings import Settings
from zenhire.modules.cvdeepmatch import names as cvdeepmatch
from zenhire.modules.speech import names as speech
from zenhire.modules.speech.engines import SpeechEngines
from zenhire.modules.speech.job import SpeechJob, StepLimits
from zenhire.platform.files import FileStore
from zenhire.platform.runs.attempt import Attempt, Job
from zenhire.platform.runs.service import Admitter

if TYPE_CHECKING:
    from zenhire.modules.cvdeepmatch.job import MatchJob


def stuck_by_module(settings: Settings) -> dict[str, float]:
    """Longest work in seconds on a run of the modules that have a limit of their own."""
    return {cvdeepmatch.MODULE: settings.cvdeepmatch_stuck_seconds}


def slots_by_task(settings: Settings) -> dict[str, int]:
    """How many runs of each kind a worker works on at a time."""
    return {
        speech.TASK: settings.worker_concurrency,
        cvdeepmatch.TASK: settings.worker_match_concurrency,
    }


def speech_limits(settings: Settings) -> StepLimits:
    """What the steps of an analysis may take."""
    return StepLimits(
        vocabulary=settings.speech_vocabulary_seconds,
        fluency=settings.speech_fluency_seconds,
        accent=settings.speech_accent_seconds,
    )


class LaterMatchJob:
    """The job of matches, made with its first run or when it is asked for, so that nobody waits for its imports."""

    def __init__(self, make: Callable[[], MatchJob]) -> None:
        self._make = make
        self._making: asyncio.Task[MatchJob] | None = None

    async def made(self) -> MatchJob:
        """The job itself. Raises what making it raises, and tries anew when it is asked again."""
        if self._making is None:
            self._making = asyncio.create_task(asyncio.to_thread(self._make))
        try:
            return await asyncio.shield(self._making)
        except Exception:
            self._making = None
            raise

    async def run(self, attempt: Attempt) -> None:
        """See `Job`."""
        await (await self.made()).run(attempt)

    async def clean(self, client_id: str, run_id: str) -> None:
        """See `Job`."""
        await (await self.made()).clean(client_id, run_id)


def _make_match_job(*parts: Any) -> MatchJob:
    from zenhire.entry.matching import make_match_job

    return make_match_job(*parts)


class Jobs:
    """Everything that a worker can do, by the name of the task."""

    def __init__(self, settings: Settings, db: Database, files: FileStore, admitter: Admitter) -> None:
        self.pool = EnginePool(
            settings.engine_processes or os.cpu_count() or 1, reserved=settings.engine_match_processes
        )
        self._speech = SpeechEngines(self.pool, asr_spec(settings), settings.models_dir)
        spec = llm_spec(settings)
        self._llm = llm.load(spec) if spec is not None else None
        self._match = LaterMatchJob(partial(_make_match_job, settings, self.pool, db, files, admitter, self._llm))
        self.by_task: dict[str, Job] = {
            speech.TASK: SpeechJob(db, files, self._speech, admitter, speech_limits(settings)),
            cvdeepmatch.TASK: self._match,
        }
        self.slots = slots_by_task(settings)

    async def warm_up(self) -> dict[str, Any]:
        """Loads what takes long, until one engine process can work; what it is. Raises what a broken engine raises."""
        return await self._speech.warm_up()

    async def warm_rest(self) -> dict[str, Any]:
        """Loads, after `warm_up`, what the first run that needs it could load as well; what it is. Raises likewise."""
        await self._speech.all_warm()
        match = await self._match.made()
        return {"embedder": await match.engines.warm_up()}

    async def close(self) -> None:
        """Ends the engine processes, and what is connected to a language model."""
        self.pool.close()
        if self._llm is not None:
            await self._llm.close()
