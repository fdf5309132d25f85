"""Spoken languages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from zenhire.analysis.cv.parse.context import Context, value
from zenhire.analysis.cv.parse.rows import Quote, Row
from zenhire.analysis.cv.parse.schema import Language
from zenhire.analysis.cv.parse.sections import Part
from zenhire.analysis.cv.skills.tongues import is_shared, language_level, language_names

_LABEL = re.compile(
    r"\s*(?:languages?|sprachen|fremdsprachen|langues?|idiomas?|lingue|linguas|línguas|talen|języki|"
    r"diller)(?:\s+(?:skills|spoken))?\s*[:\t]\s*",
    re.IGNORECASE,
)
_MOST_FLUENCY_WORDS = 8
_JOINT = re.compile(r"\s+(?:in|of|en|em|w|im|de)$")


def languages(listed: Sequence[Part], skills: Sequence[Part], context: Context) -> list[Language]:
    """Languages under their own heading, and those of a line "Languages: ..." among the skills; each once."""
    found: dict[str, Language] = {}
    for part in listed:
        for row, following in itertools.zip_longest(part.rows, part.rows[1:]):
            for item in _of_row(row, following, context):
                found.setdefault(item.code, item)
    for row in (row for part in skills for row in part.rows):
        label = _LABEL.match(row.text)
        if label and _mostly(row.text[label.end() :]):
            for item in _of_row(row, None, context):
                found.setdefault(item.code, item)
    return list(found.values())


def is_language_line(row: Row) -> bool:
    """Whether a line among the skills lists spoken languages."""
    label = _LABEL.match(row.text)
    return bool(label) and _mostly(row.text[label.end() :] if label else "")


def _mostly(text: str) -> bool:
    parts = [part for part in re.split(r"[,;|/•·\t]", text) if part.strip()]
    named = sum(bool(language_names(part)) for part in parts)
    return bool(parts) and named >= 0.5 * len(parts)


def _of_row(row: Row, following: Row | None, context: Context) -> Iterator[Language]:
    names = language_names(row.text)
    if row.prose and len(names) < 2:
        names = names[:1]
    led: Quote | None = None
    for at, (start, end, code) in enumerate(names):
        stop = names[at + 1][0] if at + 1 < len(names) else len(row.text)
        fluency = _fluency(row, start, end, stop, at, names)
        if fluency is None and len(names) == 1 and following is not None and not language_names(following.text):
            fluency = following.part(0, len(following.text)) if language_level(following.text) else None
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
            level=language_level(fluency.text) if fluency else None,
            spans=context.spans(language=name, fluency=fluency),
        )


def _fluency(row: Row, start: int, end: int, stop: int, at: int, names: Sequence[tuple[int, int, str]]) -> Quote | None:
    """The words about a language's level: after it, or before it ("fluent in Spanish", "Fluent: English, French")."""
    after = re.split(r"[;|•·\n]|,(?=\s*$)|,(?=\s*[A-ZÀ-Ý])|\.(?=\s)", row.text[end:stop])[0]
    if at + 1 < len(names):
        after = re.sub(r"(?:^|[\s,]+)(?:and|und|et|y|e|en|i|ve)\s*$", "", after)
    label = _LABEL.match(row.text)
    floor = names[at - 1][1] if at else label.end() if label else 0
    before = _before(row, floor, start, first=at == 0)
    quote = row.part(end, end + len(after)).trimmed(" \t,:()[]-–—/.")
    if _tells(quote) and not (before and after.lstrip().startswith(",")):
        return quote
    return before


def _before(row: Row, floor: int, start: int, *, first: bool) -> Quote | None:
    """The words before a language that tell its level; what a comma or bracket parts from it is the one before's."""
    text = row.text[floor:start].rstrip(" \t(:[-–—/|" if first else " \t:([")
    if not first:
        text = re.split(r"[,;|•·)\]\t]", text)[-1]
    at = row.text.rfind(text, floor, start)
    quote = row.part(at, at + len(text)).trimmed(" \t,:;()[]-–—/|")
    return quote.part(0, len(_JOINT.sub("", quote.text))) if _tells(quote) else None


def _tells(quote: Quote) -> bool:
    return 0 < len(quote.text.split()) <= _MOST_FLUENCY_WORDS and language_level(quote.text) is not None
