"""`python -m evals NAME --data DIR [--json FILE]`: runs one evaluation and prints its figures."""

from __future__ import annotations

import argparse
import importlib
import json
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table


def available() -> list[str]:
    """Names of the evaluations: modules of this folder with a function `run`."""
    folder = Path(__file__).parent
    return sorted(
        path.stem.replace("_", "-")
        for path in folder.glob("*.py")
        if not path.stem.startswith("_") and "\ndef run(data: Path)" in path.read_text(encoding="utf-8")
    )


def _cell(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return "-" if value is None else str(value)
    if isinstance(value, float):
        return "-" if math.isnan(value) else f"{value:.4g}"
    if isinstance(value, Mapping | list | tuple):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, Mapping) for row in value)


def _table(title: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    table = Table(*columns, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(_cell(row.get(column)) for column in columns))
    return table


def show(result: Mapping[str, Any], console: Console, title: str = "") -> None:
    """Prints plain values as one table, lists of objects as tables of their own, nested objects below."""
    plain = {key: value for key, value in result.items() if not isinstance(value, Mapping) and not _is_rows(value)}
    if plain:
        console.print(_table(title, [{"figure": key, "value": value} for key, value in plain.items()]))
    for key, value in result.items():
        name = f"{title}: {key}" if title else key
        if _is_rows(value):
            console.print(_table(name, value))
        elif isinstance(value, Mapping) and value and all(isinstance(item, Mapping) for item in value.values()):
            console.print(_table(name, [{"": inner, **row} for inner, row in value.items()]))
        elif isinstance(value, Mapping):
            show(value, console, name)


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0, or 2 for wrong arguments."""
    names = available()
    parser = argparse.ArgumentParser(prog="python -m evals", description="Measures a part of zenhire on real data.")
    parser.add_argument(
        "name", type=lambda name: name.replace("_", "-"), choices=names, metavar="NAME", help=", ".join(names)
    )
    parser.add_argument("--data", type=Path, required=True, help="folder that holds the data sets")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args(arguments)
    if not options.data.is_dir():
        parser.error(f"--data: no such folder: {options.data}")
    module = importlib.import_module(f"evals.{options.name.replace('-', '_')}")
    result = module.run(options.data)
    show(result, Console(width=None if sys.stdout.isatty() else 160), options.name)
    if options.json:
        options.json.write_text(json.dumps(_finite(result), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
