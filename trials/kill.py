"""Kills at random moments, hundreds of them: nothing that was acknowledged may be lost, paid twice, or done again.

`python -m trials kill` starts `zenhire serve` on a disk of its own with two workers and a recogniser that takes a
second for each segment. Clients submit and poll over HTTP all the time, while workers, engine processes, the web
process and the database are killed, workers are stopped and woken, the service is restarted, and the disk is filled.
Triggers in the database note what was recorded by whom. The same seed makes the same blows; the moments are the
machine's.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import shutil
import time
import wave
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from rich.console import Console
from rich.table import Table

from trials import _kill_faults as faults
from trials import _kill_journal as journals
from trials import _kill_verdict as verdicts
from trials._kill_clients import Client
from trials._kill_faults import Blow
from trials._kill_platform import Options, Service, own_disk
from trials._kill_verdict import Verdict

EXAMPLE = Path(__file__).parents[1] / "examples" / "interview.ogg"
RECORDING_SECONDS = 90.6
CREDITS = 1_000_000
END_SECONDS = 240.0
HOURS_OLD = 2 * 3600


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m trials kill", description="Kills at random moments.")
    parser.add_argument("--kills", type=int, default=200, help="how many (default 200)")
    parser.add_argument("--seed", type=int, default=1, help="makes the same blows again (default 1)")
    parser.add_argument("--gap", type=float, default=4.0, help="mean seconds between two (default 4)")
    parser.add_argument("--kinds", default=",".join(faults.KINDS), help=f"which (default {','.join(faults.KINDS)})")
    parser.add_argument("--clients", type=int, default=3, help="clients at once (default 3)")
    parser.add_argument("--at-once", type=int, default=4, help="runs that a client has under way (default 4)")
    parser.add_argument("--runs", type=int, default=100_000, help="most runs of a client")
    parser.add_argument("--asr", default="fake:slow", help="recogniser (default fake:slow)")
    parser.add_argument("--json", type=Path, help="file for the outcome as JSON")
    parser.add_argument("--log", type=Path, help="file for the service's log")
    given = parser.parse_args(arguments)
    unknown = set(given.kinds.split(",")) - set(faults.KINDS)
    if unknown:
        parser.error(f"unknown kinds: {', '.join(sorted(unknown))}")
    return given


def main(arguments: list[str]) -> int:
    """Exit status: 0 when nothing was violated, 1 when something was."""
    given = _options(arguments)
    console = Console(soft_wrap=True)
    with own_disk(given.kills) as (folder, is_disk):
        service = Service(folder, Options(asr=given.asr))
        try:
            verdict, blows, skipped = _trial(given, service, console, is_disk)
        finally:
            service.kill()
            if given.log is not None:
                shutil.copyfile(service.log, given.log)
    _show(console, verdict, blows, skipped)
    if given.json is not None:
        given.json.write_text(json.dumps(_as_json(given, verdict, blows, skipped), indent=2))
    return 1 if verdict.violations else 0


def recording() -> bytes:
    """The beginning of the example as a WAV file: all scores can be made of it."""
    samples, rate = soundfile.read(EXAMPLE, frames=round(RECORDING_SECONDS * 16_000), dtype="int16")
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.asarray(samples, dtype="<i2").tobytes())
    return buffer.getvalue()


def _trial(
    given: argparse.Namespace, service: Service, console: Console, is_disk: bool
) -> tuple[Verdict, list[Blow], int]:
    service.start()
    url = service.database_url()
    assert url is not None
    journals.begin(url)
    clients = _clients(given, service)
    for client in clients:
        client.start()
    blows, skipped = _strike(given, service, console, is_disk)
    console.print("No more blows; waiting for every run to end.")
    for client in clients:
        client.finish(END_SECONDS)
    for client in clients:
        client.join(END_SECONDS + 30)
    verdict = _judge(service, clients, blows)
    return verdict, blows, skipped


def _clients(given: argparse.Namespace, service: Service) -> list[Client]:
    audio = recording()
    found = []
    for number in range(given.clients):
        made = json.loads(
            service.admin("client", "create", f"Trial {number}", "--permission", "speech", "--credits", str(CREDITS))
        )
        found.append(
            Client(service.url, f"client {number}", made["api_key"], audio, at_once=given.at_once, most=given.runs)
        )
    return found


def _strike(given: argparse.Namespace, service: Service, console: Console, is_disk: bool) -> tuple[list[Blow], int]:
    rng = random.Random(given.seed)
    blows: list[Blow] = []
    skipped = 0
    for number, kind in enumerate(faults.plan(given.kinds.split(","), given.kills, rng), start=1):
        time.sleep(given.gap * rng.uniform(0.5, 1.5))
        if kind == "disk" and not is_disk:
            skipped += 1
            console.print(f"{number:4} disk: skipped, no disk of its own can be mounted here")
            continue
        blow = None
        for _ in range(50):
            blow = faults.KINDS[kind][0](service, rng)
            if blow is not None:
                break
            time.sleep(0.2)
        if blow is None:
            skipped += 1
            console.print(f"{number:4} {kind}: skipped, there was none")
            continue
        blows.append(blow)
        console.print(f"{number:4} {kind}" + ("" if blow.back is None else f": back after {blow.back:.1f} s"))
    return blows, skipped


def _judge(service: Service, clients: list[Client], blows: list[Blow]) -> Verdict:
    verdict = Verdict()
    url = service.database_url()
    if url is None:
        verdict.violations.append("not back: the database")
        return verdict
    runs = {row["id"]: row for row in journals.rows(url, "SELECT * FROM runs")}
    journal = journals.read(url)
    verdict.add(verdicts.unended(clients, runs))
    verdict.add(verdicts.wrong_books(url, runs, CREDITS))
    verdict.add(verdicts.repeated(journal, service.log))
    verdict.add(verdicts.out_of_order(runs))
    verdict.add(verdicts.slow(verdict, journal, blows))
    verdict.add(verdicts.left_in_the_database(url))
    verdict.add(_ended(service, set(runs)))
    told = sum((client.answers for client in clients), clients[0].answers.__class__())
    verdict.figures = {
        "runs_acknowledged": sum(len(client.runs) for client in clients),
        "runs": len(runs),
        "attempts": sum(row["attempt"] for row in runs.values()),
        "steps_recorded": sum(entry.what == "step" for entry in journal),
        "parts_recorded": sum(entry.what == "part" for entry in journal),
        "answers": dict(sorted(told.items())),
        "tracebacks_in_the_log": verdicts.tracebacks(service.log),
    }
    return verdict


def _ended(service: Service, run_ids: set[str]) -> list[str]:
    """What is left when the service ended, started once more, and ended again.

    The second start erases what broken-off uploads left, which is done when it is an hour old.
    """
    found = []
    if service.stop() != 0:
        found.append("not ended: the service, in good order")
    for path in (service.data / "files").rglob("*"):
        if path.is_file():
            old = time.time() - HOURS_OLD
            os.utime(path, (old, old))
    service.start()
    time.sleep(3)
    if service.stop() != 0:
        found.append("not ended: the service, in good order")
    return found + list(verdicts.left_over(service, run_ids))


def _show(console: Console, verdict: Verdict, blows: list[Blow], skipped: int) -> None:
    table = Table("kind", "blows", "recoveries", "median s", "slowest s", title="Kills")
    for kind in faults.KINDS:
        times = sorted(verdict.recoveries.get(kind, []))
        number = sum(blow.kind == kind for blow in blows)
        middle, slowest = (f"{times[len(times) // 2]:.1f}", f"{times[-1]:.1f}") if times else ("", "")
        table.add_row(kind, str(number), str(len(times)), middle, slowest)
    console.print(table)
    if skipped:
        console.print(f"{skipped} skipped")
    for name, value in verdict.figures.items():
        console.print(f"{name.replace('_', ' ')}: {value}")
    for violation in verdict.violations[:50]:
        console.print(violation, style="red")
    console.print(f"{len(blows)} kills, {len(verdict.violations)} violations")


def _as_json(given: argparse.Namespace, verdict: Verdict, blows: list[Blow], skipped: int) -> dict[str, Any]:
    return {
        "kills": len(blows),
        "skipped": skipped,
        "seed": given.seed,
        "violations": verdict.violations,
        "figures": verdict.figures,
        "recovery_seconds": {kind: sorted(round(s, 2) for s in times) for kind, times in verdict.recoveries.items()},
        "blows": [asdict(blow) for blow in blows],
    }
