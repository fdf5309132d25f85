"""XML from strangers as small trees. Only the child process imports this.

A document type is refused before anything of it is read, so that there are no entities to expand and nothing to fetch.
Names lose their namespaces but for a short prefix of ours, so that the two dialects of the format read alike.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

from zenhire.engines.child.inside import Refused

MOST_NODES = 1_000_000
MOST_DEPTH = 250

_PREFIXES = {
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "urn:schemas-microsoft-com:vml": "v",
}


class Node:
    """An element: name as `prefix:local`, attributes likewise, children, and the text of those that hold the words."""

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name, self.attributes = name, attributes
        self.children: list[Node] = []
        self.text = ""

    def __iter__(self) -> Iterator[Node]:
        return iter(self.children)

    def get(self, name: str) -> str:
        """An attribute, '' where it is not there."""
        return self.attributes.get(name, "")

    def child(self, *path: str) -> Node | None:
        """The first child of each name, one inside the other."""
        node: Node | None = self
        for name in path:
            node = next((inner for inner in node.children if inner.name == name), None) if node else None
        return node

    def all(self, name: str) -> Iterator[Node]:
        """Every element of the name inside, itself included, in the order of the file."""
        stack = [self]
        while stack:
            node = stack.pop()
            if node.name == name:
                yield node
            stack += reversed(node.children)


_TEXTS = ("w:t", "w:instrText", "m:t", "wp:posOffset")


class _Target:
    """Builds the tree; what is no tree of a document is refused."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._text: list[str] = []
        self._count = 0
        self._names: dict[str, str] = {}

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """Documents have none; bombs do."""
        raise Refused("unreadable", "suspicious")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._count += 1
        if self._count > MOST_NODES or len(self._open) >= MOST_DEPTH:
            raise Refused("unreadable", "suspicious")
        node = Node(self._short(tag), {self._short(key): value for key, value in attributes.items()})
        if self._open:
            self._open[-1].children.append(node)
        elif self.root is None:
            self.root = node
        self._open.append(node)

    def end(self, tag: str) -> None:
        """An element ends."""
        node = self._open.pop()
        if self._text and node.name in _TEXTS:
            node.text = "".join(self._text)
            self._text.clear()

    def data(self, data: str) -> None:
        """Characters; all but those of words are nobody's."""
        if self._open and self._open[-1].name in _TEXTS:
            self._text.append(data)

    def close(self) -> None:
        """All is read."""

    def _short(self, name: str) -> str:
        known = self._names.get(name)
        if known is None:
            space, _, local = name[1:].rpartition("}") if name.startswith("{") else ("", "", name)
            prefix = _PREFIXES.get(space, "") if space else None
            known = local if prefix is None else f"{prefix or '?'}:{local}"
            if len(self._names) < 10_000:
                self._names[name] = known
        return known


def parse(data: bytes) -> Node:
    """The root of a part. Attributes and elements without a namespace keep their plain names. Raises Refused."""
    target = _Target()
    parser = ElementTree.XMLParser(target=target)  # noqa: S314 - the target refuses document types
    try:
        parser.feed(data)
        parser.close()
    except (ElementTree.ParseError, LookupError, ValueError, OSError):
        raise Refused("unreadable", "damaged") from None
    if target.root is None:
        raise Refused("unreadable", "damaged")
    return target.root
