"""How text looks: the document's defaults, its styles, lists, and what paragraphs and runs say themselves.

Only the child process imports this.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from zenhire.engines.docx.base import DocxStyle
from zenhire.engines.docx.xml import Node

Ground = int | None

_WHITE = 0xFFFFFF
_TWIPS = 20.0
_LONGEST_CHAIN = 20
_HIGHLIGHTS = {
    "black": 0x000000,
    "blue": 0x0000FF,
    "cyan": 0x00FFFF,
    "darkBlue": 0x00008B,
    "darkCyan": 0x008B8B,
    "darkGray": 0xA9A9A9,
    "darkGreen": 0x006400,
    "darkMagenta": 0x800080,
    "darkRed": 0x8B0000,
    "darkYellow": 0x808000,
    "green": 0x00FF00,
    "lightGray": 0xD3D3D3,
    "magenta": 0xFF00FF,
    "red": 0xFF0000,
    "white": 0xFFFFFF,
    "yellow": 0xFFFF00,
}
_SWITCHES = {"w:b": "bold", "w:i": "italic", "w:vanish": "hidden"}
# A line that is set lower than this, and characters that are set narrower, cannot be read.
_LEAST_LINE, _LEAST_WIDTH_PERCENT = 3.0, 10.0
_SEE_THROUGH = 90_000


@dataclass(frozen=True, slots=True)
class Look:
    """A style, and whether its letters are shown as capitals."""

    style: DocxStyle
    caps: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """What a paragraph's properties say; lengths in points. `indented`: its indent is not that of its list."""

    heading: bool = False
    indent: float = 0.0
    indented: bool = True
    before: float = 0.0
    after: float = 0.0
    fresh: bool = False
    list_id: str = ""
    list_level: str = "0"
    lowest: float = math.inf


def number(text: str, default: float = 0.0) -> float:
    """A number of an attribute, within reason; `default` where it is none."""
    try:
        value = float(text)
    except ValueError:
        return default
    return value if math.isfinite(value) and abs(value) < 1e7 else default


def is_on(node: Node | None) -> bool:
    """Whether a switch (`<w:b/>`) is on."""
    return node is not None and node.get("w:val").lower() not in ("0", "false", "off", "none")


def color(text: str) -> int | None:
    """A colour of six hexadecimal digits, None for anything else."""
    try:
        return int(text, 16) if len(text) == 6 else None
    except ValueError:
        return None


def shade(properties: Node | None, ground: Ground) -> Ground:
    """The ground that shading gives, or the one that is there."""
    node = properties.child("w:shd") if properties is not None else None
    return ground if node is None else _shading(node, ground)


def _shading(node: Node, ground: Ground) -> Ground:
    solid = node.get("w:val") == "solid"
    found = color(node.get("w:color" if solid else "w:fill"))
    return ground if found is None else found


class Styles:
    """The document's styles and lists. `root` and `lists` are those parts' roots, None where they are missing."""

    def __init__(self, root: Node | None, lists: Node | None) -> None:
        self._styles: dict[str, Node] = {}
        self._default = ""
        self._base = Look(DocxStyle(10.0))
        self._paragraph = ParagraphLook()
        self._known: dict[tuple[str, Ground], tuple[ParagraphLook, Look]] = {}
        if root is not None:
            self._read(root)
        self._levels = _levels(lists) if lists is not None else {}

    def _read(self, root: Node) -> None:
        for node in root:
            if node.name == "w:style":
                self._styles[node.get("w:styleId")] = node
                if node.get("w:type") == "paragraph" and node.get("w:default").lower() in ("1", "true", "on"):
                    self._default = node.get("w:styleId")
        self._base = with_run(self._base, root.child("w:docDefaults", "w:rPrDefault", "w:rPr"))
        self._paragraph = with_paragraph(self._paragraph, root.child("w:docDefaults", "w:pPrDefault", "w:pPr"))

    def chain(self, style: str) -> list[Node]:
        """A style and those that it is based on, the base first."""
        found: list[Node] = []
        while style in self._styles and len(found) < _LONGEST_CHAIN and self._styles[style] not in found:
            found.append(self._styles[style])
            base = found[-1].child("w:basedOn")
            style = base.get("w:val") if base is not None else ""
        return found[::-1]

    def paragraph(self, properties: Node | None, ground: Ground) -> tuple[ParagraphLook, Look]:
        """What a paragraph is, and how its text looks, on a ground."""
        named = properties.child("w:pStyle") if properties is not None else None
        found, look = self._styled(named.get("w:val") if named is not None else self._default, ground)
        return with_paragraph(found, properties), _on(look, shade(properties, look.style.ground))

    def _styled(self, style: str, ground: Ground) -> tuple[ParagraphLook, Look]:
        """What a paragraph of a style is that says nothing itself."""
        if (style, ground) in self._known:
            return self._known[style, ground]
        found, look = self._paragraph, _on(self._base, ground)
        for node in self.chain(style):
            found = with_paragraph(found, node.child("w:pPr"))
            if _is_heading(node):
                found = replace(found, heading=True)
            look = with_run(look, node.child("w:rPr"))
            look = _on(look, shade(node.child("w:pPr"), look.style.ground))
        self._known[style, ground] = found, look
        return found, look

    def run(self, look: Look, properties: Node | None) -> Look:
        """How a run looks in a paragraph of this look."""
        named = properties.child("w:rStyle") if properties is not None else None
        for node in self.chain(named.get("w:val")) if named is not None else ():
            look = with_run(look, node.child("w:rPr"))
        return with_run(look, properties)

    def is_item(self, paragraph: ParagraphLook) -> bool:
        """Whether it is an item of a list; a numbered heading is none."""
        level = self._level(paragraph)
        return level is not None and level.mark != "none" and (level.mark == "bullet" or not paragraph.heading)

    def indent(self, paragraph: ParagraphLook) -> float:
        """Where its lines begin: the list says so, unless its style or the paragraph does after naming the list."""
        level = self._level(paragraph)
        return paragraph.indent if paragraph.indented or level is None or level.indent is None else level.indent

    def _level(self, paragraph: ParagraphLook) -> _Level | None:
        return self._levels.get(paragraph.list_id, {}).get(paragraph.list_level)

    def shades_tables(self, style: str) -> bool:
        """Whether a table style paints grounds, which depend on rows and columns."""
        return any(
            node.get("w:fill").lower() not in ("", "auto", "ffffff")
            for part in self.chain(style)
            for node in part.all("w:shd")
        )


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: its mark (bullet, decimal ...), and the indent in points if it says one."""

    mark: str
    indent: float | None


def _levels(root: Node) -> dict[str, dict[str, _Level]]:
    """The levels of each list. Lists of one kind share them, however many there are."""
    kinds = {node.get("w:abstractNumId"): node for node in root if node.name == "w:abstractNum"}
    styled = {link.get("w:val"): node for node in kinds.values() if (link := node.child("w:styleLink")) is not None}
    found: dict[str, dict[str, _Level]] = {}
    for name, kind in kinds.items():
        link = kind.child("w:numStyleLink")
        # A list that names a list style has no levels: they stand where the style's own list is.
        shown = styled.get(link.get("w:val"), kind) if link is not None else kind
        found[name] = {level.get("w:ilvl"): _level(level) for level in shown if level.name == "w:lvl"}
    lists = {node.get("w:numId"): node.child("w:abstractNumId") for node in root if node.name == "w:num"}
    return {name: found.get(kind.get("w:val"), {}) for name, kind in lists.items() if kind is not None}


def _level(node: Node) -> _Level:
    mark, indent = node.child("w:numFmt"), node.child("w:pPr", "w:ind")
    left = _left(indent) if indent is not None else ""
    return _Level(mark.get("w:val") if mark is not None else "decimal", number(left) / _TWIPS if left else None)


def _left(indent: Node) -> str:
    return indent.get("w:left") or indent.get("w:start")


def _is_heading(style: Node) -> bool:
    name = style.child("w:name")
    return name is not None and name.get("w:val").lower().startswith("heading ")


def with_paragraph(found: ParagraphLook, properties: Node | None) -> ParagraphLook:
    """What further properties make of a paragraph."""
    if properties is None:
        return found
    changes: dict[str, object] = {}
    for node in properties:
        match node.name:
            case "w:outlineLvl":
                changes["heading"] = number(node.get("w:val"), 9) < 9
            case "w:pageBreakBefore":
                changes["fresh"] = is_on(node)
            case "w:ind":
                if left := _left(node):
                    changes |= {"indent": number(left) / _TWIPS, "indented": True}
            case "w:spacing":
                changes |= _spacing(found, node)
            case "w:numPr":
                identity, level = node.child("w:numId"), node.child("w:ilvl")
                changes["indented"] = False
                changes["list_id"] = identity.get("w:val") if identity is not None else found.list_id
                changes["list_level"] = level.get("w:val") if level is not None else found.list_level
    return replace(found, **changes)  # type: ignore[arg-type]


def _spacing(found: ParagraphLook, node: Node) -> dict[str, object]:
    exact = node.get("w:lineRule") == "exact"
    return {
        "before": number(node.get("w:before"), found.before * _TWIPS) / _TWIPS,
        "after": number(node.get("w:after"), found.after * _TWIPS) / _TWIPS,
        "lowest": number(node.get("w:line"), 240) / _TWIPS if exact else found.lowest,
    }


def with_run(look: Look, properties: Node | None) -> Look:
    """What further properties make of a look."""
    style, caps = look.style, look.caps
    for node in properties or ():
        if node.name == "w:caps":
            caps = is_on(node)
        elif node.name in _SWITCHES:
            style = replace(style, **{_SWITCHES[node.name]: is_on(node)})
        else:
            style = _with_value(style, node)
    return Look(style, caps)


def _with_value(style: DocxStyle, node: Node) -> DocxStyle:
    value = node.get("w:val")
    match node.name:
        case "w:sz":
            return replace(style, size=round(max(0.0, number(value, 20.0)) / 2, 2))
        case "w:color":
            return replace(style, color=color(value))
        case "w:highlight":
            return replace(style, ground=_HIGHLIGHTS.get(value, style.ground))
        case "w:shd":
            return replace(style, ground=_shading(node, style.ground))
        case "w:w" if number(value, 100) < _LEAST_WIDTH_PERCENT:
            return replace(style, size=round(style.size * max(0.0, number(value)) / 100, 2))
        case "w14:textFill" if _fills_nothing(node):
            return replace(style, hidden=True)
    return style


def _fills_nothing(fill: Node) -> bool:
    if fill.child("w14:noFill") is not None:
        return True
    return any(number(node.get("w14:val")) >= _SEE_THROUGH for node in fill.all("w14:alpha"))


def on_line(look: Look, paragraph: ParagraphLook) -> Look:
    """The look of characters in lines of a set height, which may be too low for them."""
    if paragraph.lowest >= _LEAST_LINE:
        return look
    return replace(look, style=replace(look.style, size=min(look.style.size, round(max(0.0, paragraph.lowest), 2))))


def _on(look: Look, ground: Ground) -> Look:
    return replace(look, style=replace(look.style, ground=ground))


def page_ground(document: Node) -> Ground:
    """The colour of the paper."""
    node = document.child("w:background")
    found = color(node.get("w:color")) if node is not None else None
    return _WHITE if found is None else found
