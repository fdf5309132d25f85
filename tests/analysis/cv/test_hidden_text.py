"""Every way that we know of hiding words in a PDF, in real files: none of them is in the text."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.support.pdf import PdfPage, pdf
from zenhire.analysis.cv.layout import read_layout
from zenhire.analysis.cv.types import CvDocument
from zenhire.engines.pdf import reader
from zenhire.engines.pdf.reader import ReadOptions

SHOWN = ("Ann Example", "Baker, Crumb & Co, 2015 - 2020", "Baked rye bread.")
STATES = b"/ExtGState<</Clear<</ca 0/CA 0>>/Faint<</ca .03>>>>"

WAYS: dict[str, tuple[bytes, bytes]] = {
    "white": (b"1 g", b""),
    "nearlywhite": (b".96 g", b""),
    "tiny": (b".1 0 0 .1 400 300 cm", b""),
    "flat": (b"1 0 0 .05 300 300 cm", b""),
    "narrow": (b"1 Tz", b""),
    "left": (b"1 0 0 1 -400 0 cm", b""),
    "rendered": (b"3 Tr", b""),
    "clipping": (b"7 Tr", b""),
    "outlined": (b"1 G 1 Tr", b""),
    "boxed": (b"", b"1 g 40 %d 300 16 re f"),
    "blackened": (b"", b"0 g 40 %d 300 16 re f"),
    "clear": (b"/Clear gs", b""),
    "clearstroke": (b"/Clear gs 2 Tr", b""),
    "faint": (b"/Faint gs", b""),
    "clipped": (b"0 0 1 1 re W n", b""),
}
"""By a word of its own: what is before it in the page's content, and what is drawn over it."""

GROUNDS: dict[str, tuple[bytes, bytes]] = {
    "greyish": (b".8 g", b".77 g"),
    "bluish": (b".2 .4 .8 rg", b".24 .44 .84 rg"),
    "blackish": (b"0 g", b".02 g"),
}
"""The colour of a box, and that of the word on it."""


def _page() -> PdfPage:
    page = PdfPage(resources=STATES).lines(48, 40, *SHOWN)
    for row, (word, (before, after)) in enumerate(WAYS.items()):
        y = 700 - 24 * row
        over = after % (y - 4) if after else b""
        page.content.append(b"q %s BT /F0 10 Tf 1 0 0 1 48 %d Tm (%s) Tj ET %s Q" % (before, y, word.encode(), over))
    for row, (word, (ground, ink)) in enumerate(GROUNDS.items()):
        y = 200 - 24 * row
        box, text = b"%s 40 %d 300 16 re f" % (ground, y - 4), b"/F0 10 Tf 1 0 0 1 48 %d Tm" % y
        page.content.append(b"q %s %s BT %s (%s) Tj ET Q" % (box, ink, text, word.encode()))
    page.text(48, 40, "among", color=(1, 1, 1))
    page.text(48, 900, "below")
    page.form_field(48, 900, 200, 920, "f", "infield")
    page.text(48, 700, "pictured").image(40, 690, 200, 710, bytes([200]) * 64, 8)
    return page


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> CvDocument:
    path: Path = tmp_path_factory.mktemp("hidden") / "cv.pdf"
    path.write_bytes(pdf(_page()))
    return read_layout(asyncio.run(reader.read(path, ReadOptions())))


def test_what_a_reader_sees_is_all_there_is(document: CvDocument) -> None:
    assert document.text.split() == " ".join(SHOWN).split()


@pytest.mark.parametrize("word", [*WAYS, *GROUNDS, "among", "below", "infield", "pictured"])
def test_it_is_told_and_left_out(document: CvDocument, word: str) -> None:
    assert word not in document.text
    assert word in document.withheld
