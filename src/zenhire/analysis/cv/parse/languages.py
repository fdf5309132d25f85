"""Spoken languages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from zenhire.analysis.cv.parse.context import Context, value
from zenhire.analysis.cv.parse.fold import fold
from zenhire.analysis.cv.parse.rows import Quote, Row
from zenhire.analysis.cv.parse.schema import Language
from zenhire.analysis.cv.parse.sections import Part
from zenhire.analysis.cv.skills.tongues import Level, is_shared, language_level, language_names

_LABEL = re.compile(
    r"\s*(?:languages?|sprachen|fremdsprachen|langues?|idiomas?|lingue|linguas|línguas|talen|języki|"
    r"diller)(?:\s+(?:skills|spoken))?\s*[:\t]\s*",
    re.IGNORECASE,
)
_S = r"(?:\(\w{1,3}\))?"
# Folded.
_MOTHER_TONGUE = re.compile(
    rf"\W*(?:(?:mother tongue|native language|muttersprache|madrelingua|moedertaal|ana dil){_S}i?|"
    rf"(?:langue|lengua|lingua|idioma){_S} (?:maternelle|matern[ao]|nativ[ao]|madre){_S}|jezyk{_S} ojczysty{_S})"
    r"\s*[:\t]\s*"
)
# "Foreign", whose second word stands below.
_OTHER_LABEL = re.compile(r"[^:\t]{3,40}[:\t]")
# Words that tell something else in running text.
_AT_SCHOOL: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("B2", re.compile(r"(?<!\w)A[ -][Ll]evels?(?!\w)")),
    ("B1", re.compile(r"(?<!\w)AS[ -][Ll]evels?(?!\w)")),
    ("A2", re.compile(r"(?<!\w)I?GCSEs?(?!\w)")),
)
_BRACKET = re.compile(r"\s*\((?P<level>[^()]{2,40})\)")
_OF_ABOVE = re.compile(rf"{_BRACKET.pattern}\s*[,;|•·]")
_MOST_FLUENCY_WORDS, _MOST_LEVEL_WORDS, _LONGEST_LIST = 8, 4, 120
_PARTED = re.compile(r"[;|•·\n]|,(?=\s*$)|,(?=\s*[A-ZÀ-Ý])|\.(?=\s)")
_JOINT = re.compile(r"\s+(?:in|of|en|em|w|im|de)$")


def languages(
    listed: Sequence[Part], skills: Sequence[Part], about: Sequence[Part], context: Context
) -> list[Language]:
    """Languages under their own heading, and those of lines that list nothing else; each once.

    Such lines are "Languages: ..." and "English native, French fluent" among the `skills`, and a list of two languages
    or more in the parts `about` the person.
    """
    found: dict[str, Language] = {}
    for part in listed:
        for row, following in itertools.zip_longest(part.rows, part.rows[1:]):
            _add(found, _of_row(row, following, context))
    for part in skills:
        for row, following in itertools.zip_longest(part.rows, part.rows[1:]):
            if is_language_line(row):
                _add(found, _of_row(row, following, context))
    for part in about if not found else ():
        for row in part.rows:
            for cell in row.cells:
                if _lists_only_languages(cell.text):
                    _add(found, _of_row(replace(row, text=cell.text, start=cell.start, end=cell.end), None, context))
    return list(found.values())


def _add(found: dict[str, Language], items: Iterable[Language]) -> None:
    """Keeps what was found first, but for a level that is told only later."""
    for item in items:
        if item.code not in found or (found[item.code].level is None and item.level is not None):
            found[item.code] = item


def is_language_line(row: Row) -> bool:
    """Whether a line among the skills lists spoken languages, after a label or each with its level."""
    if label := _LABEL.match(row.text) or _MOTHER_TONGUE.match(fold(row.text)):
        return lists_languages(row.text[label.end() :])
    if len(row.cells) > 1 and _is_row_of_table(row):
        return True
    parts = _split(row.text)
    if bool(parts) and all(_is_levelled(part) for part in parts):
        return True
    label = _OTHER_LABEL.match(row.text)
    parts = _split(row.text[label.end() :]) if label and not language_names(label[0]) else []
    return bool(parts) and all(_is_levelled(part) for part in parts)


def _is_row_of_table(row: Row) -> bool:
    """Whether a row has a language in its first cell and levels in the others."""
    first, *others = row.cells
    names = language_names(first.text)
    return [name[:2] for name in names] == [(0, len(first.text))] and all(_is_only_level(cell.text) for cell in others)


def _is_levelled(text: str) -> bool:
    """Whether a text is the name of one language and its level: "English (native)"."""
    names = language_names(text)
    return len(names) == 1 and names[0][0] == 0 and _is_only_level(text[names[0][1] :])


def _is_only_level(text: str) -> bool:
    return language_level(text) is not None and len(text.split()) <= _MOST_LEVEL_WORDS


def _lists_only_languages(text: str) -> bool:
    """Whether a text is two names of languages or more, with nothing between them but signs and levels."""
    if len(text) > _LONGEST_LIST:
        return False
    parts = _split(text)
    names = [language_names(part) for part in parts]
    alone = all(
        len(found) == 1 and _is_rest(part[: found[0][0]] + part[found[0][1] :])
        for part, found in zip(parts, names, strict=True)
    )
    return len(parts) > 1 and alone


def _is_rest(text: str) -> bool:
    return not text.strip(" ()-–:.") or _is_only_level(text)


def _split(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;|/•·\t]", text) if part.strip()]


def lists_languages(text: str) -> bool:
    """Whether at least half of a list's items name languages."""
    parts = _split(text)
    named = sum(bool(language_names(part)) for part in parts)
    return bool(parts) and named >= 0.5 * len(parts)


def _of_row(row: Row, following: Row | None, context: Context) -> Iterator[Language]:
    names = language_names(row.text)
    if row.prose and len(names) < 2:
        names = names[:1]
    below = _levels_below(row, names, following)
    led: Quote | None = None
    for at, (start, end, code) in enumerate(names):
        stop = names[at + 1][0] if at + 1 < len(names) else len(row.text)
        fluency = _fluency(row, start, end, stop, at, names) or (below[at] if below else None)
        if fluency is None and led and is_shared(row.text, led.end - row.start, names[at - 1][1], start):
            fluency = led
        elif fluency is not None and fluency.end <= row.start + start:
            led = fluency
        else:
            led = None
        name = row.part(start, end)
        yield Language(
            language=name.text,
            code=code,
            fluency=value(fluency),
            level=_level(fluency.text) if fluency else None,
            spans=context.spans(language=name, fluency=fluency),
        )


def _levels_below(row: Row, names: Sequence[tuple[int, int, str]], following: Row | None) -> list[Quote | None]:
    """The levels on the line below, one for each language: in cells below cells, or the whole line for a single one."""
    if following is None or not names:
        return []
    if bracket := _BRACKET.match(following.text) if not following.bullet else None:
        # What is told of the last one, on the next line for want of room.
        level = following.part(*bracket.span("level"))
        return [*[None] * (len(names) - 1), level] if language_level(level.text) else []
    if language_names(following.text):
        return []
    whole = following.part(0, len(following.text))
    quotes = [whole] if len(names) == 1 else [cell.part(0, len(cell.text)) for cell in following.cells]
    known = len(quotes) == len(names) and all(language_level(quote.text) for quote in quotes)
    return [*quotes] if known else []


def _fluency(row: Row, start: int, end: int, stop: int, at: int, names: Sequence[tuple[int, int, str]]) -> Quote | None:
    """The words about a language's level: after it, or before it ("fluent in Spanish", "Fluent: English, French")."""
    first, last = _words_after(row.text[end:stop], last=at + 1 == len(names))
    end, after = end + first, row.text[end + first : end + last]
    if at + 1 < len(names):
        after = re.sub(r"(?:^|[\s,]+)(?:and|und|et|y|e|en|i|ve)\s*$", "", after)
    label = _LABEL.match(row.text) or _OF_ABOVE.match(row.text)
    floor = names[at - 1][1] if at else label.end() if label else 0
    before = _before(row, floor, start, first=at == 0)
    quote = row.part(end, end + len(after)).trimmed(" \t,:()[]-–—/.")
    leads_on = at + 1 < len(names) and _JOINT.search(quote.text) is not None
    if _tells(quote) and not leads_on and not (before and after.lstrip().startswith(",")):
        return quote
    return before


def _words_after(text: str, *, last: bool) -> tuple[int, int]:
    """Where the words behind a language stand: up to the next sign, or between two ("English • native • French")."""
    signs = list(_PARTED.finditer(text))
    if not signs or text[: signs[0].start()].strip(" \t:()"):
        return 0, signs[0].start() if signs else len(text)
    if len(signs) > 1:
        return signs[0].end(), signs[1].start()
    return (signs[0].end(), len(text)) if last else (0, signs[0].start())


def _before(row: Row, floor: int, start: int, *, first: bool) -> Quote | None:
    """The words before a language that tell its level; what a comma or bracket parts from it is the one before's."""
    text = row.text[floor:start].rstrip(" \t(:[-–—/|" if first else " \t:([")
    if not first:
        text = re.split(r"[,;|•·)\]\t]", text)[-1]
    at = row.text.rfind(text, floor, start)
    quote = row.part(at, at + len(text)).trimmed(" \t,:;()[]-–—/|")
    return quote.part(0, len(_JOINT.sub("", quote.text))) if _tells(quote) else None


def _tells(quote: Quote) -> bool:
    return 0 < len(quote.text.split()) <= _MOST_FLUENCY_WORDS and _level(quote.text) is not None


def _level(text: str) -> Level | None:
    """The level that words tell, or the examination at school."""
    told = language_level(text)
    return told or next((level for level, words in _AT_SCHOOL if words.search(text)), None)
