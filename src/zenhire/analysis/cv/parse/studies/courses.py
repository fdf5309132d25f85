"""Courses of study."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from zenhire.analysis.cv.parse.context import Context, location, value
from zenhire.analysis.cv.parse.entries import Divider, Entry, dated_line
from zenhire.analysis.cv.parse.fold import fold, key
from zenhire.analysis.cv.parse.labels import labelled, without_table_heads
from zenhire.analysis.cv.parse.names import Named, named
from zenhire.analysis.cv.parse.pieces import Cut, Piece, dates_of, heads, unlabelled, without_place
from zenhire.analysis.cv.parse.readings import Reader, best_reading
from zenhire.analysis.cv.parse.rows import Quote, Row
from zenhire.analysis.cv.parse.schema import Education, Level
from zenhire.analysis.cv.parse.sections import Part, whole_parts
from zenhire.analysis.cv.parse.studies.asides import is_sentence
from zenhire.analysis.cv.parse.studies.entries import is_study_line, study_entries
from zenhire.analysis.cv.parse.studies.lines import refined
from zenhire.analysis.cv.parse.studies.readings import WEIGHTS, StudyNames, StudyTold, features, is_settled
from zenhire.analysis.cv.parse.studies.state import is_finished
from zenhire.analysis.cv.parse.words.areas import AREA_WORDS
from zenhire.analysis.cv.parse.words.degrees import (
    area_start,
    degree_score,
    degree_span,
    is_kind_with_subject,
    level_of,
    own_subject_end,
    school_likeness,
    school_score,
)
from zenhire.analysis.cv.parse.words.places import is_city, place_score

_LONGEST_JOINT = 3
_DEGREE = 0.7
_MOST_AREA_WORDS = 7
_SAME_LETTERS = 6
_NAMES_BELOW, _MOST_DEGREE_WORDS = 2, 10
_MOST_WORDS_BEFORE = 4
# Words that lead to something else than the subject.
_NO_AREA = re.compile(
    r"^(?:from|with|at|by|and|or|the|a|an|is|in|of|for|to|y|et|und|e)(?!\w)|(?<!\w)course ?work(?!\w)", re.IGNORECASE
)

_DASH = re.compile(r"\s+[–—-]\s+")
_ABBREVIATED = re.compile(r"\((?:[A-Z]{2,5}|(?:[A-Z][a-z]?\.\s?){2,4})\)$")
_LABEL = re.compile(r"(?:gpa|grade|note|thesis|advisor|minor|coursework|voto|mention|nota)\b", re.IGNORECASE)


def studies(parts: Sequence[Part], context: Context) -> list[Education]:
    """The courses of study of all such parts, in the CV's order."""
    found: list[Education] = []
    for index, rows in whole_parts(parts):
        by_labels = labelled(rows, "education", partial(dated_line, day_comes_first=context.day_comes_first))
        if by_labels is not None:
            found += [_study(entry, _labelled(name, entry), name, index, context) for entry, name in by_labels]
            continue
        found += [
            _study(entry, (names, details), name, index, context)
            for entry, name, names, details in best_reading(
                study_reader(rows, context), features, WEIGHTS, is_settled, len(parts)
            )
        ]
    return list(_whole(found))


def study_reader(rows: Sequence[Row], context: Context) -> Reader[list[StudyTold]]:
    """How the rows of a section are read as courses of study."""
    plain = without_table_heads(rows, "education")
    divider = Divider(plain, context.day_comes_first, is_study_line, is_study_line)

    def divide(around: tuple[int, int] | None) -> list[Entry]:
        return list(study_entries(divider.divided(around), context.day_comes_first))

    def cut(some: Sequence[Entry], how: Cut) -> list[list[Piece]]:
        return heads(some, cut=how)

    def name(some: Sequence[Entry], pieces: Sequence[Sequence[Piece]]) -> list[StudyTold]:
        found = [refined(head, context.text) for head in pieces]
        some_heads = [head for head, _ in found]
        names = named(some_heads, degree_score, school_likeness, context.text, unknown_places=False)
        return [
            (entry, name, *_divided(name, entry, asides, context.text))
            for entry, name, (_, asides) in zip(some, names, found, strict=True)
            if _is_study(entry, name)
        ]

    return Reader(divide, cut, name)


def _whole(found: Iterable[Education]) -> Iterator[Education]:
    """The courses of study; one that only tells more of the one before, in the same words, belongs to it."""
    last: Education | None = None
    for study in found:
        if last is not None and _tells_of(study, last):
            spans = {**last.spans, "highlights": last.spans.get("highlights", []) + study.spans.get("highlights", [])}
            unfinished = False if study.finished is False else last.finished
            last = replace(last, finished=unfinished, highlights=[*last.highlights, *study.highlights], spans=spans)
            continue
        if last is not None:
            yield last
        last = study
    if last is not None:
        yield last


def _tells_of(study: Education, before: Education) -> bool:
    alone = study.institution is None and study.end_date is None and study.location is None and study.highlights
    same = (study.study_type, study.area) == (before.study_type, before.area)
    return bool(alone) and same and before.institution is not None and any(map(is_sentence, study.highlights))


def _is_study(entry: Entry, name: Named) -> bool:
    texts = [quote.text for quote in (name.role, name.org) if quote]
    return bool(texts) and (bool(entry.dates) or any(degree_score(text) or school_score(text) for text in texts))


def _study(entry: Entry, told: tuple[StudyNames, list[Quote]], name: Named, index: int, context: Context) -> Education:
    names, details = told
    degree, area, school = names.degree, names.area, names.school
    dates = dates_of(entry)
    offset = entry.head[entry.dated].start if entry.dated is not None else 0
    first, last = (None, None) if dates is None else (None if dates.single else dates.first, dates.last)
    spans = context.spans(institution=school, studyType=degree, area=area, location=name.place, highlights=details)
    spans |= {key: span for key, span in context.date_spans(dates, offset).items() if first or key != "startDate"}
    words = " ".join(row.text for row in (*entry.head, *entry.body))
    return Education(
        institution=value(school),
        study_type=value(degree),
        level=_level(degree.text, school) if degree else None,
        area=value(area),
        location=location(name.place),
        start_date=first,
        end_date=last,
        finished=is_finished(dates, words, context.as_of),
        highlights=[value(item) or "" for item in details],
        section=index,
        spans=spans,
    )


def _level(degree: str, school: Quote | None) -> Level | None:
    """The degree's level; a baccalauréat of a university, as in Québec, is a bachelor's."""
    level = level_of(degree)
    folded = fold(degree)
    of_university = school is not None and "universit" in fold(school.text)
    return "bachelor" if level == "secondary" and of_university and folded.startswith("baccalaureat") else level


def _labelled(name: Named, entry: Entry) -> tuple[StudyNames, list[Quote]]:
    """Degree, subject and school where labels tell which is which."""
    if name.org is not None and name.place is None:
        name.org, name.place = without_place(name.org)
    told = next(iter(name.rest), None)
    area = told if told is not None and _is_area(told.text) and "," not in told.text else None
    names = StudyNames(name.role, area, name.org)
    if names.degree is not None and names.area is None:
        names.degree, names.area = _degree_and_area(names.degree)
    return names, [*(name.rest[1:] if area else name.rest), *entry.body]


def _divided(name: Named, entry: Entry, asides: Sequence[Quote], text: str) -> tuple[StudyNames, list[Quote]]:
    """Degree, subject and school, and what else is told. `text` is the whole CV's."""
    body = _with_school_below(name, entry)
    names = StudyNames(name.role, None, name.org)
    rest = sorted(name.rest, key=lambda quote: quote.start)
    if names.degree is not None and degree_score(names.degree.text) == 0 and names.school is not None:
        names.degree, names.area = None, names.degree
    if names.degree is not None:
        names.whole = names.degree
        names.degree, names.area = _degree_and_area(names.degree)
    if names.school is not None:
        whole = names.school
        names.school, more = _school_and_more(whole)
        inner = [quote for quote in rest if names.whole and names.whole.end <= quote.start < whole.start]
        rest = [*inner, *more, *(quote for quote in rest if quote not in inner)]
        _school_without_degree(names, names.school)
    untaken: list[Quote] = [
        quote
        for quote in rest
        if _is_loose(quote, name, text) or (not _take(names, quote) and not _take_campus(names, quote, name))
    ]
    _take_town(untaken, names, name)
    untaken = [quote for quote in untaken if not _take_branch(names, quote, entry, text)]
    body = _with_names_below(names, body)
    told = sorted([*untaken, *asides], key=lambda quote: quote.start)
    return names, [quote for quote in (*told, *body) if names.area is None or key(quote.text) != key(names.area.text)]


def _is_loose(quote: Quote, name: Named, text: str) -> bool:
    """Whether words follow the place without a sign and do not begin as a subject does."""
    if name.place is None or text[name.place.end : quote.start] != " ":
        return False
    return fold(quote.text.split()[0]).strip(".,") not in AREA_WORDS and degree_score(quote.text) == 0


def _take_branch(names: StudyNames, quote: Quote, entry: Entry, text: str) -> bool:
    """Whether a part that is left goes on with the subject after a dash, up to the dates ("Business – Marketing")."""
    if names.area is None or entry.dated is None or not entry.dates:
        return False
    dates = entry.head[entry.dated].start + entry.dates[0].start
    between, after = text[names.area.end : quote.start], text[quote.end : max(quote.end, dates)]
    if not _DASH.fullmatch(between) or quote.end > dates or after.strip(" ,(|\t"):
        return False
    if not _is_area(quote.text) or school_score(quote.text) or degree_score(quote.text):
        return False
    names.area = Quote(text[names.area.start : quote.end], names.area.start, quote.end)
    return True


def _take_town(untaken: list[Quote], names: StudyNames, name: Named) -> None:
    """Takes the town that stands right after the school's name for the place, where none is known."""
    for quote in untaken if names.school is not None and name.place is None else ():
        if names.school and 0 < quote.start - names.school.end <= _LONGEST_JOINT and place_score(quote.text) > 0:
            name.place = quote
            untaken.remove(quote)
            return


def _take_campus(names: StudyNames, quote: Quote, name: Named) -> bool:
    """Whether a part that is left is the school's campus, which stands right after its name and a comma."""
    school, whole = names.school, name.org
    if school is None or whole is None or not 0 < quote.start - school.end <= _LONGEST_JOINT:
        return False
    short = quote.text[:1].isupper() and len(quote.text.split()) <= _LONGEST_JOINT and not re.search(r"\d", quote.text)
    if names.area is None or quote.end > whole.end or degree_score(quote.text) or not short:
        return False
    town = name.place is None or not is_city(name.place.text.split(",")[0])
    if town and place_score(quote.text) > 0:
        return False
    names.school = whole.part(school.start - whole.start, quote.end - whole.start)
    return True


def _with_school_below(name: Named, entry: Entry) -> list[Row]:
    """The lines below the head; the first is the school where the head has a degree and, for a school, a subject."""
    first = next(iter(entry.body), None)
    if first is None or first.bullet or first.prose or name.role is None:
        return entry.body
    if name.org is None:
        if not school_score(first.text) or degree_score(first.text) or len(first.cells) > 1:
            return entry.body
        name.org, place = without_place(unlabelled(first))
        name.place = name.place or place
        return entry.body[1:]
    subject = not school_score(name.org.text) and _is_area(name.org.text) and degree_score(name.role.text) >= _DEGREE
    if not subject or not school_score(first.text) or degree_score(first.text):
        return entry.body
    name.rest.insert(0, name.org)
    name.org = unlabelled(first)
    return entry.body[1:]


def _with_names_below(names: StudyNames, body: list[Row]) -> list[Row]:
    """The lines below the head, without a degree or a subject that stands alone on one of the first of them.

    A short line directly above the degree's is its subject.
    """
    lines = list(itertools.takewhile(_may_be_name, _without_mark(names, body)[:_NAMES_BELOW]))
    degrees = [at for at, row in enumerate(lines) if degree_score(row.text) >= _DEGREE]
    taken = 0
    if names.degree is None and degrees:
        names.degree, area = _degree_and_area(lines[degrees[0]])
        above = lines[0] if degrees[0] else None
        names.area = names.area or area or (above if above is not None and _is_area(above.text) else None)
        taken = degrees[0] + 1
    if names.area is None and names.degree is not None and taken < len(lines) and _tells_area(lines[taken].text):
        names.area = lines[taken]
        taken += 1
    return body[taken:]


def _without_mark(names: StudyNames, body: list[Row]) -> list[Row]:
    """The lines below; a degree that the head lacks may be their first item."""
    marked = names.degree is None and bool(body) and body[0].bullet and degree_score(body[0].text) >= 1.0
    return [replace(body[0], bullet=False), *body[1:]] if marked else body


def _may_be_name(row: Row) -> bool:
    lone = not row.bullet and not row.prose and len(row.cells) == 1
    return lone and not school_score(row.text) and _LABEL.match(row.text) is None and row.words <= _MOST_DEGREE_WORDS


def _tells_area(text: str) -> bool:
    return _is_area(text) and text[:1].isupper() and any(word in AREA_WORDS for word in key(text).split())


def _school_without_degree(names: StudyNames, school: Quote) -> None:
    """A degree that stands before the school without a separator, or in its place."""
    span = degree_span(school.text)
    if names.degree is not None or span is None:
        return
    rest = school.part(span[1], len(school.text)).trimmed(" ,:-–")
    if span[0] == 0 and school_score(rest.text) > 0:
        names.degree, names.school = school.part(*span), rest
    elif school_score(school.text) == 0:
        names.degree, names.area = _degree_and_area(school)
        names.school = None


def _take(names: StudyNames, quote: Quote) -> bool:
    """Whether a part that is left is the degree or the subject."""
    if _LABEL.match(quote.text) or names.area is not None:
        return _take_chosen(names, quote)
    if names.degree is None and degree_score(quote.text) > 0:
        names.degree, names.area = _degree_and_area(quote)
        return True
    if degree_score(quote.text) > 0 and _repeats(names.degree, quote):
        names.area = _degree_and_area(quote)[1]
        return names.area is not None
    if degree_score(quote.text) >= 1.0 and school_score(quote.text) == 0 and _is_area(quote.text):
        names.area = quote
        return True
    if (school_score(quote.text) == 0 or is_kind_with_subject(quote.text)) and _is_area(quote.text):
        names.area = quote
    return names.area is not None


def _take_chosen(names: StudyNames, quote: Quote) -> bool:
    """Whether a part that is left is the subject chosen within a degree that has one in its own name."""
    whole = names.whole
    if whole is None or not 0 < quote.start - whole.end <= _LONGEST_JOINT:
        return False
    if _ABBREVIATED.search(whole.text) and school_score(quote.text) == 0 and _is_area(quote.text):
        names.degree, names.area = whole, quote
        return True
    text = f"{whole.text}, {quote.text}"
    span = degree_span(text)
    if span is None or not span[1] < own_subject_end(text, span) == len(whole.text):
        return False
    names.degree, names.area = whole, quote
    return True


def _repeats(degree: Quote | None, quote: Quote) -> bool:
    """Whether the quote begins with the degree that is known."""
    return degree is None or fold(quote.text).startswith(fold(degree.text)[:_SAME_LETTERS])


def _is_area(text: str) -> bool:
    few = len(text.split()) <= _MOST_AREA_WORDS
    return few and not re.search(r"\d", text) and not is_sentence(text) and not _NO_AREA.search(text)


def _school_and_more(quote: Quote) -> tuple[Quote, list[Quote]]:
    """The school's name, and the degree or subject that stands after it or before it."""
    cuts = [match.span() for match in re.finditer(r"\s*,\s+", quote.text)]
    if not cuts:
        return quote, []
    edges = [0, *(at for cut in cuts for at in cut), len(quote.text)]
    parts = [quote.part(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    schools = [part for part in parts if school_score(part.text) > 0]
    if not schools:
        return quote, []
    first, last = schools[0], schools[-1]
    return quote.part(first.start - quote.start, last.end - quote.start), [
        part for part in parts if part.end <= first.start or part.start >= last.end
    ]


def _degree_and_area(quote: Quote) -> tuple[Quote, Quote | None]:
    span = degree_span(quote.text)
    if span is None:
        return quote, None
    before = quote.part(0, span[0])
    if before.text.endswith((",", "/", ":", "–", "-")) and not re.search(r"\w", quote.text[span[1] :]):
        area = before.trimmed(" ,/:–-")
        if _is_area(area.text) and not degree_score(area.text) and not school_score(area.text):
            return quote.part(*span), area
    far = span[0] <= _LONGEST_JOINT or len(quote.text[: span[0]].split()) > _MOST_WORDS_BEFORE
    end = own_subject_end(quote.text, span)
    degree = quote.part(span[0] if far else 0, end).trimmed(" ,:-–(")
    rest = quote.part(end, len(quote.text))
    area = _unbracketed(rest.part(area_start(rest.text), len(rest.text)).trimmed(" ,:-–"))
    if span[0] > 2 and not re.search(r"\w", area.text):
        return quote, None
    return degree, area if re.search(r"\w{2}", area.text) and not _NO_AREA.search(area.text) else None


def _unbracketed(quote: Quote) -> Quote:
    """Itself without the brackets that enclose it all or have no other end."""
    inside = quote.text[1:-1]
    whole = quote.text.startswith("(") and quote.text.endswith(")") and not re.search(r"[()]", inside)
    uneven = quote.text.count("(") != quote.text.count(")")
    return quote.trimmed(" ,:-–()") if whole or uneven else quote
