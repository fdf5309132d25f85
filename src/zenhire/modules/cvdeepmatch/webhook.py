"""What CV DeepMatch tells by webhook: that a match is there and its figures; nothing of the CV."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.modules.cvdeepmatch import store
from zenhire.platform.runs.types import Run
from zenhire.platform.webhooks import service as webhooks
from zenhire.platform.webhooks.types import CVDEEPMATCH_FINISHED, Event

FINISHED = "finished"
FAILED = "failed"
_TOLD = ("overall_score", "breakdown")


async def tell_success(conn: AsyncConnection, client_id: str, run_id: str) -> None:
    """Writes the event of a match that is there, in the transaction that ends its run."""
    result: Mapping[str, Any] = await store.get_result(conn, client_id, run_id) or {}
    told = {name: result.get(name) for name in _TOLD}
    await webhooks.emit(conn, await _event(conn, client_id, run_id, FINISHED, {"cv2jd_result": told}))


async def tell_failure(conn: AsyncConnection, run: Run) -> None:
    """Writes the event of a run that failed, for clients that want to be told; in the transaction that ends it."""
    error = {"code": run.error_code, "message": run.error_message}
    about = {"cv2jd_result": None, "error": error}
    await webhooks.emit(conn, await _event(conn, run.client_id, run.id, FAILED, about))


async def _event(conn: AsyncConnection, client_id: str, run_id: str, status: str, about: Mapping[str, Any]) -> Event:
    row = await store.get(conn, client_id, run_id)
    body = {
        "external_request_id": run_id,
        "id": run_id,
        "application_id": row.application_id,
        "status": status,
        **about,
    }
    return Event(CVDEEPMATCH_FINISHED, client_id, run_id, body, url=row.webhook_url, failed=status == FAILED)
