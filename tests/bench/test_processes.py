"""What is read off processes under measurement."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bench import _processes
from bench._processes import MIB, MemoryWatch

_SPENDER = """
import subprocess, sys, time
block = bytearray(b"x") * (64 * 1024 * 1024)
spend = "import time\\nend = time.process_time() + 0.2\\nwhile time.process_time() < end: pass"
subprocess.run([sys.executable, "-c", spend])
child = subprocess.Popen([sys.executable, "-c", spend + "\\nimport sys; sys.stdin.read()"], stdin=subprocess.PIPE)
end = time.process_time() + 0.2
while time.process_time() < end: pass
print("done", flush=True)
sys.stdin.read()
"""


def test_time_and_memory_are_those_of_the_whole_family() -> None:
    spender = subprocess.Popen(
        [sys.executable, "-c", _SPENDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert spender.stdout is not None
        with MemoryWatch(spender.pid, every=0.05) as watch:
            assert spender.stdout.readline() == "done\n"
            while _processes.cpu_seconds(spender.pid) < 0.6:
                pass
        assert watch.peak_rss >= watch.peak_pss > 64
        assert _processes.rss_mib(spender.pid) > 64
        assert _processes.peak_rss_mib(spender.pid) >= _processes.rss_mib(spender.pid)
    finally:
        spender.kill()
        spender.wait()
    assert _processes.cpu_seconds(spender.pid) == 0.0


def test_a_peak_can_be_forgotten() -> None:
    block = bytearray(64 * MIB)
    block[::4096] = b"x" * len(block[::4096])
    high = _processes.peak_rss_mib(os.getpid())
    del block
    _processes.forget_peak(os.getpid())
    assert _processes.peak_rss_mib(os.getpid()) < high - 32


def test_settings_of_this_shell_stay_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENHIRE_PORT", "1")
    monkeypatch.setenv("ZENHIRE_HOST", "elsewhere")
    found = _processes.environment(data_dir="x", port=2)
    assert (found["ZENHIRE_PORT"], found["ZENHIRE_DATA_DIR"], found["PATH"]) == ("2", "x", os.environ["PATH"])
    assert "ZENHIRE_HOST" not in found
