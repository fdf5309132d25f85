"""Notes when keys were last used, beside the requests and never in their way."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from zenhire.kit.db import Database
from zenhire.platform.accounts import store
from zenhire.platform.accounts.types import Principal

_log = structlog.get_logger(__name__)


class LastUsed:
    """Writes `last_used_at` in the background, at most once in `every` for a key. One object a process."""

    def __init__(self, database: Database, every: timedelta = timedelta(minutes=1)) -> None:
        self._database = database
        self._every = every
        self._noted: dict[str, datetime] = {}
        self._writing: set[asyncio.Task[None]] = set()

    def note(self, principal: Principal, now: datetime) -> None:
        """Returns at once; the write, if one is due, happens later. Needs a running event loop."""
        noted = self._noted.get(principal.key_id)
        if noted is not None and now - noted < self._every:
            return
        self._noted[principal.key_id] = now
        task = asyncio.get_running_loop().create_task(self._write(principal, now))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def close(self) -> None:
        """Waits for writes under way."""
        await asyncio.gather(*self._writing)

    async def _write(self, principal: Principal, now: datetime) -> None:
        try:
            async with self._database.transaction() as conn:
                await store.touch_key(conn, principal.client_id, principal.key_id, now, self._every)
        except SQLAlchemyError as error:
            _log.warning("last_used_not_written", key_id=principal.key_id, error=type(error).__name__)
