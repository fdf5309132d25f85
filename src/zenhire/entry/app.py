"""The web application: routes, error envelope, OpenAPI document, one middleware for metrics and request logs."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zenhire.entry import llms
from zenhire.entry.document import add_routes, openapi_document, openapi_yaml
from zenhire.kit.early import EarlyAnswers
from zenhire.kit.http import install_error_handlers
from zenhire.kit.metrics import HTTP_SECONDS
from zenhire.platform.context import Platform
from zenhire.platform.files import FileStoreFailed

log = structlog.get_logger(__name__)

_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})

Page = Callable[[Request], Awaitable[Response]]
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


@cache
def _document() -> tuple[dict[str, Any], str]:
    """The document and its YAML: they depend on nothing but the code, and take a while."""
    document = openapi_document()
    return document, openapi_yaml(document)


def _add_document(app: FastAPI) -> None:
    document, text = _document()

    @app.get("/docs/openapi.json", include_in_schema=False)
    async def as_json() -> JSONResponse:
        return JSONResponse(document)

    @app.get("/docs/openapi.yaml", include_in_schema=False)
    async def as_yaml() -> Response:
        return Response(text, media_type="application/yaml")

    for name, page in (("llms.txt", llms.short(document)), ("llms-full.txt", llms.full(document))):
        for path in (f"/{name}", f"/docs/{name}"):
            app.add_route(path, _plain_page(page), include_in_schema=False)
    app.add_route("/api-documentation.txt", _moved_to("/llms-full.txt"), include_in_schema=False)


def _plain_page(text: str) -> Page:
    async def page(request: Request) -> Response:
        return PlainTextResponse(text)

    return page


def _moved_to(path: str) -> Page:
    async def page(request: Request) -> Response:
        return RedirectResponse(path, status_code=308)

    return page


def build_app(open_platform: OpenPlatform) -> FastAPI:
    """The application. `open_platform` is entered when the server starts and left when it stops."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_platform() as platform:
            app.state.platform = platform
            yield

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=lifespan)
    install_error_handlers(app, away=(FileStoreFailed,))
    add_routes(app)
    _add_document(app)
    app.add_middleware(ObservedRequests)
    app.add_middleware(EarlyAnswers)
    return app
