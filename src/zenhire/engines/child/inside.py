"""A limited child's own side: its limits, its request and its one answer.

It imports little, because every file that is opened pays for this import.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

from zenhire.engines.process import die_with_parent
from zenhire.engines.sandbox import limit


class Refused(Exception):
    """Ends the work: the answer is `{"error": kind, "reason": word, **details}`."""

    def __init__(self, kind: str, reason: str, **details: Any) -> None:
        self.kind, self.reason, self.details = kind, reason, details
        super().__init__(reason)


def read_input(most: int) -> bytes:
    """Standard input from its beginning, whatever its offset. Raises Refused for none and for more than `most`."""
    size = os.fstat(0).st_size
    if size == 0:
        raise Refused("unreadable", "empty")
    if size > most:
        raise Refused("unreadable", "too_large")
    data = bytearray()
    while more := os.pread(0, size - len(data), len(data)):
        data += more
    return bytes(data)


def serve(work: Mapping[str, Callable[..., dict[str, Any]]], *, alone: bool = True) -> None:
    """Answers the request of the command line with one JSON line; `work` maps what can be asked to its function, which
    starts no process or thread if it works `alone`.

    A function that raises Refused, or runs out of memory or of file size, is answered as an error; any other
    exception ends the process with a traceback on standard error, which the parent throws away.
    """
    request = json.loads(sys.argv[1])
    die_with_parent()
    if os.getppid() != request["parent"]:
        sys.exit(3)
    limit(**request["limits"], alone=alone)
    try:
        answer = work[request["do"]](**request["with"])
    except Refused as refusal:
        answer = {"error": refusal.kind, "reason": refusal.reason, **refusal.details}
    except MemoryError:
        answer = {"error": "killed", "reason": "limit"}
    except OSError as error:
        if error.errno not in (errno.EFBIG, errno.ENOMEM):
            raise
        answer = {"error": "killed", "reason": "limit"}
    sys.stdout.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")))
    sys.stdout.write("\n")
    sys.stdout.flush()
