"""Runs in a database that was restored from a backup: those that were under way begin anew."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_STATEMENTS = (
    # Files that a step left for the next one are in no backup.
    "DELETE FROM run_steps USING runs WHERE runs.id = run_steps.run_id AND runs.status = 'processing'",
    "DELETE FROM run_parts USING runs WHERE runs.id = run_parts.run_id AND runs.status = 'processing'",
    "DELETE FROM run_polls",
    # The time since the backup is none that anybody worked.
    "UPDATE runs SET attempt = attempt + 1, in_work = false, interruptions = 0, step_share = NULL, taken_up_at = NULL,"
    " started_at = :now WHERE status = 'processing'",
    "UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL WHERE status = 'doing'",
    "DELETE FROM procrastinate_workers",
    "DELETE FROM workers",
)


async def begin_anew(conn: AsyncConnection, now: datetime) -> int:
    """Makes all clients' unfinished runs ready for a worker that knows nothing of them; how many there are."""
    for statement in _STATEMENTS:
        await conn.execute(text(statement), {"now": now} if ":now" in statement else {})
    query = "SELECT count(*) FROM runs WHERE status IN ('queued', 'processing')"
    return int(await conn.scalar(text(query)) or 0)
