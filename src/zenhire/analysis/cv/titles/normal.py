"""A title as plain words in one order, so that ways of writing the same title are equal.

`Sr. Mgr., Sales (m/f/d)`, `Senior Sales Manager` and `Senior Manager of Sales` have the same words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from zenhire.analysis.cv.skills.normal import singular, word_set, words
from zenhire.analysis.cv.titles.lexicon import lexicon

_GENDERS = re.compile(
    r"\(?(?<![\w/])(?:[mwfhdxviagn]\s*[/|*,]\s*){1,3}[mwfhdxvian]n?(?![\w/])\)?"
    r"|\((?:all genders?|gn|any gender)\)|(?<!\w)all genders(?!\w)",
    re.IGNORECASE,
)
_FEMALE = r"(?:innen|in|frau|ne|se|sse|euse|trice|rice|ice|i?[eè]re|ress|ess|ster|ora|ra|ka|e|a|o)"
_SUFFIX = re.compile(rf"(?<=[^\W\d_]{{3}})(?:\(-?{_FEMALE}s?\)|[/*:_·•.]-?{_FEMALE}(?!\w)|/-\w+)", re.IGNORECASE)
_INNER_I = re.compile(r"(?<=[a-zäöü])In(?:nen)?(?!\w)")
_PLACE = re.compile(r"\s(?:at|@|bei|chez|presso)\s.*|\s?@\s?.*", re.IGNORECASE | re.DOTALL)
_PARTS = re.compile(r"\s+[-–—|:]+\s*|\s*[–—|;:]\s+|\s*[()\[\]]\s*|\s+/\s+|\s*[\n\r•·]\s*")
_OF = re.compile(r"\s(?:of|for|in|(?<=assistant\s|secretary\s)to)\s+(?:the\s+)?", re.IGNORECASE)
_IN_TRAINING = re.compile(r"(?<!\w)in[ -]training(?!\w)", re.IGNORECASE)
_SMALL = word_set(
    "of the a an and for to with in on de du des d del dei della delle degli di do da dos das e et und y i w z"
    " der die das im fur von van voor het en el la le les los las l au aux al na za u ds cum as company name"
)
_BEFORE_HEADS = word_set("vice team shift general deputy assistant associate")
_LEADS = re.compile(
    r"(?<!\w)(?:chef|cheffe|jefe|jefa|capo)\s+(?:de|du|des|d['’]|di|del)\s*(?!cuisine|partie|rang|cocina|cucina)",
    re.IGNORECASE,
)
_ENDINGS = (
    (re.compile(r"(.{3,}(?:er|eur|or|ent|ant|ist|iker|at|ekt|og))in"), r"\1"),
    (re.compile(r"(.{3,})euse"), r"\1eur"),
    (re.compile(r"(.{3,})trice"), r"\1teur"),
    (re.compile(r"(.{3,}ic)ienne"), r"\1ien"),
    (re.compile(r"(.{5,})iere"), r"\1ier"),
    (re.compile(r"(.{4,}[dtns])ora"), r"\1or"),
    (re.compile(r"(.{4,}ist)ka"), r"\1a"),
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a title: `words` in plain forms, `told` the same words for an embedder to read."""

    words: tuple[str, ...]
    told: str


@lru_cache(maxsize=8192)
def plain_form(word: str) -> str:
    """A plain word in its male or neutral form: `waitress` -> `waiter`, `Verkäuferin` -> `verkaufer`."""
    form = lexicon().forms.get(word)
    if form is not None:
        return form
    for pattern, put in _ENDINGS:
        if match := pattern.fullmatch(word):
            return match.expand(put)
    return word


def _expanded(text: str) -> list[str]:
    found: list[str] = []
    short = lexicon().short
    for word in words(text):
        found += short.get(word) or plain_form(word).split()
    kept = [word for word in found if word not in _SMALL and not word.isdigit()]
    return kept or found


def is_head(word: str) -> bool:
    """Whether a title can end with this plain word as the name of what somebody is."""
    return word in lexicon().heads


def _ordered(text: str) -> list[str]:
    """The words of a piece without commas, what somebody is last: `Director of Sales`, `Manager Sales`."""
    pieces = [_expanded(piece) for piece in _OF.split(text)]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) > 1 and is_head(singular(pieces[0][-1])):
        return [word for piece in [*pieces[1:], pieces[0]] for word in piece]
    found = [word for piece in pieces for word in piece]
    size = _leading_head(found)
    return found[size:] + found[:size]


def _leading_head(found: list[str]) -> int:
    """How many words of a head stand first where it should be last (`Assistant Manager Operations`: 2), else 0."""
    plain = [singular(word) for word in found]
    if not plain or is_head(plain[-1]):
        return 0
    for size, word in enumerate(plain[:-1], 1):
        following = plain[size]
        if is_head(word) and not is_head(following):
            return size
        if not (_level_only(word) or word in _BEFORE_HEADS):
            return 0
    return 0


def _level_only(word: str) -> bool:
    return (singular(word),) in lexicon().levels


def _is_bare_head(found: list[str]) -> bool:
    rest = [word for word in found if not _level_only(word)] or found[-1:]
    return bool(rest) and is_head(singular(rest[-1])) and (len(rest) == 1 or rest == ["vice", "president"])


def phrase(text: str) -> Phrase:
    """The words of one part of a title, in one order. `Manager, Sales` and `Sales Manager` are equal."""
    pieces = [found for found in (_ordered(piece) for piece in text.split(",")) if found]
    if len(pieces) > 1 and _is_bare_head(pieces[0]):
        pieces = [*pieces[1:], pieces[0]]
    found = [word for piece in pieces for word in piece]
    return Phrase(tuple(singular(word) for word in found), " ".join(found))


def cleaned(text: str) -> str:
    """A title without marks of gender and without the employer that follows `at`; never less than its words."""
    found = _INNER_I.sub("", _GENDERS.sub(" ", text))
    found = _LEADS.sub("leadof ", _IN_TRAINING.sub("trainee", _SUFFIX.sub("", found)))
    short = _PLACE.sub("", found)
    return next((kept for kept in (short, found) if words(kept)), text)


def pieces(text: str) -> list[str]:
    """The parts of a cleaned title between dashes, brackets, bars and spaced slashes."""
    return [part for part in _PARTS.split(text) if words(part)]
