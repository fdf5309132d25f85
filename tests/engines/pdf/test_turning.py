"""Which scanned pages are tried turned, and how often; the recogniser is a function that knows its pages' heads."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence

import pytest

from tests.support.pdf import PdfPage as Drawn
from tests.support.pdf import pdf
from zenhire.engines.child.inside import Refused
from zenhire.engines.pdf.base import PdfPage, PdfStyle, PdfWord
from zenhire.engines.pdf.child import loaded, opened, placement
from zenhire.engines.pdf.ocr_child import Reader
from zenhire.engines.pdf.paint import Rendering

BLANK, PICTURE = None, -1
WORD = PdfWord("Example", (10, 10, 90, 20), 20, PdfStyle("", 10), source="ocr", confidence=0.96)
DOUBTFUL = PdfWord("e7dwexE", (10, 10, 90, 20), 20, PdfStyle("", 10), source="ocr", confidence=0.5)


def drawn(quarters: int | None) -> Drawn:
    """A page that is upright when turned by so many quarters to the right: then it has a dark head."""
    if quarters is BLANK:
        return Drawn()
    if quarters == PICTURE:
        return Drawn().box(200, 300, 400, 500, (0, 0, 0))
    return Drawn(rotate=(360 - 90 * quarters) % 360).box(0, 0, 595, 40, (0, 0, 0))


class Recogniser:
    """Reads a page with a dark head; elsewise gives what `lying` gives. `readings` counts them."""

    def __init__(self, lying: Callable[[], list[PdfWord]] = list) -> None:
        self.readings, self._lying = 0, lying

    def __call__(self, picture: Rendering, seconds: float) -> list[PdfWord]:
        self.readings += 1
        assert 0 < seconds <= 60
        return [WORD] if max(picture.pixels[: picture.width]) == 0 else self._lying()


def pages(kinds: Sequence[int | None], recogniser: Recogniser, seconds: float = 60.0) -> list[PdfPage]:
    with opened(pdf(*map(drawn, kinds))) as document:
        return Reader(document, 36, recogniser, time.monotonic() + seconds).pages(range(len(kinds)))


@pytest.mark.parametrize("lying", [list, lambda: [DOUBTFUL]])
@pytest.mark.parametrize(
    "kinds",
    [
        [1, 0, 1, 0, 0, 0],
        [1, 0, 1, 0, 1, 0],
        [2, 2, 2, 2, 2, 2],
        [3, 0, 0, 0, 0, 3],
        [BLANK, BLANK, BLANK, 1],
        [0, BLANK, 0, BLANK, 0, BLANK, 0, 1],
    ],
)
def test_every_page_with_words_is_read_upright(kinds: list[int | None], lying: Callable[[], list[PdfWord]]) -> None:
    found = pages(kinds, Recogniser(lying))
    assert [page.number for page in found] == [*range(1, len(kinds) + 1)]
    assert [page.words for page in found] == [() if kind is BLANK else (WORD,) for kind in kinds]
    assert {page.rotation for page in found} == {0}


def test_pictures_without_words_leave_their_turns_to_later_pages() -> None:
    found = pages([PICTURE, PICTURE, PICTURE, PICTURE, 1], Recogniser())
    assert [page.words for page in found] == [(), (), (), (), (WORD,)]


def test_pages_without_ink_are_not_read() -> None:
    recogniser = Recogniser()
    assert [page.source for page in pages([BLANK, BLANK, 0], recogniser)] == ["none", "none", "ocr"]
    assert recogniser.readings == 1


def test_a_long_poor_scan_is_not_read_four_times() -> None:
    recogniser = Recogniser(lambda: [DOUBTFUL])
    found = pages([PICTURE] * 8, recogniser)
    assert [page.words for page in found] == [(DOUBTFUL,)] * 8
    assert recogniser.readings == 3 * 4 + 5


def refused() -> list[PdfWord]:
    raise Refused("killed", "timeout")


def test_what_was_read_is_kept_when_a_turned_reading_is_refused() -> None:
    answers = iter([[DOUBTFUL]])
    found = pages([PICTURE, 0], Recogniser(lambda: next(answers, None) or refused()))
    assert [page.words for page in found] == [(DOUBTFUL,), (WORD,)]


def test_a_page_that_is_refused_costs_no_other_page() -> None:
    assert [page.number for page in pages([0, PICTURE, 0], Recogniser(refused))] == [1, 3]


def test_a_document_of_which_nothing_could_be_read_is_refused() -> None:
    with pytest.raises(Refused):
        pages([BLANK, PICTURE], Recogniser(refused))


def test_nothing_is_turned_that_there_is_no_time_for() -> None:
    def slowly() -> list[PdfWord]:
        time.sleep(0.4)
        return [DOUBTFUL]

    recogniser = Recogniser(slowly)
    assert [page.words for page in pages([PICTURE, PICTURE], recogniser, seconds=0.7)] == [(DOUBTFUL,)]
    assert recogniser.readings == 1


def rendered(page: Drawn) -> Rendering:
    with opened(pdf(page)) as document, loaded(document, 0) as handle:
        return Rendering(handle, placement(handle).size, 300 / 72, 14_000_000, 20.0)


def test_the_back_of_a_sheet_is_blank_and_the_faintest_letter_is_not() -> None:
    noise = random.Random(7)
    paper = bytes(noise.randint(232, 248) for _ in range(298 * 421))
    assert rendered(Drawn().image(0, 0, 595, 842, paper, 298)).blank()
    assert rendered(Drawn().box(0, 0, 595, 842, (0, 0, 0))).blank()
    assert not rendered(Drawn().text(300, 400, "e", color=(0.8, 0.8, 0.8))).blank()
