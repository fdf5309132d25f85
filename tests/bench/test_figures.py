"""Reports of benchmarks, and the judgement of caps and order from recorded moments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from bench import queue
from bench._figures import Report
from bench.queue import Moments

START = datetime(2026, 1, 1, tzinfo=UTC)


def moments(seq: int, created: float, started: float, finished: float, *, taken_up: float | None = None) -> Moments:
    at = [START + timedelta(seconds=s) for s in (created, started, started if taken_up is None else taken_up, finished)]
    return Moments("a", seq, *at)


def test_a_report_says_what_is_met_and_missed() -> None:
    report = Report()
    report.add("plain", 12.3456, "ms")
    report.add("small enough", 1.0, most=1.0)
    report.add("too small", 0.5, least=0.7)
    report.add_median("middle", [3.0, 1.0, 2.0], least=2)
    assert [figure.met for figure in report.figures] == [None, True, False, True]
    assert report.value("plain") == 12.3
    assert report.figures[3].spread == (1.0, 3.0)
    written = report.as_json()["figures"][2]
    assert (written["name"], written["sign"], written["target"], written["met"]) == ("too small", ">=", 0.7, False)
    console = Console(record=True, width=120)
    report.show(console, "title")
    assert "missed" in console.export_text()


def test_runs_at_once_are_counted_with_ends_before_starts() -> None:
    assert queue.most_at_once([]) == 0
    assert queue.most_at_once([moments(1, 0, 0, 1), moments(2, 0, 1, 2), moments(3, 0, 2, 3)]) == 1
    assert queue.most_at_once([moments(1, 0, 0, 1.001), moments(2, 0, 1, 2), moments(3, 0, 1, 3)]) == 3


def test_a_start_before_an_earlier_run_is_an_inversion() -> None:
    ordered = [moments(1, 0, 0, 9), moments(2, 0, 1, 9), moments(3, 0, 1, 9)]
    assert queue.inversions(ordered) == 0
    assert queue.inversions([*ordered, moments(4, 0, 0.5, 9), moments(5, 0, 0.9, 9), moments(6, 0, 1, 9)]) == 2


def test_a_promotion_takes_from_the_end_that_freed_the_slot() -> None:
    own = [
        moments(1, 0, 0, 5),
        moments(2, 0, 0, 6),
        moments(3, 1, 5, 9, taken_up=5.05),
        moments(4, 7, 7, 9, taken_up=8),
    ]
    assert queue.promotions(own) == pytest.approx([50.0])
