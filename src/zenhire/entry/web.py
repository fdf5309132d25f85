"""The web process: the API on uvicorn."""

from __future__ import annotations

import signal
import sys

import uvicorn
from fastapi import FastAPI

from zenhire.entry.app import build_app
from zenhire.entry.protocol import PatientProtocol
from zenhire.entry.walls import tell_of_missing_walls
from zenhire.entry.wiring import database_url, open_platform
from zenhire.kit.logging import configure_logging
from zenhire.kit.metrics import serve_metrics
from zenhire.kit.settings import Settings


def run(settings: Settings) -> None:
    """Serves until SIGTERM or SIGINT; requests under way are finished first. Raises NoDatabase."""
    configure_logging(settings.log_format, settings.log_level)
    # uvicorn takes the signal over and gives it back at its end; by default that would end the process on the spot.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    tell_of_missing_walls()
    database_url(settings)
    serve_metrics(settings.metrics_host, settings.metrics_port)
    uvicorn.Server(server_config(build_app(lambda: open_platform(settings)), settings.host, settings.port)).run()


def server_config(app: FastAPI, host: str, port: int) -> uvicorn.Config:
    """How uvicorn serves an app."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http=PatientProtocol,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=15,
        h11_max_incomplete_event_size=64 * 1024,
    )
