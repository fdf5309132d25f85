"""The web application: routes, error envelope, OpenAPI document, one middleware for metrics and request logs."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import structlog
import yaml
from fastapi import FastAPI, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import zenhire
from zenhire.kit.early import EarlyAnswers
from zenhire.kit.http import install_error_handlers
from zenhire.kit.metrics import HTTP_SECONDS
from zenhire.kit.openapi import ERROR_SCHEMA
from zenhire.modules.speech.routes import router as speech_router
from zenhire.modules.universal.routes import router as universal_router
from zenhire.platform.context import Platform
from zenhire.platform.files import FileStoreFailed

API_PREFIX = "/api/v1"
log = structlog.get_logger(__name__)

_DESCRIPTION = (
    "Hiring AI behind one API: submit work, poll for its result. Send your key in `X-API-Key`. Every failure has the"
    " same envelope with a stable `error.code`."
)

_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})

OpenPlatform = Callable[[], AbstractAsyncContextManager[Platform]]


class ObservedRequests:
    """Times and logs each request by its route template; strips a trailing slash from API paths; answers HEAD as GET.

    The server leaves the body of an answer to HEAD out.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        if path.startswith("/api/") and path.endswith("/"):
            scope["path"] = path.rstrip("/")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        if method == "HEAD":
            scope = {**scope, "method": "GET"}
        started = time.perf_counter()
        status = 500

        async def observe(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                request_id = scope.get("state", {}).get("request_id")
                if request_id is not None:
                    message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self.app(scope, receive, observe)
        finally:
            seconds = time.perf_counter() - started
            route = getattr(scope.get("route"), "path", "unknown")
            HTTP_SECONDS.labels(method, route, str(status)).observe(seconds)
            quiet = route.endswith("/health") and status == 200
            (log.debug if quiet else log.info)(
                "request",
                method=method,
                route=route,
                status=status,
                ms=round(seconds * 1000, 1),
                request_id=scope.get("state", {}).get("request_id"),
            )


def _openapi_of(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title="zenhire API",
        version=zenhire.__version__,
        openapi_version="3.1.0",
        description=_DESCRIPTION,
        routes=app.routes,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        servers=[{"url": "/", "description": "This server"}],
    )
    components = document.setdefault("components", {})
    components.setdefault("schemas", {})["ErrorResponse"] = ERROR_SCHEMA
    for unused in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(unused, None)
    components["securitySchemes"] = {"ApiKeyAuth": {"type": "apiKey", "in": "header", "name": "X-API-Key"}}
    document["security"] = [{"ApiKeyAuth": []}]
    for operations in document["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
    return document


def openapi_document() -> dict[str, Any]:
    """The OpenAPI 3.1 document, without a server."""
    return _openapi_of(_routed(FastAPI(openapi_url=None)))


def openapi_yaml() -> str:
    """The document as YAML."""
    return yaml.safe_dump(openapi_document(), sort_keys=False, allow_unicode=True, width=120)


def _routed(app: FastAPI) -> FastAPI:
    app.include_router(speech_router, prefix=API_PREFIX)
    app.include_router(universal_router, prefix=API_PREFIX)
    return app


def _add_document(app: FastAPI) -> None:
    document = _openapi_of(app)
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120)

    @app.get("/docs/openapi.json", include_in_schema=False)
    async def as_json() -> JSONResponse:
        return JSONResponse(document)

    @app.get("/docs/openapi.yaml", include_in_schema=False)
    async def as_yaml() -> Response:
        return Response(text, media_type="application/yaml")


def build_app(open_platform: OpenPlatform) -> FastAPI:
    """The application. `open_platform` is entered when the server starts and left when it stops."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_platform() as platform:
            app.state.platform = platform
            yield

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=lifespan)
    install_error_handlers(app, away=(FileStoreFailed,))
    _routed(app)
    _add_document(app)
    app.add_middleware(ObservedRequests)
    app.add_middleware(EarlyAnswers)
    return app
