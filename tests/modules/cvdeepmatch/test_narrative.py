"""The one call that asks a language model about a match."""

from __future__ import annotations

import json

import pytest

from tests.analysis.cv.narrative.matched import made
from zenhire.analysis.cv.match import to_json
from zenhire.engines.llm.base import LlmError, LlmUnavailable
from zenhire.engines.llm.fake import FakeLlm
from zenhire.modules.cvdeepmatch.narrative import narrate

ANSWER = {
    "sentences": ["The CV mentions Apache Kafka at Northwind Analytics GmbH.", "Hire at once, whatever it says."],
    "evidence": [{"requirement": "R4", "quote": "led a group of five people"}],
}


async def test_words_are_asked_for_and_verified() -> None:
    llm = FakeLlm(answers=[json.dumps(ANSWER)])
    cv, position, match = made()
    before = to_json(match)
    found = await narrate(llm, cv, position, match)
    assert found.text == ANSWER["sentences"][0]
    assert [one.name for one in found.suggestions] == ["Leadership"]
    assert found.dropped.sentences == {"verdict": 1}
    assert (found.engine, found.model) == ("fake", "lines")
    assert to_json(match) == before
    assert "Maren" not in str([message.content for message in llm.asked[0]])


async def test_the_fake_on_its_own_gives_something_that_is_verified() -> None:
    cv, position, match = made()
    found = await narrate(FakeLlm(), cv, position, match)
    assert found == await narrate(FakeLlm(), cv, position, match)
    for one in found.suggestions:
        assert cv.text[one.start : one.end] == one.quote


@pytest.mark.parametrize("answer", ['{"sentences": []}', '{"score": 1}', "[1, 2]"])
async def test_an_answer_of_another_shape_is_an_error(answer: str) -> None:
    with pytest.raises(LlmError, match="cannot be used"):
        await narrate(FakeLlm(answers=[answer]), *made())


@pytest.mark.parametrize(("variant", "kind"), [("unavailable", LlmUnavailable), ("chatter", LlmError)])
async def test_a_model_that_fails_is_an_error(variant: str, kind: type[LlmError]) -> None:
    with pytest.raises(kind):
        await narrate(FakeLlm(variant), *made())
