"""The client of a chat service, against a real HTTP server."""

from __future__ import annotations

import asyncio
import gzip
import logging
import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from tests.engines.llm.chat_service import KEY, Service, completion
from zenhire.engines.llm.base import LlmConfigurationError, LlmError, LlmUnavailable, Message, Usage
from zenhire.engines.llm.openai import ATTEMPTS, MOST_ANSWER_BYTES, OpenAiLlm, parse_answer
from zenhire.kit.clock import utcnow

WORDS = "Where do the secret roses grow?"
TALK = (Message("system", "Be brief."), Message("user", WORDS))
SCHEMA = {"type": "object", "properties": {"where": {"type": "string"}}, "required": ["where"]}


class Waits(list[float]):
    """Notes how long it would have slept."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
async def llm(service: Service, waits: Waits) -> AsyncIterator[OpenAiLlm]:
    made = OpenAiLlm("tiny", base_url=service.base_url, api_key=KEY, timeout=5.0, sleep=waits)
    yield made
    await made.close()


async def test_the_request_is_what_the_protocol_asks(llm: OpenAiLlm, service: Service) -> None:
    await llm.complete(TALK, schema=SCHEMA, max_tokens=300)
    (request,) = service.requests
    assert request.path == "/v1/chat/completions"
    assert request.authorization == f"Bearer {KEY}"
    assert request.body == {
        "model": "tiny",
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": WORDS}],
        "max_tokens": 300,
        "stream": False,
        "temperature": 0,
        "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": SCHEMA}},
    }


async def test_no_key_no_header(service: Service) -> None:
    llm = OpenAiLlm("m", base_url=service.base_url)
    await llm.complete(TALK)
    assert service.requests[0].authorization == ""
    await llm.close()


@pytest.mark.parametrize("status", [429, 500, 502, 503, 529])
async def test_a_passing_failure_is_tried_again(llm: OpenAiLlm, service: Service, waits: Waits, status: int) -> None:
    service.scripted.extend([(status, {}, {}), (status, {}, {})])
    assert (await llm.complete(TALK)).text
    assert len(service.requests) == 3
    assert waits == [0.5, 1.0]


async def test_retry_after_is_obeyed_up_to_a_limit(llm: OpenAiLlm, service: Service, waits: Waits) -> None:
    soon = format_datetime(utcnow() + timedelta(seconds=10), usegmt=True)
    values = ("3", "99999", soon)
    service.scripted.extend((429, {"Retry-After": value}, {}) for value in values)
    await llm.complete(TALK)
    assert waits[:2] == [3.0, 30.0]
    assert 5.0 < waits[2] <= 10.0


async def test_a_retry_after_that_says_nothing_is_left_alone(llm: OpenAiLlm, service: Service, waits: Waits) -> None:
    service.scripted.extend((503, {"Retry-After": value}, {}) for value in ("soon", "-4"))
    await llm.complete(TALK)
    assert waits == [0.5, 1.0]


async def test_it_gives_up_in_the_end(llm: OpenAiLlm, service: Service) -> None:
    service.scripted.extend([(503, {}, {"error": {"code": "overloaded", "message": KEY}})] * (ATTEMPTS + 2))
    with pytest.raises(LlmUnavailable, match="503 overloaded"):
        await llm.complete(TALK)
    assert len(service.requests) == ATTEMPTS


async def test_nobody_there_is_an_error_after_some_tries(waits: Waits) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        llm = OpenAiLlm("m", base_url=f"http://127.0.0.1:{taken.getsockname()[1]}/v1", timeout=2.0, sleep=waits)
        with pytest.raises(LlmUnavailable, match="could not be reached"):
            await llm.complete(TALK)
        await llm.close()
    assert len(waits) == ATTEMPTS - 1


async def test_the_time_is_for_all_tries_together(service: Service) -> None:
    llm = OpenAiLlm("m", base_url=service.base_url, timeout=5.0)
    service.scripted.extend([(503, {"Retry-After": "25"}, {})] * 4)
    with pytest.raises(LlmUnavailable, match=r"within 0\.2 seconds"):
        await asyncio.wait_for(llm.complete(TALK, timeout=0.2), 4)
    await llm.close()


async def test_silence_ends_in_time(llm: OpenAiLlm, service: Service) -> None:
    service.scripted.append((0, {}, {}))
    with pytest.raises(LlmUnavailable, match="did not answer"):
        await llm.complete(TALK, timeout=0.2)


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_a_wrong_set_up_is_told_apart_and_not_repeated(llm: OpenAiLlm, service: Service, status: int) -> None:
    service.scripted.append((status, {}, {"error": {"message": f"Incorrect API key provided: {KEY}"}}))
    with pytest.raises(LlmConfigurationError) as caught:
        await llm.complete(TALK)
    assert KEY not in str(caught.value)
    assert len(service.requests) == 1


async def test_a_refused_request_is_an_error_with_the_services_code(llm: OpenAiLlm, service: Service) -> None:
    service.scripted.append((400, {}, {"error": {"code": "context_length_exceeded", "message": WORDS}}))
    with pytest.raises(LlmError, match="400 context_length_exceeded") as caught:
        await llm.complete(TALK)
    assert WORDS not in str(caught.value)
    assert len(service.requests) == 1


async def test_a_service_without_schemas_is_asked_for_any_json_then_in_words(llm: OpenAiLlm, service: Service) -> None:
    service.refuses = lambda body: {"message": "no"} if "json_schema" in str(body.get("response_format")) else None
    assert (await llm.complete(TALK, schema=SCHEMA)).text == "{}"
    assert service.requests[-1].body["response_format"] == {"type": "json_object"}
    service.refuses = lambda body: {"message": "no"} if "response_format" in body else None
    with pytest.raises(LlmError, match="JSON"):
        await llm.complete(TALK, schema=SCHEMA)
    assert "response_format" not in service.requests[-1].body
    asked = len(service.requests)
    assert (await llm.complete(TALK)).text
    assert len(service.requests) == asked + 1


async def test_what_a_service_refuses_it_is_asked_without_from_then_on(llm: OpenAiLlm, service: Service) -> None:
    def refuses(body: dict[str, Any]) -> dict[str, Any] | None:
        wrong = next((name for name in ("max_tokens", "temperature") if name in body), None)
        return wrong and {"code": "unsupported_parameter", "param": wrong, "message": f"unsupported: {wrong}"}

    service.refuses = refuses
    assert (await llm.complete(TALK)).text
    assert len(service.requests) == 3
    assert service.requests[-1].body["max_completion_tokens"] == 1024
    await llm.complete(TALK)
    assert len(service.requests) == 4


async def test_a_service_that_refuses_everything_is_asked_a_few_times(llm: OpenAiLlm, service: Service) -> None:
    service.refuses = lambda body: {"code": "bad_request"}
    with pytest.raises(LlmError, match="400 bad_request"):
        await llm.complete(TALK, schema=SCHEMA)
    assert len(service.requests) == 3


async def test_a_redirect_does_not_carry_the_words_away(llm: OpenAiLlm, service: Service) -> None:
    service.scripted.append((307, {"Location": service.base_url}, {}))
    with pytest.raises(LlmError, match="307"):
        await llm.complete(TALK)
    assert len(service.requests) == 1


async def test_too_much_is_not_read(llm: OpenAiLlm, service: Service) -> None:
    service.scripted.append((200, {}, b" " * (MOST_ANSWER_BYTES + 1)))
    with pytest.raises(LlmError, match="too much"):
        await llm.complete(TALK)


async def test_packed_answers_are_not_unpacked(llm: OpenAiLlm, service: Service) -> None:
    service.scripted.append((200, {"Content-Encoding": "gzip"}, gzip.compress(b" " * (64 << 20))))
    with pytest.raises(LlmError, match="packs"):
        await llm.complete(TALK)


@pytest.mark.parametrize(
    "body", [b"<html>", b"[]", b"{}", b'{"choices": []}', b'{"choices": [{"message": 5}]}', b"[" * 100_000]
)
async def test_another_kind_of_answer_is_an_error(llm: OpenAiLlm, service: Service, body: bytes) -> None:
    service.scripted.append((200, {}, body))
    with pytest.raises(LlmError):
        await llm.complete(TALK)


async def test_nothing_logged_tells_key_or_words(
    llm: OpenAiLlm, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    service.scripted.append((500, {}, {}))
    with caplog.at_level(logging.DEBUG):
        await llm.complete(TALK)
    assert KEY not in caplog.text and WORDS not in caplog.text


def test_a_key_that_no_header_holds_is_a_wrong_set_up() -> None:
    with pytest.raises(LlmConfigurationError) as caught:
        OpenAiLlm("m", base_url="http://h/v1", api_key="clé\nx")
    assert "clé" not in str(caught.value)


def test_a_fence_around_json_is_taken_off() -> None:
    fenced = completion('```json\n{"where": "here"}\n```\n')
    assert parse_answer(fenced, "m", json_wanted=True).text == '{"where": "here"}'
    assert parse_answer(fenced, "m", json_wanted=False).text.startswith("```")


def test_model_and_usage_are_the_services_where_it_says_so() -> None:
    answer = parse_answer(completion("yes"), "m", json_wanted=False)
    assert (answer.model, answer.usage) == ("tiny-1b", Usage(11, 7))
    silent = parse_answer(completion("yes", model=None, usage={"prompt_tokens": "x"}), "m", json_wanted=False)
    assert (silent.model, silent.usage) == ("m", Usage(0, 0))


@pytest.mark.parametrize(
    "choice",
    [
        {"message": {"content": None, "refusal": "I can't"}},
        {"message": {"content": "half"}, "finish_reason": "content_filter"},
        {"message": {"content": "  "}},
        {"message": {"content": [{"type": "text"}]}},
    ],
)
def test_refusals_and_nothing_are_errors(choice: dict[str, Any]) -> None:
    with pytest.raises(LlmError):
        parse_answer(completion("", choices=[choice]), "m", json_wanted=False)
