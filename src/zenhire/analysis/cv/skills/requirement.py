"""A configured requirement taken apart: what it names, without the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zenhire.analysis.cv.skills.normal import singular, word_set, words
from zenhire.analysis.cv.skills.tables import Book

_BEFORE = re.compile(
    r"^(?:(?:proven|demonstrated|strong|excellent|good|great|solid|advanced|basic|outstanding|deep|sound|working|hands-on"
    r"|practical|professional|relevant|previous|prior|extensive|exceptional|superior)\s+)*"
    r"(?:(?:experience|knowledge|understanding|proficiency|proficient|expertise|background|skills?|skilled|ability"
    r"|familiarity|familiar|competence|competency|fluency|certified|certification)\s+"
    r"(?:with|of|in|on|using|working with|to use|to)\s+(?:the\s+|using\s+)?)?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s+(?:skills?|experience|knowledge|proficiency|expertise|abilit(?:y|ies)|software|proficient|competenc(?:e|y))$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*[(\[]([^)\]]*)[)\]]\s*")
_EITHER = re.compile(r"\s+or\s+|\s*/\s*|\s*\|\s*", re.IGNORECASE)
_BOTH = re.compile(r"\s+and\s+|\s*&\s*|\s*\+\s+|\s*,\s*", re.IGNORECASE)
MAKERS = word_set(
    "microsoft ms adobe autodesk oracle ibm google apache atlassian intuit esri amazon cisco siemens trimble apple"
    " dassault bentley jetbrains hp sap vmware redhat mathworks"
)
"""Makers whose name people leave out before their products' names."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is asked for: as written, its keys, and the skill that it is, if the tables know it."""

    written: str
    keys: tuple[str, ...]
    skill: str | None


@dataclass(frozen=True, slots=True)
class Requirement:
    """Terms that are each enough (`joint` false), or that together make the requirement."""

    name: str
    terms: tuple[Term, ...]
    joint: bool


def parse(name: str, book: Book) -> Requirement:
    """What a requirement asks for. A name that the tables know as it stands is that skill and nothing else."""
    whole = _term(name, book)
    if whole.skill:
        return Requirement(name, (whole,), False)
    outer, inner = _BRACKETS.sub(" ", name).strip(), _BRACKETS.findall(name)
    bare = _term(_bare(outer), book)
    if bare.skill:
        return Requirement(name, (bare, *(term for term in _terms(inner, book) if term.skill)), False)
    for pattern, joint in ((_EITHER, False), (_BOTH, True)):
        parts = _terms([_bare(part) for part in pattern.split(_bare(outer))], book)
        if len(parts) > 1 and all(part.skill for part in parts):
            return Requirement(name, parts, joint)
    kept = dict.fromkeys(term for term in (whole, bare) if term.keys)
    return Requirement(name, (*kept, *(term for term in _terms(inner, book) if term.skill)), False)


def _bare(name: str) -> str:
    """Without `strong experience with` and `skills`."""
    bare = _AFTER.sub("", _BEFORE.sub("", name.strip(), count=1).strip()).strip(" .,:;-")
    return bare or name.strip()


def _terms(parts: list[str], book: Book) -> tuple[Term, ...]:
    found = (_term(part, book) for part in parts if part.strip())
    return tuple(term for term in found if term.keys)


def _term(written: str, book: Book) -> Term:
    keys = tuple(singular(word) for word in words(written))
    skill = book.skill_of(written) if keys else None
    if keys and keys[0] in MAKERS and len(keys) > 1 and skill is None:
        rest = " ".join(written.split()[1:])
        skill = book.skill_of(rest)
    return Term(written, keys, skill)
