"""A PostgreSQL of our own, from the binaries of a wheel, and a look at the ones that others run.

As root the server runs as an unprivileged OS user; anybody else runs it as themselves. The server belongs to the
process that started it: on Linux it shuts down in good order when that process ends in any way, `kill -9` included.
Elsewhere a server left behind is stopped by the next start.
"""

from zenhire.kit.postgres.account import scratch_dir, scratch_folder
from zenhire.kit.postgres.attach import connect_or_start, running_url
from zenhire.kit.postgres.check import check_server
from zenhire.kit.postgres.errors import DataFolderBusy, PostgresError, ServerUnreachable
from zenhire.kit.postgres.server import EmbeddedPostgres

__all__ = [
    "DataFolderBusy",
    "EmbeddedPostgres",
    "PostgresError",
    "ServerUnreachable",
    "check_server",
    "connect_or_start",
    "running_url",
    "scratch_dir",
    "scratch_folder",
]
