"""`python -m trials fuzz-pdf --data DIR [--files N] [--seed N]`: damaged and hostile PDFs through the reading child.

Real PDFs are cut, spliced, given wrong lengths and tables, and bombs in their streams. Each must end in the words read
or in an error of its own kind, in time and within memory, and leave the caller whole.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import resource
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from zenhire.analysis.cv.layout import read_layout
from zenhire.analysis.cv.types import from_json, to_json
from zenhire.engines.child.launch import Limits
from zenhire.engines.pdf.base import PdfError, PdfReaderBroken, PdfTooLong, PdfUnreadable
from zenhire.engines.pdf.reader import OcrOptions, ReadOptions, read

_MEMORY = 1 << 30
_OPTIONS = ReadOptions(
    most_characters=200_000,
    limits=Limits(wall_seconds=20.0, cpu_seconds=10, memory_bytes=_MEMORY, answer_bytes=64 << 20),
    ocr=OcrOptions(enabled=False),
)
_SLACK_SECONDS = 10.0
_NUMBER = re.compile(rb"\d+")
_LENGTH = re.compile(rb"/Length \d+")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_REFERENCE = re.compile(rb"\d+ 0 R")

Mutation = Callable[[bytes, random.Random], bytes]


def flip(data: bytes, chance: random.Random) -> bytes:
    """A few bytes are others."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 4, 30, 300))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def truncate(data: bytes, chance: random.Random) -> bytes:
    """The end is missing."""
    return data[: chance.randrange(1, len(data))]


def drop(data: bytes, chance: random.Random) -> bytes:
    """A piece in the middle is missing."""
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randrange(1, 4096) :]


def repeat(data: bytes, chance: random.Random) -> bytes:
    """A piece stands there many times."""
    start = chance.randrange(len(data))
    piece = data[start : start + chance.randrange(1, 2048)]
    return data[:start] + piece * chance.randrange(2, 100) + data[start:]


def numbers(data: bytes, chance: random.Random) -> bytes:
    """Numbers are huge, negative or off by one."""
    found = list(_NUMBER.finditer(data))
    for match in sorted(chance.sample(found, min(len(found), 12)), key=lambda match: -match.start()):
        value = chance.choice((b"0", b"-1", b"2147483647", b"4294967296", b"99999999999999999999", b"1e308"))
        data = data[: match.start()] + value + data[match.end() :]
    return data


def lengths(data: bytes, chance: random.Random) -> bytes:
    """Streams claim other lengths."""
    return _LENGTH.sub(lambda _: b"/Length %d" % chance.choice((0, 1, 7, 1 << 20, 1 << 31)), data)


def references(data: bytes, chance: random.Random) -> bytes:
    """Objects refer to others than they should, themselves included."""
    found = sorted(set(_REFERENCE.findall(data))) or [b"1 0 R"]
    share = chance.choice((0.02, 0.2))
    return _REFERENCE.sub(
        lambda match: chance.choice(found) if chance.random() < share else match.group(0),
        data,
    )


def table(data: bytes, chance: random.Random) -> bytes:
    """The table of objects lies."""
    at = data.rfind(b"xref")
    if at < 0:
        return flip(data, chance)
    tail = bytearray(data[at:])
    for _ in range(20):
        place = chance.randrange(len(tail))
        tail[place : place + 1] = str(chance.randrange(10)).encode()
    return data[:at] + bytes(tail)


def bomb(data: bytes, chance: random.Random) -> bytes:
    """A stream unpacks to very much, once or twice packed."""
    found = list(_STREAM.finditer(data))
    if not found:
        return data
    match = chance.choice(found)
    body = chance.choice((b"\0", b"q ", b"BT (a) Tj ET ", b"0 0 m 9 9 l S "))
    packed = zlib.compress(body * ((40 << 20) // len(body)))
    return data[: match.start(1)] + packed + data[match.end(1) :]


def forms(data: bytes, chance: random.Random) -> bytes:
    """Forms that draw themselves and each other, many times."""
    draws = b"/A Do /B Do " * chance.choice((1, 50))
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</A 90001 0 R/B 90002 0 R>>>>/Length %d>>"
        b"stream\n%s\nendstream"
    )
    extra = b"".join(b"\n%d 0 obj\n%s\nendobj\n" % (n, form % (len(draws), draws)) for n in (90001, 90002))
    page = (
        b"\n90003 0 obj\n<</Type/Page/MediaBox[0 0 600 800]/Contents 90001 0 R"
        b"/Resources<</XObject<</A 90001 0 R/B 90002 0 R>>>>>>\nendobj\n"
    )
    tree = b"\n90004 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n"
    root = b"90005 0 obj\n<</Type/Catalog/Pages 90004 0 R>>endobj\ntrailer<</Root 90005 0 R>>\n%%EOF\n"
    count = chance.choice((1, 60, 1_000_000))
    kids = b"90003 0 R " * min(count, 60)
    return b"%PDF-1.5\n" + extra + page + tree % (count, kids) + root


def noise(data: bytes, chance: random.Random) -> bytes:
    """Nothing but the first bytes are a PDF's."""
    return b"%PDF-1.7\n" + chance.randbytes(chance.randrange(1, 200_000))


MUTATIONS: tuple[Mutation, ...] = (
    *(flip, truncate, drop, repeat, numbers, lengths, references, table, bomb, forms, noise),
)


@dataclass(slots=True)
class Tally:
    """What became of the files. `lost` names those that ended in none of the ways they may."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    def add(self, name: str, outcome: str, seconds: float) -> None:
        """Counts one file."""
        self.outcomes[name, outcome] += 1
        self.slowest[name] = max(self.slowest.get(name, 0.0), seconds)


async def outcome(path: Path, options: ReadOptions) -> str:
    """How reading a file ends: 'read' or the error's name and reason; 'LOST ...' for what must not be."""
    try:
        document = read_layout(await read(path, options))
        if from_json(to_json(document)) != document:
            return "LOST in JSON"
    except (PdfUnreadable, PdfTooLong) as error:
        return f"{type(error).__name__} {error.reason if isinstance(error, PdfUnreadable) else error.unit}"
    except PdfReaderBroken as error:
        return f"LOST {error}"
    except PdfError as error:
        return type(error).__name__
    except Exception as error:
        return f"LOST {type(error).__name__}: {error}"
    return "read"


async def trial(
    sources: Sequence[Path], files: int, seed: int, folder: Path, *, options: ReadOptions = _OPTIONS, at_once: int = 2
) -> Tally:
    """Reads `files` damaged copies of the sources; the same seed makes the same copies."""
    tally = Tally()
    gate = asyncio.Semaphore(at_once)

    async def one(number: int) -> None:
        async with gate:
            chance = random.Random(seed * 1_000_003 + number)
            mutation = MUTATIONS[number % len(MUTATIONS)]
            data = mutation(chance.choice(sources).read_bytes(), chance)
            if chance.random() < 0.2:
                data = flip(data, chance)
            path = folder / f"{number}.pdf"
            path.write_bytes(data)
            start = time.monotonic()
            ended = await outcome(path, options)
            seconds = time.monotonic() - start
            tally.add(mutation.__name__, ended, seconds)
            if ended.startswith("LOST") or seconds > options.limits.wall_seconds + _SLACK_SECONDS:
                tally.lost.append(f"file {number} ({mutation.__name__}): {ended}, {seconds:.1f} s")
            path.unlink()

    await asyncio.gather(*(one(number) for number in range(files)))
    return tally


def show(tally: Tally, console: Console, title: str = "fuzz-pdf") -> None:
    """Prints what became of each kind of damage."""
    endings = sorted({ended for _, ended in tally.outcomes})
    shown = Table("damage", *endings, "slowest, s", title=title, title_justify="left")
    for name in sorted(tally.slowest):
        counts = (str(tally.outcomes[name, ended] or "") for ended in endings)
        shown.add_row(name, *counts, f"{tally.slowest[name]:.1f}")
    console.print(shown)
    for line in tally.lost:
        console.print(line, markup=False)


def main(arguments: list[str]) -> int:
    """Exit status 0 when each file ended as it may, and no child took more memory than its limit."""
    parser = argparse.ArgumentParser(prog="python -m trials fuzz-pdf", description="Damaged PDFs through the reader.")
    parser.add_argument("--data", type=Path, required=True, help="folder with PDFs, searched to any depth")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    sources = sorted(options.data.rglob("*.pdf"))
    if not sources:
        parser.error(f"--data: no PDF in {options.data}")
    with tempfile.TemporaryDirectory() as folder:
        tally = asyncio.run(trial(sources, options.files, options.seed, Path(folder)))
    console = Console()
    show(tally, console)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    console.print(f"largest child: {peak / 2**20:.0f} MiB of at most {_MEMORY / 2**20:.0f}; lost: {len(tally.lost)}")
    return 1 if tally.lost or peak > _MEMORY else 0
