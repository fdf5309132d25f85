"""Narrow columns beside entries that tell each one's place and dates on several lines, wherever those break."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from zenhire.analysis.cv.layout.segments import Segment
from zenhire.analysis.cv.parse.dates.ranges import date_ranges
from zenhire.analysis.cv.parse.words.degrees import degree_score
from zenhire.analysis.cv.parse.words.jobs import title_score

# No page that is meant to be read has more.
_MOST_SEGMENTS = 2_000
_LONGEST_LINE, _MOST_LINES, _LEAST_GROUPS, _LEAST_LINES = 28, 7, 2, 2
# In em.
_NEXT_LINE, _SAME_BASE, _WIDEST_SPACE = 1.5, 0.25, 4.5
# In points.
_SAME_EDGE = 1.0
# The part of a column's lines that stand in such groups.
_MOSTLY = 0.7
_DASHES = ("-", "–", "—")


def join_asides(found: Sequence[Segment]) -> list[Segment]:
    """A page's segments; places and dates that wrap in a column of their own are one segment each.

    They stand beside the first line of their entry, where the first of their lines stands. What stands so by chance, as
    in a column with text of its own, begins beside nothing as a rule, and has other lines.
    """
    if len(found) > _MOST_SEGMENTS:
        return list(found)
    lines = _closed_up(sorted(found, key=lambda item: (item.base, item.box[0])))
    bases = [item.base for item in lines]
    taken: dict[int, list[Segment]] = {}
    for column in _columns(lines):
        groups = [group for group in _groups(column) if _tells_dates(group) and _begins_beside(group, lines, bases)]
        if len(groups) < _LEAST_GROUPS:
            continue
        between = [item for item in column if groups[0][0].base <= item.base <= groups[-1][-1].base]
        if sum(map(len, groups)) < _MOSTLY * len(between):
            continue
        for group in groups:
            if any(
                _stands_alone(item, lines, bases) or item.text.endswith((",", *_DASHES)) for item in group[1:-1]
            ) or (_stands_alone(group[-1], lines, bases)):
                taken |= {id(item): [] for item in group}
                taken[id(group[0])] = _told(group, lines, bases)
    return [part for item in lines for part in taken.get(id(item), [item])]


def _closed_up(lines: Sequence[Segment]) -> list[Segment]:
    """The lines; words that justified text has moved apart within a narrow column stand together."""
    narrow = [column for column in _columns(lines) if all(len(item.text) <= _LONGEST_LINE for item in column)]
    rights = {id(item): max(other.box[2] for other in column) for column in narrow for item in column}
    shared = {id(item) for column in _columns(lines, _LEAST_LINES) for item in column if item.text not in _DASHES}
    done: list[Segment] = []
    edge = 0.0
    for item in lines:
        above = done[-1] if done else None
        if above is not None and (not _same_base(above, item) or len(above.text) > _LONGEST_LINE):
            above = None
        apart = above is None or (id(item) in shared and not above.text.endswith(_DASHES))
        if above is not None and not apart and _dates_go_on(above, item, edge):
            done[-1] = Segment(above.words + item.words, (*above.texts, " " + item.texts[0].lstrip(), *item.texts[1:]))
            continue
        edge = rights.get(id(item), 0.0)
        done.append(item)
    return done


def _dates_go_on(above: Segment, item: Segment, edge: float) -> bool:
    """Whether a line goes on with a dash not far away, or with a date before the column's edge."""
    if item.text in _DASHES:
        return above.text[-1:].isdigit() and item.box[0] - above.box[2] <= _WIDEST_SPACE * item.size
    if item.box[2] > edge + _SAME_EDGE:
        return False
    text = f"{above.text} {item.text}"
    return item.text[-1:].isdigit() and any(found.end == len(text) for found in date_ranges(text))


def _columns(lines: Sequence[Segment], least: int = _LEAST_GROUPS * _LEAST_LINES) -> list[list[Segment]]:
    """Lines with one left edge, from the top, where there are some."""
    found: dict[int, list[Segment]] = {}
    for item in lines:
        near = round(item.box[0] / _SAME_EDGE)
        place = next((at for at in (near, near - 1, near + 1) if at in found), near)
        found.setdefault(place, []).append(item)
    return [column for column in found.values() if len(column) >= least]


def _groups(column: Sequence[Segment]) -> list[list[Segment]]:
    """Short lines that look alike and stand close below one another."""
    groups: list[list[Segment]] = []
    for item in column:
        above = groups[-1][-1] if groups else None
        if above is not None and _goes_on(above, item):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _goes_on(above: Segment, below: Segment) -> bool:
    same = (above.bold, above.italic) == (below.bold, below.italic) and abs(above.size - below.size) < 0.5
    return same and 0 < below.base - above.base <= _NEXT_LINE * above.size


def _tells_dates(group: Sequence[Segment]) -> bool:
    """Whether a group is one range of dates and at most a place."""
    if not _LEAST_LINES <= len(group) <= _MOST_LINES or any(len(item.text) > _LONGEST_LINE for item in group):
        return False
    if any(item.bullet and item.text[0] not in _DASHES for item in group) or not any(
        character.isdigit() for item in group for character in item.text
    ):
        return False
    text = "".join(_texts(group))
    found = date_ranges(text)
    if len(found) != 1 or found[0].single:
        return False
    rest = text[: found[0].start] + text[found[0].end :]
    return not title_score(rest) and not degree_score(rest)


def _begins_beside(group: Sequence[Segment], lines: Sequence[Segment], bases: Sequence[float]) -> bool:
    return not _stands_alone(group[0], lines, bases)


def _stands_alone(item: Segment, lines: Sequence[Segment], bases: Sequence[float]) -> bool:
    reach = _SAME_BASE * item.size
    near = lines[bisect_left(bases, item.base - reach) : bisect_left(bases, item.base + reach)]
    return all(max(item.box[0], other.box[0]) <= min(item.box[2], other.box[2]) for other in near)


def _same_base(one: Segment, other: Segment) -> bool:
    return abs(one.base - other.base) <= _SAME_BASE * max(one.size, other.size)


def _told(group: Sequence[Segment], lines: Sequence[Segment], bases: Sequence[float]) -> list[Segment]:
    """What a group tells: what stands before its dates, its dates, and what stands after them."""
    start, end = _dated_lines(group)
    parts = [part for part in (group[:start], group[start:end], group[end:]) if part]
    done = []
    for part in parts:
        base = group[0].base if part is group[end:] or _stands_alone(part[0], lines, bases) else part[0].base
        done.append(joined(part, base))
    return done


def _dated_lines(group: Sequence[Segment]) -> tuple[int, int]:
    """The first and the last but one of the lines that a group's dates need."""
    start, end = 0, len(group)
    while end - start > 1 and _is_range(group[start + 1 : end], group):
        start += 1
    while end - start > 1 and _is_range(group[start : end - 1], group) and group[end - 2].text[-1] not in _DASHES:
        end -= 1
    return start, end


def _is_range(some: Sequence[Segment], group: Sequence[Segment]) -> bool:
    found, (whole,) = date_ranges("".join(_texts(some))), date_ranges("".join(_texts(group)))
    return [(item.first, item.last, item.current) for item in found] == [(whole.first, whole.last, whole.current)]


def joined(part: Sequence[Segment], base: float) -> Segment:
    """Several lines as one on a base line."""
    words = [replace(word, baseline=base) for item in part for word in item.words]
    return Segment(tuple(words), tuple(_texts(part)), part[-1].base - base)


def _texts(part: Sequence[Segment]) -> list[str]:
    """The words of several lines as those of one; a hyphen that only the print has put is none."""
    texts: list[str] = []
    for item in part:
        first = item.texts[0].lstrip()
        broken = bool(texts) and texts[-1][-1:] == "-" and texts[-1][-2:-1].isalpha() and first[:1].islower()
        if broken:
            texts[-1] = texts[-1][:-1]
        texts += [first if broken or not texts else " " + first, *item.texts[1:]]
    return texts
