"""Spoken languages, and countries where they are spoken. Nothing about where a person comes from enters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zenhire.analysis.cv.match import constants as k
from zenhire.analysis.cv.match.arithmetic import mean, rounded, terms
from zenhire.analysis.cv.match.types import Evidence, Kind, Requirement, Term
from zenhire.analysis.cv.match.view import View
from zenhire.analysis.cv.parse.schema import Work
from zenhire.analysis.cv.position.types import Languages
from zenhire.analysis.cv.skills.languages import (
    LanguageEvidence,
    LanguageMention,
    country_code,
    languages_of,
    match_language,
)


def asked_languages(asked: Languages, view: View) -> tuple[list[Term], list[Requirement]]:
    """The terms of the languages' score, and each language and country."""
    required = [_language("required_language", name, view) for name in asked.required]
    prefered = [_language("prefered_language", name, view) for name in asked.prefered]
    countries = [_country(name, view) for name in asked.countries]
    parts = [
        ("required", k.REQUIRED_LANGUAGES, _mean(required)),
        ("prefered", k.PREFERED_LANGUAGES, _mean(prefered)),
        ("target_countries", k.COUNTRIES, _mean(countries)),
    ]
    return terms(parts), [*required, *prefered, *countries]


def _mean(found: Sequence[Requirement]) -> float | None:
    return mean((1.0, one.score) for one in found) if found else None


def _language(kind: Kind, name: str, view: View) -> Requirement:
    found = match_language(name, view.reading.languages)
    told = [_evidence(view, one, one.trust, "language") for one in found.mentions]
    told += _written(found, view)
    told.sort(key=lambda one: (-one.score, one.start))
    return _requirement(kind, name, max([found.trust, *(one.score for one in told if one.rule == "written_in")]), told)


def _written(asked: LanguageEvidence, view: View) -> Iterator[Evidence]:
    """The CV is written in the language: it tells no level, and nothing of how it is spoken."""
    line = view.written_in.get(asked.code or "")
    if line is not None:
        start, end = view.span(line.start, line.end)
        trust = k.WRITTEN if asked.asked is None else k.WRITTEN_WITHOUT_LEVEL
        yield view.told(start, end, view.place(start, end), "written_in", asked.code or "", trust, trust)


def _country(name: str, view: View) -> Requirement:
    """A job there counts in full, a language of the country as far as it is spoken there."""
    told = list(_jobs_in(name, view))
    spoken = languages_of(name)
    for mention in view.reading.languages:
        trust = round(spoken.get(mention.code, 0.0) * mention.trust, k.DECIMALS)
        if trust > 0:
            told.append(_evidence(view, mention, trust, "spoken_there"))
    told.sort(key=lambda one: (-one.score, one.start))
    return _requirement("target_country", name, told[0].score if told else 0.0, told)


def _requirement(kind: Kind, name: str, score: float, told: Sequence[Evidence]) -> Requirement:
    rule = told[0].rule if told and score > 0 else None
    return Requirement(kind, name, None, True, rounded(score), rule, list(told[: k.EVIDENCE]), [])


def _evidence(view: View, mention: LanguageMention, trust: float, rule: str) -> Evidence:
    start, end = view.span(mention.start, mention.end)
    level = f" {mention.level}" if mention.level else ""
    return view.told(start, end, view.place(start, end), rule, f"{mention.code}{level}", trust, trust)


def _jobs_in(country: str, view: View) -> Iterator[Evidence]:
    code = country_code(country)
    for job in view.cv.experience:
        spans = job.spans.get("location", [])
        if code and spans and _code_of(job) == code:
            span = spans[0]
            yield Evidence(
                quote=view.quote(span.start, span.end),
                page=span.page,
                section="work",
                start=span.start,
                end=span.end,
                where=", ".join(part for part in (job.position, job.name) if part) or None,
                start_date=job.start_date,
                end_date=job.end_date,
                rule="job_there",
                matched=code,
                trust=1.0,
                score=1.0,
            )


def _code_of(job: Work) -> str | None:
    if job.location is None:
        return None
    return job.location.country_code or country_code(job.location.address.split(",")[-1])
