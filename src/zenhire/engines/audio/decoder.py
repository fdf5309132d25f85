"""Reading recordings, from outside: each file is opened by a short-lived child process under hard limits.

Recordings are hostile input and libav is a large C library, so it runs in `zenhire.engines.audio.child`
with limits on memory, CPU time, wall time and output and a filter of system calls, no secrets in its environment, and
dies with its parent.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from zenhire.engines.audio.base import (
    SAMPLE_RATE,
    DecodeFailed,
    DecoderBroken,
    DurationUnavailable,
    Pcm,
    ScanResult,
    ScanTimeout,
    UnsupportedFormat,
)

Source = int | BinaryIO | str | Path

_TRIES = 3
_ANSWER_LIMIT = 64 * 1024
_ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TMPDIR")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use: wall and CPU seconds, bytes of address space, bytes of output."""

    wall_seconds: float
    cpu_seconds: int
    memory_bytes: int = 512 << 20
    file_bytes: int = 0


SCAN_LIMITS = Limits(wall_seconds=30.0, cpu_seconds=20)
DECODE_LIMITS = Limits(wall_seconds=600.0, cpu_seconds=300, file_bytes=2760 * SAMPLE_RATE * 4)


async def scan(source: Source, *, stop_after_s: float = 6 * 3600.0, limits: Limits = SCAN_LIMITS) -> ScanResult:
    """What a recording is and how long, by content: every packet is counted, the header is not believed.

    `source` is an open, seekable file (its offset is left alone), a descriptor or a path. Counting stops
    beyond `stop_after_s` seconds of audio (then `complete` is False). Within 50 ms of the decoded length.
    Raises UnsupportedFormat, DurationUnavailable (ScanTimeout on time-out), DecoderBroken.
    """
    answer = await _ask(source, "scan", {"stop_after_s": stop_after_s}, limits)
    if answer.get("error") == "unsupported":
        raise UnsupportedFormat(answer["reason"])
    if answer.get("error"):
        raise ScanTimeout if answer["reason"] == "timeout" else DurationUnavailable(answer["reason"])
    return ScanResult(**answer)


async def decode(
    source: Source,
    out_path: str | Path,
    *,
    start_ms: int = 0,
    end_ms: int | None = None,
    expected_s: float | None = None,
    min_share: float = 0.95,
    limits: Limits = DECODE_LIMITS,
) -> Pcm:
    """Writes `out_path`: 16 kHz little-endian 16-bit PCM. Mono stays mono, stereo stays stereo, more becomes mono.

    Only [start_ms, end_ms) is written. Corrupt packets are skipped; if less than `min_share` of the packets'
    time (or of `expected_s`, the scan's duration) decodes, nothing is left and DecodeFailed is raised.
    The file appears whole or not at all. Raises UnsupportedFormat, DecodeFailed, DecoderBroken, and OSError (ENOSPC)
    when there is no space for it.
    """
    target = Path(out_path)
    part = target.with_name(f"{target.name}.{os.getpid()}-{id(target):x}.part")
    options = {
        "out": str(part.absolute()),
        "start_ms": start_ms,
        "end_ms": end_ms,
        "expected_s": expected_s,
        "min_share": min_share,
    }
    try:
        answer = await _ask(source, "decode", options, limits)
        if answer.get("error") == "unsupported":
            raise UnsupportedFormat(answer["reason"])
        if answer.get("error") == "no_space":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target.parent))
        if answer.get("error"):
            raise DecodeFailed(answer["reason"])
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return Pcm(str(target), answer["frames"], answer["channels"])


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


async def _ask(source: Source, do: str, options: dict[str, Any], limits: Limits) -> dict[str, Any]:
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
        for _ in range(_TRIES):
            try:
                code, text = await _run(descriptor, json.dumps(request), limits)
            except TimeoutError:
                return {"error": "killed", "reason": "timeout"}
            # SIGKILL comes from outside: its own limits end the child in other ways.
            if code != -signal.SIGKILL:
                break
    return _answer(code, text)


async def _run(descriptor: int, request: str, limits: Limits) -> tuple[int, bytes]:
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "zenhire.engines.audio.child", request),
            stdin=descriptor,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            start_new_session=True,
        )
    except OSError as error:
        raise DecoderBroken(f"the decoder process could not be started: {error}") from error
    try:
        async with asyncio.timeout(limits.wall_seconds):
            text = await _read_answer(process)
            return await process.wait(), text
    finally:
        await _end(process)


async def _read_answer(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None
    text = b""
    while len(text) <= _ANSWER_LIMIT:
        more = await process.stdout.read(_ANSWER_LIMIT)
        if not more:
            return text
        text += more
    raise DecoderBroken("the decoder process said too much")


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
        raise DecoderBroken(f"the decoder process ended with code {code} and without an answer") from None
    if code != 0 or not isinstance(answer, dict):
        raise DecoderBroken(f"the decoder process ended with code {code}")
    return answer
