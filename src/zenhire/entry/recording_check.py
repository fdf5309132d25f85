"""What can be known about a recording before it is uploaded, by the rules of a platform with the usual limits."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from zenhire.engines.audio.sniff import sniff

MAX_BYTES = 25 * 1024 * 1024
_ANYWAY = "Give --no-check to send it all the same."


class NotWorthSending(Exception):
    """The platform would refuse the file; the message says why, and what to do."""


@contextmanager
def opened(path: Path, *, check: bool) -> Iterator[BinaryIO]:
    """The recording, open for reading; `-` is standard input. Raises NotWorthSending."""
    if str(path) == "-":
        with tempfile.TemporaryFile() as kept:
            shutil.copyfileobj(sys.stdin.buffer, kept)
            kept.seek(0)
            _check(kept, "standard input", check=check)
            yield kept
        return
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise NotWorthSending(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise NotWorthSending(f"{path} is a folder; name the recording in it.") from None
    except OSError as error:
        raise NotWorthSending(f"{path} cannot be read: {error.strerror}.") from None
    with file:
        _check(file, str(path), check=check)
        yield file


def _check(file: BinaryIO, name: str, *, check: bool) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if size == 0:
        raise NotWorthSending(f"{name} is empty.")
    if not check:
        return
    if size > MAX_BYTES:
        raise NotWorthSending(
            f"{name} has {size / 1048576:.1f} MB; the limit is {MAX_BYTES / 1048576:g} MB. Compress it: 45 minutes fit"
            f" at 64 kbit/s. {_ANYWAY}"
        )
    if sniff(file) is None:
        raise NotWorthSending(f"{name} is not MP3, WAV, M4A, WebM, OGG or FLAC audio. Convert it. {_ANYWAY}")
    file.seek(0)
