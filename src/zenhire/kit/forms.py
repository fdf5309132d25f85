"""Reading a multipart form whose file may be large and whose sender may be hostile or slow."""

from __future__ import annotations

import asyncio
import codecs
import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

from zenhire.kit.errors import InvalidInput

MULTIPART_OVERHEAD = 1024 * 1024
MAX_FILES, MAX_FIELDS = 10, 100
MAX_TEXT_FILE = 1024 * 1024

# Others are either dangerous to decode (punycode takes quadratic time) or bring characters that are none.
_CHARSETS = frozenset({"utf-8", "ascii", "iso8859-1", "cp1252"})


class BodyTooLarge(Exception):
    """The request body is longer than the file limit plus the overhead of a form."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an upload may take: seconds without a byte, and seconds in all."""

    silence: float = 30.0
    whole: float = 1800.0


class _TooSlow(Exception):
    """The sender used up the patience; the message says which."""


class _FileFormParser(MultiPartParser):
    # Files go to an unnamed temporary file at once: a child process reads it through its descriptor,
    # and nothing can be left behind.
    spool_max_size = 1

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._text_bytes = 0
        self._ended = False

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        """Text is bounded over all parts; a file's pieces of one chunk are written at once, however many there are."""
        part = self._current_part
        if part.file is None:
            self._text_bytes += end - start
            if self._text_bytes > self.max_part_size:
                raise MultiPartException(f"The text parts exceed {self.max_part_size // 1024} KB.")
            part.data.extend(data[start:end])
            return
        waiting = self._file_parts_to_write
        if waiting and waiting[-1][0] is part:
            waiting[-1][1].extend(data[start:end])  # type: ignore[attr-defined]
        else:
            waiting.append((part, bytearray(data[start:end])))  # type: ignore[arg-type]

    def on_end(self) -> None:
        """Notes that the closing boundary came."""
        self._ended = True

    async def parse(self) -> FormData:
        """The parts. Raises MultiPartException also for a form without its end, whose last part may be cut short."""
        form = await super().parse()
        if not self._ended:
            await form.close()
            for file in self._files_to_close_on_error:
                file.close()
            raise MultiPartException("The closing boundary is missing.")
        return form


async def _bounded(request: Request, limit: int, patience: Patience) -> AsyncGenerator[bytes, None]:
    loop = asyncio.get_running_loop()
    end = loop.time() + patience.whole
    received = 0
    stream = request.stream()
    while True:
        try:
            async with asyncio.timeout_at(min(end, loop.time() + patience.silence)):
                chunk = await anext(stream, None)
        except TimeoutError as error:
            if loop.time() >= end:
                raise _TooSlow(f"The upload took longer than {patience.whole:g} s.") from error
            raise _TooSlow(f"Nothing of the upload arrived for {patience.silence:g} s.") from error
        if chunk is None:
            return
        received += len(chunk)
        if received > limit:
            raise BodyTooLarge
        yield chunk


def text_parts(parts: FormData, name: str) -> Sequence[str]:
    """The text parts of a name. JSON is often sent as a file part (`-F metadata=@m.json`, a Blob): it is text too."""
    found: list[str] = []
    for part in [*parts.getlist(name), *parts.getlist(f"{name}[]")]:
        if isinstance(part, str):
            found.append(part)
        elif (part.size or 0) <= MAX_TEXT_FILE:
            found.append(part.file.read().decode(errors="replace"))
    return found


def text_part(parts: FormData, name: str) -> str | None:
    """The last text part of a name; None when there is none."""
    values = text_parts(parts, name)
    return values[-1] if values else None


def file_parts(parts: FormData, name: str) -> list[UploadFile]:
    """The file parts of a name."""
    return [part for part in parts.getlist(name) if isinstance(part, UploadFile)]


def is_multipart(request: Request) -> bool:
    """True when the body announces itself as multipart/form-data."""
    return bool(re.match(r"multipart/form-data\b", request.headers.get("content-type", ""), re.IGNORECASE))


def _check_charset(headers: Mapping[str, str]) -> None:
    _, options = parse_options_header(headers.get("content-type", ""))
    name = options.get(b"charset", b"utf-8").decode("latin-1")
    try:
        known = codecs.lookup(name).name in _CHARSETS
    except (LookupError, ValueError):
        known = False
    if not known:
        raise _malformed("Its charset is not known here; send it in UTF-8.")


def _malformed(why: str) -> InvalidInput:
    text = f"The body is not a well-formed multipart/form-data form. {why}".strip()
    return InvalidInput(text, details={"fields": {}})


async def read_form(
    request: Request,
    *,
    max_file_bytes: int,
    max_text_bytes: int = MULTIPART_OVERHEAD,
    patience: Patience = Patience(),
) -> FormData:
    """The parts of a multipart form, counted while they arrive.

    Raises BodyTooLarge as soon as the body exceeds `max_file_bytes` plus the overhead of a form, InvalidInput when
    the body is no well-formed multipart form, breaks off, or arrives too slowly.
    """
    _check_charset(request.headers)
    limit = max_file_bytes + MULTIPART_OVERHEAD
    parser = _FileFormParser(
        request.headers,
        _bounded(request, limit, patience),
        max_files=MAX_FILES,
        max_fields=MAX_FIELDS,
        max_part_size=max_text_bytes,
    )
    try:
        return await parser.parse()
    except _TooSlow as error:
        raise InvalidInput(f"{error} Try again over a better line.", details={"fields": {}}) from error
    except ClientDisconnect as error:
        raise InvalidInput("The upload broke off before its end.", details={"fields": {}}) from error
    except MultiPartException as error:
        raise _malformed(error.message) from error
    except (ValueError, UnicodeError) as error:
        raise _malformed("") from error
