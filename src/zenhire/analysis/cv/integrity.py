"""Text that a human reader of the page does not see.

What is found is kept out of the text that is scored, and reported in neutral words: there are honest reasons for hidden
text (a template's leftovers), so a finding is for a person to look at and never a score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from zenhire.analysis.cv.types import FindingKind
from zenhire.engines.pdf.base import PdfPage, PdfWord

HiddenKind = Literal["invisible_text", "background_colored_text", "off_page_text", "tiny_text"]

DESCRIPTIONS: dict[FindingKind, str] = {
    "invisible_text": "Words that the page does not paint (invisible, transparent, clipped or covered).",
    "background_colored_text": "Words in about the colour of what lies behind them.",
    "off_page_text": "Words outside of the visible page.",
    "tiny_text": "Words too small to be read.",
    "invisible_characters": "Characters that are never shown and spell a text of their own.",
    "instructions_to_machine": "A sentence that tells a machine how to treat or rate the document.",
    "unverified_text_layer": "The page is a picture with a hidden text layer; the words used are the layer's.",
}

_TINY_POINTS = 3.0
_LEAST_CONTRAST, _LEAST_LIGHTNESS_STEP = 24, 48
_LEAST_OPACITY = 26
_PAINTED_MODES = (0, 1, 2, 4, 5, 6)
_SCAN_PICTURE, _SCAN_WORDS = 0.5, 0.8
_OUTSIDE = 1.0
_BAND = 20.0
_MOST_BANDS = 100
_COVERED = 0.5  # prior: a letter or two of a neighbour may lie over a word that is seen


@dataclass(frozen=True, slots=True)
class Sorted:
    """A page's words by what a reader sees. `layer`: they are the hidden text layer of a scan, and used."""

    shown: tuple[PdfWord, ...]
    hidden: tuple[tuple[HiddenKind, PdfWord], ...]
    layer: bool = False


def sort_words(page: PdfPage) -> Sorted:
    """Parts the words that a reader sees from the others.

    The hidden text layer that scanners put under a picture is used where the picture shows something at each word.
    """
    layer = _is_scan_layer(page)
    kinds = [_hidden(word, page, layer) for word in page.words]
    printed = _printed([word for word, kind in zip(page.words, kinds, strict=True) if kind is None])
    shown: list[PdfWord] = []
    hidden: list[tuple[HiddenKind, PdfWord]] = []
    for word, found in zip(page.words, kinds, strict=True):
        kind = found or ("background_colored_text" if _is_lost(word, printed) else None)
        if kind is None:
            shown.append(word)
        else:
            hidden.append((kind, word))
    return Sorted(tuple(shown), tuple(hidden), layer)


def _is_scan_layer(page: PdfPage) -> bool:
    if page.image_share < _SCAN_PICTURE or not page.words:
        return False
    invisible = sum(word.style.mode not in _PAINTED_MODES for word in page.words)
    return invisible >= _SCAN_WORDS * len(page.words)


def _hidden(word: PdfWord, page: PdfPage, layer: bool) -> HiddenKind | None:
    left, top, right, bottom = word.box
    if right < -_OUTSIDE or bottom < -_OUTSIDE or left > page.width + _OUTSIDE or top > page.height + _OUTSIDE:
        return "off_page_text"
    if word.source != "text":
        return None
    if word.style.size < _TINY_POINTS:
        return "tiny_text"
    if word.style.mode not in _PAINTED_MODES:
        seen = layer and (word.contrast is None or word.contrast >= _LEAST_CONTRAST)
        return None if seen else "invisible_text"
    if word.style.opacity < _LEAST_OPACITY and word.style.mode in (0, 4):
        return "invisible_text"
    if word.contrast is None or word.contrast >= _LEAST_CONTRAST or not _has_ink(word.text):
        return None
    return "background_colored_text" if _is_light(word.style.color) else "invisible_text"


def _printed(words: Sequence[PdfWord]) -> dict[int, list[PdfWord]]:
    """Those of the seen words that are in dark ink, by the bands of the page that they touch."""
    bands: dict[int, list[PdfWord]] = {}
    for word in words:
        if not _is_light(word.style.color) and word.style.mode in _PAINTED_MODES and word.style.size >= _TINY_POINTS:
            first, last = int(word.box[1] // _BAND), int(word.box[3] // _BAND)
            # A letter as high as a page hides no words; damaged files have some of millions of points.
            for band in range(first, last + 1) if last - first < _MOST_BANDS else ():
                bands.setdefault(band, []).append(word)
    return bands


def _is_lost(word: PdfWord, printed: dict[int, list[PdfWord]]) -> bool:
    """Whether a light word lies over or under dark ones: what contrast there is, is theirs.

    Its own dark copy is a shadow that makes it readable.
    """
    if word.source != "text" or not _is_light(word.style.color) or not _has_ink(word.text):
        return False
    others = printed.get(int((word.box[1] + word.box[3]) / 2 // _BAND), ())
    return sum(_shared(word, other) for other in others if other.text != word.text) >= _COVERED


def _shared(word: PdfWord, other: PdfWord) -> float:
    """The share of a word's box that another one covers."""
    wide = min(word.box[2], other.box[2]) - max(word.box[0], other.box[0])
    high = min(word.box[3], other.box[3]) - max(word.box[1], other.box[1])
    area = (word.box[2] - word.box[0]) * (word.box[3] - word.box[1])
    return wide * high / area if wide > 0 and high > 0 and area > 0 else 0.0


def _has_ink(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _is_light(color: int) -> bool:
    """True for colours near white, the usual ground."""
    return min(color >> 16 & 255, color >> 8 & 255, color & 255) >= 255 - _LEAST_LIGHTNESS_STEP


def runs(hidden: Sequence[tuple[HiddenKind, PdfWord]]) -> Iterator[tuple[HiddenKind, list[PdfWord]]]:
    """Hidden words of one kind that follow one another."""
    kind: HiddenKind | None = None
    part: list[PdfWord] = []
    for found, word in hidden:
        if part and found != kind and kind is not None:
            yield kind, part
            part = []
        kind = found
        part.append(word)
    if part and kind is not None:
        yield kind, part
