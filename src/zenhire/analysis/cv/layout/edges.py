"""Cells that stand close to one another: a heading or dates in the margin, right-aligned against their text.

So do lines of two columns where the left one fills its width.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from zenhire.analysis.cv.layout.segments import Segment, piece
from zenhire.analysis.cv.parse.wraps import only_dates
from zenhire.analysis.cv.text import is_bullet
from zenhire.engines.pdf.base import PdfStyle, PdfWord

# In em of the larger of two words: wider than a space between words, and narrower than what always parts cells.
_LEAST_GAP, _WIDE_GAP = 0.42, 0.6
_OTHER_SIZE = 0.1
# In points.
_SAME_EDGE, _EXACT = 1.0, 0.5
_LEAST_LINES = 3
# In em: what is wider than most spaces between words.
_WIDE_SPACE = 0.4
_MANY_LINES, _FEW_ACROSS, _MOST_GUTTERS, _MOST_SEGMENTS = 6, 0.15, 6, 2_000
_LONGEST_DATES, _YEAR = 40, re.compile(r"(?:19|20)\d\d\b")


def part_at_edges(found: Sequence[Segment]) -> list[Segment]:
    """A page's segments, those cut in two that change their look where several other lines begin.

    A space alone parts cells there only where it is the one wide space of its line, as it may be that of justified
    text; a look alone does not. Dates at the right begin anywhere, but end where other dates do. Where many lines begin
    and hardly any other line goes across, a column begins, and a space alone parts.
    """
    edges = sorted(segment.box[0] for segment in found)
    dated = sorted(segment.box[2] for segment in found if _YEAR.search(segment.text))
    parted = [part for segment in found for part in _parts(segment, edges, dated)]
    gutters = _gutters(parted)
    return [part for segment in parted for part in _at_gutters(segment, gutters)] if gutters else parted


def _gutters(found: Sequence[Segment]) -> list[float]:
    """Where columns begin, which many lines share and hardly any line goes across."""
    if len(found) > _MOST_SEGMENTS:
        return []
    counts = Counter(round(segment.box[0] / _EXACT) for segment in found)
    gutters = []
    for place, _ in counts.most_common(_MOST_GUTTERS):
        x = place * _EXACT
        begin = [segment for segment in found if abs(segment.box[0] - x) <= _EXACT]
        top, bottom = min(segment.base for segment in begin), max(segment.base for segment in begin)
        near = [segment for segment in found if top <= segment.base <= bottom]
        across = sum(segment.box[0] < x - _SAME_EDGE and x + _SAME_EDGE < segment.box[2] for segment in near)
        beside = sum(segment.box[2] <= x for segment in near)
        if min(len(begin), beside) >= _MANY_LINES and across <= _FEW_ACROSS * len(begin):
            gutters.append(x)
    return gutters


def _at_gutters(segment: Segment, gutters: Sequence[float]) -> Iterator[Segment]:
    start = 0
    for at in range(1, len(segment.words)):
        before, after = segment.words[at - 1 : at + 1]
        apart = after.box[0] - before.box[2] >= _WIDE_SPACE * max(before.style.size, after.style.size)
        if apart and any(abs(after.box[0] - x) <= _EXACT for x in gutters):
            yield piece(segment, start, at)
            start = at
    yield piece(segment, start, len(segment.words)) if start else segment


def _parts(segment: Segment, edges: Sequence[float], dated: Sequence[float]) -> Iterator[Segment]:
    start = 0
    flush = _is_edge(segment.box[2], dated)
    wide = _wide(segment)
    for at in range(1, len(segment.words)):
        alone = wide == [at] and _is_edge(segment.words[at].box[0], edges)
        if not alone and not _parted(segment.words[at - 1], segment.words[at]):
            continue
        if _is_edge(segment.words[at].box[0], edges) or (flush and _dates_follow(segment.texts, at)):
            yield piece(segment, start, at)
            start = at
    yield piece(segment, start, len(segment.words)) if start else segment


def _wide(segment: Segment) -> list[int]:
    """The words that a space stands before which is wider than one between words, but after the mark of an item."""
    return [
        at
        for at, (before, after) in enumerate(itertools.pairwise(segment.words), 1)
        if after.box[0] - before.box[2] >= _WIDE_GAP * segment.size and not is_bullet(before.text)
    ]


def _parted(before: PdfWord, after: PdfWord) -> bool:
    gap = after.box[0] - before.box[2]
    return gap >= _LEAST_GAP * max(before.style.size, after.style.size) and _differ(before.style, after.style)


def _differ(one: PdfStyle, other: PdfStyle) -> bool:
    sizes = abs(one.size - other.size) > _OTHER_SIZE * max(one.size, other.size)
    return sizes or (one.bold, one.color) != (other.bold, other.color)


def _dates_follow(texts: Sequence[str], at: int) -> bool:
    """Whether a line ends with dates that begin here."""
    text = "".join(texts[at:]).strip()
    return len(text) <= _LONGEST_DATES and only_dates(text) and not _YEAR.search("".join(texts[max(0, at - 4) : at]))


def _is_edge(x: float, edges: Sequence[float]) -> bool:
    return bisect_left(edges, x + _SAME_EDGE) - bisect_left(edges, x - _SAME_EDGE) >= _LEAST_LINES
