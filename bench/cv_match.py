"""CV DeepMatch: what a whole run costs beside bare extraction and embedding, how long a caller waits, what more cores
give, and how much memory the worker takes.

The CV has two pages of text and the position 19 phrases, which the worker knows from the run before. A run's CPU time
is that of the worker with all of its children, ended ones too, from just before the submit until the run is settled,
models loaded. Beside it stand, in one process and turn about: PDFium's plain text of the same file, one pass of the
embedder over that text in windows of its greatest length, and the embedding of the position's phrases.
"""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pypdfium2  # type: ignore[import-untyped]
from pydantic import SecretStr
from sqlalchemy import text

from bench._figures import Report
from bench._place import SECRET, make_caller, scratch_database
from bench._processes import MemoryWatch, cpu_seconds, end_of, environment, running
from tests.support.cv_files import BACKEND, DESCRIPTION, ENGINEER, cv_pdf
from zenhire.engines.embedder import EmbedderSpec, load, parse_spec
from zenhire.engines.pool import EnginePool
from zenhire.entry.supervisor import choose_port
from zenhire.entry.wiring import open_platform
from zenhire.kit.db import Database
from zenhire.kit.settings import Settings, default_models_dir

SUBMIT = "/api/v1/cvdeepmatch"
_LONGEST_SECONDS = 60.0
_WORDS = 150
_FIRST = 2


@dataclass(frozen=True, slots=True)
class Size:
    """Rounds; runs in a round; single runs whose waiting is timed; processes and cores."""

    rounds: int = 7
    runs: int = 6
    waits: int = 40
    processes: int = min(4, os.cpu_count() or 1)


def run(size: Size = Size()) -> Report:
    """The figures."""
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        cv = Path(folder) / "cv.pdf"
        cv.write_bytes(cv_pdf(ENGINEER))
        with ExitStack() as stack:
            asyncio.run(_measure(report, cv, stack, size))
    report.remarks.append("PSS counts a page that several processes map once over all of them, RSS once in each.")
    return report


async def _measure(report: Report, cv: Path, stack: ExitStack, size: Size) -> None:
    place, url = stack.enter_context(scratch_database())
    port, log = choose_port("127.0.0.1", 0), place / "log"
    env = environment(
        data_dir=place / "data",
        database_url=url,
        secret_key=SECRET,
        engine_processes=size.processes,
        port=port,
        log_level="warning",
        rate_limit_per_minute=1_000_000,
        cvdeepmatch_poll_min_seconds=0,
    )
    stack.enter_context(running("zenhire.entry.cli", "web", env=env, log=log))
    worker = stack.enter_context(running("zenhire.entry.cli", "worker", env=env, log=log))
    settings = Settings(data_dir=place / "data", database_url=SecretStr(url), secret_key=SecretStr(SECRET))
    async with open_platform(settings) as platform:
        await _ready(platform.db, log)
        async with _client(platform.db, port, 1) as one, _client(platform.db, port, size.processes) as many:
            with MemoryWatch(worker.pid, every=0.05) as watch:
                await _rate(platform.db, many, cv, 4 * size.processes)
                await _costs(report, one, cv, worker.pid, size)
                await _waits(report, one, cv, size)
                await _scaling(report, platform.db, one, many, cv, size)
    report.add("worker and children, peak PSS", watch.peak_pss, "MiB", most=700)
    report.add("worker and children, peak RSS", watch.peak_rss, "MiB")


@asynccontextmanager
async def _client(db: Database, port: int, cap: int) -> AsyncIterator[httpx.AsyncClient]:
    """A client that may have `cap` runs in work."""
    caller = await make_caller(db, f"Bench {cap}", module="cvdeepmatch", cap=cap)
    headers = {"X-API-Key": caller.api_key}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=60) as http:
        yield http


async def _costs(report: Report, http: httpx.AsyncClient, cv: Path, worker: int, size: Size) -> None:
    """Rounds of whole runs, each beside as many bare passes."""
    pool = EnginePool(1)
    spec = parse_spec("auto", models_dir=default_models_dir())
    asked = list(dict.fromkeys(phrases(BACKEND)))
    whole, bare, short = list[float](), list[float](), list[float]()
    try:
        await pool.run(bare_seconds, spec, str(cv), asked, 1)
        for _ in range(size.rounds):
            before = cpu_seconds(worker)
            for _ in range(size.runs):
                await _run(http, cv)
            whole.append((cpu_seconds(worker) - before) / size.runs)
            passes = await pool.run(bare_seconds, spec, str(cv), asked, size.runs)
            bare.append(passes[0] / size.runs)
            short.append(passes[1] / size.runs)
    finally:
        pool.close()
    ratios = [one / other for one, other in zip(whole, bare, strict=True)]
    report.add_median("CPU time of a whole run / bare extraction and embedding", ratios, most=3.0)
    report.add_median("CPU time of a whole run", [1000 * one for one in whole], "ms")
    report.add_median("bare extraction and embedding", [1000 * one for one in bare], "ms")
    report.add_median("the same with the text's first window only", [1000 * one for one in short], "ms")


def bare_seconds(spec: EmbedderSpec, path: str, asked: Sequence[str], times: int) -> tuple[float, float]:
    """CPU seconds of so many bare passes over a file: with its whole text embedded, and with its first window only."""
    embedder = load(spec)
    whole = first = 0.0
    for _ in range(times):
        start = time.process_time()
        windows = list(_windows(_plain_text(path)))
        embedder.embed([*asked, windows[0]])
        first += time.process_time() - start
        embedder.embed(windows[1:])
        whole += time.process_time() - start
    return whole, first


def _plain_text(path: str) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def _windows(found: str) -> Iterator[str]:
    """The text in windows of about as many tokens as the embedder takes; a word is 1.7 of them."""
    words = found.split()
    for at in range(0, len(words), _WORDS):
        yield " ".join(words[at : at + _WORDS])


def phrases(config: Any) -> list[str]:
    """All phrases that a position asks for."""
    if isinstance(config, dict):
        named = [config["name"]] if "importance" in config and "name" in config else []
        return named + [text for value in config.values() for text in phrases(value)]
    if isinstance(config, list):
        return [one for item in config for one in ([item] if isinstance(item, str) else phrases(item))]
    return []


async def _waits(report: Report, http: httpx.AsyncClient, cv: Path, size: Size) -> None:
    """From just before the submit until a poll shows the end, one run at a time."""
    waits = sorted([await _run(http, cv) for _ in range(size.waits)])
    report.add("submit to finished, 95th percentile", waits[int(0.95 * len(waits))], "s", most=2.0)
    report.add("submit to finished, median", waits[len(waits) // 2], "s")


async def _scaling(
    report: Report, db: Database, one: httpx.AsyncClient, many: httpx.AsyncClient, cv: Path, size: Size
) -> None:
    """The same runs of a client that may have one at a time, and of one that may have N, in turn."""
    rounds = []
    for _ in range(size.rounds):
        alone = await _rate(db, one, cv, 2 * size.runs)
        rounds.append(await _rate(db, many, cv, 2 * size.runs) / alone / size.processes)
    report.add_median(f"{size.processes} runs at once / {size.processes} times one", rounds, least=0.75)


async def _rate(db: Database, http: httpx.AsyncClient, cv: Path, count: int) -> float:
    """Runs a second, from the end of the first few, when all are submitted, to that of the last."""
    ids = [await _submit(http, cv) for _ in range(count)]
    query = text("SELECT status, finished_at FROM runs WHERE id = ANY(:ids) ORDER BY finished_at NULLS LAST")
    deadline = time.monotonic() + count * _LONGEST_SECONDS
    while time.monotonic() < deadline:
        async with db.transaction() as conn:
            found = (await conn.execute(query, {"ids": ids})).all()
        if all(row.finished_at is not None for row in found):
            ends = [row.finished_at for row in found if row.status == "success"]
            return (count - _FIRST) / float((ends[count - 1] - ends[_FIRST - 1]).total_seconds())
        await asyncio.sleep(0.25)
    raise RuntimeError("Not all runs have ended.")


async def _submit(http: httpx.AsyncClient, cv: Path) -> str:
    """The id of a new run."""
    parts = {"position_id": "bench", "job_description": DESCRIPTION, "config": json.dumps(BACKEND)}
    content = await asyncio.to_thread(cv.read_bytes)
    files = {"cv_file": ("cv.pdf", content, "application/pdf")}
    accepted = (await http.post(f"{SUBMIT}/submit", data=parts, files=files)).raise_for_status().json()
    return str(accepted["id"])


async def _run(http: httpx.AsyncClient, cv: Path) -> float:
    """Wall seconds of one run, which must end well."""
    began = time.monotonic()
    run_id = await _submit(http, cv)
    while time.monotonic() - began < _LONGEST_SECONDS:
        shown = (await http.get(f"{SUBMIT}/{run_id}")).raise_for_status().json()
        if shown["status"] == "finished":
            return time.monotonic() - began
        if shown["status"] == "failed":
            raise RuntimeError(f"The run failed: {shown['error']}.")
        await asyncio.sleep(0.05)
    raise RuntimeError("The run did not end.")


async def _ready(db: Database, log: Path) -> None:
    """Waits until a worker has loaded the embedder, too."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        async with db.transaction() as conn:
            if await conn.scalar(text("SELECT count(*) FROM workers WHERE engines::jsonb ? 'embedder'")):
                return
        await asyncio.sleep(0.2)
    raise RuntimeError("The worker is not ready:\n" + end_of(log))
