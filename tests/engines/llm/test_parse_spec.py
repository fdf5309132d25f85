"""What a setting may say, and that a spec tells no secret."""

from __future__ import annotations

import pickle

import pytest

from zenhire.engines.llm import LlmConfigurationError, LlmSpec, load, parse_spec

KEY = "sk-very-secret-0123456789"
URL = "http://h/v1/"


@pytest.mark.parametrize("setting", ["", "off", " OFF "])
def test_off_is_none(setting: str) -> None:
    assert parse_spec(setting, base_url=URL, api_key=KEY, model="m") is None


def test_a_service_has_a_url_and_a_model() -> None:
    spec = parse_spec("openai", base_url=URL, api_key=KEY, model="llama", timeout=7)
    assert spec == LlmSpec("openai", "llama", "http://h/v1", KEY, 7)
    named = parse_spec(" OpenAI:org/model:8b ", base_url=URL, model="llama")
    assert named is not None and named.model == "org/model:8b"


def test_the_fake_needs_no_service() -> None:
    assert parse_spec("fake:slow", base_url="nonsense", api_key=KEY) == LlmSpec("fake", "slow")


@pytest.mark.parametrize("setting", ["off:x", "claude", "openai/gpt"])
def test_other_settings_are_refused(setting: str) -> None:
    with pytest.raises(LlmConfigurationError, match="known: off, openai, fake"):
        parse_spec(setting, base_url=URL, model="m")


def test_a_service_without_a_model_is_refused() -> None:
    with pytest.raises(LlmConfigurationError, match="model"):
        parse_spec("openai", base_url=URL)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://host/v1",
        "host/v1",
        "https://",
        "https://me:pw@host/v1",
        "https://host/v1?key=1",
        "http://[::1",
        "http://h:x/v1",
    ],
)
def test_a_base_url_must_be_given_and_plain_http(url: str) -> None:
    with pytest.raises(LlmConfigurationError, match="base URL") as caught:
        parse_spec("openai", base_url=url, model="m")
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize("timeout", [0.0, -1.0, float("nan"), float("inf")])
def test_a_time_out_is_a_positive_number(timeout: float) -> None:
    with pytest.raises(LlmConfigurationError, match="time-out"):
        parse_spec("fake", timeout=timeout)


async def test_a_spec_travels_and_tells_no_key() -> None:
    spec = parse_spec("openai", base_url=URL, api_key=KEY, model="m")
    assert spec is not None and pickle.loads(pickle.dumps(spec)) == spec
    llm = load(spec)
    assert KEY not in f"{spec!r} {llm!r} {llm.info!r}"
    await llm.close()


def test_an_unknown_engine_does_not_load() -> None:
    with pytest.raises(LlmConfigurationError, match="parrot"):
        load(LlmSpec("parrot"))
