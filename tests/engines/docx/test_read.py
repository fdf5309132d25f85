"""What is read of a DOCX: the child's work in this process, and the whole way once."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.support.docx import box, cv, docx, heading, item, p, packed, parts, picture, r, table, title
from zenhire.engines.docx import child, wire
from zenhire.engines.docx.base import DocxBlock, DocxBox, DocxDocument, DocxParagraph, DocxTable
from zenhire.engines.docx.reader import read


def document(data: bytes) -> DocxDocument:
    return wire.unpack(json.loads(json.dumps(wire.pack(child.document(data, 100_000, 5_000)))))


def paragraphs(*blocks: str, **further: object) -> list[DocxParagraph]:
    found = document(docx(*blocks, **further)).blocks
    return [block for block in found if isinstance(block, DocxParagraph)]


def texts(blocks: tuple[DocxBlock, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, DocxParagraph)]


async def test_a_process_of_its_own_gives_the_same_blocks_from_any_source(tmp_path: Path) -> None:
    first = document(cv())
    path = tmp_path / "cv.docx"
    path.write_bytes(cv())
    assert await read(path) == first
    with path.open("rb") as file:
        file.seek(7)
        assert await read(file) == first
        assert file.tell() == 7
    assert first.reader == "docx"
    assert first.width == pytest.approx(595.3)


def test_styles_are_inherited_and_overruled() -> None:
    name, head, plain, mark, numbered = paragraphs(
        title("Maren Holt"),
        heading("Experience"),
        p(r("big", "<w:sz w:val='40'/><w:i/>"), r("red", "<w:color w:val='C00000'/><w:b w:val='0'/>")),
        item("Built things"),
        p("First", properties="<w:numPr><w:ilvl w:val='0'/><w:numId w:val='2'/></w:numPr><w:ind w:left='720'/>"),
    )
    assert (name.runs[0].style.size, name.runs[0].style.bold, name.heading) == (24.0, True, False)
    assert (head.heading, head.runs[0].style.size, head.space) == (True, 14.0, 12.0)
    big, red = plain.runs
    assert (big.style.size, big.style.italic, big.style.bold) == (20.0, True, False)
    assert (red.style.size, red.style.color) == (11.0, 0xC00000)
    assert mark.bullet and not mark.heading
    assert numbered.bullet and numbered.indent == 36.0


def test_a_numbered_heading_is_no_item() -> None:
    (head,) = paragraphs(p("1. Work", style="berschrift1", properties="<w:numPr><w:numId w:val='2'/></w:numPr>"))
    assert head.heading and not head.bullet


LISTS = """<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="Marks"/>
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:pPr><w:ind w:start="1440"/></w:pPr></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Marks"/></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>"""


@pytest.mark.parametrize(
    ("properties", "bullet", "indent"),
    [
        ("<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>", True, 36.0),
        ("<w:numPr><w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr>", True, 72.0),
        ("<w:numPr><w:ilvl w:val='1'/><w:numId w:val='2'/></w:numPr>", True, 72.0),
        ("<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr><w:ind w:left='200'/>", True, 10.0),
        ("<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr><w:ind w:hanging='200'/>", True, 36.0),
        ("<w:numPr><w:ilvl w:val='0'/><w:numId w:val='0'/></w:numPr>", False, 0.0),
        ("<w:numPr><w:ilvl w:val='7'/><w:numId w:val='1'/></w:numPr>", False, 0.0),
    ],
)
def test_a_list_says_how_far_its_items_are_indented(properties: str, bullet: bool, indent: float) -> None:
    (one,) = paragraphs(p("Built things", properties=properties), numbering=LISTS)
    assert (one.bullet, one.indent) == (bullet, indent)


def test_lists_without_number_are_soon_read() -> None:
    levels = "<w:lvl w:ilvl='0'/>" * 5_000
    lists = "".join(f"<w:num w:numId='{at}'><w:abstractNumId w:val='0'/></w:num>" for at in range(20_000))
    kind = f"<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum>"
    began = time.process_time()
    (one,) = paragraphs(item("x"), numbering=kind + lists)
    assert one.bullet
    assert time.process_time() - began < 10


def test_tabs_breaks_signs_and_capitals() -> None:
    odd = '<w:r><w:sym w:char="F0B7"/><w:noBreakHyphen/><w:ptab/><w:t>end</w:t></w:r>'
    line, signs, caps = paragraphs(p("a\tb\nc"), f"<w:p>{odd}</w:p>", p(r("loud", "<w:caps/>")))
    assert line.text == "a\tb\nc"
    assert signs.text == "\uf0b7-\tend"
    assert caps.text == "LOUD"


@pytest.mark.parametrize(("space", "text"), [(" xml:space='preserve'", "Baker\t2019 now"), ("", "Baker 2019 now")])
def test_tabs_that_are_written_as_characters(space: str, text: str) -> None:
    (one,) = paragraphs(f"<w:p><w:r><w:t>Baker</w:t></w:r><w:r><w:t{space}>\t2019\nnow</w:t></w:r></w:p>")
    assert one.text == text


def test_tracked_changes_show_the_newer_text() -> None:
    deleted = f"<w:del>{r('old').replace('w:t', 'w:delText')}</w:del><w:moveFrom>{r('gone')}</w:moveFrom>"
    (line,) = paragraphs(f"<w:p>{r('kept ')}{deleted}<w:ins>{r('new')}</w:ins></w:p>")
    assert line.text == "kept new"
    goes = table(("goes", "y")).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>")
    row = table(("stays", "x")).replace("</w:tbl>", "") + goes.split("<w:tblPr></w:tblPr>")[1]
    (found,) = document(docx(row)).blocks
    assert isinstance(found, DocxTable) and len(found.rows) == 1


def test_links_of_relations_and_of_fields() -> None:
    field = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        '<w:r><w:instrText> HYPERLINK "https://a.example/" </w:instrText></w:r>'
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{r('page')}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    links = f'<w:hyperlink r:id="m">{r("mail")}</w:hyperlink><w:hyperlink r:id="j">{r("odd")}</w:hyperlink>'
    (line,) = paragraphs(
        f"<w:p>{field}{links}{r('x')}</w:p>", links={"m": "mailto:m@a.example", "j": "javascript:alert(1)"}
    )
    assert [(run.text, run.link) for run in line.runs] == [
        ("page", "https://a.example/"),
        ("mail", "mailto:m@a.example"),
        ("oddx", ""),
    ]


def test_a_field_shows_its_result_and_not_its_code() -> None:
    page = "<w:fldSimple w:instr=' PAGE '><w:r><w:t>1</w:t></w:r></w:fldSimple>"
    found = document(docx(p("x"), footers={"default": f"<w:p>{r('Page ')}{page}</w:p>"}))
    (footer,) = found.footers[0]
    assert isinstance(footer, DocxParagraph) and footer.text == "Page 1" and footer.counts


def test_text_boxes_are_read_once() -> None:
    found = document(docx(p("before"), box(p("inside")), p("after")))
    boxes = [block for block in found.blocks if isinstance(block, DocxBox)]
    assert [texts(block.blocks) for block in boxes] == [["inside"]]
    assert [text for text in texts(found.blocks) if text] == ["before", "after"]


def test_content_controls_without_their_prompts() -> None:
    full = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('typed')}</w:sdtContent></w:sdt>"
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('Type here')}</w:sdtContent></w:sdt>"
    assert [line.text for line in paragraphs(full, prompt)] == ["typed"]


def test_tables_in_tables() -> None:
    (found,) = (document(docx(table(("a", table(("b", "c")) + p("d")))))).blocks
    assert isinstance(found, DocxTable)
    inner, below = found.rows[0][1]
    assert isinstance(inner, DocxTable) and isinstance(below, DocxParagraph)


def test_headers_of_the_first_page_come_first() -> None:
    headers = {"default": p("on each page"), "first": p("on the first")}
    with_title = document(docx(p("x"), headers=headers, section="<w:titlePg/>"))
    assert [texts(story) for story in with_title.headers] == [["on the first"], ["on each page"]]
    without = document(docx(p("x"), headers=headers))
    assert [texts(story) for story in without.headers] == [["on each page"]]


@pytest.mark.parametrize(
    ("blocks", "shown"),
    [
        (p(r("x", "<w:vanish/>")), False),
        (p(r("x", "<w:vanish w:val='false'/>")), True),
        (p(r("x", "<w:rStyle w:val='Ghost'/>")), False),
        (p(r("x", "<w14:textFill><w14:noFill/></w14:textFill>")), False),
        (p(r("x", "<w14:textFill><w14:solidFill><w14:srgbClr w14:val='0'/></w14:solidFill></w14:textFill>")), True),
    ],
)
def test_hidden_characters(blocks: str, shown: bool) -> None:
    (line,) = paragraphs(blocks)
    assert line.runs[0].style.hidden is not shown


@pytest.mark.parametrize(
    ("block", "ground"),
    [
        (p(r("x", "<w:shd w:val='clear' w:fill='1F3864'/>")), 0x1F3864),
        (p(r("x", "<w:highlight w:val='yellow'/>")), 0xFFFF00),
        (p("x", properties="<w:shd w:val='clear' w:fill='222222'/>"), 0x222222),
        (p("x", properties="<w:shd w:val='clear' w:fill='auto'/>"), 0xFFFFFF),
        (p("x"), 0xFFFFFF),
    ],
)
def test_grounds(block: str, ground: int) -> None:
    (line,) = paragraphs(block)
    assert line.runs[0].style.ground == ground


def test_grounds_of_cells_boxes_and_paper() -> None:
    cell = table(("x",)).replace("<w:tc>", "<w:tc><w:tcPr><w:shd w:val='clear' w:fill='000080'/></w:tcPr>")
    dark = box(p("y"), fill="<a:solidFill><a:srgbClr val='333333'/></a:solidFill>")
    theme = box(p("z"), fill="<a:solidFill><a:schemeClr val='accent1'/></a:solidFill>")
    found = document(docx(cell, dark, theme, document="<w:background w:color='FAFAFA'/>"))
    sheet, one, two = (block for block in found.blocks if not isinstance(block, DocxParagraph))
    assert isinstance(sheet, DocxTable) and isinstance(one, DocxBox) and isinstance(two, DocxBox)
    grounds = [
        block.runs[0].style.ground
        for block in (sheet.rows[0][0][0], one.blocks[0], two.blocks[0])
        if isinstance(block, DocxParagraph)
    ]
    assert grounds == [0x000080, 0x333333, None]


def test_what_a_picture_lies_behind_has_no_known_ground() -> None:
    lines = paragraphs(p("above"), picture(), *(p(f"line {number}") for number in range(8)))
    grounds = [line.runs[0].style.ground for line in lines if line.runs]
    assert grounds == [0xFFFFFF] + [None] * 5 + [0xFFFFFF] * 3


@pytest.mark.parametrize(
    "block",
    [
        p("x", properties="<w:spacing w:line='20' w:lineRule='exact'/>"),
        p(r("x", "<w:w w:val='1'/>")),
        p(r("x", "<w:sz w:val='2'/>")),
    ],
)
def test_what_is_too_small(block: str) -> None:
    (line,) = paragraphs(block)
    assert line.runs[0].style.size < 3


def test_a_row_without_height_and_a_box_without_room() -> None:
    low = table(("x",)).replace("<w:tr>", "<w:tr><w:trPr><w:trHeight w:val='10' w:hRule='exact'/></w:trPr>")
    found = document(docx(low, box(p("y"), size=(1000, 1000)), p("z")))
    sheet, hidden = (block for block in found.blocks if not isinstance(block, DocxParagraph))
    assert isinstance(sheet, DocxTable) and isinstance(hidden, DocxBox)
    small, unseen = sheet.rows[0][0][0], hidden.blocks[0]
    assert isinstance(small, DocxParagraph) and small.runs[0].style.size < 3
    assert isinstance(unseen, DocxParagraph) and unseen.runs[0].style.hidden


def test_foot_notes_are_read() -> None:
    files = parts(p("x"))
    files["word/_rels/document.xml.rels"] = files["word/_rels/document.xml.rels"].replace(
        b"</Relationships>", b'<Relationship Id="f" Type="x/footnotes" Target="/word/footnotes.xml"/></Relationships>'
    )
    note = files["word/document.xml"].split(b"<w:body>")[0].replace(b"w:document", b"w:footnotes")
    inside = f"<w:footnote w:type='separator'>{p('---')}</w:footnote><w:footnote>{p('Awarded twice')}</w:footnote>"
    files["word/footnotes.xml"] = note + inside.encode() + b"</w:footnotes>"
    assert texts((document(packed(files))).notes) == ["Awarded twice"]


def test_the_strict_dialect_reads_alike() -> None:
    files = parts(title("Maren Holt"), item("Built things"))
    old = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = {
        name: data.replace(old, b"http://purl.oclc.org/ooxml/wordprocessingml/main") for name, data in files.items()
    }
    assert strict != files
    assert document(packed(strict)) == document(packed(files))


def test_macros_and_embedded_objects_are_not_opened() -> None:
    files = parts(p("x")) | {"word/vbaProject.bin": b"\x00" * 5_000, "word/embeddings/a.bin": b"<!DOCTYPE"}
    broken = packed(files).replace(b"word/vbaProject.bin", b"word/vbaProjekt.bin", 1)
    assert texts((document(broken)).blocks) == ["x"]
