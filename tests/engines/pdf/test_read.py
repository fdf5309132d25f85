"""What comes out of PDFs, through the real child process."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.pdf import PdfPage, pdf
from zenhire.engines.pdf.base import PdfDocument, PdfWord
from zenhire.engines.pdf.reader import OcrOptions, ReadOptions, read

NO_OCR = ReadOptions(ocr=OcrOptions(enabled=False))


async def reading(folder: Path, data: bytes, options: ReadOptions = NO_OCR) -> PdfDocument:
    path = folder / "cv.pdf"
    path.write_bytes(data)
    return await read(path, options)


def texts(document: PdfDocument) -> list[str]:
    return [word.text for page in document.pages for word in page.words]


def named(document: PdfDocument, text: str) -> PdfWord:
    return next(word for page in document.pages for word in page.words if word.text == text)


async def test_words_have_place_size_and_look(tmp_path: Path) -> None:
    page = PdfPage().text(40, 60, "Ann Example", size=18, font="bold").text(40, 90, "bakes", color=(1, 0, 0))
    document = await reading(tmp_path, pdf(page.text(100, 90, "well", font="italic")))
    ann, bakes, well = (named(document, text) for text in ("Ann", "bakes", "well"))
    assert ann.style.bold and ann.style.size == pytest.approx(18) and ann.style.font == "Helvetica-Bold"
    assert ann.box[0] == pytest.approx(40, abs=1) and ann.baseline == pytest.approx(60, abs=0.5)
    assert ann.box[1] < 60 - 9 and ann.box[3] > 60
    assert (bakes.style.color, bakes.style.bold, bakes.style.italic) == (0xFF0000, False, False)
    assert well.style.italic
    assert min(ann.contrast or 0, bakes.contrast or 0) > 100


async def test_a_word_in_two_looks_is_two_joined_pieces(tmp_path: Path) -> None:
    page = PdfPage().text(40, 60, "Py", font="mono").text(52, 60, "thon", font="mono", color=(0, 0, 1))
    words = (await reading(tmp_path, pdf(page))).pages[0].words
    assert [(word.text, word.joined) for word in words] == [("Py", False), ("thon", True)]


async def test_the_overhang_of_an_italic_letter_hides_no_space(tmp_path: Path) -> None:
    page = PdfPage().text(40, 60, "of", size=11, font="italic").text(51.5, 60, "Food", size=11, font="italic")
    assert texts(await reading(tmp_path, pdf(page))) == ["of", "Food"]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
async def test_turned_pages_are_read_upright(tmp_path: Path, turn: int) -> None:
    directions = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}
    page = PdfPage(rotate=turn).text(300, 400, "upright", angle=directions[turn])
    document = await reading(tmp_path, pdf(page))
    word = named(document, "upright")
    assert word.style.angle == 0 and (word.contrast or 0) > 100
    assert word.box[2] - word.box[0] > word.box[3] - word.box[1]
    assert document.pages[0].rotation == turn
    assert (document.pages[0].width > document.pages[0].height) == (turn in (90, 270))


async def test_the_direction_of_writing_is_told(tmp_path: Path) -> None:
    page = PdfPage().text(300, 400, "up", angle=(0, 1)).text(300, 500, "down", angle=(0, -1))
    document = await reading(tmp_path, pdf(page))
    assert (named(document, "up").style.angle, named(document, "down").style.angle) == (270, 90)


async def test_what_nobody_sees_has_no_contrast(tmp_path: Path) -> None:
    page = PdfPage().text(40, 60, "white", color=(1, 1, 1)).text(40, 80, "ghost", mode=3).text(40, 100, "covered")
    page.box(30, 90, 200, 105, (1, 1, 1)).box(30, 120, 200, 150, (0, 0, 0.4)).text(40, 140, "light", color=(1, 1, 1))
    document = await reading(tmp_path, pdf(page))
    seen = {word.text: word.contrast for word in document.pages[0].words}
    assert seen["white"] == seen["ghost"] == seen["covered"] == 0
    assert (seen["light"] or 0) > 100
    assert named(document, "ghost").style.mode == 3
    assert [shape.color for shape in document.pages[0].shapes] == [0x000066]


async def test_boxes_about_as_high_as_a_line_are_read(tmp_path: Path) -> None:
    page = PdfPage().box(40, 50, 100, 66, (0.8, 0.9, 1)).outline(110, 50, 150, 66, (0, 0, 0))
    page.box(40, 80, 100, 96, (1, 1, 1)).outline(110, 80, 150, 96, (1, 1, 1)).text(45, 62, "Welding")
    expected = [(40, 50, 100, 66), (110, 50, 150, 66)]
    # An underline, a band over the page, a box around several lines, and an icon's ground.
    page.box(40, 110, 100, 111, (0, 0, 0)).box(0, 120, 595, 136, (0, 0, 1)).outline(40, 140, 300, 240, (0, 0, 0))
    document = await reading(tmp_path, pdf(page.box(40, 250, 50, 270, (0, 0, 1))))
    for frame, place in zip(document.pages[0].frames, expected, strict=True):
        assert frame == pytest.approx(place, abs=0.5)


async def test_few_of_many_boxes_are_kept(tmp_path: Path) -> None:
    page = PdfPage().text(40, 20, "Welding")
    for at in range(700):
        page.box(40 + at / 10, 50, 100 + at / 10, 66, (0, 0, 1))
    assert len((await reading(tmp_path, pdf(page))).pages[0].frames) == 500


async def test_links_and_form_fields_are_read(tmp_path: Path) -> None:
    page = PdfPage().text(40, 60, "Mail").link(40, 50, 70, 62, "mailto:ann@example.org")
    page.link(40, 70, 70, 82, "javascript:alert(1)").form_field(100, 50, 300, 64, "job", "Head baker")
    document = await reading(tmp_path, pdf(page))
    assert [link.uri for link in document.pages[0].links] == ["mailto:ann@example.org"]
    words = [word for word in document.pages[0].words if word.source == "form"]
    assert [word.text for word in words] == ["Head", "baker"]
    assert 100 <= words[0].box[0] < words[1].box[0] < 300 and 50 <= words[0].box[1] < 64


async def test_scripts_and_attached_files_are_ignored(tmp_path: Path) -> None:
    catalog = b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/Names<</EmbeddedFiles<</Names[(a)<</F(a.exe)>>]>>>>"
    assert texts(await reading(tmp_path, pdf(PdfPage().text(40, 60, "calm"), catalog=catalog))) == ["calm"]


async def test_the_same_bytes_give_the_same_document(tmp_path: Path) -> None:
    data = pdf(PdfPage().lines(40, 60, "one line", "another line").box(0, 0, 100, 600, (0.9, 0.9, 0.9)))
    assert await reading(tmp_path, data) == await reading(tmp_path, data)


async def test_an_open_file_keeps_its_place(tmp_path: Path) -> None:
    path = tmp_path / "cv.pdf"
    path.write_bytes(pdf(PdfPage().text(40, 60, "here")))
    with path.open("rb") as file:
        file.seek(7)
        assert texts(await read(file, NO_OCR)) == ["here"]
        assert file.tell() == 7
