"""Scratch folders: each process its own, and nothing of a killed one stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from zenhire.platform.files.scratch import ScratchFolder

_CHILD = """
import os, sys, signal
from pathlib import Path
from zenhire.platform.files.scratch import ScratchFolder
folder = ScratchFolder(Path(sys.argv[1]))
(folder.path / "decoded.pcm").write_bytes(b"x")
print(folder.path, flush=True)
if sys.argv[2] == "killed":
    os.kill(os.getpid(), signal.SIGKILL)
"""


def _child(root: Path, how: str) -> Path:
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(root), how], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == (-signal.SIGKILL if how == "killed" else 0), done.stderr
    return Path(done.stdout.strip())


def test_an_orderly_end_leaves_nothing(tmp_path: Path) -> None:
    assert not _child(tmp_path, "orderly").exists()


def test_the_next_process_removes_what_a_killed_one_left(tmp_path: Path) -> None:
    left = _child(tmp_path, "killed")
    assert (left / "decoded.pcm").exists()
    mine = ScratchFolder(tmp_path)
    assert not left.exists()
    assert mine.path.exists()


def test_living_processes_keep_their_folders(tmp_path: Path) -> None:
    first, second = ScratchFolder(tmp_path), ScratchFolder(tmp_path)
    assert first.path.exists()
    assert second.path.exists()
    first.remove()
    second.remove()
    assert os.listdir(tmp_path) == []
