"""Words that tell an employer."""

from __future__ import annotations

import time

from zenhire.analysis.cv.parse.words.jobs import org_score


def test_a_compound_tells_an_employer() -> None:
    assert [org_score(text) for text in ("Polderwerke", "Die Nordbank", "Nordbankers")] == [0.6, 0.6, 0.0]


def test_a_word_without_end_takes_no_time() -> None:
    begun = time.perf_counter()
    org_score("1" * 100_000)
    assert time.perf_counter() - begun < 1.0
