"""The parts of a DOCX, unpacked within limits. Only the child process imports this.

A DOCX is a ZIP of XML files. Sizes that the ZIP claims are not believed: what is unpacked is counted.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from urllib.parse import unquote

from zenhire.engines.child.inside import Refused
from zenhire.engines.docx.xml import Node, parse

MOST_ENTRIES = 4_000
MOST_PART_BYTES = 24 << 20
MOST_BYTES = 48 << 20
MOST_RATIO = 150
RATIO_COUNTS_FROM = 1 << 20

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK = 1 << 16
_WORD = "wordprocessingml"


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part points to: kind (the last word of its type), target, and whether that is outside."""

    kind: str
    target: str
    external: bool


class Package:
    """An opened DOCX."""

    def __init__(self, data: bytes) -> None:
        """Raises Refused."""
        if data.startswith(_OLE):
            raise Refused(*(("encrypted", "password") if _ENCRYPTED in data else ("unreadable", "old_doc")))
        if not data.startswith(b"PK"):
            raise Refused("unreadable", "no_docx")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError):
            raise Refused("unreadable", "damaged") from None
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise Refused("unreadable", "suspicious")
        self._entries = {entry.filename.lstrip("/").lower(): entry for entry in entries}
        if len(self._entries) < len(entries):
            # Programs differ in which of two parts of one name they show.
            raise Refused("unreadable", "damaged")
        self._read = 0

    def main_part(self) -> str:
        """The name of the document's main part. Raises Refused where this is no Word document."""
        found = next((item for item in self.relations("").values() if item.kind == "officeDocument"), None)
        if found is None:
            raise Refused("unreadable", "damaged" if "word/document.xml" in self._entries else "no_docx")
        types = self.xml("[Content_Types].xml")
        name = "/" + found.target.lower()
        kinds = [node.get("ContentType") for node in types if node.get("PartName").lower() == name]
        extension = name.rsplit(".", 1)[-1]
        kinds += [node.get("ContentType") for node in types if node.get("Extension").lower() == extension]
        if not kinds or _WORD not in kinds[0]:
            raise Refused("unreadable", "no_docx")
        return found.target

    def relations(self, part: str) -> dict[str, Relation]:
        """A part's relations by their ids; those of the package itself for ''."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(path):
            return {}
        return {
            node.get("Id"): Relation(
                node.get("Type").rsplit("/", 1)[-1],
                node.get("Target") if node.get("TargetMode") == "External" else _inside(folder, node.get("Target")),
                node.get("TargetMode") == "External",
            )
            for node in self.xml(path)
        }

    def has(self, name: str) -> bool:
        """Whether the part is there."""
        return name.lower() in self._entries

    def xml(self, name: str) -> Node:
        """A part's root. Raises Refused."""
        return parse(self._bytes(name))

    def _bytes(self, name: str) -> bytes:
        entry = self._entries.get(name.lower())
        if entry is None:
            raise Refused("unreadable", "damaged")
        if entry.flag_bits & 1:
            raise Refused("encrypted", "password")
        if entry.compress_type not in _PLAIN:
            raise Refused("unreadable", "damaged")
        data = bytearray()
        try:
            with self._zip.open(entry) as file:
                while more := file.read(_CHUNK):
                    data += more
                    self._read += len(more)
                    self._check(len(data), entry.compress_size)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
            raise Refused("unreadable", "damaged") from None
        return bytes(data)

    def _check(self, unpacked: int, packed: int) -> None:
        steep = unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * max(1, packed)
        if steep or unpacked > MOST_PART_BYTES or self._read > MOST_BYTES:
            raise Refused("unreadable", "suspicious")


def _inside(folder: str, target: str) -> str:
    """The name of the part that a relation points to."""
    target = unquote(target.split("#", 1)[0])
    path = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(path).lstrip("/")
