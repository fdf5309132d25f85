"""Language models: which one a setting names. Off unless an operator chooses one."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from zenhire.engines.llm.base import (
    JsonSchema,
    Llm,
    LlmAnswer,
    LlmConfigurationError,
    LlmError,
    LlmInfo,
    LlmSpec,
    LlmUnavailable,
    Message,
    Usage,
)

__all__ = [
    "JsonSchema",
    "Llm",
    "LlmAnswer",
    "LlmConfigurationError",
    "LlmError",
    "LlmInfo",
    "LlmSpec",
    "LlmUnavailable",
    "Message",
    "Usage",
    "load",
    "parse_spec",
]

OFF = "off"


def _openai(spec: LlmSpec) -> Llm:
    from zenhire.engines.llm.openai import OpenAiLlm

    return OpenAiLlm(spec.model, base_url=spec.base_url, api_key=spec.api_key, timeout=spec.timeout)


def _fake(spec: LlmSpec) -> Llm:
    from zenhire.engines.llm.fake import FakeLlm

    return FakeLlm(spec.model)


ENGINES: Mapping[str, Callable[[LlmSpec], Llm]] = {"openai": _openai, "fake": _fake}


def parse_spec(
    setting: str, *, base_url: str = "", api_key: str = "", model: str = "", timeout: float = 60.0
) -> LlmSpec | None:
    """What a setting names: `off` (None), `openai` with a base URL and a model, or `fake[:VARIANT]`.

    `timeout` is seconds for one answer. Connects to nothing. Raises LlmConfigurationError for what is not understood.
    """
    engine, _, variant = setting.strip().partition(":")
    engine = engine.lower()
    if engine in ("", OFF) and not variant:
        return None
    if engine not in ENGINES:
        raise LlmConfigurationError(f"unknown language model {setting!r}; known: {OFF}, {', '.join(ENGINES)}")
    if not (math.isfinite(timeout) and timeout > 0):
        raise LlmConfigurationError("the time-out of the language model must be above 0 seconds")
    if engine != "openai":
        return LlmSpec(engine=engine, model=variant, timeout=timeout)
    name = variant or model.strip()
    if not name:
        raise LlmConfigurationError("name the model that the language model's service is to use")
    return LlmSpec(engine=engine, model=name, base_url=_checked(base_url), api_key=api_key, timeout=timeout)


def _checked(base_url: str) -> str:
    """There is no default address: whom candidates' words are sent to is for the operator to say."""
    url = base_url.strip().rstrip("/")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment:
        raise LlmConfigurationError("the base URL of the language model's service must be like https://host/v1")
    if parts.username or parts.password:
        raise LlmConfigurationError("the base URL of the language model's service must not carry a user or password")
    return url


def load(spec: LlmSpec) -> Llm:
    """A new model for the event loop that runs; close it when done. Raises LlmConfigurationError."""
    try:
        build = ENGINES[spec.engine]
    except KeyError:
        raise LlmConfigurationError(f"unknown language model {spec.engine!r}") from None
    return build(spec)
