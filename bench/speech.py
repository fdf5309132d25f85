"""Recognition with one engine process against as many as there are cores, side by side on the same audio."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from zenhire.engines.asr import parse_spec, transcribe_segment
from zenhire.engines.audio import decoder
from zenhire.engines.audio.base import Pcm
from zenhire.engines.pool import EnginePool
from zenhire.kit.settings import default_models_dir

RECORDING = Path("examples/interview.ogg")
SEGMENT_SECONDS = 15.0
SEGMENTS = 8


async def _seconds(pcm: Pcm, processes: int) -> float:
    pool = EnginePool(processes)
    spec = parse_spec("pocketsphinx", models_dir=default_models_dir())
    starts = [index * SEGMENT_SECONDS for index in range(SEGMENTS)]
    try:
        await asyncio.gather(*(pool.run(transcribe_segment, spec, pcm, 0.0, 0.5) for _ in range(processes)))
        began = time.monotonic()
        await asyncio.gather(*(pool.run(transcribe_segment, spec, pcm, at, at + SEGMENT_SECONDS) for at in starts))
        return time.monotonic() - began
    finally:
        pool.close()


async def _measure() -> dict[str, Any]:
    cores = min(4, os.cpu_count() or 1)
    with tempfile.TemporaryDirectory() as folder:
        pcm = await decoder.decode(RECORDING, Path(folder) / "decoded.pcm")
        one = await _seconds(pcm, 1)
        many = await _seconds(pcm, cores)
    return {
        "audio_seconds": SEGMENTS * SEGMENT_SECONDS,
        "processes": cores,
        "real_time_factor_of_one": round(one / (SEGMENTS * SEGMENT_SECONDS), 3),
        "speed_up": round(one / many, 2),
        "speed_up_per_process": round(one / many / cores, 2),
    }


def run() -> dict[str, Any]:
    """The speed-up of recognition over one process, and its share of the ideal."""
    return asyncio.run(_measure())
