"""Languages that a CV is written in, told by its function words: most people do not list their own.

Counts and not shares decide, so that a part in another language takes nothing away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from zenhire.analysis.cv.skills.normal import Line, fold
from zenhire.analysis.cv.skills.reading import Reading

LEAST, LEAST_DIFFERENT = 12, 4
"""Function words, and different ones, from which on a text is written in a language."""

# Words that the other languages here do not have, or hardly.
_WORDS = {
    "en": "the and with for from by as at that which were was this their our through while",
    "de": "und der die das mit für von im zur zum bei sowie durch auf eine einer nach unter",
    "fr": "et les pour dans avec sur au aux une du à chez ainsi par ces mise",
    "es": "y los las para con por del una en el al como desde hasta sobre",
    "it": "e gli per con della delle dei nel nella presso degli alla di il che",
    "pt": "e os as para com do da dos das em uma no na pelo pela",
    "nl": "en het van voor met een bij op te aan het door binnen naar",
    "pl": "i w z na do oraz dla przy od się nad za po przez",
    "tr": "ve ile için bir olarak bu da de gibi sonra kadar",
    "sv": "och att för med av på som till den ett från inom",
    "da": "og at med af på som til den et fra ved inden",
    "cs": "a v na s pro při od po nebo jako ve",
    "hr": "i u na za te od po pri kao iz sa",
}


@lru_cache(maxsize=1)
def _languages() -> Mapping[str, tuple[str, ...]]:
    """Word -> the one language that has it; words that several have are left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, words in _WORDS.items():
        for word in words.split():
            found[fold(word)].add(code)
    return {word: tuple(codes) for word, codes in found.items() if len(codes) == 1}


def written_in(reading: Reading) -> dict[str, Line]:
    """The languages by code, and for each the line with most of its words, the first of several."""
    words = _languages()
    counts: dict[str, int] = defaultdict(int)
    different: dict[str, set[str]] = defaultdict(set)
    by_line: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for at, token in enumerate(reading.tokens):
        for code in words.get(token.norm, ()):
            counts[code] += 1
            different[code].add(token.norm)
            by_line[code][reading.line_of[at]] += 1
    told = [code for code in counts if counts[code] >= LEAST and len(different[code]) >= LEAST_DIFFERENT]
    return {
        code: reading.lines[max(by_line[code], key=lambda one: (by_line[code][one], -one))] for code in sorted(told)
    }
