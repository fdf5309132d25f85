"""Scorable CVs built by hand: a text and the fields that stand in it, with their spans. All persons are made up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from zenhire.analysis.cv.parse.dates.totals import months_between, totals
from zenhire.analysis.cv.parse.schema import (
    Certificate,
    Education,
    Language,
    LanguageLevel,
    Level,
    Location,
    Section,
    SectionKind,
    Skill,
    Span,
    Spans,
    Work,
)
from zenhire.analysis.cv.parse.scorable import ScorableCv
from zenhire.analysis.cv.parse.words.industries import industry_of

AS_OF = date(2026, 3, 15)


@dataclass(frozen=True)
class Job:
    """A job: `start` without `end` goes on, without both it has no dates."""

    title: str | None
    employer: str | None
    start: str | None = None
    end: str | None = None
    items: tuple[str, ...] = ()
    place: str | None = None


@dataclass(frozen=True)
class Study:
    """A course of study."""

    degree: str | None
    level: Level | None
    area: str | None
    school: str = "Northern College"
    finished: bool | None = True


@dataclass(frozen=True)
class Facts:
    """What a CV tells."""

    jobs: tuple[Job, ...] = ()
    unpaid: tuple[Job, ...] = ()
    skills: tuple[str, ...] = ()
    languages: tuple[tuple[str, str, LanguageLevel | None], ...] = ()
    certificates: tuple[str, ...] = ()
    studies: tuple[Study, ...] = ()
    summary: str | None = None


@dataclass
class _Writer:
    parts: list[str] = field(default_factory=list)
    at: int = 0

    def line(self, *cells: str | None) -> list[Span]:
        """Writes a line of cells; the spans of those that are not None."""
        spans = []
        for cell in (cell for cell in cells if cell is not None):
            if spans:
                self._put("\t")
            spans.append(Span(self.at, self.at + len(cell), 1))
            self._put(cell)
        self._put("\n")
        return spans

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)


def scorable_cv(facts: Facts) -> ScorableCv:
    """The CV that tells these facts, in this order."""
    to, sections = _Writer(), list[Section]()

    def begin(kind: SectionKind, heading: str) -> int:
        to.line(heading)
        sections.append(Section(kind, heading, Span(to.at, to.at, 1)))
        return to.at

    def end(kind: SectionKind, start: int) -> None:
        sections[-1] = Section(kind, sections[-1].heading, Span(start, to.at, 1))

    if facts.summary:
        start = begin("summary", "Summary")
        to.line(facts.summary)
        end("summary", start)
    start = begin("work", "Experience")
    jobs = [_job(to, job, index) for index, job in enumerate(facts.jobs)]
    end("work", start)
    start = begin("volunteer", "Volunteering")
    unpaid = [_job(to, job, index) for index, job in enumerate(facts.unpaid)]
    end("volunteer", start)
    start = begin("education", "Education")
    studies = [_study(to, study) for study in facts.studies]
    end("education", start)
    start = begin("skills", "Skills")
    skills = [Skill(name, None, "skills", [], {"name": to.line(name)}) for name in facts.skills]
    end("skills", start)
    start = begin("languages", "Languages")
    languages = [
        Language(name, code, level, level, {"language": to.line(f"{name} {level or ''}".strip())})
        for name, code, level in facts.languages
    ]
    end("languages", start)
    start = begin("certificates", "Certificates")
    certificates = [Certificate(name, None, None, {"name": to.line(name)}) for name in facts.certificates]
    end("certificates", start)
    text = "".join(to.parts)
    return ScorableCv(
        text=text,
        summary=facts.summary,
        experience=jobs,
        volunteer=unpaid,
        education=studies,
        skills=skills,
        languages=languages,
        certificates=certificates,
        projects=[],
        sections=sections,
        totals=totals(jobs, AS_OF),
        pages=[Span(0, len(text), 1)],
    )


def _job(to: _Writer, job: Job, index: int) -> Work:
    current = job.start is not None and job.end is None
    names = [("position", job.title), ("name", job.employer), ("location", job.place)]
    found = iter(to.line(job.title, job.employer, job.place))
    spans: Spans = {name: [next(found)] for name, value in names if value is not None}
    spans["highlights"] = [to.line(item)[0] for item in job.items]
    return Work(
        name=job.employer,
        position=job.title,
        location=Location(job.place) if job.place else None,
        start_date=job.start,
        end_date=job.end,
        current=current,
        months=months_between(job.start, job.end, current, AS_OF),
        industry=industry_of(job.employer or "", job.title or ""),
        summary=None,
        highlights=list(job.items),
        section=index,
        spans=spans,
    )


def _study(to: _Writer, study: Study) -> Education:
    names: Sequence[tuple[str, str | None]] = [
        ("studyType", study.degree),
        ("area", study.area),
        ("institution", study.school),
    ]
    found = iter(to.line(study.degree, study.area, study.school))
    return Education(
        institution=study.school,
        study_type=study.degree,
        level=study.level,
        area=study.area,
        location=None,
        start_date=None,
        end_date=None,
        finished=study.finished,
        highlights=[],
        section=0,
        spans={name: [next(found)] for name, value in names if value is not None},
    )
