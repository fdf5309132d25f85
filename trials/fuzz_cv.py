"""Damaged and hostile CVs, thousands of them, against a running platform: nothing may break, hang, or be left behind.

`python -m trials fuzz-cv --data FOLDER` takes real PDFs from FOLDER, damages them by a seed, adds files that are made
to hurt, and submits all of it over HTTP to `zenhire serve` with its own database, the true reader, parser and matcher,
and an embedder that costs nothing. What is accepted is matched. The same seed and folder make the same files.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from pathlib import Path
from typing import Any

from rich.console import Console

from tests.support.cv_files import BACKEND, DESCRIPTION, ENGINEER, cv_pdf
from trials import _fuzz_platform as under_trial
from trials._fuzz_cvs import LARGEST, sample
from trials._fuzz_mutations import Sample
from trials._fuzz_trial import Target, Trial, add_options, write
from trials._fuzz_verdict import Rules, show
from zenhire.kit.settings import Settings
from zenhire.modules.cvdeepmatch.errors import CV_PARSE_FAILED

READERS = ("zenhire.engines.pdf.child", "zenhire.engines.pdf.ocr_child")
READ_MEGABYTES = Settings.model_fields["cvdeepmatch_read_megabytes"].default
READ_SECONDS = 10
PRICE = 3
SETTINGS = {
    "EMBEDDER": "fake",
    "CVDEEPMATCH_CONCURRENCY": "1000000",
    "CVDEEPMATCH_READ_SECONDS": str(READ_SECONDS),
    "CVDEEPMATCH_OCR": "false",
}
RULES = Rules(
    refusals=frozenset({"400 INVALID_INPUT", "400 INVALID_FILE_CONTENT"}),
    failures=frozenset({CV_PARSE_FAILED}),
    table="cv_runs",
    kept="cv.",
    most_engine_bytes=700 << 20,
    most_child_bytes=READ_MEGABYTES << 20,
    price=PRICE,
)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m trials fuzz-cv", description="Hostile CVs against a platform.")
    parser.add_argument("--data", type=Path, help="folder with PDFs, searched to any depth (default: two of our own)")
    add_options(parser)
    return parser.parse_args(arguments)


def sources_below(folder: Path | None) -> list[bytes]:
    """The PDFs of a folder that are not too large to be sent, or two made here. Raises FileNotFoundError."""
    if folder is None:
        return [cv_pdf(), cv_pdf(ENGINEER)]
    found = [path.read_bytes() for path in sorted(folder.rglob("*.pdf")) if path.stat().st_size < LARGEST]
    if not found:
        raise FileNotFoundError(f"There is no PDF below {folder}.")
    return found


def _form(one: Sample) -> dict[str, Any]:
    return {
        "files": {"cv_file": (one.filename, one.content, one.content_type)},
        "data": {"position_id": "trial", "job_description": DESCRIPTION, "config": json.dumps(BACKEND)},
    }


def main(arguments: list[str]) -> int:
    """Exit status: 0 when all is as it must be, 1 when not, 2 for a folder without PDFs."""
    options = _options(arguments)
    console = Console(soft_wrap=True)
    try:
        sources = sources_below(options.data)
    except FileNotFoundError as problem:
        console.print(str(problem), style="red")
        return 2
    console.print(f"{len(sources)} sources; the platform starts")
    target = Target("/api/v1/cvdeepmatch/submit", _form, RULES)
    with under_trial.running(SETTINGS, READERS) as platform:
        trial = Trial(platform, target, lambda number: sample(sources, options.seed, number), options, console)
        verdict = asyncio.run(trial.run())
    show(verdict, console)
    write(verdict, options.json)
    return 0 if verdict.sound else 1
