"""`pg_dump` and `pg_restore` of the embedded server's own programs, so that their versions always fit."""

from __future__ import annotations

import subprocess
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from zenhire.kit.postgres.binaries import TREE, wheel_folder
from zenhire.kit.postgres.cluster import ENVIRONMENT
from zenhire.kit.postgres.errors import PostgresError

_EXTENSION = "vector"
"""Every embedded database has it from its template; its role could not create it, nor comment on it."""


def dump(url: str, target: Path, *, snapshot: str) -> None:
    """Writes the database as one exported snapshot shows it, compressed, in pg_dump's custom format.

    Rows of unlogged tables are left out. Raises PostgresError.
    """
    options = [f"--snapshot={snapshot}", f"--exclude-extension={_EXTENSION}", "--no-unlogged-table-data"]
    _run("pg_dump", url, ["--format=custom", "--no-owner", *options, f"--file={target}"])


def load(url: str, source: Path) -> None:
    """Brings a dump into an empty database, whole or not at all. Raises PostgresError."""
    _run("pg_restore", url, ["--no-owner", "--exit-on-error", "--single-transaction", str(source)])


def _run(program: str, url: str, arguments: list[str]) -> None:
    place = conninfo_to_dict(url)
    command = [str(wheel_folder() / TREE / "bin" / program), f"--dbname={place['dbname']}", "--no-password"]
    command += [f"--host={place['host']}", f"--username={place['user']}", *arguments]
    environment = {**ENVIRONMENT, "PGPASSWORD": str(place["password"])}
    done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise PostgresError(f"{program} failed: {done.stderr.strip()[-1000:]}")
