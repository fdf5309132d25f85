"""Names with what stands after them."""

from __future__ import annotations

import time
from datetime import date

import pytest

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import parse


def named(name: str) -> str | None:
    text = f"# {name}\nx.y@example.org\n\n## Experience\nBaker, Crumb & Co\t2019 – 2021\n• Bread\n"
    return parse(document(text), date(2026, 3, 15)).name


@pytest.mark.parametrize(
    "name", ["Chukwuma Mba", "CHUKWUMA MBA", "Léon Mba", "Daw Pe", "Jean-Pierre Pe", "Ali Md", "Germain Léon Mba"]
)
def test_a_surname_is_no_degree(name: str) -> None:
    assert named(name) == name


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Ann Example, MBA", "Ann Example"),
        ("Ann Example MBA", "Ann Example"),
        ("Ann Example, PhD", "Ann Example"),
        ("Ann Example Ph.D.", "Ann Example"),
        ("Ann Example, M.D.", "Ann Example"),
        ("Ann Example, Ph.D., PMP", "Ann Example"),
        ("Ann Example MBA, PMP", "Ann Example"),
        ("Dr. Ann Example, CPA, CFA", "Ann Example"),
        ("Dr. Ann Example, MBA PhD", "Ann Example"),
        ("Léon Mba, MBA", "Léon Mba"),
    ],
)
def test_degrees_after_a_name_are_no_part_of_it(name: str, bare: str) -> None:
    assert named(name) == bare


@pytest.mark.parametrize("name", ["mba " * 25_000, "Ann Example" + ", MBA" * 20_000, "Ann" + " MBA" * 25_000])
def test_a_line_of_nothing_but_degrees_takes_no_time(name: str) -> None:
    begun = time.perf_counter()
    named(name)
    assert time.perf_counter() - begun < 5.0
