"""The committed CV is what its script makes, and the position beside it is a good one."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zenhire.analysis.cv.layout import read_layout
from zenhire.analysis.cv.parse import ParsedCv, parse
from zenhire.analysis.cv.position import read_position
from zenhire.analysis.cv.position.smells import smells
from zenhire.engines.pdf import reader
from zenhire.entry.cv_files import read_config, read_text

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
async def parsed() -> ParsedCv:
    """The CV, read and parsed."""
    return parse(read_layout(await reader.read(EXAMPLES / "cv.pdf")), date(2026, 1, 1))


def test_the_script_makes_it_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, EXAMPLES / "make_cv.py", "--out", tmp_path], check=True, timeout=60)
    assert (tmp_path / "cv.pdf").read_bytes() == (EXAMPLES / "cv.pdf").read_bytes()


async def test_it_is_read_as_it_was_written(parsed: ParsedCv) -> None:
    assert (parsed.name, parsed.email) == ("Orla Brennan", "orla.brennan@example.org")
    jobs = [(job.position, job.name, job.start_date, job.end_date) for job in parsed.experience]
    assert jobs == [
        ("Warehouse Shift Supervisor", "Northwind Depots", "2021-03", None),
        ("Inventory Controller", "Harbour Cold Store", "2018-06", "2021-02"),
        ("Warehouse Operative", "Harbour Cold Store", "2016-09", "2018-05"),
    ]
    assert parsed.skills[:2] == ["Inventory management", "SAP EWM"]
    assert [one.level for one in parsed.languages] == ["native", "B1", "A2"]


def test_the_position_is_valid_and_not_odd() -> None:
    config: Any = read_config(EXAMPLES / "position.yaml")
    assert read_position(config).name in read_text(EXAMPLES / "jd.txt", "job description")
    assert smells(config) == []
