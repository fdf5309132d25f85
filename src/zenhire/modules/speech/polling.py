"""How a run of Speech stands: light while it waits or runs, with its whole result once it has ended."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.kit.clock import iso, utcnow
from zenhire.kit.errors import RequestNotFound
from zenhire.modules.speech import store
from zenhire.modules.speech.errors import PollRateLimited
from zenhire.modules.speech.names import MODULE
from zenhire.modules.speech.schemas import Credits, PollResponse, RunError, RunProgress, Scores
from zenhire.modules.speech.steps import STEPS
from zenhire.modules.speech.store import StoredResult
from zenhire.platform.runs import polling
from zenhire.platform.runs.polling import Standing
from zenhire.platform.runs.types import FAILED, PROCESSING, QUEUED


async def poll(conn: AsyncConnection, client_id: str, run_id: str, *, gap: float) -> dict[str, Any]:
    """How the client's run stands, as a PollResponse on the wire; polls of an unfinished one lie `gap` seconds apart.

    A stored result goes out as it was written, not parsed again. Raises RequestNotFound and PollRateLimited.
    """
    try:
        found = await polling.look(conn, client_id, run_id, MODULE, gap=gap)
        if found is None:
            raise RequestNotFound
        if found.status == FAILED:
            return _failed(found)
        if found.terminal:
            return _finished(found, await store.get_result(conn, client_id, run_id))
    except (NoResultFound, IntegrityError):
        # The run was erased between one query and the next.
        raise RequestNotFound from None
    if found.wait is not None:
        raise PollRateLimited(retry_after=found.wait)
    return _unfinished(found)


def _common(run: Standing) -> dict[str, Any]:
    return {
        "id": run.id,
        "request_id": run.id,
        "external_id": run.external_id,
        "status": run.status,
        "timestamp": iso(run.status_changed_at),
        "metadata": run.metadata,
        "tags": run.tags,
    }


def _unfinished(found: Standing) -> dict[str, Any]:
    fields = _common(found)
    fields["poll_interval_seconds"] = polling.poll_interval(found.created_at, utcnow())
    if found.status == QUEUED:
        fields["queue_position"] = found.queue_position
        fields["active_requests"] = found.active
    elif found.status == PROCESSING:
        fields["progress"] = RunProgress(
            current_step=STEPS[found.steps_done] if found.steps_done < len(STEPS) else None,
            step_share=found.step_share,
            steps_done=found.steps_done,
            steps_total=len(STEPS),
        )
    return PollResponse(**fields).wire()


_RESULT_FIELDS = (
    "scoring_method",
    "audio",
    "candidate_detection",
    "analysis",
    "hr_recommendation",
    "candidate_feedback",
    "transcript",
    "credits",
)


def _ended(run: Standing) -> dict[str, Any]:
    assert run.started_at is not None
    assert run.finished_at is not None
    # The two moments may be of two machines, whose clocks differ.
    took = max(0.0, (run.finished_at - run.started_at).total_seconds())
    return _common(run) | {"processing_time_ms": round(took * 1000)}


def _failed(run: Standing) -> dict[str, Any]:
    fields = _ended(run) | dict.fromkeys(_RESULT_FIELDS)
    fields["scores"] = Scores.none()
    fields["error"] = RunError(code=run.error_code or "INTERNAL_ERROR", message=run.error_message or "")
    return PollResponse(**fields).wire()


def _finished(run: Standing, stored: StoredResult) -> dict[str, Any]:
    fields = _ended(run)
    fields["credits"] = Credits(
        deducted=stored.credits_deducted,
        remaining_balance=stored.balance_after,
        audio_duration_minutes=round(stored.audio_duration_ms / 60_000, 2),
    )
    fields["error"] = None
    return PollResponse(**fields).wire() | stored.result
