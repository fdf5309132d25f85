"""The locks that tell of killed workers, and never of living ones."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from zenhire.kit.postgres.process import wait_until
from zenhire.platform import lifeline
from zenhire.platform.lifeline import Lifeline

URL = "postgresql://u:p@/zenhire"
HOLD = """
import sys, time
from pathlib import Path
from zenhire.platform.lifeline import Lifeline
line = Lifeline(Path(sys.argv[1]), sys.argv[2]); line.hold(7); print("held", flush=True); time.sleep(60)
"""


def test_a_killed_worker_is_dead_at_once_and_a_stopped_one_is_not(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path), URL], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    own = Lifeline(tmp_path, URL)
    own.hold(8)
    process.send_signal(signal.SIGSTOP)
    assert own.dead() == []
    process.kill()
    process.wait()
    assert wait_until(lambda: own.dead() == [7], 5)
    assert Lifeline(tmp_path, URL + "2").dead() == []
    own.forget(7)
    assert own.dead() == []
    own.release()
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_registers_anew_holds_its_new_number_only(tmp_path: Path) -> None:
    one, other = Lifeline(tmp_path, URL), Lifeline(tmp_path, URL)
    one.hold(1)
    one.hold(2)
    assert [path.name.rpartition("-")[2] for path in tmp_path.iterdir()] == ["2"]
    assert one.dead() == other.dead() == []
    one.release()
    one.release()
    assert other.dead() == []


def test_another_machine_that_shares_the_folder_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = Lifeline(tmp_path, URL)
    own.hold(1)
    path = own._folder / f"{own._prefix}9"
    path.touch()
    assert own.dead() == [9]
    monkeypatch.setattr(lifeline, "_boot", lambda: "another machine")
    assert Lifeline(tmp_path, URL).dead() == []
