"""`zenhire models` as a person or a script calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from zenhire.engines.models import ModelStore
from zenhire.entry.models_cli import app
from zenhire.kit.settings import default_models_dir

run = CliRunner()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty model folder that the settings name."""
    monkeypatch.setenv("ZENHIRE_MODELS_DIR", str(tmp_path))
    return tmp_path


def test_list_as_json(folder: Path) -> None:
    rows = json.loads(run.invoke(app, ["list", "--json"]).stdout)
    assert {row["name"]: row["status"] for row in rows}["silero-vad"] == "missing"
    assert all(Path(row["path"]).parent == folder for row in rows)


def test_verify_fails_while_a_default_model_is_missing(folder: Path) -> None:
    result = run.invoke(app, ["verify"])
    assert result.exit_code == 1
    assert "zenhire models pull ge2e" in result.output


def test_pull_of_present_models_works_without_any_source(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = ModelStore(default_models_dir())
    for name in there.defaults():
        (folder / there.path(name).name).symlink_to(there.path(name))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    result = run.invoke(app, ["pull", "--default"])
    assert result.exit_code == 0
    assert result.stdout.count("present and verified") == len(there.defaults())
    assert run.invoke(app, ["verify"]).exit_code == 0


def test_pull_of_nothing_or_of_the_unknown_fails(folder: Path) -> None:
    assert run.invoke(app, ["pull"]).exit_code == 2
    result = run.invoke(app, ["pull", "nonesuch"])
    assert result.exit_code == 1
    assert "nonesuch" in result.output
    assert list(folder.iterdir()) == []
