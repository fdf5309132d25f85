"""What an object store can answer instead of doing what was asked."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

from obstore.exceptions import BaseError

_STATUS = re.compile(r"status code: (\d{3} [A-Za-z ]+)")
_CODE = re.compile(r"<Code>(\w{1,64})</Code>")
_OS_ERROR = re.compile(r"\(os error (\d+)\)")


class FileMissing(Exception):
    """There is no object with this key."""


class FileStoreFailed(Exception):
    """The store did not do what was asked. The message names the fault, for operators, and never the object."""


@contextmanager
def translated(what: str, key: str | None = None) -> Iterator[None]:
    """Turns obstore's errors into ours; what it says of a fault holds addresses of files, so that is left out.

    With a `key`, an object that is not there is FileMissing; without one, as when writing, it is a fault too.
    """
    try:
        yield
    except (BaseError, OSError) as error:
        if key is not None and isinstance(error, FileNotFoundError) and "<Code>NoSuchBucket" not in str(error):
            raise FileMissing(key) from None
        raise FileStoreFailed(f"The file store could not {what}: {reason(error)}.") from _cause(error)


def _cause(error: Exception) -> OSError | None:
    """The system's error alone, without the path it was about, so that a full disk can be told from the rest."""
    number = error.errno if isinstance(error, OSError) else None
    if match := _OS_ERROR.search(str(error)):
        number = int(match.group(1))
    return OSError(number, os.strerror(number)) if number else None


def reason(error: Exception) -> str:
    """A fault in a few words: the store's status and code, the system's error, or else its kind."""
    text = str(error)
    found = [match.group(1).strip() for pattern in (_STATUS, _CODE) if (match := pattern.search(text))]
    if found:
        return ", ".join(found)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if number := _OS_ERROR.search(text):
        return os.strerror(int(number.group(1)))
    if "error sending request" in text or "timed out" in text:
        return "it does not answer"
    return type(error).__name__
