"""The trial with damaged recordings: that it damages by its seed alone, that it can fail, and a short run of it."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from tests.support.audio import EXAMPLE
from trials import _fuzz_headers as headers
from trials import _fuzz_mutations as mutations
from trials._fuzz_mutations import Sample, sample
from trials._fuzz_platform import Memory
from trials._fuzz_sources import Recording
from trials._fuzz_verdict import ABORTED, ACCEPTED, HANG, Tally, judge
from trials.fuzz import RULES, main

FILE = Sample("wav", ("zero",), b"x", "a.wav", "audio/wav")


def test_the_same_seed_makes_the_same_files() -> None:
    recordings = [Recording(name, name, random.Random(name).randbytes(5000)) for name in headers.BY_CONTAINER]
    once = [sample(recordings, 3, number) for number in range(100)]
    again = [sample(recordings, 3, number) for number in range(100)]
    assert once == again
    assert len({one.content for one in once}) > 80
    assert {one.container for one in once} == set(headers.BY_CONTAINER)
    assert sample(recordings, 4, 0) != once[0]


@pytest.mark.parametrize("size", [0, 1, 3, 40, 3000])
def test_every_mutation_takes_any_file(size: int) -> None:
    every = {*mutations.GENERAL, *mutations.RARE, *(one for some in headers.BY_CONTAINER.values() for one in some)}
    for mutation in every:
        for seed in range(20):
            content = bytearray(random.Random(seed).randbytes(size))
            mutation(content, random.Random(seed))
            assert len(content) < 2_000_000


def test_a_page_of_ogg_is_mended() -> None:
    """The checksum after a lie is the one that the format asks for: of the untouched file, it is the file's own."""
    content = bytearray(EXAMPLE.read_bytes()[:5000])
    before = bytes(content)
    headers._mend_page(content, 0)
    assert bytes(content) == before


@pytest.mark.parametrize(
    ("answer", "row"),
    [
        ("500 INTERNAL_ERROR", "answers of 5xx"),
        (HANG, "requests that hung"),
        ("400 INVALID_INPUT", "answers that no damaged file should get"),
        ("no answer: ReadError", "answers that no damaged file should get"),
    ],
)
def test_an_answer_that_must_not_be(answer: str, row: str) -> None:
    tally = Tally(RULES)
    assert tally.add(FILE, ACCEPTED, 0.1)
    assert not tally.add(FILE, answer, 0.1)
    verdict = judge(tally, Memory(), {}, seed=1, seconds=1.0)
    assert not verdict.sound
    assert verdict.must_be_nothing[row] == 1


def test_ends_and_leftovers_that_must_not_be() -> None:
    tally = Tally(RULES, ends=Counter({"success": 1, "failed TRANSCRIPTION_FAILED": 2}))
    assert judge(tally, Memory(), {"holds that are open": 0}, seed=1, seconds=1.0).sound
    assert not judge(tally, Memory(), {"holds that are open": 1}, seed=1, seconds=1.0).sound
    assert not judge(tally, Memory(child=1 << 30), {}, seed=1, seconds=1.0).sound
    for end in ("failed INTERNAL_ERROR", "failed STUCK_TIMEOUT", "processing"):
        assert not judge(Tally(RULES, ends=Counter({end: 1})), Memory(), {}, seed=1, seconds=1.0).sound
    assert not Tally(RULES).add(FILE, ABORTED, 0.1)


def test_a_folder_without_recordings(tmp_path: Path) -> None:
    assert main(["--data", str(tmp_path)]) == 2


def test_a_short_run(tmp_path: Path) -> None:
    out = tmp_path / "outcome.json"
    status = main(["--data", str(EXAMPLE), "--files", "36", "--seed", "5", "--short-only", "--json", str(out)])
    outcome = json.loads(out.read_text())
    assert (status, outcome["sound"]) == (0, True), outcome
    assert outcome["files"] == 36
    assert outcome["answers"]["202"] > 3
    assert outcome["answers"]["400 AUDIO_DURATION_UNAVAILABLE"] > 3
    assert sum(outcome["ends"].values()) == outcome["answers"]["202"]
    assert outcome["megabytes"]["child"] > 20
