"""The OS user that PostgreSQL runs as, and the folders this user can reach.

PostgreSQL refuses to run as root and needs a user with a passwd entry.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from zenhire.kit.postgres.errors import PostgresError

PREFERRED_USERS = ("zenhire", "postgres", "nobody", "daemon")
NEW_USER = "zenhire"


class Credentials(TypedDict, total=False):
    """Arguments of `subprocess.Popen` that change the user."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    """An OS user. `switch` says that we are root and change to it."""

    name: str
    uid: int
    gid: int
    switch: bool

    def credentials(self) -> Credentials:
        """What makes `subprocess.Popen` run as this user; empty when we already are."""
        return Credentials(user=self.uid, group=self.gid, extra_groups=[]) if self.switch else Credentials()

    def own(self, path: Path) -> None:
        """Gives a file or folder of ours to this user; does not follow links."""
        if self.switch:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def _entry(uid: int) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        return None


def _named(name: str) -> pwd.struct_passwd | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return entry if entry.pw_uid != 0 else None


def _create_user() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", NEW_USER]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise PostgresError(
            f"PostgreSQL does not run as root and none of the users {', '.join(PREFERRED_USERS)} exists. "
            "Create one (useradd --system zenhire), run as a normal user, or set ZENHIRE_DATABASE_URL."
        ) from error
    return pwd.getpwnam(NEW_USER)


def _account_below_root(folder: Path) -> Account:
    entry: pwd.struct_passwd | None = None
    if folder.exists() and (owner := folder.stat().st_uid) != 0:
        entry = _entry(owner)
    for name in PREFERRED_USERS:
        entry = entry or _named(name)
    entry = entry or _create_user()
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, switch=True)


def choose_account(folder: Path) -> Account:
    """The OS user for the server whose files are (or will be) in `folder`.

    As root: the folder's owner, else the first of PREFERRED_USERS, else a new system user.
    Otherwise ourselves. Raises PostgresError when we have no passwd entry or the folder is another user's.
    """
    uid = os.geteuid()
    if uid == 0:
        return _account_below_root(folder)
    entry = _entry(uid)
    if entry is None:
        raise PostgresError(
            f"The user id {uid} has no passwd entry, which PostgreSQL needs. Run as a user that has one, or as root, "
            "add an entry (in a container: a line in /etc/passwd), or set ZENHIRE_DATABASE_URL."
        )
    try:
        owner = folder.stat().st_uid if folder.exists() else uid
    except PermissionError as error:
        raise PostgresError(
            f"The user {entry.pw_name} may not enter {folder.parent}. Choose another folder."
        ) from error
    if owner != uid:
        other = _entry(owner)
        raise PostgresError(
            f"{folder} belongs to the user {other.pw_name if other else owner}, not to {entry.pw_name}. "
            "Run as that user or as root, or choose another data folder."
        )
    return Account(entry.pw_name, uid, entry.pw_gid, switch=False)


def run_as(account: Account, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Runs a command as the account, from /, and captures its output. Raises PostgresError if it cannot change user."""
    try:
        return subprocess.run(
            command, cwd="/", capture_output=True, text=True, check=False, timeout=60, **account.credentials()
        )
    except PermissionError as error:
        raise PostgresError(
            f"This process may not change to the user {account.name}. Run as a normal user, give the container the "
            "SETUID and SETGID capabilities, or set ZENHIRE_DATABASE_URL."
        ) from error


def first_unreachable(account: Account, folders: Iterable[Path]) -> Path | None:
    """The first of these folders or of those above them that the account cannot enter; None if it can enter all."""
    chain = {step: None for folder in folders for step in (*reversed(folder.absolute().parents), folder.absolute())}
    script = 'for d; do cd -- "$d" 2>/dev/null || { printf %s "$d"; exit 1; }; done'
    done = run_as(account, ["/bin/sh", "-c", script, "sh", *map(str, chain)])
    return None if done.returncode == 0 else Path(done.stdout or "/")


def make_reachable_folder(account: Account, folder: Path) -> None:
    """Creates a folder that the account can enter; folders that exist already keep their mode.

    Raises PostgresError with advice, and creates nothing, when one of those bars the account.
    """
    missing = [step for step in (folder, *folder.parents) if not step.exists()]
    barred = first_unreachable(account, [missing[-1].parent if missing else folder])
    if barred is not None:
        raise PostgresError(
            f"PostgreSQL runs as the user {account.name}, who cannot enter {barred}. Choose a data folder elsewhere "
            f"(for example /var/lib/zenhire), or let others pass through: chmod o+x {barred}"
        )
    for step in reversed(missing):
        step.mkdir(exist_ok=True)
        step.chmod(0o711 if account.switch else 0o700)


def scratch_dir(prefix: str = "zenhire-") -> Path:
    """A new empty folder that the embedded server's OS user can reach; the caller removes it.

    It lies in the temporary folder, or in /tmp or /var/tmp where that one is private to root.
    """
    account = choose_account(Path("/nonexistent"))
    for base in dict.fromkeys((tempfile.gettempdir(), "/tmp", "/var/tmp")):  # noqa: S108 - mkdtemp picks the name
        if first_unreachable(account, [Path(base)]) is None:
            folder = Path(tempfile.mkdtemp(prefix=prefix, dir=base))
            folder.chmod(0o711 if account.switch else 0o700)
            return folder
    raise PostgresError(f"The user {account.name} can enter no temporary folder. Set TMPDIR to one it can enter.")


@contextmanager
def scratch_folder(prefix: str = "zenhire-") -> Iterator[Path]:
    """`scratch_dir` that is removed at the end."""
    folder = scratch_dir(prefix)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
