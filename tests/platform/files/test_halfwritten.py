"""A killed writer's half-written objects, which no listing of the store has, go with their run."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from zenhire.kit.clock import utcnow
from zenhire.platform.files import FileStore, halfwritten


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def files(root: Path, tmp_path: Path) -> FileStore:
    return FileStore(str(root), scratch=tmp_path / "scratch")


def left(root: Path, key: str) -> Path:
    """Leaves what a writer leaves that is killed before it is done."""
    path = root / f"{key}#1"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half")
    return path


async def test_it_goes_with_the_object(files: FileStore, root: Path) -> None:
    staged = left(root, "clients/a/runs/r/decoded.pcm")
    other = left(root, "clients/a/runs/r/decoded.pcm.more")
    await files.put("clients/a/runs/r/decoded.pcm", b"whole")
    await files.delete("clients/a/runs/r/decoded.pcm")
    assert not staged.exists()
    assert other.exists()


async def test_it_goes_without_the_object_and_takes_empty_folders_along(files: FileStore, root: Path) -> None:
    left(root, "clients/a/runs/r/decoded.pcm")
    await files.delete("clients/a/runs/r/decoded.pcm")
    assert os.listdir(root) == []


async def test_it_is_erased_with_what_lies_beside_it(files: FileStore, root: Path) -> None:
    left(root, "clients/a/runs/r/recording.mp3")
    await files.put("clients/a/runs/r/decoded.pcm", b"whole")
    await files.put("clients/b/runs/s/recording.mp3", b"whole")
    beside = left(root, "clients/b/runs/s/decoded.pcm")
    assert await files.erase("clients/a") == 2
    assert not (root / "clients/a").exists()
    assert beside.exists()


async def test_a_sweep_finds_a_folder_that_holds_nothing_else(files: FileStore, root: Path) -> None:
    staged = left(root, "clients/a/runs/r/recording.mp3")
    hour = timedelta(hours=1)
    assert [folder async for folder in files.folders("clients", older_than=utcnow() - hour)] == []
    os.utime(staged, (staged.stat().st_mtime - 7200,) * 2)
    assert [folder async for folder in files.folders("clients", older_than=utcnow() - hour)] == ["clients/a/runs/r"]


async def test_an_object_with_such_a_name_is_not_one(files: FileStore, root: Path) -> None:
    left(root, "clients/a/x")
    (root / "clients/a/notes#draft").write_bytes(b"kept")
    await files.delete("clients/a/x")
    assert (root / "clients/a/notes#draft").exists()


def test_folders_that_vanish_meanwhile_are_passed_over(tmp_path: Path) -> None:
    for name in "abcd":
        (tmp_path / "c" / name / "inner").mkdir(parents=True)
        (tmp_path / "c" / name / "x#1").write_bytes(b"1")
    found = halfwritten.below(tmp_path / "c")
    assert next(found).name == "x#1"
    shutil.rmtree(tmp_path / "c")
    assert list(found) == []
    assert list(halfwritten.of(tmp_path / "c" / "a" / "x")) == []
