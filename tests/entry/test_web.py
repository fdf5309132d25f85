"""The web process: how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zenhire.entry.supervisor import choose_port, is_healthy
from zenhire.kit.settings import PREFIX


@pytest.mark.usefixtures("db")
def test_sigterm_ends_it_with_nothing_left_in_scratch(database_url: str, tmp_path: Path) -> None:
    port = choose_port("127.0.0.1", 0)
    own = {"DATABASE_URL": database_url, "DATA_DIR": str(tmp_path), "PORT": str(port), "SECRET_KEY": "s" * 32}
    environment = os.environ | {PREFIX + name: value for name, value in own.items()}
    process = subprocess.Popen([sys.executable, "-m", "zenhire.entry.cli", "web"], env=environment)
    scratch = tmp_path / "scratch"
    try:
        deadline = time.monotonic() + 60
        while not (scratch.is_dir() and os.listdir(scratch)):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        is_healthy("127.0.0.1", port)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()
    assert os.listdir(scratch) == []
