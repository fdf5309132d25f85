"""Files that commands send: opened from a path or from standard input, looked at first."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

Check = Callable[[BinaryIO, str], None]
ANYWAY = "Give --no-check to send it all the same."


class NotWorthSending(Exception):
    """The platform would refuse the file; the message says why, and what to do."""


@contextmanager
def opened(path: Path, what: str, check: Check | None) -> Iterator[BinaryIO]:
    """The file, open for reading; `-` is standard input. `check` gets it with its name. Raises NotWorthSending."""
    if str(path) == "-":
        with tempfile.TemporaryFile() as kept:
            shutil.copyfileobj(sys.stdin.buffer, kept)
            _look(kept, "standard input", check)
            yield kept
        return
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise NotWorthSending(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise NotWorthSending(f"{path} is a folder; name the {what} in it.") from None
    except OSError as error:
        raise NotWorthSending(f"{path} cannot be read: {error.strerror}.") from None
    with file:
        _look(file, str(path), check)
        yield file


def size_of(file: BinaryIO) -> int:
    """Its bytes; it stands at its beginning then."""
    size = file.seek(0, 2)
    file.seek(0)
    return size


def _look(file: BinaryIO, name: str, check: Check | None) -> None:
    if size_of(file) == 0:
        raise NotWorthSending(f"{name} is empty.")
    if check is not None:
        check(file, name)
        file.seek(0)
