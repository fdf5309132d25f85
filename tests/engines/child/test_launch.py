"""Limited children: what they get, how they end, and that nothing stays behind."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from zenhire.engines.child.launch import ChildBroken, Limits, ask

PROBE = "tests.support.child_probe"
LIMITS = Limits(wall_seconds=20, cpu_seconds=5, memory_bytes=512 << 20, file_bytes=4096)


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]), prepend=os.pathsep)


async def probe(do: str, limits: Limits = LIMITS, **options: Any) -> dict[str, Any]:
    return await ask(PROBE, os.devnull, do, options, limits)


async def test_a_child_is_limited_and_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENHIRE_SECRET", "1")
    monkeypatch.setenv("DATABASE_URL", "1")
    told = await probe("tell")
    assert told["limits"] == {"AS": 512 << 20, "CPU": 5, "FSIZE": 4096, "CORE": 0}
    assert told["session"]
    assert not {"ZENHIRE_SECRET", "DATABASE_URL", "HOME"} & set(told["names"])


async def test_a_refusal_is_an_answer() -> None:
    assert await probe("refuse") == {"error": "sour", "reason": "milk", "most": 3}


@pytest.mark.parametrize(
    ("do", "limits", "reason"),
    [
        ("fill", LIMITS, "limit"),
        ("die", LIMITS, "limit"),
        ("talk", LIMITS, "answer"),
        ("spin", replace(LIMITS, cpu_seconds=1), "timeout"),
        ("spin", replace(LIMITS, wall_seconds=1.5), "timeout"),
    ],
)
async def test_limits_end_a_child(do: str, limits: Limits, reason: str) -> None:
    assert await probe(do, limits) == {"error": "killed", "reason": reason}


async def test_a_fault_of_the_child_says_nothing_of_the_file() -> None:
    with pytest.raises(ChildBroken) as caught:
        await probe("fail")
    assert "candidate" not in str(caught.value)


async def test_what_a_child_started_ends_with_it(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    assert await probe("start", replace(LIMITS, wall_seconds=3), note=str(note)) == {
        "error": "killed",
        "reason": "timeout",
    }
    grandchild = int(note.read_text())
    for _ in range(50):
        if not _alive(grandchild):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the grandchild lives on")


def _alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"


async def test_a_cancelled_question_ends_its_child(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    task = asyncio.create_task(probe("start", note=str(note)))
    for _ in range(100):
        if note.exists() and note.read_text():
            break
        await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    grandchild = int(note.read_text())
    for _ in range(50):
        if not _alive(grandchild):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the grandchild lives on")
