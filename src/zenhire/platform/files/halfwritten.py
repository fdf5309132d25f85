"""What a killed writer leaves in a local folder: the object's name, `#` and a number. The store lists it nowhere."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

_STAGED = re.compile(r".#\d+\Z")


def below(folder: Path) -> Iterator[Path]:
    """Every half-written object in a folder and the folders in it."""
    for path in folder.rglob("*#*"):
        if _STAGED.search(path.name):
            yield path


def of(path: Path) -> Iterator[Path]:
    """What was to become the object at `path`."""
    for found in below(path.parent) if path.parent.is_dir() else ():
        if found.parent == path.parent and found.name.rpartition("#")[0] == path.name:
            yield found


def remove(paths: Iterator[Path], root: Path) -> int:
    """Deletes them, and the folders up to `root` that are empty then; how many there were."""
    gone = 0
    for path in list(paths):
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
            gone += 1
        with contextlib.suppress(OSError):
            for folder in path.parents:
                if folder == root:
                    break
                folder.rmdir()
    return gone
