"""The DOCX process: `python -m zenhire.engines.docx.child REQUEST`, the only program that unpacks a DOCX.

REQUEST is a JSON object; the DOCX is standard input. One JSON line on standard output answers: the document in the wire
form of `wire.py`, or `{"error": kind, "reason": word}`. Of the file only the parts that hold words, styles and lists
are unpacked: no macro, no embedded object, no picture. From the first byte that is looked at, the process can open and
start nothing: what it needs is loaded before.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from typing import Any

from zenhire.engines.child.inside import Refused, read_input, serve
from zenhire.engines.docx import wire
from zenhire.engines.docx.base import DocxBlock, DocxDocument
from zenhire.engines.docx.inline import Budget
from zenhire.engines.docx.package import Package, Relation
from zenhire.engines.docx.story import Story
from zenhire.engines.docx.styles import Styles, number, page_ground
from zenhire.engines.docx.xml import Node
from zenhire.engines.sandbox import confine

_CODECS = ("utf-8", "utf-16", "cp437", "ascii", "latin-1")
_USUAL_WIDTH = 612.0
_FIRST_SHOWN = ("first", "default", "even")
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def read(most_bytes: int, most_characters: int, most_lines: int) -> dict[str, Any]:
    """The document's stories. Raises Refused."""
    for name in _CODECS:
        codecs.lookup(name)
    data = read_input(most_bytes)
    confine()
    return wire.pack(document(data, most_characters, most_lines))


def document(data: bytes, most_characters: int, most_lines: int) -> DocxDocument:
    """Everything that is read of a file. Raises Refused."""
    try:
        return _Reader(Package(data), Budget(most_characters, most_lines)).document()
    except RecursionError:
        raise Refused("unreadable", "suspicious") from None


class _Reader:
    def __init__(self, package: Package, budget: Budget) -> None:
        self._package = package
        self._main = package.main_part()
        self._relations = package.relations(self._main)
        self._styles = Styles(self._other("styles"), self._other("numbering"))
        self._budget = budget

    def document(self) -> DocxDocument:
        """Everything that is read of the file."""
        root = self._package.xml(self._main)
        body = root.child("w:body")
        if body is None:
            raise Refused("unreadable", "damaged")
        ground = page_ground(root)
        story = Story(self._styles, self._relations, self._budget, ground)
        sections = list(body.all("w:sectPr"))
        return DocxDocument(
            blocks=story.blocks(body),
            headers=tuple(self._margins(sections, "w:headerReference", ground)),
            footers=tuple(self._margins(sections, "w:footerReference", ground)),
            notes=tuple(self._notes(ground)),
            width=_width(sections),
        )

    def _other(self, kind: str) -> Node | None:
        """The root of the part of a kind, None where there is none."""
        for relation in self._relations.values():
            if relation.kind == kind and self._package.has(relation.target):
                return self._package.xml(relation.target)
        return None

    def _margins(self, sections: Sequence[Node], name: str, ground: int | None) -> Iterator[tuple[DocxBlock, ...]]:
        """Headers or footers, that of the first page first; those that no page shows are left out."""
        seen: set[str] = set()
        for section in sections:
            title = section.child("w:titlePg") is not None
            found = [node for node in section if node.name == name and (title or node.get("w:type") != "first")]
            for node in sorted(found, key=lambda node: _place(node.get("w:type"))):
                relation = self._relations.get(node.get("r:id"))
                if relation is not None and relation.target not in seen:
                    seen.add(relation.target)
                    yield self._story(relation, ground)

    def _story(self, relation: Relation, ground: int | None) -> tuple[DocxBlock, ...]:
        if relation.external or not self._package.has(relation.target):
            return ()
        relations = self._package.relations(relation.target)
        return Story(self._styles, relations, self._budget, ground).blocks(self._package.xml(relation.target))

    def _notes(self, ground: int | None) -> Iterator[DocxBlock]:
        """Foot notes and end notes."""
        for kind in ("footnotes", "endnotes"):
            root = self._other(kind)
            for note in root or ():
                if note.get("w:type") not in _SEPARATORS:
                    yield from Story(self._styles, {}, self._budget, ground).blocks(note)


def _place(kind: str) -> int:
    return _FIRST_SHOWN.index(kind) if kind in _FIRST_SHOWN else len(_FIRST_SHOWN)


def _width(sections: Sequence[Node]) -> float:
    size = sections[-1].child("w:pgSz") if sections else None
    width = number(size.get("w:w"), 0.0) / 20 if size is not None else 0.0
    return round(width, 2) if 100.0 <= width <= 5_000.0 else _USUAL_WIDTH


if __name__ == "__main__":
    serve({"read": read})
