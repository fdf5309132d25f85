"""What was done in a job against what is to be done: the position's skills in it, and the job description."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zenhire.analysis.cv.match import constants as k
from zenhire.analysis.cv.match.arithmetic import mean, rescaled, rounded, terms
from zenhire.analysis.cv.match.posting import Posting
from zenhire.analysis.cv.match.requirements import Answered
from zenhire.analysis.cv.match.types import Basis, Term
from zenhire.analysis.cv.match.view import View
from zenhire.analysis.cv.skills import Similar
from zenhire.analysis.cv.skills.normal import stem, words

_TOLD = 3


@dataclass(frozen=True, slots=True)
class Duties:
    """The score of a job's duties, None where the position tells nothing of them, its parts, and what it rests on."""

    score: float | None
    terms: list[Term]
    basis: list[Basis]


def duties(answered: Sequence[Answered], posting: Posting, view: View, similar: Similar | None) -> list[Duties]:
    """The duties of each job."""
    found = []
    for job in range(len(view.jobs)):
        shown, skills = _skills(answered, job)
        meaning, sentences = _meaning(posting, view, job, similar)
        parts = [
            ("skills", k.DUTY_SKILLS, shown),
            ("meaning", k.DUTY_MEANING, meaning),
            ("words", k.DUTY_WORDS, _words(posting, view, job)),
        ]
        known = [(weight, value) for _, weight, value in parts if value is not None]
        found.append(Duties(rounded(mean(known)) if known else None, terms(parts), [*skills, *sentences]))
    return found


def _skills(answered: Sequence[Answered], job: int) -> tuple[float | None, list[Basis]]:
    """The share of the position's skills that the job shows, full from a point on."""
    weighed = [(one.asked.weight, one) for one in answered if one.asked.weight > 0 and one.asked.degree is None]
    if not weighed:
        return None, []
    shown = [(weight, one.told.name, one.by_job.get(job)) for weight, one in weighed]
    share = mean((weight, found.trust if found else 0.0) for weight, _, found in shown)
    basis = [
        Basis("duties", "skill", name, at.told.quote, at.told.start, at.told.end, at.told.page, rounded(at.trust))
        for _, name, at in shown
        if at is not None and at.trust > 0
    ]
    basis.sort(key=lambda one: (-one.score, one.asked))
    return min(1.0, share / k.ENOUGH_SKILLS), basis


def _meaning(posting: Posting, view: View, job: int, similar: Similar | None) -> tuple[float | None, list[Basis]]:
    """How well the job's passages answer each sentence of the description, by meaning."""
    if similar is None or not posting.sentences:
        return None, []
    parts = view.duties[job]
    if not parts:
        return 0.0, []
    cosines = np.asarray(similar(posting.sentences, [view.text[part.start : part.end] for part in parts]))
    best = cosines.argmax(axis=1)
    scores = [
        rescaled(round(float(row[at]), k.DECIMALS), k.SENTENCE_FLOOR, k.SENTENCE_CEILING)
        for row, at in zip(cosines, best, strict=True)
    ]
    basis = []
    for score, sentence, at in sorted(
        zip(scores, posting.sentences, best, strict=True), key=lambda one: (-one[0], one[1])
    ):
        start, end = view.span(parts[at].start, parts[at].end)
        if score > 0:
            basis.append(
                Basis("duties", "similar", sentence, view.quote(start, end), start, end, view.page(start), score)
            )
    return mean((1.0, score) for score in scores), basis[:_TOLD]


def _words(posting: Posting, view: View, job: int) -> float | None:
    """The weighted share of the description's telling words that the job's text has, full from a point on."""
    if not posting.words:
        return None
    title = view.jobs[job].position or ""
    own = {stem(view.reading.tokens[at].norm) for part in view.duties[job] for at in range(part.first, part.stop)}
    own |= {stem(word) for word in words(title)}
    share = mean((weight, float(word in own)) for word, weight in posting.words)
    return min(1.0, share / k.ENOUGH_WORDS)
