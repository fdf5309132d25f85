"""`python -m trials NAME [options]`: does its worst to the platform, and counts what was lost."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def available() -> list[str]:
    """Names of the trials: modules of this folder with a function `main`."""
    folder = Path(__file__).parent
    return sorted(
        path.stem.replace("_", "-")
        for path in folder.glob("*.py")
        if not path.stem.startswith("_") and "\ndef main(arguments: " in path.read_text(encoding="utf-8")
    )


def main(arguments: list[str]) -> int:
    """Exit status of the trial: 0 when nothing was lost, 1 when something was, 2 for wrong arguments."""
    names = available()
    if not arguments or arguments[0].replace("_", "-") not in names:
        print(f"usage: python -m trials {{{','.join(names)}}} [options]", file=sys.stderr)
        return 2
    status: int = importlib.import_module(f"trials.{arguments[0].replace('-', '_')}").main(arguments[1:])
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
