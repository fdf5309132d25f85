"""The engines of Speech as one object: which ones, and how the worker asks them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import structlog
from numpy.typing import NDArray

from zenhire.analysis.speech.types import Span
from zenhire.engines.asr import transcribe_segment
from zenhire.engines.asr.base import AsrInfo, AsrSpec, SegmentTranscript
from zenhire.engines.audio.base import Pcm
from zenhire.engines.models import ModelStore
from zenhire.engines.pool import EnginePool
from zenhire.engines.vad.silero import MODEL_NAME as VAD_MODEL
from zenhire.modules.speech import tasks
from zenhire.modules.speech.tasks import VoiceActivity

log = structlog.get_logger(__name__)

SPEAKER_MODEL = "ge2e"
WINDOWS_PER_TASK = 160


class SpeechEngines:
    """A pool of engine processes, and the models that they load."""

    def __init__(self, pool: EnginePool, asr: AsrSpec, models_dir: Path) -> None:
        self.pool = pool
        self.asr = asr
        self.models = ModelStore(models_dir)
        self.asr_info: AsrInfo | None = None
        self._warming: set[asyncio.Task[AsrInfo]] = set()

    async def warm_up(self) -> dict[str, Any]:
        """Loads every engine in every process of the pool; what they are, for results and health.

        Gives back control with the first process that is ready, so that work can begin; the others follow by
        themselves. Raises ModelMissing, AsrConfigurationError and whatever a broken model raises.
        """
        paths = (str(self.models.path(VAD_MODEL)), str(self.models.path(SPEAKER_MODEL)))
        every = [asyncio.create_task(self.pool.run(tasks.warm_up, self.asr, *paths)) for _ in range(self.pool.size)]
        for warming in every:
            self._warming.add(warming)
            warming.add_done_callback(self._warmed)
        first, _ = await asyncio.wait(every, return_when=asyncio.FIRST_COMPLETED)
        self.asr_info = first.pop().result()
        return self.describe()

    async def all_warm(self) -> None:
        """Waits until no process is still loading."""
        if self._warming:
            await asyncio.wait(self._warming)

    def _warmed(self, warming: asyncio.Task[AsrInfo]) -> None:
        self._warming.discard(warming)
        if not warming.cancelled() and warming.exception() is not None:
            log.debug("an engine process did not get warm", reason=type(warming.exception()).__name__)

    def info(self) -> AsrInfo:
        """The recogniser; known once the engines are warm."""
        assert self.asr_info is not None
        return self.asr_info

    def recogniser(self) -> str:
        """The recogniser in one line: engine, model and version."""
        asr = self.info()
        return f"{asr.engine} {asr.model} {asr.version}"

    def describe(self) -> dict[str, Any]:
        """The engines and their versions, as `analysis.engines` shows them."""
        asr = self.info()
        return {
            "asr": {"engine": asr.engine, "model": asr.model, "version": asr.version},
            "vad": {"engine": "silero", "model": VAD_MODEL, "source": self.models.entry(VAD_MODEL).origin},
            "speaker": {"engine": "ge2e", "model": SPEAKER_MODEL, "source": self.models.entry(SPEAKER_MODEL).origin},
        }

    async def find_speech(self, pcm: Pcm, window: Span | None) -> VoiceActivity:
        """Where there is speech."""
        return await self.pool.run(tasks.find_speech, pcm, str(self.models.path(VAD_MODEL)), window)

    async def transcribe(
        self,
        pcm: Pcm,
        segments: Mapping[int, tuple[int | None, Span]],
        language: str,
        finished: Callable[[int, SegmentTranscript], Awaitable[None]],
    ) -> None:
        """Transcribes segments (`{number: (channel, span)}`), shared out among the processes.

        `finished` gets each one's words as they come. Raises AsrError, AsrConfigurationError, PoolBroken, and what
        `finished` raises.
        """

        # No more than the pool can do at once: the pool serves first come first served, and other runs come too.
        turn = asyncio.Semaphore(self.pool.size)

        async def one(number: int, channel: int | None, segment: Span) -> None:
            async with turn:
                words = await self.pool.run(
                    transcribe_segment, self.asr, pcm, segment.start, segment.end, channel, language
                )
            await finished(number, words)

        pending = [asyncio.create_task(one(number, *place)) for number, place in segments.items()]
        try:
            await asyncio.gather(*pending)
        finally:
            for task in pending:
                task.cancel()

    async def embed(self, pcm: Pcm, windows: Sequence[tuple[float, float]]) -> NDArray[np.float32]:
        """A voice vector for each window, float32 (n, 256), in order."""
        weights = str(self.models.path(SPEAKER_MODEL))
        batches = [list(windows[at : at + WINDOWS_PER_TASK]) for at in range(0, len(windows), WINDOWS_PER_TASK)]
        parts = await asyncio.gather(*(self.pool.run(tasks.embed_windows, pcm, batch, weights) for batch in batches))
        return np.concatenate(parts) if parts else np.zeros((0, 256), dtype=np.float32)
