"""The systemd units: well-formed, hardened alike, and in step with the program."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deploy.files import DEPLOY, assert_command_exists, unknown_settings
from zenhire.entry import supervisor
from zenhire.kit.settings import Settings

UNITS = sorted(DEPLOY.glob("*.service"))
_SHARED = "# What follows is the same in all three units.\n"


def values(unit: Path, name: str) -> list[str]:
    """What a unit sets an option to, in order."""
    return re.findall(rf"^{name}=(.*)$", unit.read_text(), re.MULTILINE)


def test_there_is_one_for_everything_and_one_for_each_part() -> None:
    assert [unit.name for unit in UNITS] == ["zenhire-web.service", "zenhire-worker@.service", "zenhire.service"]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_it_starts_a_command_that_exists_with_settings_that_exist(unit: Path) -> None:
    (start,) = values(unit, "ExecStart")
    assert start.startswith("/opt/zenhire/bin/zenhire ")
    assert_command_exists(start)
    assert unknown_settings(unit.read_text()) == set()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_its_state_is_where_the_program_keeps_it(unit: Path) -> None:
    (folder,) = values(unit, "StateDirectory")
    assert f"ZENHIRE_DATA_DIR=/var/lib/{folder}" in values(unit, "Environment")[0].split()
    assert values(unit, "WorkingDirectory") == [f"/var/lib/{folder}"]
    assert values(unit, "User") == ["zenhire"], "PostgreSQL refuses to run as root"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_it_leaves_time_to_end_in_order(unit: Path) -> None:
    (seconds,) = values(unit, "TimeoutStopSec")
    grace = supervisor.Supervisor.__init__.__kwdefaults__["grace"] if unit.stem == "zenhire" else 15.0
    assert float(seconds) >= 2 * grace
    assert values(unit, "KillMode") == ["mixed"]


def test_all_are_hardened_alike() -> None:
    blocks = {unit.read_text().partition(_SHARED)[2] for unit in UNITS}
    assert len(blocks) == 1
    assert "NoNewPrivileges=yes" in blocks.pop()


def test_the_example_of_the_environment_names_settings() -> None:
    text = (DEPLOY / "environment.example").read_text()
    assert "ZENHIRE_SECRET_KEY" in text
    assert unknown_settings(text) == set()
    lines = [line.removeprefix("#") for line in text.splitlines() if "=" in line and not line.startswith("# ")]
    assert {line.partition("=")[0].removeprefix("ZENHIRE_").lower() for line in lines if "ZENHIRE" in line} <= set(
        Settings.model_fields
    )


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_takes_it(unit: Path, tmp_path: Path) -> None:
    program = tmp_path / "zenhire"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    copy = tmp_path / unit.name.replace("@.", "@0.")
    copy.write_text(unit.read_text().replace("/opt/zenhire/bin/zenhire", str(program)))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if copy.name in line]) == (0, [])
