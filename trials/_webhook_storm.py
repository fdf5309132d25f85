"""A thousand events at receivers of all kinds, with a Speech run beside them."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any, Protocol

import psutil
from rich.console import Console
from rich.table import Table

from trials import _webhook_platform as platform
from trials._receiver import Receiver
from zenhire.kit.db import Database

GOOD, SLOW, HANGING, BROKEN, DEAD = "good", "slow (3 s)", "hanging", "answers 500", "nothing listens"
SHARES = {GOOD: 40, SLOW: 20, HANGING: 10, BROKEN: 20, DEAD: 10}
PLACES = 4
GOOD_P95_SECONDS = 1.0
END_SECONDS = 240.0

Speech = Callable[[str], Awaitable[tuple[str, dict[str, Any], float]]]


class OneTrial(Protocol):
    """What the storm needs of the trial."""

    service: platform.WebhookService
    db: Database
    client_id: str
    tls: platform.Certificates

    def expect(self, right: bool, what: str) -> None: ...


async def storm(trial: OneTrial, *, events: int, rate: float, speech: Speech) -> None:
    """One client's events, mixed, `rate` a second (0: all at once); the good must not notice the others."""
    console = Console(soft_wrap=True, width=140)
    async with AsyncExitStack() as stack:
        receivers = [await stack.enter_async_context(platform.receiving(trial.tls.good)) for _ in range(PLACES)]
        closed = Receiver(None)
        await closed.start()
        await closed.close()
        _, body, alone = await speech(receivers[0].url("/ok?speech", "localhost"))
        kinds = [kind for kind, share in SHARES.items() for _ in range(share)]
        sent: dict[str, tuple[str, float]] = {}
        memory = asyncio.create_task(_peak_memory(trial.service))
        during = asyncio.create_task(_later(speech, receivers[0].url("/ok?beside", "localhost")))
        started = time.monotonic()
        for number in range(events):
            kind, place = kinds[number * 37 % len(kinds)], number % PLACES
            run_id = f"storm-{number}-{started:.0f}"
            sent[run_id] = (kind, time.time())
            await platform.emit(trial.db, trial.client_id, run_id, _url(kind, receivers[place], closed.port))
            if rate:
                await asyncio.sleep(max(0.0, started + (number + 1) / rate - time.monotonic()))
        emitted = time.monotonic() - started
        _, _, beside = await during
        found = await platform.ended(trial.db, END_SECONDS, client_id=trial.client_id)
        memory.cancel()
        console.print(f"{events} events written in {emitted:.1f} s; all done after {time.monotonic() - started:.0f} s")
        _show(trial, console, sent, receivers, {one.run_id: one for one in found})
        console.print(f"a Speech run of 90 s of sound: {alone:.1f} s alone, {beside:.1f} s beside ({body['status']})")
        console.print(f"the worker's peak memory: {max(_PEAKS):.0f} MB, before: {_PEAKS[0]:.0f} MB")


_PEAKS: list[float] = [0.0]


async def _peak_memory(service: platform.WebhookService) -> None:
    _PEAKS.clear()
    while True:
        (worker, *_) = service.children("worker") or [0]
        if worker:
            _PEAKS.append(psutil.Process(worker).memory_info().rss / 1e6)
        await asyncio.sleep(0.5)


async def _later(speech: Speech, hook: str) -> tuple[str, dict[str, Any], float]:
    await asyncio.sleep(2.0)
    return await speech(hook)


def _url(kind: str, receiver: Receiver, closed: int) -> str:
    paths = {GOOD: "/ok", SLOW: "/slow/3", HANGING: "/hang", BROKEN: "/500"}
    return f"https://127.0.0.1:{closed}/" if kind == DEAD else receiver.url(paths[kind], "localhost")


def _show(
    trial: OneTrial,
    console: Console,
    sent: dict[str, tuple[str, float]],
    receivers: list[Receiver],
    log: dict[str | None, Any],
) -> None:
    first: dict[str, float] = {}
    for got in sorted((one for receiver in receivers for one in receiver.received), key=lambda one: one.at):
        first.setdefault(json.loads(got.body)["id"], got.at)
    table = Table("receivers", "events", "delivered", "failed", "pending", "arrived after (s): median / p95 / greatest")
    for kind in SHARES:
        mine = [run_id for run_id, (one, _) in sent.items() if one == kind]
        states = Counter(log[run_id].state if run_id in log else "lost" for run_id in mine)
        delays = [first[run_id] - sent[run_id][1] for run_id in mine if run_id in first]
        p95 = statistics.quantiles(delays, n=20, method="inclusive")[-1] if len(delays) > 1 else 0.0
        times = f"{statistics.median(delays):.3f} / {p95:.3f} / {max(delays):.3f}" if delays else "-"
        counts = [str(states[state]) for state in ("delivered", "failed", "pending")]
        table.add_row(kind, str(len(mine)), *counts, times)
        trial.expect(not states["lost"] and not states["pending"], f"{kind}: {dict(states)}")
        wanted = "delivered" if kind in (GOOD, SLOW) else "failed"
        trial.expect(states[wanted] == len(mine), f"{kind}: {dict(states)}")
        if kind == GOOD:
            trial.expect(p95 < GOOD_P95_SECONDS, f"good receivers waited: p95 {p95:.2f} s")
    console.print(table)
