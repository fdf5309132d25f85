"""Jobs and courses of study under headings that no table has, or under none: known by what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from zenhire.analysis.cv.parse.entries import Entry, entries
from zenhire.analysis.cv.parse.fold import key
from zenhire.analysis.cv.parse.labels import labelled_kind
from zenhire.analysis.cv.parse.pieces import pieces
from zenhire.analysis.cv.parse.rows import Row
from zenhire.analysis.cv.parse.schema import SectionKind
from zenhire.analysis.cv.parse.sections import Part
from zenhire.analysis.cv.parse.words.degrees import degree_score, school_score
from zenhire.analysis.cv.parse.words.jobs import org_score, title_score

_LEAST_SHARE = 0.5
_LEAST_IN_SUMMARY = 2
# Headings of skills, of certificates or of studies.
_QUALIFICATIONS = re.compile(r"(?:\w+ )?(?:qualifications|qualifikationen|qualificacoes|kwalifikacje)")
# Where jobs may have come to stand whose own heading was not seen.
_ANYWHERE: tuple[SectionKind, ...] = ("header", "contact", "personal", "skills", "languages", "interests")


def by_contents(found: Sequence[Part], day_comes_first: bool | None) -> list[Part]:
    """The parts, those that turn out to hold jobs or studies with their kind.

    What no heading tells stays as it is unless lines with a range of dates name a title, an employer, a degree or a
    school. Lines under no heading at all, and lists, are looked at only where the CV has no part with jobs.
    """
    worked = any(part.kind == "work" and part.rows for part in found)
    done: list[Part] = []
    for part in found:
        if _is_of_qualifications(part) and _names_schools(part.rows):
            done.append(replace(part, kind="education"))
        elif _may_hold(part, worked) and (told := labelled_kind(part.rows)):
            done.append(replace(part, kind=told))
        elif _may_hold(part, worked):
            done += _divided(part, day_comes_first)
        else:
            done.append(part)
    for index, part in enumerate(done):
        part.index = index
    return done


def _may_hold(part: Part, worked: bool) -> bool:
    if not part.rows:
        return False
    if not worked and part.kind in _ANYWHERE:
        return True
    if _is_of_qualifications(part):
        return True
    return part.kind == "summary" or (part.kind == "other" and not part.known)


def _is_of_qualifications(part: Part) -> bool:
    heading = part.heading if part.kind == "skills" else None
    return heading is not None and _QUALIFICATIONS.fullmatch(key(heading.text)) is not None


def _names_schools(rows: Sequence[Row]) -> bool:
    """Whether lines name degrees and schools, most of them."""
    degrees = sum(degree_score(row.text) >= 0.7 for row in rows)
    schools = sum(school_score(row.text) > 0 for row in rows)
    return schools > 0 and degrees > 0 and degrees + schools >= len(rows)


def _divided(part: Part, day_comes_first: bool | None) -> Iterator[Part]:
    some = entries(part.rows, day_comes_first)
    kinds = [_kind(entry) for entry in some]
    dated = [kind for entry, kind in zip(some, kinds, strict=True) if entry.dates]
    told = sum(kind is not None for kind in dated)
    if not told or told < _LEAST_SHARE * len(dated) or (part.kind == "summary" and told < _LEAST_IN_SUMMARY):
        yield part
        return
    kinds = _filled(some, kinds)
    heading = part.heading
    open_part = Part(part.kind, heading, known=part.known)
    begins = {_first_row(entry, part).start: kind for entry, kind in zip(some, kinds, strict=True)}
    for row in part.rows:
        kind = begins.get(row.start) or open_part.kind
        if kind != open_part.kind:
            if open_part.rows:
                yield open_part
                heading = None
            open_part = Part(kind, heading)
        open_part.rows.append(row)
    yield open_part


def _filled(some: Sequence[Entry], kinds: Sequence[SectionKind | None]) -> list[SectionKind | None]:
    """The kinds; an entry with a range of dates that tells none is as the one before it, or as the first that does."""
    last = next(kind for kind in kinds if kind)
    filled: list[SectionKind | None] = []
    for entry, kind in zip(some, kinds, strict=True):
        last = kind or last
        filled.append(last if kind or _has_range(entry) else None)
    return filled


def _has_range(entry: Entry) -> bool:
    return any(not item.single for item in entry.dates)


def _first_row(entry: Entry, part: Part) -> Row:
    """The row that an entry begins with; under no heading of its own, others' lines may stand before its dates."""
    if not entry.head or entry.dated is None or part.kind not in _ANYWHERE:
        return [*entry.head, *entry.body][0]
    first = entry.dated
    while first > 0 and _names_job(entry.head[first - 1]):
        first -= 1
    return entry.head[first]


def _names_job(row: Row) -> bool:
    if "@" in row.text:
        return False
    return max(title_score(row.text), org_score(row.text), degree_score(row.text), school_score(row.text)) >= 0.6


def _kind(entry: Entry) -> SectionKind | None:
    """What an entry with a range of dates is, by its words."""
    if not _has_range(entry):
        return None
    texts = [piece.text for piece in pieces(entry)] or [row.text for row in entry.head]
    study = max(max(degree_score(text), school_score(text)) for text in texts)
    title, org = max(map(title_score, texts)), max(map(org_score, texts))
    if study >= 0.7 and study + 0.1 >= title and _names_study(entry.head):
        return "education"
    return "work" if title >= 0.8 or org >= 0.6 else None


def _names_study(head: Sequence[Row]) -> bool:
    """A degree, or a school beside which no title stands."""
    if any(degree_score(row.text) >= 0.7 for row in head):
        return True
    return not any(title_score(cell.text) >= 0.8 for row in head for cell in row.cells)
