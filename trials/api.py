"""The API against its own document: thousands of cases that schemathesis makes from what the platform serves.

`python -m trials api` starts a platform, lets it analyse two recordings to their end, and then asks a web application
on the same database everything that the served OpenAPI document allows and forbids. No name server is asked for
webhooks' hosts: every name has one public address, and nothing is sent there.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import time
import wave
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from rich.console import Console
from rich.table import Table

from trials import _fuzz_platform
from trials._api_checks import Outcome, examine
from trials._api_server import web
from trials.kill import recording
from zenhire.kit.db import Database

CREDITS = 1_000_000_000
END_SECONDS = 240.0
POLL_SECONDS = 10.5


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m trials api", description="The API against its own document.")
    parser.add_argument("--examples", type=int, default=200, help="random cases for each operation (default 200)")
    parser.add_argument("--seed", type=int, default=1, help="makes the same cases again (default 1)")
    parser.add_argument("--json", type=Path, help="file for the outcome as JSON")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Exit status: 0 when every answer was as documented, 1 when one was not."""
    given = _options(arguments)
    with _fuzz_platform.running() as platform:
        key = asyncio.run(_client(platform))
        runs = _finished(platform.url, key)
        _fuzz_platform.end(platform.process)
        with web(platform.folder / "data", platform.database_url) as url:
            document = httpx.get(f"{url}/docs/openapi.json").json()
            recordings = (noise(2.5), noise(4.0, 16_000))
            found = examine(
                document, url, key, recordings=recordings, runs=runs, examples=given.examples, seed=given.seed
            )
    _show(Console(soft_wrap=True), found)
    if given.json is not None:
        given.json.write_text(json.dumps(_as_json(found), indent=2))
    return 0 if found.well else 1


def noise(seconds: float, rate: int = 8_000) -> bytes:
    """A WAV file of noise: long enough to be accepted, and nothing that could be scored."""
    samples = np.random.default_rng(1).normal(0.0, 1000.0, round(seconds * rate)).astype("<i2")
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return buffer.getvalue()


async def _client(platform: _fuzz_platform.Platform) -> str:
    db = Database(platform.database_url, application="trial")
    try:
        _, key = await _fuzz_platform.make_client(db, platform, CREDITS)
    finally:
        await db.close()
    return key


def _finished(url: str, key: str) -> list[str]:
    """Ids of a run that ended with a result and of one that failed."""
    with httpx.Client(base_url=f"{url}/api/v1/speech", headers={"X-API-Key": key}, timeout=60) as http:
        runs = [
            str(http.post("/analyze", files={"audio": audio}, data={"externalId": "cand-5521"}).json()["id"])
            for audio in (recording(), noise(2.5))
        ]
        deadline = time.monotonic() + END_SECONDS
        waiting = set(runs)
        while waiting and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
            waiting -= {run for run in waiting if "pollIntervalSeconds" not in http.get(f"/analyze/{run}").json()}
    if waiting:
        raise RuntimeError(f"{len(waiting)} runs did not end in {END_SECONDS:g} s.")
    return runs


def _show(console: Console, found: Outcome) -> None:
    table = Table("operation", "cases", "answers", title="Asked")
    for operation, statuses in sorted(found.statuses.items()):
        shown = "  ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))
        table.add_row(operation, str(statuses.total()), shown)
    console.print(table)
    checks = Table("check", "times", title="Checked")
    for name, count in sorted(found.checks.items()):
        checks.add_row(name, str(count))
    console.print(checks)
    if not found.well:
        console.print(found.report(), markup=False, highlight=False)
    phases = ", ".join(f"{name} {count}" for name, count in sorted(found.cases.items()))
    console.print(
        f"{len(found.statuses)} operations, {found.cases.total()} cases ({phases}), {found.checks.total()} checks,"
        f" {len(found.failures)} failures, {len(found.errors)} errors"
    )


def _as_json(found: Outcome) -> dict[str, Any]:
    return {
        "cases": found.cases,
        "statuses": found.statuses,
        "checks": found.checks,
        "failures": found.failures,
        "errors": found.errors,
    }
