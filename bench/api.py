"""The API beside a bare handler on the same server, pool and machine: requests a second, round by round; and how much
memory the largest upload takes."""

from __future__ import annotations

import asyncio
import http.client
import json
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import text

from bench._bare import CREATE
from bench._figures import Report
from bench._place import SECRET, Caller, make_caller, scratch_database
from bench._processes import environment, forget_peak, peak_rss_mib, rss_mib, running
from zenhire.entry.supervisor import choose_port
from zenhire.kit.db import Database
from zenhire.kit.settings import Settings

RECORDING = Path("examples/interview.ogg")
LARGEST = Settings.model_fields["speech_max_bytes"].default
BOUNDARY = "b0undary0f0ne0f0rm"


@dataclass(frozen=True, slots=True)
class Size:
    """How much is sent."""

    rounds: int = 15
    polls: int = 1500
    submit_rounds: int = 7
    submits: int = 16
    connections: int = 16
    submitters: int = 4
    uploads: int = 5


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers on a port of this machine; `pid` is its process."""

    port: int
    pid: int


Order = Callable[[int, int, Sequence[tuple[str, str]]], dict[str, Any]]
"""Sends requests (port, connections, (head, path of the body)) and tells how that went."""


def run(size: Size = Size()) -> Report:
    """The figures."""
    report = Report()
    with ExitStack() as stack:
        folder, url = stack.enter_context(scratch_database())
        caller = asyncio.run(_prepare(url, size))
        ours = _serve(stack, "zenhire.entry.cli", "web", folder, url)
        bare = _serve(stack, "bench._bare", "", folder, url)
        load = stack.enter_context(running("bench._load", env=environment(), pipe=True))

        def order(port: int, connections: int, requests: Sequence[tuple[str, str]]) -> dict[str, Any]:
            return _ask(load, {"port": port, "connections": connections, "requests": requests})

        idle = []
        for kind in ("unfinished", "finished"):
            idle += _polls(report, order, url, ours, bare, caller, kind, size)
        _submits(report, order, ours, bare, caller, folder, size)
        _upload(report, order, ours, caller, folder, size)
        report.add("load generator busy, most", max(idle), "of its time", most=0.9)
    report.remarks.append("Ratios are requests a second over the bare handler's in the same round, medians of rounds.")
    return report


def _serve(stack: ExitStack, module: str, command: str, folder: Path, url: str) -> Server:
    port = choose_port("127.0.0.1", 0)
    env = environment(data_dir=folder / "data", database_url=url, secret_key=SECRET, port=port)
    process = stack.enter_context(running(module, *command.split(), env=env, log=folder / "log"))
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            return Server(port, process.pid)
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError(f"{module} does not answer:\n{(folder / 'log').read_text(errors='replace')[-2000:]}")


def _ask(load: subprocess.Popen[str], order: dict[str, Any]) -> dict[str, Any]:
    assert load.stdin is not None
    assert load.stdout is not None
    load.stdin.write(json.dumps(order) + "\n")
    load.stdin.flush()
    answer: dict[str, Any] = json.loads(load.stdout.readline())
    return answer


_RUNS = """
INSERT INTO runs (id, client_id, key_id, module, task, status, cost, metadata, tags, created_at, status_changed_at,
    started_at, taken_up_at, finished_at)
SELECT :kind || n, :client, :key, 'speech', 'speech.analyze', :status, 4, '{"team": "north"}', '{}', now(), now(),
    now(), now(), CASE WHEN :status = 'success' THEN now() END
FROM generate_series(1, :count) AS n
"""
_SPEECH = """
INSERT INTO speech_runs (run_id, client_id, language, audio_key, audio_format, audio_duration_ms, result, overall,
    cefr_level, credits_deducted, balance_after)
SELECT id, client_id, 'en', 'none', 'ogg', 255018, CAST(:result AS json), 3.0, 'B1', 5, 100 FROM runs
"""
_STEPS = """
INSERT INTO run_steps (run_id, name, client_id, attempt, seconds, finished_at)
SELECT id, step, client_id, 1, 1.0, now() FROM runs, unnest(ARRAY['decode', 'voice_activity', 'transcribe']) AS step
WHERE status = 'processing'
"""


async def _prepare(url: str, size: Size) -> Caller:
    """A caller with as many unfinished and finished runs as a round polls, and the bare handler's rows."""
    db = Database(url)
    try:
        caller = await make_caller(db, "Bench")
        owner = {"client": caller.principal.client_id, "key": caller.principal.key_id, "count": size.polls}
        async with db.transaction() as conn:
            await conn.execute(text(_RUNS), owner | {"kind": "unfinished-", "status": "processing"})
            await conn.execute(text(_RUNS), owner | {"kind": "finished-", "status": "success"})
            await conn.execute(text(_SPEECH), {"result": json.dumps(_result())})
            await conn.execute(text(_STEPS))
            await conn.execute(CREATE)
            for kind in ("unfinished-", "finished-"):
                await conn.execute(
                    text("INSERT INTO bare_rows SELECT :kind || n, :note FROM generate_series(1, :count) AS n"),
                    {"kind": kind, "note": "x" * 200, "count": size.polls},
                )
        async with db.engine.connect() as conn:
            await (await conn.execution_options(isolation_level="AUTOCOMMIT")).execute(text("VACUUM ANALYZE"))
    finally:
        await db.close()
    return caller


def _result() -> dict[str, Any]:
    """Something of a result's fields; a few hundred bytes, so that it is the handler that is measured."""
    return {
        "scores": {"overall": 3.0, "cefrLevel": "B1"},
        "hrRecommendation": "r" * 200,
        "candidateFeedback": "f" * 200,
    }


def _get(path: str, caller: Caller) -> tuple[str, str]:
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\nX-API-Key: {caller.api_key}\r\n\r\n", ""


def _polls(
    report: Report, order: Order, url: str, ours: Server, bare: Server, caller: Caller, kind: str, size: Size
) -> list[float]:
    """Polls of as many different runs, each once a round. Gives the load generator's shares of busy time."""
    names = [f"{kind}-{n}" for n in range(1, size.polls + 1)]
    sent = {
        ours: [_get(f"/api/v1/speech/analyze/{name}", caller) for name in names],
        bare: [_get(f"/rows/{name}", caller) for name in names],
    }
    rates: dict[Server, list[float]] = {ours: [], bare: []}
    busy = []
    for number in range(size.rounds + 1):
        asyncio.run(_forget_polls(url))
        for server in (ours, bare) if number % 2 else (bare, ours):
            done = order(server.port, size.connections, sent[server])
            if done["statuses"] != {"200": size.polls}:
                raise RuntimeError(f"Polls were answered {done['statuses']}.")
            if number:  # the first round warms both up
                rates[server].append(size.polls / done["seconds"])
                busy.append(done["cpu_seconds"] / done["seconds"])
    report.add_median(f"poll of {kind} run / bare select", _ratios(rates, ours, bare), least=0.7)
    report.add(f"polls of {kind} runs a second", median(rates[ours]))
    report.add("bare selects a second", median(rates[bare]))
    return busy


async def _forget_polls(url: str) -> None:
    """Makes every noted poll old, so that the next one is allowed."""
    db = Database(url)
    try:
        async with db.transaction() as conn:
            await conn.execute(text("UPDATE run_polls SET polled_at = polled_at - interval '1 hour'"))
    finally:
        await db.close()


def _ratios(rates: dict[Server, list[float]], ours: Server, bare: Server) -> list[float]:
    return [one / other for one, other in zip(rates[ours], rates[bare], strict=True)]


def _form(folder: Path, recording: bytes, name: str) -> tuple[str, int]:
    """A submit's body in a file; its path and length."""
    fields = {"language": "en", "externalId": "bench", "metadata": '{"team": "north"}', "tags": "bench"}
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in fields.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="audio"; filename="{name}"\r\n\r\n'
    body = ("".join(parts) + head).encode() + recording + f"\r\n--{BOUNDARY}--\r\n".encode()
    path = folder / f"form-{name}"
    path.write_bytes(body)
    return str(path), len(body)


def _post(path: str, caller: Caller, form: tuple[str, int]) -> tuple[str, str]:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nX-API-Key: {caller.api_key}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {form[1]}\r\n\r\n"
    )
    return head, form[0]


def _submits(
    report: Report, order: Order, ours: Server, bare: Server, caller: Caller, folder: Path, size: Size
) -> None:
    form = _form(folder, RECORDING.read_bytes(), RECORDING.name)
    sent = {ours: _post("/api/v1/speech/analyze", caller, form), bare: _post("/rows", caller, form)}
    rates: dict[Server, list[float]] = {ours: [], bare: []}
    for number in range(size.submit_rounds + 1):
        for server in (ours, bare) if number % 2 else (bare, ours):
            done = order(server.port, size.submitters, [sent[server]] * size.submits)
            if done["statuses"] != {"202": size.submits}:
                raise RuntimeError(f"Submits were answered {done['statuses']}.")
            if number:
                rates[server].append(size.submits / done["seconds"])
    report.add_median("submit / bare store, scan and insert", _ratios(rates, ours, bare), least=0.6)
    report.add("submits a second", median(rates[ours]))
    report.add("bare submits a second", median(rates[bare]))


def _upload(report: Report, order: Order, ours: Server, caller: Caller, folder: Path, size: Size) -> None:
    """The largest upload, one at a time: how far the web process's RSS rises above where it was before."""
    samples = LARGEST - 44
    header = b"RIFF" + (samples + 36).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    header += (
        b"\x01\x00\x01\x00" + (16_000).to_bytes(4, "little") + (32_000).to_bytes(4, "little") + b"\x02\x00\x10\x00"
    )
    recording = header + b"data" + samples.to_bytes(4, "little") + bytes(samples)
    request = _post("/api/v1/speech/analyze", caller, _form(folder, recording, "largest.wav"))
    rises = []
    for _ in range(size.uploads):
        forget_peak(ours.pid)
        before = rss_mib(ours.pid)
        done = order(ours.port, 1, [request])
        if done["statuses"] != {"202": 1}:
            raise RuntimeError(f"The upload was answered {done['statuses']}.")
        rises.append(peak_rss_mib(ours.pid) - before)
    report.add(f"RSS that an upload of {LARGEST / 1048576:g} MB adds, most", max(rises), "MiB", most=32)
