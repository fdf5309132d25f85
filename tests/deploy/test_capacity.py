"""The arithmetic of scale-out, and that the page shows what the program says."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields

import pytest

from scripts.capacity import DAY_SECONDS, Load, need, rounded
from tests.deploy.files import ROOT


def test_one_core_at_full_use_is_a_day_of_cpu() -> None:
    found = need(Load(recordings=DAY_SECONDS / 100, minutes=10, cpu=10, use=1.0))
    assert found.cores == 1
    assert found.recordings_per_core == pytest.approx(864)


def test_everything_grows_in_proportion() -> None:
    one, ten = need(Load(recordings=100_000)), need(Load(recordings=1_000_000))
    assert ten.recordings_per_core == one.recordings_per_core
    for field in fields(one):
        if field.name != "recordings_per_core":
            assert getattr(ten, field.name) == pytest.approx(10 * getattr(one, field.name), rel=0.05), field.name


def test_what_is_kept_is_days_of_uploads() -> None:
    found = need(Load(recordings=1000, minutes=10, kilobits=64, days=10))
    assert found.store_terabytes == pytest.approx(1000 * 10 * 60 * 8000 * 10 / 1e12)


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (0.01234, "0.012"), (3, "3"), (45.6, "46"), (2217, "2,200"), (11.4, "11")]
)
def test_figures_pretend_no_precision(value: float, text: str) -> None:
    assert rounded(value) == text


@pytest.mark.parametrize("recordings", [1_000, 100_000, 1_000_000])
def test_the_page_shows_what_the_program_says(recordings: int) -> None:
    page = (ROOT / "docs/operations/scaling.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line[:1] == "|"]
    (header,) = [row for row in rows if row[0] == "Recordings a day"]
    column = header.index(f"{recordings:,}")
    shown = {row[0]: row[column] for row in rows if len(row) == len(header)}
    found = need(Load(recordings=float(recordings)))
    for field in fields(found):
        if field.name != "recordings_per_core":
            assert shown[field.name.replace("_", " ")] == rounded(getattr(found, field.name))


def test_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.capacity", "--recordings", "1000", "--cpu", "20"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert f"cores {need(Load(recordings=1000, cpu=20)).cores:>34}".split() == done.stdout.splitlines()[1].split()
