"""A limited child that tells what it has, or misbehaves as asked."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from typing import Any

from zenhire.engines.child.inside import Refused, serve


def tell() -> dict[str, Any]:
    names = ("AS", "CPU", "FSIZE", "CORE")
    limits = {name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[0] for name in names}
    return {"names": sorted(os.environ), "limits": limits, "session": os.getsid(0) == os.getpid()}


def refuse() -> dict[str, Any]:
    raise Refused("sour", "milk", most=3)


def fill() -> dict[str, Any]:
    return {"bytes": len(bytearray(2 << 30))}


def spin() -> dict[str, Any]:
    while True:
        pass


def die() -> dict[str, Any]:
    os.kill(os.getpid(), signal.SIGSEGV)
    return {}


def talk() -> dict[str, Any]:
    return {"text": "x" * (1 << 20)}


def fail() -> dict[str, Any]:
    raise ValueError("a candidate's words")


def start(note: str) -> dict[str, Any]:
    with subprocess.Popen(["sleep", "60"]) as process:
        with open(note, "w") as file:
            file.write(str(process.pid))
        process.wait()
    return {}


if __name__ == "__main__":
    serve({work.__name__: work for work in (tell, refuse, fill, spin, die, talk, fail, start)}, alone=False)
