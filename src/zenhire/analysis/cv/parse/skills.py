"""Listed skills, and where else the CV names them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from zenhire.analysis.cv.parse.context import Context, value
from zenhire.analysis.cv.parse.fold import fold, is_folded_word, key
from zenhire.analysis.cv.parse.languages import is_language_line
from zenhire.analysis.cv.parse.rows import Cell, Quote, Row
from zenhire.analysis.cv.parse.schema import Mention, SectionKind, Skill, Span
from zenhire.analysis.cv.parse.sections import Part
from zenhire.analysis.cv.skills.normal import word_set

_LABEL = re.compile(r"\s*(?P<label>[^:,;|•·\t]{2,45}?)\s*(?:[:：]|\s[–—]\s)\s*(?=\S)")
_BETWEEN = re.compile(r"[,;|•·\t、，；]|\s[-–—/]\s|\s{3,}|\.\s+(?=[A-ZÀ-Ý])")
_EDGES = " \t,;:|•·-–—.*…"
_MOST_WORDS, _MOST_LETTERS, _MOST_LABEL_WORDS = 9, 80, 5
_MOST_MENTIONS, _LEAST_LETTERS = 20, 2
_LEAST_SENTENCE, _LIST_WORDS, _SMALL_SHARE = 12, 5.0, 0.2
# With a full stop at its end.
_LEAST_CLOSED = 9
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = word_set(
    "a an and as at by for from has have i in is it of on or that the their this to was we while who with my able "
    "und der die das mit im in zu von fur ich habe et de des les la le pour avec dans y el los con para en"
)
_JOINED = re.compile(r"^(?:and|und|et|y|e|en|i|ve)\s+", re.IGNORECASE)

Place = tuple[int, int, SectionKind, int | None]


def skills(parts: Sequence[Part], places: Sequence[Place], context: Context) -> list[Skill]:
    """Each skill that the CV lists, once. `places`: stretches of text outside the lists, where mentions are sought."""
    found: dict[str, tuple[Quote, Quote | None, Part]] = {}
    for part in parts:
        for row in part.rows:
            if part.kind == "skills" and is_language_line(row):
                continue
            for skill, category in _of_row(row, part):
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


def _of_row(row: Row, part: Part) -> Iterator[tuple[Quote, Quote | None]]:
    category, start = _label(row)
    for cell in row.cells:
        if cell.end <= start or _is_sentence(cell.text[max(0, start - cell.start) :], row.bullet):
            continue
        inside = cell.part(max(0, start - cell.start), len(cell.text))
        for item in _items(inside):
            yield item, category


def _label(row: Row) -> tuple[Quote | None, int]:
    """The label at a line's beginning ("Databases: ...", or a bold first cell), and where the list begins."""
    match = _LABEL.match(row.text)
    if match and len(match["label"].split()) <= _MOST_LABEL_WORDS and not row.text.endswith("\t"):
        return row.part(*match.span("label")), row.start + match.end()
    first = row.first
    if len(row.cells) == 2 and _is_label(first, row.cells[1]):
        return first.part(0, len(first.text)).trimmed(_EDGES), row.cells[1].start
    return None, row.start


def _is_label(first: Cell, second: Cell) -> bool:
    short = len(first.text.split()) <= _MOST_LABEL_WORDS and "," not in first.text
    return short and ("," in second.text or (first.bold and not second.bold) or first.text.endswith(":"))


def _items(quote: Quote) -> Iterator[Quote]:
    """The list's items; a comma inside brackets does not divide."""
    at, depth = 0, 0
    cuts: list[tuple[int, int]] = []
    between = {match.start(): match.end() for match in _BETWEEN.finditer(quote.text)}
    for here, sign in enumerate(quote.text):
        depth = max(0, depth + (sign in "([") - (sign in ")]"))
        if here in between and depth == 0:
            cuts.append((here, between[here]))
    for start, end in (*cuts, (len(quote.text), len(quote.text))):
        if start < at:
            continue
        item = quote.part(at, start).trimmed(_EDGES)
        at = end
        if joined := _JOINED.match(item.text):
            item = item.part(joined.end(), len(item.text))
        if _is_skill(item.text):
            yield item


def _is_sentence(text: str, bullet: bool) -> bool:
    """Whether it tells something instead of listing: long parts, with the small words of sentences all through.

    An item of a list is one sooner, as it rarely lists more: its first part alone may be as long as a clause.
    """
    words = _WORD.findall(fold(text))
    parts = len(_BETWEEN.findall(text.rstrip(" ."))) + 1
    small = sum(word in _SMALL for word in words)
    if text.rstrip().endswith(".") and len(words) >= _LEAST_CLOSED and small >= _SMALL_SHARE * len(words):
        return True
    clause = len(_BETWEEN.split(text.strip(), maxsplit=1)[0].split())
    if bullet and parts > 1 and min(len(words), clause + 3) >= _LEAST_CLOSED and small >= _SMALL_SHARE * len(words):
        return True
    return len(words) >= _LEAST_SENTENCE and len(words) / parts > _LIST_WORDS and small >= _SMALL_SHARE * len(words)


def _is_skill(text: str) -> bool:
    letters = re.search(r"[^\W\d_]", text)
    return bool(letters) and len(text) <= _MOST_LETTERS and len(text.split()) <= _MOST_WORDS


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
