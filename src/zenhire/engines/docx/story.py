"""From a part of the document (body, header, footer, notes) to blocks. Only the child process imports this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from zenhire.engines.docx.base import DocxBlock, DocxBox, DocxParagraph, DocxRun, DocxStyle, DocxTable
from zenhire.engines.docx.inline import Budget, Inline, InlineReader, alternative, drawn, extent, shown_content
from zenhire.engines.docx.package import Relation
from zenhire.engines.docx.styles import Ground, ParagraphLook, Styles, color, number, shade
from zenhire.engines.docx.xml import Node

_INSIDE = ("w:ins", "w:moveTo", "w:customXml", "w:smartTag")
# How many paragraphs a shape behind the text may reach over; what its colour is there, nobody knows.
_REACH = 6
_LEAST_SIDE, _LEAST_ROW = 3.0, 3.0
_POINTS_OUTSIDE = 2_000.0


class Story:
    """Reads one part."""

    def __init__(self, styles: Styles, relations: dict[str, Relation], budget: Budget, ground: Ground) -> None:
        self._styles = styles
        self._inline = InlineReader(styles, relations, budget)
        self._ground, self._budget = ground, budget
        self._behind = 0
        self._after = 0.0

    def blocks(self, container: Node) -> tuple[DocxBlock, ...]:
        """The blocks of a body, header, footer or note."""
        return tuple(self._blocks(container, self._ground))

    def _blocks(self, container: Node, ground: Ground, low: bool = False) -> Iterator[DocxBlock]:
        """`low`: it stands in a row too low for words."""
        for node in container:
            if node.name == "w:p":
                yield from self._paragraph(node, ground, low)
            elif node.name == "w:tbl":
                yield self._table(node, ground, low)
            elif node.name == "w:sdt":
                yield from self._blocks(shown_content(node), ground, low)
            elif node.name == "mc:AlternateContent":
                yield from self._blocks(alternative(node), ground, low)
            elif node.name in _INSIDE:
                yield from self._blocks(node, ground, low)

    def _paragraph(self, node: Node, ground: Ground, low: bool) -> Iterator[DocxBlock]:
        properties = node.child("w:pPr")
        shape, look = self._styles.paragraph(properties, ground if self._behind <= 0 else None)
        inside = self._inline.read(node, look, replace(shape, lowest=0.0) if low else shape)
        boxes = [block for drawing in inside.drawings for block in self._drawing(drawing, ground)]
        if self._behind > 0:
            inside.runs = [replace(run, style=_on_unknown(run, ground)) for run in inside.runs]
            self._behind -= 1
        yield self._made(inside, shape)
        yield from boxes

    def _made(self, inside: Inline, shape: ParagraphLook) -> DocxParagraph:
        space = max(self._after, shape.before)
        self._after = shape.after
        return DocxParagraph(
            runs=tuple(inside.runs),
            heading=shape.heading,
            bullet=self._styles.is_item(shape),
            indent=round(self._styles.indent(shape), 2),
            space=round(space, 2),
            fresh=shape.fresh or inside.fresh,
            counts=inside.counts,
        )

    def _drawing(self, drawing: Node, ground: Ground) -> Iterator[DocxBlock]:
        parts = list(drawn(drawing))
        texts = [part for part in parts if part.name == "w:txbxContent"]
        names = {part.name for part in parts}
        floats = "wp:anchor" in names or "w:pict" in names
        if floats and ("pic:pic" in names or not texts):
            self._behind = _REACH
        fill = _fill(parts, ground)
        for text in texts:
            blocks = tuple(self._blocks(text, fill))
            yield DocxBox(_hidden(blocks) if _is_out_of_sight(drawing, parts) else blocks)

    def _table(self, node: Node, ground: Ground, low: bool) -> DocxTable:
        properties = node.child("w:tblPr")
        named = properties.child("w:tblStyle") if properties is not None else None
        ground = shade(properties, ground)
        if named is not None and self._styles.shades_tables(named.get("w:val")):
            ground = None
        rows = (self._row(row, ground, low) for row in _inner(node, "w:tr") if not _is_deleted(row, "w:trPr", "w:del"))
        return DocxTable(tuple(rows))

    def _row(self, row: Node, ground: Ground, low: bool) -> tuple[tuple[DocxBlock, ...], ...]:
        self._budget.line()
        height = row.child("w:trPr", "w:trHeight")
        if height is not None and height.get("w:hRule") == "exact":
            low = low or number(height.get("w:val"), 240) / 20 < _LEAST_ROW
        cells = [cell for cell in _inner(row, "w:tc") if not _is_deleted(cell, "w:tcPr", "w:cellDel")]
        return tuple(self._cell(cell, ground, low) for cell in cells)

    def _cell(self, cell: Node, ground: Ground, low: bool) -> tuple[DocxBlock, ...]:
        self._budget.line()
        return tuple(self._blocks(cell, shade(cell.child("w:tcPr"), ground), low))


def _on_unknown(run: DocxRun, ground: Ground) -> DocxStyle:
    """Its style on a ground that nobody knows, unless it brings its own."""
    return replace(run.style, ground=None) if run.style.ground == ground else run.style


def _inner(node: Node, name: str) -> Iterator[Node]:
    """Rows of a table, cells of a row, also inside content controls and tracked insertions."""
    for child in node:
        if child.name == name:
            yield child
        elif child.name == "w:sdt":
            yield from _inner(shown_content(child), name)
        elif child.name in _INSIDE:
            yield from _inner(child, name)


def _is_deleted(node: Node, properties: str, mark: str) -> bool:
    return node.child(properties, mark) is not None


def _fill(parts: Sequence[Node], ground: Ground) -> Ground:
    """The colour inside of a text box: its own, that behind it where it has none, None where it cannot be known."""
    for part in parts:
        if part.name == "wps:spPr":
            if part.child("a:solidFill") is not None:
                plain = part.child("a:solidFill", "a:srgbClr")
                return color(plain.get("val")) if plain is not None else None
            return ground if part.child("a:noFill") is not None else None
        if part.name.startswith("v:") and part.get("fillcolor"):
            return color(part.get("fillcolor").lstrip("#")[:6])
    return ground


def _is_out_of_sight(drawing: Node, parts: Sequence[Node]) -> bool:
    """A box without room for a letter, hidden, or far outside of any page."""
    if min(extent(drawing)) < _LEAST_SIDE:
        return True
    if any(part.name == "wp:docPr" and part.get("hidden") in ("1", "true") for part in parts):
        return True
    offsets = [part for part in parts if part.name == "wp:posOffset"]
    return any(abs(number(part.text)) / 12_700 > _POINTS_OUTSIDE for part in offsets)


def _hidden(blocks: Sequence[DocxBlock]) -> tuple[DocxBlock, ...]:
    return tuple(_hidden_block(block) for block in blocks)


def _hidden_block(block: DocxBlock) -> DocxBlock:
    if isinstance(block, DocxBox):
        return DocxBox(_hidden(block.blocks))
    if isinstance(block, DocxTable):
        return DocxTable(tuple(tuple(_hidden(cell) for cell in row) for row in block.rows))
    return replace(block, runs=tuple(replace(run, style=replace(run.style, hidden=True)) for run in block.runs))
