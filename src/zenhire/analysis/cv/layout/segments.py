"""From words to segments: what stands together on one printed line, without a gap that could separate columns."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from zenhire.analysis.cv.layout.frames import Frames, stand_apart
from zenhire.analysis.cv.text import clean, glue, is_bullet
from zenhire.analysis.cv.types import Box
from zenhire.engines.pdf.base import PdfWord
from zenhire.engines.pdf.geometry import union

# In em of the larger of two neighbours.
_SAME_BASELINE, _RAISED = 0.25, 0.6
# In points: words of one line whose sizes differ, such as small capitals.
_EXACT = 0.05
_WIDE_GAP, _AFTER_BULLET = 1.1, 3.0
_NO_GAP = 0.09
# Marks of an item only where a wide space follows.
_LETTERS_AS_BULLETS = ("o", "+", "~", ">")
_SAME_WORD_AGAIN = 0.6
_TRACKED_LEAST, _TRACKED_SHARE, _TRACKED_WORD_GAP = 4, 0.8, 1.7


@dataclass(frozen=True, eq=False)
class Segment:
    """Words in the order of reading with the text before each of them ("" or " "), all on one base line.

    `drop`: how much lower the last line stands of what wraps and is told as one, 0 as a rule. `frame`: the small box
    that it stands in.
    """

    words: tuple[PdfWord, ...]
    texts: tuple[str, ...]
    drop: float = 0.0
    frame: Box | None = None

    @cached_property
    def box(self) -> Box:
        """Around all words."""
        return union([word.box for word in self.words])

    @cached_property
    def text(self) -> str:
        """The words with their spaces."""
        return "".join(self.texts)

    @cached_property
    def base(self) -> float:
        """The base line's height on the page."""
        return median(word.baseline for word in self.words)

    @cached_property
    def size(self) -> float:
        """The font size of most characters."""
        weights: dict[float, int] = {}
        for word in self.words:
            weights[word.style.size] = weights.get(word.style.size, 0) + len(word.text)
        return max(weights, key=lambda size: (weights[size], size))

    @cached_property
    def bold(self) -> bool:
        """True when most characters are."""
        return _mostly(self.words, [word.style.bold for word in self.words])

    @cached_property
    def italic(self) -> bool:
        """True when most characters are."""
        return _mostly(self.words, [word.style.italic for word in self.words])

    @property
    def bullet(self) -> bool:
        """True when it begins with the mark of an item, and for the mark alone."""
        mark = self.texts[0].strip()
        if not is_bullet(mark):
            return False
        if mark not in _LETTERS_AS_BULLETS or len(self.words) == 1:
            return True
        return self.words[1].box[0] - self.words[0].box[2] > 0.5 * self.size

    @property
    def text_left(self) -> float:
        """Where the text begins, behind a bullet."""
        if self.bullet and len(self.words) > 1:
            return self.words[1].box[0]
        return self.box[0]


def piece(segment: Segment, start: int, end: int) -> Segment:
    """Some of a segment's words as one of their own."""
    first, *rest = segment.texts[start:end]
    return Segment(segment.words[start:end], (first.lstrip(), *rest))


def _mostly(words: Sequence[PdfWord], values: Sequence[bool]) -> bool:
    yes = sum(len(word.text) for word, value in zip(words, values, strict=True) if value)
    return 2 * yes > sum(len(word.text) for word in words)


@dataclass(frozen=True, slots=True)
class _Placed:
    index: int
    word: PdfWord
    text: str
    frame: Box | None


def segments(words: Sequence[PdfWord], frames: Sequence[Box] = ()) -> list[Segment]:
    """Segments of one page's words of one direction, from the top down, each row from the left.

    What stands in different ones of the small boxes `frames` is apart, however near.
    """
    around = Frames(frames)
    placed = [_Placed(index, word, clean(word.text), around.of(word)) for index, word in enumerate(words)]
    placed = [item for item in placed if item.text]
    return [segment for row in _rows(placed) for segment in _cut(row)]


def _rows(placed: Sequence[_Placed]) -> Iterator[list[_Placed]]:
    """Words of one base line. What is raised or lowered (a footnote's figure) stays with the words it touches."""
    rows: list[list[_Placed]] = []
    bases: list[float] = []
    for item in sorted(placed, key=lambda item: (item.word.baseline, item.word.box[0], item.index)):
        for at in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            same = item.word.baseline - rows[at][-1].word.baseline <= _EXACT
            if same or abs(bases[at] - item.word.baseline) <= _SAME_BASELINE * max(item.word.style.size, 1.0):
                rows[at].append(item)
                break
        else:
            rows.append([item])
            bases.append(item.word.baseline)
    yield from _attach_raised(rows, bases)


def _attach_raised(rows: list[list[_Placed]], bases: Sequence[float]) -> list[list[_Placed]]:
    kept: list[list[_Placed]] = []
    for at, row in enumerate(rows):
        host = next((other for other in (at + 1, at - 1) if _hangs_on(row, bases[at], rows, bases, other)), None)
        if host is None:
            kept.append(row)
        else:
            rows[host] += row
    return kept


def _hangs_on(
    row: Sequence[_Placed], base: float, rows: Sequence[Sequence[_Placed]], bases: Sequence[float], other: int
) -> bool:
    if not 0 <= other < len(rows) or len(row) > 3:
        return False
    return all(
        any(
            item.word.style.size < 0.85 * host.word.style.size
            and abs(bases[other] - base) <= _RAISED * host.word.style.size
            and abs(item.word.box[0] - host.word.box[2]) <= 0.3 * host.word.style.size
            for host in rows[other]
        )
        for item in row
    )


def _cut(row: list[_Placed]) -> Iterator[Segment]:
    """A row's segments; the same word painted twice at about the same place counts once."""
    row.sort(key=lambda item: (item.word.box[0], item.index))
    row = _visual_to_logical(row)
    part: list[_Placed] = []
    spaces: list[str] = []
    for item in row:
        if part and _again(part[-1], item):
            continue
        if part and (_gap(part[-1], item) > _allowed(part) or stand_apart(part[-1].frame, item.frame)):
            yield _segment(part, spaces)
            part, spaces = [], []
        spaces.append(_space(part[-1], item) if part else "")
        part.append(item)
    if part:
        yield _segment(part, spaces)


def _visual_to_logical(row: list[_Placed]) -> list[_Placed]:
    """Words of right-to-left scripts are read from the right; numbers and Latin words inside keep their order."""
    rtl = sum(_is_rtl(item.text) for item in row)
    if 2 * rtl <= len(row):
        return row
    logical: list[_Placed] = []
    for item in reversed(row):
        if not _is_rtl(item.text) and logical and not _is_rtl(logical[-1].text):
            at = len(logical)
            while at > 0 and not _is_rtl(logical[at - 1].text):
                at -= 1
            logical.insert(at, item)
        else:
            logical.append(item)
    return logical


def _is_rtl(text: str) -> bool:
    return any(0x0590 <= ord(character) <= 0x08FF for character in text)


def _again(before: _Placed, item: _Placed) -> bool:
    if before.text != item.text:
        return False
    (a, _, b, _), (c, _, d, _) = before.word.box, item.word.box
    return min(b, d) - max(a, c) > _SAME_WORD_AGAIN * min(b - a, d - c)


def _gap(before: _Placed, item: _Placed) -> float:
    size = max(before.word.style.size, item.word.style.size, 1.0)
    distance = max(item.word.box[0] - before.word.box[2], before.word.box[0] - item.word.box[2])
    return distance / size


def _allowed(part: Sequence[_Placed]) -> float:
    return _AFTER_BULLET if len(part) == 1 and is_bullet(part[0].text) else _WIDE_GAP


def _space(before: _Placed, item: _Placed) -> str:
    if item.word.joined and item.index == before.index + 1:
        return ""
    if abs(item.index - before.index) > 1 and _gap(before, item) < _NO_GAP and not is_bullet(before.text):
        return ""
    return glue(before.text, item.text)


def _segment(part: Sequence[_Placed], spaces: Sequence[str]) -> Segment:
    spaces = _untracked(part, spaces)
    return Segment(
        tuple(item.word for item in part),
        tuple(space + item.text for space, item in zip(spaces, part, strict=True)),
        frame=part[0].frame if all(item.frame == part[0].frame for item in part) else None,
    )


def _untracked(part: Sequence[_Placed], spaces: Sequence[str]) -> Sequence[str]:
    """A heading that is set wide, letter by letter ("J A N E  D O E"), keeps only the spaces between words."""
    letters = sum(len(item.text) == 1 and item.text.isalpha() for item in part)
    if letters < _TRACKED_LEAST or letters < _TRACKED_SHARE * len(part):
        return spaces
    gaps = [_gap(before, item) for before, item in itertools.pairwise(part)]
    usual = max(0.05, median(gaps))
    return ["", *(" " if gap > _TRACKED_WORD_GAP * usual else "" for gap in gaps)]
