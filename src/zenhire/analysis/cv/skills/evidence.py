"""The rules, one by one: where a reading speaks for one term of a requirement.

| rule | trust |
|---|---|
| `exact`, `alias` | 1; .5 between two kinds of one skill (Ubuntu asked, Debian found) |
| `spelling` | .9, with two edits .8 |
| `words` | .9: the words of the name in other forms and order (managed the inventory) |
| `implied`, `near` | the table's |
| `part` | .8 of the share of the name's words that known skills make up |
| `similar` | at most .75, see `similarity` |
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zenhire.analysis.cv.skills.guards import Place, stands_for_skill
from zenhire.analysis.cv.skills.normal import singular, stem, word_set, words
from zenhire.analysis.cv.skills.reading import Reading
from zenhire.analysis.cv.skills.requirement import MAKERS, Term
from zenhire.analysis.cv.skills.spelling import candidates
from zenhire.analysis.cv.skills.tables import Alias, Book, Guard
from zenhire.analysis.cv.skills.tongues import language_code
from zenhire.analysis.cv.skills.types import Rule

SIBLING, WORDS, PART = 0.5, 0.9, 0.8
_FUNCTION = word_set("a an the of in for and or to with on at by as using use")
_MANNER = ("ment", "ing", "ion", "ance", "ence")
_NO_WORDS_RULE = frozenset(("software", "data", "office"))
_SPREAD = 2


@dataclass(frozen=True, slots=True)
class Found:
    """Tokens [first, stop) speak for a term. `genuine` is false where the word means something else."""

    first: int
    stop: int
    rule: Rule
    trust: float
    skill: str
    matched: str
    genuine: bool = True


def named(term: Term, reading: Reading, book: Book) -> Iterator[Found]:
    """The term's own name and the aliases of its skill."""
    if term.skill is None:
        code = language_code(term.written)
        yield from _spoken(code, reading) if code else _unknown(term, reading)
        return
    own_forms = {term.keys, words(term.written)}
    ranks = {alias: _rank(alias, own_forms, book) for alias in book.aliases[term.skill]}
    for genuine, group in ((True, reading.hits), (False, reading.others)):
        for hit in group.get(term.skill, ()):
            rule, trust = ranks[hit.alias]
            yield Found(hit.first, hit.stop, rule, trust, term.skill, hit.alias.written, genuine)


def _plain(alias: Alias) -> tuple[str, ...]:
    return tuple(key.lstrip("=") for key in alias.keys)


def _rank(alias: Alias, own_forms: set[tuple[str, ...]], book: Book) -> tuple[Rule, float]:
    """Rule and trust of an alias for a term with these forms.

    Two kinds of one skill speak little for each other, unless one's name is the other's with more words.
    """
    if _plain(alias) in own_forms:
        return "exact", 1.0
    asked = next((own for own in book.aliases[alias.skill] if _plain(own) in own_forms), None)
    if asked is None or not (asked.narrower and alias.narrower):
        return "alias", 1.0
    one, two = frozenset(_plain(asked)), frozenset(_plain(alias))
    return "alias", 1.0 if one <= two or two <= one else SIBLING


def _spoken(code: str, reading: Reading) -> Iterator[Found]:
    """A language, by any of its names."""
    for one in reading.languages:
        if one.code == code:
            first = bisect_left(reading.tokens, one.start, key=lambda token: token.start)
            stop = bisect_left(reading.tokens, one.end, key=lambda token: token.start)
            yield Found(first, stop, "alias", one.trust, "", one.quote)


def _unknown(term: Term, reading: Reading) -> Iterator[Found]:
    """A name that no table has: the same words in the same order, without its maker's name if need be."""
    forms = [(term.keys, 1.0)]
    if term.keys[0] in MAKERS and len(term.keys) > 1 and (len(term.keys) > 2 or len(term.keys[1]) > 4):
        forms.append((term.keys[1:], 0.95))
    guard = Guard(term.written.strip(), "letter", frozenset(), frozenset(), frozenset())
    short = len(term.keys) == 1 and len(term.keys[0]) <= 2
    for keys, trust in forms:
        for first in _runs(keys, reading):
            place = Place(reading.text, reading.tokens, reading.line_at(first), first, lambda _: False, lambda _: False)
            genuine = not short or stands_for_skill(guard, place, alone=True)
            rule: Rule = "exact" if trust == 1 else "alias"
            yield Found(first, first + len(keys), rule, trust, "", term.written, genuine)


def _runs(keys: Sequence[str], reading: Reading) -> Iterator[int]:
    """Where these words follow one another."""
    for first in reading.positions.get(keys[0], ()):
        if all(
            reading.together(first + at - 1) and singular(reading.tokens[first + at].norm) == keys[at]
            for at in range(1, len(keys))
        ):
            yield first


def misspelt(term: Term, reading: Reading, book: Book) -> Iterator[Found]:
    """The same names with one word misspelt."""
    names = [alias.keys for alias in book.aliases[term.skill] if not alias.guard] if term.skill else [term.keys]
    plain = [tuple(key.lstrip("=") for key in keys) for keys in names]
    slips = candidates((key for keys in plain for key in keys), reading, book.vocabulary)
    for keys in plain:
        for at, key in enumerate(keys):
            for slip, trust in slips.get(key, {}).items():
                wrong = (*keys[:at], singular(slip), *keys[at + 1 :])
                for first in _runs(wrong, reading):
                    yield Found(first, first + len(keys), "spelling", trust, term.skill or "", " ".join(keys))


def reworded(term: Term, reading: Reading, book: Book) -> Iterator[Found]:
    """Names of two words or more of which one tells what is done (management, picking): their forms, close together."""
    if term.skill and book.skills[term.skill].field in _NO_WORDS_RULE:
        return
    names = {term.keys, keys} if (keys := _keys(term.skill)) else {term.keys}
    for name in sorted(names):
        content = [key for key in name if key not in _FUNCTION]
        doing = any(key.endswith(_MANNER) and stem(key) != key for key in content)
        if len(content) < 2 or not doing:
            continue
        for first, stop in _near(frozenset(map(stem, content)), reading):
            yield Found(first, stop, "words", WORDS, term.skill or "", " ".join(name))


def _keys(skill: str | None) -> tuple[str, ...]:
    return tuple(map(singular, words(skill))) if skill else ()


def _near(stems: frozenset[str], reading: Reading) -> Iterator[tuple[int, int]]:
    """Shortest runs of tokens in one sentence that have all stems and at most two content words besides."""
    rarest = min(stems, key=lambda key: (len(reading.stems.get(key, ())), key))
    for at in reading.stems.get(rarest, ()):
        line, reach = reading.line_at(at), len(stems) + _SPREAD + 1
        low, high = max(line.first, at - reach), min(line.stop, at + reach + 1)
        span = _shortest(stems, reading, at, low, high)
        if span:
            yield span


def _shortest(stems: frozenset[str], reading: Reading, at: int, low: int, high: int) -> tuple[int, int] | None:
    best: tuple[int, int] | None = None
    for first in range(low, at + 1):
        for stop in range(at + 1, high + 1):
            if best and stop - first >= best[1] - best[0]:
                break
            inside = [reading.tokens[index].norm for index in range(first, stop)]
            others = [norm for norm in inside if stem(norm) not in stems and norm not in _FUNCTION]
            if stems <= {stem(norm) for norm in inside} and len(others) <= _SPREAD and _unbroken(reading, first, stop):
                best = first, stop
                break
    return best


def _unbroken(reading: Reading, first: int, stop: int) -> bool:
    between = reading.text[reading.tokens[first].start : reading.tokens[stop - 1].end]
    return not any(mark in between for mark in (". ", ",", ";", ":", "\t", "|", "•", "! ", "? "))


def related(term: Term, reading: Reading, book: Book, rule: Rule) -> Iterator[Found]:
    """Other skills that the tables take as evidence for the term's, by this rule."""
    if term.skill is None:
        return
    for other, (trust, how) in book.evidence[term.skill].items():
        if how == rule:
            for hit in reading.hits.get(other, ()):
                yield Found(hit.first, hit.stop, rule, trust, other, hit.alias.written)


def partial(inside: Sequence[tuple[str, int]], size: int, reading: Reading) -> Iterator[Found]:
    """Known skills within the words of a longer name: (skill, how many of its `size` content words)."""
    for skill, length in inside:
        for hit in reading.hits.get(skill, ()):
            trust = round(PART * min(1.0, length / size), 4)
            yield Found(hit.first, hit.stop, "part", trust, skill, hit.alias.written)
