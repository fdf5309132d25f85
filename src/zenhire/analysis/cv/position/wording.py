"""What the words of a requirement tell: a language, a degree, years, conditions of work, several things at once."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from zenhire.analysis.cv.parse.fold import key
from zenhire.analysis.cv.parse.words.industries import industry_of
from zenhire.analysis.cv.parse.words.jobs import TITLE_WORDS
from zenhire.analysis.cv.position.problems import MOST_ITEMS, Node
from zenhire.analysis.cv.skills.languages import find_languages, languages_of, parse_requirement
from zenhire.analysis.cv.skills.normal import word_set, words
from zenhire.analysis.cv.skills.requirement import parse
from zenhire.analysis.cv.skills.tables import Kind, book, keys_of
from zenhire.analysis.cv.skills.tongues import language_code

SHOWN_CHARS = 80
"""Characters of a name that are looked at and shown."""
_LONGEST_NAME = 6
_AROUND_LANGUAGES = word_set(
    "language languages skill skills spoken written speaking speaker fluent fluency native good very basic advanced"
    " conversational business professional knowledge verbal oral level proficiency command of in and or the a at least"
)
_NO_TITLES = frozenset(("forklift", "crane", "qa", "devops", "model", "lead", "head", "help", "chair", "expert"))
_DEGREE = re.compile(
    r"\b(?:bachelor|master|doctora(?:te|l)|(?:under|post)graduate|associate)(?:['’]?s)?\s+(?:degree|of|in)\b"
    r"|(?<!\d)(?<!\d[- ])\bdegree\b|\bdiploma\b|\bph\.?\s?d\b|\bmba\b|\b[bm]\.?\s?sc\b|\b[bm]\.?\s?eng\b"
    r"|\bhigh school\b|\buniversity\b|\b(?:hochschul)?abschluss\b|\bstudium\b|\blicenciatura\b|\babitur\b",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"\b\d+\s*\+?\s*(?:(?:-|–|to)\s*\d+\s*\+?\s*)?(?:years?|yrs?|months?|jahren?|años|ans|anni)\b"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\s+years?\b",
    re.IGNORECASE,
)
_CONDITIONS = re.compile(
    r"\bwilling(?:ness)?\b|\brelocat\w+|\bavailable (?:to|for|on|from|immediately)\b"
    r"|\b(?:weekend|evening|night|immediate|full) availability\b|\b(?:full|part)[- ]time\b"
    r"|\b(?:night|rotating|weekend|evening|early|late) shifts?\b|\bwork(?:ing)? on-?site\b|\bon-?site (?:work|only)\b"
    r"|\bhybrid (?:work|working|model)\b|\b(?:remote|home) (?:work|working|office)\b|\bwork (?:permit|visa)\b"
    r"|\bright to work\b|\bfixed[- ]term\b|\bable to travel\b|\btravel (?:required|up to)\b",
    re.IGNORECASE,
)
# Fields whose skills are never a trait of a person; customer service and the like may be seen as one.
_TOOLS = frozenset(("software", "data", "office", "trades"))
_LEVEL = re.compile(r"[abc][12][+-]?")
_TASK = re.compile(r"(?:(?:the )?ability|able|capable|must|should|responsible|you|capacity)\s", re.IGNORECASE)
_PARTS = re.compile(r"\s*[,;|•]\s*")
_SLASH = re.compile(r"\s*/\s*")
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Words:
    """Texts of a list with their nodes; what is no text is left out."""

    items: tuple[tuple[Node, str], ...]

    @classmethod
    def of(cls, node: Node) -> Words:
        """The texts of a list of texts."""
        return cls._kept([(part, part.value) for part in node.items()])

    @classmethod
    def named(cls, node: Node) -> Words:
        """The names of a list of things with a name."""
        return cls._kept([(part, part.child("name").value) for part in node.items()])

    @classmethod
    def _kept(cls, pairs: list[tuple[Node, object]]) -> Words:
        texts = [(node, shown(value)) for node, value in pairs[:MOST_ITEMS] if isinstance(value, str)]
        return cls(tuple((node, text) for node, text in texts if text))

    @property
    def folded(self) -> frozenset[str]:
        """The texts without regard to case."""
        return frozenset(text.casefold() for _, text in self.items)


def shown(text: str) -> str:
    """A text in one line, cut where it is long."""
    plain = " ".join(text[: 10 * SHOWN_CHARS].split())[:SHOWN_CHARS]
    return "".join(char if char.isprintable() else "?" for char in plain)


def skill_of(text: str) -> str | None:
    """The skill that the tables know by this name, or that this is a kind of."""
    return book().skill_of(text)


def meaning(text: str) -> str:
    """What two names of the same skill have in common; a kind of a skill is not the same."""
    known = skill_of(text)
    if known is None:
        return text.casefold()
    kinds = {alias.keys for alias in book().aliases.get(known, ()) if alias.narrower}
    return text.casefold() if keys_of(text) in kinds else known.casefold()


def language(text: str) -> tuple[str | None, bool]:
    """Code of the language that a text names, and whether it names it and nothing more."""
    alone = language_code(text)
    return (alone, True) if alone else (parse_requirement(text)[0], False)


def spoken_in(country: str) -> frozenset[str]:
    """Codes of the languages of a country; empty if it is none."""
    return frozenset(languages_of(country))


def is_industry(text: str) -> bool:
    """Whether it is the name of an industry, and no more."""
    return (industry_of(text, "") or "").casefold() == text.casefold()


def is_title(text: str) -> bool:
    """Whether it is a job's title by its last word."""
    found = key(text).split()
    return bool(found) and found[-1] in TITLE_WORDS and found[-1] not in _NO_TITLES


def lists_things(text: str) -> bool:
    """Whether marks part it into several things."""
    return len(_PARTS.split(text)) > 1 or len(_split(text)) > 1


def _split(text: str) -> list[str]:
    parts = [part for part in _SLASH.split(text) if len(part) >= _SHORTEST_PART]
    return parts if len(parts) == text.count("/") + 1 else [text]


def of_skill(text: str, kind: Kind, industries: Set[str]) -> tuple[str, str] | None:
    """What is odd about the name of a hard or soft skill, and what to do; None if nothing is.

    `industries` are those of the config, folded.
    """
    return _misplaced(text, industries) or _shape(text) or _kind(text, kind)


def of_qualification(text: str, room: Set[Kind], industries: Set[str]) -> tuple[str, str] | None:
    """The same for a qualification; `room` are the kinds of skills of which more may be named."""
    return _misplaced(text, industries) or _qualification(text, room)


def _misplaced(text: str, industries: Set[str]) -> tuple[str, str] | None:
    if _is_language(text):
        return f"“{text}” is a language.", "Name it in `skills.language_skills_config`, without a level."
    if _YEARS.search(text):
        return f"“{text}” names a time.", "Years of experience go into `workExperience.from` and `to`."
    if skill_of(text) is None and _DEGREE.search(text):
        return f"“{text}” is a degree.", "It goes into `education.academic`."
    if _CONDITIONS.search(text):
        return f"“{text}” is a condition of the work, which no CV shows.", "Leave it out of the config."
    if text.casefold() in industries:
        return f"“{text}” is one of the industries.", "It counts there; name here what people do in it."
    return None


def _is_language(text: str) -> bool:
    if skill_of(text) is not None:
        return False
    found = find_languages(f"Language: {text}")
    spans = [(one.start, one.end) for one in found] + [(one.level_start, one.level_end) for one in found]
    rest = list(f"Language: {text}")
    for start, end in spans:
        rest[start:end] = " " * (end - start)
    others = {word for word in words("".join(rest)) if not _LEVEL.fullmatch(word)}
    return bool(found) and others <= _AROUND_LANGUAGES


def _shape(text: str) -> tuple[str, str] | None:
    if skill_of(text) is None and is_title(text):
        return f"“{text}” is a job title.", "Name it in `workExperience.relevant_roles`."
    if any(mark in text for mark in "()[]"):
        return f"“{text}” has brackets, which are matched as part of its name.", "Write the name alone."
    asked = parse(text, book())
    listed = skill_of(text) is None and any(skill_of(part) for part in _PARTS.split(text)[1:])
    if (asked.joint and len(asked.terms) > 1) or listed:
        return f"“{text}” reads as several skills with one importance.", "Give each an entry of its own."
    if skill_of(text) is None and len(_split(text)) > 1:
        return f"“{text}” asks for any one of several skills.", "If all are wanted, give each an entry of its own."
    if skill_of(text) is None and (_TASK.match(text) or len(text.split()) > _LONGEST_NAME):
        return f"“{text}” is a sentence, and skills are matched by name.", "Name the skill in a word or three."
    return None


def _qualification(text: str, room: Set[Kind]) -> tuple[str, str] | None:
    known = skill_of(text)
    if known is not None and book().skills[known].kind in room:
        return f"“{text}” is a skill.", f"Name it in `{book().skills[known].kind}_skills`."
    if known is None and _TASK.match(text):
        return f"“{text}” describes a task.", "Say what a CV would show for it, or name the skills that it needs."
    return None


def _kind(text: str, kind: Kind) -> tuple[str, str] | None:
    known = skill_of(text)
    if known is None:
        return None
    skill = book().skills[known]
    if skill.kind == "soft" and kind == "hard":
        return f"“{text}” is a soft skill.", "Name it in `soft_skills`."
    if skill.field in _TOOLS and kind == "soft":
        return f"“{text}” is a hard skill.", "Name it in `hard_skills`."
    return None
