"""Damaged recordings, thousands of them, against a running platform: nothing may break, hang, or be left behind.

`python -m trials fuzz --data FOLDER` takes real recordings from FOLDER, damages them by a seed and submits them over
HTTP to `zenhire serve` with its own database, the true decoder and a recogniser that costs nothing. What is accepted
is analysed. The same seed and folder make the same files.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console

from trials import _fuzz_platform as under_trial
from trials._fuzz_mutations import Sample, sample
from trials._fuzz_sources import convert, recordings_below
from trials._fuzz_trial import Target, Trial, add_options, write
from trials._fuzz_verdict import Rules, show
from zenhire.modules.speech import errors

RULES = Rules(
    refusals=frozenset(
        {
            "400 UNSUPPORTED_FORMAT",
            "400 AUDIO_DURATION_UNAVAILABLE",
            "400 AUDIO_TOO_SHORT",
            "400 AUDIO_TOO_LONG",
            "400 MISSING_AUDIO_FILE",
            "400 FILE_TOO_LARGE",
        }
    ),
    failures=frozenset(
        {
            errors.TRANSCRIPTION_FAILED,
            errors.TRANSCRIPTION_LOW_CONFIDENCE,
            errors.SCORING_FAILED,
            errors.ACCENT_SCORE_UNAVAILABLE,
        }
    ),
    table="speech_runs",
    kept="recording.",
    most_engine_bytes=1 << 30,
    most_child_bytes=512 << 20,
)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m trials fuzz", description="Damaged recordings against a platform.")
    parser.add_argument("--data", type=Path, required=True, help="folder (or file) of recordings to damage")
    parser.add_argument("--sources", type=int, default=12, help="recordings to take from the folder (default 12)")
    parser.add_argument("--short-only", action="store_true", help="leave out what is long enough for scores")
    add_options(parser)
    return parser.parse_args(arguments)


def _form(one: Sample) -> dict[str, Any]:
    return {"files": {"audio": (one.filename, one.content, one.content_type)}}


def main(arguments: list[str]) -> int:
    """Exit status: 0 when all is as it must be, 1 when not, 2 for a folder without recordings."""
    options = _options(arguments)
    console = Console(soft_wrap=True)
    try:
        sources = recordings_below(options.data, options.sources, options.seed)
    except FileNotFoundError as problem:
        console.print(str(problem), style="red")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        recordings = convert(sources, Path(folder), long=not options.short_only)
    console.print(f"{len(recordings)} recordings of {len(sources)} sources; the platform starts")
    target = Target("/api/v1/speech/analyze", _form, RULES)
    with under_trial.running() as platform:
        trial = Trial(platform, target, lambda number: sample(recordings, options.seed, number), options, console)
        verdict = asyncio.run(trial.run())
    show(verdict, console)
    write(verdict, options.json)
    return 0 if verdict.sound else 1
