"""What Speech does for a caller: take a recording in, list runs; `polling` tells how a run stands."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from zenhire.engines.audio import decoder
from zenhire.engines.audio.base import DecoderBroken, DurationUnavailable, ScanResult
from zenhire.engines.audio.base import UnsupportedFormat as NotOneOfTheFormats
from zenhire.kit.clock import iso, iso_or_none
from zenhire.kit.errors import PipelineUnavailable, ServiceWarmingUp
from zenhire.kit.ids import speech_run_id
from zenhire.kit.pagination import Page, encode_cursor
from zenhire.modules.speech import store
from zenhire.modules.speech.errors import (
    AudioDurationUnavailable,
    AudioTooLong,
    AudioTooShort,
    UnsupportedFormat,
)
from zenhire.modules.speech.form import SubmitForm
from zenhire.modules.speech.names import MODULE, TASK
from zenhire.modules.speech.schemas import (
    Pagination,
    RunError,
    RunList,
    RunSummary,
    SubmitResponse,
)
from zenhire.modules.speech.store import SpeechRow
from zenhire.platform import workers
from zenhire.platform.accounts.types import Principal
from zenhire.platform.context import Platform
from zenhire.platform.runs import service as runs_service
from zenhire.platform.runs import store as runs_store
from zenhire.platform.runs.filters import RunFilter
from zenhire.platform.runs.types import FAILED, OWN_WORDS, PROCESSING, QUEUED, SUCCESS, Admission, NewRun, Run

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Listed:
    """A module whose runs the list can show, and the statuses that each of the list's words stands for there."""

    module: str
    words: Mapping[str, Sequence[str]]


SERVICE_TYPES = {
    "speech": Listed(MODULE, OWN_WORDS),
    "cv_deepmatch": Listed("cvdeepmatch", {**OWN_WORDS, QUEUED: (), PROCESSING: (QUEUED, PROCESSING)}),
}
"""A match is shown as `processing` also while it waits, as its own module shows it."""

WARM_UP_RETRY_SECONDS = 30
QUEUED_POLL_SECONDS = 20


def price(duration_seconds: float, per_minute: int) -> int:
    """Credits for a recording: `per_minute` for each started minute, at least one minute's."""
    started = max(1, -(-round(duration_seconds * 1000) // 60_000))
    return started * per_minute


async def examine(platform: Platform, principal: Principal, form: SubmitForm) -> ScanResult:
    """What the recording is. Changes nothing; raises for whatever stands against the run, but not for its price."""
    await _require_ready(platform)
    if form.language != "en":
        principal.require_multilingual()
    if form.webhook_url is not None:
        await platform.webhook_guard.require(form.webhook_url)
    scan = await _scan(platform, form)
    form.check_cut(scan.duration_s)
    return scan


async def submit(platform: Platform, principal: Principal, form: SubmitForm, scan: ScanResult) -> SubmitResponse:
    """Stores an examined recording and admits the run with its cost on hold: all of it or nothing."""
    run_id = speech_run_id()
    key = f"clients/{principal.client_id}/runs/{run_id}/recording.{scan.format}"
    with os.fdopen(os.dup(form.audio.fileno()), "rb") as recording:
        recording.seek(0)
        await platform.files.put(key, recording)
    new = NewRun(
        id=run_id,
        client_id=principal.client_id,
        project_id=principal.project_id,
        key_id=principal.key_id,
        module=MODULE,
        task=TASK,
        cost=price(scan.duration_s, platform.settings.speech_credits_per_minute),
        external_id=form.external_id,
        metadata=form.metadata,
        tags=form.tags,
    )
    row = SpeechRow(
        language=form.language,
        audio_key=key,
        audio_format=scan.format,
        audio_duration_ms=round(scan.duration_s * 1000),
        cut_start_ms=form.cut_start_ms,
        cut_end_ms=form.cut_end_ms,
        webhook_url=form.webhook_url,
    )
    try:
        async with platform.db.transaction() as conn:
            admission = await runs_service.submit(conn, platform.admitter, new)
            await store.add(conn, principal.client_id, run_id, row)
    except BaseException:
        await _forget(platform, principal.client_id, run_id, key)
        raise
    return _submitted(admission)


async def _forget(platform: Platform, client_id: str, run_id: str, key: str) -> None:
    """Deletes the recording of a run that was not admitted. While that is not certain it stays, for the sweeper."""
    with contextlib.suppress(SQLAlchemyError):
        async with platform.db.transaction() as conn:
            admitted = await runs_store.get(conn, client_id, run_id) is not None
        if not admitted:
            await platform.files.delete(key)


async def _require_ready(platform: Platform) -> None:
    async with platform.db.transaction() as conn:
        fleet = await workers.fleet(conn, stalled=platform.settings.worker_stalled_seconds)
    if fleet.warming_up:
        raise ServiceWarmingUp(retry_after=WARM_UP_RETRY_SECONDS)


async def _scan(platform: Platform, form: SubmitForm) -> ScanResult:
    try:
        async with platform.scans:
            scan = await decoder.scan(form.audio.fileno(), stop_after_s=platform.settings.speech_max_seconds + 60)
    except NotOneOfTheFormats as error:
        raise UnsupportedFormat from error
    except DurationUnavailable as error:
        raise AudioDurationUnavailable from error
    except DecoderBroken as error:
        log.error("the decoder does not work", reason=str(error))
        raise PipelineUnavailable from error
    limits = platform.settings
    if scan.duration_s < limits.speech_min_seconds:
        raise AudioTooShort(
            f"The recording lasts {scan.duration_s:.1f} s; the minimum is {limits.speech_min_seconds / 60:g} minutes."
        )
    if scan.duration_s > limits.speech_max_seconds:
        lasts = f"{scan.duration_s:.1f} s" if scan.complete else "longer"
        raise AudioTooLong(f"The recording lasts {lasts}; the maximum is {limits.speech_max_seconds / 60:g} minutes.")
    return scan


def _submitted(admission: Admission) -> SubmitResponse:
    run = admission.run
    queued = admission.queue_position is not None
    fields: dict[str, Any] = {
        "id": run.id,
        "request_id": run.id,
        "external_id": run.external_id,
        "status": run.status,
        "poll_interval_seconds": QUEUED_POLL_SECONDS if queued else 15,
        "active_requests": admission.active,
        "message": "Waiting for a free slot; it starts by itself." if queued else "The analysis has started.",
        "metadata": run.metadata,
        "tags": run.tags,
    }
    if queued:
        fields["queue_position"] = admission.queue_position
    return SubmitResponse(**fields)


async def list_runs(
    platform: Platform, principal: Principal, wanted: RunFilter, page: Page, service_type: str
) -> RunList:
    """A page of the caller's runs, newest first."""
    async with platform.db.transaction() as conn:
        rows, total = await runs_store.page(conn, principal.client_id, wanted, page)
        shown, more = rows[: page.limit], len(rows) > page.limit
        speech = await store.get_many(conn, principal.client_id, [run.id for run in shown])
    return RunList(
        runs=[_summary(run, speech.get(run.id), service_type) for run in shown],
        pagination=Pagination(
            limit=page.limit,
            offset=page.offset,
            total=total,
            has_more=more,
            next_cursor=encode_cursor(shown[-1].seq) if more else None,
        ),
    )


def _summary(run: Run, row: SpeechRow | None, service_type: Any) -> RunSummary:
    failed = run.status == FAILED
    words = SERVICE_TYPES[service_type].words
    status: Any = next(word for word, meant in words.items() if run.status in meant)
    return RunSummary(
        id=run.id,
        external_id=run.external_id,
        service_type=service_type,
        status=status,
        created_at=iso(run.created_at),
        completed_at=iso_or_none(run.finished_at),
        language=row.language if row else None,
        audio_duration_ms=row.audio_duration_ms if row else None,
        overall=row.overall if row else None,
        cefr_level=row.cefr_level if row else None,
        credits_deducted=_charged(run, row),
        project=run.project_id,
        metadata=run.metadata,
        tags=run.tags,
        error=RunError(code=run.error_code or "INTERNAL_ERROR", message=run.error_message or "") if failed else None,
    )


def _charged(run: Run, row: SpeechRow | None) -> int | None:
    """What a run cost; a match, whose price is fixed, costs what was held for it."""
    if row is not None:
        return row.credits_deducted
    return run.cost if run.status == SUCCESS else None
