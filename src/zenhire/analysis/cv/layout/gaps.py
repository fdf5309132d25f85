"""Items beside each other that wider spaces part than those between words, all of one width."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from zenhire.analysis.cv.layout.segments import Segment, piece

# In em: narrower than what always parts cells, and wider than a space that justified text stretches as a rule.
_LEAST_GAP, _USUAL_GAP, _NO_SPACE = 0.7, 0.45, 0.1
# In points.
_SAME_WIDTH = 0.4
_LEAST_GAPS, _MOST_WORDS = 3, 5


def part_at_gaps(found: Sequence[Segment]) -> list[Segment]:
    """A page's segments, those cut whose words stand in groups with wide spaces between them.

    Each group is short, all other spaces of the line are those between words, and the wide ones have a width that the
    page has several times, on lines with narrow spaces, too: text that is justified has either. Signs beside a space
    part by themselves.
    """
    cuts = [_wide(segment) for segment in found]
    widths = sorted(
        width for segment, some in zip(found, cuts, strict=True) if _has_narrow(segment) for width in some.values()
    )
    return [part for segment, some in zip(found, cuts, strict=True) for part in _parts(segment, some, widths)]


def _wide(segment: Segment) -> dict[int, float]:
    """Words before which a wide space stands, with its width; none where another space is neither wide nor narrow."""
    found: dict[int, float] = {}
    for at in range(1, 0 if segment.bullet else len(segment.words)):
        before, after = segment.words[at - 1], segment.words[at]
        width = after.box[0] - before.box[2]
        if width <= _USUAL_GAP * segment.size:
            continue
        if width < _LEAST_GAP * segment.size or not _are_words(before.text, after.text):
            return {}
        found[at] = width
    return found


def _has_narrow(segment: Segment) -> bool:
    gaps = (after.box[0] - before.box[2] for before, after in itertools.pairwise(segment.words))
    return any(_NO_SPACE * segment.size < gap <= _USUAL_GAP * segment.size for gap in gaps)


def _are_words(before: str, after: str) -> bool:
    return any(map(str.isalnum, before)) and any(map(str.isalnum, after)) and not before.endswith((":", "-", "–", "|"))


def _parts(segment: Segment, cuts: dict[int, float], widths: Sequence[float]) -> Iterator[Segment]:
    edges = [0, *cuts, len(segment.words)]
    short = all(end - start <= _MOST_WORDS for start, end in itertools.pairwise(edges))
    if not cuts or not short or not all(_is_shared(width, widths) for width in cuts.values()):
        yield segment
        return
    for start, end in itertools.pairwise(edges):
        yield piece(segment, start, end)


def _is_shared(width: float, widths: Sequence[float]) -> bool:
    return bisect_left(widths, width + _SAME_WIDTH) - bisect_left(widths, width - _SAME_WIDTH) >= _LEAST_GAPS
