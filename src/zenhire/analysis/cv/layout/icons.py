"""Letters of fonts that hold pictures only: an envelope that is a "#" is no text, and one before each item marks it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from zenhire.analysis.cv.text import BULLET, clean, is_bullet
from zenhire.engines.pdf.base import PdfWord

_ICONS = re.compile(
    r"awesome|marvosym|icomoon|fontello|material(?:icons|symbols)|ionicon|glyphicon|academicon|entypo|octicon|themify|"
    r"linearicon|bootstrapicons|simpleicons|^feather|dingbats|wingdings|webdings"
)
# No more of a page's words are pictures; a font that has more is one of letters.
_MOST_SHARE = 0.5
# In points.
_SAME_LEFT, _SAME_LINE = 1.0, 2.0
# In em.
_CLOSE = 3.0
_LEAST_MARKS = 3


def without_icons(words: Sequence[PdfWord]) -> list[PdfWord]:
    """The words; pictures are left out, or bullets where the same one begins several lines, below itself."""
    icons = {at for at, word in enumerate(words) if _is_icon(word)}
    if not icons or len(icons) > _MOST_SHARE * len(words):
        return list(words)
    counts = Counter(_place(words[at]) for at in _beginning(words, icons))
    kept: list[PdfWord] = []
    for at, word in enumerate(words):
        if at not in icons:
            kept.append(replace(word, joined=False) if word.joined and at - 1 in icons else word)
        elif counts[_place(word)] >= _LEAST_MARKS:
            kept.append(replace(word, text=BULLET, joined=False))
    return kept


def _beginning(words: Sequence[PdfWord], icons: Set[int]) -> Iterator[int]:
    """The pictures that no word stands closely before on their line."""
    ends: dict[int, list[float]] = {}
    for at, word in enumerate(words):
        if at not in icons:
            ends.setdefault(round(word.baseline / _SAME_LINE), []).append(word.box[2])
    for some in ends.values():
        some.sort()
    for at in icons:
        word = words[at]
        row, left = round(word.baseline / _SAME_LINE), word.box[0]
        lines = [ends[near] for near in (row - 1, row, row + 1) if near in ends]
        reach = left - _CLOSE * word.style.size
        if not any(bisect_right(line, left) > bisect_right(line, reach) for line in lines):
            yield at


def _is_icon(word: PdfWord) -> bool:
    font = re.sub(r"[\s_-]", "", word.style.font.lower())
    return bool(_ICONS.search(font)) and not is_bullet(clean(word.text))


def _place(word: PdfWord) -> tuple[str, int]:
    return word.text, round(word.box[0] / _SAME_LEFT)
