"""Object store over obstore: put, stream, range-read, local copy, erase. Keys are slash-separated and relative."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

import obstore
import structlog
from obstore.store import LocalStore, from_url

from zenhire.platform.files import halfwritten
from zenhire.platform.files.faults import FileMissing, FileStoreFailed, translated
from zenhire.platform.files.scratch import ScratchFolder

_PIECE = 1 << 20
_PART = 8 << 20
_PARTS_AT_ONCE = 4
_ERASE_ROUNDS = 4

# The library retries for three minutes by default, longer than a caller or a health check waits.
_RETRIES: Any = {"max_retries": 4, "retry_timeout": timedelta(seconds=20)}
_REQUEST_SECONDS = 300
_SILENCE_SECONDS = 20

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """An object as a listing has it: key, and size in bytes."""

    key: str
    size: int


class FileStore:
    """A local folder, or any store that obstore opens by URL (`s3://bucket/prefix`).

    Every method raises FileStoreFailed when the store does not do its part.
    """

    def __init__(self, location: str, *, scratch: Path) -> None:
        """`location` is a folder or a URL; `scratch` is a local folder for copies that engines read."""
        self._scratch = ScratchFolder(scratch)
        self.scratch = self._scratch.path
        self._root: Path | None = None
        self._store: Any
        if "://" in location and not location.startswith("file://"):
            self._store = from_url(location, client_options=_client_options(), retry_config=_RETRIES)
        else:
            self._root = Path(location.removeprefix("file://")).absolute()
            self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._store = LocalStore(str(self._root), automatic_cleanup=True)

    async def put(self, key: str, data: bytes | IO[bytes] | Path) -> None:
        """Stores the whole object, on disk when this returns; a reader sees all of it or nothing.

        Nothing is left in the store when it is broken off by an error or a cancellation.
        """
        if isinstance(data, Path):
            with data.open("rb") as source:
                await self._write(key, source)
        elif isinstance(data, bytes):
            await self._write(key, io.BytesIO(data))
        else:
            await self._write(key, data)

    async def _write(self, key: str, source: IO[bytes]) -> None:
        writer = obstore.open_writer_async(self._store, key, buffer_size=_PART, max_concurrency=_PARTS_AT_ONCE)
        with translated("write"):
            # Leaving this block by an exception aborts a multipart upload; `put_async` would leave its parts behind.
            async with writer as out:
                while piece := await asyncio.to_thread(source.read, _PIECE):
                    await out.write(piece)
            if self._root is not None:
                await asyncio.to_thread(_sync, self._root / key, self._root)

    async def get(self, key: str) -> bytes:
        """The whole object. Raises FileMissing."""
        with translated("read", key):
            return bytes(await (await obstore.get_async(self._store, key)).bytes_async())

    async def stream(self, key: str, *, chunk: int = _PIECE) -> AsyncIterator[bytes]:
        """The object in pieces of about `chunk` bytes. Raises FileMissing."""
        with translated("read", key):
            pieces = (await obstore.get_async(self._store, key)).stream(min_chunk_size=chunk)
        while True:
            with translated("read", key):
                piece = await anext(pieces, None)
            if piece is None:
                return
            yield bytes(piece)

    async def read_range(self, key: str, start: int, length: int) -> bytes:
        """`length` bytes from `start`: fewer at the object's end, none beyond it. Raises FileMissing."""
        length = min(length, await self.size(key) - start)
        if length <= 0:
            return b""
        with translated("read", key):
            return bytes(await obstore.get_range_async(self._store, key, start=start, length=length))

    async def size(self, key: str) -> int:
        """Bytes of the object. Raises FileMissing."""
        with translated("look up", key):
            return int((await obstore.head_async(self._store, key))["size"])

    async def erase(self, prefix: str) -> int:
        """Deletes every object below the prefix, also while others delete some; how many there were.

        In a folder, what killed writers left half-written goes too.
        """
        gone = await self._remove_halfwritten(prefix)
        for _ in range(_ERASE_ROUNDS):
            paths = [stored.key async for stored in self.listed(prefix)]
            if not paths:
                break
            with contextlib.suppress(FileMissing), translated("erase", prefix):
                await obstore.delete_async(self._store, paths)
                gone += len(paths)
        else:
            raise FileStoreFailed("The file store could not erase: objects keep coming back.")
        return gone

    async def listed(self, prefix: str) -> AsyncIterator[Stored]:
        """Every object below the prefix."""
        with translated("list"):
            async for batch in obstore.list(self._store, prefix=prefix):
                for entry in batch:
                    yield Stored(entry["path"], entry["size"])

    async def folders(self, prefix: str, *, older_than: datetime) -> AsyncIterator[str]:
        """Folders (keys up to the last slash) below `prefix` whose objects are all older than this moment."""
        newest: dict[str, datetime] = {}
        with translated("list"):
            async for batch in obstore.list(self._store, prefix=prefix):
                for entry in batch:
                    folder = entry["path"].rpartition("/")[0]
                    newest[folder] = max(entry["last_modified"], newest.get(folder, entry["last_modified"]))
        for folder, moment in await asyncio.to_thread(self._halfwritten_folders, prefix):
            newest[folder] = max(moment, newest.get(folder, moment))
        for folder, moment in newest.items():
            if moment < older_than:
                yield folder

    def _halfwritten_folders(self, prefix: str) -> list[tuple[str, datetime]]:
        found = []
        for path in halfwritten.below(self._root / prefix) if self._root is not None else ():
            with contextlib.suppress(FileNotFoundError):
                moment = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                found.append((str(path.parent.relative_to(self._root or path.anchor)), moment))
        return found

    async def _remove_halfwritten(self, prefix: str) -> int:
        if self._root is None:
            return 0
        with translated("erase", prefix):
            return await asyncio.to_thread(halfwritten.remove, halfwritten.below(self._root / prefix), self._root)

    async def delete(self, key: str) -> None:
        """Deletes one object, and in a folder what killed writers left of it; a missing one is no error."""
        if self._root is not None:
            with translated("delete", key):
                await asyncio.to_thread(halfwritten.remove, halfwritten.of(self._root / key), self._root)
        try:
            with translated("delete", key):
                await obstore.delete_async(self._store, key)
        except FileMissing:
            return

    @asynccontextmanager
    async def local_copy(self, key: str) -> AsyncIterator[Path]:
        """A path on this machine with the bytes: the object itself, or a temporary copy. Raises FileMissing."""
        if self._root is not None:
            path = self._root / key
            if not path.is_file():
                raise FileMissing(key)
            yield path
            return
        with tempfile.NamedTemporaryFile(dir=self.scratch) as copy:
            async for piece in self.stream(key):
                await asyncio.to_thread(copy.write, piece)
            copy.flush()
            yield Path(copy.name)

    async def check(self) -> None:
        """Writes and looks up a probe object. What is wrong is logged and raised as FileStoreFailed or FileMissing."""
        key = "health/probe"
        try:
            await self.put(key, b"ok")
            await self.size(key)
        except FileStoreFailed as error:
            log.warning("the file store does not work", reason=str(error))
            raise


def _client_options() -> Any:
    """Time limits for a store by URL. A plain `http` endpoint is one that the operator wrote so himself."""
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL") or ""
    return {
        "timeout": timedelta(seconds=_REQUEST_SECONDS),
        "read_timeout": timedelta(seconds=_SILENCE_SECONDS),
        "allow_http": endpoint.startswith("http://"),
    }


def _sync(path: Path, root: Path) -> None:
    """Brings a new file, and the folders above it up to `root`, to the disk."""
    folder = path.parent
    _fsync(path)
    while folder.is_relative_to(root):
        _fsync(folder)
        folder = folder.parent


def _fsync(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
