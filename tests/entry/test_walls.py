"""A machine that cannot confine the processes which open strangers' files: its operator is told."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from zenhire.engines import sandbox

START = """
import sys
from zenhire.engines import sandbox
from zenhire.entry import web, worker
from zenhire.entry.advice import NoDatabase
from zenhire.kit.settings import Settings
if "unknown" in sys.argv:
    sandbox._MACHINES.clear()
try:
    {"web": web, "worker": worker}[sys.argv[1]].run(Settings())
except NoDatabase:
    print("no database")
"""


def start(*words: str) -> str:
    """What a process says that starts on a machine of an unknown kind, or on this one, and finds no database."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ZENHIRE_")}
    command = [sys.executable, "-c", START, *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, env=environment)
    assert done.stdout == "no database\n"
    return done.stderr


@pytest.mark.parametrize("process", ["web", "worker"])
def test_each_process_that_opens_files_warns_once_at_its_start(process: str) -> None:
    said = start(process, "unknown")
    assert said.count("opened behind limits only") == 1
    assert "advice=" in said
    assert ("opened behind limits only" in start(process)) is not sandbox.can_confine()


def test_trying_it_leaves_this_process_as_free_as_it_was() -> None:
    first, second = sandbox.can_confine(), sandbox.can_confine()
    assert first == second
    assert subprocess.run([sys.executable, "-c", ""], check=True).returncode == 0
