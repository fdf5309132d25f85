"""What `zenhire settings` shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import SecretStr

from zenhire.entry.settings_cli import Setting, describe_settings, show_settings
from zenhire.kit.settings import Settings


@pytest.fixture(autouse=True)
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder and an environment without our settings."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ZENHIRE_{name.upper()}", raising=False)
    monkeypatch.delenv("ZENHIRE_CONFIG", raising=False)
    return tmp_path


def by_name(settings: Settings) -> dict[str, Setting]:
    return {row.name: row for row in describe_settings(settings)}


def test_every_setting_is_there_with_variable_and_description() -> None:
    rows = by_name(Settings())
    assert list(rows) == list(Settings.model_fields)
    assert rows["port"].variable == "ZENHIRE_PORT"
    assert all(row.description for row in rows.values())
    assert {row.origin for row in rows.values()} == {"default"}


def test_the_origin_is_the_strongest_source(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (clean / "zenhire.toml").write_text("port = 1\nhost = 'from-file'\nlog_format = 'json'\ntags_max = 7\n")
    (clean / ".env").write_text("ZENHIRE_PORT=2\nZENHIRE_HOST=from-dotenv\nZENHIRE_LOG_LEVEL=debug\n")
    monkeypatch.setenv("ZENHIRE_CONFIG", str(clean / "zenhire.toml"))
    monkeypatch.setenv("ZENHIRE_PORT", "3")
    rows = by_name(Settings(tags_max=8, worker_processes=2))
    found = {name: (rows[name].value, rows[name].origin) for name in ("port", "host", "log_format", "log_level")}
    assert found == {
        "port": (3, "environment"),
        "host": ("from-dotenv", ".env"),
        "log_format": ("json", "file"),
        "log_level": ("debug", ".env"),
    }
    assert (rows["worker_processes"].value, rows["worker_processes"].origin) == (2, "command line")
    assert (rows["tags_max"].value, rows["tags_max"].origin) == (8, "command line")
    assert rows["metrics_port"].origin == "default"


@pytest.mark.parametrize("as_json", [True, False])
def test_secrets_are_masked(as_json: bool, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(
        database_url=SecretStr("postgresql://zenhire:hunter2@db/zenhire"),
        asr_api_key=SecretStr("hunter2"),
        asr_base_url="https://user:hunter2@asr.internal/v1",
    )
    show_settings(settings, as_json)
    out = capsys.readouterr().out
    assert "hunter2" not in out
    assert "asr.internal/v1" in out


def test_json_is_a_list_of_objects_with_plain_values(capsys: pytest.CaptureFixture[str]) -> None:
    show_settings(Settings(), True)
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["port"]["value"] == 8080
    assert rows["database_url"]["value"] is None
    assert rows["rate_limit_per_minute"] == {
        "name": "rate_limit_per_minute",
        "variable": "ZENHIRE_RATE_LIMIT_PER_MINUTE",
        "value": 500,
        "origin": "default",
        "description": "Submits a minute per key unless the key says else",
    }


def test_lines_have_one_setting_each(capsys: pytest.CaptureFixture[str]) -> None:
    show_settings(Settings(port=9), False)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(Settings.model_fields)
    line = next(line for line in lines if line.startswith("ZENHIRE_PORT "))
    assert line.split()[:4] == ["ZENHIRE_PORT", "9", "command", "line"]
