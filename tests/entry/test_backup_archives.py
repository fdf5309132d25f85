"""Archives that are cut, damaged or made by somebody else are refused, and nothing is left behind."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zenhire.entry.backup_archive import MANIFEST, MANIFEST_SUM, BadArchive
from zenhire.entry.backup_restore import restore
from zenhire.kit.settings import Settings
from zenhire.migrations.migrate import DatabaseTooNew


def rebuilt(archive: Path, path: Path, change: Callable[[list[tuple[tarfile.TarInfo, bytes]]], None]) -> Path:
    """The archive with its members changed; the manifest's own checksum is made to fit."""
    with tarfile.open(archive) as tar:
        members = [(info, (tar.extractfile(info) or io.BytesIO()).read()) for info in tar.getmembers()]
    change(members)
    with tarfile.open(path, "w") as tar:
        for info, data in members:
            if info.name == MANIFEST_SUM:
                (manifest,) = [data for info, data in members if info.name == MANIFEST]
                data = hashlib.sha256(manifest).hexdigest().encode()
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def with_manifest(**values: Any) -> Callable[[list[tuple[tarfile.TarInfo, bytes]]], None]:
    def change(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        info, data = members[-2]
        members[-2] = info, json.dumps({**json.loads(data), **values}).encode()

    return change


def with_member(name: str, kind: bytes = tarfile.REGTYPE, data: bytes = b"evil", *, listed: bool = True) -> Any:
    def change(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        members.insert(1, (info, data if kind == tarfile.REGTYPE else b""))
        if listed:
            body = json.loads(members[-2][1])
            entry = {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            body["members"].insert(1, entry)
            members[-2] = members[-2][0], json.dumps(body).encode()

    return change


def with_damage(index: int) -> Callable[[list[tuple[tarfile.TarInfo, bytes]]], None]:
    def change(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        info, data = members[index]
        members[index] = info, data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]

    return change


def without(index: int) -> Callable[[list[tuple[tarfile.TarInfo, bytes]]], None]:
    def change(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        del members[index]

    return change


def as_sparse(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    """The first client's file with its bytes at the end of a hole."""
    info, _ = members[2]
    info.pax_headers = {"GNU.sparse.map": "1000,1", "GNU.sparse.size": str(info.size)}


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        (with_damage(0), BadArchive, "damaged in database.dump"),
        (with_damage(1), BadArchive, "damaged in secret_key"),
        (with_damage(-3), BadArchive, "damaged in files/clients/"),
        (without(0), BadArchive, "does not hold what"),
        (without(2), BadArchive, "does not hold what"),
        (without(-1), BadArchive, "incomplete"),
        (with_manifest(revision="9999"), DatabaseTooNew, "later one"),
        (with_manifest(format=2), BadArchive, "format is 2"),
        (with_manifest(counts={"runs": 7}), BadArchive, "numbers of rows"),
        (with_manifest(members=None), BadArchive, "cannot be read"),
        (as_sparse, BadArchive, "does not hold what"),
        (with_member("extra", listed=False), BadArchive, "does not hold what"),
        (with_member("extra"), BadArchive, "no backup has"),
        (with_member("files/clients/../../../escaped"), BadArchive, "no backup has"),
        (with_member("../escaped"), BadArchive, "no backup has"),
        (with_member("/tmp/zenhire-escaped"), BadArchive, "no backup has"),
        (with_member("files/clients/a/runs/b/link", tarfile.SYMTYPE), BadArchive, "does not hold what"),
        (with_member("files/clients/a/runs/b/link", tarfile.LNKTYPE), BadArchive, "does not hold what|damaged"),
    ],
)
def test_a_changed_archive_is_refused_and_leaves_nothing(
    archive: Path, place: Path, change: Any, kind: type[Exception], words: str
) -> None:
    changed = rebuilt(archive, place / "changed.tar", change)
    with pytest.raises(kind, match=words):
        restore(Settings(data_dir=place / "new" / "data"), changed, durable=False)
    assert os.listdir(place) == ["changed.tar"]
    assert not Path("/tmp/zenhire-escaped").exists()


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.97])
def test_a_cut_archive_is_refused_and_leaves_nothing(archive: Path, place: Path, share: float) -> None:
    data = archive.read_bytes()
    (place / "cut.tar").write_bytes(data[: int(len(data) * share)])
    (place / "data").mkdir()
    with pytest.raises(BadArchive):
        restore(Settings(data_dir=place / "data"), place / "cut.tar", durable=False)
    assert os.listdir(place / "data") == []


@pytest.mark.parametrize("content", [b"", b"not a tar at all" * 100, os.urandom(5000)])
def test_what_is_no_archive_is_refused(place: Path, content: bytes) -> None:
    (place / "file").write_bytes(content)
    with pytest.raises(BadArchive):
        restore(Settings(data_dir=place / "data"), place / "file", durable=False)
