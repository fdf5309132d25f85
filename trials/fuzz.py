"""Damaged recordings, thousands of them, against a running platform: nothing may break, hang, or be left behind.

`python -m trials fuzz --data FOLDER` takes real recordings from FOLDER, damages them by a seed and submits them over
HTTP to `zenhire serve` with its own database, the true decoder and a recogniser that costs nothing. What is accepted
is analysed. The same seed and folder make the same files.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
from rich.console import Console

from trials import _fuzz_platform as under_trial
from trials._fuzz_mutations import Sample, sample
from trials._fuzz_platform import Platform
from trials._fuzz_sources import Recording, convert, recordings_below
from trials._fuzz_verdict import ABORTED, ACCEPTED, HANG, Tally, Verdict, judge, leftovers, read_ends, show
from zenhire.kit.db import Database

HANG_SECONDS = 60.0
"""An answer that takes longer is a hang: twice what the decoder may take for one file."""
RUN_SECONDS = 300.0
"""So long after the last change, runs that have not ended never will."""
SUBMIT = "/api/v1/speech/analyze"
CREDITS = 1_000_000_000


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m trials fuzz", description="Damaged recordings against a platform.")
    parser.add_argument("--data", type=Path, required=True, help="folder (or file) of recordings to damage")
    parser.add_argument("--files", type=int, default=10_000, help="how many files to submit (default 10000)")
    parser.add_argument("--seed", type=int, default=1, help="makes the same files again (default 1)")
    parser.add_argument("--sources", type=int, default=12, help="recordings to take from the folder (default 12)")
    parser.add_argument("--in-flight", type=int, default=4, help="files sent at the same time (default 4)")
    parser.add_argument("--first", type=int, default=0, help="number of the first file, to repeat one (default 0)")
    parser.add_argument("--keep", type=Path, help="folder for files whose outcome is not as it must be")
    parser.add_argument("--short-only", action="store_true", help="leave out what is long enough for scores")
    parser.add_argument("--json", type=Path, help="file for the outcome as JSON")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Exit status: 0 when all is as it must be, 1 when not, 2 for a folder without recordings."""
    options = _options(arguments)
    console = Console(soft_wrap=True)
    try:
        sources = recordings_below(options.data, options.sources, options.seed)
    except FileNotFoundError as problem:
        console.print(str(problem), style="red")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        recordings = convert(sources, Path(folder), long=not options.short_only)
    console.print(f"{len(recordings)} recordings of {len(sources)} sources; the platform starts")
    with under_trial.running() as platform:
        verdict = asyncio.run(_Trial(platform, recordings, options, console).run())
    show(verdict, console)
    if options.json:
        options.json.write_text(json.dumps(verdict.wire(), indent=2) + "\n", encoding="utf-8")
    return 0 if verdict.sound else 1


@dataclass
class _Trial:
    platform: Platform
    recordings: Sequence[Recording]
    options: argparse.Namespace
    console: Console
    tally: Tally = field(default_factory=Tally)

    async def run(self) -> Verdict:
        db = Database(self.platform.database_url, application="trial")
        started = time.monotonic()
        try:
            client_id, key = await under_trial.make_client(db, self.platform, CREDITS)
            await self._send_all(key)
            await self._await_runs(db)
            seconds = time.monotonic() - started
            left = await leftovers(db, self.platform.folder, self.tally, client_id, CREDITS)
        finally:
            await db.close()
        left |= await asyncio.to_thread(self._stop)
        return judge(self.tally, self.platform.memory, left, seed=self.options.seed, seconds=seconds)

    async def _send_all(self, key: str) -> None:
        numbers = iter(range(self.options.first, self.options.first + self.options.files))
        pool = httpx.Limits(max_connections=self.options.in_flight)
        async with (
            httpx.AsyncClient(
                base_url=self.platform.url, headers={"X-API-Key": key}, timeout=HANG_SECONDS, limits=pool
            ) as http,
            asyncio.TaskGroup() as senders,
        ):
            for _ in range(self.options.in_flight):
                senders.create_task(self._send(http, numbers))

    async def _send(self, http: httpx.AsyncClient, numbers: object) -> None:
        for number in numbers:  # type: ignore[attr-defined]
            one = sample(self.recordings, self.options.seed, number)
            started = time.monotonic()
            answer = await self._submit(http, one)
            if not self.tally.add(one, answer, time.monotonic() - started):
                self._note(number, one, answer)
            done = sum(self.tally.containers.values())
            if done % 500 == 0:
                self.console.print(f"{done} files")

    async def _submit(self, http: httpx.AsyncClient, one: Sample) -> str:
        """The outcome in words: `202`, `400 CODE`."""
        if one.abort is not None:
            await self._abort(http, one)
            return ABORTED
        try:
            response = await http.post(SUBMIT, files={"audio": (one.filename, one.content, one.content_type)})
        except httpx.TimeoutException:
            return HANG
        except httpx.HTTPError as error:
            return f"no answer: {type(error).__name__}"
        body = response.json()
        if response.status_code == 202:
            self.tally.runs.add(body["id"])
            return ACCEPTED
        return f"{response.status_code} {body['error']['code']}"

    async def _abort(self, http: httpx.AsyncClient, one: Sample) -> None:
        """Sends a part of the request and cuts the line."""
        request = http.build_request("POST", SUBMIT, files={"audio": (one.filename, one.content, one.content_type)})
        body = await request.aread()
        head = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
        assert one.abort is not None
        _, writer = await asyncio.open_connection(request.url.host, request.url.port)
        writer.write(f"POST {SUBMIT} HTTP/1.1\r\n{head}\r\n".encode() + body[: int(len(body) * one.abort)])
        await writer.drain()
        writer.transport.abort()

    def _note(self, number: int, one: Sample, answer: str) -> None:
        self.tally.odd.append(f"file {number} ({one.container}: {', '.join(one.mutations)}): {answer}")
        if self.options.keep:
            self.options.keep.mkdir(parents=True, exist_ok=True)
            (self.options.keep / f"{number}-{one.container}").write_bytes(one.content)

    async def _await_runs(self, db: Database) -> None:
        pending, since = -1, time.monotonic()
        while time.monotonic() - since < RUN_SECONDS:
            now = await read_ends(db, self.tally)
            if now == 0:
                # What a worker does after the last transaction of a run.
                await asyncio.sleep(1.0)
                return
            if now != pending:
                pending, since = now, time.monotonic()
            await asyncio.sleep(0.5)

    def _stop(self) -> dict[str, int]:
        """Ends the platform and counts what outlives it."""
        everybody = self.platform.descendants()
        decoders = sum(under_trial.DECODER in " ".join(_command(process)) for process in everybody)
        in_time = under_trial.end(self.platform.process)
        _, alive = psutil.wait_procs(everybody, timeout=10)
        return {
            "decoders that still run": decoders,
            "processes that outlive the platform": len(alive),
            "platform that had to be killed": int(not in_time),
        }


def _command(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []
