"""The order of reading on one page: columns one after the other, tables and dates in the margin row by row.

White space decides. A gutter is a vertical strip that no segment crosses. What stands on its two sides is two columns
when the sides' lines are independent of each other, and rows when they go together line by line.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from zenhire.analysis.cv.layout.flush import is_flush_right
from zenhire.analysis.cv.layout.headed import aligned, both_headed, is_under_headings
from zenhire.analysis.cv.layout.heads import continues_headline, three_part_head
from zenhire.analysis.cv.layout.margins import margin_headings
from zenhire.analysis.cv.layout.segments import Segment
from zenhire.analysis.cv.layout.tables import divides, table_heads
from zenhire.analysis.cv.parse.words.headings import heading_kind
from zenhire.analysis.cv.parse.words.labels import is_label
from zenhire.analysis.cv.types import Box
from zenhire.engines.pdf.base import PdfShape

_DEEPEST, _MOST_CANDIDATES = 8, 40
# No page that is meant to be read has more; looking for columns takes its time.
_MOST_SEGMENTS = 2_000
_LEAST_GUTTER = 5.0
_LEAST_LINES, _LEAST_BOTH = 2, 3
_SAME_BASE = 0.25
_TIGHT = 1.9
_APART = 1.3
_INDEPENDENT = 0.6
_SPARSE = 0.6
# Share of lines that are level with lines of the other side: rows.
_LEVEL = 0.95
# In points.
_SAME_LEFT = 2.0
_MANY_LABELS, _MANY_BETWEEN = 0.6, 0.6
_CAPITALS, _HEADING = 0.7, 1.15
_LARGE, _LONGEST_HEADLINE, _TIGHT_HEADLINE = 1.5, 4, 1.4
_FULL, _MANY_FULL = 0.8, 0.35
_GROUND_HEIGHT, _GROUND_WIDTH = 0.5, (0.12, 0.6)
_DATE = re.compile(r"\b(19|20)\d\d\b|\b\d{1,2}[./]\d{2,4}\b|[’'´`]\d\d(?!\d)")
_MANY_DATES = 0.5
_LONGEST_ASIDE, _SHORT = 4, 45
_LONGEST_DATE, _MOST_DATE_LINES = 32, 3
_LONGEST_LABEL = 40
_MOST_DATED, _FEW_OTHERS = 0.75, 0.1
# In points.
_FLUSH, _UNLIKE = 1.5, 3.0


@dataclass(frozen=True, slots=True)
class Region:
    """Segments to be read row by row; `column` counts columns from the left, 0 outside of columns."""

    segments: tuple[Segment, ...]
    column: int = 0


@dataclass(frozen=True, slots=True)
class _Cut:
    """A band of the page with a gutter: what is above, left, right and below."""

    above: list[Segment]
    left: list[Segment]
    right: list[Segment]
    below: list[Segment]

    @property
    def worth(self) -> tuple[float, int]:
        """Tall bands with much on both sides first, whose right side has an edge that many of its lines share."""
        both = self.left + self.right
        height = max(item.box[3] for item in both) - min(item.box[1] for item in both)
        edge = min(item.box[0] for item in self.right)
        flush = sum(item.box[0] - edge <= _SAME_LEFT for item in self.right) / len(self.right)
        return (height * min(len(self.left), len(self.right)) ** 0.5 * (1.0 + flush), len(both))


def regions(found: Sequence[Segment], shapes: Sequence[PdfShape], page: tuple[float, float]) -> list[Region]:
    """A page's segments in reading order; `page` is its width and height."""
    if len(found) > _MOST_SEGMENTS:
        return [Region(tuple(sorted(found, key=lambda item: (item.base, item.box[0]))))]
    grounds = [shape.box for shape in shapes if _is_ground(shape.box, page)]
    *head, rest = (not grounds and three_part_head(found)) or [list(found)]
    return [*(Region(tuple(part)) for part in head), *_ordered(rest, grounds, 0, 0)]


def _is_ground(box: Box, page: tuple[float, float]) -> bool:
    width, height = page
    share = (box[2] - box[0]) / max(1.0, width)
    return box[3] - box[1] >= _GROUND_HEIGHT * height and _GROUND_WIDTH[0] <= share <= _GROUND_WIDTH[1]


def _ordered(found: list[Segment], grounds: Sequence[Box], column: int, depth: int) -> list[Region]:
    if not found:
        return []
    if depth == 0 and (beside := margin_headings(found)):
        return [Region(tuple(sorted(part, key=lambda item: (item.base, item.box[0]))), column) for part in beside]
    cut = _best_cut(found, grounds) if depth < _DEEPEST else None
    if cut is None:
        return [Region(tuple(sorted(found, key=lambda item: (item.base, item.box[0]))), column)]
    base = max(1, column)
    left = _ordered(cut.left, grounds, base, depth + 1)
    deepest = max(region.column for region in left)
    return [
        *_ordered(cut.above, grounds, column, depth + 1),
        *left,
        *_ordered(cut.right, grounds, deepest + 1, depth + 1),
        *_ordered(cut.below, grounds, column, depth + 1),
    ]


def _best_cut(found: Sequence[Segment], grounds: Sequence[Box]) -> _Cut | None:
    heads = table_heads(found)
    cuts_anywhere = (cut for x in _candidates(found) for cut in _cuts_at(found, x))
    possible = [cut for cut in cuts_anywhere if not divides(heads, cut.left, cut.right)]
    cuts = [cut for cut in possible if _is_columns(cut, grounds)] or list(filter(_has_headline, possible))
    # What a coloured ground separates is certain; other columns are sought within its sides.
    return max(cuts, key=lambda cut: (_on_ground(cut, grounds), cut.worth)) if cuts else None


def _candidates(found: Sequence[Segment]) -> list[float]:
    """Left edges that several segments share."""
    counts: dict[int, list[float]] = {}
    for segment in found:
        counts.setdefault(round(segment.box[0] / 3), []).append(segment.box[0])
    shared = sorted(counts.values(), key=lambda edges: (-len(edges), edges[0]))[:_MOST_CANDIDATES]
    return sorted(min(edges) for edges in shared)


def _cuts_at(found: Sequence[Segment], x: float) -> list[_Cut]:
    """Bands between the segments that cross the strip left of `x`."""
    left = [item for item in found if item.box[2] <= x - _LEAST_GUTTER]
    right = [item for item in found if item.box[0] >= x - 1.0]
    if len(left) < _LEAST_LINES or len(right) < _LEAST_LINES:
        return []
    beside = set(map(id, left)) | set(map(id, right))
    walls = sorted(item.base for item in found if id(item) not in beside)
    edges = [float("-inf"), *walls, float("inf")]
    cuts = []
    for top, bottom in itertools.pairwise(edges):
        inside_left = [item for item in left if top < item.base < bottom]
        inside_right = [item for item in right if top < item.base < bottom]
        if bottom < float("inf"):
            inside_left, inside_right = _trimmed(inside_left, inside_right), _trimmed(inside_right, inside_left)
        if len(inside_left) >= _LEAST_LINES and len(inside_right) >= _LEAST_LINES:
            cuts.append(_band(found, inside_left, inside_right))
    return cuts


def _trimmed(side: list[Segment], other: list[Segment]) -> list[Segment]:
    """A side without the headings that stand below the other side's end, and what comes after them.

    Where a line over both sides follows, such a heading belongs to that line and not to the column.
    """
    if not side or not other:
        return side
    end = max(item.base for item in other)
    lines = sorted(side, key=lambda item: item.base)
    step = _usual_step(lines)
    for above, below in itertools.pairwise(lines):
        if below.base <= end + _SAME_BASE * below.size:
            continue
        heading = (below.bold and not above.bold) or below.size > 1.1 * above.size
        if heading or below.base - above.base > _APART * step:
            return [item for item in side if item.base < below.base - _SAME_BASE * below.size]
    return side


def _usual_step(lines: Sequence[Segment]) -> float:
    steps = sorted(
        below.base - above.base
        for above, below in itertools.pairwise(lines)
        if below.base - above.base > _SAME_BASE * below.size
    )
    return steps[(len(steps) - 1) // 2] if steps else float("inf")


def _band(found: Sequence[Segment], left: list[Segment], right: list[Segment]) -> _Cut:
    """The cut of a band; lines of one side alone before the other side begins belong to what is above."""
    inside = set(map(id, left)) | set(map(id, right))
    top = min(item.base for item in left + right)
    rest = [item for item in found if id(item) not in inside]
    above = [item for item in rest if item.base <= top]
    usual = median(item.size for item in left + right)
    name = [item for item in left + right if continues_headline(item, above, usual)]
    if 0 < len(name) < min(len(left), len(right)):
        above += name
        left, right = ([item for item in side if item not in name] for side in (left, right))
    return _Cut(above, left, right, [item for item in rest if item.base > top])


def _on_ground(cut: _Cut, grounds: Sequence[Box]) -> bool:
    return any(_separates(ground, cut) for ground in grounds)


def _is_columns(cut: _Cut, grounds: Sequence[Box]) -> bool:
    if _on_ground(cut, grounds):
        return True
    left, right = _lines(cut.left), _lines(cut.right)
    if _labels(left, right) >= _MANY_LABELS:
        return False
    few, many = sorted((left, right), key=len)
    if _beside(few, many) < _LEAST_BOTH or not _overlap(left, right) or _is_margin(left, right):
        return False
    ends = _is_margin(right, left) and not any(item.bold for item in right)
    if ends or is_flush_right(cut.left, cut.right) or is_under_headings(left, right):
        return False
    if _between(few, many) >= _MANY_BETWEEN:
        return False
    level = aligned(few, many)
    tight = _tight(few)
    if level < _INDEPENDENT:
        return tight >= 0.5 or len(few) >= _SPARSE * len(many) or both_headed(few, many)
    # Dates stand at the right as a rule, which decides between sides of equal length.
    if max(_dated(few), _dated(right) if len(left) == len(right) else 0.0) >= _MANY_DATES:
        return False
    if _full(cut.left) >= _MANY_FULL and _full(cut.right) >= _MANY_FULL:
        return True
    if len(few) < _SPARSE * len(many):
        return tight >= 0.7 and len(few) >= 6
    one_to_one = level >= _LEVEL and len(few) >= 0.9 * len(many)
    return not one_to_one and tight >= 0.6 and _tight(many) >= 0.6 and len(few) + len(many) >= 12


def _has_headline(cut: _Cut) -> bool:
    left, right = _lines(cut.left), _lines(cut.right)
    return _is_headline(left, right) or _is_headline(right, left)


def _is_headline(side: Sequence[Segment], other: Sequence[Segment]) -> bool:
    """Whether a side is a name in large letters that wraps, with small lines beside it."""
    if not 1 < len(side) <= _LONGEST_HEADLINE:
        return False
    first, second = side[:2]
    end = side[-1].base + side[-1].size
    if other[0].base > side[-1].base or other[-1].base > end:
        return False
    wraps = second.base - first.base <= _TIGHT_HEADLINE * max(first.size, second.size)
    return wraps and min(item.size for item in side) >= _LARGE * max(item.size for item in other)


def _labels(left: Sequence[Segment], right: Sequence[Segment]) -> float:
    """Share of the left side's lines, but headings, that are labels, so that what they name stands beside them.

    A label ends with a colon, is a usual one, or is told again for every entry, as forms have it. What is long, or an
    item of a list with nothing beside it, may be told again without being one.
    """
    texts = [item.text.strip(" •-") for item in left if not heading_kind(item.text)]
    few = [item for item in left if len(item.text) <= _LONGEST_LABEL]
    short = [item.text.strip(" •-") for item in few if not item.bullet or aligned([item], right)]
    again = {text for text, count in Counter(short).items() if count > 1 and re.search(r"[^\W\d_]{3}", text)}
    told = [text.endswith(":") or is_label(text) or (text in again and not _DATE.search(text)) for text in texts]
    return sum(told) / max(1, len(left) // 2, len(told))


def _beside(few: Sequence[Segment], many: Sequence[Segment]) -> int:
    """How many of the few lines do not stand above where the many begin."""
    return sum(item.base >= many[0].base - _SAME_BASE * item.size for item in few)


def _is_margin(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Whether the first side is dates beside entries, which may wrap, with headings over them and few other lines.

    Labels count as dates that are right-aligned against the lines that they stand beside.
    """
    left = [item for item in left if re.search(r"\w", item.text)]
    dates, headings = _margin(left, right)
    edge = max((item.box[2] for item in left), default=0.0)
    labels = _right_aligned(dates, edge) if edge <= min(item.box[0] for item in right) else set()
    rest = len(left) - len(headings) - sum(map(len, dates))
    written = [" ".join(item.text for item in lines) for lines in dates]
    dated = sum(bool(_DATE.search(text)) or at in labels for at, text in enumerate(written))
    return dated >= _LEAST_LINES and dated >= _MOST_DATED * len(dates) and rest <= _FEW_OTHERS * len(left)


def _right_aligned(groups: Sequence[Sequence[Segment]], edge: float) -> set[int]:
    """Which groups end at the column's edge, if they begin at many places."""
    flush = {at for at, group in enumerate(groups) if all(edge - item.box[2] <= _FLUSH for item in group)}
    lefts = {round(groups[at][0].box[0] / _UNLIKE) for at in flush}
    return flush if len(lefts) > _LEAST_LINES else set()


def _margin(left: Sequence[Segment], right: Sequence[Segment]) -> tuple[list[list[Segment]], list[Segment]]:
    """Short lines that begin on a base line of the right side with those that go on below them, and headings."""
    bases = [item.base for item in right]
    dates: list[list[Segment]] = []
    headings: list[Segment] = []
    for item in left:
        level = any(abs(item.base - base) <= _SAME_BASE * item.size for base in bases)
        if not level and (item.bold or heading_kind(item.text)):
            headings.append(item)
        elif len(item.text) <= _LONGEST_DATE and level and not (dates and _goes_on(dates[-1], item)):
            dates.append([item])
        elif len(item.text) <= _LONGEST_DATE and dates and _goes_on(dates[-1], item):
            dates[-1].append(item)
    return dates, headings


def _goes_on(lines: Sequence[Segment], item: Segment) -> bool:
    """Whether a line of the margin is the next one of those above and these have no whole range of dates yet."""
    close = item.base - lines[-1].base <= _TIGHT * item.size
    return close and len(lines) < _MOST_DATE_LINES


def _separates(ground: Box, cut: _Cut) -> bool:
    """True when a coloured ground lies under one side only."""

    def under(item: Segment) -> bool:
        return ground[0] <= (item.box[0] + item.box[2]) / 2 <= ground[2] and ground[1] <= item.base <= ground[3] + 2

    left, right = [under(item) for item in cut.left], [under(item) for item in cut.right]
    return (all(left) and not any(right)) or (all(right) and not any(left))


def _lines(side: Sequence[Segment]) -> list[Segment]:
    """One segment for each base line of a side, from the top."""
    lines: list[Segment] = []
    for item in sorted(side, key=lambda item: item.base):
        if not lines or item.base - lines[-1].base > _SAME_BASE * item.size:
            lines.append(item)
    return lines


def _between(few: Sequence[Segment], many: Sequence[Segment]) -> float:
    """Share of the few lines that are headings between lines of the many, beside none of them."""
    bases = [item.base for item in many]
    usual = median(item.size for item in many)
    alone = 0
    for item in few:
        at = bisect_right(bases, item.base - _CAPITALS * item.size)
        free = at == len(many) or bases[at] - _CAPITALS * many[at].size >= item.base
        alone += free and item.size >= _HEADING * usual
    return alone / len(few)


def _overlap(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Columns stand beside each other for at least some lines."""
    top = max(left[0].base, right[0].base)
    bottom = min(left[-1].base, right[-1].base)
    return bottom - top >= left[0].size


def _tight(lines: Sequence[Segment]) -> float:
    """Share of a side's line distances that are those of running text."""
    if len(lines) < 2:
        return 0.0
    steps = [(below.base - above.base) / max(above.size, 1.0) for above, below in itertools.pairwise(lines)]
    return sum(step <= _TIGHT for step in steps) / len(steps)


def _dated(lines: Sequence[Segment]) -> float:
    """Share of a side's lines that stand together with a date and are short: places and dates beside entries."""
    groups: list[list[Segment]] = [[lines[0]]]
    for above, below in itertools.pairwise(lines):
        if (below.base - above.base) / max(above.size, 1.0) > _TIGHT:
            groups.append([])
        groups[-1].append(below)
    dated = [
        group
        for group in groups
        if all(len(item.text) <= _SHORT for item in group)
        and sum(bool(_DATE.search(item.text)) for item in group) * _LONGEST_ASIDE >= len(group)
    ]
    return sum(map(len, dated)) / len(lines)


def _full(side: Sequence[Segment]) -> float:
    """Share of lines that fill their column, as running text does."""
    left, right = min(item.box[0] for item in side), max(item.box[2] for item in side)
    wide = [item for item in side if item.box[2] - item.box[0] >= _FULL * (right - left) and len(item.words) >= 4]
    return len(wide) / len(side)
