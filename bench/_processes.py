"""Processes under measurement: starting and ending them, their CPU time and memory with all of their children."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from zenhire.kit.postgres.process import signal_at_parents_death
from zenhire.kit.settings import PREFIX

MIB = 1024 * 1024
_FIELD = re.compile(r"^(\w+):\s+(\d+) kB$", re.MULTILINE)


def environment(**settings: object) -> dict[str, str]:
    """This shell's environment without its platform settings, and with these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return kept | {PREFIX + name.upper(): str(value) for name, value in settings.items()}


@contextmanager
def running(
    module: str, *arguments: str, env: Mapping[str, str], log: Path | None = None, pipe: bool = False
) -> Iterator[subprocess.Popen[str]]:
    """`python -m module` while the block lasts; it gets SIGTERM then, and SIGKILL if it stays.

    Its output goes to `log`, or with `pipe` its standard output to us. It dies when this process does.
    """
    with contextlib.ExitStack() as stack:
        sink = stack.enter_context(log.open("ab")) if log is not None else None
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE if pipe else subprocess.DEVNULL,
            stdout=subprocess.PIPE if pipe else sink or subprocess.DEVNULL,
            stderr=sink or subprocess.DEVNULL,
            env=dict(env),
            text=True,
            start_new_session=True,
            preexec_fn=signal_at_parents_death(signal.SIGKILL),  # noqa: PLW1509 - one prctl call
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def end_of(log: Path) -> str:
    """The last lines of a log."""
    return log.read_text(errors="replace")[-2000:]


def cpu_seconds(pid: int) -> float:
    """User and system time of a process, its ended children and its living descendants."""
    total = 0.0
    for process in _family(pid):
        with contextlib.suppress(psutil.Error):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def memory_mib(pid: int) -> tuple[float, float]:
    """(PSS, RSS) of a process with its descendants, in MiB. A page that n processes map counts 1/n in the PSS of each,
    so that the sum over the family counts it once; RSS counts it n times."""
    shares = residents = 0
    for process in _family(pid):
        with contextlib.suppress(OSError):
            values = dict(_FIELD.findall(Path(f"/proc/{process.pid}/smaps_rollup").read_text()))
            shares += int(values.get("Pss", 0))
            residents += int(values.get("Rss", 0))
    return shares / 1024, residents / 1024


def peak_rss_mib(pid: int) -> float:
    """The largest RSS of one process since its start or `forget_peak`, in MiB."""
    found = dict(_FIELD.findall(Path(f"/proc/{pid}/status").read_text()))
    return int(found["VmHWM"]) / 1024


def rss_mib(pid: int) -> float:
    """The RSS of one process, in MiB."""
    found = dict(_FIELD.findall(Path(f"/proc/{pid}/status").read_text()))
    return int(found["VmRSS"]) / 1024


def forget_peak(pid: int) -> None:
    """Makes the present RSS of a process its peak."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


class MemoryWatch:
    """Looks at the memory of a process and its descendants every `every` seconds while its block lasts."""

    def __init__(self, pid: int, every: float = 0.2) -> None:
        self.pid, self.every = pid, every
        self.peak_pss = self.peak_rss = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while True:
            shared, resident = memory_mib(self.pid)
            self.peak_pss, self.peak_rss = max(self.peak_pss, shared), max(self.peak_rss, resident)
            if self._over.wait(self.every):
                return


def _family(pid: int) -> list[psutil.Process]:
    try:
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
