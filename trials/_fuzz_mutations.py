"""Damage: what happens to files on their way, and what somebody does to them on purpose. All of it by a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from trials import _fuzz_headers as headers
from trials._fuzz_sources import LONG, Recording

Mutation = Callable[[bytearray, random.Random], None]

_MAGIC = (
    b"RIFF\x24\x08\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data\0\x08\0\0",
    b"ID3\x04\0\0\0\0\0\0",
    b"\xff\xfb\x90\x64",
    b"\0\0\0\x20ftypM4A \0\0\0\0M4A mp42isom\0\0\0\0",
    b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm",
    b"OggS\0\x02\0\0\0\0\0\0\0\0\x01\x02\x03\x04\0\0\0\0\0\0\0\0\x01\x13OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0",
    b"fLaC\0\0\0\x22\x10\0\x10\0\0\0\0\0\0\0\x0a\xc4\x42\xf0",
)
_NAMES = ("a.mp3", "a.wav", "a.m4a", "a.webm", "a.ogg", "a.flac", "a.pdf", "a", "интервью.mp3", "../../a.wav", "a.exe")
_TYPES = ("audio/mpeg", "audio/wav", "audio/mp4", "audio/webm", "audio/ogg", "audio/flac", "text/html", "nonsense", "")


LONG_SHARE = 0.05
"""Share of files that are made of a recording long enough for scores: they cost the most."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A file to submit. `abort` is the share of the request after which its sender goes away."""

    container: str
    mutations: tuple[str, ...]
    content: bytes
    filename: str
    content_type: str
    abort: float | None = None


def _range(data: bytearray, rng: random.Random) -> tuple[int, int]:
    """A stretch of bytes: small ones as often as large ones."""
    size = min(len(data), int(2 ** rng.uniform(0, 17)))
    start = rng.randrange(max(1, len(data) - size + 1))
    return start, start + size


def flip_bits(data: bytearray, rng: random.Random) -> None:
    for _ in range(rng.choice((1, 2, 8, 64, 1000)) if data else 0):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def flip_bits_of_the_head(data: bytearray, rng: random.Random) -> None:
    for _ in range(rng.choice((1, 2, 4, 16)) if data else 0):
        data[rng.randrange(min(len(data), 256))] ^= 1 << rng.randrange(8)


def zero(data: bytearray, rng: random.Random) -> None:
    start, end = _range(data, rng)
    data[start:end] = bytes(end - start)


def scramble(data: bytearray, rng: random.Random) -> None:
    start, end = _range(data, rng)
    data[start:end] = rng.randbytes(end - start)


def duplicate(data: bytearray, rng: random.Random) -> None:
    start, end = _range(data, rng)
    data[start:start] = data[start:end] * rng.choice((1, 1, 2, 8))


def remove(data: bytearray, rng: random.Random) -> None:
    start, end = _range(data, rng)
    del data[start:end]


def swap(data: bytearray, rng: random.Random) -> None:
    start, end = _range(data, rng)
    size = end - start
    other = rng.randrange(max(1, len(data) - size + 1))
    data[start:end], data[other : other + size] = data[other : other + size], data[start:end]


def truncate(data: bytearray, rng: random.Random) -> None:
    del data[rng.randrange(len(data) + 1) :]


def truncate_to_a_head(data: bytearray, rng: random.Random) -> None:
    del data[rng.randrange(600) :]


def append_noise(data: bytearray, rng: random.Random) -> None:
    data += rng.randbytes(int(2 ** rng.uniform(0, 18)))


def prepend_noise(data: bytearray, rng: random.Random) -> None:
    data[:0] = rng.randbytes(int(2 ** rng.uniform(0, 14)))


def noise_behind_magic(data: bytearray, rng: random.Random) -> None:
    data[:] = rng.choice(_MAGIC) + rng.randbytes(int(2 ** rng.uniform(0, 18)))


def magic_many_times(data: bytearray, rng: random.Random) -> None:
    magic = rng.choice(_MAGIC)
    data[:] = magic * rng.choice((2, 100, 5000))


def nothing_at_all(data: bytearray, rng: random.Random) -> None:
    data[:] = bytes(rng.choice((0, 1, 16, 100_000)))


GENERAL: tuple[Mutation, ...] = (
    *(flip_bits, flip_bits, flip_bits_of_the_head, zero, scramble, duplicate, remove, swap, truncate),
    *(truncate_to_a_head, append_noise, prepend_noise),
)
RARE: tuple[Mutation, ...] = (noise_behind_magic, magic_many_times, nothing_at_all)


def _spliced(one: bytes, other: bytes, rng: random.Random) -> bytes:
    """The beginning of one file and the end of another."""
    return one[: rng.randrange(len(one) + 1)] + other[rng.randrange(len(other) + 1) :]


def sample(recordings: Sequence[Recording], seed: int, index: int) -> Sample:
    """The file with this number: always the same for the same recordings and seed."""
    rng = random.Random(f"{seed}:{index}")
    long = rng.random() < LONG_SHARE
    base = rng.choice([one for one in recordings if (one.label == LONG) == long] or recordings)
    content = bytearray(base.content)
    done: list[str] = []
    way = rng.random()
    if way < 0.04:
        done.append("untouched")
    elif way < 0.12:
        _apply(rng.choice(RARE), content, rng, done)
    elif way < 0.22:
        content[:] = _spliced(base.content, rng.choice(recordings).content, rng)
        done.append("splice")
    else:
        choices = (*GENERAL, *headers.BY_CONTAINER[base.container] * 3)
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            _apply(rng.choice(choices), content, rng, done)
    honest = rng.random() < 0.7
    abort = rng.random() if rng.random() < 0.02 else None
    return Sample(
        container=base.container,
        mutations=tuple(done),
        content=bytes(content),
        filename=f"interview.{base.container}" if honest else rng.choice(_NAMES),
        content_type=f"audio/{base.container}" if honest else rng.choice(_TYPES),
        abort=abort,
    )


def _apply(mutation: Mutation, content: bytearray, rng: random.Random, done: list[str]) -> None:
    mutation(content, rng)
    done.append(mutation.__name__)
