"""The engines of CV DeepMatch as one object: how the worker asks them, and who they are."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import structlog

from zenhire.analysis.cv.parse import ParsedCv
from zenhire.engines.embedder import EmbedderInfo, EmbedderSpec
from zenhire.engines.models import ModelStore
from zenhire.engines.pool import EnginePool
from zenhire.modules.cvdeepmatch import tasks
from zenhire.modules.cvdeepmatch.limits import MatchLimits
from zenhire.modules.cvdeepmatch.tasks import Matched, NotRead, ReadCv

log = structlog.get_logger(__name__)

_SLACK_SECONDS = 30.0
_SHORTEST_HASH = 12


class MatchEngines:
    """A pool of engine processes, the embedder that they load, and what they may use for one CV."""

    def __init__(self, pool: EnginePool, embedder: EmbedderSpec, models_dir: Path, limits: MatchLimits) -> None:
        self.pool = pool
        self.embedder = embedder
        self.models = ModelStore(models_dir)
        self.limits = limits

    async def warm_up(self) -> dict[str, Any]:
        """Loads the embedder in the processes that matches get first; who it is. Raises EmbedderConfigurationError.

        Another process loads it with its first match.
        """
        first = max(1, self.pool.reserved)
        every = [self.pool.run(tasks.warm_up, self.embedder, short=True) for _ in range(first)]
        info: EmbedderInfo = (await asyncio.gather(*every))[0]
        return self.describe(info)

    def describe(self, info: EmbedderInfo) -> dict[str, Any]:
        """The embedder as results and the health page show it; `sha256` is that of its weights."""
        return {
            "engine": info.engine,
            "model": info.model,
            "version": info.version,
            "sha256": self._weights_sha256(info.version),
        }

    def _weights_sha256(self, version: str) -> str | None:
        """The whole hash that a version is the beginning of."""
        if len(version) < _SHORTEST_HASH:
            return None
        hashes = (file.sha256 for entry in self.models.registry.values() for file in entry.files)
        return next((sha256 for sha256 in hashes if sha256.startswith(version)), None)

    async def read(self, path: Path) -> ReadCv | NotRead:
        """The CV of a PDF. Raises PoolBroken, and TimeoutError for what hangs in spite of the reader's own limits."""
        options = self.limits.read
        seconds = options.limits.wall_seconds + options.ocr.limits.wall_seconds + _SLACK_SECONDS
        return await self.pool.run(tasks.read_cv, str(path), options, timeout=seconds, short=True)

    async def parse(self, cv: ReadCv, as_of: date) -> ParsedCv:
        """Its fields. Raises PoolBroken, TimeoutError."""
        seconds = self.limits.parse_seconds
        return await self.pool.run(tasks.parse_cv, cv.document, as_of, timeout=seconds, short=True)

    async def match(self, cv: ReadCv, parsed: ParsedCv, config: dict[str, Any], job_description: str) -> Matched:
        """The match. Raises CannotMatch, EmbedderConfigurationError, PoolBroken, TimeoutError."""
        return await self.pool.run(
            tasks.match_cv,
            cv.document,
            parsed,
            config,
            job_description,
            self.embedder,
            timeout=self.limits.match_seconds,
            short=True,
        )
