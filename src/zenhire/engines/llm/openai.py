"""Any service that speaks OpenAI's `POST {base_url}/chat/completions`: providers, and servers in one's own network."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from zenhire.engines.llm.base import (
    JsonSchema,
    LlmAnswer,
    LlmConfigurationError,
    LlmError,
    LlmInfo,
    LlmUnavailable,
    Message,
    Usage,
)
from zenhire.engines.llm.dialect import Dialect
from zenhire.kit.clock import utcnow

ATTEMPTS = 4
FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0
MOST_ANSWER_BYTES = 1 << 20

_MOST_DIALECTS = 6
_MOST_TOKENS_COUNTED = 1 << 31
_CONFIGURATION = {
    401: "refused the key",
    403: "does not allow this key to use the model",
    404: "has no such address or model; check the base URL and the model's name",
}
_FENCE = re.compile(r"\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    retry_after: float
    body: bytes


class OpenAiLlm:
    """A client of a chat service. Temperature 0, and no redirects: they could carry the words elsewhere.

    What the service refuses in the way it is asked (a schema, a temperature, the name of the token limit) it is asked
    without, then and later.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str,
        api_key: str = "",
        timeout: float = 60.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`timeout` is seconds for one answer, all tries together; `sleep` waits between tries. Connects to nothing."""
        self.info = LlmInfo("openai", model, "v1")
        headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {api_key}"} if api_key else {})
        try:
            limits = httpx.Timeout(timeout, connect=min(10.0, timeout))
            self._client = httpx.AsyncClient(timeout=limits, headers=headers)
        except (ValueError, UnicodeError):
            raise LlmConfigurationError(
                "the key of the language model's service has characters no header can hold"
            ) from None
        self._url = f"{base_url.rstrip('/')}/chat/completions"
        self._timeout = timeout
        self._sleep = sleep
        self._dialect = Dialect()

    def __repr__(self) -> str:
        return f"OpenAiLlm(model={self.info.model!r}, url={self._url!r})"

    async def complete(
        self,
        messages: Sequence[Message],
        *,
        schema: JsonSchema | None = None,
        max_tokens: int = 1024,
        timeout: float | None = None,
    ) -> LlmAnswer:
        """The service's answer; see Llm.complete. Tries again on 429, 5xx and network failures, at most four times.

        Raises LlmConfigurationError for 401, 403 and 404, LlmUnavailable when it is out of tries or of time, LlmError
        for everything else.
        """
        if not messages:
            raise ValueError("a conversation has at least one turn")
        seconds = self._timeout if timeout is None else timeout
        try:
            async with asyncio.timeout(seconds):
                reply = await self._ask(messages, schema, max_tokens)
        except TimeoutError:
            raise LlmUnavailable(f"the language model's service did not answer within {seconds:g} seconds") from None
        return parse_answer(_json(reply), self.info.model, json_wanted=schema is not None)

    async def close(self) -> None:
        """Ends its connections."""
        await self._client.aclose()

    async def _ask(self, messages: Sequence[Message], schema: JsonSchema | None, max_tokens: int) -> _Reply:
        dialect = self._dialect
        for _ in range(_MOST_DIALECTS):
            reply = await self._post(dialect.body(self.info.model, messages, schema, max_tokens))
            if reply.status not in (400, 422):
                self._dialect = dialect
                return reply
            other = dialect.without(_error(reply, "param"), schema is not None)
            if other is None:
                return reply
            dialect = other
        return reply

    async def _post(self, body: dict[str, Any]) -> _Reply:
        problem = ""
        for attempt in range(ATTEMPTS):
            wait = min(LONGEST_WAIT, FIRST_WAIT * 2**attempt)
            try:
                reply = await self._once(body)
            except httpx.TransportError as error:
                problem = f"could not be reached ({type(error).__name__})"
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise LlmConfigurationError(
                    f"the language model's service cannot be asked: {type(error).__name__}"
                ) from None
            else:
                if reply.status != 429 and reply.status < 500:
                    return reply
                problem = f"answered {reply.status}{_code(reply)}"
                wait = min(LONGEST_WAIT, max(wait, reply.retry_after))
            if attempt + 1 < ATTEMPTS:
                await self._sleep(wait)
        raise LlmUnavailable(f"the language model's service {problem}, {ATTEMPTS} times in a row")

    async def _once(self, body: dict[str, Any]) -> _Reply:
        async with self._client.stream("POST", self._url, json=body) as answer:
            if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
                raise LlmError("the language model's service packs its answers although it was asked not to")
            read = bytearray()
            async for part in answer.aiter_raw():
                read += part
                if len(read) > MOST_ANSWER_BYTES:
                    raise LlmError("the language model's service answered with too much")
            return _Reply(answer.status_code, _retry_after(answer.headers.get("Retry-After", "")), bytes(read))


def _retry_after(value: str) -> float:
    """Seconds, from a number or a date; 0 where there is neither."""
    if re.fullmatch(r"\d{1,6}(\.\d{1,3})?", value):
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - utcnow()).total_seconds())


def _json(reply: _Reply) -> object:
    if reply.status in _CONFIGURATION:
        raise LlmConfigurationError(f"the language model's service {_CONFIGURATION[reply.status]} ({reply.status})")
    if reply.status != 200:
        raise LlmError(f"the language model's service answered {reply.status}{_code(reply)}")
    try:
        body: object = json.loads(reply.body)
    except (ValueError, RecursionError):
        raise LlmError("the language model's service did not answer with JSON") from None
    return body


def _error(reply: _Reply, name: str) -> str:
    """A short word of the service's error object; never its message, which may quote the request."""
    try:
        value = json.loads(reply.body)["error"][name]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    return value if isinstance(value, str) and re.fullmatch(r"[a-z_.]{3,60}", value) else ""


def _code(reply: _Reply) -> str:
    code = _error(reply, "code") or _error(reply, "type")
    return f" {code}" if code else ""


def parse_answer(body: object, model: str, *, json_wanted: bool) -> LlmAnswer:
    """The answer in a chat completion. `model` stands in where the service does not name it.

    A fence of back-quotes around JSON is taken off. Raises LlmError when it is no such answer, was refused, or is not
    JSON where that is wanted.
    """
    try:
        choice = body["choices"][0]  # type: ignore[index]
        message, reason = choice["message"], choice.get("finish_reason")
        text = message.get("content")
    except (LookupError, TypeError, AttributeError):
        raise LlmError("the language model's answer is not a chat completion") from None
    if message.get("refusal") or reason == "content_filter":
        raise LlmError("the language model refused to answer")
    if not isinstance(text, str) or not text.strip():
        raise LlmError("the language model's answer is empty")
    assert isinstance(body, dict)
    truncated = reason == "length"
    named = body.get("model")
    answered = named[:200] if isinstance(named, str) and named.strip() else model
    return LlmAnswer(_only_json(text, truncated) if json_wanted else text, answered, _usage(body), truncated)


def _only_json(text: str, truncated: bool) -> str:
    fenced = _FENCE.fullmatch(text)
    plain = (fenced[1] if fenced else text).strip()
    try:
        json.loads(plain)
    except (ValueError, RecursionError):
        why = "was cut off; it needs more tokens" if truncated else "is not the JSON that was asked for"
        raise LlmError(f"the language model's answer {why}") from None
    return plain


def _usage(body: dict[str, Any]) -> Usage:
    found = body.get("usage")
    counts = found if isinstance(found, dict) else {}

    def tokens(name: str) -> int:
        value = counts.get(name)
        return value if isinstance(value, int) and 0 <= value < _MOST_TOKENS_COUNTED else 0

    return Usage(tokens("prompt_tokens"), tokens("completion_tokens"))
