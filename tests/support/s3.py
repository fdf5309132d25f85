"""An S3-compatible server on the loopback, for tests of what keeps its files there."""

from __future__ import annotations

import logging
import os
import re
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from moto.server import ThreadedMotoServer

PAGE = 20
"""Objects in one answer to a listing that asks for no other number."""

_EXAMPLE = {"AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "not a secret", "AWS_REGION": "us-east-1"}


@dataclass(frozen=True, slots=True)
class S3:
    """A running server."""

    url: str

    @property
    def environment(self) -> dict[str, str]:
        """What tells a process of ours how to reach it."""
        return {**_EXAMPLE, "AWS_ENDPOINT_URL": self.url}

    def make_bucket(self, name: str) -> None:
        """A new empty bucket."""
        self._ask("PUT", f"/{name}")

    def keys(self, bucket: str) -> list[str]:
        """The objects (at most 1000) of a bucket."""
        return re.findall(r"<Key>([^<]+)</Key>", self._ask("GET", f"/{bucket}?list-type=2&max-keys=1000"))

    def unfinished(self, bucket: str) -> list[str]:
        """Keys of uploads in parts that were begun and neither finished nor aborted."""
        return re.findall(r"<Key>([^<]+)</Key>", self._ask("GET", f"/{bucket}?uploads"))

    def _ask(self, method: str, path: str) -> str:
        request = urllib.request.Request(self.url + path, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return str(answer.read().decode())


@contextmanager
def s3_server() -> Iterator[S3]:
    """A server in this process that keeps everything in memory."""
    os.environ.setdefault("MOTO_S3_DEFAULT_MAX_KEYS", str(PAGE))
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield S3(f"http://{host}:{port}")
    finally:
        server.stop()


def unused_port() -> int:
    """A port of the loopback where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
