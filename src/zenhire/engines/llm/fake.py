"""A language model for tests of whole pipelines: its words are lines of what it was asked, and only that."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

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

_VARIANTS = ("", "slow", "error", "unavailable", "misconfigured", "chatter")
_LEAST_WORDS = 3
_CHARACTERS_PER_TOKEN = 4


class FakeLlm:
    """Answers with lines of the last message, in an order fixed by the conversation.

    With a schema it fills the schema's strings with them. Variants: `` (at once), `slow` (after a second), `error`,
    `unavailable` and `misconfigured` (raise), `chatter` (no JSON where JSON was asked for). `answers` are given first,
    in their order, word for word. `asked` keeps the conversations.
    """

    def __init__(self, variant: str = "", *, answers: Iterable[str] = ()) -> None:
        """Raises LlmConfigurationError for an unknown variant."""
        if variant not in _VARIANTS:
            raise LlmConfigurationError(f"the fake language model has no variant {variant!r}")
        self.info = LlmInfo("fake", variant or "lines", "1")
        self.asked: list[tuple[Message, ...]] = []
        self._variant = variant
        self._answers = deque(answers)

    async def complete(
        self,
        messages: Sequence[Message],
        *,
        schema: JsonSchema | None = None,
        max_tokens: int = 1024,
        timeout: float | None = None,
    ) -> LlmAnswer:
        """Lines of the last message; see Llm.complete. Raises what its variant says."""
        if not messages:
            raise ValueError("a conversation has at least one turn")
        self.asked.append(tuple(messages))
        await self._behave(timeout)
        text = self._text(messages, schema)
        most = max_tokens * _CHARACTERS_PER_TOKEN
        if schema is not None:
            _check_json(text, len(text) > most)
        read = sum(len(message.content) for message in messages) // _CHARACTERS_PER_TOKEN
        usage = Usage(read, -(-min(len(text), most) // _CHARACTERS_PER_TOKEN))
        return LlmAnswer(text[:most], self.info.model, usage, truncated=len(text) > most)

    async def close(self) -> None:
        """Nothing to end."""

    def _text(self, messages: Sequence[Message], schema: JsonSchema | None) -> str:
        if self._answers:
            return self._answers.popleft()
        lines = _lines(messages)
        if schema is None or self._variant == "chatter":
            return next(lines)
        return json.dumps(_filled(schema, lines), ensure_ascii=False)

    async def _behave(self, timeout: float | None) -> None:
        match self._variant:
            case "slow":
                if timeout is not None and timeout < 1.0:
                    await asyncio.sleep(timeout)
                    raise LlmUnavailable("the fake language model was too slow")
                await asyncio.sleep(1.0)
            case "error":
                raise LlmError("the fake language model was told to fail")
            case "unavailable":
                raise LlmUnavailable("the fake language model was told not to be there")
            case "misconfigured":
                raise LlmConfigurationError("the fake language model was told that it is set up wrongly")


def _check_json(text: str, truncated: bool) -> None:
    if truncated:
        raise LlmError("the fake language model's answer was cut off; it needs more tokens")
    try:
        json.loads(text)
    except ValueError:
        raise LlmError("the fake language model's answer is not the JSON that was asked for") from None


def _lines(messages: Sequence[Message]) -> Iterator[str]:
    """Lines of some words, for ever, begun at a place that the whole conversation decides."""
    every = [" ".join(line.split()) for line in messages[-1].content.splitlines()]
    usable = [line for line in every if len(line.split()) >= _LEAST_WORDS] or ["nothing to say"]
    digest = hashlib.sha256("\0".join(message.content for message in messages).encode()).digest()
    first = int.from_bytes(digest[:4], "big") % len(usable)
    return itertools.cycle(usable[first:] + usable[:first])


def _filled(schema: JsonSchema, lines: Iterator[str]) -> Any:
    """A value that fits a schema of objects, arrays, choices, strings, numbers and truth values."""
    if "enum" in schema:
        return schema["enum"][0] if schema["enum"] else None
    if "const" in schema:
        return schema["const"]
    kind = schema.get("type", "object")
    if kind == "object":
        return {name: _filled(part, lines) for name, part in schema.get("properties", {}).items()}
    if kind == "array":
        count = max(schema.get("minItems", 0), min(2, schema.get("maxItems", 2)))
        return [_filled(schema.get("items", {"type": "string"}), lines) for _ in range(count)]
    return {"integer": 1, "number": 0.5, "boolean": True, "null": None}.get(kind) if kind != "string" else next(lines)
