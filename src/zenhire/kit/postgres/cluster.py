"""The files of the embedded database inside a data folder, and how they come to be."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from zenhire.kit.postgres.account import Account, make_reachable_folder
from zenhire.kit.postgres.binaries import MAJOR
from zenhire.kit.postgres.errors import PostgresError

NAME = "zenhire"
"""Of the role and of the database."""

SUPERUSER = "postgres"
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}

# Sized for a small machine. The server's log shows no statement and no row: both hold people's words.
DEFAULTS = {
    "shared_buffers": "64MB",
    "max_connections": "100",
    "max_wal_size": "512MB",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_autovacuum_min_duration": "-1",
}
if sys.platform == "linux":
    # Before a recovery: one call for the file system instead of an fsync of each of a thousand files.
    DEFAULTS["recovery_init_sync_method"] = "syncfs"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things are below a data folder."""

    data_dir: Path

    @property
    def root(self) -> Path:
        """All files of the embedded database; private to its OS user."""
        return self.data_dir / "postgres"

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.root / "data"

    @property
    def sockets(self) -> Path:
        """The unix socket's folder, unless its path is too long for one."""
        return self.root / "run"

    @property
    def log(self) -> Path:
        """What the server writes to standard error."""
        return self.root / "server.log"

    @property
    def owner_lock(self) -> Path:
        """Locked by the process that runs the server."""
        return self.root / "owner.lock"

    @property
    def users_lock(self) -> Path:
        """Locked, shared, by those who use a server that another process runs."""
        return self.root / "users.lock"

    @property
    def password(self) -> Path:
        """Password of the role `zenhire`."""
        return self.root / "password"

    @property
    def superuser_password(self) -> Path:
        """Password of the role `postgres`, for maintenance only."""
        return self.root / "superuser.password"

    @property
    def cluster_name(self) -> str:
        """Marks the server's processes in the list of processes."""
        return "zenhire-" + hashlib.sha256(os.fsencode(self.cluster)).hexdigest()[:12]


def layout_of(data_dir: Path) -> Layout:
    """The layout below a folder, with links and relative parts resolved."""
    return Layout(data_dir.expanduser().resolve())


def prepare(layout: Layout, account: Account) -> None:
    """Creates the folders, and gives them to the account. Raises PostgresError when it cannot reach them."""
    try:
        make_reachable_folder(account, layout.data_dir)
        layout.root.mkdir(mode=0o700, exist_ok=True)
        if account.switch and layout.root.stat().st_uid != account.uid:
            _give_all(layout.root, account)
        layout.sockets.mkdir(mode=0o700, exist_ok=True)
        account.own(layout.sockets)
    except OSError as error:
        raise PostgresError(
            f"The data folder {layout.data_dir} cannot be used: {error.strerror}. Choose another with "
            "--data-dir or ZENHIRE_DATA_DIR, or set ZENHIRE_DATABASE_URL."
        ) from error


def _give_all(root: Path, account: Account) -> None:
    """A folder made by root, or restored by root from a backup, becomes the account's."""
    for folder, folders, files in os.walk(root):
        for name in (*folders, *files):
            account.own(Path(folder) / name)
    account.own(root)


def initialise(layout: Layout, account: Account, binaries: Path, *, durable: bool) -> None:
    """Makes the cluster unless there is one: it appears whole or not at all. The owner's lock must be held."""
    version = layout.cluster / "PG_VERSION"
    if version.exists():
        found = version.read_text().strip()
        if found != str(MAJOR):
            raise PostgresError(
                f"{layout.cluster} was made by PostgreSQL {found}; this is {MAJOR}. Dump it with the old version "
                "(pg_dump), move the folder away, and restore into the new one."
            )
        if not layout.password.exists():
            raise PostgresError(f"{layout.password}, the database's password, is missing. Restore it from a backup.")
        return
    # An initdb whose parent was killed may still be writing: never the same folder twice.
    for left in layout.root.glob("data.new*"):
        shutil.rmtree(left, ignore_errors=True)
    draft = layout.root / f"data.new-{secrets.token_hex(4)}"
    _new_password(layout.superuser_password, account)
    password = _new_password(layout.password, account)
    _initdb(layout, draft, account, binaries, durable=durable)
    _first_statements(draft, account, binaries, password, durable=durable)
    draft.rename(layout.cluster)


def _new_password(file: Path, account: Account) -> str:
    password = secrets.token_urlsafe(24)
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(password)
    account.own(file)
    return password


def _run(command: list[str], account: Account, what: str, text: str | None = None) -> None:
    done = subprocess.run(
        command,
        input=text,
        stdin=subprocess.DEVNULL if text is None else None,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd="/",
        umask=0o077,
        env=ENVIRONMENT,
        **account.credentials(),
    )
    if done.returncode != 0:
        raise PostgresError(f"{what} failed: {done.stdout.strip()[-1000:]}")


def _initdb(layout: Layout, draft: Path, account: Account, binaries: Path, *, durable: bool) -> None:
    command = [
        str(binaries / "initdb"),
        f"--pgdata={draft}",
        f"--username={SUPERUSER}",
        f"--pwfile={layout.superuser_password}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        *([] if durable else ["--no-sync"]),
    ]
    for name, value in DEFAULTS.items():
        command += ["--set", f"{name}={value}"]
    _run(command, account, "initdb")


def _first_statements(draft: Path, account: Account, binaries: Path, password: str, *, durable: bool) -> None:
    """Role, database and the vector extension (in every later database too), before anybody can connect."""
    # pgvector is not a trusted extension: only the superuser may create it.
    statements = [
        "CREATE EXTENSION vector",
        f"CREATE ROLE {NAME} LOGIN CREATEDB PASSWORD '{password}'",
        f"CREATE DATABASE {NAME} OWNER {NAME}",
    ]
    command = [str(binaries / "postgres"), "--single", "-D", str(draft), "-c", "exit_on_error=on"]
    command += ["-c", f"fsync={'on' if durable else 'off'}", "template1"]
    _run(command, account, "The first setup of the database", "".join(f"{line}\n" for line in statements))
