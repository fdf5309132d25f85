"""The object store on a local folder."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from zenhire.platform.files import FileMissing, FileStore


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(str(tmp_path / "files"), scratch=tmp_path / "scratch")


async def test_put_get_range_and_size(files: FileStore) -> None:
    await files.put("a/b/c.bin", b"0123456789")
    assert await files.get("a/b/c.bin") == b"0123456789"
    assert await files.read_range("a/b/c.bin", 3, 4) == b"3456"
    assert await files.size("a/b/c.bin") == 10
    assert b"".join([piece async for piece in files.stream("a/b/c.bin")]) == b"0123456789"


async def test_an_unnamed_temporary_file_can_be_stored(files: FileStore) -> None:
    with tempfile.TemporaryFile() as source:
        source.write(b"x" * 3_000_000)
        source.seek(0)
        await files.put("big", source)
    assert await files.size("big") == 3_000_000


async def test_a_local_copy_has_the_bytes(files: FileStore) -> None:
    await files.put("a/b", b"bytes")
    async with files.local_copy("a/b") as path:
        assert path.read_bytes() == b"bytes"


async def test_missing_objects(files: FileStore) -> None:
    for read in (files.get, files.size):
        with pytest.raises(FileMissing):
            await read("nowhere")
    with pytest.raises(FileMissing):
        await files.read_range("nowhere", 0, 1)
    with pytest.raises(FileMissing):
        async with files.local_copy("nowhere"):
            pass
    await files.delete("nowhere")


async def test_erase_takes_everything_below_a_prefix_and_nothing_else(files: FileStore, tmp_path: Path) -> None:
    for key in ("c/1/a", "c/1/b/c", "c/2/a", "c/10/a"):
        await files.put(key, b"x")
    assert await files.erase("c/1") == 2
    assert await files.get("c/2/a") == b"x"
    assert await files.get("c/10/a") == b"x"
    assert not (tmp_path / "files" / "c" / "1").exists()


async def test_keys_cannot_leave_the_folder(files: FileStore, tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"\.\.|path"):
        await files.put("../outside", b"x")
    assert not (tmp_path / "outside").exists()


async def test_the_probe(files: FileStore) -> None:
    await files.check()
