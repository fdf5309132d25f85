"""What must be true when all files were sent and all runs have ended, and the table that says whether it is."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from trials._fuzz_mutations import Sample
from trials._fuzz_platform import Memory
from zenhire.kit.db import Database

ACCEPTED = "202"
ABORTED = "the sender went away"
HANG = "HANG"
SUCCESS = frozenset({"success", "partial"})
MOST_WEB_BYTES = 600 << 20


@dataclass(frozen=True, slots=True)
class Rules:
    """What may become of a damaged file: answers besides its acceptance, and failures of its run.

    `table` has the module's rows, `kept` is how the names of kept files begin; the rest is the most memory of an engine
    process and of a limited child. A `price` is what each finished run costs, where all cost the same.
    """

    refusals: frozenset[str]
    failures: frozenset[str]
    table: str
    kept: str
    most_engine_bytes: int
    most_child_bytes: int
    price: int | None = None

    @property
    def ends(self) -> frozenset[str]:
        """All ends that a run may have."""
        return SUCCESS | {f"failed {code}" for code in self.failures}


@dataclass(slots=True)
class Tally:
    """What was sent and what came back."""

    rules: Rules
    containers: Counter[str] = field(default_factory=Counter)
    mutations: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    by_container: dict[str, Counter[str]] = field(default_factory=dict)
    ends: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    runs: set[str] = field(default_factory=set)

    def add(self, sample: Sample, answer: str, seconds: float) -> bool:
        """Counts a file; False when its answer is none of those that may be."""
        self.containers[sample.container] += 1
        self.mutations.update(sample.mutations)
        self.answers[answer] += 1
        self.by_container.setdefault(sample.container, Counter())[answer] += 1
        self.seconds.append(seconds)
        return answer in self.rules.refusals or answer == ACCEPTED or (answer == ABORTED and sample.abort is not None)


async def read_ends(db: Database, tally: Tally) -> int:
    """Counts how the runs ended; the number of those that have not."""
    async with db.transaction() as conn:
        rows = await conn.execute(text("SELECT status, error_code, count(*) FROM runs GROUP BY 1, 2"))
        found = {f"{status} {code}" if code else status: count for status, code, count in rows}
    tally.ends = Counter(found)
    return sum(count for end, count in found.items() if end.split()[0] in ("queued", "processing"))


async def leftovers(db: Database, folder: Path, tally: Tally, client_id: str, granted: int) -> dict[str, int]:
    """What must be nothing: rows, holds, jobs, credits and files that no accepted run accounts for."""
    async with db.transaction() as conn:
        ids = set((await conn.execute(text("SELECT id FROM runs"))).scalars())
        rows = set((await conn.execute(text(f"SELECT run_id FROM {tally.rules.table}"))).scalars())
        held = await conn.scalar(text("SELECT count(*) FROM credit_holds WHERE state = 'held'"))
        jobs = await conn.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"))
        balance, amount = (await conn.execute(text("SELECT balance, held FROM credit_accounts"))).one()
        charged = await conn.scalar(
            text("SELECT coalesce(-sum(amount), 0) FROM credit_entries WHERE type = 'deduction'")
        )
    kept = {f"clients/{client_id}/runs/{run}" for run in ids}
    store = folder / "data" / "files"
    stray = [
        path
        for path in _files(store)
        if path.relative_to(store).parts[0] != "health"
        and (str(path.parent.relative_to(store)) not in kept or not path.name.startswith(tally.rules.kept))
    ]
    scratch = [path for path in _files(folder / "data" / "scratch") if path.name != ".lock"]
    scratch += _files(folder / "tmp")
    tally.odd += [f"left behind: {path.relative_to(folder)}" for path in (stray + scratch)[:20]]
    return {
        "runs of refused files": len(ids - tally.runs),
        "accepted runs that are gone": len(tally.runs - ids),
        "rows of no run": len(rows ^ ids),
        "holds that are open": int(held or 0),
        "credits that are held": int(amount),
        "credits out of balance": granted - int(balance) - int(charged or 0),
        "credits charged for what has no result": _overcharged(tally, int(charged or 0)),
        "jobs that are not done": int(jobs or 0),
        "files in the store": len(stray),
        "files in scratch": len(scratch),
    }


def _overcharged(tally: Tally, charged: int) -> int:
    """Credits beyond the price of the finished runs; 0 where runs have prices of their own."""
    finished = sum(count for end, count in tally.ends.items() if end in SUCCESS)
    return 0 if tally.rules.price is None else charged - finished * tally.rules.price


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []


@dataclass(slots=True)
class Verdict:
    """The whole outcome, as JSON and as a table."""

    files: int
    seed: int
    seconds: float
    containers: dict[str, int]
    answers: dict[str, int]
    answers_by_container: dict[str, dict[str, int]]
    ends: dict[str, int]
    mutations: dict[str, int]
    request_seconds: dict[str, float]
    megabytes: dict[str, float]
    must_be_nothing: dict[str, int]
    odd: list[str]

    @property
    def sound(self) -> bool:
        """Whether all is as it must be."""
        return not any(self.must_be_nothing.values())

    def wire(self) -> dict[str, Any]:
        """The verdict as JSON."""
        return asdict(self) | {"sound": self.sound}


def judge(tally: Tally, memory: Memory, left: dict[str, int], *, seed: int, seconds: float) -> Verdict:
    """Puts what was seen together."""
    server_errors = sum(count for answer, count in tally.answers.items() if answer.startswith("5"))
    other = sum(
        count
        for answer, count in tally.answers.items()
        if answer not in tally.rules.refusals and answer not in (ACCEPTED, ABORTED, HANG) and not answer.startswith("5")
    )
    spread = statistics.quantiles(tally.seconds, n=100) if len(tally.seconds) > 1 else [0.0] * 99
    return Verdict(
        files=sum(tally.containers.values()),
        seed=seed,
        seconds=round(seconds, 1),
        containers=dict(sorted(tally.containers.items())),
        answers=dict(tally.answers.most_common()),
        answers_by_container={name: dict(counts.most_common()) for name, counts in sorted(tally.by_container.items())},
        ends=dict(tally.ends.most_common()),
        mutations=dict(tally.mutations.most_common()),
        request_seconds={
            "median": round(spread[49], 3),
            "p95": round(spread[94], 3),
            "most": round(max(tally.seconds, default=0.0), 3),
        },
        megabytes={
            "web": round(memory.web / 1048576, 1),
            "worker": round(memory.worker / 1048576, 1),
            "engine": round(memory.engine / 1048576, 1),
            "child": round(memory.child / 1048576, 1),
        },
        must_be_nothing={
            "answers of 5xx": server_errors,
            "requests that hung": tally.answers[HANG],
            "answers that no damaged file should get": other,
            "ends that no damaged file should have": sum(
                count for end, count in tally.ends.items() if end not in tally.rules.ends
            ),
            **left,
            "web process over its memory": int(memory.web > MOST_WEB_BYTES),
            "engine process over its memory": int(memory.engine > tally.rules.most_engine_bytes),
            "child over its memory": int(memory.child > tally.rules.most_child_bytes),
        },
        odd=tally.odd,
    )


def show(verdict: Verdict, console: Console) -> None:
    """Prints the one table."""
    table = Table("", "", title=f"{verdict.files} damaged files, seed {verdict.seed}, in {verdict.seconds:.0f} s")
    table.columns[1].justify = "right"
    sections: tuple[tuple[str, dict[str, Any]], ...] = (
        ("files", verdict.containers),
        ("answer", verdict.answers),
        ("run", verdict.ends),
        ("seconds a request", verdict.request_seconds),
        ("peak MB", verdict.megabytes),
        ("must be 0", verdict.must_be_nothing),
    )
    for title, rows in sections:
        table.add_section()
        for name, value in rows.items():
            bad = title == "must be 0" and value
            table.add_row(f"{title}: {name}", f"{value}", style="red" if bad else None)
    console.print(table)
    for line in verdict.odd:
        console.print(line, style="red")
