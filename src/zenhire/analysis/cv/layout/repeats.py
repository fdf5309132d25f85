"""Page headers, footers and page numbers: what stands at the same place of several pages is read once at most."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from zenhire.analysis.cv.layout.segments import Segment
from zenhire.engines.pdf.base import PdfPage

_TOP, _BOTTOM, _NUMBER_ZONE = 0.12, 0.88, 0.08
_SAME_HEIGHT = 8.0
_MOST_PLACES = 20
_DIGITS = re.compile(r"\d+")
# With its page's number in it, a header says nothing that the text lacks.
_COUNTED = re.compile(
    r"# ?(/|of|von|de|di|sur|z|av|van|из) ?#|(page|seite|página|pagina|strona|sida|side) ?#|[-–|] ?#$"
)
_PAGE_NUMBER = re.compile(
    r"[-–|\s]*((page|seite|página|pagina|pág\.?|strona|sida|side|sivu|blz\.?|стр\.?|p\.?)\s*)?"
    r"\d{1,3}(\s*(of|/|von|de|di|sur|z|av|van|из|\|)\s*\d{1,3})?[-–|\s]*",
    re.IGNORECASE,
)


def repeats(pages: Sequence[tuple[PdfPage, Sequence[Segment]]]) -> set[int]:
    """Ids of the segments to leave out: repetitions after the first, and page numbers."""
    dropped: set[int] = set()
    seen: dict[str, list[tuple[float, Segment]]] = {}
    for page, found in pages:
        bases = [segment.base for segment in found]
        first, last = min(bases, default=0.0), max(bases, default=0.0)
        for segment in found:
            share = segment.base / max(1.0, page.height)
            if not (share <= _TOP or share >= _BOTTOM):
                continue
            if _is_page_number(segment, page, first, last):
                dropped.add(id(segment))
                continue
            key = _DIGITS.sub("#", segment.text.casefold())
            earlier = seen.setdefault(key, [])
            same = [other for base, other in earlier[:_MOST_PLACES] if abs(base - segment.base) <= _SAME_HEIGHT]
            if same:
                dropped.add(id(segment))
                if _COUNTED.search(key):
                    dropped.add(id(same[0]))
            elif len(key) > 2:
                earlier.append((segment.base, segment))
    return dropped | _painted_twice(pages)


def _painted_twice(pages: Sequence[tuple[PdfPage, Sequence[Segment]]]) -> set[int]:
    """What a page's last row and the next page's first row share: browsers paint a row that a page break cuts twice."""
    dropped: set[int] = set()
    for (_, found), (_, following) in itertools.pairwise(pages):
        if not found or not following:
            continue
        last, first = max(item.base for item in found), min(item.base for item in following)
        top = {_look(item) for item in following if item.base - first <= item.size}
        bottom = [item for item in found if last - item.base <= item.size]
        if all(_look(item) in top for item in bottom):
            dropped |= set(map(id, bottom))
    return dropped


def _look(item: Segment) -> tuple[str, float, bool, int]:
    return (item.text, item.size, item.bold, round(item.box[0]))


def _is_page_number(segment: Segment, page: PdfPage, first: float, last: float) -> bool:
    """`first` and `last` are the page's outermost base lines."""
    if len(segment.words) > 8 or not _PAGE_NUMBER.fullmatch(segment.text.strip()):
        return False
    share = segment.base / max(1.0, page.height)
    at_top, at_bottom = segment.base <= first + 1, segment.base >= last - 1
    return (at_top and share <= _NUMBER_ZONE) or (at_bottom and share >= 1 - _NUMBER_ZONE)
