"""Reading recordings, from outside: each file is opened by a short-lived child process under hard limits.

Recordings are hostile input and libav is a large C library, so it runs in `zenhire.engines.audio.child`
with limits on memory, CPU time, wall time and output and a filter of system calls, no secrets in its environment, and
dies with its parent.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

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
from zenhire.engines.child.launch import ChildBroken, Limits, Source, ask

_TRIES = 3
_MEMORY = 512 << 20

SCAN_LIMITS = Limits(wall_seconds=30.0, cpu_seconds=20, memory_bytes=_MEMORY)
DECODE_LIMITS = Limits(wall_seconds=600.0, cpu_seconds=300, memory_bytes=_MEMORY, file_bytes=2760 * SAMPLE_RATE * 4)


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


async def _ask(source: Source, do: str, options: dict[str, Any], limits: Limits) -> dict[str, Any]:
    try:
        answer = await ask("zenhire.engines.audio.child", source, do, options, limits, tries=_TRIES)
    except ChildBroken as error:
        raise DecoderBroken(f"the decoder: {error}") from error
    if answer.get("reason") == "answer":
        raise DecoderBroken("the decoder process said too much")
    return answer
