"""What every language model keeps to, the fake included."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from tests.engines.llm.chat_service import KEY, Service
from zenhire.engines.llm import Llm, LlmError, Message, load, parse_spec

TALK = (
    Message("system", "You answer questions about a garden."),
    Message("user", "The roses grow near the old wall.\nWhich plants stand beside it?\nThe fig tree is further away."),
)
SCHEMA = {
    "type": "object",
    "properties": {
        "plants": {"type": "array", "items": {"type": "string"}},
        "sure": {"type": "boolean"},
        "place": {"type": "object", "properties": {"name": {"type": "string"}}},
    },
    "required": ["plants", "sure", "place"],
    "additionalProperties": False,
}


@pytest.fixture(params=["fake", "openai"])
async def llm(request: pytest.FixtureRequest, service: Service) -> AsyncIterator[Llm]:
    spec = parse_spec(request.param, base_url=service.base_url, api_key=KEY, model="tiny", timeout=5.0)
    assert spec is not None
    made = load(spec)
    yield made
    await made.close()


async def test_a_question_has_an_answer(llm: Llm) -> None:
    answer = await llm.complete(TALK)
    assert answer.text.strip()
    assert answer.model
    assert not answer.truncated
    assert answer.usage.input_tokens > 0 and answer.usage.output_tokens > 0


async def test_with_a_schema_the_answer_is_json_that_fits(llm: Llm) -> None:
    found = json.loads((await llm.complete(TALK, schema=SCHEMA)).text)
    assert set(found) == set(SCHEMA["required"])
    assert all(isinstance(plant, str) for plant in found["plants"])
    assert isinstance(found["sure"], bool) and isinstance(found["place"]["name"], str)


async def test_the_same_conversation_has_the_same_answer(llm: Llm) -> None:
    assert await llm.complete(TALK, schema=SCHEMA) == await llm.complete(TALK, schema=SCHEMA)


async def test_what_is_cut_off_says_so(llm: Llm) -> None:
    answer = await llm.complete(TALK, max_tokens=2)
    assert answer.truncated and len(answer.text) <= 8


async def test_json_that_is_cut_off_is_no_answer(llm: Llm) -> None:
    with pytest.raises(LlmError, match="cut off"):
        await llm.complete(TALK, schema=SCHEMA, max_tokens=2)


async def test_several_may_ask_at_a_time(llm: Llm) -> None:
    talks = [(Message("user", f"Question number {number} is about roses"),) for number in range(8)]
    answers = await asyncio.gather(*(llm.complete(talk) for talk in talks))
    assert [answer.text for answer in answers] == [talk[0].content for talk in talks]


async def test_nothing_asked_is_the_callers_mistake(llm: Llm) -> None:
    with pytest.raises(ValueError, match="turn"):
        await llm.complete(())


async def test_it_says_who_it_is(llm: Llm) -> None:
    assert llm.info.engine and llm.info.model and llm.info.version


async def test_conversations_are_not_shown(llm: Llm) -> None:
    answer = await llm.complete(TALK)
    assert "roses" not in f"{TALK!r} {llm!r}" and answer.text not in repr(answer)
