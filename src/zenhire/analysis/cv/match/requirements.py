"""The evidence for each named requirement: what a mention is trusted times what its place in the CV is worth."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zenhire.analysis.cv.match import constants as k
from zenhire.analysis.cv.match.arithmetic import mean, rounded
from zenhire.analysis.cv.match.degrees import DegreeAsked, degree_asked
from zenhire.analysis.cv.match.types import Evidence, Kind, Requirement
from zenhire.analysis.cv.match.view import View
from zenhire.analysis.cv.match.wording import neutralised
from zenhire.analysis.cv.position.types import Item, Position
from zenhire.analysis.cv.skills import Mention, Similar, SkillEvidence, book, match_reading
from zenhire.analysis.cv.skills.requirement import parse

_MENTIONS = 10_000
_YEARS = re.compile(
    r"^\s*(?:(?:at least|minimum(?: of)?|min\.?|over|more than)\s+)?(\d{1,2})\s*\+?\s*"
    r"(?:(?:-|–|to)\s*\d{1,2}\s*)?\+?\s*(?:years?|yrs?\.?)['’]?\s*(?:of\s+)?(?:(?:relevant|professional|work|working|related|industry|practical)\s+)*"
    r"(?:experience\s*)?(?:(?:with|in|as|of|using)\s+(?:an?\s+|the\s+)?)?",
    re.IGNORECASE,
)


def years_asked(name: str) -> int | None:
    """The years that a requirement begins with (`5+ years of ...`), None where it names none."""
    found = _YEARS.match(name)
    return int(found[1]) if found else None


def without_years(name: str) -> str:
    """What the years are asked in; the name itself where nothing else is named."""
    return _YEARS.sub("", name, count=1).strip(" .,:;-") or name


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement that skills are matched for. `weight` is 0 where it is switched off.

    `degree` is what it asks for where that is a course of study.
    """

    kind: Kind
    item: Item
    weight: float
    degree: DegreeAsked | None


@dataclass(frozen=True, slots=True)
class Shown:
    """That a job shows a requirement: how much it is trusted, and the passage that is trusted most."""

    trust: float
    told: Evidence


@dataclass(frozen=True, slots=True)
class Answered:
    """The requirement with its evidence, and how each job shows it, by the job's index."""

    asked: Asked
    told: Requirement
    by_job: dict[int, Shown]


def asked_skills(position: Position) -> list[Asked]:
    """The skills and qualifications of a position, in its order."""
    skills = position.skills
    groups: tuple[tuple[Kind, tuple[Item, ...], float], ...] = (
        ("hard_skill", skills.hard, 1.0),
        ("soft_skill", skills.soft, k.SOFT),
        ("minimal_qualification", skills.minimal, float(skills.minimal_counts)),
        ("preferable_qualification", skills.preferable, k.PREFERABLE * skills.preferable_counts),
    )
    return [
        Asked(kind, item, item.weight * factor, degree_asked(item.name))
        for kind, items, factor in groups
        for item in items
    ]


def asked_certificates(position: Position) -> list[Asked]:
    """The certificates that its education asks for, if that counts."""
    education = position.education
    item = [Item(name, education.non_academic_importance) for name in education.certificates]
    return [Asked("certificate", one, one.weight, None) for one in item] if education.enabled else []


def phrases(asked: Sequence[Asked]) -> list[str]:
    """The texts that stand for the requirements where skills are matched."""
    return [name for one in asked for name in _names(one)]


def _names(asked: Asked) -> list[str]:
    """The requirement's name without years, and its parts where it asks for several things together."""
    name = without_years(neutralised(asked.item.name))
    whole = parse(name, book())
    return [name, *(term.written for term in whole.terms)] if whole.joint else [name]


def answer(asked: Sequence[Asked], view: View, similar: Similar | None) -> list[Answered]:
    """What the CV says to each requirement."""
    found = iter(match_reading(phrases(asked), view.reading, book(), similar=similar, most=_MENTIONS))
    answers = []
    for one in asked:
        whole, *parts = [next(found) for _ in _names(one)]
        answers.append(_joint(one, whole, parts, view) if parts else _single(one, whole, view))
    return answers


def _told(
    found: SkillEvidence, asked: Asked, view: View, rule: str | None = None
) -> tuple[list[Evidence], dict[int, Shown]]:
    """Evidence, best first, and the most trusted within each job."""
    kept, by_job = [], dict[int, Shown]()
    listed = [
        Mention(one.start, one.end, one.quote, "alias", 1.0, "", one.matched)
        for one in found.refused
        if one.reason == "other_meaning" and view.is_listed(one)
    ]
    for mention in (*found.mentions, *listed):
        if rule is None or mention.rule == rule:
            told, place = view.evidence(mention, asked.kind == "soft_skill")
            kept.append(told)
            if place.job is not None:
                by_job[place.job] = _surer(Shown(mention.trust, told), by_job.get(place.job))
    return sorted(kept, key=lambda one: (-one.score, one.start, one.end)), by_job


def _surer(one: Shown, other: Shown | None) -> Shown:
    """The one that is trusted more, the earlier one of equals."""
    return one if other is None else max(one, other, key=lambda shown: (shown.trust, -shown.told.start))


def _single(asked: Asked, found: SkillEvidence, view: View) -> Answered:
    told, by_job = _told(found, asked, view)
    score = told[0].score if told else 0.0
    return _answered(asked, score, told, [found], by_job, view)


def _joint(asked: Asked, whole: SkillEvidence, parts: Sequence[SkillEvidence], view: View) -> Answered:
    """Several things asked for together: the mean of each one's best, or a passage like the whole."""
    alike, alike_by_job = _told(whole, asked, view, "similar")
    each = [_told(part, asked, view) for part in parts]
    of_all = mean((1.0, told[0].score if told else 0.0) for told, _ in each)
    by_job = dict(alike_by_job)
    for job in sorted({job for _, shown in each for job in shown}):
        some = [shown.get(job) for _, shown in each]
        best = max((one for one in some if one is not None), key=lambda one: (one.trust, -one.told.start))
        by_job[job] = _surer(Shown(mean((1.0, one.trust if one else 0.0) for one in some), best.told), by_job.get(job))
    like = alike[0].score if alike else 0.0
    told = alike if like > of_all else [one for some, _ in each for one in some[: k.EVIDENCE // 2]]
    return _answered(asked, max(of_all, like), told, [whole, *parts], by_job, view)


def _answered(
    asked: Asked,
    score: float,
    told: Sequence[Evidence],
    found: Sequence[SkillEvidence],
    by_job: dict[int, Shown],
    view: View,
) -> Answered:
    refused = {
        (one.start, one.end): view.refusal(one)
        for some in found
        for one in some.refused
        if one.reason != "other_meaning" or not view.is_listed(one)
    }
    requirement = Requirement(
        kind=asked.kind,
        name=asked.item.name,
        importance=asked.item.importance,
        counts=asked.weight > 0,
        score=rounded(score),
        rule=told[0].rule if told else None,
        evidence=list(told[: k.EVIDENCE]),
        refused=[refused[span] for span in sorted(refused)][: k.EVIDENCE],
    )
    return Answered(asked, requirement, by_job)
