"""What can be known about a recording before it is uploaded, by the rules of a platform with the usual limits."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

from zenhire.engines.audio.sniff import sniff
from zenhire.entry import user_files
from zenhire.entry.user_files import ANYWAY, NotWorthSending, size_of

MAX_BYTES = 25 * 1024 * 1024


def opened(path: Path, *, check: bool) -> AbstractContextManager[BinaryIO]:
    """The recording, open for reading; `-` is standard input. Raises NotWorthSending."""
    return user_files.opened(path, "recording", _check if check else None)


def _check(file: BinaryIO, name: str) -> None:
    size = size_of(file)
    if size > MAX_BYTES:
        raise NotWorthSending(
            f"{name} has {size / 1048576:.1f} MB; the limit is {MAX_BYTES / 1048576:g} MB. Compress it: 45 minutes fit"
            f" at 64 kbit/s. {ANYWAY}"
        )
    if sniff(file) is None:
        raise NotWorthSending(f"{name} is not MP3, WAV, M4A, WebM, OGG or FLAC audio. Convert it. {ANYWAY}")
