"""The judges of the kills: each finds what it is there to find, and nothing in a run that went well."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from trials import _kill_faults as faults
from trials import _kill_verdict as verdicts
from trials._kill_faults import Blow
from trials._kill_journal import Entry, recoveries
from trials._kill_verdict import Verdict

START = datetime(2026, 1, 1, tzinfo=UTC)


def entry(at: float, what: str, name: str = "processing", *, attempt: int, owner: int | None = None, pid: int) -> Entry:
    return Entry(at, "run", what, name, attempt, attempt if owner is None else owner, pid)


WELL = [
    entry(0, "status", attempt=0, pid=0),
    entry(1, "attempt", attempt=1, pid=11),
    entry(2, "step", "decode", attempt=1, pid=11),
    entry(3, "part", "transcribe 0", attempt=1, pid=11),
    entry(10, "attempt", attempt=2, pid=12),
    entry(11, "part", "transcribe 1", attempt=2, pid=12),
    entry(12, "step", "transcribe", attempt=2, pid=12),
    entry(13, "status", "success", attempt=2, pid=12),
]


def log(folder: Path, *lines: dict[str, Any]) -> Path:
    file = folder / "serve.log"
    file.write_text("not json\n" + "".join(json.dumps({"run_id": "run", **line}) + "\n" for line in lines))
    return file


def test_a_run_that_was_continued_repeats_nothing(tmp_path: Path) -> None:
    begun = [
        {"event": "step started", "step": "decode", "attempt": 1},
        {"event": "part done", "step": "transcribe", "part": 0, "attempt": 1},
        {"event": "step started", "step": "transcribe", "attempt": 2},
    ]
    assert list(verdicts.repeated(WELL, log(tmp_path, *begun))) == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (entry(14, "step", "decode", attempt=2, pid=12), "recorded again: decode"),
        (entry(14, "part", "transcribe 0", attempt=2, pid=12), "recorded again: transcribe 0"),
        (entry(10.5, "step", "speakers", attempt=1, owner=2, pid=11), "a zombie wrote: speakers"),
    ],
)
def test_what_is_written_again_or_by_a_zombie_is_found(tmp_path: Path, more: Entry, said: str) -> None:
    (found,) = verdicts.repeated([*WELL, more], log(tmp_path))
    assert found.startswith(said)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"event": "step started", "step": "decode", "attempt": 2}, "done again: decode"),
        ({"event": "part done", "step": "transcribe", "part": 0, "attempt": 2}, "done again: part 0"),
    ],
)
def test_what_is_begun_again_is_found(tmp_path: Path, line: dict[str, Any], said: str) -> None:
    (found,) = verdicts.repeated(WELL, log(tmp_path, line))
    assert found.startswith(said)


def test_the_seconds_until_an_interrupted_run_was_taken_up() -> None:
    assert recoveries(WELL, 4, [11]) == [6]
    assert recoveries(WELL, 4, [12]) == []
    assert recoveries(WELL, 12.5, [12]) == []
    assert recoveries(WELL, 20, [12]) == []
    assert recoveries(WELL[:4], 4, [11]) == [float("inf")]


def test_a_slow_recovery_of_a_worker_is_a_violation_and_that_of_a_restart_is_not() -> None:
    late = [*WELL[:4], entry(40, "attempt", attempt=2, pid=12)]
    verdict = Verdict()
    (found,) = verdicts.slow(verdict, late, [Blow("worker", 4, (11,)), Blow("restart", 4, (11,), back=20.0)])
    assert found == "slow: 36.0 s until the run of a worker was worked on again"
    assert verdict.recoveries == {"worker": [36], "restart": [36, 20.0]}
    held_up = [Blow("worker", 4, (11,)), Blow("restart", 6, (), back=20.0)]
    assert list(verdicts.slow(Verdict(), late, held_up)) == []
    (found,) = verdicts.slow(Verdict(), [], [Blow("web", 4, back=float("inf"))])
    assert found == "not back: what a web hit"


def test_the_order_of_starts() -> None:
    def run(seq: int, client: str, started: float | None) -> dict[str, Any]:
        at = None if started is None else START + timedelta(seconds=started)
        return {"id": f"r{seq}", "seq": seq, "client_id": client, "started_at": at}

    runs = [run(1, "a", 1), run(2, "b", 0.5), run(3, "a", 1), run(4, "b", 3), run(5, "b", None)]
    assert list(verdicts.out_of_order({run["id"]: run for run in runs})) == []
    runs.append(run(6, "a", 0.9))
    assert list(verdicts.out_of_order({run["id"]: run for run in runs})) == ["out of order: r6 started before r3"]


def test_every_kind_comes_where_there_is_room_and_a_seed_repeats_itself() -> None:
    kinds = list(faults.KINDS)
    first = faults.plan(kinds, 50, random.Random(3))
    assert set(first) == set(kinds)
    assert len(first) == 50
    assert first == faults.plan(kinds, 50, random.Random(3))
    assert len(faults.plan(kinds, 2, random.Random(3))) == 2
