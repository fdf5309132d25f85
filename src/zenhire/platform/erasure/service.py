"""Erases runs and clients for good, so that a crash at any point leaves work for the sweep and never a half.

Rows go first, in one transaction that also writes the run's tombstone: from its commit on nobody finds the run, and
a worker that still works on it finds that it owns nothing. Files go after, at the tombstone's word, and again until
no worker can write any more. The other way round a reader could meet a run whose files are gone, and a crash would
leave a run that looks whole and is not.

A client is locked out first. Its runs follow in batches, then all that belongs to no run. What remains is the
account's id and the ledger, with amounts and times and without words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.clock import utcnow
from zenhire.kit.db import Database
from zenhire.platform.accounts import service as accounts
from zenhire.platform.credits import service as credits
from zenhire.platform.erasure import store
from zenhire.platform.erasure.store import Standing, Tombstone
from zenhire.platform.erasure.types import Counts, Eraser, add_up
from zenhire.platform.files import FileStore, FileStoreFailed
from zenhire.platform.runs import service as runs
from zenhire.platform.runs.service import Admitter
from zenhire.platform.runs.types import PROCESSING, QUEUED

log = structlog.get_logger(__name__)

BATCH = 100
LATE_WRITES = timedelta(hours=1)
"""How long after a run's longest possible work its files are looked for."""

LOOK_AGAIN = timedelta(seconds=60)


class NoSuchRun(LookupError):
    """There is no run with this id, and none that is being erased."""

    def __init__(self, run_id: str) -> None:
        super().__init__(f"There is no run with the id {run_id!r}; one that was erased is not known any more.")


def folder_of(client_id: str, run_id: str | None = None) -> str:
    """Where the files of a client, or of one of its runs, lie in the object store."""
    return f"clients/{client_id}" if run_id is None else f"clients/{client_id}/runs/{run_id}"


class Erasure:
    """Knows everybody who keeps something: the erasers and the file store."""

    def __init__(
        self, db: Database, files: FileStore, admitter: Admitter, erasers: Sequence[Eraser], *, stuck: float
    ) -> None:
        """`stuck`: longest work (s) on a run. An eraser comes after those whose rows refer to its rows."""
        self.db = db
        self.files = files
        self.admitter = admitter
        self.erasers = erasers
        self.linger = timedelta(seconds=stuck) + LATE_WRITES

    async def preview_run(self, run_id: str) -> tuple[str, Counts]:
        """The run's client, and what there is to erase. Raises NoSuchRun."""
        async with self.db.transaction() as conn:
            client_id = await store.owner(conn, run_id)
            if client_id is None:
                raise NoSuchRun(run_id)
            counts = await self._count(conn, client_id, [run_id])
        return client_id, {**counts, "files": await self._count_files(folder_of(client_id, run_id))}

    async def preview_client(self, client_id: str) -> Counts:
        """What there is to erase of a client. Raises NoSuchClient."""
        async with self.db.transaction() as conn:
            await accounts.get_client(conn, client_id)
            counts = await self._count(conn, client_id, None)
        return {**counts, "files": await self._count_files(folder_of(client_id))}

    async def erase_run(self, client_id: str, run_id: str) -> Counts:
        """Erases one of the client's runs, ends it before if it has not ended, and says what went; again is harmless.

        When the file store fails, its error is raised, the rows are gone, and the sweep erases the files.
        """
        return await self.erase_runs(client_id, [run_id])

    async def erase_runs(self, client_id: str, run_ids: Sequence[str]) -> Counts:
        """`erase_run` for several runs of one client, their rows in one transaction."""
        counts: Counts = {}
        async with self.db.transaction() as conn:
            counts = await self._erase_rows(conn, client_id, run_ids)
            found = [await store.tombstone(conn, client_id, run_id) for run_id in run_ids]
        files = [await self._erase_files(one) for one in found if one is not None]
        return {**counts, "files": sum(files)}

    async def erase_client(self, client_id: str) -> Counts:
        """Erases all that is the client's, save its id and its ledger; again is harmless. Raises NoSuchClient."""
        async with self.db.transaction() as conn:
            await accounts.get_client(conn, client_id, lock=True)
            await store.begin_client(conn, client_id, utcnow())
        total: Counts = {}
        while True:
            async with self.db.transaction() as conn:
                run_ids = await store.oldest_runs(conn, client_id, BATCH)
            if not run_ids:
                break
            total = add_up(total, await self.erase_runs(client_id, run_ids))
        files = await self.files.erase(folder_of(client_id))
        async with self.db.transaction() as conn:
            await accounts.get_client(conn, client_id, lock=True)
            await store.drop_windows(conn, client_id)
            for eraser in self.erasers:
                total = add_up(total, await eraser.erase(conn, client_id, None))
            await store.end_client(conn, client_id)
        return add_up(total, {"files": files})

    async def resume(self) -> Counts:
        """Goes on with what was begun and not finished, and looks once more for files that were written late.

        What fails is logged, stays noted, and does not keep the rest waiting.
        """
        total: Counts = {}
        async with self.db.transaction() as conn:
            clients = await store.begun_clients(conn)
            due = await store.due_tombstones(conn, utcnow(), BATCH)
        for client_id in clients:
            try:
                total = add_up(total, await self.erase_client(client_id))
            except Exception as error:
                log.warning("a client is not erased yet", client_id=client_id, reason=type(error).__name__)
        for one in due:
            try:
                total = add_up(total, {"files": await self._erase_files(one)})
            except FileStoreFailed as error:
                log.warning("files of an erased run are still there", run_id=one.run_id, reason=str(error))
                async with self.db.transaction() as conn:
                    await store.put_off(conn, one, utcnow() + LOOK_AGAIN)
        return total

    async def _count(self, conn: AsyncConnection, client_id: str, run_ids: Sequence[str] | None) -> Counts:
        return add_up(*[await eraser.count(conn, client_id, run_ids) for eraser in self.erasers])

    async def _count_files(self, folder: str) -> int:
        return len([stored async for stored in self.files.listed(folder)])

    async def _erase_rows(self, conn: AsyncConnection, client_id: str, run_ids: Sequence[str]) -> Counts:
        client = await accounts.get_client(conn, client_id, lock=True)
        # Whoever ends a run locks the client before, so from here on none of these ends.
        present, now = await store.standing(conn, client_id, run_ids), utcnow()
        for run in present:
            if run.hold_id is not None and run.status in (QUEUED, PROCESSING):
                await credits.release(conn, client_id, run.hold_id)
        await store.add_tombstones(conn, [self._tombstone(client_id, run, now) for run in present])
        await store.drop_jobs(conn, [run.id for run in present])
        counts = add_up(*[await eraser.erase(conn, client_id, run_ids) for eraser in self.erasers])
        if client.erased_at is None:
            for module in sorted({run.module for run in present if run.status == PROCESSING}):
                await runs.promote(conn, self.admitter, client_id, module)
        return counts

    def _tombstone(self, client_id: str, run: Standing, now: datetime) -> Tombstone:
        return Tombstone(run.id, client_id, erased_at=now, watch_until=(run.finished_at or now) + self.linger)

    async def _erase_files(self, one: Tombstone) -> int:
        gone = await self.files.erase(folder_of(one.client_id, one.run_id))
        now = utcnow()
        # Waits double, so that a watch of hours takes a few looks.
        again = None if now >= one.watch_until else min(one.watch_until, now + max(LOOK_AGAIN, now - one.erased_at))
        async with self.db.transaction() as conn:
            await store.put_off(conn, one, again)
        return gone
