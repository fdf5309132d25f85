"""`python -m bench NAME [--json FILE]`: runs one benchmark and prints its figures beside their targets."""

from __future__ import annotations

import argparse
import importlib
import json
import signal
import sys
import time
from pathlib import Path

from rich.console import Console

from bench._figures import Report


def main() -> None:
    """Entry point."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_"))
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("name", choices=names)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    # A signal unwinds like any exception, so that every process is stopped.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    console = Console(soft_wrap=True)
    started = time.monotonic()
    report: Report = importlib.import_module(f"bench.{options.name}").run()
    report.show(console, f"{options.name}, {time.monotonic() - started:.0f} s")
    if options.json is not None:
        options.json.write_text(json.dumps(report.as_json(), indent=2) + "\n")


if __name__ == "__main__":
    main()
