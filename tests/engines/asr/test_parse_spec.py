"""What a setting may say, and that a spec tells no secret."""

from __future__ import annotations

import importlib.util
import pickle
from pathlib import Path

import pytest

from zenhire.engines.asr import AsrConfigurationError, AsrSpec, load, parse_spec

KEY = "sk-very-secret-0123456789"


@pytest.mark.parametrize(
    ("setting", "engine", "model"),
    [
        ("pocketsphinx", "pocketsphinx", ""),
        (" PocketSphinx ", "pocketsphinx", ""),
        ("whisper:small.en", "whisper", "small.en"),
        ("whisper:/models/of:mine", "whisper", "/models/of:mine"),
        ("openai", "openai", "whisper-1"),
        ("openai:Systran/faster-whisper-small", "openai", "Systran/faster-whisper-small"),
        ("fake:german", "fake", "german"),
    ],
)
def test_settings_name_engines(setting: str, engine: str, model: str) -> None:
    spec = parse_spec(setting)
    assert (spec.engine, spec.model) == (engine, model)


@pytest.mark.parametrize("setting", ["", "kaldi", "whisper", "whisper:", "auto:small", "openai/whisper-1"])
def test_other_settings_are_refused(setting: str) -> None:
    with pytest.raises(AsrConfigurationError):
        parse_spec(setting)


@pytest.mark.parametrize(
    "url", ["ftp://host/v1", "host/v1", "https://", "https://me:pw@host/v1", "https://host/v1?key=1"]
)
def test_a_base_url_must_be_plain_http(url: str) -> None:
    with pytest.raises(AsrConfigurationError) as caught:
        parse_spec("openai", base_url=url)
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize("timeout", [0.0, -1.0, float("nan"), float("inf")])
def test_a_time_out_is_a_positive_number(timeout: float) -> None:
    with pytest.raises(AsrConfigurationError):
        parse_spec("pocketsphinx", timeout=timeout)


def test_only_the_service_gets_the_key() -> None:
    assert parse_spec("openai", base_url="http://h/v1/", api_key=KEY).api_key == KEY
    assert parse_spec("openai", base_url="http://h/v1/").base_url == "http://h/v1"
    assert parse_spec("pocketsphinx", base_url="http://h/v1", api_key=KEY) == AsrSpec("pocketsphinx", models_dir="")


def test_a_spec_travels_and_tells_no_key() -> None:
    spec = parse_spec("openai", api_key=KEY)
    assert pickle.loads(pickle.dumps(spec)) == spec
    assert KEY not in repr(spec)
    assert KEY not in f"{load(spec)!r} {load(spec).info!r}"


def test_auto_without_whisper_takes_pocketsphinx(tmp_path: Path) -> None:
    assert parse_spec("auto", models_dir=tmp_path).engine == "pocketsphinx"


def test_auto_takes_the_largest_whisper_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path / "packages"))
    for package in ("faster_whisper", "threadpoolctl"):
        (tmp_path / "packages" / package).mkdir(parents=True)
        (tmp_path / "packages" / package / "__init__.py").touch()
    importlib.invalidate_caches()
    for model in ("whisper-base.en", "faster-whisper-small"):
        (tmp_path / model).mkdir()
        (tmp_path / model / "model.bin").touch()
    spec = parse_spec("auto", models_dir=tmp_path)
    assert (spec.engine, spec.model) == ("whisper", "small")


@pytest.mark.skipif(importlib.util.find_spec("faster_whisper") is not None, reason="faster-whisper is installed")
def test_whisper_without_its_package_says_what_to_install() -> None:
    with pytest.raises(AsrConfigurationError, match=r"zenhire\[whisper\]"):
        load(parse_spec("whisper:small.en"))


@pytest.mark.skipif(importlib.util.find_spec("faster_whisper") is None, reason="faster-whisper is not installed")
def test_whisper_without_weights_says_where_they_go(tmp_path: Path) -> None:
    with pytest.raises(AsrConfigurationError, match=r"whisper-small\.en"):
        load(parse_spec("whisper:small.en", models_dir=tmp_path))


def test_an_unknown_engine_does_not_load() -> None:
    with pytest.raises(AsrConfigurationError, match="kaldi"):
        load(AsrSpec("kaldi"))
