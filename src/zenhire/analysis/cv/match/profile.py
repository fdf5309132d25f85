"""What the CV as a whole says of the position's title: what it calls its owner, and the title's words in it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from zenhire.analysis.cv.match import constants as k
from zenhire.analysis.cv.match.arithmetic import rounded
from zenhire.analysis.cv.match.posting import telling_words
from zenhire.analysis.cv.match.roles import RoleAnswer
from zenhire.analysis.cv.match.types import Basis, JobMatch
from zenhire.analysis.cv.match.view import View
from zenhire.analysis.cv.match.wording import neutralised
from zenhire.analysis.cv.position.types import Position
from zenhire.analysis.cv.skills.normal import stem


def title(view: View, roles: Mapping[str, RoleAnswer], jobs: Sequence[JobMatch]) -> tuple[float, list[Basis]]:
    """How well the CV's own headline answers the position, or the title of a job that counts, which is less."""
    told = neutralised(view.cv.label or "").strip()
    options = [(roles[told].score, roles[told], next(iter(view.cv.label_spans), None))] if told else []
    for job, found in zip(view.jobs, jobs, strict=True):
        called = neutralised(job.position or "").strip()
        if called and found.counts:
            answer = roles[called]
            span = next(iter(job.spans.get("position", [])), None)
            options.append((rounded(k.TITLE_OF_JOB * found.worth * answer.score), answer, span))
    if not options:
        return 0.0, []
    score, answer, span = max(options, key=lambda one: one[0])
    if answer.rule is None or score == 0:
        return score, []
    return score, [view.basis("title", answer.rule, answer.asked, span, score)]


def title_words(position: Position, view: View) -> tuple[float | None, list[Basis]]:
    """How much the CV speaks in the words of the position's title; None for a title of common words only.

    Each word counts by its rarity, and the more the oftener it is said, each time by less: n / (n + 1), the
    saturation of BM25 (Robertson and Zaragoza 2009) without its penalty for long texts, so that more text never lowers
    it.
    """
    asked = telling_words([neutralised(position.name)])
    if not asked:
        return None, []
    counts = Counter(stem(token.norm) for token in view.reading.tokens)
    parts = [(word, weight, counts[word] / (counts[word] + k.WORD_SATURATION)) for word, weight in asked]
    score = math.fsum(weight * share for _, weight, share in parts) / math.fsum(weight for _, weight, _ in parts)
    basis = [view.basis("title_words", "words", word, None, rounded(share)) for word, _, share in parts if share]
    return rounded(score / k.ENOUGH_TITLE_WORDS), basis
