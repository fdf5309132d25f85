"""Parts with skills whose headings are names of groups, as they stand below or instead of a heading "Skills"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zenhire.analysis.cv.parse.dates.ranges import date_ranges
from zenhire.analysis.cv.parse.fold import key
from zenhire.analysis.cv.parse.rows import Cell, Quote, Row
from zenhire.analysis.cv.parse.sections import Part
from zenhire.analysis.cv.parse.words.groups import is_group

_SAME_SIZE, _MOST_WORDS = 0.5, 6
# Names of groups that head what is no list of skills as often.
_VAGUE = frozenset(("other", "others", "additional", "more", "further", "misc", "miscellaneous", "various", "also"))


def with_groups(found: Sequence[Part]) -> list[Part]:
    """The parts, those with skills whose headings are names of groups as such.

    "Other" heads a part of its own elsewhere; below skills whose first group is headed alike, it heads the next one. So
    do "Core" and "Other" where they follow one another, written alike, above short items.
    """
    done: list[Part] = []
    for at, part in enumerate(found):
        if part.kind == "other" and part.heading and is_group(part.heading.text):
            beside = [*done[-1:], *found[at + 1 : at + 2]]
            if _is_next_group(part.heading, done) or (_is_short(part) and any(_is_pair(part, two) for two in beside)):
                part = replace(part, kind="skills", known=True)
        done.append(part)
    return done


def _is_next_group(heading: Quote, done: Sequence[Part]) -> bool:
    """Whether a heading looks as that of a group of the skills above."""
    above = done[-1] if done and done[-1].kind == "skills" else None
    if above is None:
        return False
    heads: list[Quote] = [row.first for row in above.rows if len(row.cells) == 1 and is_group(row.text)]
    before = done[-2] if len(done) > 1 and done[-2].kind == "skills" else None
    if before and before.heading and above.heading and not _is_alike(before.heading, above.heading):
        heads.append(above.heading)
    return any(_is_alike(head, heading) for head in heads)


def _is_pair(part: Part, other: Part) -> bool:
    """Whether two parts stand under names of groups, written alike, not both vague ones."""
    if part.heading is None or other.heading is None or other.kind not in ("other", "skills"):
        return False
    vague = key(part.heading.text) in _VAGUE and key(other.heading.text) in _VAGUE
    grouped = is_group(other.heading.text) and key(other.heading.text) != "skills" and _is_short(other)
    return grouped and not vague and _is_alike(part.heading, other.heading)


def _is_short(part: Part) -> bool:
    """Whether a part holds nothing but short items."""
    return bool(part.rows) and all(map(_is_item, part.rows))


def _is_item(row: Row) -> bool:
    return all(len(cell.text.split()) <= _MOST_WORDS for cell in row.cells) and not date_ranges(row.text)


def _is_alike(one: Quote, other: Quote) -> bool:
    """Whether two headings are written alike."""
    if not isinstance(one, Cell) or not isinstance(other, Cell):
        return False
    same = one.bold == other.bold and one.caps == other.caps
    return same and abs(one.size - other.size) < _SAME_SIZE
