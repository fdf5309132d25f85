"""What the decoder process can do once it looks at a recording: read it, answer, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engines.audio.audio_files import FLAC, MP3, OGG_VORBIS, WAV, WEBM, recording, video
from zenhire.engines.audio.decoder import Limits, decode, scan

PRISONER = """
import json, os, resource, signal, socket, subprocess, sys, threading
from zenhire.engines import sandbox
sandbox.limit(memory_bytes=512 << 20, cpu_seconds=5, file_bytes=1000)
confined = sandbox.confine()
attempts = {
    "fork": os.fork,
    "execute": lambda: os.execv("/bin/true", ["true"]),
    "spawn": lambda: subprocess.run(["/bin/true"]),
    "thread": lambda: threading.Thread(target=print).start(),
    "read a file": lambda: open("/proc/self/environ"),
    "write a file": lambda: open(sys.argv[1], "w"),
    "delete a file": lambda: os.unlink(sys.argv[1]),
    "connect": lambda: socket.socket(socket.AF_INET),
    "reach a local socket": lambda: socket.socket(socket.AF_UNIX),
    "kill": lambda: os.kill(os.getppid(), 0),
    "lift a limit": lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 40, 1 << 40)),
}
outcome = {}
for name, attempt in attempts.items():
    try:
        attempt()
        outcome[name] = "done"
    except (OSError, RuntimeError, ValueError, subprocess.SubprocessError) as error:
        outcome[name] = type(error).__name__
try:
    bytearray(600 << 20)
    outcome["memory"] = "done"
except MemoryError as error:
    outcome["memory"] = "MemoryError"
print(json.dumps([confined, outcome]), flush=True)
os._exit(0)
"""


def test_a_decoder_that_was_taken_over_can_do_nothing(tmp_path: Path) -> None:
    target = tmp_path / "victim"
    target.write_text("kept")
    done = subprocess.run(
        [sys.executable, "-c", PRISONER, str(target)], capture_output=True, text=True, timeout=60, check=True
    )
    confined, outcome = json.loads(done.stdout)
    if not confined:
        pytest.skip("this kernel has no filter of system calls")
    assert "done" not in outcome.values(), outcome
    assert target.read_text() == "kept"


@pytest.mark.parametrize("recipe", [MP3, WAV, WEBM, OGG_VORBIS, FLAC])
async def test_all_formats_are_read_behind_the_walls(tmp_path: Path, recipe: object) -> None:
    path = tmp_path / "recording"
    path.write_bytes(recording(recipe, 1.0))  # type: ignore[arg-type]
    tight = Limits(wall_seconds=30, cpu_seconds=10, memory_bytes=256 << 20, file_bytes=1 << 20)
    assert (await scan(path, limits=tight)).duration_s == pytest.approx(1.0, abs=0.05)
    assert (await decode(path, tmp_path / "out.pcm", limits=tight)).duration == pytest.approx(1.0, abs=0.05)


async def test_video_beside_the_sound_needs_nothing_more(tmp_path: Path) -> None:
    path = tmp_path / "recording"
    path.write_bytes(video(with_audio=True))
    assert (await scan(path)).format == "m4a"


async def test_names_in_another_encoding_do_no_harm(tmp_path: Path) -> None:
    """A title in Latin-1, as older recorders write it."""
    title = b"INFOINAM" + (6).to_bytes(4, "little") + b"caf\xe9\x81\0"
    path = tmp_path / "recording"
    path.write_bytes(recording(WAV, 1.0) + b"LIST" + len(title).to_bytes(4, "little") + title)
    assert (await scan(path)).duration_s == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    "head",
    [
        b"ID3\x04\0\0\0\0\0\0" * 300_000,
        b"RIFF\xff\xff\xff\x7fWAVE" + b"junk\0\0\0\0" * 400_000,
        b"\0\0\0\x08ftyp" + b"\0\0\0\x08free" * 400_000,
    ],
    ids=["tags", "chunks", "boxes"],
)
async def test_a_file_of_headers_only_is_soon_refused(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "recording"
    path.write_bytes(head)
    quick = Limits(wall_seconds=30, cpu_seconds=10)
    with pytest.raises(Exception, match=r"unreadable|format|corrupt|no_audio"):
        await scan(path, limits=quick)
    assert os.listdir(tmp_path) == ["recording"]
