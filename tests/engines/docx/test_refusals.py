"""Files that cannot or must not be read end in an error that says what to do, quickly and within memory."""

from __future__ import annotations

import os
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.docx import cv, docx, p, packed, parts, table
from tests.support.pdf import PdfPage, pdf
from trials.fuzz_docx import MUTATIONS, mutated, trial
from zenhire.engines.child.inside import Refused
from zenhire.engines.child.launch import Limits
from zenhire.engines.docx import child, package
from zenhire.engines.docx.base import (
    DocxEncrypted,
    DocxError,
    DocxNoText,
    DocxReaderBroken,
    DocxTooLong,
    DocxUnreadable,
)
from zenhire.engines.docx.reader import DocxOptions, read

SMALL = DocxOptions(limits=Limits(wall_seconds=15, cpu_seconds=5, memory_bytes=400 << 20, answer_bytes=8 << 20))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


async def refusal(folder: Path, data: bytes, options: DocxOptions = SMALL) -> DocxError:
    path = folder / "cv.docx"
    path.write_bytes(data)
    with pytest.raises(DocxError) as caught:
        await read(path, options)
    return caught.value


def sheet() -> bytes:
    files = parts(p("x"))
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(b"wordprocessingml", b"spreadsheetml")
    return packed(files)


def without(name: str) -> bytes:
    return packed({part: data for part, data in parts(p("x")).items() if part != name})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"Dear Sir or Madam", "no_docx"),
        (pdf(PdfPage().text(40, 60, "a PDF with another name")), "no_docx"),
        (OLE + "WordDocument".encode("utf-16-le"), "old_doc"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "no_docx"),
        (sheet(), "no_docx"),
        (cv()[:900], "damaged"),
        (b"PK\x03\x04" + random.Random(1).randbytes(5_000), "damaged"),
        (without("word/document.xml"), "damaged"),
        (without("_rels/.rels"), "damaged"),
        (packed(parts(p("x")) | {"word/document.xml": b"<w:document"}), "damaged"),
    ],
)
async def test_what_is_no_document(tmp_path: Path, data: bytes, reason: str) -> None:
    error = await refusal(tmp_path, data)
    assert isinstance(error, DocxUnreadable) and error.reason == reason
    assert str(error)


async def test_a_password_is_told_from_damage(tmp_path: Path) -> None:
    whole = OLE + "EncryptedPackage".encode("utf-16-le")
    assert isinstance(await refusal(tmp_path, whole), DocxEncrypted)
    locked = bytearray(cv())
    for at in (at for at in range(len(locked)) if locked[at : at + 4] in (b"PK\x03\x04", b"PK\x01\x02")):
        locked[at + (6 if locked[at + 2] == 3 else 8)] |= 1
    error = await refusal(tmp_path, bytes(locked))
    assert isinstance(error, DocxEncrypted) and "password" in str(error)


async def test_too_much_text_and_too_large(tmp_path: Path) -> None:
    error = await refusal(tmp_path, docx(p("a" * 600), p("b" * 600)), replace(SMALL, most_characters=1_000))
    assert isinstance(error, DocxTooLong) and "1000" in str(error)
    for blocks in ((p("x"),) * 11, (p("x\n" * 11),), (table(*[("",)] * 6),)):
        error = await refusal(tmp_path, docx(*blocks), replace(SMALL, most_lines=10))
        assert isinstance(error, DocxTooLong) and "10 lines" in str(error)
    error = await refusal(tmp_path, cv(), replace(SMALL, most_bytes=500))
    assert isinstance(error, DocxUnreadable) and error.reason == "too_large"


@pytest.mark.parametrize("blocks", [(), (p(""),), (p(" \t "), "<w:p><w:r><w:drawing/></w:r></w:p>")])
async def test_nothing_to_read(tmp_path: Path, blocks: tuple[str, ...]) -> None:
    assert isinstance(await refusal(tmp_path, docx(*blocks)), DocxNoText)


def bombs() -> dict[str, bytes]:
    entities = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    outside = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    plain = parts(p("x"))
    blown = plain | {"word/document.xml": plain["word/document.xml"].replace(b"</w:body>", b" " * (30 << 20))}
    nested = b"<w:p>" * 100_000 + b"</w:p>" * 100_000
    wide = plain["word/document.xml"].replace(b"</w:body>", b"<w:p/>" * 1_100_000 + b"</w:body>")
    return {
        "entities": docx("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", prolog=entities),
        "outside": docx("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", prolog=outside),
        "blown": packed(blown),
        "stored": packed(blown, zipfile.ZIP_STORED),
        "nested": docx(nested.decode()),
        "wide": packed(plain | {"word/document.xml": wide}),
        "entries": packed(plain | {f"word/media/{number}": b"" for number in range(package.MOST_ENTRIES)}),
    }


@pytest.mark.parametrize(("name", "data"), bombs().items())
async def test_bombs_end_at_a_limit(tmp_path: Path, name: str, data: bytes) -> None:
    error = await refusal(tmp_path, data)
    assert isinstance(error, DocxUnreadable) and error.reason == "suspicious"


async def test_two_parts_of_one_name(tmp_path: Path) -> None:
    plain = parts(p("x"))
    data = packed(plain | {"word/DOCUMENT.xml": plain["word/document.xml"]})
    error = await refusal(tmp_path, data)
    assert isinstance(error, DocxUnreadable) and error.reason == "damaged"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
async def test_unusual_packing_is_not_unpacked(tmp_path: Path, method: int) -> None:
    error = await refusal(tmp_path, packed(parts(p("x")), method))
    assert isinstance(error, DocxUnreadable) and error.reason == "damaged"


async def test_styles_that_lead_in_a_circle(tmp_path: Path) -> None:
    files = parts(p("x", style="Titel"))
    files["word/styles.xml"] = files["word/styles.xml"].replace(
        b'"Title"/><w:basedOn w:val="Normal"/>', b'"Title"/><w:basedOn w:val="Titel"/>'
    )
    path = tmp_path / "cv.docx"
    path.write_bytes(packed(files))
    assert (await read(path, SMALL)).blocks


async def test_time_runs_out(tmp_path: Path) -> None:
    hurried = replace(SMALL, limits=replace(SMALL.limits, wall_seconds=0.01))
    error = await refusal(tmp_path, cv(), hurried)
    assert isinstance(error, DocxUnreadable) and error.reason == "timeout"


async def test_a_long_answer_is_cut_short(tmp_path: Path) -> None:
    error = await refusal(tmp_path, cv(), replace(SMALL, limits=replace(SMALL.limits, answer_bytes=500)))
    assert isinstance(error, DocxUnreadable) and error.reason == "limit"


async def test_a_child_that_cannot_start_is_the_operators_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", os.devnull)
    assert isinstance(await refusal(tmp_path, cv()), DocxReaderBroken)


async def test_damaged_files_end_as_they_may(tmp_path: Path) -> None:
    tally = await trial([cv()], len(MUTATIONS), 7, tmp_path, options=SMALL)
    assert tally.lost == []
    assert sum(tally.outcomes.values()) == len(MUTATIONS)


def test_the_reader_itself_refuses_what_it_cannot_read() -> None:
    """The child's work in this process: every damage ends in blocks or in a refusal, and in nothing else."""
    source, kinds = cv(), set[str]()
    quick = [
        at for at in range(400) if MUTATIONS[at % len(MUTATIONS)].__name__ not in ("part_bomb", "part_nest", "many")
    ]
    for number in quick[:300]:
        _, data = mutated([source], number, 11)
        try:
            child.document(data, 100_000, 5_000)
        except Refused as refused:
            kinds.add(refused.kind)
    assert kinds <= {"unreadable", "encrypted", "too_long"}
    assert "unreadable" in kinds
