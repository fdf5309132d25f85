"""Words that are set wide, each with space between its letters, so that the spaces between words are wide, too."""

from __future__ import annotations

from collections.abc import Sequence

from zenhire.analysis.cv.layout.segments import Segment
from zenhire.engines.pdf.base import PdfWord

# In em: how wide letters are as a rule, in small letters and capitals, and how much wider those of such words.
_SMALL, _CAPITAL, _WIDER = 0.5, 0.7, 0.2
# In em: what a space may have beside what is between letters.
_SPACE = 0.9
_SAME_BASE = 0.05
_MOST_LETTERS = 25


def join_tracked(found: Sequence[Segment]) -> list[Segment]:
    """A page's segments; neighbours that are set equally wide, with a space that is wide for that reason, are one."""
    runs: list[list[Segment]] = []
    tracking = 0.0
    for item in found:
        own = min(map(_tracking, item.words))
        if runs and _belong_together(runs[-1][-1].words[-1], item.words[0], min(tracking, own)):
            runs[-1].append(item)
            tracking = min(tracking, own)
        else:
            runs.append([item])
            tracking = own
    return [_joined(run) for run in runs]


def _joined(run: Sequence[Segment]) -> Segment:
    if len(run) == 1:
        return run[0]
    words = tuple(word for item in run for word in item.words)
    rest = [text for item in run[1:] for text in (" " + item.texts[0].lstrip(), *item.texts[1:])]
    return Segment(words, (*run[0].texts, *rest))


def _belong_together(before: PdfWord, after: PdfWord, between: float) -> bool:
    if before.style != after.style or abs(before.baseline - after.baseline) > _SAME_BASE * before.style.size:
        return False
    gap = (after.box[0] - before.box[2]) / max(1.0, before.style.size)
    return between >= _WIDER and 0 < gap <= _SPACE + 2 * between


def _tracking(word: PdfWord) -> float:
    """The space between a word's letters in em, 0 for what is no word of letters."""
    letters = len(word.text)
    if not 1 < letters <= _MOST_LETTERS or not word.text.rstrip(".,").isalpha():
        return 0.0
    usual = sum(_CAPITAL if letter.isupper() else _SMALL for letter in word.text)
    wide = (word.box[2] - word.box[0]) / max(1.0, word.style.size)
    return (wide - usual) / (letters - 1)
