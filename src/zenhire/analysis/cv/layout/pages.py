"""The whole way from a PDF's words to a CV's text, with every line's place."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from zenhire.analysis.cv.integrity import Sorted, sort_words
from zenhire.analysis.cv.layout.asides import join_asides
from zenhire.analysis.cv.layout.assembly import Assembly
from zenhire.analysis.cv.layout.boxes import join_in_boxes
from zenhire.analysis.cv.layout.bullets import with_drawn_bullets
from zenhire.analysis.cv.layout.cards import cards
from zenhire.analysis.cv.layout.cells import join_cells
from zenhire.analysis.cv.layout.columns import Region, regions
from zenhire.analysis.cv.layout.dates import join_dates
from zenhire.analysis.cv.layout.edges import part_at_edges
from zenhire.analysis.cv.layout.gaps import part_at_gaps
from zenhire.analysis.cv.layout.icon_edges import with_icons
from zenhire.analysis.cv.layout.icons import without_icons
from zenhire.analysis.cv.layout.paragraphs import Paragraph, paragraphs
from zenhire.analysis.cv.layout.repeats import repeats
from zenhire.analysis.cv.layout.segments import Segment, segments
from zenhire.analysis.cv.layout.tables import join_tables
from zenhire.analysis.cv.layout.tracked import join_tracked
from zenhire.analysis.cv.parse.memo import forget
from zenhire.analysis.cv.types import Box, CvDocument, CvPage
from zenhire.engines.pdf.base import PdfDocument, PdfPage, PdfWord

_LEFTOVER_COLUMN = 99


def read_layout(document: PdfDocument) -> CvDocument:
    """The CV's text in reading order. The same document gives the same text.

    What a reader of the pages cannot see, and sentences meant for a machine, are in `findings` and not in the text.
    """
    try:
        return _laid_out(document)
    finally:
        forget()


def _laid_out(document: PdfDocument) -> CvDocument:
    sorted_pages = [(page, sort_words(page)) for page in document.pages]
    upright = [(page, _lines(page, words)) for page, words in sorted_pages]
    dropped = repeats(upright)
    assembly = Assembly(_vocabulary(upright))
    for (page, found), (_, words) in zip(upright, sorted_pages, strict=True):
        for segment in found:
            if id(segment) in dropped:
                assembly.repeat(page.number, segment)
        kept = [segment for segment in found if id(segment) not in dropped]
        for paragraph in _page_paragraphs(page, kept, words):
            assembly.add(page.number, paragraph)
        assembly.hide(page, words)
    pages = tuple(CvPage(page.number, page.width, page.height, page.source) for page in document.pages)
    return assembly.document(pages, document)


def _lines(page: PdfPage, words: Sorted) -> list[Segment]:
    found = join_in_boxes(segments(_written(page, words), page.frames))
    dated = join_dates(join_asides(part_at_edges(part_at_gaps(join_tracked(found)))))
    return join_tables(join_cells(dated))


def _written(page: PdfPage, words: Sorted) -> list[PdfWord]:
    """The page's upright words without icons, with a word for each bullet that is drawn."""
    upright = with_icons([word for word in words.shown if word.style.angle == 0])
    return with_drawn_bullets(without_icons(upright), page.marks)


def _page_paragraphs(page: PdfPage, found: Sequence[Segment], words: Sorted) -> Iterator[Paragraph]:
    for region in regions(found, page.shapes, (page.width, page.height)):
        for part in cards(region):
            yield from paragraphs(part)
    turned: dict[int, list[PdfWord]] = {}
    for word in words.shown:
        if word.style.angle:
            turned.setdefault(word.style.angle, []).append(word)
    for angle, some in sorted(turned.items()):
        standing = segments([_upright(word, angle) for word in some])
        yield from paragraphs(Region(tuple(standing), _LEFTOVER_COLUMN))


def _upright(word: PdfWord, angle: int) -> PdfWord:
    """A turned word as if the page were turned, so that its line can be read; `restore` turns its box back."""
    return replace(word, box=turn(word.box, angle))


def turn(box: Box, angle: int) -> Box:
    """A box in the axes of text that is written at an angle (degrees clockwise)."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    corners = [(x * cos + y * sin, y * cos - x * sin) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return (round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2))


def _vocabulary(pages: Sequence[tuple[PdfPage, Sequence[Segment]]]) -> frozenset[str]:
    """The document's words in lower case, which tell what a hyphen at a line's end is."""
    return frozenset(
        text.strip().strip(".,;:()").lower() for _, found in pages for segment in found for text in segment.texts
    )
