"""How a match stands: light while it waits or runs, with what was found once it has ended."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.analysis.cv.position import public_config
from zenhire.kit.clock import iso, iso_or_none
from zenhire.kit.errors import RequestNotFound
from zenhire.modules.cvdeepmatch import store
from zenhire.modules.cvdeepmatch.errors import RateLimited
from zenhire.modules.cvdeepmatch.names import MODULE
from zenhire.modules.cvdeepmatch.schemas import status_of
from zenhire.modules.cvdeepmatch.store import Shown
from zenhire.platform.runs import polling
from zenhire.platform.runs.polling import Standing
from zenhire.platform.runs.types import FAILED


async def poll(conn: AsyncConnection, client_id: str, run_id: str, *, gap: float) -> dict[str, Any]:
    """How the client's match stands, as a CvDeepMatchRequest on the wire; polls of an unfinished one lie `gap` seconds
    apart.

    What was stored goes out as it was written, not parsed again. Raises RequestNotFound and RateLimited.
    """
    try:
        found = await polling.look(conn, client_id, run_id, MODULE, gap=gap)
        if found is None:
            raise RequestNotFound
        if found.wait is not None:
            raise RateLimited(details={"retry_after_seconds": found.wait}, retry_after=found.wait)
        return _shown(found, await store.get_shown(conn, client_id, run_id))
    except (NoResultFound, IntegrityError):
        # The run was erased between one query and the next.
        raise RequestNotFound from None


def _shown(run: Standing, row: Shown) -> dict[str, Any]:
    failed = run.status == FAILED
    error = {"code": run.error_code or "INTERNAL_ERROR", "message": run.error_message or ""}
    return {
        "id": run.id,
        "position_id": row.position_id,
        "status": status_of(run.status),
        "created_at": iso(run.created_at),
        "processing_started_at": iso_or_none(run.taken_up_at),
        "processing_completed_at": iso_or_none(run.finished_at),
        # Between the two queries the match may have ended: the row is then ahead of the status.
        "cv_parser_result": row.parsed if run.terminal else None,
        "cv2jd_result": row.result if run.terminal and not failed else None,
        "error": error if failed else None,
        "config": public_config(row.config),
        "metadata": run.metadata,
        "tags": run.tags,
        "externalId": run.external_id,
    }
