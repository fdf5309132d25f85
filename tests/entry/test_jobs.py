"""The worker's jobs: those whose code takes long to import are made when they are needed, once."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import Any, cast

import pytest

from zenhire.entry.jobs import LaterMatchJob


class Recorder:
    """Stands for a job: what it was asked."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    async def run(self, attempt: object) -> None:
        self.asked.append(attempt)

    async def clean(self, client_id: str, run_id: str) -> None:
        self.asked.append((client_id, run_id))


async def test_a_job_is_made_once_and_then_asked() -> None:
    made: list[Recorder] = []

    def make() -> Any:
        made.append(Recorder())
        return made[-1]

    job = LaterMatchJob(make)
    assert made == []
    await asyncio.gather(*(job.run(cast(Any, number)) for number in range(3)), job.clean("c", "r"))
    (one,) = made
    assert sorted(map(str, one.asked)) == ["('c', 'r')", "0", "1", "2"]


async def test_a_job_that_could_not_be_made_is_tried_again() -> None:
    tries: list[int] = []

    def make() -> Any:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("not yet")
        return Recorder()

    job = LaterMatchJob(make)
    with pytest.raises(ValueError, match="not yet"):
        await job.made()
    assert await job.made() is await job.made()
    assert len(tries) == 2


@pytest.mark.parametrize("module", ["zenhire.analysis.cv.match", "fastapi"])
def test_a_worker_begins_without_the_code_of_matches_and_of_the_web(module: str) -> None:
    code = f"import sys, zenhire.entry.worker as _; print('{module}' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_worker_leaves_the_models_runtime_to_its_engine_processes() -> None:
    code = "import sys, zenhire.entry.worker as _, zenhire.entry.matching as _; print('onnxruntime' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
