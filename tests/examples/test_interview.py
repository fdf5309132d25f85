"""The committed recording is what its description says."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import soundfile

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    """The turns as committed."""
    return json.loads((EXAMPLES / "interview.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def samples() -> Any:
    """The recording, decoded to 16 kHz mono."""
    values, rate = soundfile.read(EXAMPLES / "interview.ogg", dtype="float32")
    assert rate == 16_000
    assert values.ndim == 1
    return values


@pytest.fixture(scope="module")
def maker() -> Iterator[ModuleType]:
    """The script that made it."""
    spec = importlib.util.spec_from_file_location("make_interview", EXAMPLES / "make_interview.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def test_it_is_small_and_long_enough_to_be_scored(samples: Any, gold: dict[str, Any]) -> None:
    assert (EXAMPLES / "interview.ogg").stat().st_size < 1_000_000
    assert len(samples) / 16_000 == pytest.approx(gold["seconds"], abs=0.1)
    assert 210 <= gold["seconds"] <= 300


def test_the_candidate_speaks_most_of_the_time(gold: dict[str, Any]) -> None:
    seconds = {"interviewer": 0.0, "candidate": 0.0}
    words = {"interviewer": 0, "candidate": 0}
    for turn in gold["turns"]:
        seconds[turn["speaker"]] += turn["end"] - turn["start"]
        words[turn["speaker"]] += len(turn["text"].split())
    assert words[gold["candidate"]] >= 350
    assert seconds[gold["candidate"]] > 0.65 * sum(seconds.values())


def test_turns_alternate_with_natural_pauses(gold: dict[str, Any]) -> None:
    turns = gold["turns"]
    for one, other in pairwise(turns):
        assert one["speaker"] != other["speaker"]
        assert 0.39 <= other["start"] - one["end"] <= 1.21


def test_sound_is_where_the_turns_say(samples: Any, gold: dict[str, Any]) -> None:
    def level(start: float, end: float) -> float:
        return float(np.sqrt(np.mean(samples[int(start * 16_000) : int(end * 16_000)] ** 2)))

    for one, other in pairwise(gold["turns"]):
        quiet = level(one["end"] + 0.1, other["start"] - 0.1)
        assert level(one["start"], one["end"]) > 20 * quiet


def test_the_script_holds_the_same_text(maker: ModuleType, gold: dict[str, Any]) -> None:
    assert [(turn["speaker"], turn["text"]) for turn in gold["turns"]] == maker.SCRIPT


def test_changing_the_serial_keeps_the_stream_valid(maker: ModuleType, tmp_path: Path, samples: Any) -> None:
    original = (EXAMPLES / "interview.ogg").read_bytes()
    assert maker.with_fixed_serial(original) == original
    maker.SERIAL, kept = 7, maker.SERIAL
    try:
        changed = maker.with_fixed_serial(original)
    finally:
        maker.SERIAL = kept
    assert changed != original
    (tmp_path / "changed.ogg").write_bytes(changed)
    again, _ = soundfile.read(tmp_path / "changed.ogg", dtype="float32")
    assert np.array_equal(again, samples)
