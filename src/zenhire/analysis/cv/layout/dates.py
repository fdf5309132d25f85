"""Dates that wrap in a narrow column of their own, and dates that stand a little higher or lower than their entry."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from zenhire.analysis.cv.layout.segments import Segment
from zenhire.analysis.cv.parse.dates.months import LENGTH
from zenhire.analysis.cv.parse.dates.ranges import date_ranges
from zenhire.analysis.cv.parse.fold import fold
from zenhire.analysis.cv.parse.wraps import only_dates

# No page that is meant to be read has more.
_MOST_SEGMENTS = 2_000
_LONGEST_LINE, _MOST_LINES = 24, 4
# In em.
_NEXT_LINE, _SAME_BASE = 1.5, 0.25
# In points.
_SAME_EDGE = 2.0
# The part of its height that a line of dates shares with the line that it belongs to.
_SAME_HEIGHT, _ASCENT = 0.6, 0.8
_OPEN_END = re.compile(r"[-–—]\s*$")
_PARTED = re.compile(r"(?<=(?:19|20)\d\d)- (?=\d\d?\b)")
_ONLY_LENGTH = re.compile(rf"\W*{LENGTH}\W*")


def join_dates(found: Sequence[Segment]) -> list[Segment]:
    """A page's segments from the top; dates on several lines of a column are one, on the base line of their entry."""
    lines = sorted(found, key=lambda item: (item.base, item.box[0]))
    if len(lines) > _MOST_SEGMENTS:
        return list(found)
    chains = _chains(lines, [item.base for item in lines])
    rest = {id(item) for chain in chains.values() for item in chain[1:]}
    kept = [_joined(chains[id(item)]) if id(item) in chains else item for item in lines if id(item) not in rest]
    bases = [item.base for item in kept]
    return sorted((_on_base(item, kept, bases) for item in kept), key=lambda item: (item.base, item.box[0]))


def _chains(lines: Sequence[Segment], bases: Sequence[float]) -> dict[int, list[Segment]]:
    """Lines that are one range of dates together and none alone, by the first one's id."""
    found: dict[int, list[Segment]] = {}
    taken: set[int] = set()
    for at, item in enumerate(lines):
        if id(item) in taken or not _may_be_dates(item):
            continue
        chain = _chain(lines, bases, at)
        if len(chain) > 1 and not taken & set(map(id, chain)):
            found[id(item)] = chain
            taken |= set(map(id, chain))
    return found


def _chain(lines: Sequence[Segment], bases: Sequence[float], at: int) -> list[Segment]:
    chain, whole = [lines[at]], 1
    for below in lines[at + 1 :]:
        if below.base - chain[-1].base > _NEXT_LINE * chain[-1].size or len(chain) >= _MOST_LINES:
            break
        if not _under(chain[-1], below):
            continue
        if _complete(_written(chain)):
            if _ONLY_LENGTH.fullmatch(fold(below.text)) and _near(below, lines, bases):
                chain.append(below)
                whole = len(chain)
            break
        chain.append(below)
        if only_dates(_written(chain)):
            whole = len(chain)
    return chain[:whole]


def _written(chain: Sequence[Segment]) -> str:
    """The lines as one; a month or day that a hyphen leaves for the next line stays with its year."""
    return _PARTED.sub("-", " ".join(item.text for item in chain))


def _may_be_dates(item: Segment) -> bool:
    return len(item.text) <= _LONGEST_LINE and not item.bullet


def _under(above: Segment, below: Segment) -> bool:
    """Whether a line is the next one of a narrow column, set alike."""
    (left, _, right, _), (other_left, _, other_right, _) = above.box, below.box
    edge = min(abs(left - other_left), abs(right - other_right)) <= _SAME_EDGE
    middle = abs(left + right - other_left - other_right) <= 2 * _SAME_EDGE
    lower = below.base - above.base > _SAME_BASE * above.size
    same = (above.bold, above.italic) == (below.bold, below.italic) and abs(above.size - below.size) < 0.5
    return lower and same and (edge or middle) and _may_be_dates(below)


def _complete(text: str) -> bool:
    """Whether nothing of a range of dates is left to come."""
    return only_dates(text) and not _OPEN_END.search(text) and not any(found.single for found in date_ranges(text))


def _joined(chain: Sequence[Segment]) -> Segment:
    """The lines as one segment on the first one's base line."""
    base = chain[0].base
    words = [replace(word, baseline=base) for item in chain for word in item.words]
    texts = [*chain[0].texts]
    for above, item in itertools.pairwise(chain):
        parted = _PARTED.search(f"{above.text} {item.text}")
        texts += ["" if parted else " ", *item.texts[1:]]
        texts[-len(item.texts)] += item.texts[0].lstrip()
    return Segment(tuple(words), tuple(texts), chain[-1].base - base)


def _on_base(item: Segment, lines: Sequence[Segment], bases: Sequence[float]) -> Segment:
    """A range of dates on the base line of what stands next to it, where that one differs a little."""
    if len(item.text) > 2 * _LONGEST_LINE or not any(map(str.isdigit, item.text)) or not only_dates(item.text):
        return item
    beside = _beside(item, lines, bases)
    if not beside or any(abs(other.base - item.base) <= _SAME_BASE * min(other.size, item.size) for other in beside):
        return item
    near = min(beside, key=lambda other: _gap(item, other))
    return replace(item, words=tuple(replace(word, baseline=near.base) for word in item.words))


def _beside(item: Segment, lines: Sequence[Segment], bases: Sequence[float]) -> list[Segment]:
    """Lines at the left or right whose height is about that of the first line of an item."""
    return [other for other in _near(item, lines, bases) if _same_height(item, other)]


def _near(item: Segment, lines: Sequence[Segment], bases: Sequence[float]) -> list[Segment]:
    """Lines at the left or right that are not much higher or lower."""
    reach = item.size
    near = lines[bisect_left(bases, item.base - reach) : bisect_left(bases, item.base + reach)]
    return [other for other in near if _gap(item, other) > 0]


def _gap(one: Segment, other: Segment) -> float:
    return max(one.box[0], other.box[0]) - min(one.box[2], other.box[2])


def _same_height(one: Segment, other: Segment) -> bool:
    top = max(one.base - _ASCENT * one.size, other.base - _ASCENT * other.size)
    bottom = min(one.base + (1 - _ASCENT) * one.size, other.base + (1 - _ASCENT) * other.size)
    return bottom - top >= _SAME_HEIGHT * min(one.size, other.size)
