"""A verified narrative, as it goes over the wire. Names in JSON are these, in snake case."""

from __future__ import annotations

from typing import Literal

from pydantic.dataclasses import dataclass

SentenceFault = Literal["verdict", "number", "personal", "unknown_word", "markup", "length", "surplus"]
SuggestionFault = Literal["not_in_text", "known", "refused", "unknown_requirement", "length", "surplus"]


class NarrativeUnusable(ValueError):
    """A model's answer is not of the shape that was asked for. The message holds nothing of it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A passage that may speak for a requirement, for a person to judge: it changes no score.

    `quote` stands at [start, end) of the read CV's text, as it stands there; `kind` and `name` are the requirement's.
    """

    kind: str
    name: str
    quote: str
    start: int
    end: int
    page: int


@dataclass(frozen=True, slots=True)
class Dropped:
    """How many sentences and suggestions were left out, by why."""

    sentences: dict[SentenceFault, int]
    suggestions: dict[SuggestionFault, int]


@dataclass(frozen=True, slots=True)
class Narrative:
    """What is left of a model's answer. `text` is the sentences; `engine` and `model` say who wrote it.

    `whole_cv` is false where the CV was longer than a model is given.
    """

    text: str
    sentences: list[str]
    suggestions: list[Suggestion]
    dropped: Dropped
    engine: str
    model: str
    whole_cv: bool
