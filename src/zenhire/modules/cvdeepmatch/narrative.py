"""Asking a language model for words about a match. It is shown the CV without the person, and sets no score."""

from __future__ import annotations

import asyncio

from zenhire.analysis.cv.match import Match
from zenhire.analysis.cv.narrative import Narrative, NarrativeUnusable, prompt, schema, verify
from zenhire.analysis.cv.parse import ScorableCv
from zenhire.analysis.cv.position.types import Position
from zenhire.engines.llm.base import Llm, LlmError

MOST_TOKENS = 2_000


async def narrate(llm: Llm, cv: ScorableCv, position: Position, match: Match) -> Narrative:
    """The model's words about a match, as far as they hold against the CV's text.

    Raises LlmError and its kinds, also for an answer of another shape; without a narrative the match is as good.
    """
    answer = await llm.complete(prompt(cv, position, match), schema=schema(match), max_tokens=MOST_TOKENS)
    engine = llm.info.engine
    try:
        return await asyncio.to_thread(verify, answer.text, cv, position, match, engine=engine, model=answer.model)
    except NarrativeUnusable as error:
        raise LlmError(f"the language model's words cannot be used: {error}") from None
