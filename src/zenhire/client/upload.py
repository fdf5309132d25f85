"""A file on its way: from a path, from bytes or from an open file, read piece by piece while it is sent."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, BinaryIO

Content = str | os.PathLike[str] | bytes | BinaryIO
"""A path, the content itself, or a file opened for reading bytes."""

Progress = Callable[[int, int | None], object]
"""Called with the bytes handed to the connection so far, and all bytes (None where that cannot be known)."""


class Attachment:
    """Something that can be sent, and sent again unless it is a stream that runs only once.

    `stem` is its name in the form, to which the file's own suffix is added, or `suffix` where it has none: the rest of
    a file's name may be a person's.
    """

    def __init__(self, content: Content, stem: str, suffix: str = "") -> None:
        if isinstance(content, io.TextIOBase):
            raise TypeError("Open the file in binary mode: open(path, 'rb').")
        self._content = content
        self._stem = stem
        self._suffix = suffix
        self._start: int | None = None
        if not isinstance(content, str | bytes | os.PathLike):
            self._start = content.tell() if content.seekable() else None

    @property
    def name(self) -> str:
        """Its name in the form."""
        source = self._content if isinstance(self._content, str | os.PathLike) else getattr(self._content, "name", "")
        suffix = PurePath(source).suffix.lower() if isinstance(source, str | os.PathLike) else ""
        return f"{self._stem}{suffix if suffix[1:].isascii() and suffix[1:].isalnum() else self._suffix}"

    @property
    def repeatable(self) -> bool:
        """Whether it can be read from its beginning again."""
        return self._start is not None or isinstance(self._content, str | bytes | os.PathLike)

    def open(self) -> AbstractContextManager[BinaryIO]:
        """The content from its beginning; what was opened here is closed with the block. Raises OSError."""
        if isinstance(self._content, bytes):
            return io.BytesIO(self._content)
        if isinstance(self._content, str | os.PathLike):
            return Path(self._content).open("rb")
        if self._start is not None:
            self._content.seek(self._start)
        return nullcontext(self._content)


@dataclass
class Form:
    """A multipart form with one file, under the name `part`. `begun` and `complete` tell how much of it has been read
    for sending. `idempotent`: sent twice, it has the effect of once.
    """

    attachment: Attachment
    fields: dict[str, str | list[str]]
    progress: Progress | None = None
    part: str = "audio"
    media_type: str = "application/octet-stream"
    idempotent: bool = False
    begun: bool = field(default=False, init=False)
    complete: bool = field(default=False, init=False)

    @property
    def repeatable(self) -> bool:
        """Whether the form can be sent once more."""
        return not self.begun or self.attachment.repeatable


class CountedReader:
    """The file object that the HTTP library reads; the file's present position is its beginning."""

    def __init__(self, file: BinaryIO, form: Form) -> None:
        self._file = file
        self._form = form
        self._base = file.tell() if file.seekable() else None
        self._sent = 0
        self._total = None if self._base is None else self.seek(0, os.SEEK_END)
        self.seek(0)
        form.complete = False

    def tell(self) -> int:
        """Bytes from the beginning. Raises OSError for a stream."""
        if self._base is None:
            raise io.UnsupportedOperation("tell")
        return self._file.tell() - self._base

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Moves, and gives the new position; a stream stays where it is."""
        if self._base is None:
            return 0
        return self._file.seek(offset + (self._base if whence == os.SEEK_SET else 0), whence) - self._base

    def read(self, size: int) -> bytes:
        """The next bytes, reported to `progress`."""
        data: Any = self._file.read(size)
        self._form.begun = True
        self._sent += len(data)
        # The last piece may be on its way as soon as it is given out, so from then on the form counts as sent.
        self._form.complete = not data or self._sent == self._total
        if data and self._form.progress is not None:
            self._form.progress(self._sent, self._total)
        return bytes(data)
