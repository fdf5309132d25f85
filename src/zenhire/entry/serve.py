"""`zenhire serve`: the whole platform on one machine."""

from __future__ import annotations

import os
import sys

import structlog

from zenhire.entry.supervisor import ChildSpec, PortTaken, Supervisor, choose_port
from zenhire.kit.logging import configure_logging
from zenhire.kit.postgres import PostgresError
from zenhire.kit.settings import PREFIX, Settings
from zenhire.migrations.migrate import DatabaseTooNew, migrate

log = structlog.get_logger(__name__)


def serve(settings: Settings) -> int:
    """Runs database, migrations, one web process and the workers until a signal; returns the exit code.

    Prints `ready http://HOST:PORT` on standard output once the API is healthy; everything else is the log, on
    standard error. What hinders the start is logged with advice and gives 1.
    """
    configure_logging(settings.log_format, settings.log_level)
    try:
        port = choose_port(settings.host, settings.port)
        return Supervisor(
            children_of(settings),
            environment=child_environment(settings, port),
            data_dir=settings.data_dir.absolute(),
            database_url=settings.database_url.get_secret_value() if settings.database_url else None,
            migrate=migrate,
            host=settings.host,
            port=port,
        ).run()
    except (PortTaken, PostgresError, DatabaseTooNew) as error:
        log.error("cannot start", reason=str(error))
        return 1


def children_of(settings: Settings) -> list[ChildSpec]:
    """One web process, then `worker_processes` workers, each told its index."""
    command = (sys.executable, "-m", "zenhire.entry.cli")
    workers = [
        ChildSpec(f"worker {index}", (*command, "worker", "--index", str(index)))
        for index in range(settings.worker_processes)
    ]
    return [ChildSpec("web", (*command, "web")), *workers]


def child_environment(settings: Settings, port: int) -> dict[str, str]:
    """Our environment with these settings in it, so that children see what the command line said."""
    return {
        **os.environ,
        **settings.as_environment(),
        PREFIX + "DATA_DIR": str(settings.data_dir.absolute()),
        PREFIX + "PORT": str(port),
    }
