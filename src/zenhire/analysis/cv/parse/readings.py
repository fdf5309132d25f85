"""Choosing between readings of a section: the usual one, or another that makes clearly more of the same lines.

A reading is which lines around the dated ones head the entries, and how these lines are divided into names. What it is
worth is a weighted sum over the features of all its entries: what the words of the names tell, whether all entries have
theirs at the same place, what is left over. The weights are fitted to CVs with gold by `python -m evals cv-readings`.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Generic, Literal, TypeVar

from zenhire.analysis.cv.parse.entries import Entry
from zenhire.analysis.cv.parse.pieces import USUAL, Cut, Piece
from zenhire.analysis.cv.parse.rows import Quote

# How much more than the usual reading another one has to be worth: of margins from 0 to 2, the one that on layouts that
# the weights were not fitted to gains nearly the most and makes few sections worse.
_CLEARLY = 1.0
_MOST_BEFORE, _MOST_AFTER = 3, 2
# More dated lines in a section, or more sections of a kind, are no CV's, and comparing readings takes its time.
_MOST_DATED, _MOST_SECTIONS = 40, 6
# Entries that are named for all readings of a section together.
_MOST_NAMED = 1_200
_SIGN = re.compile(r"\s[-–—/|·•]\s|:\s")
_LONG_DASH = re.compile(r"\s[–—]\s")
_PARTING = re.compile(r"\s[-–—/|·•]\s|:\s|,\s")
_ANY_SIGN = re.compile(r"[,;:|•·]|\s[-–—/]\s")

Reading = TypeVar("Reading")


@dataclass(frozen=True, slots=True)
class Reader(Generic[Reading]):
    """How a section is read, in three steps.

    `divide`: its entries for how many lines before and after the dated one head each, or as the section itself tells;
    `cut`: the pieces of their heads; `name`: the names that the pieces are. Names may take lines from the entries, so
    that these serve for one reading only.
    """

    divide: Callable[[tuple[int, int] | None], list[Entry]]
    cut: Callable[[Sequence[Entry], Cut], list[list[Piece]]]
    name: Callable[[Sequence[Entry], Sequence[Sequence[Piece]]], Reading]

    def usual(self) -> Reading:
        """The section read as most CVs are written."""
        some = self.divide(None)
        return self.name(some, self.cut(some, USUAL))

    def others(self) -> Iterator[Reading]:
        """All other readings of the section, each once."""
        some = self.divide(None)
        seen = {_places(some, self.cut(some, USUAL))}
        heads: set[tuple[tuple[int, int], ...]] = set()
        for around in (None, *itertools.product(range(_MOST_BEFORE + 1), range(_MOST_AFTER + 1))):
            some = self.divide(around)
            if (spans := _spans(some)) in heads:
                continue
            heads.add(spans)
            for cut in cuts(some):
                pieces = self.cut(some, cut)
                if (places := _places(some, pieces)) not in seen:
                    seen.add(places)
                    yield self.name(self.divide(around), pieces)


def _spans(some: Sequence[Entry]) -> tuple[tuple[int, int], ...]:
    return tuple((entry.head[0].start, entry.head[-1].end) for entry in some)


def _places(some: Sequence[Entry], pieces: Sequence[Sequence[Piece]]) -> tuple[object, ...]:
    return _spans(some), tuple((piece.start, piece.end) for head in pieces for piece in head)


def best_reading(
    reader: Reader[Reading],
    features: Callable[[Reading], Mapping[str, float]],
    weights: Mapping[str, float],
    settled: Callable[[Reading], bool],
    sections: int = 1,
) -> Reading:
    """The usual reading, unless another one is worth clearly more.

    `features`: what is weighed by `weights`; a reading without any is empty. `settled`: whether a reading of one
    dated line needs no other one to be compared with. `sections`: how many of the kind the CV has.
    """

    def worth(reading: Reading) -> float:
        return sum(weights[name] * value for name, value in features(reading).items())

    usual = reader.usual()
    dated = sum(entry.dated is not None for entry in reader.divide(None))
    if dated > _MOST_DATED or sections > _MOST_SECTIONS or (dated <= 1 and settled(usual)) or not features(usual):
        return usual
    best, most = usual, worth(usual) + _CLEARLY
    for other in itertools.islice(reader.others(), _MOST_NAMED // max(1, dated)):
        if (value := worth(other)) > most:
            best, most = other, value
    return best


def cuts(some: Sequence[Entry]) -> Iterator[Cut]:
    """The ways in which the heads of entries may be divided, by the signs that stand in them."""
    text = "\n".join(row.text for entry in some for row in entry.head)
    slashes = (False, True) if " / " in text else (False,)
    dashes = ("-–—", "–—", "") if " - " in text else ("-–—", "") if _LONG_DASH.search(text) else ("-–—",)
    commas: tuple[Literal["usual", "all", "none"], ...] = ("usual", "all", "none") if ", " in text else ("usual",)
    wholes = (None, (0, 0), (-1, 0), (1, 0)) if _ANY_SIGN.search(text) else (None,)
    yield from itertools.starmap(Cut, itertools.product(slashes, dashes, commas, wholes))


def means(each: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean of each feature over entries."""
    return {name: fmean(item[name] for item in each) for name in each[0]} if each else {}


def disagreement(names: Sequence[Quote | None]) -> float:
    """Share of the names, in [0, 1], that stand at another place of their heads than most do."""
    slots = Counter(name.slot[:2] for name in names if isinstance(name, Piece))
    return 1.0 - max(slots.values()) / slots.total() if slots else 0.0


def gaps(some: Sequence[Entry]) -> dict[str, float]:
    """Shares of entries, in [0, 1], whose head white space goes through, and that begin without it though others do.

    The first entry of a section begins below its heading and counts for neither.
    """
    through = [any(row.gap for row in entry.head[1:]) for entry in some]
    begins = [entry.head[0].gap for entry in some[1:]]
    alone = begins.count(False) / len(begins) if any(begins) else 0.0
    return {"gap in head": fmean(through), "no gap before": alone}


def parts_of(quote: Quote | None) -> list[str]:
    """What signs and commas part in a name; nothing where none stands in it."""
    parts = [part for part in _PARTING.split(quote.text) if part.strip()] if quote is not None else []
    return parts if len(parts) > 1 else []


def has_sign(quote: Quote | None) -> float:
    """1 where a sign stands in a name that mostly parts names."""
    return float(quote is not None and _SIGN.search(quote.text) is not None)


def has_comma(quote: Quote | None) -> float:
    """1 where a comma stands in a name."""
    return float(quote is not None and ", " in quote.text)


def is_long(quote: Quote | None, most: int) -> float:
    """1 where a name has more than so many words."""
    return float(quote is not None and len(quote.text.split()) > most)


def capitals(quote: Quote | None) -> float:
    """Share of a name's longer words, in [0, 1], that begin as names do."""
    if quote is None:
        return 0.0
    words = [word for word in quote.text.split() if len(word) > 3] or quote.text.split()
    return sum(not word[0].islower() for word in words) / max(1, len(words))
