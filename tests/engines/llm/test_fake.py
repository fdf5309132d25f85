"""The fake's own ways."""

from __future__ import annotations

import pytest

from zenhire.engines.llm.base import LlmConfigurationError, LlmError, LlmUnavailable, Message
from zenhire.engines.llm.fake import FakeLlm

TALK = (Message("user", "Where do the roses grow?"),)
SCHEMA = {"type": "object", "properties": {"where": {"type": "string"}}}


@pytest.mark.parametrize(
    ("variant", "kind"),
    [("error", LlmError), ("unavailable", LlmUnavailable), ("misconfigured", LlmConfigurationError)],
)
async def test_variants_fail_as_told(variant: str, kind: type[LlmError]) -> None:
    with pytest.raises(LlmError) as caught:
        await FakeLlm(variant).complete(TALK)
    assert type(caught.value) is kind


async def test_chatter_is_no_json() -> None:
    llm = FakeLlm("chatter")
    assert (await llm.complete(TALK)).text
    with pytest.raises(LlmError, match="JSON"):
        await llm.complete(TALK, schema=SCHEMA)


async def test_a_slow_one_keeps_to_the_time_out() -> None:
    with pytest.raises(LlmUnavailable):
        await FakeLlm("slow").complete(TALK, timeout=0.01)


def test_an_unknown_variant_is_refused() -> None:
    with pytest.raises(LlmConfigurationError, match="loud"):
        FakeLlm("loud")


async def test_prepared_answers_come_first_and_questions_are_kept() -> None:
    llm = FakeLlm(answers=['{"where": "by the wall"}', "no json"])
    assert (await llm.complete(TALK, schema=SCHEMA)).text == '{"where": "by the wall"}'
    with pytest.raises(LlmError, match="JSON"):
        await llm.complete(TALK, schema=SCHEMA)
    assert llm.asked == [TALK, TALK]
    assert (await llm.complete(TALK)).text == TALK[0].content


async def test_choices_numbers_and_constants_are_filled() -> None:
    parts = {
        "a": {"type": "string", "enum": ["x", "y"]},
        "b": {"type": "integer"},
        "c": {"type": "number"},
        "d": {"const": 7},
        "e": {"type": "array", "maxItems": 1, "items": {"type": "null"}},
    }
    answer = await FakeLlm().complete(TALK, schema={"type": "object", "properties": parts})
    assert answer.text == '{"a": "x", "b": 1, "c": 0.5, "d": 7, "e": [null]}'
