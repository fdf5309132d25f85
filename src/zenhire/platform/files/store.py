"""Object store over obstore: put, stream, range-read, local copy, erase. Keys are slash-separated and relative."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import obstore
from obstore.exceptions import NotFoundError
from obstore.store import LocalStore, from_url

from zenhire.platform.files.scratch import ScratchFolder


class FileMissing(Exception):
    """There is no object with this key."""


class FileStore:
    """A local folder, or any store that obstore opens by URL (`s3://bucket/prefix`)."""

    def __init__(self, location: str, *, scratch: Path) -> None:
        """`location` is a folder or a URL; `scratch` is a local folder for copies that engines read."""
        self._scratch = ScratchFolder(scratch)
        self.scratch = self._scratch.path
        self._root: Path | None = None
        self._store: Any
        if "://" in location and not location.startswith("file://"):
            self._store = from_url(location)
        else:
            self._root = Path(location.removeprefix("file://")).absolute()
            self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._store = LocalStore(str(self._root), automatic_cleanup=True)

    async def put(self, key: str, data: bytes | IO[bytes] | Path) -> None:
        """Stores the whole object; a reader sees all of it or nothing."""
        await obstore.put_async(self._store, key, data)

    async def get(self, key: str) -> bytes:
        """The whole object. Raises FileMissing."""
        try:
            return bytes(await (await obstore.get_async(self._store, key)).bytes_async())
        except (NotFoundError, FileNotFoundError) as error:
            raise FileMissing(key) from error

    async def stream(self, key: str, *, chunk: int = 1 << 20) -> AsyncIterator[bytes]:
        """The object in pieces of about `chunk` bytes. Raises FileMissing."""
        try:
            result = await obstore.get_async(self._store, key)
        except (NotFoundError, FileNotFoundError) as error:
            raise FileMissing(key) from error
        async for piece in result.stream(min_chunk_size=chunk):
            yield bytes(piece)

    async def read_range(self, key: str, start: int, length: int) -> bytes:
        """`length` bytes from `start`. Raises FileMissing."""
        try:
            return bytes(await obstore.get_range_async(self._store, key, start=start, length=length))
        except (NotFoundError, FileNotFoundError) as error:
            raise FileMissing(key) from error

    async def size(self, key: str) -> int:
        """Bytes of the object. Raises FileMissing."""
        try:
            return int((await obstore.head_async(self._store, key))["size"])
        except (NotFoundError, FileNotFoundError) as error:
            raise FileMissing(key) from error

    async def erase(self, prefix: str) -> int:
        """Deletes every object below the prefix; the number of objects that went."""
        listed = await obstore.list(self._store, prefix=prefix).collect_async()
        paths = [entry["path"] for entry in listed]
        if paths:
            await obstore.delete_async(self._store, paths)
        return len(paths)

    async def folders(self, prefix: str, *, older_than: datetime) -> AsyncIterator[str]:
        """Folders (keys up to the last slash) below `prefix` whose objects are all older than this moment."""
        newest: dict[str, datetime] = {}
        async for batch in obstore.list(self._store, prefix=prefix):
            for entry in batch:
                folder = entry["path"].rpartition("/")[0]
                newest[folder] = max(entry["last_modified"], newest.get(folder, entry["last_modified"]))
        for folder, moment in newest.items():
            if moment < older_than:
                yield folder

    async def delete(self, key: str) -> None:
        """Deletes one object; a missing one is no error."""
        try:
            await obstore.delete_async(self._store, key)
        except (NotFoundError, FileNotFoundError):
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
                copy.write(piece)
            copy.flush()
            yield Path(copy.name)

    async def check(self) -> None:
        """Writes and looks up a probe object. Raises whatever the store raises."""
        key = "health/probe"
        await self.put(key, b"ok")
        await self.size(key)
