"""Speech: what a whole run costs beside its recogniser alone, what more engine processes give, and how much memory the
longest recording takes.

The run is worked on by a worker as in production. Its CPU time is that of the worker with all of its children, from
just before the submit until the run is settled; the recogniser's is that of as many engine processes on the very
segments that the run transcribes, models loaded in both.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from pydantic import SecretStr
from sqlalchemy import text

from bench._figures import Report
from bench._place import SECRET, Caller, make_caller, scratch_database
from bench._processes import MemoryWatch, cpu_seconds, end_of, environment, running
from zenhire.analysis.speech.types import Span
from zenhire.engines.asr import parse_spec, transcribe_segment
from zenhire.engines.audio import decoder
from zenhire.engines.audio.base import SAMPLE_RATE, Pcm, Samples
from zenhire.engines.models import ModelStore
from zenhire.engines.pool import EnginePool
from zenhire.engines.vad.silero import MODEL_NAME
from zenhire.entry.wiring import open_platform
from zenhire.kit.db import Database
from zenhire.kit.settings import Settings, default_models_dir
from zenhire.modules.speech import service, tasks
from zenhire.modules.speech.form import SubmitForm
from zenhire.platform.context import Platform

RECORDING = Path("examples/interview.ogg")


@dataclass(frozen=True, slots=True)
class Size:
    """How much audio: rounds of whole runs, rounds and pieces of the scaling, minutes of the longest recording."""

    rounds: int = 2
    scaling_rounds: int = 3
    pieces: int = 8
    piece_seconds: float = 10.0
    minutes: float = 44.9
    processes: int = min(4, os.cpu_count() or 1)


def run(size: Size = Size()) -> Report:
    """The figures."""
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        pcm = asyncio.run(decoder.decode(RECORDING, Path(folder) / "decoded.pcm"))
        asyncio.run(_scaling(report, pcm, size))
        asyncio.run(_whole_runs(report, pcm, Path(folder), size))
    return report


async def _scaling(report: Report, pcm: Pcm, size: Size) -> None:
    """The same pieces with one engine process and with all, in turn."""
    rounds = [
        (await _recognise(pcm, 1, size), await _recognise(pcm, size.processes, size))
        for _ in range(size.scaling_rounds)
    ]
    ideal = size.processes
    report.add_median(
        f"{ideal} engine processes / {ideal} times one", [one / many / ideal for one, many in rounds], least=0.75
    )
    audio = size.pieces * size.piece_seconds
    report.add_median("recogniser's time / audio, one process", [one / audio for one, _ in rounds])


async def _recognise(pcm: Pcm, processes: int, size: Size) -> float:
    """Wall seconds for the pieces, models loaded before."""
    pool = EnginePool(processes)
    spec = parse_spec("pocketsphinx", models_dir=str(default_models_dir()))
    starts = [index * size.piece_seconds for index in range(size.pieces)]
    try:
        await asyncio.gather(*(pool.run(transcribe_segment, spec, pcm, 0.0, 0.5) for _ in range(processes)))
        began = time.monotonic()
        await asyncio.gather(*(pool.run(transcribe_segment, spec, pcm, at, at + size.piece_seconds) for at in starts))
        return time.monotonic() - began
    finally:
        pool.close()


async def _recogniser_alone(pcm: Pcm, segments: Sequence[Span], processes: int) -> float:
    """CPU seconds of the engine processes on the segments of a run."""
    pool = EnginePool(processes)
    spec = parse_spec("pocketsphinx", models_dir=str(default_models_dir()))
    try:
        await asyncio.gather(*(pool.run(transcribe_segment, spec, pcm, 0.0, 0.5) for _ in range(processes)))
        pids = set(await asyncio.gather(*(pool.run(_own_pid, 0.2) for _ in range(processes))))
        before = sum(cpu_seconds(pid) for pid in pids)
        await asyncio.gather(*(pool.run(transcribe_segment, spec, pcm, one.start, one.end) for one in segments))
        return sum(cpu_seconds(pid) for pid in pids) - before
    finally:
        pool.close()


def _own_pid(seconds: float) -> int:
    """The process's number; it takes so long that each process of a pool answers once."""
    time.sleep(seconds)
    return os.getpid()


async def _whole_runs(report: Report, pcm: Pcm, folder: Path, size: Size) -> None:
    models = ModelStore(default_models_dir())
    segments = tasks.find_speech(pcm, str(models.path(MODEL_NAME)), None).tracks[0].segments
    longest = folder / "longest.ogg"
    await asyncio.to_thread(write_repeated, longest, pcm.read(), size.minutes * 60)
    with ExitStack() as stack:
        place, url = stack.enter_context(scratch_database())
        settings = Settings(data_dir=place / "data", database_url=SecretStr(url), secret_key=SecretStr(SECRET))
        log = place / "log"
        env = environment(
            data_dir=place / "data",
            database_url=url,
            secret_key=SECRET,
            engine_processes=size.processes,
            asr="pocketsphinx",
        )
        worker = stack.enter_context(running("zenhire.entry.cli", "worker", env=env, log=log))
        async with open_platform(settings) as platform:
            caller = await make_caller(platform.db, "Bench")
            await _ready(platform.db, log)
            ratios = []
            for _ in range(size.rounds):
                alone = await _recogniser_alone(pcm, segments, size.processes)
                whole = await _run_costs(platform, caller, RECORDING, worker.pid)
                ratios.append(whole / alone)
            report.add_median("CPU time of a whole run / recogniser alone", ratios, most=1.25)
            report.add(f"CPU time of a run of {pcm.duration:.0f} s", whole, "s")
            report.add(f"recogniser's CPU time for it, {size.processes} processes", alone, "s")
            with MemoryWatch(worker.pid) as watch:
                await _run_costs(platform, caller, longest, worker.pid)
            minutes = f"{size.minutes:.0f} minutes"
            report.add(f"worker and children on {minutes}, peak PSS", watch.peak_pss, "MiB", most=1024)
            report.add(f"worker and children on {minutes}, peak RSS", watch.peak_rss, "MiB")
    report.remarks.append("PSS counts a page that several processes map once over all of them, RSS once in each.")


async def _ready(db: Database, log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        async with db.transaction() as conn:
            if await conn.scalar(text("SELECT count(*) FROM workers WHERE state = 'ready'")):
                return
        await asyncio.sleep(0.2)
    raise RuntimeError("The worker is not ready:\n" + end_of(log))


async def _run_costs(platform: Platform, caller: Caller, recording: Path, worker: int) -> float:
    """CPU seconds of the worker and its children for one run, which must end well."""
    before = cpu_seconds(worker)
    with recording.open("rb") as audio:
        form = SubmitForm(audio=audio, language="en", external_id=None, metadata={}, tags=())
        scan = await service.examine(platform, caller.principal, form)
        accepted = await service.submit(platform, caller.principal, form, scan)
    while True:
        async with platform.db.transaction() as conn:
            found = text("SELECT status, error_code FROM runs WHERE id = :id")
            status, code = (await conn.execute(found, {"id": accepted.id})).one()
        if status in ("success", "partial"):
            return cpu_seconds(worker) - before
        if status == "failed":
            raise RuntimeError(f"The run failed with {code}.")
        await asyncio.sleep(0.25)


def write_repeated(path: Path, samples: Samples, seconds: float) -> None:
    """An Ogg Opus file of the samples again and again, so many seconds long."""
    total = round(seconds * SAMPLE_RATE)
    with av.open(str(path), "w", format="ogg") as file:
        stream = file.add_stream("libopus", rate=SAMPLE_RATE, layout="mono")
        for at in range(0, total, len(samples)):
            part = samples[: min(len(samples), total - at)]
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part)[None, :], format="s16", layout="mono")
            frame.sample_rate = SAMPLE_RATE
            frame.pts = at
            for packet in stream.encode(frame):
                file.mux(packet)
        for packet in stream.encode(None):
            file.mux(packet)
