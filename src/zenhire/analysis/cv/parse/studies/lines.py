"""Lines on which degree, subject and school follow one another without a sign between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from zenhire.analysis.cv.parse.fold import fold
from zenhire.analysis.cv.parse.pieces import Piece, unbracketed
from zenhire.analysis.cv.parse.rows import Quote
from zenhire.analysis.cv.parse.studies.asides import without_asides
from zenhire.analysis.cv.parse.words.areas import AREA_WORDS
from zenhire.analysis.cv.parse.words.degrees import degree_score, degree_span, school_score, school_words
from zenhire.analysis.cv.parse.words.places import place_score

_WORD = re.compile(r"[^\s,;:|()\t]+")
_OF = ("of", "for", "at", "de", "du", "des", "del", "di", "da", "do", "das", "dos", "della", "degli")
_JOINTS = frozenset((*_OF, "the", "and", "&", "in", "la", "le", "y", "e", "und", "et"))
_AFTER_SCHOOL = frozenset((*_OF, "der", "fur", "am", "im", "van", "voor", "zu", "w"))
_NEVER_NAMES = frozenset(("gpa", "graduated", "coursework", "usa", "certificate", "certification", "diploma", "degree"))
_NO_NAME = _NEVER_NAMES | {"city"}
_MOST_NAMES_AFTER = 3
_ASIDE = re.compile(
    r"\W*(?:[\d./]+\s+)?(?:gpa|cgpa|grade point|minor in|graduated|dean'?s list)\b|[\d./\s]+$", re.IGNORECASE
)
# Schools that are named after subjects: "Institute of Bank Management".
_OF_SUBJECTS = frozenset(("institute", "institut", "instituto", "istituto", "school", "academy", "college", "faculty"))
# "Université Paris 8", "IUT 2 de Grenoble".
_NUMBER = re.compile(r"\d{1,2}|[IVX]{1,4}")
_LONGEST_NAME, _PLACE = 12, 0.6
_LEAST_SUBJECT, _MOST_SUBJECT = 2, 6
# What a school's own name may go on with after subjects: "Health Science Career College".
_GENERIC_WORDS = """training center centre technical career careers community learning state national vocational
    regional county city university college school institute academy academies faculty department college's graduate
    professional preparatory charter magnet junior high summer"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
# Degrees that name a school after its own name: "Good Shepherd Matriculation School".
_NAMES_SCHOOL = re.compile(r"high school|(?:matriculation|(?:higher |senior )?secondary|vocational) school(?!\w)")
_STATES_TOO = frozenset(("MA", "MS", "MD", "ME", "AL", "PR"))
# A head with more is no course of study, and comparing all with all takes its time.
_MOST_NAMES = 16


def refined(head: Sequence[Piece], text: str) -> tuple[list[Piece], list[Quote]]:
    """The pieces of an entry's head, those divided that hold a degree, a subject and a school in a row.

    Apart from them what is no name: grades, sentences, and what is told after degree and school. `text` is the CV's.
    """
    found: list[Piece] = []
    names, asides = without_asides(head, text)
    degree = school = False
    subject: tuple[int, int] | None = None
    for piece in names:
        if piece.text in _STATES_TOO and not found:
            piece = replace(piece, place=0.0)
        aside = _ASIDE.match(piece.text) and not degree_span(piece.text) and not school_score(piece.text)
        if aside or (degree and school and len(piece.text.split()) > _LONGEST_NAME):
            asides.append(piece)
        elif piece.place >= _PLACE:
            found.append(piece)
        else:
            cell = subject is not None and subject != piece.slot[:2]
            parts = list(_at_repeated_subject(piece, names, degree, whole=cell))
            subject = next((part.slot[:2] for part in parts if _tells_subject(part.text)), subject)
            degree = degree or any(degree_score(part.text) >= 0.7 for part in parts)
            school = school or any(school_score(part.text) for part in parts)
            found += parts
    return found, asides


def _tells_subject(text: str) -> bool:
    """Whether a subject stands alone or after a degree."""
    span = degree_span(text)
    rest = _WORD.findall(text[span[1] :] if span else text)
    return any(map(_subject, rest)) and not school_score(text)


def _divided(piece: Piece, after_degree: bool) -> Iterator[Piece]:
    school = school_span(piece.text)
    if school is None:
        yield piece
        return
    start, end = school
    if degree_score(piece.text[:start]) or after_degree:
        start += _area_length(piece.text[start:end])
    if not degree_score(piece.text[:start]) and not (after_degree and _all_subject(piece.text[:start])):
        start = 0 if after_degree else _subject_length(piece.text[:end])
    elif fold(piece.text[:start]).split()[-1:] and fold(piece.text[:start]).split()[-1] in _JOINTS:
        start = 0
    if not _ends_there(piece.text[end:]):
        end = len(piece.text)
    order = 0
    for left, right in ((0, start), (start, end), (end, len(piece.text))):
        part = unbracketed(piece.part(left, right).trimmed(" ,-–:;"))
        if re.search(r"\w{2}", part.text):
            line, cell, place, bold, italic = piece.slot
            slot = (line, cell, place + order, bold, italic)
            yield Piece(part.text, part.start, part.end, slot, piece.place, piece.joint if not order else "")
            order += 1


def _at_repeated_subject(piece: Piece, names: Sequence[Piece], after_degree: bool, *, whole: bool) -> Iterator[Piece]:
    """The piece divided; a subject before a school's name is certain where the head says it again after the school.

    `whole`: another cell tells the subject, so that words of subjects before the school's name belong to it.
    """
    folded = fold(piece.text)
    few = names if len(names) <= _MOST_NAMES else ()
    again = [fold(other.text) for other in few if other.start >= piece.end]
    words = folded.split(" ")
    again += [" ".join(words[:count]) for count in range(1, len(words) // 2) if words[:count] == words[-count:]]
    subjects = [text for text in again if place_score(text) < _PLACE]
    for subject in sorted(subjects, key=len, reverse=True):
        end = len(piece.text) - len(subject) * folded.endswith(f" {subject}")
        rest = piece.part(len(subject), max(len(subject), end))
        if folded.startswith(f"{subject} ") and school_score(rest.text) and not school_score(subject):
            line, cell, order, bold, italic = piece.slot
            start = piece.part(0, len(subject))
            yield Piece(start.text, start.start, start.end, piece.slot, piece.place, piece.joint)
            slot = (line, cell, order + 1, bold, italic)
            yield from _divided(Piece(rest.text, rest.start, rest.end, slot, piece.place, ""), after_degree=True)
            return
    yield from _divided(piece, after_degree and not whole)


def _subject_length(text: str) -> int:
    """How much of a school's name, without a degree before it, is a subject: what is said twice, or several words."""
    words = [match.span() for match in re.finditer(r"\S+", text)]
    names = [fold(text[start:end]) for start, end in words]
    for count in range(min(_MOST_SUBJECT, len(names) // 2), 0, -1):
        if names[:count] == names[count : 2 * count]:
            return words[count][0]
    length = _area_length(text)
    after = _WORD.search(text, length)
    few = sum(fold(word) not in _JOINTS for word in _WORD.findall(text[:length])) < _LEAST_SUBJECT
    if few or after is None or fold(after.group()) in _GENERIC or _subject(after.group()):
        return 0
    return length if after.group()[0].isupper() else 0


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
    if degree and degree[0] > 0 and _NAMES_SCHOOL.match(fold(text[degree[0] :])):
        degree = None
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
    named_so = fold(text[slice(*words[at])]) in _OF_SUBJECTS and len(words) - at <= _MOST_NAMES_AFTER + 2
    for here in range(at + 1, len(words)):
        word = text[slice(*words[here])]
        folded = fold(word)
        if not _joined(text, words[here - 1], words[here]) or folded in _NO_NAME or names >= _MOST_NAMES_AFTER:
            break
        if folded in _AFTER_SCHOOL or (open_end and folded in _JOINTS):
            open_end = True
        elif _NUMBER.fullmatch(word):
            last = here
        elif word[0].isupper() and (open_end or not _is_area(text, words[here:])):
            last, names = here, names + 1
            if open_end and not _subject(word) and _is_area(text, words[here + 1 :]) and not named_so:
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
