"""How a run stands, for who asks again and again: one statement reads it, counts what is ahead and notes the poll."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.clock import utcnow
from zenhire.kit.db import fetch_row
from zenhire.platform.runs.types import TERMINAL


@dataclass(frozen=True, slots=True)
class Standing:
    """What a poll shows of a run, and how far it is.

    `steps_done` and `step_share` (0-1, None where it cannot be told) are of a running run, `queue_position` (from 1)
    and `active`, the client's running runs of the module, of a waiting one. `wait`: None when the poll is allowed, else
    the whole seconds until one is.
    """

    id: str
    external_id: str | None
    status: str
    metadata: dict[str, Any]
    tags: list[str]
    created_at: datetime
    status_changed_at: datetime
    started_at: datetime | None
    taken_up_at: datetime | None
    finished_at: datetime | None
    error_code: str | None
    error_message: str | None
    step_share: float | None
    steps_done: int = field(default=0, kw_only=True)
    queue_position: int = field(default=0, kw_only=True)
    active: int = field(default=0, kw_only=True)
    wait: int | None = field(default=None, kw_only=True)

    @property
    def terminal(self) -> bool:
        """True when nothing about the run changes any more."""
        return self.status in TERMINAL


_COLUMNS = tuple(one.name for one in fields(Standing) if not one.kw_only)

# A noted poll need not be on disk before the answer goes out: lost in a crash, it lets one poll through early.
# A moment farther to come than the gap is one of a clock that was set back since.
_LOOK = f"""
WITH run AS (
    SELECT {", ".join(_COLUMNS)}, client_id, module, seq
    FROM runs WHERE id = %(run_id)s AND client_id = %(client_id)s AND module = %(module)s
), noted AS (
    INSERT INTO run_polls AS last (run_id, client_id, polled_at)
    SELECT id, client_id, %(now)s FROM run WHERE status IN ('queued', 'processing') AND %(gap)s > 0
    ON CONFLICT (run_id) DO UPDATE SET polled_at = %(now)s
    WHERE last.polled_at NOT BETWEEN %(now)s - make_interval(secs => %(gap)s) + interval '1 microsecond'
        AND %(now)s + make_interval(secs => %(gap)s)
    RETURNING set_config('synchronous_commit', 'off', true)
)
SELECT {", ".join(f"run.{name}" for name in _COLUMNS)},
    (SELECT count(*) FROM noted) AS noted,
    (SELECT polled_at FROM run_polls WHERE run_id = run.id) AS polled_before,
    CASE run.status WHEN 'processing' THEN
        (SELECT count(*) FROM run_steps WHERE run_id = run.id) END AS steps_done,
    CASE run.status WHEN 'queued' THEN
        (SELECT count(*) FROM runs AS other WHERE other.client_id = run.client_id AND other.module = run.module
            AND other.status = 'queued' AND other.seq <= run.seq) END AS queue_position,
    CASE run.status WHEN 'queued' THEN
        (SELECT count(*) FROM runs AS other WHERE other.client_id = run.client_id AND other.module = run.module
            AND other.status = 'processing') END AS active
FROM run
"""  # noqa: S608 - the names of our own columns


async def look(conn: AsyncConnection, client_id: str, run_id: str, module: str, *, gap: float) -> Standing | None:
    """The client's run of a module with this id, if there is one; the poll of an unfinished one is noted.

    It is refused when the last one was less than `gap` seconds ago. A refused poll does not restart the wait, so a
    client that waits the given seconds always succeeds.
    """
    if "\0" in run_id:
        return None
    now = utcnow()
    asked = {"run_id": run_id, "client_id": client_id, "module": module, "now": now, "gap": gap}
    row = await fetch_row(conn, _LOOK, asked)
    if row is None:
        return None
    allowed = row["status"] in TERMINAL or gap <= 0 or row["noted"] > 0
    return Standing(
        *(row[name] for name in _COLUMNS),
        steps_done=row["steps_done"] or 0,
        queue_position=row["queue_position"] or 0,
        active=row["active"] or 0,
        wait=None if allowed else _wait(row["polled_before"], now, gap),
    )


def _wait(last: datetime | None, now: datetime, gap: float) -> int:
    """Whole seconds; the whole gap when the poll in the way came at the same moment as this one."""
    elapsed = (now - last).total_seconds() if last is not None else 0.0
    if not 0.0 <= elapsed < gap:
        elapsed = 0.0
    return max(1, min(math.ceil(gap), math.ceil(gap - elapsed)))


def poll_interval(created_at: datetime, now: datetime) -> int:
    """Seconds until the next poll by the documented cadence: 15 for two minutes, 30 up to five, 60 after."""
    elapsed = (now - created_at).total_seconds()
    if elapsed < 120:
        return 15
    return 30 if elapsed < 300 else 60
