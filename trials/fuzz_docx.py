"""`python -m trials fuzz-docx --data DIR [--files N] [--seed N]`: damaged and hostile DOCX through the reading child.

Real documents are cut and spliced, their parts are damaged and packed again, and bombs are put in. Each must end in the
text read or in an error of its own kind, in time and within memory, and leave the caller whole.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import random
import re
import resource
import tempfile
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from trials.fuzz_pdf import Mutation, Tally, drop, flip, repeat, show, truncate
from zenhire.analysis.cv.layout.docx import read_docx
from zenhire.analysis.cv.types import from_json, to_json
from zenhire.engines.child.launch import Limits
from zenhire.engines.docx.base import DocxError, DocxReaderBroken, DocxUnreadable
from zenhire.engines.docx.reader import DocxOptions, read

_MEMORY = 768 << 20
_OPTIONS = DocxOptions(
    most_characters=200_000,
    limits=Limits(wall_seconds=20.0, cpu_seconds=10, memory_bytes=_MEMORY, answer_bytes=32 << 20),
)
_SLACK_SECONDS = 10.0
_TAG = re.compile(rb"<(/?)([a-z0-9]+:[A-Za-z]+)")
_VALUE = re.compile(rb'="[^"<>]{0,40}"')
_MAIN = "word/document.xml"


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of a DOCX."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    """A DOCX of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _in_part(change: Mutation) -> Mutation:
    """The same damage inside of a part, packed again so that the ZIP itself is whole."""

    def changed(data: bytes, chance: random.Random) -> bytes:
        files = unpacked(data)
        name = _MAIN if chance.random() < 0.6 else chance.choice(sorted(files))
        if files.get(name):
            files[name] = change(files[name], chance)
        return packed(files)

    changed.__name__ = f"part_{change.__name__}"
    return changed


def tags(data: bytes, chance: random.Random) -> bytes:
    """Elements are others, opened and closed at the wrong places or the right ones."""
    names = sorted({match[2] for match in _TAG.finditer(data)}) or [b"w:p"]
    if chance.random() < 0.5:
        old, new = chance.choice(names), chance.choice(names)
        return data.replace(b"<" + old, b"<" + new).replace(b"</" + old, b"</" + new)
    return _TAG.sub(lambda m: b"<" + m[1] + chance.choice(names) if chance.random() < 0.01 else m[0], data)


def values(data: bytes, chance: random.Random) -> bytes:
    """Attributes are huge, negative, empty, or each other's."""
    found = sorted(set(_VALUE.findall(data))) or [b'="1"']
    wild = (b'="0"', b'="-1"', b'="99999999999999999999"', b'="1e308"', b'=""', b'="NaN"', '="ﬀ\U000e0041"'.encode())
    share = chance.choice((0.02, 0.3))
    return _VALUE.sub(lambda m: chance.choice((*wild, chance.choice(found))) if chance.random() < share else m[0], data)


def nest(data: bytes, chance: random.Random) -> bytes:
    """Elements in elements in elements."""
    tag = chance.choice((b"w:p", b"w:ins", b"w:sdt><w:sdtContent", b"w:tbl><w:tr><w:tc", b"w:r", b"x"))
    many = chance.choice((20, 70, 240, 5_000, 200_000))
    close = b"".join(b"</%s>" % name for name in reversed(tag.split(b"><")))
    return data.replace(b"<w:body>", b"<w:body>" + (b"<%s>" % tag) * many + close * many, 1)


def entities(data: bytes, chance: random.Random) -> bytes:
    """Entities that grow, or that fetch files."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(8)
    )
    outside = b'<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/hostname">'
    head, _, rest = data.partition(b"?>")
    return head + b"?>" + chance.choice((bomb, outside)) + b"]>" + rest.replace(b"</w:t>", b"&i;</w:t>", 1)


def bomb(data: bytes, chance: random.Random) -> bytes:
    """A part unpacks to very much."""
    body = chance.choice((b"<w:p/>", b"<w:p><w:r><w:t>a</w:t></w:r></w:p>", b" ", b"<w:r><w:t>&amp;</w:t></w:r>"))
    return data.replace(b"</w:body>", body * ((30 << 20) // len(body)) + b"</w:body>", 1)


def missing(data: bytes, chance: random.Random) -> bytes:
    """Parts are not there, are empty, or are each other."""
    files = unpacked(data)
    name, other = chance.choice(sorted(files)), chance.choice(sorted(files))
    match chance.randrange(3):
        case 0:
            del files[name]
        case 1:
            files[name] = b""
        case _:
            files[name], files[other] = files[other], files[name]
    return packed(files)


def many(data: bytes, chance: random.Random) -> bytes:
    """The ZIP has very many entries."""
    files = unpacked(data)
    return packed(files | {f"word/media/{number}.png": b"" for number in range(chance.choice((500, 6_000)))})


def noise(data: bytes, chance: random.Random) -> bytes:
    """Nothing but the first bytes are a ZIP's, or an old document's."""
    head = chance.choice((b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b""))
    return head + chance.randbytes(chance.randrange(1, 100_000))


_PARTS: tuple[Mutation, ...] = (flip, truncate, drop, repeat, tags, values, nest, entities, bomb)
MUTATIONS: tuple[Mutation, ...] = (flip, truncate, drop, repeat, missing, many, noise, *map(_in_part, _PARTS))


async def outcome(path: Path, options: DocxOptions) -> str:
    """How reading a file ends: 'read' or the error's name and reason; 'LOST ...' for what must not be."""
    try:
        document = read_docx(await read(path, options))
        if from_json(to_json(document)) != document:
            return "LOST in JSON"
    except DocxReaderBroken as error:
        return f"LOST {error}"
    except DocxUnreadable as error:
        return error.reason
    except DocxError as error:
        return type(error).__name__
    except Exception as error:
        return f"LOST {type(error).__name__}: {error}"
    return "read"


def mutated(sources: Sequence[bytes], number: int, seed: int) -> tuple[str, bytes]:
    """The name of the damage and the damaged file; the same number and seed make the same file."""
    chance = random.Random(seed * 1_000_003 + number)
    mutation = MUTATIONS[number % len(MUTATIONS)]
    data = mutation(chance.choice(sources), chance)
    return mutation.__name__, flip(data, chance) if chance.random() < 0.1 else data


async def trial(
    sources: Sequence[bytes], files: int, seed: int, folder: Path, *, options: DocxOptions = _OPTIONS, at_once: int = 2
) -> Tally:
    """Reads `files` damaged copies of the sources; the same seed makes the same copies."""
    tally = Tally()
    gate = asyncio.Semaphore(at_once)

    async def one(number: int) -> None:
        async with gate:
            name, data = mutated(sources, number, seed)
            path = folder / f"{number}.docx"
            path.write_bytes(data)
            start = time.monotonic()
            ended = await outcome(path, options)
            seconds = time.monotonic() - start
            tally.add(name, ended, seconds)
            if ended.startswith("LOST") or seconds > options.limits.wall_seconds + _SLACK_SECONDS:
                tally.lost.append(f"file {number} ({name}): {ended}, {seconds:.1f} s")
            path.unlink()

    await asyncio.gather(*(one(number) for number in range(files)))
    return tally


def main(arguments: list[str]) -> int:
    """Exit status 0 when each file ended as it may, and no child took more memory than its limit."""
    parser = argparse.ArgumentParser(prog="python -m trials fuzz-docx", description="Damaged DOCX through the reader.")
    parser.add_argument("--data", type=Path, required=True, help="folder with DOCX, searched to any depth")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    sources = [path.read_bytes() for path in sorted(options.data.rglob("*.docx"))]
    if not sources:
        parser.error(f"--data: no DOCX in {options.data}")
    with tempfile.TemporaryDirectory() as folder:
        tally = asyncio.run(trial(sources, options.files, options.seed, Path(folder)))
    console = Console()
    show(tally, console, "fuzz-docx")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    console.print(f"largest child: {peak / 2**20:.0f} MiB of at most {_MEMORY / 2**20:.0f}; lost: {len(tally.lost)}")
    return 1 if tally.lost or peak > _MEMORY else 0
