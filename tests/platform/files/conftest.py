"""The same store on a folder and on S3, behind what a test needs to look underneath."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.s3 import S3, s3_server
from zenhire.platform.files import FileStore

_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Backend:
    """A kind of store: `location` as the setting has it, `left` everything in it, half-made things included."""

    kind: str
    location: str
    left: Callable[[], list[str]]


@pytest.fixture(scope="session")
def s3() -> Iterator[S3]:
    """A server for the session."""
    with s3_server() as server:
        yield server


@pytest.fixture
def bucket(s3: S3, monkeypatch: pytest.MonkeyPatch) -> str:
    """A new bucket, with the environment that leads to it."""
    name = f"bucket-{next(_numbers)}"
    s3.make_bucket(name)
    for variable, value in s3.environment.items():
        monkeypatch.setenv(variable, value)
    return name


@pytest.fixture(params=["folder", "s3"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Backend:
    """Each kind of store in turn."""
    if request.param == "folder":
        root = tmp_path / "files"
        return Backend(
            "folder",
            str(root),
            lambda: sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()),
        )
    server: S3 = request.getfixturevalue("s3")
    name = request.getfixturevalue("bucket")
    return Backend("s3", f"s3://{name}/pre/fix", lambda: _below(server, name, "pre/fix/"))


def _below(server: S3, bucket: str, prefix: str) -> list[str]:
    keys = [*server.keys(bucket), *(f"unfinished {key}" for key in server.unfinished(bucket))]
    return sorted(key.removeprefix(prefix) for key in keys)


@pytest.fixture
def files(backend: Backend, tmp_path: Path) -> FileStore:
    """A store of that kind."""
    return FileStore(backend.location, scratch=tmp_path / "scratch")
