"""Parts of a text that are compared as wholes: items of lists, and sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zenhire.analysis.cv.skills.reading import Reading

MOST = 1000
"""Passages of a text that are looked at, from its beginning."""

_PARTS = re.compile(r"[^\t;|•·]+?(?:[.!?](?=\s)|(?=[\t;|•·])|$)")
_ITEMS = re.compile(r"[^,]+")
_ITEM_WORDS, _SENTENCE_WORDS = 6, 40


@dataclass(frozen=True, slots=True)
class Passage:
    """[start, end) of the text, its tokens [first, stop)."""

    start: int
    end: int
    first: int
    stop: int


def passages(reading: Reading, *, repeated: bool = False) -> tuple[Passage, ...]:
    """The passages in their order, those that repeat an earlier one's words only with `repeated`."""
    found: list[Passage] = []
    seen: set[tuple[str, ...]] = set()
    for line in reading.lines:
        at = line.first
        for start, end in _spans(reading.text, line.start, line.end):
            while at < line.stop and reading.tokens[at].start < start:
                at += 1
            stop = at
            while stop < line.stop and reading.tokens[stop].start < end:
                stop += 1
            stop = min(stop, at + _SENTENCE_WORDS)
            norms = tuple(token.norm for token in reading.tokens[at:stop])
            if norms and (repeated or norms not in seen) and any(norm[0].isalpha() for norm in norms):
                seen.add(norms)
                found.append(Passage(reading.tokens[at].start, reading.tokens[stop - 1].end, at, stop))
            at = stop
        if len(found) >= MOST:
            return tuple(found[:MOST])
    return tuple(found)


def _spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences and cells; those that are lists of short items, item by item."""
    found = []
    for part in _PARTS.finditer(text, start, end):
        items = list(_ITEMS.finditer(text, part.start(), part.end()))
        if len(items) > 1 and all(len(item.group().split()) <= _ITEM_WORDS for item in items):
            found += [item.span() for item in items]
        elif part.group().strip():
            found.append(part.span())
    return found
