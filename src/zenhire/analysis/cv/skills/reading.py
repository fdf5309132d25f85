"""A text read once for all skills: its words, and where the tables' names stand in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from zenhire.analysis.cv.skills.guards import Place, stands_for_skill
from zenhire.analysis.cv.skills.languages import LanguageMention, find_languages
from zenhire.analysis.cv.skills.normal import Line, Token, lines, singular, stem, tokenize
from zenhire.analysis.cv.skills.tables import Alias, Book, key_pair

_GAP = re.compile(r"[ \u00a0]*[-–‐/&+_’'®™]?[ \u00a0]*")
EVERYWHERE = -1
_TECHNICAL = frozenset(("software", "data", "office"))


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of a skill at the tokens [first, stop)."""

    alias: Alias
    first: int
    stop: int


@dataclass(frozen=True)
class Reading:
    """A text's words and the skills named in it: `hits` that mean the skill, `others` where the word does not."""

    text: str
    tokens: tuple[Token, ...]
    lines: tuple[Line, ...]
    line_of: tuple[int, ...]
    hits: Mapping[str, tuple[Hit, ...]]
    others: Mapping[str, tuple[Hit, ...]]
    in_names: frozenset[int] = field(repr=False)

    @cached_property
    def positions(self) -> Mapping[str, tuple[int, ...]]:
        """Where each word stands, by its singular form."""
        return _index([singular(token.norm) for token in self.tokens])

    @cached_property
    def stems(self) -> Mapping[str, tuple[int, ...]]:
        """Where the forms of each word stand, by stem."""
        return _index([stem(token.norm) for token in self.tokens])

    @cached_property
    def by_initial(self) -> Mapping[str, tuple[str, ...]]:
        """The different words, by their first letter."""
        found = defaultdict(list)
        for word in dict.fromkeys(token.norm for token in self.tokens):
            found[word[0]].append(word)
        return {first: tuple(group) for first, group in found.items()}

    @cached_property
    def languages(self) -> tuple[LanguageMention, ...]:
        """The spoken languages that it names."""
        return find_languages(self.text)

    def line_at(self, index: int) -> Line:
        """The line of a token."""
        return self.lines[self.line_of[index]]

    def together(self, one: int) -> bool:
        """The tokens `one` and the next can belong to one name."""
        return one + 1 < len(self.tokens) and _joined(self.text, self.tokens, self.line_of, one)


def _index(keys: list[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        found[key].append(index)
    return {key: tuple(places) for key, places in found.items()}


def _joined(text: str, tokens: tuple[Token, ...], line_of: tuple[int, ...], one: int) -> bool:
    same = line_of[one] == line_of[one + 1]
    return same and _GAP.fullmatch(text, tokens[one].end, tokens[one + 1].start) is not None


def read(text: str, book: Book) -> Reading:
    """Reads a text. The time is linear in its length."""
    tokens = tokenize(text)
    rows = lines(text, tokens)
    line_of = tuple(number for number, line in enumerate(rows) for _ in range(line.first, line.stop))
    found = _outermost(_scan(text, tokens, line_of, book))
    in_names = frozenset(index for hit in found for index in range(hit.first, hit.stop))
    hits, others = _sorted_out(text, tokens, rows, line_of, found, book)
    return Reading(text, tokens, rows, line_of, hits, others, in_names)


def _scan(text: str, tokens: tuple[Token, ...], line_of: tuple[int, ...], book: Book) -> list[Hit]:
    found: list[Hit] = []
    for first in range(len(tokens)):
        nodes, at = [book.trie], first
        while nodes and at < len(tokens):
            if at > first and not _joined(text, tokens, line_of, at - 1):
                break
            nodes = [node[key] for node in nodes for key in key_pair(tokens[at].norm) if key in node]
            at += 1
            found += [Hit(alias, first, at) for node in nodes for alias in node.get("", ())]
    return found


def _outermost(hits: list[Hit]) -> list[Hit]:
    """Without those that stand inside a longer one. Hits come in the order of their first tokens."""
    longest: dict[int, int] = {}
    for hit in hits:
        longest[hit.first] = max(hit.stop, longest.get(hit.first, 0))
    outer, reach = set(), 0
    for first, stop in longest.items():
        if stop > reach:
            outer.add(first)
            reach = stop
    return [hit for hit in hits if hit.first in outer and hit.stop == longest[hit.first]]


def _sorted_out(
    text: str,
    tokens: tuple[Token, ...],
    rows: tuple[Line, ...],
    line_of: tuple[int, ...],
    hits: list[Hit],
    book: Book,
) -> tuple[dict[str, tuple[Hit, ...]], dict[str, tuple[Hit, ...]]]:
    """Hits that mean the skill, and those that do not, by skill."""
    group_of = {name: _group(skill.field) for name, skill in book.skills.items()}
    certain: set[tuple[int, str]] = set()
    claimed: dict[tuple[int, str], set[str]] = defaultdict(set)
    for hit in hits:
        if hit.alias.skill:
            group, skill = group_of[hit.alias.skill], hit.alias.skill
            for where in (line_of[hit.first], EVERYWHERE):
                claimed[where, group].add(skill)
                if not hit.alias.guard:
                    certain.add((where, group))
    good: dict[str, list[Hit]] = defaultdict(list)
    bad: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        if not hit.alias.skill:
            continue
        line, group = line_of[hit.first], group_of[hit.alias.skill]

        def company(whole: bool, line: int = line, group: str = group) -> bool:
            return (EVERYWHERE if whole else line, group) in certain

        def crowd(whole: bool, line: int = line, group: str = group) -> bool:
            return len(claimed[EVERYWHERE if whole else line, group]) > 1

        guard = hit.alias.guard
        place = Place(text, tokens, rows[line], hit.first, company, crowd)
        (good if guard is None or stands_for_skill(guard, place) else bad)[hit.alias.skill].append(hit)
    return {key: tuple(group) for key, group in good.items()}, {key: tuple(group) for key, group in bad.items()}


def _group(field_name: str) -> str:
    return "technical" if field_name in _TECHNICAL else field_name
