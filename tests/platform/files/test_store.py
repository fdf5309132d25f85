"""What every object store promises, asked of a local folder and of an S3-compatible server."""

from __future__ import annotations

import asyncio
import io
import os
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.platform.files.conftest import Backend
from tests.support.s3 import PAGE
from zenhire.kit.clock import utcnow
from zenhire.platform.files import FileMissing, FileStore, FileStoreFailed

MEGABYTE = 1 << 20


async def test_put_get_range_and_size(files: FileStore) -> None:
    await files.put("a/b/c.bin", b"0123456789")
    assert await files.get("a/b/c.bin") == b"0123456789"
    assert await files.read_range("a/b/c.bin", 3, 4) == b"3456"
    assert await files.size("a/b/c.bin") == 10
    assert b"".join([piece async for piece in files.stream("a/b/c.bin")]) == b"0123456789"


async def test_a_range_ends_with_the_object(files: FileStore) -> None:
    await files.put("a", b"0123456789")
    assert await files.read_range("a", 8, 50) == b"89"
    assert await files.read_range("a", 10, 5) == b""
    assert await files.read_range("a", 50, 5) == b""
    assert await files.read_range("a", 3, 0) == b""


async def test_an_empty_object(files: FileStore) -> None:
    await files.put("empty", b"")
    assert await files.size("empty") == 0
    assert await files.get("empty") == b""
    assert [piece async for piece in files.stream("empty")] in ([], [b""])
    async with files.local_copy("empty") as path:
        assert path.read_bytes() == b""


async def test_putting_again_replaces(files: FileStore, backend: Backend) -> None:
    await files.put("a", b"first")
    await files.put("a", b"2nd")
    assert await files.get("a") == b"2nd"
    assert backend.left() == ["a"]


@pytest.mark.parametrize("key", ["a b/c+d%20e.ogg", "a/Ünïcode–名前.wav", "a/b=c&d?e#f"])
async def test_any_character_may_be_in_a_key(files: FileStore, key: str) -> None:
    await files.put(key, b"x")
    assert await files.get(key) == b"x"
    async with files.local_copy(key) as path:
        assert path.read_bytes() == b"x"
    assert await files.erase("a" if key.startswith("a/") else "a b") == 1


@pytest.mark.parametrize("size", [8 * MEGABYTE, 8 * MEGABYTE + 1, 27 * MEGABYTE])
async def test_large_objects_keep_every_byte(files: FileStore, backend: Backend, tmp_path: Path, size: int) -> None:
    sent = os.urandom(size)
    with tempfile.TemporaryFile() as source:
        source.write(sent)
        source.seek(0)
        await files.put("big", source)
    assert await files.size("big") == size
    assert b"".join([piece async for piece in files.stream("big")]) == sent
    assert await files.read_range("big", size - 5, 10) == sent[-5:]
    async with files.local_copy("big") as path:
        assert path.read_bytes() == sent
        await files.put("copied", path)
    assert await files.get("copied") == sent
    assert backend.left() == ["big", "copied"]
    assert os.listdir(files.scratch) == [".lock"]


class _Breaking(io.BytesIO):
    """A source that gives up once it has been read so far."""

    def __init__(self, size: int, at: int) -> None:
        super().__init__(os.urandom(size))
        self.at = at

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() >= self.at:
            raise OSError("the disk under the source is gone")
        return super().read(size)


@pytest.mark.parametrize("at", [2 * MEGABYTE, 20 * MEGABYTE])
async def test_an_upload_that_breaks_off_leaves_nothing(files: FileStore, backend: Backend, at: int) -> None:
    with pytest.raises(FileStoreFailed):
        await files.put("half", _Breaking(24 * MEGABYTE, at))
    assert backend.left() == []
    with pytest.raises(FileMissing):
        await files.get("half")


class _Watched(io.BytesIO):
    """A source that calls back as soon as it has been read so far."""

    def __init__(self, size: int, at: int, then: Callable[[], None]) -> None:
        super().__init__(os.urandom(size))
        self.at, self.then = at, then

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() >= self.at:
            self.then()
        return super().read(size)


async def test_a_cancelled_upload_leaves_nothing(files: FileStore, backend: Backend) -> None:
    loop = asyncio.get_running_loop()
    source = _Watched(64 * MEGABYTE, 24 * MEGABYTE, lambda: loop.call_soon_threadsafe(upload.cancel))
    upload = asyncio.ensure_future(files.put("half", source))
    with pytest.raises(asyncio.CancelledError):
        await upload
    assert backend.left() == []


async def test_a_failed_upload_keeps_what_was_there(files: FileStore) -> None:
    await files.put("a", b"before")
    with pytest.raises(FileStoreFailed):
        await files.put("a", _Breaking(24 * MEGABYTE, 20 * MEGABYTE))
    assert await files.get("a") == b"before"


async def test_missing_objects(files: FileStore) -> None:
    for read in (files.get, files.size):
        with pytest.raises(FileMissing):
            await read("nowhere")
    with pytest.raises(FileMissing):
        await files.read_range("nowhere", 0, 1)
    with pytest.raises(FileMissing):
        [piece async for piece in files.stream("nowhere")]
    with pytest.raises(FileMissing):
        async with files.local_copy("nowhere"):
            pass
    await files.delete("nowhere")
    assert await files.erase("nowhere") == 0


async def test_delete_takes_one_object(files: FileStore, backend: Backend) -> None:
    await files.put("c/1", b"x")
    await files.put("c/10", b"x")
    await files.delete("c/1")
    assert backend.left() == ["c/10"]


async def test_erase_takes_everything_below_a_prefix_and_nothing_else(files: FileStore, backend: Backend) -> None:
    for key in ("c/1/a", "c/1/b/c", "c/2/a", "c/10/a"):
        await files.put(key, b"x")
    assert await files.erase("c/1") == 2
    assert backend.left() == ["c/10/a", "c/2/a"]


async def test_erase_takes_more_than_one_page_of_a_listing(files: FileStore, backend: Backend) -> None:
    number_of = 2 * PAGE + 5
    await asyncio.gather(*(files.put(f"c/{number}", b"") for number in range(number_of)))
    assert await files.erase("c") == number_of
    assert backend.left() == []


async def test_old_folders_are_found_and_fresh_ones_are_not(files: FileStore) -> None:
    for key in ("clients/1/runs/a/recording.ogg", "clients/1/runs/a/decoded", "clients/2/runs/b/recording.mp3"):
        await files.put(key, b"x")
    hour = timedelta(hours=1)
    old = [folder async for folder in files.folders("clients", older_than=utcnow() + hour)]
    assert sorted(old) == ["clients/1/runs/a", "clients/2/runs/b"]
    assert [folder async for folder in files.folders("clients", older_than=utcnow() - hour)] == []


async def test_keys_cannot_leave_the_store(files: FileStore, backend: Backend, tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"\.\.|path"):
        await files.put("../outside", b"x")
    assert not (tmp_path / "outside").exists()
    assert backend.left() == []


async def test_stores_at_one_place_share_their_objects(files: FileStore, backend: Backend, tmp_path: Path) -> None:
    other = FileStore(backend.location, scratch=tmp_path / "elsewhere")
    await files.put("a", b"seen by both")
    assert await other.get("a") == b"seen by both"
    async with other.local_copy("a") as path:
        assert path.read_bytes() == b"seen by both"


async def test_the_probe(files: FileStore, backend: Backend) -> None:
    await files.check()
    assert backend.left() == ["health/probe"]
