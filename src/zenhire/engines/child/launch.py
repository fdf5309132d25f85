"""Opening hostile files in a short-lived child process under hard limits: the parent's side.

The child is a module of ours that calls `inside.serve`. The file is its standard input, its answer one JSON
line on standard output. It has limits on memory, CPU time, wall time and output, no secrets in its environment,
and dies with its parent. It leads a session of its own, so that ending it ends what it started as well.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

Source = int | BinaryIO | str | Path

_ENVIRONMENT = (
    *("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TMPDIR"),
    *("TESSDATA_PREFIX", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"),
)
# One thread each: threads multiply the address space that the limit counts.
_THREADS = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use: wall and CPU seconds, bytes of address space, of each written file, of the answer."""

    wall_seconds: float
    cpu_seconds: int
    memory_bytes: int = 1 << 30
    file_bytes: int = 0
    answer_bytes: int = 64 * 1024


class ChildBroken(Exception):
    """The child itself does not work: it cannot be started, or ended without an answer. An operator must act."""


async def ask(
    module: str, source: Source, do: str, options: dict[str, Any], limits: Limits, *, tries: int = 1
) -> dict[str, Any]:
    """What the child answers; an answer with the key `error` also has a `reason`.

    `source` is an open, seekable file, a descriptor or a path. A child that ran into a limit gives
    `{"error": "killed", "reason": word}` with timeout (CPU or wall), limit (memory, a crash) or answer (it said
    more than it may). One that is killed from outside is started again, `tries` times in all. Raises ChildBroken.
    """
    request = {
        "do": do,
        "with": options,
        "parent": os.getpid(),
        "limits": {
            "memory_bytes": limits.memory_bytes,
            "cpu_seconds": limits.cpu_seconds,
            "file_bytes": limits.file_bytes,
        },
    }
    with _descriptor(source) as descriptor:
        while True:
            try:
                ended = await _run(module, descriptor, json.dumps(request), limits)
            except TimeoutError:
                return {"error": "killed", "reason": "timeout"}
            if ended is None:
                return {"error": "killed", "reason": "answer"}
            code, text = ended
            tries -= 1
            # SIGKILL comes from outside: its own limits end the child in other ways.
            if code != -signal.SIGKILL or tries <= 0:
                return _answer(code, text)


async def _run(module: str, descriptor: int, request: str, limits: Limits) -> tuple[int, bytes] | None:
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", module, request),
            stdin=descriptor,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ} | _THREADS,
            start_new_session=True,
        )
    except OSError as error:
        raise ChildBroken(f"the child process could not be started: {error}") from error
    try:
        async with asyncio.timeout(limits.wall_seconds):
            text = await _read_answer(process, limits.answer_bytes)
            return None if text is None else (await process.wait(), text)
    finally:
        await _end(process)


@contextlib.contextmanager
def _descriptor(source: Source) -> Iterator[int]:
    if isinstance(source, (str, Path)):
        with open(source, "rb") as opened:
            yield opened.fileno()
    elif isinstance(source, int):
        yield source
    else:
        if source.writable():
            source.flush()
        yield source.fileno()


async def _read_answer(process: asyncio.subprocess.Process, most: int) -> bytes | None:
    assert process.stdout is not None
    text = bytearray()
    while len(text) <= most:
        more = await process.stdout.read(_CHUNK)
        if not more:
            return bytes(text)
        text += more
    return None


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await asyncio.shield(process.wait())


def _answer(code: int, text: bytes) -> dict[str, Any]:
    if code == -signal.SIGXCPU:
        return {"error": "killed", "reason": "timeout"}
    if code < 0:
        return {"error": "killed", "reason": "limit"}
    try:
        answer = json.loads(text)
    except ValueError:
        raise ChildBroken(f"the child process ended with code {code} and without an answer") from None
    if code != 0 or not isinstance(answer, dict):
        raise ChildBroken(f"the child process ended with code {code}")
    return answer
