"""Listed skills, and where else the CV names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zenhire.analysis.cv.parse.context import Context, value
from zenhire.analysis.cv.parse.fold import fold, is_folded_word, key
from zenhire.analysis.cv.parse.languages import is_language_line
from zenhire.analysis.cv.parse.rows import Quote
from zenhire.analysis.cv.parse.schema import Mention, SectionKind, Skill, Span
from zenhire.analysis.cv.parse.sections import Part
from zenhire.analysis.cv.parse.skills.lists import listed
from zenhire.analysis.cv.parse.skills.wraps import with_whole_items

_MOST_MENTIONS, _LEAST_LETTERS = 20, 2
Place = tuple[int, int, SectionKind, int | None]


def skills(parts: Sequence[Part], places: Sequence[Place], context: Context) -> list[Skill]:
    """Each skill that the CV lists, once. `places`: stretches of text outside the lists, where mentions are sought."""
    found: dict[str, tuple[Quote, Quote | None, Part]] = {}
    for part in parts:
        rows = [row for row in part.rows if part.kind != "skills" or not is_language_line(row)]
        for skill, category in listed(with_whole_items(rows, context)):
            found.setdefault(key(skill.text) or skill.text, (skill, category, part))
    folded = fold(context.text)
    return [
        Skill(
            name=value(skill) or "",
            category=value(category or part.heading),
            section=part.kind,
            mentions=_mentions(skill, folded, places, context),
            spans=context.spans(name=skill, category=category or part.heading),
        )
        for skill, category, part in found.values()
    ]


def _mentions(skill: Quote, folded: str, places: Sequence[Place], context: Context) -> list[Mention]:
    word = fold(skill.text)
    if len(word) < _LEAST_LETTERS:
        return []
    found: list[Mention] = []
    for start, end, kind, index in places:
        at = folded.find(word, start, end)
        while at >= 0 and len(found) < _MOST_MENTIONS:
            if is_folded_word(folded, at, at + len(word)):
                found.append(Mention(kind, index, context.pages.span(at, at + len(word))))
                break
            at = folded.find(word, at + 1, end)
    return found


def mention_places(parts: Sequence[Part], spans: Mapping[SectionKind, Sequence[Sequence[Span]]]) -> list[Place]:
    """Stretches to seek mentions in: each entry's lines, and the rows of the other parts that hold running text."""
    found: list[Place] = []
    for kind, items in spans.items():
        found += [(span.start, span.end, kind, index) for index, some in enumerate(items) for span in some]
    for part in parts:
        if part.kind in ("summary", "header", "certificates", "awards", "publications", "other"):
            found += [(row.start, row.end, part.kind, None) for row in part.rows]
    return sorted(found, key=lambda place: place[:2])
