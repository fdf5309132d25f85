"""CV DeepMatch's part of a worker. Importing it takes long: `jobs` does so when no recording waits for it."""

from __future__ import annotations

from zenhire.engines.child.launch import Limits
from zenhire.engines.llm import Llm
from zenhire.engines.pdf.reader import OcrOptions, ReadOptions
from zenhire.engines.pool import EnginePool
from zenhire.entry.wiring import embedder_spec
from zenhire.kit.db import Database
from zenhire.kit.settings import Settings
from zenhire.modules.cvdeepmatch.engines import MatchEngines
from zenhire.modules.cvdeepmatch.job import MatchJob
from zenhire.modules.cvdeepmatch.limits import MatchLimits
from zenhire.platform.files import FileStore
from zenhire.platform.runs.service import Admitter


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


def make_match_job(
    settings: Settings, pool: EnginePool, db: Database, files: FileStore, admitter: Admitter, llm: Llm | None
) -> MatchJob:
    """The job, whose engines load in the pool's processes when they are needed or warmed up."""
    engines = MatchEngines(pool, embedder_spec(settings), settings.models_dir, match_limits(settings))
    return MatchJob(db, files, engines, admitter, llm)
