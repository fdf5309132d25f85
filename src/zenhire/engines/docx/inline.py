"""The inside of a paragraph: runs, links, fields, and what is anchored in it. Only the child process imports this."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from zenhire.engines.child.inside import Refused
from zenhire.engines.docx.base import DocxRun
from zenhire.engines.docx.package import Relation
from zenhire.engines.docx.styles import Look, ParagraphLook, Styles, number, on_line
from zenhire.engines.docx.xml import Node

_INSIDE = (
    *("w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:dir", "w:bdo", "w:sdtContent"),
    *("w:ruby", "w:rubyBase", "mc:Choice", "mc:Fallback", "m:oMathPara", "m:oMath"),
)
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-"}
_ADDRESS = re.compile(r'\s*HYPERLINK\s+"?([^"\s]{3,2000})', re.IGNORECASE)
_COUNT = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_LONGEST_ADDRESS = 2_000
_MOST_FIELDS = 50


class Budget:
    """How many characters and lines may still be read; a cell of a table is a line, too."""

    def __init__(self, characters: int, lines: int) -> None:
        self._characters, self._lines = characters, lines

    def spend(self, characters: int) -> None:
        """Raises Refused when there are too many."""
        self._characters -= characters
        if self._characters < 0:
            raise Refused("too_long", "characters")

    def line(self) -> None:
        """Raises Refused when there are too many."""
        self._lines -= 1
        if self._lines < 0:
            raise Refused("too_long", "lines")


@dataclass(slots=True)
class _Field:
    """A field: its code so far, and whether its result has begun."""

    code: str = ""
    shown: bool = False


@dataclass(slots=True)
class Inline:
    """What a paragraph holds: its runs, drawings to be looked at, and whether a page begins or is counted in it."""

    runs: list[DocxRun] = field(default_factory=list)
    drawings: list[Node] = field(default_factory=list)
    fresh: bool = False
    counts: bool = False


class InlineReader:
    """Reads paragraphs' insides with the styles and relations of their part."""

    def __init__(self, styles: Styles, relations: dict[str, Relation], budget: Budget) -> None:
        self._styles, self._relations, self._budget = styles, relations, budget
        self._fields: list[_Field] = []

    def read(self, paragraph: Node, look: Look, shape: ParagraphLook) -> Inline:
        """A paragraph's inside; fields may go on from the paragraph before."""
        self._budget.line()
        found = Inline()
        self._walk(paragraph, look, shape, "", found)
        return found

    def _walk(self, node: Node, look: Look, shape: ParagraphLook, link: str, found: Inline) -> None:
        for child in node:
            if child.name == "w:r":
                self._run(child, look, shape, link, found)
            elif child.name == "w:hyperlink":
                self._walk(child, look, shape, self._target(child) or link, found)
            elif child.name == "w:sdt":
                self._walk(shown_content(child), look, shape, link, found)
            elif child.name == "mc:AlternateContent":
                self._walk(alternative(child), look, shape, link, found)
            elif child.name == "m:r":
                for text in child.all("m:t"):
                    self._put(text.text, look, link, found)
            elif child.name == "w:fldSimple":
                found.counts = found.counts or bool(_COUNT.match(child.get("w:instr")))
                self._walk(child, look, shape, _link(child.get("w:instr")) or link, found)
            elif child.name in _INSIDE or child.name.startswith("m:"):
                self._walk(child, look, shape, link, found)

    def _run(self, run: Node, look: Look, shape: ParagraphLook, link: str, found: Inline) -> None:
        mine = on_line(self._styles.run(look, run.child("w:rPr")), shape)
        for child in run:
            match child.name:
                case "w:fldChar":
                    self._field(child.get("w:fldCharType"), found)
                case "w:instrText":
                    if self._fields:
                        self._fields[-1].code += child.text[:_LONGEST_ADDRESS]
                case "w:drawing" | "w:pict" | "w:object":
                    found.drawings.append(child)
                case "mc:AlternateContent":
                    self._run(alternative(child), look, shape, link, found)
                case "w:br":
                    self._break(child.get("w:type"), mine, link, found)
                case _:
                    self._put(_characters(child), mine, link, found)

    def _field(self, what: str, found: Inline) -> None:
        if what == "begin" and len(self._fields) < _MOST_FIELDS:
            self._fields.append(_Field())
        elif what == "separate" and self._fields:
            self._fields[-1].shown = True
            found.counts = found.counts or bool(_COUNT.match(self._fields[-1].code))
        elif what == "end" and self._fields:
            self._fields.pop()

    def _break(self, kind: str, look: Look, link: str, found: Inline) -> None:
        if kind in ("page", "column") and not found.runs:
            found.fresh = True
        else:
            self._put("\n", look, link, found)

    def _put(self, text: str, look: Look, link: str, found: Inline) -> None:
        if not text or any(not one.shown for one in self._fields):
            return
        self._budget.spend(len(text))
        if text == "\n":
            self._budget.line()
        link = link or next((found_link for one in reversed(self._fields) if (found_link := _link(one.code))), "")
        text = text.upper() if look.caps else text
        last = found.runs[-1] if found.runs else None
        if last is not None and last.style == look.style and last.link == link:
            found.runs[-1] = replace(last, text=last.text + text)
        else:
            found.runs.append(DocxRun(text, look.style, link))

    def _target(self, node: Node) -> str:
        relation = self._relations.get(node.get("r:id"))
        if relation is None or not relation.external or len(relation.target) > _LONGEST_ADDRESS:
            return ""
        return relation.target if relation.target.lower().startswith(_SCHEMES) else ""


def _link(code: str) -> str:
    """The address of a field that links somewhere."""
    found = _ADDRESS.match(code)
    return found[1] if found and found[1].lower().startswith(_SCHEMES) else ""


def _characters(node: Node) -> str:
    if node.name == "w:t":
        # Line feeds and tabs of the file are white space, those of the text are elements; but some libraries write
        # their tabs as characters to be preserved, and word processors take them for tab stops.
        tab = "\t" if node.get("xml:space") == "preserve" else " "
        return node.text.replace("\n", " ").replace("\r", " ").replace("\t", tab)
    if node.name == "w:sym":
        code = int(node.get("w:char") or "0", 16) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", node.get("w:char")) else 0
        return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
    return _SIGNS.get(node.name, "")


def alternative(node: Node) -> Node:
    """The newer of two descriptions of one thing."""
    return node.child("mc:Choice") or node.child("mc:Fallback") or Node("mc:Choice", {})


def shown_content(control: Node) -> Node:
    """What a content control holds; nothing while it shows what should be typed there."""
    properties, content = control.child("w:sdtPr"), control.child("w:sdtContent")
    if content is None or (properties is not None and properties.child("w:showingPlcHdr") is not None):
        return Node("w:sdtContent", {})
    return content


def drawn(node: Node) -> Iterator[Node]:
    """A drawing's parts, of alternatives the newer one only; what text boxes hold is left for others."""
    stack = [node]
    while stack:
        one = stack.pop()
        yield one
        if one.name == "mc:AlternateContent":
            stack.append(alternative(one))
        elif one.name != "w:txbxContent":
            stack += reversed(one.children)


def extent(drawing: Node) -> tuple[float, float]:
    """Width and height of a drawing in points; infinite where they are not told."""
    found = next(drawing.all("wp:extent"), None)
    if found is None:
        return float("inf"), float("inf")
    return number(found.get("cx"), 1e6) / 12_700, number(found.get("cy"), 1e6) / 12_700
