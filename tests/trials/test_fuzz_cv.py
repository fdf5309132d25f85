"""The trial with hostile CVs: that it makes its files by its seed alone, what they are, and a short run of it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tests.support.cv_files import cv_pdf
from trials import _fuzz_cvs as cvs
from trials._fuzz_platform import Memory
from trials._fuzz_verdict import ACCEPTED, Tally, judge
from trials.fuzz_cv import RULES, main, sources_below
from zenhire.engines.pdf.base import PdfEncrypted, PdfError, PdfTooLong, PdfUnreadable
from zenhire.engines.pdf.reader import OcrOptions, ReadOptions, read

NO_OCR = ReadOptions(ocr=OcrOptions(enabled=False))


def test_the_same_seed_makes_the_same_files() -> None:
    sources = [cv_pdf()]
    once = [cvs.sample(sources, 3, number) for number in range(60)]
    assert once == [cvs.sample(sources, 3, number) for number in range(60)]
    assert len({one.content for one in once}) > 50
    assert cvs.sample(sources, 4, 0) != once[0]


async def ending(tmp_path: Path, data: bytes) -> str:
    """How reading ends: the words, or the error's name."""
    path = tmp_path / "cv.pdf"
    path.write_bytes(data)
    try:
        return " ".join(word.text for page in (await read(path, NO_OCR)).pages for word in page.words)
    except PdfError as error:
        return type(error).__name__


async def test_what_is_made_to_hurt_is_what_it_says(tmp_path: Path) -> None:
    chance = random.Random(1)
    assert await ending(tmp_path, cvs.encrypted(chance)) == PdfEncrypted.__name__
    pages = {await ending(tmp_path, cvs.million_pages(chance)) for _ in range(8)}
    assert PdfTooLong.__name__ in pages <= {PdfTooLong.__name__, PdfUnreadable.__name__}
    assert await ending(tmp_path, cvs.without_pages(chance)) == PdfUnreadable.__name__
    assert len({len(cvs.too_large(chance)) > cvs.LARGEST for _ in range(20)}) == 2
    assert "القاهرة" in await ending(tmp_path, cvs.written(["مهندس برمجيات في القاهرة"]))
    assert "履歴書" in await ending(tmp_path, cvs.written(["履歴書", "山田太郎"]))
    assert cvs.office_file(chance).startswith(b"PK")


@pytest.mark.parametrize(
    ("end", "row"),
    [
        ("failed INTERNAL_ERROR", "ends that no damaged file should have"),
        ("failed STUCK_TIMEOUT", "ends that no damaged file should have"),
    ],
)
def test_an_end_that_must_not_be(end: str, row: str) -> None:
    tally = Tally(RULES)
    tally.ends.update({"success": 2, "failed CV_PARSE_FAILED": 3})
    assert judge(tally, Memory(), {}, seed=1, seconds=1.0).sound
    tally.ends[end] += 1
    assert judge(tally, Memory(), {}, seed=1, seconds=1.0).must_be_nothing[row] == 1
    assert not judge(Tally(RULES), Memory(engine=1 << 30), {}, seed=1, seconds=1.0).sound


def test_a_folder_without_cvs(tmp_path: Path) -> None:
    assert main(["--data", str(tmp_path)]) == 2
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "one.pdf").write_bytes(b"%PDF-")
    assert sources_below(tmp_path) == [b"%PDF-"]


def test_a_short_run(tmp_path: Path) -> None:
    out = tmp_path / "outcome.json"
    status = main(["--files", "40", "--seed", "7", "--json", str(out)])
    outcome = json.loads(out.read_text())
    assert (status, outcome["sound"]) == (0, True), outcome
    assert outcome["answers"][ACCEPTED] > 20
    assert sum(outcome["ends"].values()) == outcome["answers"][ACCEPTED]
    assert min(outcome["ends"]["success"], outcome["ends"]["failed CV_PARSE_FAILED"]) > 3
    assert outcome["megabytes"]["child"] > 20 < outcome["megabytes"]["engine"]
