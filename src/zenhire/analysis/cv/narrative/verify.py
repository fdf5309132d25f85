"""Checking a language model's answer against the text that it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from zenhire.analysis.cv.match.types import Match, Requirement
from zenhire.analysis.cv.narrative.prompt import MOST_SENTENCES, asked, shown_text, texts_told
from zenhire.analysis.cv.narrative.quotes import Quotable
from zenhire.analysis.cv.narrative.sentences import Vocabulary, sentences
from zenhire.analysis.cv.narrative.types import (
    Dropped,
    Narrative,
    NarrativeUnusable,
    SentenceFault,
    Suggestion,
    SuggestionFault,
)
from zenhire.analysis.cv.parse.scorable import ScorableCv
from zenhire.analysis.cv.position.types import Position

MOST_SUGGESTIONS = 40
MOST_ANSWER_CHARACTERS = 100_000
_LEAST_QUOTE, _MOST_QUOTE = 2, 300
_STRICT = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True, slots=True, config=_STRICT)
class _Passage:
    requirement: str
    quote: str


@dataclass(frozen=True, slots=True, config=_STRICT)
class _Answer:
    sentences: list[str]
    evidence: list[_Passage]


_ANSWER: TypeAdapter[Any] = TypeAdapter(_Answer)


def verify(answer: str, cv: ScorableCv, position: Position, match: Match, *, engine: str, model: str) -> Narrative:
    """What of an answer to `prompt` holds: sentences in words of the CV, and passages that stand in it.

    Sentences with a number that is nowhere, a verdict, or words about the person are dropped, and so is every
    passage that is not in the scorable text word for word. `engine` and `model` say who answered. Raises
    NarrativeUnusable for an answer of another shape.
    """
    found = _read(answer)
    kept, faults = _sentences(found.sentences, cv, position, match)
    suggestions, missed = _suggestions(found.evidence, cv, asked(match))
    return Narrative(
        text=" ".join(kept),
        sentences=kept,
        suggestions=suggestions,
        dropped=Dropped(dict(sorted(faults.items())), dict(sorted(missed.items()))),
        engine=engine,
        model=model,
        whole_cv=shown_text(cv)[1],
    )


def _read(answer: str) -> _Answer:
    if len(answer) > MOST_ANSWER_CHARACTERS:
        raise NarrativeUnusable("the answer is too long")
    try:
        found: _Answer = _ANSWER.validate_json(answer)
    except ValidationError:
        raise NarrativeUnusable("the answer is not of the shape that was asked for") from None
    return found


def _sentences(
    texts: Sequence[str], cv: ScorableCv, position: Position, match: Match
) -> tuple[list[str], Counter[SentenceFault]]:
    vocabulary = Vocabulary(cv.text, texts_told(position, match))
    kept: list[str] = []
    faults: Counter[SentenceFault] = Counter()
    for sentence in (one for text in texts for one in sentences(text)):
        fault = vocabulary.fault(sentence)
        if fault is None and (len(kept) >= MOST_SENTENCES or sentence in kept):
            fault = "surplus"
        if fault is None:
            kept.append(sentence)
        else:
            faults[fault] += 1
    return kept, faults


def _suggestions(
    passages: Sequence[_Passage], cv: ScorableCv, requirements: dict[str, Requirement]
) -> tuple[list[Suggestion], Counter[SuggestionFault]]:
    text = Quotable(cv.text)
    kept: list[Suggestion] = []
    faults: Counter[SuggestionFault] = Counter()
    for passage in passages:
        made = _suggestion(passage, cv, text, requirements.get(passage.requirement))
        if isinstance(made, Suggestion) and (made in kept or len(kept) >= MOST_SUGGESTIONS):
            made = "surplus"
        if isinstance(made, Suggestion):
            kept.append(made)
        else:
            faults[made] += 1
    return kept, faults


def _suggestion(
    passage: _Passage, cv: ScorableCv, text: Quotable, requirement: Requirement | None
) -> Suggestion | SuggestionFault:
    if requirement is None:
        return "unknown_requirement"
    if not _LEAST_QUOTE <= len(passage.quote.strip()) <= _MOST_QUOTE:
        return "length"
    span = text.find(passage.quote)
    if span is None:
        return "not_in_text"
    start, end = span
    if any(one.start < end and start < one.end for one in requirement.refused):
        return "refused"
    if any(one.start < end and start < one.end for one in requirement.evidence):
        return "known"
    return Suggestion(requirement.kind, requirement.name, cv.text[start:end], start, end, _page(cv, start))


def _page(cv: ScorableCv, at: int) -> int:
    """The page that a place of the text is on."""
    return next((span.page for span in cv.pages if span.start <= at < span.end), cv.pages[0].page if cv.pages else 1)
