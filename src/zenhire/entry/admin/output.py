"""How `zenhire admin` shows what it found: JSON for scripts, text for people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

_UUID_CHARS = 36
_PIPE_CHARS = 240
"""Width of a table that no terminal shows."""


def show(row: Mapping[str, Any], as_json: bool) -> None:
    """Prints one thing: as a line of JSON, or as its names and values."""
    if as_json:
        typer.echo(json.dumps(row, ensure_ascii=False))
        return
    width = max(len(name) for name in row)
    for name, value in row.items():
        typer.echo(f"{name:<{width}}  {_cell(value)}")


def show_all(rows: Sequence[Mapping[str, Any]], as_json: bool, nothing: str) -> None:
    """Prints several things of a kind: as a JSON array, or as a table; `nothing` stands for an empty one."""
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not rows:
        typer.echo(nothing)
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in rows[0]:
        whole = name.lower().endswith("id")
        table.add_column(name, no_wrap=whole, min_width=_UUID_CHARS if whole else None, overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row.values()))
    console = Console()
    (console if console.is_terminal else Console(width=_PIPE_CHARS)).print(table)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={number}" for name, number in value.items()) or "-"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "-"
    return "-" if value is None else str(value)
