"""What a killed writer leaves in a local folder: the object's name, `#` and a number. The store lists it nowhere."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

_STAGED = re.compile(r".#\d+\Z")


def below(folder: Path) -> Iterator[Path]:
    """Every half-written object in a folder and the folders in it, of which others may delete some meanwhile."""
    for place, _, names in os.walk(folder):
        yield from (Path(place, name) for name in names if _STAGED.search(name))


def of(path: Path) -> Iterator[Path]:
    """What was to become the object at `path`."""
    _, _, names = next(os.walk(path.parent), ("", [], []))
    yield from (path.with_name(name) for name in names if _STAGED.search(name) and name.rpartition("#")[0] == path.name)


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
