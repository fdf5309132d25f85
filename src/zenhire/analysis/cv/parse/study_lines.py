"""Lines on which degree, subject and school follow one another without a sign between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from zenhire.analysis.cv.parse.entries import Entry, heading_dates
from zenhire.analysis.cv.parse.fold import fold
from zenhire.analysis.cv.parse.pieces import Piece
from zenhire.analysis.cv.parse.rows import Row
from zenhire.analysis.cv.parse.words_areas import AREA_WORDS
from zenhire.analysis.cv.parse.words_degrees import degree_score, degree_span, school_score, school_words

_WORD = re.compile(r"[^\s,;:|()\t]+")
_JOINTS = frozenset(("of", "the", "and", "&", "at", "for", "in", "de", "la", "le", "du", "des", "del", "di", "y", "e"))
_AFTER_SCHOOL = frozenset(("of", "for", "at", "de", "du", "des", "del", "di", "der", "fur", "am", "im", "van", "w"))
_NEVER_NAMES = frozenset(("gpa", "graduated", "coursework", "usa"))
_NO_NAME = _NEVER_NAMES | {"city"}
_MOST_NAMES_AFTER = 3
_THESIS = re.compile(r"\W*(?:\w+[ -])?(?:thesis|dissertation|arbeit|memoire|tesi|tesis|scriptie)", re.IGNORECASE)
_ASIDE = re.compile(
    r"\W*(?:[\d./]+\s+)?(?:gpa|cgpa|grade point|minor in|graduated|dean'?s list)\b|[\d./\s]+$", re.IGNORECASE
)
_LONGEST_NAME, _PLACE = 12, 0.6
_STATES_TOO = frozenset(("MA", "MS", "MD", "ME", "AL", "PR"))


def is_study_line(row: Row) -> bool:
    """A line that names a degree and a school is an entry, however long."""
    return degree_score(row.text) >= 0.7 and school_score(row.text) > 0 and not row.bullet


def begins_with_degree(row: Row) -> bool:
    """A line that a degree stands at the beginning of, as it heads a course of study."""
    span = degree_span(row.text)
    if span is None or span[0] > 2 or row.bullet or school_score(row.text[slice(*span)]) > 0:
        return False
    return not _THESIS.search(row.text[span[0] : span[1] + 16])


def study_entries(found: Sequence[Entry], day_comes_first: bool | None) -> Iterator[Entry]:
    """The entries, divided where a second degree begins; lines that head nothing but name a degree head their own."""
    for entry in found:
        rows = [*entry.head, *entry.body]
        starts = list(_starts(entry, rows))
        if not starts:
            if entry.head:
                yield entry
            continue
        if entry.head:
            yield _cut(entry, starts[0])
        for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
            yield _entry(rows[start:end], day_comes_first)


def _starts(entry: Entry, rows: Sequence[Row]) -> Iterator[int]:
    """Where further courses of study begin within an entry."""
    known = not entry.head
    first_dates = entry.dated if entry.dated is not None else -1
    for at, row in enumerate(rows):
        if not entry.head and at == 0 and _tells_study(row):
            yield at
            continue
        if not begins_with_degree(row) and (known or not _tells_degree(row)):
            continue
        if known and at > first_dates and (at < len(entry.head) or not row.prose or school_score(row.text)):
            yield at
        known = True


def _tells_degree(row: Row) -> bool:
    """A line that names a degree, which is more than a school's name that has one in it ("IHK Ulm")."""
    span = degree_span(row.text)
    return degree_score(row.text) >= 0.5 and (span is None or not school_score(row.text[slice(*span)]))


def _tells_study(row: Row) -> bool:
    return begins_with_degree(row) or (degree_score(row.text) >= 0.5 and school_score(row.text) > 0 and not row.bullet)


def _cut(entry: Entry, at: int) -> Entry:
    head, body = entry.head[:at], entry.body[: max(0, at - len(entry.head))]
    return replace(entry, head=head, body=body)


def _entry(rows: Sequence[Row], day_comes_first: bool | None) -> Entry:
    """An entry of its own; the school may stand on the second line, alone or with the dates."""
    second = len(rows) > 1 and not rows[1].bullet and not rows[1].prose and not school_score(rows[0].text)
    size = 2 if second and school_score(rows[1].text) else 1
    for at, row in enumerate(rows[:size]):
        if dates := heading_dates(row, day_comes_first):
            return Entry(list(rows[:size]), dates, at, list(rows[size:]))
    return Entry(list(rows[:size]), [], None, list(rows[size:]))


def refined(head: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The pieces of an entry's head, those divided that hold a degree, a subject and a school in a row.

    Apart from them what is no name: grades, and what is told after degree and school.
    """
    found: list[Piece] = []
    asides: list[Piece] = []
    degree = school = False
    for piece in head:
        if piece.text in _STATES_TOO and not found:
            piece = replace(piece, place=0.0)
        if _ASIDE.match(piece.text) or (degree and school and len(piece.text.split()) > _LONGEST_NAME):
            asides.append(piece)
        elif piece.place >= _PLACE:
            found.append(piece)
        else:
            parts = list(_divided(piece, degree))
            degree = degree or any(degree_score(part.text) >= 0.7 for part in parts)
            school = school or any(school_score(part.text) for part in parts)
            found += parts
    return found, asides


def _divided(piece: Piece, after_degree: bool) -> Iterator[Piece]:
    school = school_span(piece.text)
    if school is None:
        yield piece
        return
    start, end = school
    if degree_span(piece.text[:start]) or after_degree:
        start += _area_length(piece.text[start:end])
    if not degree_span(piece.text[:start]) and not (after_degree and _all_subject(piece.text[:start])):
        start = 0
    if not _ends_there(piece.text[end:]):
        end = len(piece.text)
    order = 0
    for left, right in ((0, start), (start, end), (end, len(piece.text))):
        part = piece.part(left, right).trimmed(" ,-–:;")
        if re.search(r"\w{2}", part.text):
            line, cell, place, bold, italic = piece.slot
            slot = (line, cell, place + order, bold, italic)
            yield Piece(part.text, part.start, part.end, slot, piece.place, piece.joint if not order else "")
            order += 1


def _all_subject(text: str) -> bool:
    return all(_subject(word) or fold(word) in _JOINTS for word in _WORD.findall(text))


def _ends_there(rest: str) -> bool:
    """Whether something else than more of the school's name follows it: a subject, a degree, a figure."""
    words = _WORD.findall(rest)
    if not words:
        return False
    first = fold(words[0]).strip(".-–")
    return _subject(words[0]) or first in _NO_NAME or not first[:1].isalpha() or bool(degree_span(rest))


def school_span(text: str) -> tuple[int, int] | None:
    """The school's name within other words: capitalised words around the one that tells it."""
    degree = degree_span(text)
    for start, end in school_words(text):
        if degree and degree[0] <= start < degree[1]:
            continue
        most = end + _next_degree(text[end:])
        words = [match.span() for match in _WORD.finditer(text) if match.start() < most]
        here = next(at for at, span in enumerate(words) if span[1] > start)
        first = _leftmost(text, words, here, degree[1] if degree and degree[1] <= start else 0)
        return words[first][0], words[_rightmost(text, words, here)][1]
    return None


def _next_degree(text: str) -> int:
    """Where a further degree begins; "High School" alone is more of a school's name."""
    span = degree_span(text)
    if span is None or span[0] == 0 or re.fullmatch(r"\W*high school", fold(text[slice(*span)])):
        return len(text)
    return span[0]


def _joined(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    return text[left[1] : right[0]] == " "


def _leftmost(text: str, words: Sequence[tuple[int, int]], at: int, floor: int) -> int:
    first = at
    for here in range(at - 1, -1, -1):
        word = text[slice(*words[here])]
        if words[here][0] < floor or not _joined(text, words[here], words[here + 1]) or fold(word) in _NEVER_NAMES:
            break
        if word[0].isupper():
            first = here
        elif fold(word) not in _JOINTS:
            break
    return first


def _rightmost(text: str, words: Sequence[tuple[int, int]], at: int) -> int:
    last, names, open_end = at, 0, False
    for here in range(at + 1, len(words)):
        word = text[slice(*words[here])]
        folded = fold(word)
        if not _joined(text, words[here - 1], words[here]) or folded in _NO_NAME or names >= _MOST_NAMES_AFTER:
            break
        if folded in _AFTER_SCHOOL or (open_end and folded in _JOINTS):
            open_end = True
        elif word[0].isupper() and (open_end or not _is_area(text, words[here:])):
            last, names = here, names + 1
            if open_end and not _subject(word) and _is_area(text, words[here + 1 :]):
                break
        else:
            break
    return last


def _is_area(text: str, words: Sequence[tuple[int, int]]) -> bool:
    """Whether the next word is one that subjects are made of."""
    return bool(words) and _subject(text[slice(*words[0])])


def _subject(word: str) -> bool:
    parts = re.split(r"[/-]", fold(word).strip("."))
    return bool(parts) and all(part in AREA_WORDS for part in parts if part)


def _area_length(text: str) -> int:
    """How much of a school's name after a degree is the subject before it."""
    words = [match.span() for match in _WORD.finditer(text)]
    key = next((at for at, (start, end) in enumerate(words) if school_score(text[start:end])), 0)
    followed = key + 1 < len(words) and fold(text[slice(*words[key + 1])]) in _AFTER_SCHOOL
    most = key if followed else key - 1
    count = 0
    for at in range(most):
        word = text[slice(*words[at])]
        if _subject(word):
            count = at + 1
        elif fold(word) not in _JOINTS:
            break
    return words[count][0] if count else 0
