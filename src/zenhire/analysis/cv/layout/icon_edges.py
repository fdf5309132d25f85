"""Icons before words: they say nothing, but the line begins where its icon does."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from zenhire.analysis.cv.text import clean
from zenhire.engines.pdf.base import PdfWord

# In em: how far from its icon a word stands, and how far to the left of an icon nothing else does.
_NEAR, _ALONE = 1.1, 3.0
_SAME_BASE = 0.25
_MOST_ON_LINE = 200
_PRIVATE = (0xE000, 0xF8FF)


def with_icons(words: Sequence[PdfWord]) -> list[PdfWord]:
    """The words; the first of a line begins where the icon before it does.

    An icon in the middle of a line is left alone, as the space before it parts what stands there.
    """
    icons = [word for word in words if _is_icon(word)]
    if not icons:
        return list(words)
    order = sorted(words, key=lambda word: word.baseline)
    bases = [word.baseline for word in order]
    begun: dict[int, float] = {}
    for icon in icons:
        reach = _SAME_BASE * icon.style.size
        row = order[bisect_left(bases, icon.baseline - reach) : bisect_left(bases, icon.baseline + reach)]
        if len(row) > _MOST_ON_LINE:
            continue
        after = min((word for word in row if word.box[0] >= icon.box[2]), key=lambda word: word.box[0], default=None)
        if after is None or _is_icon(after) or after.box[0] - icon.box[2] > _NEAR * after.style.size:
            continue
        edge = icon.box[0] - _ALONE * after.style.size
        if not any(edge < word.box[2] <= icon.box[0] + 0.5 for word in row if word is not icon):
            begun[id(after)] = icon.box[0]
    return [replace(word, box=(begun[id(word)], *word.box[1:])) if id(word) in begun else word for word in words]


def _is_icon(word: PdfWord) -> bool:
    return len(word.text) == 1 and _PRIVATE[0] <= ord(word.text) <= _PRIVATE[1] and not clean(word.text)
