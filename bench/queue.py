"""Two worker processes, each with a data folder of its own, on one external database, and many clients' trivial runs.

Caps and order are judged by the moments that the runs themselves recorded, under the client's lock, not by looking now
and then. A promotion takes from the moment that a run's end frees a slot (`finished_at`, written inside the transaction
that also starts the next run) to the moment that the next run's job begins (`taken_up_at`).
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median

from sqlalchemy import text

from bench._figures import Report
from bench._place import SECRET, Caller, make_caller, scratch_database
from bench._processes import cpu_seconds, end_of, environment, running
from zenhire.entry.wiring import admitter
from zenhire.kit.db import Database
from zenhire.kit.ids import speech_run_id
from zenhire.kit.settings import Settings
from zenhire.platform.runs import service
from zenhire.platform.runs.types import NewRun

TASK = "bench.trivial"
COST = 3


@dataclass(frozen=True, slots=True)
class Size:
    """How many runs; client number n may run 1 + n % `caps` at once; each of the three steps takes about `seconds`."""

    runs: int = 2000
    clients: int = 50
    caps: int = 2
    seconds: float = 1.5
    workers: int = 2
    concurrency: int = 40
    submitters: int = 8
    patience: float = 300.0


@dataclass(frozen=True, slots=True)
class Moments:
    """When a run was admitted or put in line, started, taken up by a worker, and ended."""

    client: str
    seq: int
    created: datetime
    started: datetime
    taken_up: datetime
    finished: datetime


def run(size: Size = Size()) -> Report:
    """The figures."""
    with ExitStack() as stack:
        folder, url = stack.enter_context(scratch_database())
        folders = [folder / f"worker-{number}" for number in range(size.workers)]
        with ExitStack() as working:
            processes = []
            for data in folders:
                data.mkdir()
                env = environment(
                    data_dir=data, database_url=url, secret_key=SECRET, worker_concurrency=size.concurrency
                )
                process = working.enter_context(
                    running("bench._trivial", TASK, str(size.seconds), env=env, log=folder / "log")
                )
                processes.append(process.pid)
            asyncio.run(_await_workers(url, folder, size))
            spent = sum(cpu_seconds(pid) for pid in processes)
            started = time.monotonic()
            caps, moments, charged = asyncio.run(_drive(url, folder, size))
            seconds = time.monotonic() - started
            spent = sum(cpu_seconds(pid) for pid in processes) - spent
        finished = [int((data / "finished").read_text()) for data in folders]
        complaints = (folder / "log").read_text(errors="replace").splitlines()
    report = _report(size, caps, moments, charged)
    report.add("share of the busier worker", max(finished) / max(1, sum(finished)))
    report.add("runs a second", len(moments) / seconds)
    report.add("workers' CPU time a run", spent / len(moments) * 1000, "ms")
    report.remarks.append(f"Warnings and errors in the workers' logs: {len(complaints)}")
    report.remarks += complaints[:3]
    return report


async def _await_workers(url: str, folder: Path, size: Size) -> None:
    """Returns when every worker has told the queue that it is there."""
    db = Database(url)
    try:
        deadline = time.monotonic() + 60
        while await _count(db, "SELECT count(*) FROM procrastinate_workers") < size.workers:
            if time.monotonic() > deadline:
                raise RuntimeError("The workers did not start:\n" + end_of(folder / "log"))
            await asyncio.sleep(0.1)
    finally:
        await db.close()


async def _drive(url: str, folder: Path, size: Size) -> tuple[dict[str, int], list[Moments], int]:
    """Submits everything while the workers work, and waits for the last run's end."""
    db = Database(url, pool_size=size.submitters + 2)
    try:
        callers = [await make_caller(db, f"Client {n}", cap=1 + n % size.caps) for n in range(size.clients)]
        await _submit_all(db, url, folder, callers, size)
        deadline = time.monotonic() + size.patience
        while await _count(db, "SELECT count(*) FROM runs WHERE status IN ('queued', 'processing')"):
            if time.monotonic() > deadline:
                raise RuntimeError("The runs did not end:\n" + end_of(folder / "log"))
            await asyncio.sleep(0.5)
        charged = await _count(db, "SELECT count(*) FROM credit_entries WHERE type = 'deduction'")
        async with db.transaction() as conn:
            rows = await conn.execute(
                text("SELECT client_id, seq, created_at, started_at, taken_up_at, finished_at FROM runs ORDER BY seq")
            )
            moments = [Moments(*row) for row in rows]
    finally:
        await db.close()
    return {one.principal.client_id: one.principal.max_concurrent["speech"] for one in callers}, moments, charged


async def _submit_all(db: Database, url: str, folder: Path, callers: Sequence[Caller], size: Size) -> None:
    own = admitter(Settings(data_dir=folder), url)
    turns = [callers[number % len(callers)].principal for number in range(size.runs)]
    random.Random(1).shuffle(turns)
    waiting = iter(turns)

    async def submitter() -> None:
        for principal in waiting:
            new = NewRun(
                id=speech_run_id(),
                client_id=principal.client_id,
                project_id=None,
                key_id=principal.key_id,
                module="speech",
                task=TASK,
                cost=COST,
            )
            async with db.transaction() as conn:
                await service.submit(conn, own, new)

    await asyncio.gather(*(submitter() for _ in range(size.submitters)))


async def _count(db: Database, query: str) -> int:
    async with db.transaction() as conn:
        return int(await conn.scalar(text(query)) or 0)


def most_at_once(moments: Sequence[Moments]) -> int:
    """The most of one client's runs that were `processing` at one moment; an end comes before a start."""
    changes = sorted(
        [(one.started, 1, 1) for one in moments] + [(one.finished, 0, -1) for one in moments], key=lambda c: c[:2]
    )
    now = most = 0
    for _, _, change in changes:
        now += change
        most = max(most, now)
    return most


def inversions(moments: Sequence[Moments]) -> int:
    """How many of one client's runs started before one that was submitted earlier."""
    latest: datetime | None = None
    wrong = 0
    for one in sorted(moments, key=lambda one: one.seq):
        if latest is not None and one.started < latest:
            wrong += 1
        latest = one.started if latest is None else max(latest, one.started)
    return wrong


def promotions(moments: Sequence[Moments]) -> list[float]:
    """Milliseconds from each end of one of the client's runs that started a waiting one to that one's take-up."""
    ends = sorted(one.finished for one in moments)
    found = []
    for one in moments:
        freed = [end for end in ends if one.created < end <= one.started]
        if freed:
            found.append((one.taken_up - freed[-1]).total_seconds() * 1000)
    return found


def _report(size: Size, caps: dict[str, int], moments: Sequence[Moments], charged: int) -> Report:
    by_client: dict[str, list[Moments]] = defaultdict(list)
    for one in moments:
        by_client[one.client].append(one)
    took = sorted(milliseconds for own in by_client.values() for milliseconds in promotions(own))
    report = Report()
    report.add("runs", len(moments), least=size.runs, most=None)
    report.add("runs charged other than once", abs(charged - size.runs), most=0)
    report.add(
        "clients beyond their cap", sum(most_at_once(own) > caps[name] for name, own in by_client.items()), most=0
    )
    report.add("starts out of order within a client", sum(inversions(own) for own in by_client.values()), most=0)
    report.add("promotions", len(took))
    report.add("promotion, median", median(took) if took else 0.0, "ms")
    report.add("promotion, p95", took[int(len(took) * 0.95)] if took else 0.0, "ms", most=200)
    report.add("promotion, longest", took[-1] if took else 0.0, "ms")
    return report
