"""What Speech tells by webhook: how a run ended and its scores; never what anybody said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.clock import iso
from zenhire.modules.speech import store
from zenhire.modules.speech.store import SpeechRow
from zenhire.platform.runs import store as runs_store
from zenhire.platform.runs.types import Run
from zenhire.platform.webhooks import service as webhooks
from zenhire.platform.webhooks.types import SPEECH_COMPLETED, Event


async def tell_success(conn: AsyncConnection, client_id: str, run_id: str) -> None:
    """Writes the event of a run that ended with a result, in the transaction that ends it."""
    run = await runs_store.get(conn, client_id, run_id)
    assert run is not None
    row = await store.get(conn, client_id, run_id)
    result: Mapping[str, Any] = row.result or {}
    found = {
        "scoringMethod": result.get("scoringMethod"),
        "audio": result.get("audio"),
        "scores": result.get("scores"),
        "credits": {"deducted": row.credits_deducted},
    }
    await webhooks.emit(conn, _event(run, row, {**found, "error": None}))


async def tell_failure(conn: AsyncConnection, run: Run) -> None:
    """Writes the event of a run that failed, for clients that want to be told; in the transaction that ends it."""
    row = await store.get(conn, run.client_id, run.id)
    error = {"code": run.error_code, "message": run.error_message}
    await webhooks.emit(conn, _event(run, row, {"error": error}, failed=True))


def _event(run: Run, row: SpeechRow, about: Mapping[str, Any], *, failed: bool = False) -> Event:
    moment = iso(run.status_changed_at)
    body = {
        "event": SPEECH_COMPLETED,
        "id": run.id,
        "externalId": run.external_id,
        "status": run.status,
        "timestamp": moment,
        "completed_at": moment,
        **about,
        "metadata": run.metadata,
        "tags": run.tags,
    }
    return Event(SPEECH_COMPLETED, run.client_id, run.id, body, url=row.webhook_url, failed=failed)
