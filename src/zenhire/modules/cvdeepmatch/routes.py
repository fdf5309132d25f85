"""CV DeepMatch over HTTP: submit, list, poll."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from fastapi.responses import JSONResponse

from zenhire.kit.forms import Patience
from zenhire.kit.http import while_connected
from zenhire.modules.cvdeepmatch import listing, openapi, polling, service
from zenhire.modules.cvdeepmatch.errors import KeyRefused
from zenhire.modules.cvdeepmatch.form import FormRules, read_submit_form
from zenhire.modules.cvdeepmatch.schemas import (
    EXAMPLE_ID,
    CvDeepMatchRequest,
    CvDeepMatchRequestList,
    CvDeepMatchSubmitResponse,
)
from zenhire.platform.access import PlatformDep, caller, in_words_of, visit
from zenhire.platform.accounts.errors import Unauthenticated
from zenhire.platform.accounts.types import Principal

router = APIRouter(prefix="/cvdeepmatch")

Submitter = Annotated[Principal, Depends(caller("cvdeepmatch", submits=True, refused=KeyRefused))]
Reader = Annotated[Principal, Depends(caller("cvdeepmatch", refused=Unauthenticated))]
RunId = Annotated[str, Path(description="The match's `id`, from its submit.", examples=[EXAMPLE_ID])]


@router.post("/submit", status_code=202, response_model=CvDeepMatchSubmitResponse, **openapi.SUBMIT)
async def submit(request: Request, platform: PlatformDep, principal: Submitter) -> JSONResponse:
    settings = platform.settings
    rules = FormRules(settings.cvdeepmatch_max_bytes, settings.cvdeepmatch_accept_docx, platform.label_limits)
    patience = Patience(settings.upload_silence_seconds, settings.upload_seconds)
    form = await read_submit_form(request, rules, patience)
    try:
        earlier = await while_connected(request, service.examine(platform, principal, form))
        if earlier is not None:
            return JSONResponse(service.answer(earlier, replayed=True).wire())
        with in_words_of(KeyRefused):
            admission = await service.submit(platform, principal, form)
    finally:
        await form.close()
    body = service.answer(admission.run, replayed=admission.replayed).wire()
    return JSONResponse(body, status_code=200 if admission.replayed else 202)


# This and the list stand before the route of a single match, whose ids they would be taken for.
@router.get("/submit", include_in_schema=False)
async def refuse_to_read_submits() -> None:
    raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "POST"})


@router.get("/requests", response_model=CvDeepMatchRequestList, **openapi.LIST)
async def list_requests(request: Request, platform: PlatformDep, principal: Reader) -> JSONResponse:
    query = {name: request.query_params.getlist(name) for name in request.query_params}
    wanted, page = listing.parse_query(query)
    return JSONResponse((await listing.list_requests(platform, principal, wanted, page)).wire())


@router.get("/{id}", response_model=CvDeepMatchRequest, **openapi.POLL)
async def poll(request: Request, id: RunId, platform: PlatformDep) -> JSONResponse:
    async with visit(request, platform, "cvdeepmatch", refused=Unauthenticated) as (principal, conn):
        gap = platform.settings.cvdeepmatch_poll_min_seconds
        return JSONResponse(await polling.poll(conn, principal.client_id, id, gap=gap))
