"""The API against its own document: thousands of cases that schemathesis makes from what the platform serves.

`python -m trials api` starts a platform, lets it analyse two recordings and match two CVs to their end, and then asks a
web application on the same database everything that the served OpenAPI document allows and forbids. No name server is
asked for webhooks' hosts: every name has one public address, and nothing is sent there.
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
from trials._api_checks import Outcome, Things, examine
from trials._api_server import web
from trials.kill import recording
from zenhire.kit.db import Database
from zenhire.modules.cvdeepmatch.examples import CONFIG

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
        runs, matches = _finished(platform.url, key)
        _fuzz_platform.end(platform.process)
        with web(platform.folder / "data", platform.database_url) as url:
            document = httpx.get(f"{url}/docs/openapi.json").json()
            things = Things((noise(2.5), noise(4.0, 16_000)), (CV, BROKEN_CV), runs, matches)
            found = examine(document, url, key, things=things, examples=given.examples, seed=given.seed)
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


def pdf(*lines: str) -> bytes:
    """A PDF of one page with these lines."""
    shown = "".join(f"({line}) Tj T* " for line in lines)
    content = f"BT /F 11 Tf 14 TL 60 780 Td {shown}ET".encode()
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /Font << /F 4 0 R >> >> >>",
        font,
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
    )
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer\n<< /Size 6 /Root 1 0 R >>\n%%EOF\n"


CV = pdf(
    "Ann Example", "ann@example.org", "", "Experience", "Baker, Old Mill Bakery, March 2015 - May 2019", "", "Skills"
)
BROKEN_CV = b"%PDF-1.7\nnothing else"


def _finished(url: str, key: str) -> tuple[list[str], list[str]]:
    """Ids of a run and of a match that ended with a result, each with one that failed."""
    with httpx.Client(base_url=f"{url}/api/v1", headers={"X-API-Key": key}, timeout=60) as http:
        named = {"externalId": "cand-5521"}
        runs = [
            str(http.post("/speech/analyze", files={"audio": audio}, data=named).json()["id"])
            for audio in (recording(), noise(2.5))
        ]
        form = {"position_id": "trial", "job_description": "Bakes bread.", "config": json.dumps(CONFIG), **named}
        matches = [
            str(http.post("/cvdeepmatch/submit", files={"cv_file": ("cv.pdf", cv)}, data=form).json()["id"])
            for cv in (CV, BROKEN_CV)
        ]
        _wait(http, {*(f"/speech/analyze/{run}" for run in runs), *(f"/cvdeepmatch/{match}" for match in matches)})
    return runs, matches


def _wait(http: httpx.Client, waiting: set[str]) -> None:
    deadline = time.monotonic() + END_SECONDS
    while waiting and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
        waiting = {path for path in waiting if http.get(path).json().get("status") in ("queued", "processing", None)}
    if waiting:
        raise RuntimeError(f"{len(waiting)} runs did not end in {END_SECONDS:g} s.")


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
