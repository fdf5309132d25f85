"""Levels in a list of skills: beside a skill, at its end or before it, or on a line or in a cell of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from zenhire.analysis.cv.parse.fold import fold
from zenhire.analysis.cv.parse.rows import Quote
from zenhire.analysis.cv.parse.words.levels import Trust, level_trust
from zenhire.analysis.cv.skills.normal import word_set

_BRACKET = re.compile(r"\s*[(\[](?P<level>[^()\[\]]{1,40})[)\]]\s*:?$")
_EMPTY = re.compile(r"\s*[(\[]\s*[)\]]\s*:?$")
_SIGN = re.compile(r"(?:\s*[:：–—]|\s+-)\s*(?P<level>[^:：–—]{1,40})$")
_DRAWN = re.compile(r"\s*(?P<level>[★☆⭐✩✪✭✮✯●○•◉◎■□▪▫█░▒▓⬤◯⚫⚪]{3,})$")
_WORD = re.compile(r"\S+")
_LEVEL_WORDS, _LEAST_TOLD, _LEAST_SAME, _LEAST_LED = 3, 2, 3, 3
_MOST, _NEARLY_ALL = 0.5, 0.75
# Words that end names of skills and titles as well, so that other levels must stand in the list.
_ENDS_NAMES = word_set("master expert professional specialist senior junior basic basics fundamentals")
# Words that end names of skills in some language too often to be cut off: "Social media", "React Native", "Final Cut
# Pro", "Knowledge base".
_NEVER_CUT = word_set(
    "media medio medium base bases basis native pro high low mittel alto alta temel guru ninja wizard apprentice "
    "familiar average fair limited moderate solid superior outstanding dominio bien grundlagen"
)
# Names that end as levels do.
_WHOLE = re.compile(
    r"(?:scrum|web|grand|head|post|quarter|ring|harbou?r|station|yard|toast|quiz|subject matter) (?:master|expert)"
    r"|visual basic"
)
Kind = Literal["none", "whole", "signed", "bare"]


@dataclass(frozen=True, slots=True)
class _End:
    """How an item ends: where the skill does, by which sign the level follows, and its words."""

    kind: Kind
    cut: int = 0
    trust: Trust = "likely"
    words: str = ""


_NONE = _End("none")


def without_levels(items: Sequence[Quote]) -> list[Quote | None]:
    """The items without the levels at their ends, None for those that are nothing but a level.

    A level without any sign before it is one only where most items of the list end so, or nearly all begin so: "Scrum
    Master" and "Advanced Excel" are skills.
    """
    items = [item.part(0, empty.start()) if (empty := _EMPTY.search(item.text)) else item for item in items]
    ends = [_end(item.text) for item in items]
    told = [end for end in ends if end.kind != "none"]
    sure = len(told) >= _LEAST_TOLD
    bare = _bare_count(items, ends)
    led = not told and _all_led(items)
    return [_cut(item, end, sure, bare, led) for item, end in zip(items, ends, strict=True)]


def is_level(text: str) -> bool:
    """Whether a text is a level, or several between commas: "Advanced", "4/5, 3 years"."""
    return _trust(text) is not None


def begins_with_level(text: str) -> bool:
    """Whether the first item of a list is nothing but a level, as in "Python: advanced, SQL: basic"."""
    return level_trust(re.split(r"[,;|\t]", text, maxsplit=1)[0]) is not None


def _cut(item: Quote, end: _End, sure: bool, bare: bool, led: bool) -> Quote | None:
    if end.kind == "whole":
        return None if sure or end.trust == "sure" else item
    if end.kind == "signed" and (sure or end.trust == "sure"):
        return item.part(0, end.cut)
    if end.kind == "bare" and bare:
        return item.part(0, end.cut)
    if led and (start := _lead(item.text)):
        return item.part(start, len(item.text))
    return item


def _end(text: str) -> _End:
    if trust := _trust(text):
        return _End("whole", 0, trust, fold(text))
    for pattern in (_BRACKET, _SIGN, _DRAWN):
        match = pattern.search(text)
        if match and _is_name(text[: match.start()]) and (trust := _trust(match["level"])):
            return _End("signed", match.start(), trust, fold(match["level"]))
    return _bare_end(text)


def _bare_end(text: str) -> _End:
    """The longest level at an item's end, words alone."""
    if _WHOLE.fullmatch(fold(text)):
        return _NONE
    words = list(_WORD.finditer(text))
    for count in range(min(_LEVEL_WORDS, len(words) - 1), 0, -1):
        start = words[-count].start()
        level = fold(text[start:])
        if level not in _NEVER_CUT and _is_name(text[:start]) and (trust := level_trust(text[start:])):
            return _End("bare", start, trust, level)
    return _NONE


def _trust(text: str) -> Trust | None:
    if trust := level_trust(text):
        return trust
    parts = [part.strip() for part in re.split(r"[,;]", text)]
    found = [level_trust(part) for part in parts] if len(parts) > 1 else [None]
    return "sure" if all(found) else None


def _bare_count(items: Sequence[Quote], ends: Sequence[_End]) -> bool:
    """Whether levels without a sign are told of most skills: those at ends, and those that follow by themselves."""
    told = [end for end in ends if end.kind != "none"]
    names = sum(end.kind != "whole" for end in ends)
    words = {end.words for end in told}
    if len(told) < max(_LEAST_TOLD, _MOST * names) or not any(end.kind == "bare" for end in told):
        return False
    return not words <= _ENDS_NAMES and (len(words) > 1 or len(told) >= _LEAST_SAME)


def _all_led(items: Sequence[Quote]) -> bool:
    """Whether nearly all items begin with a level, not all with the same."""
    leads = [item.text[: _lead(item.text)] for item in items]
    told = {fold(lead) for lead in leads if lead}
    count = sum(bool(lead) for lead in leads)
    return count >= max(_LEAST_LED, _NEARLY_ALL * len(items)) and len(told) > 1


def _lead(text: str) -> int:
    """Where the skill begins behind a level at an item's beginning; 0 where there is none."""
    words = list(_WORD.finditer(text))
    if len(words) < 2:
        return 0
    first = text[: words[0].end()]
    known = level_trust(first) == "sure" or fold(first) in ("master", "basic", "senior")
    return words[1].start() if known and _is_name(text[words[1].start() :]) else 0


def _is_name(text: str) -> bool:
    return any(character.isalpha() for character in text) and not is_level(text)
