"""Where a space belongs in a run of glyphs: spaces that are written, and gaps that are wide for this run."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

# In em. A gap is a space when it is this much wider than the run's usual gap; tracked headings have a wide usual gap,
# and printers that round advances to pixels a negative one.
_WIDER = 0.14
# Where spaces are written, a gap of letters is one only when it is wider than what pairs that are set close elsewhere
# leave ("TO" where "To" is close).
_WIDER_THAN_WRITTEN = 0.2
# Between the glyphs' whole widths, which closeness elsewhere does not change: the space of kerned capitals ("A N" of a
# name) is as narrow as this.
_WIDER_THAN_WHOLE = 0.12
_USUAL = (-0.12, 0.6)
_FEW, _LEAST_SIZES = 4, 2
_CJK_GAP = 1.0
_CJK = ((0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF))


@dataclass(frozen=True, slots=True)
class Piece:
    """A glyph on its line: text, begin and end along the line, size; all in points.

    `whole`: where it ends by its width, None where that is no other place than `end`.
    """

    text: str
    start: float
    end: float
    size: float
    whole: float | None = None


def is_cjk(text: str) -> bool:
    """True when text's first character is Chinese or Japanese writing, which knows no spaces."""
    code = ord(text[0]) if text else 0
    return any(low <= code <= high for low, high in _CJK)


def split_run(pieces: Sequence[Piece], *, gaps: bool = True, written: bool = False) -> list[tuple[int, int]]:
    """Words as (first, last + 1) indices of a run's pieces; blanks belong to none.

    Without `gaps` only blanks separate, which is for text at odd angles, whose boxes tell no widths. `written`: the
    text has its spaces as characters.
    """
    usual, of_size = _usual_gap(pieces), _usual_of_sizes(pieces)
    found: list[tuple[int, int]] = []
    start: int | None = None
    for at, piece in enumerate(pieces):
        blank = _blank(piece)
        near = of_size.get(piece.size, usual) if at and pieces[at - 1].size == piece.size else usual
        if start is not None and (blank or (gaps and _apart(pieces[at - 1], piece, near, written))):
            found.append((start, at))
            start = None
        if start is None and not blank:
            start = at
    if start is not None:
        found.append((start, len(pieces)))
    return found


def _blank(piece: Piece) -> bool:
    return piece.text.isspace() or piece.text == "\u200b"


def _gap(before: Piece, piece: Piece) -> float:
    """Distance of two neighbours in em, whichever comes first on the line."""
    size = max(before.size, piece.size, 0.1)
    if piece.end < before.end and piece.start < before.start:
        return (before.start - piece.end) / size
    return (piece.start - before.end) / size


def _apart(before: Piece, piece: Piece, usual: float, written: bool) -> bool:
    gap = _gap(before, piece)
    if is_cjk(before.text) and is_cjk(piece.text):
        return gap > _CJK_GAP
    if not (written and before.text.isalnum() and piece.text.isalnum()):
        return gap > usual + _WIDER
    whole = piece.start - (before.end if before.whole is None else before.whole)
    return gap > usual + _WIDER_THAN_WRITTEN or whole > (max(usual, 0.0) + _WIDER_THAN_WHOLE) * max(before.size, 0.1)


def _usual_of_sizes(pieces: Sequence[Piece]) -> dict[float, float]:
    """The usual gap of each size, where a run has several: small capitals may be set wider than capitals."""
    sizes = {piece.size for piece in pieces if not _blank(piece)}
    if len(sizes) < _LEAST_SIZES:
        return {}
    runs: dict[float, list[list[Piece]]] = {size: [] for size in sizes}
    for size, some in itertools.groupby(pieces, key=lambda piece: piece.size):
        runs.setdefault(size, []).append(list(some))
    found = {size: [gap for run in some for gap in _gaps(run)] for size, some in runs.items()}
    return {size: _middle(gaps) for size, gaps in found.items() if len(gaps) >= _FEW}


def _usual_gap(pieces: Sequence[Piece]) -> float:
    gaps = _gaps(pieces)
    return _middle(gaps) if len(gaps) >= _FEW else 0.0


def _gaps(pieces: Sequence[Piece]) -> list[float]:
    return [
        _gap(before, piece) for before, piece in itertools.pairwise(pieces) if not _blank(before) and not _blank(piece)
    ]


def _middle(gaps: Sequence[float]) -> float:
    return min(max(sorted(gaps)[len(gaps) // 2], _USUAL[0]), _USUAL[1])
