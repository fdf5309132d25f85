"""How long somebody worked: months of each job, all jobs with overlaps counted once, and the months between."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date

from zenhire.analysis.cv.parse.schema import Gap, Totals, Work

_MIDDLE = 7


def months_between(first: str | None, last: str | None, current: bool, as_of: date) -> int | None:
    """Months from the first to the last, both included; None where an end is unknown.

    A year without a month is taken from its middle, so 2019-2021 are 24 months; never less than one.
    """
    stretch = _stretch(first, last, current, as_of)
    return None if stretch is None else stretch[1] - stretch[0]


def totals(jobs: Sequence[Work], as_of: date) -> Totals:
    """Months in work, and gaps between the first job and the last one."""
    stretches = [_stretch(job.start_date, job.end_date, job.current, as_of) for job in jobs]
    dated = sorted(stretch for stretch in stretches if stretch)
    merged: list[tuple[int, int]] = []
    for start, end in dated:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    gaps = [
        Gap(_month(before[1]), _month(after[0] - 1), after[0] - before[1])
        for before, after in itertools.pairwise(merged)
    ]
    return Totals(sum(end - start for start, end in merged), len(dated), len(stretches) - len(dated), gaps)


def _stretch(first: str | None, last: str | None, current: bool, as_of: date) -> tuple[int, int] | None:
    """Months counted from year 0, the end not included; what lies after `as_of` does not count."""
    if first is None or (last is None and not current):
        return None
    today = as_of.year * 12 + as_of.month
    start = _count(first)
    end = today if last is None else min(today, _count(last) + (len(last) > 4))
    return (start, max(start + 1, end)) if start < today else None


def _count(month: str) -> int:
    return int(month[:4]) * 12 + (int(month[5:7]) if len(month) > 4 else _MIDDLE) - 1


def _month(count: int) -> str:
    return f"{count // 12:04}-{count % 12 + 1:02}"
