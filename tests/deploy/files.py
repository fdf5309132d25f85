"""The files of `deploy/`, and what their commands may name."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import typer

from zenhire.kit.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


def assert_command_exists(line: str) -> None:
    """A `zenhire ...` line names commands and options that the program has."""
    command: Any = typer.main.get_command(importlib.import_module("zenhire.entry.cli").app)
    words = line.split()
    assert words[0].rpartition("/")[2] == "zenhire", line
    for word in words[1:]:
        if not hasattr(command, "commands"):
            break
        assert word in command.commands, line
        command = command.commands[word]
    options = {name for parameter in command.params for name in parameter.opts}
    assert set(re.findall(r"--[a-z-]+", line)) <= options, line
    assert not hasattr(command, "commands"), f"{line}: a command is missing"


def unknown_settings(text: str) -> set[str]:
    """Variables of ours in a text that are no settings."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    return set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", text)) - known


def source_texts() -> str:
    """The program's source with texts that span lines joined, and their inserts as `...`."""
    parts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "src" / "zenhire").rglob("*.py"))]
    joined = re.sub(r'"\s*\n\s*f?"', "", "\n".join(parts))
    return re.sub(r"\{[^{}\n]*\}", "...", joined)
