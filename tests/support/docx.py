"""DOCX files made by hand for tests: XML in a ZIP, as word processors write it. All persons are made up."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

_SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
STYLES = """<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>
<w:rPr><w:b/><w:sz w:val="48"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:pPr><w:spacing w:before="240"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:sz w:val="28"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/><w:basedOn w:val="Normal"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Ghost"><w:name w:val="Ghost"/><w:rPr><w:vanish/></w:rPr></w:style>"""
NUMBERING = """<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>"""


def r(text: str, properties: str = "") -> str:
    """A run: a tab becomes a tab stop, a line feed a line break."""
    body = escape(text).replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>")
    body = body.replace("\n", "</w:t><w:br/><w:t xml:space='preserve'>")
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{body}</w:t></w:r>"


def p(*runs: str, style: str = "", properties: str = "") -> str:
    """A paragraph of runs, or of plain text."""
    named = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    inside = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inside}</w:p>"


def title(text: str) -> str:
    """The name at the top."""
    return p(text, style="Titel")


def heading(text: str) -> str:
    """A heading of a section."""
    return p(text, style="berschrift1")


def item(text: str) -> str:
    """An item of a list."""
    return p(text, style="ListBullet")


def table(*rows: Sequence[str], properties: str = "") -> str:
    """A table; each cell is text or the XML of its blocks."""
    cells = [[cell if cell.startswith("<") else p(cell) for cell in row] for row in rows]
    body = "".join(f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>" for row in cells)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{body}</w:tbl>"


def box(*blocks: str, size: tuple[int, int] = (2_000_000, 1_000_000), fill: str = "<a:noFill/>") -> str:
    """A paragraph that anchors a text box, in the old way of writing, too."""
    inside = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    shape = f"<wps:wsp><wps:spPr>{fill}</wps:spPr><wps:txbx>{inside}</wps:txbx></wps:wsp>"
    new = f'<w:drawing><wp:anchor><wp:extent cx="{size[0]}" cy="{size[1]}"/>{shape}</wp:anchor></w:drawing>'
    old = f"<w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>"
    both = f"<mc:AlternateContent><mc:Choice>{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    return f"<w:p><w:r>{both}</w:r></w:p>"


def picture() -> str:
    """A paragraph that anchors a picture."""
    return "<w:p><w:r><w:drawing><wp:anchor behindDoc='1'><pic:pic/></wp:anchor></w:drawing></w:r></w:p>"


def part(name: str, inside: str, prolog: str = "") -> bytes:
    """A part whose root is `w:name`."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{head}{prolog}<w:{name} {_SPACES}>{inside}</w:{name}>".encode()


def relations(found: Mapping[str, tuple[str, str]]) -> bytes:
    """Relations by id: kind and target; a target with a colon is outside."""
    outside = {True: ' TargetMode="External"', False: ""}
    lines = [
        f'<Relationship Id="{name}" Type="{_RELATION}/{kind}" Target={quoteattr(target)}{outside[":" in target]}/>'
        for name, (kind, target) in found.items()
    ]
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{"".join(lines)}</Relationships>'.encode()


def parts(
    *blocks: str,
    headers: Mapping[str, str] | None = None,
    footers: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
    section: str = "",
    document: str = "",
    prolog: str = "",
    numbering: str = NUMBERING,
) -> dict[str, bytes]:
    """The files of a DOCX. Headers and footers are blocks by their type, links addresses by relation id."""
    found = {"s": ("styles", "styles.xml"), "n": ("numbering", "numbering.xml")}
    margins: dict[str, bytes] = {}
    references = ""
    for name, kind, stories in (("hdr", "header", headers), ("ftr", "footer", footers)):
        for type_, inside in (stories or {}).items():
            found[f"{kind}{type_}"] = (kind, f"{kind}{type_}.xml")
            margins[f"word/{kind}{type_}.xml"] = part(name, inside)
            references += f'<w:{kind}Reference w:type="{type_}" r:id="{kind}{type_}"/>'
    found |= {name: ("hyperlink", target) for name, target in (links or {}).items()}
    body = f"<w:body>{''.join(blocks)}<w:sectPr>{references}<w:pgSz w:w='11906'/>{section}</w:sectPr></w:body>"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/></Types>'
    )
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relations({"d": ("officeDocument", "word/document.xml")}),
        "word/document.xml": part("document", document + body, prolog),
        "word/_rels/document.xml.rels": relations(found),
        "word/styles.xml": part("styles", STYLES),
        "word/numbering.xml": part("numbering", numbering),
        **margins,
    }


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The files as a ZIP."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return buffer.getvalue()


def docx(*blocks: str, **further: object) -> bytes:
    """A DOCX of these blocks; see `parts`."""
    return packed(parts(*blocks, **further))  # type: ignore[arg-type]


def cv() -> bytes:
    """A usual CV: headings, jobs with dates at a tab stop, items, a table of languages, links."""
    mail = f'<w:hyperlink r:id="mail">{r("maren.holt@example.org")}</w:hyperlink>'
    return docx(
        title("Maren Holt"),
        p(r("Berlin, Germany | +49 30 5550 123 | "), mail),
        heading("Experience"),
        p(r("Senior Data Engineer", "<w:b/>"), r("\tMarch 2019 – Present")),
        p("Northwind Analytics GmbH, Berlin"),
        item("Built streaming pipelines with Apache Kafka and Python"),
        item("Moved 40 reports from Oracle to PostgreSQL"),
        p(r("Data Engineer", "<w:b/>"), r("\tJune 2014 – February 2019")),
        p("Fabrikam Logistics AG, Hamburg"),
        item("Wrote ETL jobs in Scala on Apache Spark"),
        heading("Education"),
        p(r("MSc Computer Science", "<w:b/>"), r("\t2012 – 2014")),
        p("Technische Universität Berlin"),
        heading("Skills"),
        p("Python, SQL, Apache Kafka, Docker, Kubernetes"),
        heading("Languages"),
        table(("German", "Native"), ("English", "C1")),
        links={"mail": "mailto:maren.holt@example.org"},
        footers={"default": p("Maren Holt – Page 1 of 2")},
    )
