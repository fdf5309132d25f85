"""Webhooks against the worst receivers, addresses and moments: nothing lost, nobody waits, nothing inside reached.

`python -m trials webhooks` starts `zenhire serve` and receivers with certificates of its own, all on the loopback:
every way in which a receiver can behave, every spelling of an address, `kill -9` of the worker at the worst moments, a
thousand events to good, slow and dead receivers, and a Speech run beside them.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import psycopg
from rich.console import Console
from rich.table import Table

from trials import _webhook_platform as platform
from trials._receiver import Receiver
from trials._webhook_addresses import NAMES, REFUSED
from trials._webhook_storm import storm
from zenhire.client import webhooks
from zenhire.kit.db import Database
from zenhire.kit.errors import ApiError
from zenhire.kit.postgres import scratch_folder
from zenhire.platform.webhooks.addresses import Address
from zenhire.platform.webhooks.guard import Guard
from zenhire.platform.webhooks.sender import Sender, tls_context

EXAMPLE = Path(__file__).parents[1] / "examples" / "interview.ogg"

console = Console(soft_wrap=True, width=140)


class Trial:
    """What the parts share, and what went wrong."""

    def __init__(
        self, service: platform.WebhookService, db: Database, client_id: str, key: str, tls: platform.Certificates
    ) -> None:
        self.service, self.db, self.client_id, self.key, self.tls = service, db, client_id, key, tls
        self.problems: list[str] = []

    def expect(self, right: bool, what: str) -> None:
        """Notes a problem unless it is right."""
        if not right:
            self.problems.append(what)
            console.print(f"[red]WRONG: {what}[/red]")


def main(arguments: list[str]) -> int:
    """Exit status: 0 when all was as it must be, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m trials webhooks", description=__doc__.partition("\n")[0])
    parser.add_argument("--parts", default="receivers,addresses,kills,storm", help="which (default: all)")
    parser.add_argument("--events", type=int, default=1000, help="events of the storm (default 1000)")
    parser.add_argument("--rate", type=float, default=100.0, help="events a second; 0: all at once (default 100)")
    parser.add_argument("--kills", type=int, default=6, help="kills of each kind (default 6)")
    given = parser.parse_args(arguments)
    with scratch_folder() as folder:
        return asyncio.run(_main(folder, given))


async def _main(folder: Path, given: argparse.Namespace) -> int:
    ca_file = folder / "ca.pem"
    tls = platform.certificates(ca_file)
    service = platform.WebhookService(folder, ca_file)
    await asyncio.to_thread(service.start)
    try:
        made = httpx.Response(
            200, text=service.admin("client", "create", "Trial", "--permission", "speech", "--credits", "10000")
        ).json()
        url = service.database_url()
        assert url is not None
        db = Database(url, application="trial")
        trial = Trial(service, db, made["client_id"], made["api_key"], tls)
        parts: dict[str, Callable[[], Awaitable[None]]] = {
            "receivers": lambda: receivers(trial),
            "addresses": lambda: addresses(trial, ca_file),
            "kills": lambda: kills(trial, given.kills),
            "storm": lambda: storm(
                trial, events=given.events, rate=given.rate, speech=lambda hook: speech(trial, hook)
            ),
        }
        for name in given.parts.split(","):
            console.rule(name)
            await parts[name]()
        await db.close()
    finally:
        service.stop()
    console.rule()
    console.print(f"{len(trial.problems)} problems" + "".join(f"\n- {one}" for one in trial.problems))
    return 1 if trial.problems else 0


BEHAVIOURS = [
    ("/ok", "delivered", 1),
    ("/204", "delivered", 1),
    ("/flaky/2/x", "delivered", 3),
    ("/500", "failed", 3),
    ("/429", "failed", 3),
    ("/404", "failed", 1),
    ("/301", "failed", 1),
    ("/hang", "failed", 3),
    ("/drip", "failed", 3),
    ("/drip-body", "delivered", 1),
    ("/gigabyte", "delivered", 1),
    ("/head", "failed", 3),
    ("/reset", "failed", 3),
    ("/garbage", "failed", 3),
]


async def receivers(trial: Trial) -> None:
    """Each behaviour over HTTPS, by the real worker: how often, when, and what the log keeps."""
    async with (
        platform.receiving(trial.tls.good) as good,
        platform.receiving(trial.tls.wrong_name) as wrong,
        platform.receiving(trial.tls.unknown) as unknown,
    ):
        closed = Receiver(None)
        await closed.start()
        await closed.close()
        cases = [(path, good.url(path, "localhost"), state, attempts) for path, state, attempts in BEHAVIOURS]
        cases += [
            ("certificate of another name", wrong.url("/ok", "localhost"), "failed", 3),
            ("unknown authority", unknown.url("/ok", "localhost"), "failed", 3),
            ("nothing listens", f"https://127.0.0.1:{closed.port}/", "failed", 3),
        ]
        for number, (_, url, _, _) in enumerate(cases):
            await platform.emit(trial.db, trial.client_id, f"receiver-{number}", url)
        await platform.ended(trial.db, 60)
        await _show(trial, cases)
        genuine = 0
        for got in good.received:
            event = webhooks.verify(got.body, got.headers, platform.SECRET, now=got.at)
            compact = (
                f'{{"event":"speech.completed","id":"{event["id"]}","status":"success","scores":{{"overall":3.9}}}}'
            )
            genuine += got.body.decode() == compact
        console.print(f"signature and bytes of the body right: {genuine} of {len(good.received)} requests")
        console.print(
            f"sent by the receiver with 1 GB to send, together with all others: {good.sent_bytes / 1e6:.1f} MB"
        )
        trial.expect(genuine == len(good.received) > 0, "a request was not signed rightly")
        trial.expect(not wrong.received and not unknown.received, "something was sent in spite of a bad certificate")


async def _show(trial: Trial, cases: list[tuple[str, str, str, int]]) -> None:
    table = Table(
        "receiver", "attempts", "at (s)", "each took (s)", "state", "reason", "answer kept", title="Receivers"
    )
    for number, (name, _, state, attempts) in enumerate(cases):
        (entry,) = await platform.entries(trial.db, run_id=f"receiver-{number}")
        first = entry.attempts[0]["started_at"] if entry.attempts else entry.created_at
        at = " ".join(f"{(one['started_at'] - first).total_seconds():.1f}" for one in entry.attempts)
        took = " ".join(f"{one['milliseconds'] / 1000:.2f}" for one in entry.attempts)
        kept = len(entry.attempts[-1]["answer"] or "") if entry.attempts else 0
        detail = entry.reason or ""
        table.add_row(name, str(len(entry.attempts)), at, took, entry.state, detail, f"{kept} characters")
        trial.expect((entry.state, len(entry.attempts)) == (state, attempts), f"{name}: {entry.state}, {at}")
    console.print(table)


class _Told:
    """A resolver that knows `NAMES`; `rebind.example` is public once and turns inward then."""

    def __init__(self) -> None:
        self.asked = 0

    async def resolve(self, host: str) -> list[Address]:
        from ipaddress import ip_address

        from zenhire.platform.webhooks.resolver import NotResolved

        if host == "rebind.example":
            self.asked += 1
            return [ip_address("8.8.8.8" if self.asked == 1 else "127.0.0.1")]
        if host not in NAMES:
            raise NotResolved("no such name")
        return [ip_address(text) for text in NAMES[host]]


async def addresses(trial: Trial, ca_file: Path) -> None:
    """The whole table against the guard as it is by default; nothing is sent."""
    refused: dict[str, int] = {}
    for url, code in REFUSED:
        try:
            await Guard(_Told()).require(url)
            found = "accepted"
        except ApiError as error:
            found = error.code
        refused[found] = refused.get(found, 0) + 1
        trial.expect(found == code, f"{url!r}: {found} instead of {code}")
    console.print(f"{len(REFUSED)} spellings: " + ", ".join(f"{code} {number}" for code, number in refused.items()))
    async with platform.receiving(trial.tls.good) as inside:
        guard = Guard(_Told())
        url = f"https://rebind.example:{inside.port}/ok"
        await guard.require(url)
        answer = await Sender(guard, tls_context(ca_file)).send(url, {}, b"{}", secret="s")
    console.print(f"a name that turns inward after the submit: {answer.outcome}, {inside.connections} connections made")
    trial.expect((answer.outcome, inside.connections) == ("refused", 0), "the turning name was followed")


async def kills(trial: Trial, number: int) -> None:
    """SIGKILL of the worker the moment an event is committed, and while a receiver is thinking."""
    table = Table("kill -9 of the worker", "events", "delivered", "requests", "longest (s)", title="Kills")
    async with platform.receiving(trial.tls.good) as good:
        for name, part in (("as a run ends", _kill_at_the_end), ("in the middle of a delivery", _kill_in_delivery)):
            took = [await part(trial, good, turn) for turn in range(number)]
            runs = [one for one, _ in took]
            arrived = [run for run in runs if any(f'"id":"{run}"'.encode() in got.body for got in good.received)]
            logged = [(await platform.ended(trial.db, 30, run_id=run))[0].state for run in runs]
            sent = sum(any(f'"id":"{run}"'.encode() in got.body for run in runs) for got in good.received)
            longest = max(seconds for _, seconds in took)
            table.add_row(name, str(len(runs)), str(logged.count("delivered")), str(sent), f"{longest:.1f}")
            trial.expect(len(arrived) == len(runs), f"{name}: an event never arrived")
            trial.expect(logged.count("delivered") == len(runs), f"{name}: {logged}")
    console.print(table)


async def _kill_at_the_end(trial: Trial, good: Receiver, turn: int) -> tuple[str, float]:
    """A real run; the worker dies when the database tells that its event is committed."""
    url = trial.service.database_url()
    assert url is not None
    connection = await psycopg.AsyncConnection.connect(url, autocommit=True)
    async with connection:
        await connection.execute("LISTEN zenhire_webhooks")
        run_id = await _submit(trial, good.url(f"/ok?{turn}", "localhost"))
        async for _ in connection.notifies(timeout=120, stop_after=1):
            for pid in trial.service.children("worker"):
                os.kill(pid, signal.SIGKILL)
    return run_id, await _arrival(trial, run_id)


async def _kill_in_delivery(trial: Trial, good: Receiver, turn: int) -> tuple[str, float]:
    run_id = f"killed-{turn}-{time.time_ns()}"
    before = len(good.received)
    await _worker_is_back(trial)
    await platform.emit(trial.db, trial.client_id, run_id, good.url("/slow/1.5", "localhost"))
    while len(good.received) == before:  # noqa: ASYNC110 - of a list
        await asyncio.sleep(0.01)
    for pid in trial.service.children("worker"):
        os.kill(pid, signal.SIGKILL)
    return run_id, await _arrival(trial, run_id)


async def _arrival(trial: Trial, run_id: str) -> float:
    started = time.monotonic()
    await platform.ended(trial.db, 60, run_id=run_id)
    return time.monotonic() - started


async def _worker_is_back(trial: Trial) -> None:
    while not trial.service.children("worker"):  # noqa: ASYNC110 - of processes
        await asyncio.sleep(0.05)


async def _submit(trial: Trial, hook: str) -> str:
    headers = {"X-API-Key": trial.key}
    async with httpx.AsyncClient(base_url=trial.service.url, headers=headers, timeout=60) as api:
        while True:
            with EXAMPLE.open("rb") as audio:
                answer = await api.post(
                    "/api/v1/speech/analyze", files={"audio": audio.read()}, data={"webhook_url": hook}
                )
            if answer.status_code == 202:
                run_id: str = answer.json()["id"]
                return run_id
            if answer.status_code != 503:
                raise RuntimeError(f"The recording was refused: {answer.text}")
            await asyncio.sleep(0.5)


async def speech(trial: Trial, hook: str) -> tuple[str, dict[str, Any], float]:
    """A Speech run from submit to its end by polling: its id, its result and the seconds."""
    started = time.monotonic()
    run_id = await _submit(trial, hook)
    async with httpx.AsyncClient(base_url=trial.service.url, headers={"X-API-Key": trial.key}, timeout=60) as api:
        while True:
            body: dict[str, Any] = (await api.get(f"/api/v1/speech/analyze/{run_id}")).json()
            if body["status"] not in ("queued", "processing"):
                return run_id, body, time.monotonic() - started
            await asyncio.sleep(0.1)
