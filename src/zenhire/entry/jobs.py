"""The work of a worker process: a job for each module, all on one pool of engine processes."""

from __future__ import annotations

import os
from typing import Any

from zenhire.engines import llm
from zenhire.engines.child.launch import Limits
from zenhire.engines.pdf.reader import OcrOptions, ReadOptions
from zenhire.engines.pool import EnginePool
from zenhire.entry.wiring import asr_spec, embedder_spec, llm_spec
from zenhire.kit.db import Database
from zenhire.kit.settings import Settings
from zenhire.modules.cvdeepmatch import service as cvdeepmatch
from zenhire.modules.cvdeepmatch.engines import MatchEngines
from zenhire.modules.cvdeepmatch.job import MatchJob
from zenhire.modules.cvdeepmatch.limits import MatchLimits
from zenhire.modules.speech import service as speech
from zenhire.modules.speech.engines import SpeechEngines
from zenhire.modules.speech.job import SpeechJob, StepLimits
from zenhire.platform.files import FileStore
from zenhire.platform.runs.attempt import Job
from zenhire.platform.runs.service import Admitter


def stuck_by_module(settings: Settings) -> dict[str, float]:
    """Longest work in seconds on a run of the modules that have a limit of their own."""
    return {cvdeepmatch.MODULE: settings.cvdeepmatch_stuck_seconds}


def speech_limits(settings: Settings) -> StepLimits:
    """What the steps of an analysis may take."""
    return StepLimits(
        vocabulary=settings.speech_vocabulary_seconds,
        fluency=settings.speech_fluency_seconds,
        accent=settings.speech_accent_seconds,
    )


def match_limits(settings: Settings) -> MatchLimits:
    """What a match may take, and how CVs are read."""
    reading = ReadOptions()
    limits = Limits(
        wall_seconds=settings.cvdeepmatch_read_seconds,
        cpu_seconds=max(1, round(settings.cvdeepmatch_read_seconds)),
        memory_bytes=settings.cvdeepmatch_read_megabytes << 20,
        answer_bytes=reading.limits.answer_bytes,
    )
    languages = [name.strip() for name in settings.cvdeepmatch_ocr_languages.split(",")]
    ocr = OcrOptions(
        enabled=settings.cvdeepmatch_ocr,
        languages=tuple(name for name in languages if name),
        most_pages=settings.cvdeepmatch_ocr_pages,
        limits=Limits(
            wall_seconds=settings.cvdeepmatch_ocr_seconds,
            cpu_seconds=max(1, round(settings.cvdeepmatch_ocr_seconds)),
            memory_bytes=reading.ocr.limits.memory_bytes,
            answer_bytes=reading.ocr.limits.answer_bytes,
        ),
    )
    read = ReadOptions(
        most_bytes=settings.cvdeepmatch_max_bytes,
        most_pages=settings.cvdeepmatch_max_pages,
        most_characters=settings.cvdeepmatch_max_characters,
        limits=limits,
        ocr=ocr,
    )
    return MatchLimits(read, settings.cvdeepmatch_parse_seconds, settings.cvdeepmatch_match_seconds)


class Jobs:
    """Everything that a worker can do, by the name of the task."""

    def __init__(self, settings: Settings, db: Database, files: FileStore, admitter: Admitter) -> None:
        self.pool = EnginePool(settings.engine_processes or os.cpu_count() or 1)
        self._speech = SpeechEngines(self.pool, asr_spec(settings), settings.models_dir)
        self._match = MatchEngines(self.pool, embedder_spec(settings), settings.models_dir, match_limits(settings))
        spec = llm_spec(settings)
        self._llm = llm.load(spec) if spec is not None else None
        self.by_task: dict[str, Job] = {
            speech.TASK: SpeechJob(db, files, self._speech, admitter, speech_limits(settings)),
            cvdeepmatch.TASK: MatchJob(db, files, self._match, admitter, self._llm),
        }

    async def warm_up(self) -> dict[str, Any]:
        """Loads what takes long, until one engine process can work; what it is. Raises what a broken engine raises."""
        return await self._speech.warm_up()

    async def warm_rest(self) -> dict[str, Any]:
        """Loads, after `warm_up`, what the first run that needs it could load as well; what it is. Raises likewise."""
        await self._speech.all_warm()
        return {"embedder": await self._match.warm_up()}

    async def close(self) -> None:
        """Ends the engine processes, and what is connected to a language model."""
        self.pool.close()
        if self._llm is not None:
            await self._llm.close()
