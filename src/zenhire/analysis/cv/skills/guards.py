"""Whether a letter or an ordinary word (R, Go, Excel, Spring) stands for a skill where it stands.

A word must not stand after or before what its guard names (`yyyy`: any year). Then a cue within three words decides for
it. Without one, a `word` needs its capital letter inside a sentence or a place in a list, and a `letter` both the
capital and a place in a list that names other skills of the kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from zenhire.analysis.cv.skills.normal import Line, Token
from zenhire.analysis.cv.skills.tables import Guard

_REACH = 3
_OPENS = re.compile(
    r"(?:\A|[\n\t,;|/•·:([{–—>*]|(?<= )-|(?:^|\s)(?:and|or|und|et|y|&|in|with|using|mit))\s*$", re.IGNORECASE
)
_CLOSES = re.compile(r"\s*(?:$|[\n\t,;|/•·)\]}–—]|\.(?:\s|$)|-\s|(?:and|or|und|et|y|&)\s)", re.IGNORECASE)
_CLOSE = re.compile(r"[\s/\-–'’]*")
_SENTENCE_START = re.compile(r"(?:\A|[\n\t.!?:•·|*>–—]|(?<= )-)\s*$")
_JOINS = re.compile(r"\w(?:\s*[,/]|\s+(?:and|or|und|et|y|&))\s*$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_VERSION = re.compile(r"\s+(?:v?\d[\d.]*)(?=\W|$)")


@dataclass(frozen=True, slots=True)
class Place:
    """A word of a text with its line.

    `company` tells whether its line, or with True the text, names like skills for certain; `crowd` whether it names
    two skills of the kind if capitals and places in a list are to be believed.
    """

    text: str
    tokens: tuple[Token, ...]
    line: Line
    index: int
    company: Callable[[bool], bool]
    crowd: Callable[[bool], bool]

    @property
    def token(self) -> Token:
        """The word itself."""
        return self.tokens[self.index]

    def neighbour(self, step: int, comma: bool) -> tuple[str, str]:
        """The word before (-1) or after (1), and the two words there; empty where more than blanks is between."""
        near, far = self.index + step, self.index + 2 * step
        if not self.line.first <= near < self.line.stop or not self._touch(self.index, near, comma):
            return "", ""
        one = _YEAR.sub("yyyy", self.tokens[near].norm)
        if not self.line.first <= far < self.line.stop or not self._touch(near, far, comma):
            return one, ""
        return one, " ".join((self.tokens[far].norm, one) if step < 0 else (one, self.tokens[far].norm))

    def _touch(self, one: int, two: int, comma: bool) -> bool:
        left, right = sorted((one, two))
        between = self.text[self.tokens[left].end : self.tokens[right].start]
        return _CLOSE.fullmatch(between.replace(",", "") if comma else between) is not None


def stands_for_skill(guard: Guard, place: Place, *, alone: bool = False) -> bool:
    """True where the word means the skill. `alone`: a list is enough, whatever else it names."""
    if guard.kind == "letter" and _glued(place):
        return False
    comma = guard.kind == "word"
    if guard.not_after.intersection(place.neighbour(-1, comma)) - {""}:
        return False
    if guard.not_before.intersection(place.neighbour(1, comma)) - {""}:
        return False
    if _cued(guard, place):
        return True
    capital, item = _capital(guard, place), _is_item(place)
    alone = alone or (capital and place.crowd(_by_itself(place)))
    if guard.kind == "letter":
        beside = capital and (item or _joins(place))
        return beside and (alone or place.company(_by_itself(place)))
    return (capital and _inside_sentence(place)) or (item and _believable(capital, alone, place))


def _joins(place: Place) -> bool:
    """The word follows a comma, a slash, `and` or `or`, whatever comes after it."""
    return _JOINS.search(place.text[place.line.start : place.token.start][-20:]) is not None


def _believable(capital: bool, alone: bool, place: Place) -> bool:
    """A capital is enough in a line with other words; a word by itself or in small letters needs others of its kind."""
    return alone or (capital and not _by_itself(place)) or place.company(_by_itself(place))


def _by_itself(place: Place) -> bool:
    """A word that has the line to itself, but for a version perhaps, is judged by the whole text."""
    return place.line.stop - place.line.first <= 2


def _glued(place: Place) -> bool:
    text, token = place.text, place.token
    before, after = text[max(0, token.start - 2) : token.start], text[token.end : token.end + 2]
    left = len(before) == 2 and before[1] in "-'’&." and before[0].isalnum()
    right = len(after) == 2 and after[0] in "-'’&." and after[1].isalnum()
    return left or right


def _cued(guard: Guard, place: Place) -> bool:
    if not guard.cues:
        return False
    low, high = max(place.line.first, place.index - _REACH), min(place.line.stop, place.index + _REACH + 1)
    around = [token.norm for token in place.tokens[low:high]]
    own = place.index - low
    around[own] = ""
    pairs = (f"{one} {two}" for one, two in pairwise(around))
    return not guard.cues.isdisjoint(around) or not guard.cues.isdisjoint(pairs)


def _capital(guard: Guard, place: Place) -> bool:
    written = place.text[place.token.start : place.token.end]
    if len(written) < len(guard.word):
        return False
    return all(own.isupper() for own, model in zip(written, guard.word, strict=False) if model.isupper())


def _is_item(place: Place) -> bool:
    text, token, line = place.text, place.token, place.line
    version = _VERSION.match(text, token.end, line.end)
    end = version.end() if version else token.end
    opens = _OPENS.search(text[line.start : token.start][-80:])
    return opens is not None and _CLOSES.match(text[end : min(line.end, end + 8)] or "") is not None


def _inside_sentence(place: Place) -> bool:
    """The word is not the first of a sentence whose words mostly begin small."""
    text, line = place.text, place.line
    if _SENTENCE_START.search(text[line.start : place.token.start][-80:]):
        return False
    low, high = max(line.first, place.index - 12), min(line.stop, place.index + 13)
    others = [place.tokens[at] for at in range(low, high) if at != place.index]
    words = [text[token.start] for token in others if token.end - token.start > 2 and text[token.start].isalpha()]
    return len(words) >= 2 and 2 * sum(first.islower() for first in words) >= len(words)
