"""What a file is by its first bytes, and where a container's own lengths can be checked without decoding."""

from __future__ import annotations

import os
from typing import Protocol

_MP3_KBPS_V1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_MP3_KBPS_V2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_MP3_RATES = (44_100, 48_000, 32_000)
_MP3_MAX_FRAME = 1_441
_HEAD = 16 * 1024
_PADDING = 1 << 20
_FOREIGN = (b"PK", b"RIFF", b"FORM", b"%PDF", b"#!AMR", b"FLV", b"caff", b"MThd", b"\x30\x26\xb2\x75")
_MOV_FIRST = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
_WAV_TRAILER = 4096
_MOST_TAGS, _MOST_CHUNKS = 64, 200_000


class Seekable(Protocol):
    """The part of a binary file that is needed here."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Moves to a position and gives it."""
        ...

    def read(self, size: int = -1, /) -> bytes:
        """Reads up to `size` bytes."""
        ...


def sniff(file: Seekable) -> str | None:
    """`mp3 wav m4a webm ogg flac` by content, or None. An ID3 tag counts as MP3 unless something else follows it."""
    head = _read(file, 0, 16)
    for name, matches in (
        ("wav", head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE"),
        ("flac", head.startswith(b"fLaC")),
        ("ogg", head.startswith(b"OggS")),
        ("webm", head.startswith(b"\x1a\x45\xdf\xa3")),
        ("m4a", head[4:8] in _MOV_FIRST),
    ):
        if matches:
            return name
    return None if head.startswith(_FOREIGN) else _sniff_mpeg(file)


def _sniff_mpeg(file: Seekable) -> str | None:
    start, tagged = _after_id3(file)
    start = _after_zeros(file, start)
    head = _read(file, start, _HEAD)
    if head.startswith(b"fLaC"):
        return "flac"
    if _is_adts(head):
        return None
    chained = any(_has_mp3_chain(head, at) for at in range(min(len(head), _MP3_MAX_FRAME)))
    return "mp3" if chained or tagged else None


def _read(file: Seekable, at: int, size: int) -> bytes:
    file.seek(at)
    return file.read(size)


def _after_id3(file: Seekable) -> tuple[int, bool]:
    at = 0
    for _ in range(_MOST_TAGS):
        head = _read(file, at, 10)
        if len(head) < 10 or head[:3] != b"ID3":
            return at, at > 0
        size = (head[6] & 127) << 21 | (head[7] & 127) << 14 | (head[8] & 127) << 7 | head[9] & 127
        at += 10 + size + (10 if head[5] & 0x10 else 0)
    return at, True


def _after_zeros(file: Seekable, at: int) -> int:
    for start in range(at, at + _PADDING, _HEAD):
        block = _read(file, start, _HEAD)
        if block.strip(b"\0"):
            return start + len(block) - len(block.lstrip(b"\0"))
        if not block:
            break
    return at


def _is_adts(data: bytes) -> bool:
    """AAC without a container: the MPEG sync word with layer 0."""
    return len(data) > 1 and data[0] == 0xFF and data[1] & 0xF6 == 0xF0


def mp3_frame_length(header: bytes) -> int:
    """Bytes of the MPEG Layer III frame that these four bytes start, 0 if they start none (ISO 11172-3, 13818-3)."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    rate_index, rate_of_bits = header[2] >> 2 & 3, header[2] >> 4
    if version == 1 or layer != 1 or rate_index == 3 or rate_of_bits in (0, 15):
        return 0
    newest = version == 3
    kbps = (_MP3_KBPS_V1 if newest else _MP3_KBPS_V2)[rate_of_bits]
    rate = _MP3_RATES[rate_index] // {3: 1, 2: 2, 0: 4}[version]
    return (144 if newest else 72) * kbps * 1000 // rate + (header[2] >> 1 & 1)


def _has_mp3_chain(data: bytes, at: int, frames: int = 3) -> bool:
    for _ in range(frames):
        length = mp3_frame_length(data[at : at + 4])
        if not length:
            return False
        at += length
    return True


def wav_length_is_wrong(file: Seekable) -> bool:
    """True when much follows the `data` chunk and does not look like a chunk: the header's length is too small."""
    total = file.seek(0, os.SEEK_END)
    at = 12
    for _ in range(_MOST_CHUNKS):
        head = _read(file, at, 8)
        if len(head) < 8:
            break
        size = int.from_bytes(head[4:8], "little")
        end = at + 8 + size + (size & 1)
        if head[:4] == b"data":
            if size in (0, 0xFFFFFFFF) or total - end < _WAV_TRAILER:
                return False
            following = _read(file, end, 8)
            fits = end + 8 + int.from_bytes(following[4:8], "little") <= total + 1
            return not (fits and following[:4].isascii() and following[:4].decode().isprintable())
        at = end
    return False


def mp4_media_bytes(file: Seekable) -> int:
    """Bytes of an MP4 file that should be media: all but the well-formed boxes other than `mdat`."""
    total = file.seek(0, os.SEEK_END)
    at = other = 0
    for _ in range(_MOST_CHUNKS):
        head = _read(file, at, 16)
        if len(head) < 8:
            break
        size, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        elif size == 0:
            size = total - at
        if size < 8 or at + size > total or not kind.isalnum():
            break
        if kind != b"mdat":
            other += size
        at += size
    return total - other
