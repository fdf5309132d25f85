"""A document as compact JSON between the child and its parent: blocks are lists, styles are told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from zenhire.engines.docx.base import DocxBlock, DocxBox, DocxDocument, DocxParagraph, DocxRun, DocxStyle, DocxTable

_Styles = dict[DocxStyle, int]


def pack(document: DocxDocument) -> dict[str, Any]:
    """The wire form of a document."""
    styles: _Styles = {}
    stories = {
        "blocks": _pack(document.blocks, styles),
        "headers": [_pack(story, styles) for story in document.headers],
        "footers": [_pack(story, styles) for story in document.footers],
        "notes": _pack(document.notes, styles),
    }
    return {"styles": [list(astuple(style)) for style in styles], "width": document.width, **stories}


def _pack(blocks: Sequence[DocxBlock], styles: _Styles) -> list[Any]:
    return [_pack_block(block, styles) for block in blocks]


def _pack_block(block: DocxBlock, styles: _Styles) -> list[Any]:
    if isinstance(block, DocxBox):
        return ["b", _pack(block.blocks, styles)]
    if isinstance(block, DocxTable):
        return ["t", [[_pack(cell, styles) for cell in row] for row in block.rows]]
    runs = [[run.text, styles.setdefault(run.style, len(styles)), run.link] for run in block.runs]
    return ["p", runs, block.heading, block.bullet, block.indent, block.space, block.fresh, block.counts]


def unpack(answer: dict[str, Any]) -> DocxDocument:
    """The document of a wire form."""
    styles = [DocxStyle(*row) for row in answer["styles"]]
    return DocxDocument(
        blocks=_unpack(answer["blocks"], styles),
        headers=tuple(_unpack(story, styles) for story in answer["headers"]),
        footers=tuple(_unpack(story, styles) for story in answer["footers"]),
        notes=_unpack(answer["notes"], styles),
        width=answer["width"],
    )


def _unpack(blocks: Sequence[Any], styles: Sequence[DocxStyle]) -> tuple[DocxBlock, ...]:
    return tuple(_unpack_block(block, styles) for block in blocks)


def _unpack_block(block: Sequence[Any], styles: Sequence[DocxStyle]) -> DocxBlock:
    kind, content, *rest = block
    if kind == "b":
        return DocxBox(_unpack(content, styles))
    if kind == "t":
        return DocxTable(tuple(tuple(_unpack(cell, styles) for cell in row) for row in content))
    return DocxParagraph(tuple(DocxRun(text, styles[style], link) for text, style, link in content), *rest)
