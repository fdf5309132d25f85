"""What must be true when the blows are over, and what was not."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from trials import _kill_journal as journals
from trials._kill_clients import UNFINISHED, Client
from trials._kill_faults import Blow
from trials._kill_journal import Entry
from trials._kill_platform import Service

RECOVERY_SECONDS = 30.0
"""A killed or stopped worker's run must be worked on again by then."""
_LIMITED = ("worker", "zombie")


@dataclass(slots=True)
class Verdict:
    """Everything that is not as it must be, and some figures."""

    violations: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)
    recoveries: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, violations: Iterable[str]) -> None:
        """Takes over what a check found."""
        self.violations += violations


def unended(clients: list[Client], runs: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Acknowledged runs that are lost, have not ended, or failed for no reason of their own."""
    for client in clients:
        for run_id, told in client.runs.items():
            row = runs.get(run_id)
            if row is None:
                yield f"lost: {run_id} was acknowledged and is not there"
            elif told.status in UNFINISHED:
                yield f"not ended: {run_id} is {row['status']}"
            elif told.status != row["status"]:
                yield f"two truths: {run_id} is {row['status']} and was told to be {told.status}"
    for run_id, row in runs.items():
        if row["status"] == "failed":
            yield f"failed: {run_id} with {row['error_code']}"
        elif row["status"] in UNFINISHED:
            yield f"not ended: {run_id}, which nobody was told of, is {row['status']}"


def wrong_books(url: str, runs: dict[str, dict[str, Any]], granted: int) -> Iterator[str]:
    """Charges and holds that do not agree with the runs."""
    charges: dict[str, list[int]] = defaultdict(list)
    for row in journals.rows(url, "SELECT run_id, amount FROM credit_entries WHERE run_id IS NOT NULL"):
        charges[row["run_id"]].append(-row["amount"])
    for run_id, run in runs.items():
        due = [run["cost"]] if run["status"] in ("success", "partial") else []
        if charges.pop(run_id, []) != due:
            yield f"charged wrongly: {run_id}, which is {run['status']}"
    yield from (f"charged for no run: {run_id}" for run_id in charges)
    for row in journals.rows(url, "SELECT run_id FROM credit_holds WHERE state = 'held'"):
        yield f"held for ever: the credits of {row['run_id']}"
    for row in journals.rows(url, "SELECT client_id, balance, held FROM credit_accounts"):
        spent = sum(
            run["cost"]
            for run in runs.values()
            if run["client_id"] == row["client_id"] and run["status"] in ("success", "partial")
        )
        if (row["balance"], row["held"]) != (granted - spent, 0):
            yield f"wrong balance: {row['balance']} with {row['held']} held instead of {granted - spent}"


def repeated(journal: list[Entry], log: Path) -> Iterator[str]:
    """Steps and parts that were recorded again, by whomever; and steps that were begun though they were recorded."""
    recorded: dict[tuple[str, str], int] = {}
    for entry in journal:
        if entry.what not in ("step", "part"):
            continue
        key = (entry.run_id, entry.name)
        if key in recorded:
            yield f"recorded again: {entry.name} of {entry.run_id} in attempt {entry.attempt}"
        if entry.attempt != entry.owner:
            yield f"a zombie wrote: {entry.name} of {entry.run_id} in attempt {entry.attempt}, owned by {entry.owner}"
        recorded[key] = entry.attempt
    for line in _lines(log):
        if line.get("event") == "step started":
            before = recorded.get((line["run_id"], line["step"]))
            if before is not None and line["attempt"] > before:
                yield f"done again: {line['step']} of {line['run_id']} in attempt {line['attempt']}"
        elif line.get("event") == "part done":
            before = recorded.get((line["run_id"], f"{line['step']} {line['part']}"))
            if before is not None and line["attempt"] > before:
                yield f"done again: part {line['part']} of {line['run_id']} in attempt {line['attempt']}"


def _lines(log: Path) -> Iterator[dict[str, Any]]:
    with log.open(errors="replace") as lines:
        for line in lines:
            try:
                found = json.loads(line)
            except ValueError:
                continue
            if isinstance(found, dict):
                yield found


def tracebacks(log: Path) -> int:
    """How many tracebacks are in the log."""
    return sum("Traceback" in str(line.get("exception", "")) for line in _lines(log)) + sum(
        line.startswith("Traceback") for line in log.read_text(errors="replace").splitlines()
    )


def out_of_order(runs: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Runs of a client that started before one that it had submitted earlier."""
    by_client: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for run in sorted(runs.values(), key=lambda run: run["seq"]):
        by_client[run["client_id"]].append(run)
    for own in by_client.values():
        for first, second in pairwise(own):
            if first["started_at"] is None or second["started_at"] is None:
                continue
            if second["started_at"] < first["started_at"]:
                yield f"out of order: {second['id']} started before {first['id']}"


def slow(verdict: Verdict, journal: list[Entry], blows: list[Blow]) -> Iterator[str]:
    """Collects how long every recovery took; those of workers that took too long."""
    restarts = [blow.at for blow in blows if blow.kind == "restart"]
    for blow in blows:
        taken = journals.recoveries(journal, blow.at, list(blow.workers)) if blow.workers else []
        if blow.kind != "restart":
            # What a restart holds up is told by the restart.
            taken = [s for s in taken if not any(blow.at < at < blow.at + s for at in restarts)]
        if blow.back is not None:
            taken.append(blow.back)
        verdict.recoveries[blow.kind] += taken
        for seconds in taken:
            if blow.kind in _LIMITED and seconds > RECOVERY_SECONDS:
                yield f"slow: {seconds:.1f} s until the run of a {blow.kind} was worked on again"
            elif seconds == float("inf"):
                yield f"not back: what a {blow.kind} hit"


def left_in_the_database(url: str) -> Iterator[str]:
    """Rows that only unfinished runs may have."""
    for what, query in (
        ("parts of steps", "SELECT count(*) AS n FROM run_parts"),
        ("outputs of steps", "SELECT count(*) AS n FROM run_steps WHERE output IS NOT NULL"),
        ("jobs", "SELECT count(*) AS n FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"),
    ):
        (row,) = journals.rows(url, query)
        if row["n"]:
            yield f"left over: {row['n']} {what}"


def left_over(service: Service, run_ids: set[str]) -> Iterator[str]:
    """Files and processes that are there though the service has ended and every run is done."""
    for path in sorted((service.data / "files").rglob("*")):
        if path.is_file() and path.parent.name != "health":
            known = path.parent.name in run_ids and path.name.startswith("recording.")
            if not known:
                yield f"left over: {path.relative_to(service.data)}"
    for folder in (service.data / "scratch", service.data / "workers", service.temporary):
        yield from (f"left over: {path.relative_to(service.folder)}" for path in sorted(folder.glob("*")))
    yield from (f"still running: {line[:120]}" for line in service.everything())
