"""From a read CV to its fields."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zenhire.analysis.cv.parse.certificates import certificates, projects
from zenhire.analysis.cv.parse.context import Context, location, value
from zenhire.analysis.cv.parse.dates.ranges import day_first
from zenhire.analysis.cv.parse.dates.totals import totals
from zenhire.analysis.cv.parse.experience import jobs
from zenhire.analysis.cv.parse.fold import key
from zenhire.analysis.cv.parse.labels import without_column_names
from zenhire.analysis.cv.parse.languages import languages
from zenhire.analysis.cv.parse.memo import forget
from zenhire.analysis.cv.parse.person.contacts import contacts
from zenhire.analysis.cv.parse.person.personal import personal_facts
from zenhire.analysis.cv.parse.rows import Pages, Quote, Row, rows
from zenhire.analysis.cv.parse.schema import (
    SCHEMA_VERSION,
    Education,
    ParsedCv,
    Project,
    Section,
    SectionKind,
    Span,
    Work,
)
from zenhire.analysis.cv.parse.sections import Part, parts
from zenhire.analysis.cv.parse.skills.catch_all import with_labelled_lists
from zenhire.analysis.cv.parse.skills.listed import mention_places, skills
from zenhire.analysis.cv.parse.skills.parts import with_groups
from zenhire.analysis.cv.parse.studies.courses import studies
from zenhire.analysis.cv.parse.untitled import by_contents
from zenhire.analysis.cv.parse.words.footers import is_footer
from zenhire.analysis.cv.types import CvDocument

_LEAST_SUMMARY_WORDS = 10
_LISTS: tuple[SectionKind, ...] = ("skills", "languages", "certificates")
_ABOUT: tuple[SectionKind, ...] = ("header", "contact", "personal")


def parse(document: CvDocument, as_of: date) -> ParsedCv:
    """The CV's fields. `as_of`: the day that "present" means, usually that of the submission.

    Nothing is filled in: what the CV does not say is null. The same document and day give the same fields.
    """
    try:
        return _parsed(document, as_of)
    finally:
        forget()


def _parsed(document: CvDocument, as_of: date) -> ParsedCv:
    context, lines, divided = in_parts(document, as_of)
    by_kind = _by_kind(divided)
    person = contacts(document, lines, divided, context)
    work = jobs(by_kind.get("work", []), context)
    unpaid = jobs(by_kind.get("volunteer", []), context)
    courses = studies(by_kind.get("education", []), context)
    own = projects(by_kind.get("projects", []), context)
    places = mention_places(
        divided,
        {"work": _spans(work), "volunteer": _spans(unpaid), "projects": _spans(own), "education": _spans(courses)},
    )
    listed = skills(by_kind.get("skills", []), places, context)
    summary = _summary(by_kind, document.text)
    label = person.label or _held_title(lines, person.name, work)
    about = [(row.start, row.end) for kind in _ABOUT for part in by_kind.get(kind, []) for row in part.rows]
    return ParsedCv(
        schema_version=SCHEMA_VERSION,
        as_of=as_of.isoformat(),
        name=value(person.name),
        label=value(label),
        email=person.email_value,
        phone=value(person.phone),
        url=person.url_value,
        location=location(person.location),
        profiles=person.profiles,
        personal=personal_facts(lines, about, context.pages),
        summary=value(summary),
        experience=work,
        volunteer=unpaid,
        education=courses,
        skills=[skill.name for skill in listed],
        skill_details=listed,
        languages=languages(
            by_kind.get("languages", []),
            by_kind.get("skills", []),
            [part for kind in _ABOUT for part in by_kind.get(kind, [])],
            context,
        ),
        certificates=certificates(by_kind.get("certificates", []), context),
        projects=own,
        sections=[_section(part, context) for part in divided],
        totals=totals(work, as_of),
        spans=context.spans(
            name=person.name_parts,
            label=label,
            email=person.email,
            phone=person.phone,
            url=person.url,
            location=person.location,
            summary=summary,
        ),
    )


def in_parts(document: CvDocument, as_of: date) -> tuple[Context, list[Row], list[Part]]:
    """What every reader of a part is given, the CV's lines, and its parts in order."""
    lines = [row for row in rows(document) if not is_footer(row.text)]
    context = Context(document.text, Pages(document), as_of, day_first(document.text), _edges(document))
    divided = with_labelled_lists(parts(lines, document.body_size))
    for part in divided:
        if part.kind in _LISTS:
            part.rows = without_column_names(part.rows, part.kind)
    return context, lines, with_groups(by_contents(divided, context.day_comes_first))


def _edges(document: CvDocument) -> dict[tuple[int, int], float]:
    found: dict[tuple[int, int], float] = {}
    for line in document.lines:
        place = (line.page, line.column)
        found[place] = max(found.get(place, 0.0), line.box[2])
    return found


def _by_kind(divided: Sequence[Part]) -> dict[SectionKind, list[Part]]:
    found: dict[SectionKind, list[Part]] = {}
    for part in divided:
        found.setdefault(part.kind, []).append(part)
    return found


def _spans(items: Sequence[Work] | Sequence[Education] | Sequence[Project]) -> list[list[Span]]:
    """The spans of each item's own words; the employer's name may stand in an earlier item."""
    names = ("position", "summary", "description", "highlights", "studyType", "area", "name")
    return [[span for name in names for span in item.spans.get(name, [])] for item in items]


def _summary(by_kind: dict[SectionKind, list[Part]], text: str) -> Quote | None:
    """The text of the first such part, from its first line to its last, or a paragraph without a heading at the top."""
    part = next((part for part in by_kind.get("summary", []) if part.rows), None)
    if part is None:
        top = [row for part in by_kind.get("header", []) for row in part.rows if len(row.cells) == 1]
        return next((row for row in top if row.words >= _LEAST_SUMMARY_WORDS and "@" not in row.text), None)
    start, end = part.rows[0].start, max(row.end for row in part.rows)
    return Quote(text[start:end], start, end)


def _held_title(lines: Sequence[Row], name: Quote | None, work: Sequence[Work]) -> Quote | None:
    """The first line of a CV without a name, where it is a title that one of the jobs has."""
    first = next(iter(lines), None)
    if first is None or name is not None or not any(key(first.text) == key(job.position or "") for job in work):
        return None
    return first.part(0, len(first.text))


def _section(part: Part, context: Context) -> Section:
    quotes = [part.heading] if part.heading else []
    start = min(quote.start for quote in (*quotes, *part.rows))
    end = max(quote.end for quote in (*quotes, *part.rows))
    return Section(part.kind, value(part.heading), context.pages.span(start, end))
