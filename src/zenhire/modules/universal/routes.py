"""Endpoints that all modules share: credits and health."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

import zenhire
from zenhire.kit.clock import iso, utcnow
from zenhire.kit.errors import ServiceUnhealthy
from zenhire.kit.http import envelope, mark_handled
from zenhire.modules.universal import openapi
from zenhire.modules.universal.health import GOOD, check_all
from zenhire.modules.universal.schemas import CreditsResponse, HealthResponse
from zenhire.platform.access import PlatformDep, caller
from zenhire.platform.accounts.types import Principal
from zenhire.platform.credits import service as credits

router = APIRouter()


@router.get(
    "/credits",
    response_model=CreditsResponse,
    **openapi.CREDITS,
)
async def get_credits(platform: PlatformDep, principal: Annotated[Principal, Depends(caller())]) -> JSONResponse:
    async with platform.db.transaction() as conn:
        return JSONResponse(await credits.overview(conn, principal.client_id))


@router.get(
    "/health",
    response_model=HealthResponse,
    **openapi.HEALTH,
)
async def get_health(request: Request, platform: PlatformDep) -> JSONResponse:
    mark_handled(request)
    checks = await check_all(platform)
    well = all(check["status"] in GOOD for check in checks.values())
    body: dict[str, Any] = {
        "status": "healthy" if well else "unhealthy",
        "timestamp": iso(utcnow()),
        "version": zenhire.__version__,
        "checks": checks,
    }
    if not well:
        body |= envelope(ServiceUnhealthy(), request.state.request_id)
    return JSONResponse(body, status_code=200 if well else 503, headers={"Cache-Control": "no-store"})
