"""How long ended runs are kept: a default of the platform, each client's policy, and the sweep that holds to both."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.clock import utcnow
from zenhire.kit.metrics import RECORDINGS_ERASED, RUNS_ERASED
from zenhire.platform.accounts import service as accounts
from zenhire.platform.erasure import store
from zenhire.platform.erasure.service import BATCH, Erasure, folder_of
from zenhire.platform.files import FileStoreFailed

log = structlog.get_logger(__name__)

MAX_DAYS = 36_500
_LOCK = 7_216_303
_ROUNDS = 50
_RESUME_SECONDS = 30.0
_FAILURES = 5
"""After so many the store itself is taken to be away, and the rest of a batch is left for later."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Days after its end for which a run, and its recording, are kept; None: for good. `keep`: whatever they say."""

    days: int | None = None
    recordings_days: int | None = None
    keep: bool = False

    def __post_init__(self) -> None:
        if self.keep and (self.days is not None or self.recordings_days is not None):
            raise ValueError("Either keep everything, or say for how many days.")
        if self.days is not None and not 1 <= self.days <= MAX_DAYS:
            raise ValueError(f"Runs can be kept for 1 to {MAX_DAYS} days.")
        if self.recordings_days is not None and not 0 <= self.recordings_days <= MAX_DAYS:
            raise ValueError(f"Recordings can be kept for 0 to {MAX_DAYS} days.")

    def over(self, default: Policy) -> Policy:
        """What holds: this policy, and the default where this says nothing."""
        if self.keep:
            return self
        recordings = default.recordings_days if self.recordings_days is None else self.recordings_days
        return Policy(default.days if self.days is None else self.days, recordings)


async def get_policy(conn: AsyncConnection, client_id: str) -> Policy:
    """The client's own policy, empty when it has none. Raises NoSuchClient."""
    await accounts.get_client(conn, client_id)
    keep, days, recordings_days = await store.get_retention(conn, client_id)
    return Policy(days, recordings_days, keep)


async def set_policy(conn: AsyncConnection, client_id: str, policy: Policy) -> None:
    """Replaces the client's own policy; an empty one goes back to the default. Raises NoSuchClient, ClientErased."""
    await accounts.living_client(conn, client_id)
    await store.set_retention(
        conn, client_id, keep=policy.keep, days=policy.days, recordings_days=policy.recordings_days
    )


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep erased."""

    runs: int = 0
    recordings: int = 0


class Retention:
    """Every worker process has one; an advisory lock lets one of them choose what to erase at a time."""

    def __init__(self, erasure: Erasure, default: Policy, *, every: float) -> None:
        """`every`: seconds between sweeps."""
        self.erasure = erasure
        self.default = default
        self.every = every

    async def run(self) -> None:
        """Goes on with erasures that broke off, and sweeps, until cancelled; a failure is logged and tried again."""
        due = time.monotonic()
        while True:
            await _tried(self.erasure.resume)
            if time.monotonic() >= due:
                due = time.monotonic() + self.every
                await _tried(self.sweep)
            await asyncio.sleep(min(self.every, _RESUME_SECONDS))

    async def sweep(self) -> Swept:
        """Erases ended runs and recordings whose time is over, in batches, at most some thousands."""
        # Runs first: their recordings go with them.
        swept = Swept(await _repeated(self._runs), await _repeated(self._recordings))
        if swept != Swept():
            log.info("retention", runs_erased=swept.runs, recordings_erased=swept.recordings)
        return swept

    async def _runs(self) -> int:
        async with self.erasure.db.transaction() as conn:
            if not await _alone(conn):
                return 0
            due = await store.overdue_runs(conn, now=utcnow(), default_days=self.default.days, limit=BATCH)
        gone = 0
        for client_id, run_ids in due.items():
            gone += (await self.erasure.erase_runs(client_id, run_ids))["runs"]
        RUNS_ERASED.inc(gone)
        return gone

    async def _recordings(self) -> int:
        """Files first and the note after, so that a crash between them makes the next sweep look again."""
        async with self.erasure.db.transaction() as conn:
            if not await _alone(conn):
                return 0
            due = await store.overdue_recordings(
                conn, now=utcnow(), default_days=self.default.recordings_days, limit=BATCH
            )
        gone = 0
        erased: dict[str, list[str]] = {}
        failures = 0
        for client_id, run_id in [(client_id, run_id) for client_id, run_ids in due.items() for run_id in run_ids]:
            try:
                await self.erasure.files.erase(folder_of(client_id, run_id))
                erased.setdefault(client_id, []).append(run_id)
            except FileStoreFailed as error:
                log.warning("a recording past its time is still there", run_id=run_id, reason=str(error))
                failures += 1
                if failures == _FAILURES:
                    break
        for client_id, run_ids in erased.items():
            async with self.erasure.db.transaction() as conn:
                await store.note_files_erased(conn, client_id, run_ids, utcnow())
            gone += len(run_ids)
        RECORDINGS_ERASED.inc(gone)
        return gone


async def _tried(work: Callable[[], Awaitable[object]]) -> None:
    try:
        await work()
    except Exception as error:
        log.warning("erasing failed; it will be tried again", reason=type(error).__name__)


async def _repeated(erase_some: Callable[[], Awaitable[int]]) -> int:
    total = 0
    for _ in range(_ROUNDS):
        gone = await erase_some()
        if gone == 0:
            break
        total += gone
    return total


async def _alone(conn: AsyncConnection) -> bool:
    return bool(await conn.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _LOCK}))
