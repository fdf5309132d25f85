"""What the decoder process counts while it reads packets: their time, and how much of the file they are."""

from __future__ import annotations

import errno
import io
import os
from typing import Any

from zenhire.engines.audio.sniff import mp4_media_bytes

# Container bytes a packet, added to its payload when payload is compared with the file's size.
_OVERHEAD = {"webm": 8, "ogg": 2}
_MP3_MAX_FRAME = 1_441
_MAX_PRE_SKIP_S = 0.5
_LONGEST_PACKET_S = 1.0
_LONGEST_VORBIS_STEP_S = 0.3


class PreadFile(io.RawIOBase):
    """A descriptor read by position, so that the file offset shared with the parent stays where it is."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._at = 0
        self.size = os.fstat(descriptor).st_size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise OSError(errno.EINVAL, "negative position")
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        data = os.pread(self._descriptor, size if size >= 0 else max(0, self.size - self._at), self._at)
        self._at += len(data)
        return data


class PacketClock:
    """Sums up packets. Where a packet follows on the one before, the time stamps' distance counts instead of the
    packet's own duration, so that containers with millisecond ticks do not add up their rounding."""

    def __init__(self, tick: float, codec: str = "") -> None:
        self._tick = tick
        # libav gives a Vorbis packet at a change of block size the wrong duration; its time stamps are right.
        self._trusts_steps = codec == "vorbis"
        self._first: float | None = None
        self._last: tuple[float | None, float] | None = None
        self._sum = 0.0

    def add(self, pts: int | None, duration: int | None) -> None:
        """Counts one packet; times in ticks."""
        at = None if pts is None else pts * self._tick
        if self._first is None:
            self._first = at
        self._sum += self._settle(at)
        self._last = (at, max(0, duration or 0) * self._tick)

    def _settle(self, now: float | None) -> float:
        if self._last is None:
            return 0.0
        at, duration = self._last
        if now is None or at is None:
            return duration
        step = now - at
        if self._trusts_steps and 0 < step <= _LONGEST_VORBIS_STEP_S:
            return step
        if duration == 0:
            return step if 0 < step <= _LONGEST_PACKET_S else 0.0
        return step if abs(step - duration) <= max(2 * self._tick, duration / 8) else duration

    @property
    def seconds(self) -> float:
        """Length so far, without what a codec puts before time 0 (pre-skip)."""
        pre_skip = self._first if self._first is not None and -_MAX_PRE_SKIP_S < self._first < 0 else 0.0
        return max(0.0, self._sum + (self._last[1] if self._last else 0.0) + pre_skip)


class Coverage:
    """How much of the file turned out to be packets."""

    def __init__(self, file: PreadFile, kind: str) -> None:
        self._file, self._kind = file, kind
        self._bytes = 0.0
        self._first: int | None = None

    def add(self, packet: Any, is_audio: bool) -> None:
        """Counts a packet of any stream; junk that a parser glued to a frame does not count."""
        if self._first is None and packet.pos is not None and packet.pos >= 0:
            self._first = packet.pos
        size = packet.size + _OVERHEAD.get(self._kind, 0)
        if is_audio and self._kind == "mp3":
            size = min(size, _MP3_MAX_FRAME)
        elif is_audio and self._kind == "flac":
            context = packet.stream.codec_context
            seconds = float((packet.duration or 0) * packet.time_base)
            size = min(size, 64 + seconds * context.sample_rate * context.channels * 4)
        self._bytes += size

    @property
    def share(self) -> float:
        """Packets' share of the bytes that should be packets, 0-1; 1 for WAV, which has no packets."""
        if self._kind == "wav":
            return 1.0
        media = mp4_media_bytes(self._file) if self._kind == "m4a" else self._file.size - (self._first or 0)
        return min(1.0, self._bytes / max(1, media))
