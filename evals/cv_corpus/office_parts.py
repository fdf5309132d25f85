"""Parts of flat OpenDocument texts, as LibreOffice reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"'
    for name, kind in (
        *(("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("draw", "drawing")),
        *(("fo", "xsl-fo-compatible"), ("svg", "svg-compatible")),
    )
)
_PAGE = (
    '<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" '
    'fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2cm" fo:margin-right="2cm"/></style:page-layout>'
)
_MASTER = '<style:master-page style:name="Standard" style:page-layout-name="A4"/>'


def tag(name: str, body: str = "", **attributes: str) -> str:
    """An element; a double underscore in an attribute's name stands for the colon, a single one for a hyphen."""
    told = "".join(
        f' {key.replace("__", ":").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items()
    )
    return f"<{name}{told}>{body}</{name}>"


def plain(text: str) -> str:
    """Text with its tabs, line ends and runs of spaces."""
    told = escape(text, quote=False).replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>")
    return re.sub(" {2,}|^ ", lambda run: f'<text:s text:c="{len(run[0])}"/>', told)


def line(text: str, style: str = "Standard") -> str:
    """A paragraph."""
    return tag("text:p", plain(text), text__style_name=style)


def bold(text: str) -> str:
    """Part of a paragraph in bold type."""
    return tag("text:span", plain(text), text__style_name="Bold")


def raw(body: str, style: str = "Standard") -> str:
    """A paragraph of parts."""
    return tag("text:p", body, text__style_name=style)


def heading(text: str, style: str = "Heading") -> str:
    """A heading of a section."""
    return tag("text:h", plain(text), text__style_name=style, text__outline_level="1")


def bullets(items: Sequence[str], style: str = "Bullets") -> str:
    """Items of a list, with bullets or numbers."""
    return tag("text:list", "".join(tag("text:list-item", line(item)) for item in items), text__style_name=style)


def table(name: str, widths: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table without borders; each cell holds paragraphs."""
    columns = "".join(tag("table:table-column", table__style_name=f"Width{width}") for width in widths)
    body = "".join(
        tag("table:table-row", "".join(tag("table:table-cell", cell, table__style_name="Cell") for cell in row))
        for row in rows
    )
    return tag("table:table", columns + body, table__name=name, table__style_name="Table")


def frame(body: str, x: str, y: str, width: str, height: str) -> str:
    """A text box at a fixed place of the first page."""
    box = tag("draw:text-box", body)
    return tag(
        "draw:frame",
        box,
        draw__style_name="Box",
        text__anchor_type="page",
        text__anchor_page_number="1",
        svg__x=x,
        svg__y=y,
        svg__width=width,
        svg__height=height,
    )


def style(name: str, paragraph: str = "", text: str = "", tabs: str = "") -> str:
    """A paragraph style by its properties as XML attributes."""
    inner = f"<style:tab-stops>{tabs}</style:tab-stops>" if tabs else ""
    parent = "" if name == "Standard" else ' style:parent-style-name="Standard"'
    return (
        f'<style:style style:name="{name}" style:family="paragraph"{parent}>'
        f"<style:paragraph-properties {paragraph}>{inner}</style:paragraph-properties>"
        f"<style:text-properties {text}/></style:style>"
    )


def _list_styles() -> str:
    step = (
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" fo:margin-left="0.8cm" '
        'fo:text-indent="-0.5cm"/></style:list-level-properties>'
    )
    bullet = f'<text:list-level-style-bullet text:level="1" text:bullet-char="•">{step}</text:list-level-style-bullet>'
    number = (
        '<text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1">'
        f"{step}</text:list-level-style-number>"
    )
    return "".join(
        tag("text:list-style", level, style__name=name) for name, level in (("Bullets", bullet), ("Numbers", number))
    )


_BOX = (
    'style:wrap="parallel" style:horizontal-pos="from-left" style:horizontal-rel="page" style:vertical-pos="from-top" '
    'style:vertical-rel="page" fo:background-color="#e8eef4" fo:padding="0.3cm" fo:border="none"'
)


def _other(name: str, family: str, properties: str, parent: str = "") -> str:
    """A style of another family than paragraphs."""
    more = f' style:parent-style-name="{parent}"' if parent else ""
    return (
        f'<style:style style:name="{name}" style:family="{family}"{more}>'
        f"<style:{family}-properties {properties}/></style:style>"
    )


def _usual(font: str, size: str) -> str:
    """Styles that every document has."""
    return (
        style("Standard", 'fo:margin-bottom="0.08cm"', f'style:font-name="{font}" fo:font-size="{size}"')
        + style(
            "Heading",
            'fo:margin-top="0.4cm" fo:margin-bottom="0.15cm" fo:keep-with-next="always"',
            'fo:font-size="13pt" fo:font-weight="bold"',
        )
        + _other("Bold", "text", 'fo:font-weight="bold"')
        + _other("Frame", "graphic", "")
    )


def _automatic(widths: Sequence[str]) -> str:
    """Styles of tables with columns of these widths, of the text box, of lists and of the page."""
    return (
        "".join(_other(f"Width{width}", "table-column", f'style:column-width="{width}"') for width in widths)
        + _other("Table", "table", 'table:align="left" style:width="17cm"')
        + _other("Cell", "table-cell", 'fo:padding="0.1cm" fo:border="none"')
        + _other("Box", "graphic", _BOX, parent="Frame")
        + _list_styles()
        + _PAGE
    )


def document(body: str, *, font: str, size: str, styles: str = "", widths: Sequence[str] = ()) -> str:
    """A flat OpenDocument text with these styles on top of the usual ones."""
    usual, automatic = _usual(font, size), _automatic(widths)
    face = f'<style:font-face style:name="{font}" svg:font-family="\'{font}\'"/>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:font-face-decls>{face}</office:font-face-decls>"
        f"<office:styles>{usual}{styles}</office:styles><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:master-styles>{_MASTER}</office:master-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )
