"""Names with what stands after them, and e-mail addresses that a narrow column breaks."""

from __future__ import annotations

import time
from datetime import date

import pytest

from tests.support.cv_texts import document
from zenhire.analysis.cv.parse import parse


def named(name: str) -> str | None:
    text = f"# {name}\nx.y@example.org\n\n## Experience\nBaker, Crumb & Co\t2019 – 2021\n• Bread\n"
    return parse(document(text), date(2026, 3, 15)).name


def mailed(lines: str) -> str | None:
    text = f"# Ann Example\n## Contact\n{lines}\n## Experience\nBaker, Crumb & Co\t2019 – 2021\n"
    return parse(document(text), date(2026, 3, 15)).email


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


@pytest.mark.parametrize(
    ("lines", "email"),
    [
        ("jane@acme.co\nuk", "jane@acme.co"),
        ("jane@acme.com\no", "jane@acme.com"),
        ("jane@acme.com.\nthe rest", "jane@acme.com"),
        ("jane@acme.com\n.net", "jane@acme.com"),
        ("jane@acme.or\nzz", "jane@acme.or"),
        ("12 Main St.\njane@acme.com", "jane@acme.com"),
        ("Leeds, 12 old rd.\njane@acme.com", "jane@acme.com"),
    ],
)
def test_what_follows_a_whole_address_is_no_part_of_it(lines: str, email: str) -> None:
    assert mailed(lines) == email


@pytest.mark.parametrize(
    ("lines", "email"),
    [
        ("jane.mill-\nroe@example.org", "jane.mill-roe@example.org"),
        ("Email: jane.\nroe@example.org", "jane.roe@example.org"),
        ("jane@acme.or\ng", "jane@acme.org"),
        ("jane@acme.c\nom", "jane@acme.com"),
        ("jane@acme.\ncom", "jane@acme.com"),
        ("jane@acme\n.com", "jane@acme.com"),
        ("jane@mail.acme.\nio", "jane@mail.acme.io"),
    ],
)
def test_an_address_that_is_broken_within_is_joined(lines: str, email: str) -> None:
    assert mailed(lines) == email
