"""Titles that look alike and are different jobs score low, whichever is asked for."""

from __future__ import annotations

import pytest

from evals.cv_titles import RELATED, SAME, TRAPS
from zenhire.analysis.cv.titles import match_titles

MOST = 0.35


@pytest.mark.parametrize(("one", "other"), TRAPS)
def test_a_trap_is_not_taken(one: str, other: str) -> None:
    for asked, title in ((one, other), (other, one)):
        assert match_titles([asked], [title])[0][0].score <= MOST


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_job_is_found(one: str, other: str) -> None:
    assert match_titles([one], [other])[0][0].score >= 0.85


@pytest.mark.parametrize(("one", "other"), RELATED)
def test_a_related_job_is_more_than_a_trap(one: str, other: str) -> None:
    assert MOST < match_titles([one], [other])[0][0].score < 1
