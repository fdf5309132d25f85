"""What a language model gives: a text that answers a conversation, and what it used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Role = Literal["system", "user", "assistant"]
JsonSchema = Mapping[str, Any]


class LlmError(Exception):
    """The model gave no usable answer. The message holds nothing of the conversation, the answer or the key."""


class LlmConfigurationError(LlmError):
    """The model is set up wrongly: wrong key, address or name. An operator must act."""


class LlmUnavailable(LlmError):
    """The service cannot be reached, is overloaded or too slow. Later it may answer."""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str

    def __repr__(self) -> str:
        return f"Message(role={self.role!r}, {len(self.content)} characters)"


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens read and written, as the service counts them; 0 where it does not say."""

    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True, slots=True)
class LlmAnswer:
    """An answer. `model` is the one that answered, as the service names it.

    `text` is one JSON value where a schema was given. `truncated`: it was cut off at `max_tokens`.
    """

    text: str
    model: str
    usage: Usage = Usage()
    truncated: bool = False

    def __repr__(self) -> str:
        return f"LlmAnswer({len(self.text)} characters, model={self.model!r}, usage={self.usage!r})"


@dataclass(frozen=True, slots=True)
class LlmInfo:
    """Who answers. `model` is the one that is asked for."""

    engine: str
    model: str
    version: str


@dataclass(frozen=True, slots=True)
class LlmSpec:
    """Names an engine and what it needs. `timeout` is seconds for one answer, all tries together."""

    engine: str
    model: str = ""
    base_url: str = ""
    api_key: str = ""
    timeout: float = 60.0

    def __repr__(self) -> str:
        return f"LlmSpec(engine={self.engine!r}, model={self.model!r}, base_url={self.base_url!r})"


class Llm(Protocol):
    """A language model. It may be asked by several tasks of one event loop at a time."""

    info: LlmInfo

    async def complete(
        self,
        messages: Sequence[Message],
        *,
        schema: JsonSchema | None = None,
        max_tokens: int = 1024,
        timeout: float | None = None,
    ) -> LlmAnswer:
        """The model's answer to a conversation that ends with a user's turn.

        With a `schema` (JSON Schema of an object) the answer is JSON, and meant to fit the schema; whether it does is
        for the caller to check. `max_tokens` bounds what is written; `timeout` is seconds for the answer, all tries
        together, None for the model's own. Raises LlmError and its kinds; ValueError for a conversation without turns.
        """
        ...

    async def close(self) -> None:
        """Ends its connections."""
        ...
