"""What a text says about the skills that a position asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest

from zenhire.analysis.cv.skills import evidence
from zenhire.analysis.cv.skills.denial import denial
from zenhire.analysis.cv.skills.evidence import Found
from zenhire.analysis.cv.skills.normal import word_set, words
from zenhire.analysis.cv.skills.reading import Reading, read
from zenhire.analysis.cv.skills.requirement import Requirement, Term, parse
from zenhire.analysis.cv.skills.similarity import alike
from zenhire.analysis.cv.skills.tables import Book, book
from zenhire.analysis.cv.skills.types import RULES, Mention, NoEvidence, Reason, Rule, Similar, SkillEvidence

MOST = 40
"""Mentions that are told of a requirement."""

_FILLERS = word_set(
    "a an the of in for and or to with on at by as using experience knowledge skill skills year years minimum least"
)


def match_skills(
    names: Sequence[str],
    text: str,
    *,
    similar: Similar | None = None,
    rules: Iterable[Rule] = RULES,
    tables: Book | None = None,
    most: int = MOST,
) -> tuple[SkillEvidence, ...]:
    """The evidence for each name, in their order, with `most` mentions at most.

    The rules are tried in the order of their trust: the name and its aliases, misspellings, other forms of its words,
    related skills, and last `similar`, an embedder's cosines, if given. Deterministic; a text with more lines never
    has less trust.
    """
    tables = tables or book()
    return match_reading(names, read(text, tables), tables, similar=similar, rules=rules, most=most)


def match_reading(
    names: Sequence[str],
    reading: Reading,
    tables: Book,
    *,
    similar: Similar | None = None,
    rules: Iterable[Rule] = RULES,
    most: int = MOST,
) -> tuple[SkillEvidence, ...]:
    """`match_skills` of a text that is read already, with the same tables."""
    allowed = frozenset(rules)
    requirements = [parse(name, tables) for name in names]
    cosines: Mapping[str, list[Found]] = {}
    if similar is not None and "similar" in allowed:
        cosines = alike(requirements, reading, tables, similar, most)
    return tuple(_evidence(each, reading, tables, allowed, cosines.get(each.name, []), most) for each in requirements)


def _evidence(
    asked: Requirement, reading: Reading, tables: Book, allowed: frozenset[Rule], alike: list[Found], most: int
) -> SkillEvidence:
    kept: list[Mention] = []
    refused: list[NoEvidence] = []
    trusts = []
    for term in asked.terms:
        good, bad = _sifted(_found(term, reading, tables, allowed), reading, most)
        trusts.append(max((mention.trust for mention in good), default=0.0))
        kept, refused = kept + good, refused + bad
    inner = _mentions(alike, reading)
    whole = max((mention.trust for mention in inner), default=0.0)
    own = (sum(trusts) / len(trusts) if asked.joint else max(trusts)) if trusts else 0.0
    skills = tuple(dict.fromkeys(term.skill for term in asked.terms if term.skill))
    return SkillEvidence(
        asked.name, skills, round(max(own, whole), 4), _best(kept + inner, most), tuple(_once(refused))[:most]
    )


def _found(term: Term, reading: Reading, tables: Book, allowed: frozenset[Rule]) -> Iterator[Found]:
    yield from (found for found in evidence.named(term, reading, tables) if found.rule in allowed)
    if "spelling" in allowed:
        yield from evidence.misspelt(term, reading, tables)
    if "words" in allowed:
        yield from evidence.reworded(term, reading, tables)
    for rule in ("implied", "near"):
        if rule in allowed:
            yield from evidence.related(term, reading, tables, "implied" if rule == "implied" else "near")
    if "part" in allowed and term.skill is None:
        inside, size = _inside(term, tables)
        yield from evidence.partial(inside, size, reading)


def _inside(term: Term, tables: Book) -> tuple[list[tuple[str, int]], int]:
    """The known skills within a term's words, and how many content words it has."""
    own = read(term.written, tables)
    found = [
        (skill, sum(own.tokens[at].norm not in _FILLERS for at in range(hits[0].first, hits[0].stop)))
        for skill, hits in own.hits.items()
    ]
    size = sum(word not in _FILLERS and not word[0].isdigit() for word in words(term.written))
    return [(skill, length) for skill, length in found if length > 0], max(1, size)


def _sifted(found: Iterable[Found], reading: Reading, most: int) -> tuple[list[Mention], list[NoEvidence]]:
    """Mentions, and what names the skill and is none; each span once, with its best rule."""
    best: dict[tuple[int, int], Found] = {}
    for each in found:
        span = each.first, each.stop
        if span not in best or best[span].trust < each.trust:
            best[span] = each
    good, bad = [], []
    for each in best.values():
        reason: Reason | None = "other_meaning" if not each.genuine else _denied(each, reading)
        if reason is None:
            good.append(each)
        elif each.rule in ("exact", "alias", "spelling"):
            bad.append(_no_evidence(each, reason, reading))
    return _mentions(nsmallest(most, good, key=lambda one: (-one.trust, one.first)), reading), bad


def _denied(found: Found, reading: Reading) -> Reason | None:
    line = reading.line_at(found.first)
    return denial(reading.text, reading.tokens, line, found.first, found.stop, reading.in_names.__contains__)


def _span(found: Found, reading: Reading) -> tuple[int, int, str]:
    start, end = reading.tokens[found.first].start, reading.tokens[found.stop - 1].end
    return start, end, reading.text[start:end]


def _mentions(found: Iterable[Found], reading: Reading) -> list[Mention]:
    return [Mention(*_span(one, reading), one.rule, one.trust, one.skill, one.matched) for one in found]


def _no_evidence(found: Found, reason: Reason, reading: Reading) -> NoEvidence:
    return NoEvidence(*_span(found, reading), reason, found.matched)


def _best(mentions: Iterable[Mention], most: int) -> tuple[Mention, ...]:
    unique = {(one.start, one.end): one for one in sorted(mentions, key=lambda one: one.trust)}
    return tuple(nsmallest(most, unique.values(), key=lambda one: (-one.trust, one.start, one.end)))


def _once(refused: Iterable[NoEvidence]) -> list[NoEvidence]:
    return sorted(dict.fromkeys(refused), key=lambda one: (one.start, one.end, one.matched))
