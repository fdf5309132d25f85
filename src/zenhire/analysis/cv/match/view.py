"""The CV as it is compared: neutral words, nothing of blanked facts, and for each place of it what it is worth.

Blanks of whatever length become one space, so that nothing of what they hide is left, its length included.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from zenhire.analysis.cv.match import constants as k
from zenhire.analysis.cv.match.tongues import written_in
from zenhire.analysis.cv.match.types import Basis, Evidence, Refusal
from zenhire.analysis.cv.match.wording import neutral, pattern
from zenhire.analysis.cv.parse.schema import Span, Spans, Work
from zenhire.analysis.cv.parse.scorable import BLANK, ScorableCv
from zenhire.analysis.cv.skills import Mention, NoEvidence, book
from zenhire.analysis.cv.skills.normal import Line
from zenhire.analysis.cv.skills.passages import Passage, passages
from zenhire.analysis.cv.skills.reading import Reading, read
from zenhire.analysis.cv.skills.similarity import telling

_HIDDEN = re.compile(rf"[{BLANK} ]*{BLANK}[{BLANK} ]*")
_OWN = ("summary", "highlights")
_MOMENTS = ("startDate", "endDate", "current", "location")
_STUDY = ("studyType", "area", "highlights")
_LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Place:
    """What a stretch of the CV belongs to: a kind of section, the job or other item if any, and what it is worth.

    `job` is the index among jobs and then unpaid work; `title`: it is the job's title.
    """

    section: str
    worth: float
    job: int | None = None
    where: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    title: bool = False

    def worth_of(self, soft: bool) -> float:
        """What evidence is worth here: a soft skill that is only claimed is worth less."""
        return k.CLAIMED_SOFT if soft and self.worth == k.CLAIMED else self.worth


@dataclass(frozen=True, slots=True)
class _Piece:
    """[start, stop) of the compared text stands for [first, last) of the CV's; `kept`: character by character."""

    start: int
    stop: int
    first: int
    last: int
    kept: bool


class View:
    """A CV's compared text with the way back to the CV's own."""

    def __init__(self, cv: ScorableCv) -> None:
        self.cv = cv
        self.jobs: list[Work] = [*cv.experience, *cv.volunteer]
        self._pieces = list(_pieces(cv.text))
        self._starts = [piece.start for piece in self._pieces]
        self.text = "".join(_rendered(cv.text, piece) for piece in self._pieces)
        self._places, self._painted = _painted(cv)

    @cached_property
    def reading(self) -> Reading:
        """The compared text, read."""
        return read(self.text, book())

    @cached_property
    def written_in(self) -> dict[str, Line]:
        """The languages that the CV is written in."""
        return written_in(self.reading)

    @cached_property
    def telling(self) -> list[str]:
        """Passages that similarity has a say in: those that are more than headings, dates, places and languages."""
        bare = _bare(self.cv)
        parts = [(part, self.span(part.start, part.end)) for part in telling(self.reading)]
        kept = [part for part, (start, end) in parts if 0 in bare[start:end]]
        return list(dict.fromkeys(self.text[part.start : part.end] for part in kept))[: k.PASSAGES]

    @cached_property
    def duties(self) -> list[list[Passage]]:
        """For each job its passages of three words or more, without the lines of its title."""
        found: list[list[Passage]] = [[] for _ in self.jobs]
        for part in passages(self.reading, repeated=True)[: k.PASSAGES]:
            places = self.places(*self.span(part.start, part.end))
            job = next((place.job for place in places if place.job is not None), None)
            if job is not None and part.stop - part.first >= _LEAST_WORDS and not any(one.title for one in places):
                found[job].append(part)
        return found

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the compared text stands in the CV."""
        first, last = self._piece(start), self._piece(max(start, end - 1))
        left = first.first + (start - first.start if first.kept else 0)
        right = last.first + (end - last.start) if last.kept else last.last
        return left, right

    def _piece(self, at: int) -> _Piece:
        return self._pieces[max(0, bisect_right(self._starts, at) - 1)]

    def places(self, start: int, end: int) -> list[Place]:
        """The places that a span of the CV touches."""
        return [self._places[number] for number in sorted(set(self._painted[start:end]))]

    def place(self, start: int, end: int) -> Place:
        """The worthiest of them."""
        return max(self.places(start, end), key=lambda one: one.worth, default=_NOWHERE)

    def page(self, start: int) -> int:
        """The page of a place in the CV's text."""
        pages = [page.page for page in self.cv.pages if page.start <= start]
        return pages[-1] if pages else 1

    def quote(self, start: int, end: int) -> str:
        """The CV's words at a span of it."""
        return " ".join(self.cv.text[start:end].split())

    def evidence(self, mention: Mention, soft: bool) -> tuple[Evidence, Place]:
        """A mention of the compared text as evidence of the CV, and its place. `soft`: of a soft skill."""
        start, end = self.span(mention.start, mention.end)
        place = self.place(start, end)
        score = round(mention.trust * place.worth_of(soft), k.DECIMALS)
        return self.told(start, end, place, mention.rule, mention.matched, mention.trust, score), place

    def told(self, start: int, end: int, place: Place, rule: str, matched: str, trust: float, score: float) -> Evidence:
        """A span of the CV, in its place, as evidence."""
        return Evidence(
            quote=self.quote(start, end),
            page=self.page(start),
            section=place.section,
            start=start,
            end=end,
            where=place.where,
            start_date=place.start_date,
            end_date=place.end_date,
            rule=rule,
            matched=matched,
            trust=trust,
            score=score,
        )

    def basis(self, term: str, rule: str, asked: str, span: Span | None, score: float) -> Basis:
        """What a term of a score rests on; None where no passage can be pointed at."""
        if span is None:
            return Basis(term, rule, asked, None, None, None, None, score)
        return Basis(term, rule, asked, self.quote(span.start, span.end), span.start, span.end, span.page, score)

    def is_listed(self, one: NoEvidence) -> bool:
        """Whether a passage is the whole of an item of a list of skills, so that the word can only mean the skill."""
        return self.span(one.start, one.end) in self._listed

    @cached_property
    def _listed(self) -> frozenset[tuple[int, int]]:
        spans = (span for skill in self.cv.skills if skill.section == "skills" for span in skill.spans.get("name", []))
        return frozenset((span.start, span.end) for span in spans)

    def refusal(self, one: NoEvidence) -> Refusal:
        """A passage that is no evidence, as one of the CV."""
        start, end = self.span(one.start, one.end)
        section = self.place(start, end).section
        return Refusal(self.quote(start, end), self.page(start), section, start, end, one.reason)


_NOWHERE = Place("other", k.CLAIMED)


def _bare(cv: ScorableCv) -> bytearray:
    """For each character of the text whether it answers no requirement by its meaning: signs, headings, dates, places,
    and languages, which have rules of their own."""
    bare = bytearray(not sign.isalnum() for sign in cv.text)
    for span in _unmeaning(cv):
        bare[span.start : span.end] = b"\1" * (span.end - span.start)
    return bare


def _unmeaning(cv: ScorableCv) -> Iterator[Span]:
    for section in cv.sections:
        start, heading = section.span.start, section.heading or ""
        if section.kind == "languages":
            yield section.span
        elif heading and cv.text.startswith(heading, start):
            yield Span(start, start + len(heading), section.span.page)
    every = [one.spans for one in (*cv.experience, *cv.volunteer)]
    every += [one.spans for one in cv.education] + [one.spans for one in cv.projects]
    for spans in every:
        yield from _spans(spans, _MOMENTS)


def _pieces(text: str) -> Iterator[_Piece]:
    at = start = 0
    changes = [(found.start(), found.end(), " ") for found in _HIDDEN.finditer(text)]
    changes += [(found.start(), found.end(), neutral(found.group())) for found in pattern().finditer(text)]
    for first, last, new in sorted(changes):
        if first > at:
            yield _Piece(start, start + first - at, at, first, True)
            start += first - at
        yield _Piece(start, start + len(new), first, last, False)
        start, at = start + len(new), last
    yield _Piece(start, start + len(text) - at, at, len(text), True)


def _rendered(text: str, piece: _Piece) -> str:
    own = text[piece.first : piece.last]
    if piece.kept:
        return own
    return " " if BLANK in own else neutral(own)


def _painted(cv: ScorableCv) -> tuple[list[Place], list[int]]:
    """All places, and for each character of the text the number of its own. What is inside overpaints the outside."""
    places, painted = [_NOWHERE], [0] * len(cv.text)
    for place, spans in _stretches(cv):
        places.append(place)
        for span in spans:
            painted[span.start : span.end] = [len(places) - 1] * (span.end - span.start)
    return places, painted


def _stretches(cv: ScorableCv) -> Iterator[tuple[Place, Sequence[Span]]]:
    for section in cv.sections:
        worth = k.UNDATED_JOB if section.kind == "work" else k.CLAIMED
        yield Place(section.kind, worth), [section.span]
    for certificate in cv.certificates:
        yield Place("certificates", k.OUTSIDE_JOBS, None, certificate.name), _spans(certificate.spans, ("name",))
    for study in cv.education:
        where = ", ".join(part for part in (study.study_type, study.institution) if part)
        place = Place("education", k.CLAIMED, None, where or None, study.start_date, study.end_date)
        yield place, _spans(study.spans, _STUDY)
        yield Place("education", k.IN_A_NAME, None, study.institution), _spans(study.spans, ("institution",))
    for project in cv.projects:
        place = Place("projects", k.OUTSIDE_JOBS, None, project.name, project.start_date, project.end_date)
        yield place, _spans(project.spans, ("name", "description", "highlights"))
    for index, job in enumerate(cv.volunteer, len(cv.experience)):
        yield from _job(job, index, "volunteer", k.OUTSIDE_JOBS)
    for index, job in enumerate(cv.experience):
        yield from _job(job, index, "work", k.UNDATED_JOB if job.months is None else k.DATED_JOB)
    for kind, jobs in (("volunteer", cv.volunteer), ("work", cv.experience)):
        for job in jobs:
            yield Place(kind, k.IN_A_NAME, None, job.name), _spans(job.spans, ("name",))


def _job(job: Work, index: int, section: str, worth: float) -> Iterator[tuple[Place, Sequence[Span]]]:
    where = ", ".join(part for part in (job.position, job.name) if part)
    for names, title in ((_OWN, False), (("position",), True)):
        yield Place(section, worth, index, where or None, job.start_date, job.end_date, title), _spans(job.spans, names)


def _spans(spans: Spans, names: Sequence[str]) -> list[Span]:
    return [span for name in names for span in spans.get(name, [])]
