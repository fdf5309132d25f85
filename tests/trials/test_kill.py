"""A short trial against the real service: a few kills, and nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trials.kill import main


def test_a_few_kills_lose_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = tmp_path / "outcome.json"
    few = ["--kills", "3", "--kinds", "worker,database,web", "--gap", "1", "--asr", "fake"]
    code = main([*few, "--clients", "1", "--at-once", "2", "--runs", "3", "--json", str(outcome)])
    found = json.loads(outcome.read_text())
    assert found["violations"] == []
    assert code == 0
    assert found["kills"] == 3
    assert found["figures"]["runs_acknowledged"] >= 1
    assert found["recovery_seconds"]["database"]
    assert "3 kills, 0 violations" in capsys.readouterr().out


def test_unknown_kinds_are_refused() -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--kinds", "worker,earthquake"])
