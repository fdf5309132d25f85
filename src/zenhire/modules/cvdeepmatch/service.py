"""What CV DeepMatch does for a caller: take a CV in, once for each idempotency key."""

from __future__ import annotations

import contextlib
import os
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from zenhire.kit.clock import utcnow
from zenhire.kit.errors import ApiError, PipelineUnavailable
from zenhire.kit.ids import new_uuid
from zenhire.modules.cvdeepmatch import store
from zenhire.modules.cvdeepmatch.form import SubmitForm
from zenhire.modules.cvdeepmatch.names import MODULE, TASK
from zenhire.modules.cvdeepmatch.schemas import ESTIMATED_TIME, CvDeepMatchSubmitResponse
from zenhire.modules.cvdeepmatch.store import CvRow
from zenhire.platform.accounts.types import Principal
from zenhire.platform.context import Platform
from zenhire.platform.files import FileStoreFailed
from zenhire.platform.runs import service as runs_service
from zenhire.platform.runs import store as runs_store
from zenhire.platform.runs.idempotency import IdempotencyKey
from zenhire.platform.runs.types import Admission, NewRun, Run


async def examine(platform: Platform, principal: Principal, form: SubmitForm) -> Run | None:
    """The run that the form's key leads to already, if there is one; nothing else is looked at then.

    Changes nothing. Raises for everything that stands against a new run, but for its price.
    """
    key = _key(platform, form)
    if key is not None and not form.problems:
        async with platform.db.transaction() as conn:
            found = await runs_service.earlier(conn, principal.client_id, MODULE, key)
        if found is not None:
            return found
    if form.webhook_url is not None:
        try:
            await platform.webhook_guard.require(form.webhook_url)
        except ApiError as error:
            form.problems.add_all((error.details or {})["fields"], type(error))
    form.problems.require_none()
    return None


async def submit(platform: Platform, principal: Principal, form: SubmitForm) -> Admission:
    """Stores the CV of an examined form and admits the run with its price on hold: all of it or nothing.

    When another submit with the same key came first, its run is the answer and nothing of this one is kept.
    """
    new = _new_run(platform, principal, form)
    row = _row(new, form)
    assert form.cv is not None
    with os.fdopen(os.dup(form.cv.fileno()), "rb") as cv:
        cv.seek(0)
        await platform.files.put(row.cv_key, cv)
    try:
        async with platform.db.transaction() as conn:
            admission = await runs_service.submit(conn, platform.admitter, new)
            if not admission.replayed:
                await store.add(conn, new.client_id, new.id, row)
    except PipelineUnavailable as error:
        await _forget(platform, new, row.cv_key)
        raise PipelineUnavailable(
            f"{PipelineUnavailable.default_message.rstrip('.')}, with the same idempotency_key if you sent one."
        ) from error
    except BaseException:
        await _forget(platform, new, row.cv_key)
        raise
    if admission.replayed:
        # Should the file store fail here, the sweeper erases what belongs to no run.
        with contextlib.suppress(FileStoreFailed):
            await platform.files.delete(row.cv_key)
    return admission


def answer(run: Run, *, replayed: bool) -> CvDeepMatchSubmitResponse:
    """What a submit is told. An earlier match counts as `processing` whatever became of it: a poll tells."""
    told = "This key was used before; this is its match" if replayed else "Accepted; the match is running"
    fields: dict[str, Any] = {
        "id": run.id,
        "status": "processing",
        "message": f"{told}. Poll /api/v1/cvdeepmatch/{run.id}.",
        "estimated_time": ESTIMATED_TIME,
    }
    if replayed:
        fields["idempotent_replay"] = True
    if run.external_id is not None:
        fields["external_id"] = run.external_id
    return CvDeepMatchSubmitResponse(**fields)


def _key(platform: Platform, form: SubmitForm) -> IdempotencyKey | None:
    if form.idempotency_key is None:
        return None
    return IdempotencyKey(form.idempotency_key, timedelta(seconds=platform.settings.cvdeepmatch_idempotency_seconds))


def _new_run(platform: Platform, principal: Principal, form: SubmitForm) -> NewRun:
    return NewRun(
        id=new_uuid(),
        client_id=principal.client_id,
        project_id=principal.project_id,
        key_id=principal.key_id,
        module=MODULE,
        task=TASK,
        cost=platform.settings.cvdeepmatch_credits,
        external_id=form.external_id,
        metadata=form.metadata,
        tags=form.tags,
        idempotency_key=_key(platform, form),
    )


def _row(new: NewRun, form: SubmitForm) -> CvRow:
    return CvRow(
        application_id=f"app_{new_uuid().replace('-', '')}",
        position_id=form.position_id,
        cv_key=f"clients/{new.client_id}/runs/{new.id}/cv.{form.cv_kind}",
        cv_kind=form.cv_kind,
        job_description=form.job_description,
        config=form.config,
        webhook_url=form.webhook_url,
        submitted_on=utcnow().date(),
    )


async def _forget(platform: Platform, new: NewRun, key: str) -> None:
    """Deletes the CV of a run that was not admitted. While that is not certain it stays, for the sweeper."""
    with contextlib.suppress(SQLAlchemyError):
        async with platform.db.transaction() as conn:
            admitted = await runs_store.get(conn, new.client_id, new.id) is not None
        if not admitted:
            await platform.files.delete(key)
