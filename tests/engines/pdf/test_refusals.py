"""Files that cannot or must not be read end in an error that says what to do, quickly and within memory."""

from __future__ import annotations

import os
import random
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.cv_layouts import dates_right, side_bar, table
from tests.support.pdf import PdfPage, pdf
from trials.fuzz_pdf import MUTATIONS, trial
from zenhire.engines.child.launch import Limits
from zenhire.engines.pdf.base import (
    PdfEncrypted,
    PdfError,
    PdfNeedsOcr,
    PdfNoText,
    PdfReaderBroken,
    PdfTooLong,
    PdfUnreadable,
)
from zenhire.engines.pdf.reader import OcrOptions, ReadOptions, read

NO_OCR = ReadOptions(ocr=OcrOptions(enabled=False))
SMALL = replace(NO_OCR, limits=Limits(wall_seconds=15, cpu_seconds=3, memory_bytes=400 << 20, answer_bytes=8 << 20))


async def refusal(folder: Path, data: bytes, options: ReadOptions = NO_OCR) -> PdfError:
    path = folder / "cv.pdf"
    path.write_bytes(data)
    with pytest.raises(PdfError) as caught:
        await read(path, options)
    return caught.value


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 a word processor's file" * 50, "no_pdf"),
        (b"%PDF-1.7\n" + random.Random(1).randbytes(5_000), "damaged"),
        (pdf(PdfPage().text(40, 60, "cut off"))[:300], "damaged"),
        (pdf(), "no_pages"),
    ],
)
async def test_what_is_no_document(tmp_path: Path, data: bytes, reason: str) -> None:
    error = await refusal(tmp_path, data)
    assert isinstance(error, PdfUnreadable) and error.reason == reason
    assert str(error)


async def test_a_password_is_told_from_damage(tmp_path: Path) -> None:
    error = await refusal(tmp_path, pdf(PdfPage().text(40, 60, "secret"), password="open sesame"))
    assert isinstance(error, PdfEncrypted) and "password" in str(error)


async def test_too_many_pages_and_too_much_text(tmp_path: Path) -> None:
    pages = [PdfPage().text(40, 60, "a page") for _ in range(4)]
    error = await refusal(tmp_path, pdf(*pages), replace(NO_OCR, most_pages=3))
    assert isinstance(error, PdfTooLong) and (error.unit, error.found, error.most) == ("pages", 4, 3)
    error = await refusal(tmp_path, pdf(*pages), replace(NO_OCR, most_characters=15))
    assert isinstance(error, PdfTooLong) and error.unit == "characters"
    error = await refusal(tmp_path, pdf(*pages), replace(NO_OCR, most_bytes=200))
    assert isinstance(error, PdfUnreadable) and error.reason == "too_large"


async def test_a_claim_of_a_million_pages(tmp_path: Path) -> None:
    data = pdf(PdfPage().text(40, 60, "one")).replace(b"/Count 1>>", b"/Count 1000000>>")
    assert isinstance(await refusal(tmp_path, data), PdfTooLong | PdfUnreadable)


async def test_a_form_that_few_programs_show(tmp_path: Path) -> None:
    catalog = b"/AcroForm<</Fields[]/XFA[(template)90 0 R]>>/NeedsRendering true"
    error = await refusal(tmp_path, pdf(PdfPage().text(40, 60, "Please wait..."), catalog=catalog))
    assert isinstance(error, PdfUnreadable) and error.reason == "xfa"


async def test_a_page_without_any_text(tmp_path: Path) -> None:
    assert isinstance(await refusal(tmp_path, pdf(PdfPage().box(10, 10, 99, 99, (1, 0, 0)))), PdfNoText)


async def test_a_picture_of_text_asks_for_text_recognition(tmp_path: Path) -> None:
    page = PdfPage().image(0, 0, 595, 842, random.Random(2).randbytes(100 * 140), 100)
    error = await refusal(tmp_path, pdf(page))
    assert isinstance(error, PdfNeedsOcr) and "tesseract" in str(error) and "zenhire[ocr]" in str(error)


async def test_a_bomb_ends_at_the_limit(tmp_path: Path) -> None:
    page = PdfPage()
    page.content.append(b"BT (a) Tj ET " * ((60 << 20) // 13))
    error = await refusal(tmp_path, pdf(page), SMALL)
    assert isinstance(error, PdfTooLong | PdfUnreadable | PdfNoText)


async def test_a_bomb_of_bombs_ends(tmp_path: Path) -> None:
    inner = zlib.compress(bytes(200 << 20), 9)
    data = pdf(PdfPage().text(40, 60, "x"), compress=False)
    head = b"/Filter[/FlateDecode/FlateDecode]"
    packed = zlib.compress(inner)
    at = data.index(b"stream\n")
    start = data.rindex(b"<<", 0, at)
    end = data.index(b"endstream")
    data = data[:start] + b"<<%s/Length %d>>stream\n%s\n" % (head, len(packed), packed) + data[end:]
    assert isinstance(await refusal(tmp_path, data, SMALL), PdfUnreadable | PdfNoText)


async def test_huge_pages_are_read_without_painting_them(tmp_path: Path) -> None:
    path = tmp_path / "cv.pdf"
    path.write_bytes(pdf(PdfPage(width=900_000, height=900_000).text(40, 60, "far")))
    document = await read(path, SMALL)
    assert [word.text for word in document.pages[0].words] == ["far"]


async def test_time_runs_out(tmp_path: Path) -> None:
    hurried = replace(NO_OCR, limits=replace(SMALL.limits, wall_seconds=0.01))
    error = await refusal(tmp_path, pdf(PdfPage().text(40, 60, "slow")), hurried)
    assert isinstance(error, PdfUnreadable) and error.reason == "timeout"


async def test_a_long_answer_is_cut_short(tmp_path: Path) -> None:
    page = PdfPage().lines(40, 60, *("many words in a row" for _ in range(30)))
    error = await refusal(tmp_path, pdf(page), replace(NO_OCR, limits=replace(SMALL.limits, answer_bytes=500)))
    assert isinstance(error, PdfUnreadable) and error.reason == "limit"


async def test_a_child_that_cannot_start_is_the_operators_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", os.devnull)
    assert isinstance(await refusal(tmp_path, pdf(PdfPage().text(40, 60, "x"))), PdfReaderBroken)


async def test_damaged_files_end_as_they_may(tmp_path: Path) -> None:
    for name, data in (("a", side_bar()), ("b", dates_right()), ("c", table())):
        (tmp_path / f"{name}.pdf").write_bytes(data)
    work = tmp_path / "work"
    work.mkdir()
    tally = await trial([tmp_path / f"{name}.pdf" for name in "abc"], len(MUTATIONS), 3, work, options=SMALL)
    assert tally.lost == []
    assert sum(tally.outcomes.values()) == len(MUTATIONS)
