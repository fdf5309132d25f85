"""Lies in the headers of each container: lengths, rates, channels and counts that are not true."""

from __future__ import annotations

import random
from collections.abc import Callable

Mutation = Callable[[bytearray, random.Random], None]

_ODD = (0, 1, 2, 3, 7, 8, 16, 255, 256, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_SEGMENT_IDS = (
    *(b"\x18\x53\x80\x67", b"\x15\x49\xa9\x66", b"\x2a\xd7\xb1", b"\x44\x89", b"\x1f\x43\xb6\x75", b"\x16\x54\xae\x6b"),
    *(b"\xae", b"\xb5", b"\x9f", b"\xa3", b"\x63\xa2", b"\x86", b"\xe7", b"\x1c\x53\xbb\x6b", b"\x56\xaa", b"\x83"),
)
_BOXES = (
    *(b"ftyp", b"moov", b"mvhd", b"trak", b"tkhd", b"mdia", b"mdhd", b"minf", b"stbl", b"stsd", b"mp4a", b"esds"),
    *(b"stts", b"stsc", b"stsz", b"stco", b"elst", b"mdat", b"moof", b"mfhd", b"traf", b"tfhd", b"tfdt", b"trun"),
    *(b"mvex", b"trex", b"udta"),
)


def odd_number(rng: random.Random, size: int, order: str = "little") -> bytes:
    """A number at the edge of some range, or any."""
    value = rng.choice(_ODD) if rng.random() < 0.8 else rng.randrange(1 << 32)
    value = (value << rng.choice((0, 0, 8, 32))) & ((1 << 8 * size) - 1)
    return value.to_bytes(size, "little" if order == "little" else "big")


def _put(data: bytearray, at: int, value: bytes) -> None:
    if 0 <= at < len(data):
        data[at : at + len(value)] = value


def _find(data: bytearray, mark: bytes, rng: random.Random) -> int:
    """One of the places where the mark stands, -1 if there is none."""
    places: list[int] = []
    at = data.find(mark)
    while at >= 0 and len(places) < 500:
        places.append(at)
        at = data.find(mark, at + 1)
    return rng.choice(places) if places else -1


def wav_format(data: bytearray, rng: random.Random) -> None:
    """Format tag, channels, rate, bytes a second, block size, bits."""
    at, size = rng.choice(((20, 2), (22, 2), (24, 4), (28, 4), (32, 2), (34, 2), (16, 4)))
    _put(data, at, odd_number(rng, size))


def wav_sizes(data: bytearray, rng: random.Random) -> None:
    """The length of the file or of its audio."""
    mark = _find(data, rng.choice((b"RIFF", b"data", b"fmt ")), rng)
    if mark >= 0:
        claim = int(len(data) * rng.choice((0.0, 0.5, 2.0, 500.0)))
        _put(data, mark + 4, min(claim, 0xFFFFFFFF).to_bytes(4, "little") if rng.random() < 0.5 else odd_number(rng, 4))


def wav_chunk(data: bytearray, rng: random.Random) -> None:
    """One more chunk whose length is not true."""
    name = rng.choice((b"LIST", b"data", b"fmt ", b"fact", b"junk", b"\0\0\0\0", b"ds64"))
    data[12:12] = name + odd_number(rng, 4) + rng.randbytes(rng.choice((0, 4, 28)))


def mp3_index(data: bytearray, rng: random.Random) -> None:
    """The count of frames and bytes that the first frame announces."""
    mark = max(_find(data, b"Xing", rng), _find(data, b"Info", rng))
    if mark >= 0:
        _put(data, mark + rng.choice((4, 8, 12)), odd_number(rng, 4, "big"))


def mp3_frame(data: bytearray, rng: random.Random) -> None:
    """Version, layer, rate or channels of one frame, or of many."""
    for _ in range(rng.choice((1, 1, 50))):
        mark = _find(data, b"\xff\xfb", rng) if data.find(b"\xff\xfb") >= 0 else _find(data, b"\xff\xf3", rng)
        if mark >= 0:
            _put(data, mark + rng.choice((1, 2, 3)), rng.randbytes(1))


def mp3_tag(data: bytearray, rng: random.Random) -> None:
    """A tag whose length is not true."""
    size = bytes(byte & 127 for byte in odd_number(rng, 4, "big"))
    tag = b"ID3" + rng.randbytes(2) + rng.choice((b"\0", b"\x10", b"\xff")) + size
    if data.startswith(b"ID3"):
        data[:10] = tag
    else:
        data[:0] = tag


def m4a_box(data: bytearray, rng: random.Random) -> None:
    """Length, name or a field of a box."""
    mark = _find(data, rng.choice(_BOXES), rng)
    if mark < 4:
        return
    way = rng.random()
    if way < 0.35:
        _put(data, mark - 4, odd_number(rng, 4, "big"))
    elif way < 0.45:
        _put(data, mark, rng.choice((*_BOXES, b"\0\0\0\0", b"uuid")))
    else:
        _put(data, mark + 4 + 4 * rng.randrange(10), odd_number(rng, 4, "big"))


def m4a_times(data: bytearray, rng: random.Random) -> None:
    """Time scale and duration: half an hour over three seconds, or the other way round."""
    mark = _find(data, rng.choice((b"mvhd", b"mdhd", b"tkhd")), rng)
    if mark >= 0:
        _put(data, mark + rng.choice((16, 20, 24)), odd_number(rng, 4, "big"))


def m4a_tables(data: bytearray, rng: random.Random) -> None:
    """The counts of samples and their lengths, sizes and places."""
    mark = _find(data, rng.choice((b"stts", b"stsz", b"stsc", b"stco", b"trun")), rng)
    if mark >= 0:
        _put(data, mark + 8 + 4 * rng.randrange(6), odd_number(rng, 4, "big"))


def webm_size(data: bytearray, rng: random.Random) -> None:
    """The length of an element."""
    name = rng.choice(_SEGMENT_IDS)
    mark = _find(data, name, rng)
    if mark >= 0:
        _put(data, mark + len(name), rng.choice((b"\xff", b"\x01" + b"\xff" * 7, b"\x80", b"\x00", rng.randbytes(8))))


def webm_value(data: bytearray, rng: random.Random) -> None:
    """The value of an element: duration, time scale, rate, channels, private data."""
    name = rng.choice(_SEGMENT_IDS)
    mark = _find(data, name, rng)
    if mark >= 0:
        size = rng.choice((1, 4, 8))
        _put(data, mark + len(name) + 1, odd_number(rng, size, "big") if rng.random() < 0.6 else rng.randbytes(size))


def _checksums() -> tuple[int, ...]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7) & 0xFFFFFFFF if value & 0x80000000 else value << 1
        table.append(value)
    return tuple(table)


_CHECKSUMS = _checksums()


def _mend_page(data: bytearray, page: int) -> None:
    """Makes the page's checksum true again, so that the lie in it is believed."""
    if page + 27 > len(data):
        return
    segments = data[page + 26]
    end = page + 27 + segments + sum(data[page + 27 : page + 27 + segments])
    data[page + 22 : page + 26] = bytes(4)
    value = 0
    for byte in data[page:end]:
        value = (value << 8 ^ _CHECKSUMS[value >> 24 ^ byte]) & 0xFFFFFFFF
    data[page + 22 : page + 26] = value.to_bytes(4, "little")


def ogg_page(data: bytearray, rng: random.Random) -> None:
    """Flags, time, serial number, count or segments of a page."""
    page = _find(data, b"OggS", rng)
    if page < 0:
        return
    at, size = rng.choice(((4, 1), (5, 1), (6, 8), (6, 8), (14, 4), (18, 4), (26, 1), (27, 1)))
    _put(data, page + at, odd_number(rng, size))
    if rng.random() < 0.7:
        _mend_page(data, page)


def ogg_head(data: bytearray, rng: random.Random) -> None:
    """Version, channels, start or rate in the codec's own header."""
    mark = _find(data, rng.choice((b"OpusHead", b"fLaC", b"OpusTags")), rng)
    if mark >= 0:
        _put(data, mark + rng.randrange(8, 30), odd_number(rng, rng.choice((1, 2, 4))))
        _mend_page(data, max(0, data.rfind(b"OggS", 0, mark)))


def flac_stream(data: bytearray, rng: random.Random) -> None:
    """Block sizes, rate, channels, bits and the count of samples."""
    mark = data.find(b"fLaC")
    if mark >= 0:
        at = rng.choice((8, 10, 12, 15, 18, 19, 20, 21, 21, 22, 26))
        _put(data, mark + at, odd_number(rng, rng.choice((1, 2, 5)), "big"))


def flac_block(data: bytearray, rng: random.Random) -> None:
    """Kind and length of the first blocks of metadata."""
    mark = data.find(b"fLaC")
    if mark >= 0:
        at = rng.choice((4, 5, 42, 43))
        _put(data, mark + at, rng.randbytes(1) if at in (4, 42) else odd_number(rng, 3, "big"))


def flac_frame(data: bytearray, rng: random.Random) -> None:
    """Rate, channels or block size of one frame."""
    mark = _find(data, b"\xff\xf8", rng)
    if mark >= 0:
        _put(data, mark + rng.choice((1, 2, 3, 4)), rng.randbytes(1))


BY_CONTAINER: dict[str, tuple[Mutation, ...]] = {
    "wav": (wav_format, wav_sizes, wav_chunk),
    "mp3": (mp3_index, mp3_frame, mp3_tag),
    "m4a": (m4a_box, m4a_times, m4a_tables),
    "webm": (webm_size, webm_value),
    "ogg": (ogg_page, ogg_head),
    "flac": (flac_stream, flac_block, flac_frame),
}
