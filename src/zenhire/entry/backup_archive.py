"""The archive of a backup: a plain tar, written as a stream, whose last members say what must be in it.

    database.dump       pg_dump's custom format, compressed by itself
    secret_key          the key of the API-key hash, unless it is a setting
    files/clients/...   the object store's keys
    manifest.json       version, schema, counts; name, size and SHA-256 of every member before it
    manifest.sha256     of manifest.json

Recordings hardly shrink and the dump is compressed, so the tar is not: any part of it can be read in its place. What
breaks off early lacks its manifest, and is no archive. The checksums are against damage, not against forgery.
"""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
import tempfile
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
DATABASE = "database.dump"
KEY = "secret_key"
FILES = "files/"
MANIFEST = "manifest.json"
MANIFEST_SUM = "manifest.sha256"

_PIECE = 1 << 20
_MANIFEST_BYTES = 1 << 30


class BadArchive(ValueError):
    """The file is no backup, or a damaged one."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the archive says of itself. `counts` has the rows of each table, `key_in_archive` is about `secret_key`."""

    version: str
    revision: str
    created_at: str
    key_in_archive: bool
    counts: dict[str, int]
    members: list[Member] = field(default_factory=list)
    format: int = FORMAT


class ArchiveWriter:
    """Writes beside `path`, readable by its owner alone; `finish` lets the whole archive appear under its name."""

    def __init__(self, path: Path) -> None:
        """Raises FileExistsError, and OSError when the folder cannot be written to."""
        if path.exists():
            raise FileExistsError(f"{path} is there already. Choose another name; nothing is overwritten.")
        self.path = path
        self.members: list[Member] = []
        descriptor, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}-")
        self._draft = Path(name)
        self._out = os.fdopen(descriptor, "wb")

    async def add(self, name: str, size: int, pieces: AsyncIterator[bytes]) -> None:
        """Adds a member of exactly this many bytes. Raises OSError when there are more or fewer."""
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._out.write(info.tobuf(tarfile.PAX_FORMAT, "utf-8", "strict"))
        digest, written = hashlib.sha256(), 0
        async for piece in pieces:
            digest.update(piece)
            written += len(piece)
            self._out.write(piece)
        if written != size:
            raise OSError(f"A file changed while it was read: {written} bytes instead of {size}.")
        self._out.write(b"\0" * (-size % tarfile.BLOCKSIZE))
        self.members.append(Member(name, size, digest.hexdigest()))

    async def add_bytes(self, name: str, data: bytes) -> None:
        """Adds a small member."""
        await self.add(name, len(data), _once(data))

    async def finish(self, manifest: Manifest) -> None:
        """Writes the manifest and gives the archive its name, on disk and whole. Raises FileExistsError."""
        text = json.dumps(asdict(manifest), indent=1).encode()
        await self.add_bytes(MANIFEST, text)
        await self.add_bytes(MANIFEST_SUM, hashlib.sha256(text).hexdigest().encode())
        self._out.write(b"\0" * (2 * tarfile.BLOCKSIZE))
        self._out.flush()
        os.fsync(self._out.fileno())
        self._out.close()
        self._name()

    def _name(self) -> None:
        try:
            os.link(self._draft, self.path)
        except FileExistsError:
            raise
        except OSError:
            # Shared and removable disks have no second names.
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL, 0o600))
            self._draft.replace(self.path)

    def close(self) -> None:
        """Removes the draft; whoever did not come to `finish` leaves nothing."""
        self._out.close()
        self._draft.unlink(missing_ok=True)


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data


async def pieces_of(path: Path) -> AsyncIterator[bytes]:
    """A file in pieces."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


class ArchiveReader:
    """An archive whose members are those of its manifest, by name, order and size; their content is checked as read."""

    def __init__(self, path: Path) -> None:
        """Raises BadArchive, OSError."""
        try:
            self._tar = tarfile.open(path, "r:")  # noqa: SIM115 - closed by close
        except tarfile.TarError:
            raise BadArchive(f"{path} is not a backup, or its beginning is damaged.") from None
        try:
            infos = self._tar.getmembers()
            self.manifest = self._manifest(infos)
        except (tarfile.TarError, EOFError) as error:
            self.close()
            raise BadArchive("The archive is damaged or incomplete.") from error
        except BaseException:
            self.close()
            raise
        self._infos = {info.name: info for info in infos}

    def close(self) -> None:
        """Closes the file."""
        self._tar.close()

    def open(self, member: Member) -> CheckedFile:
        """The member's bytes."""
        file = self._tar.extractfile(self._infos[member.name])
        assert file is not None
        return CheckedFile(file, member)

    def _manifest(self, infos: list[tarfile.TarInfo]) -> Manifest:
        if [info.name for info in infos[-2:]] != [MANIFEST, MANIFEST_SUM]:
            raise BadArchive("The archive is incomplete: its end, which says what must be in it, is missing.")
        text, declared = (self._small(info) for info in infos[-2:])
        if hashlib.sha256(text).hexdigest().encode() != declared:
            raise BadArchive("The archive's manifest is damaged.")
        manifest = _parsed(text)
        present = [(info.name, info.size) for info in infos[:-2] if _is_plain(info)]
        if present != [(member.name, member.size) for member in manifest.members] or len(present) + 2 != len(infos):
            raise BadArchive("The archive does not hold what its manifest says.")
        names = [name for name, _ in present]
        if len(set(names)) != len(names) or not all(map(_is_allowed, names)) or names[:1] != [DATABASE]:
            raise BadArchive("The archive holds files that no backup has.")
        return manifest

    def _small(self, info: tarfile.TarInfo) -> bytes:
        file = self._tar.extractfile(info) if _is_plain(info) and info.size <= _MANIFEST_BYTES else None
        if file is None:
            raise BadArchive("The archive's manifest is damaged.")
        return file.read()


class CheckedFile:
    """A member as a file to read; reading to its end raises BadArchive unless size and SHA-256 are the manifest's."""

    def __init__(self, file: IO[bytes], member: Member) -> None:
        self._file = file
        self._member = member
        self._digest = hashlib.sha256()
        self._read = 0

    def read(self, size: int = -1) -> bytes:
        """Like that of any file."""
        try:
            piece = self._file.read(size)
        except tarfile.TarError:
            raise self._damaged() from None
        self._digest.update(piece)
        self._read += len(piece)
        at_end = not piece or self._read >= self._member.size
        if at_end and (self._read != self._member.size or self._digest.hexdigest() != self._member.sha256):
            raise self._damaged()
        return piece

    def _damaged(self) -> BadArchive:
        return BadArchive(f"The archive is damaged in {self._member.name}.")


def _parsed(text: bytes) -> Manifest:
    try:
        body: dict[str, Any] = json.loads(text)
        if body["format"] != FORMAT:
            raise BadArchive(f"The archive's format is {body['format']}; this version reads {FORMAT}.")
        members = [Member(**member) for member in body.pop("members")]
        return Manifest(**body, members=members)
    except (ValueError, TypeError, KeyError) as error:
        if isinstance(error, BadArchive):
            raise
        raise BadArchive("The archive's manifest cannot be read.") from None


def _is_plain(info: tarfile.TarInfo) -> bool:
    """Whether the archive has every byte of the member: a sparse one of a few could fill a disk."""
    return info.isreg() and not info.issparse()


def _is_allowed(name: str) -> bool:
    """Whether a backup has such a member: one of the two single files, or a client's file, by a plain relative path."""
    if name in (DATABASE, KEY):
        return True
    parts = PurePosixPath(name).parts
    plain = "/".join(parts) == name and not name.startswith("/") and "\0" not in name
    return plain and name.startswith(FILES + "clients/") and not {".", ".."} & set(parts)
