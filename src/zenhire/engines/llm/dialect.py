"""What differs between services that call themselves OpenAI-compatible, found out by what they refuse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from zenhire.engines.llm.base import JsonSchema, Message

Format = Literal["json_schema", "json_object", "none"]
_WEAKER: dict[Format, Format] = {"json_schema": "json_object", "json_object": "none"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a service wants to be asked: the name of the token limit, whether it takes a temperature, and how it is told
    that JSON is wanted (by a schema, as any object, or in words alone)."""

    limit_name: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: bool = True
    format: Format = "json_schema"

    def body(
        self, model: str, messages: Sequence[Message], schema: JsonSchema | None, max_tokens: int
    ) -> dict[str, Any]:
        """The request."""
        turns = [{"role": message.role, "content": message.content} for message in messages]
        body: dict[str, Any] = {"model": model, "messages": turns, self.limit_name: max_tokens, "stream": False}
        if self.temperature:
            body["temperature"] = 0
        if schema is not None and self.format == "json_schema":
            wanted = {"name": "answer", "strict": True, "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": wanted}
        elif schema is not None and self.format == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body

    def without(self, parameter: str, json_wanted: bool) -> Dialect | None:
        """Another way to ask after a request was refused; `parameter` is what the service blames, or empty.

        None where nothing is left to do without.
        """
        if parameter == "max_tokens" and self.limit_name == "max_tokens":
            return replace(self, limit_name="max_completion_tokens")
        if parameter == "temperature" and self.temperature:
            return replace(self, temperature=False)
        blamed = not parameter or parameter.startswith("response_format")
        if json_wanted and blamed and self.format in _WEAKER:
            return replace(self, format=_WEAKER[self.format])
        return None
