"""The part of a parsed CV that a score may rest on.

Left out are name, contacts, places of living, photo and what `personal` holds: birth, age, gender, nationality, family
and the like. Their words are blanked in the text, too, so that a matcher that reads spans never meets them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field

from pydantic.dataclasses import dataclass

from zenhire.analysis.cv.parse.fold import alternatives, fold
from zenhire.analysis.cv.parse.schema import (
    Certificate,
    Education,
    Language,
    ParsedCv,
    Project,
    Section,
    Skill,
    Span,
    Totals,
    Work,
)
from zenhire.analysis.cv.types import CvDocument

BLANK = "\u2003"
_ABOUT = ("name", "email", "phone", "url", "location")
_HIDDEN_SECTIONS = ("contact", "personal", "references")
_HONORIFICS = (
    "mr|mrs|ms|miss|mx|dr|prof|herrn?|frau|monsieur|madame|mme|mlle|senora?|sra?|srta|signora?|sig|dott|pani?|dhr|mevr"
    "|mevrouw|senhora?|dona|bay|bayan"
)


@dataclass(frozen=True, slots=True)
class ScorableCv:
    """What scoring is given. `text` has the length of the read CV's text, personal words blanked, so spans hold.

    `label` is the title that the CV gives its owner.
    `pages`: the first and last place of each page's words in the text, in reading order.
    """

    text: str
    summary: str | None
    experience: list[Work]
    volunteer: list[Work]
    education: list[Education]
    skills: list[Skill]
    languages: list[Language]
    certificates: list[Certificate]
    projects: list[Project]
    sections: list[Section]
    totals: Totals
    pages: list[Span] = field(default_factory=list)
    label: str | None = None
    label_spans: list[Span] = field(default_factory=list)


def scorable(document: CvDocument, parsed: ParsedCv) -> ScorableCv:
    """The parsed CV without the person: equal for two CVs that differ in personal facts of the same length only."""
    text = _blanked(document.text, sorted(_hidden(document, parsed)))

    def plain(value: str | None, spans: list[Span]) -> str | None:
        return " ".join(text[spans[0].start : spans[0].end].split()) if value is not None and spans else value

    return ScorableCv(
        text=text,
        summary=plain(parsed.summary, parsed.spans.get("summary", [])),
        experience=[_told(job, text) for job in parsed.experience],
        volunteer=[_told(job, text) for job in parsed.volunteer],
        education=parsed.education,
        skills=parsed.skill_details,
        languages=parsed.languages,
        certificates=parsed.certificates,
        projects=parsed.projects,
        sections=[section for section in parsed.sections if section.kind not in _HIDDEN_SECTIONS],
        totals=parsed.totals,
        pages=list(_pages(document)),
        label=plain(parsed.label, parsed.spans.get("label", [])),
        label_spans=parsed.spans.get("label", []),
    )


def _pages(document: CvDocument) -> Iterator[Span]:
    for page in document.pages:
        lines = [line for line in document.lines if line.page == page.number]
        if lines:
            yield Span(min(line.start for line in lines), max(line.end for line in lines), page.number)


def _told(job: Work, text: str) -> Work:
    """The job, its summary and items taken from the blanked text."""
    quotes = [" ".join(text[span.start : span.end].split()) for span in job.spans.get("highlights", [])]
    summary = [" ".join(text[span.start : span.end].split()) for span in job.spans.get("summary", [])]
    return Work(
        name=job.name,
        position=job.position,
        location=job.location,
        start_date=job.start_date,
        end_date=job.end_date,
        current=job.current,
        months=job.months,
        industry=job.industry,
        summary=summary[0] if summary else None,
        highlights=quotes,
        section=job.section,
        spans=job.spans,
    )


def _hidden(document: CvDocument, parsed: ParsedCv) -> Iterator[tuple[int, int]]:
    """Spans of what is about the person."""
    for about in _ABOUT:
        yield from ((span.start, span.end) for span in parsed.spans.get(about, []))
    for profile in parsed.profiles:
        yield from ((span.start, span.end) for spans in profile.spans.values() for span in spans)
    for fact in parsed.personal:
        yield fact.span.start, fact.span.end
    for section in parsed.sections:
        if section.kind in _HIDDEN_SECTIONS:
            yield section.span.start, section.span.end
    yield from _names(document.text, parsed.name)
    yield from _surnames(document.text, parsed)


def _names(text: str, name: str | None) -> Iterator[tuple[int, int]]:
    """The name wherever it stands again: in full, in page headers, in lists of authors."""
    if not name or len(name) < 4:
        return
    pattern = r"\s+".join(re.escape(part) for part in fold(name).split())
    for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", fold(text)):
        yield match.start(), match.end()


def _surnames(text: str, parsed: ParsedCv) -> Iterator[tuple[int, int]]:
    """A part of the name where it can only be that: after `Mr` and the like, which goes with it, before `'s`, and as
    the subject of a sentence (`Smith led`), unless a job, a study or a skill is called so (`Baker`)."""
    folded, parts = fold(text), _parts(parsed.name)
    if not parts:
        return
    name = rf"(?:{alternatives(parts)})(?!\w)(?:[ -]+(?:{alternatives(parts)})(?!\w))*"
    for match in re.finditer(rf"(?<!\w)(?:(?:{_HONORIFICS})\.?\s+)+{name}(?:'s)?", folded):
        yield match.start(), match.end()
    own = rf"(?<!\w){name}(?:'s(?!\w)|(?=\s+[a-z]))"
    for match in re.finditer(own, folded):
        before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        begins = re.search(r"(?:\A|[^\w,;)])\s*\Z", before) is not None
        subject = begins and text[match.end() :].lstrip()[:1].islower()
        said = match.group().removesuffix("'s")
        if (subject or said != match.group()) and text[match.start()].isupper() and not _called(said, parsed):
            yield match.start(), match.end()


def _parts(name: str | None) -> list[str]:
    """The words of a name, those with a hyphen also as their halves; initials are none."""
    words = (name or "").split()
    halves = [half for word in words if "-" in word for half in word.split("-")]
    return [part for part in dict.fromkeys([*words, *halves]) if len(part) > 1 and part.replace("-", "").isalpha()]


def _called(part: str, parsed: ParsedCv) -> bool:
    """Whether the CV names something by it that is about the work."""
    titles = [value for job in (*parsed.experience, *parsed.volunteer) for value in (job.position, job.name)]
    studies = [value for study in parsed.education for value in (study.study_type, study.area, study.institution)]
    names = [*titles, *studies, *parsed.skills, *(one.name for one in parsed.certificates), parsed.label]
    return any(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", fold(name)) for name in names if name)


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    signs = list(text)
    for start, end in spans:
        for at in range(start, end):
            if signs[at] not in "\n\t":
                signs[at] = BLANK
    return "".join(signs)
