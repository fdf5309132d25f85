"""Pictures of text go through text recognition; the program is a stand-in, and the real one where it is installed."""

from __future__ import annotations

import os
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.pdf import PdfPage, pdf
from zenhire.engines.pdf.base import PdfDocument, PdfNeedsOcr, PdfNoText
from zenhire.engines.pdf.ocr_child import tsv_words
from zenhire.engines.pdf.reader import OcrOptions, ReadOptions, read

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
ROWS = (
    "4\t1\t1\t1\t1\t0\t100\t200\t800\t60\t-1\t",
    "5\t1\t1\t1\t1\t1\t100\t200\t300\t50\t96.5\tAnn",
    "5\t1\t1\t1\t1\t2\t420\t204\t400\t46\t91.0\tExample",
    "5\t1\t1\t1\t2\t1\t100\t300\t300\t50\t12.0\tspeck",
)
PROGRAM = """#!{python}
import sys
if "--list-langs" in sys.argv:
    print("List of available languages in /there (2):", "eng", "deu", sep="\\n")
else:
    assert sys.stdin.buffer.read(2) == b"P5"
    print({table!r}.replace("LANGUAGES", sys.argv[sys.argv.index("-l") + 1]))
"""


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Puts a stand-in for tesseract on the path, before anything else."""
    path = folder / "tesseract"
    path.write_text(program)
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def scan(text: bool = False) -> bytes:
    page = PdfPage().image(0, 0, 595, 842, bytes(range(256)) * 40, 64)
    return pdf(
        page.text(40, 60, "A page with words of its own that can be read as they are, and enough of them")
        if text
        else page
    )


async def reading(folder: Path, data: bytes, **ocr: object) -> PdfDocument:
    path = folder / "cv.pdf"
    path.write_bytes(data)
    return await read(path, ReadOptions(ocr=replace(OcrOptions(), **ocr)))  # type: ignore[arg-type]


def test_the_table_becomes_words_in_points() -> None:
    first, second = tsv_words("\n".join((HEAD, *ROWS)), scale=300 / 72)
    assert (first.text, second.text) == ("Ann", "Example")
    assert first.box == pytest.approx((24, 48, 96, 60), abs=0.01)
    assert first.baseline == second.baseline and first.style == second.style
    assert (first.source, first.confidence) == ("ocr", 0.965)


async def test_scanned_pages_are_recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = "\n".join((HEAD, *ROWS)).replace("Example", "LANGUAGES")
    install(tmp_path, monkeypatch, PROGRAM.format(python=sys.executable, table=table))
    document = await reading(tmp_path, scan(), languages=("deu", "fra", "eng"))
    assert [word.text for word in document.pages[0].words] == ["Ann", "deu+eng"]
    assert (document.ocr, document.pages[0].source) == ("tesseract:deu+eng", "ocr")


LYING = """#!{python}
import sys
if "--list-langs" in sys.argv:
    print("eng")
else:
    sys.stdin.buffer.readline()
    width, height = map(int, sys.stdin.buffer.readline().split())
    print({sure!r} if width > height else {unsure!r})
"""


async def test_a_page_on_its_side_is_turned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sure = "\n".join((HEAD, *ROWS))
    unsure = sure.replace("96.5", "50").replace("91.0", "60").replace("Example", "3lqwexƎ")
    install(tmp_path, monkeypatch, LYING.format(python=sys.executable, sure=sure, unsure=unsure))
    (page,) = (await reading(tmp_path, scan())).pages
    assert [word.text for word in page.words] == ["Ann", "Example"]
    assert (page.rotation, page.width > page.height) == (90, True)


async def test_a_page_that_is_doubtful_whichever_way_it_lies_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsure = "\n".join((HEAD, *ROWS)).replace("96.5", "50").replace("91.0", "60")
    install(tmp_path, monkeypatch, PROGRAM.format(python=sys.executable, table=unsure))
    (page,) = (await reading(tmp_path, scan())).pages
    assert [word.text for word in page.words] == ["Ann", "Example"]
    assert (page.rotation, page.width < page.height) == (0, True)


async def test_what_there_is_no_time_for_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = "\n".join((HEAD, *ROWS))
    slow = PROGRAM.format(python=sys.executable, table=table).replace("else:", "else:\n    import time; time.sleep(4)")
    install(tmp_path, monkeypatch, slow)
    picture = PdfPage().image(0, 0, 595, 842, bytes(range(256)) * 40, 64)
    hurried = replace(OcrOptions().limits, wall_seconds=12.0)
    document = await reading(tmp_path, pdf(picture, picture, picture, picture), limits=hurried)
    sources = [page.source for page in document.pages]
    assert sources[0] == "ocr"
    assert sources[-1] == "none"


async def test_a_turned_reading_that_takes_too_long_leaves_the_words_that_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsure = "\n".join((HEAD, *ROWS)).replace("96.5", "50").replace("91.0", "60")
    program = LYING.format(python=sys.executable, sure="", unsure=unsure)
    install(
        tmp_path,
        monkeypatch,
        program.replace("    print(''", "    import time; width > height and time.sleep(50)\n    print(''"),
    )
    hurried = replace(OcrOptions().limits, cpu_seconds=6)
    begun = time.monotonic()
    (page,) = (await reading(tmp_path, scan(), limits=hurried)).pages
    assert [word.text for word in page.words] == ["Ann", "Example"]
    assert time.monotonic() - begun < 30


async def test_only_pages_that_need_it_are_recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, PROGRAM.format(python=sys.executable, table="\n".join((HEAD, *ROWS))))
    document = await reading(tmp_path, scan(text=True))
    assert (document.ocr, document.pages[0].source) == (None, "text")


async def test_a_recogniser_that_sees_nothing_or_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, PROGRAM.format(python=sys.executable, table=HEAD))
    with pytest.raises(PdfNoText):
        await reading(tmp_path, scan())


async def test_without_a_recogniser_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("zenhire.engines.pdf.reader._OCR_CHILD", "tests.support.ocr_nowhere")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]), prepend=os.pathsep)
    with pytest.raises(PdfNeedsOcr) as caught:
        await reading(tmp_path, scan())
    assert caught.value.reason == "scanned"


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
async def test_the_real_program_reads_a_scan(tmp_path: Path) -> None:
    from tests.support.scans import scanned

    document = await reading(tmp_path, await scanned(tmp_path, PdfPage().text(60, 90, "Senior Baker", size=28)))
    assert [word.text for word in document.pages[0].words] == ["Senior", "Baker"]
    assert 55 <= document.pages[0].words[0].box[0] <= 66


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
@pytest.mark.parametrize("turned", [90, 180, 270])
async def test_the_real_program_reads_a_scan_that_lies_wrongly(tmp_path: Path, turned: int) -> None:
    from tests.support.scans import scanned

    words = "Responsible for the early shift of a bakery with nine people"
    page = PdfPage().text(60, 90, "Senior Baker", size=28).text(60, 130, words, size=14)
    document = await reading(tmp_path, await scanned(tmp_path, page, turned))
    assert [word.text for word in document.pages[0].words] == ["Senior", "Baker", *words.split()]
    assert 55 <= document.pages[0].words[0].box[0] <= 66
