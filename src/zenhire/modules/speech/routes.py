"""Speech over HTTP: submit, poll, list."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import JSONResponse

from zenhire.kit.forms import Patience
from zenhire.kit.http import while_connected
from zenhire.modules.speech import openapi, polling, service
from zenhire.modules.speech.errors import InvalidParameters, InvalidServiceType
from zenhire.modules.speech.form import read_submit_form
from zenhire.modules.speech.schemas import PollResponse, RunList, SubmitResponse
from zenhire.platform.access import PlatformDep, caller, visit
from zenhire.platform.accounts.types import Principal
from zenhire.platform.runs.filters import parse_filter, parse_page

router = APIRouter(prefix="/speech")

Submitter = Annotated[Principal, Depends(caller("speech", submits=True))]
Reader = Annotated[Principal, Depends(caller("speech"))]
RunId = Annotated[str, Path(description="The run's `id`, from its submit.", examples=["req_1786439702417_k3v9qa"])]


@router.post("/analyze", status_code=202, response_model=SubmitResponse, **openapi.SUBMIT)
async def submit(request: Request, platform: PlatformDep, principal: Submitter) -> JSONResponse:
    settings = platform.settings
    form = await read_submit_form(
        request,
        max_bytes=settings.speech_max_bytes,
        limits=platform.label_limits,
        patience=Patience(settings.upload_silence_seconds, settings.upload_seconds),
    )
    try:
        scan = await while_connected(request, service.examine(platform, principal, form))
        accepted = await service.submit(platform, principal, form, scan)
    finally:
        await form.close()
    return JSONResponse(accepted.wire(), status_code=202)


@router.get("/analyze/{requestId}", response_model=PollResponse, **openapi.POLL)
async def poll(request: Request, requestId: RunId, platform: PlatformDep) -> JSONResponse:  # noqa: N803
    async with visit(request, platform, "speech") as (principal, conn):
        gap = platform.settings.speech_poll_min_seconds
        body = await polling.poll(conn, principal.client_id, requestId, gap=gap)
    interval = body.get("pollIntervalSeconds")
    return JSONResponse(body, headers={} if interval is None else {"Retry-After": str(interval)})


@router.get("/runs", response_model=RunList, **openapi.LIST)
async def list_runs(
    request: Request,
    platform: PlatformDep,
    principal: Reader,
    serviceType: Annotated[str | None, Query(include_in_schema=False)] = None,  # noqa: N803
) -> JSONResponse:
    service_type = serviceType or "speech"
    if service_type not in service.SERVICE_TYPES:
        allowed = list(service.SERVICE_TYPES)
        fields = {"serviceType": [f"Must be one of: {', '.join(allowed)}."]}
        raise InvalidServiceType(details={"fields": fields, "allowed": allowed})
    query = {name: request.query_params.getlist(name) for name in request.query_params}
    listed = service.SERVICE_TYPES[service_type]
    wanted = parse_filter(query, module=listed.module, words=listed.words)
    page = parse_page(query, InvalidParameters)
    return JSONResponse((await service.list_runs(platform, principal, wanted, page, service_type)).wire())
