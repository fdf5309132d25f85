"""A trial with damaged files: they are sent by several senders, their runs awaited, and all is judged at the end."""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
from rich.console import Console

from trials import _fuzz_platform as under_trial
from trials._fuzz_mutations import Sample
from trials._fuzz_platform import Platform
from trials._fuzz_verdict import ABORTED, ACCEPTED, HANG, Rules, Tally, Verdict, judge, leftovers, read_ends
from zenhire.kit.db import Database

HANG_SECONDS = 60.0
"""An answer that takes longer is a hang: twice what a limited child may take for one file."""
RUN_SECONDS = 300.0
"""So long after the last change, runs that have not ended never will."""
CREDITS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Target:
    """What is tried: where files are sent, as which form (for httpx), and what may become of them."""

    url: str
    form: Callable[[Sample], dict[str, Any]]
    rules: Rules


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options that every such trial has."""
    parser.add_argument("--files", type=int, default=10_000, help="how many files to submit (default 10000)")
    parser.add_argument("--seed", type=int, default=1, help="makes the same files again (default 1)")
    parser.add_argument("--in-flight", type=int, default=4, help="files sent at the same time (default 4)")
    parser.add_argument("--first", type=int, default=0, help="number of the first file, to repeat one (default 0)")
    parser.add_argument("--keep", type=Path, help="folder for files whose outcome is not as it must be")
    parser.add_argument("--json", type=Path, help="file for the outcome as JSON")


def write(verdict: Verdict, path: Path | None) -> None:
    """The outcome as JSON, if a file for it is named."""
    if path is not None:
        path.write_text(json.dumps(verdict.wire(), indent=2) + "\n", encoding="utf-8")


@dataclass
class Trial:
    """Sends files to a running platform, waits for their runs, stops it, and judges."""

    platform: Platform
    target: Target
    make: Callable[[int], Sample]
    options: argparse.Namespace
    console: Console

    def __post_init__(self) -> None:
        self.tally = Tally(self.target.rules)

    async def run(self) -> Verdict:
        """The whole trial."""
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
            one = await asyncio.to_thread(self.make, number)
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
            response = await http.post(self.target.url, **self.target.form(one))
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
        request = http.build_request("POST", self.target.url, **self.target.form(one))
        body = await request.aread()
        head = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
        assert one.abort is not None
        _, writer = await asyncio.open_connection(request.url.host, request.url.port)
        writer.write(f"POST {self.target.url} HTTP/1.1\r\n{head}\r\n".encode() + body[: int(len(body) * one.abort)])
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
        children = self.platform.children
        left = sum(any(name in " ".join(_command(process)) for name in children) for process in everybody)
        in_time = under_trial.end(self.platform.process)
        _, alive = psutil.wait_procs(everybody, timeout=10)
        return {
            "children that still run": left,
            "processes that outlive the platform": len(alive),
            "platform that had to be killed": int(not in_time),
        }


def _command(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []
