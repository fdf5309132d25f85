"""The decoder process: `python -m zenhire.engines.audio.child REQUEST`, the only code that touches PyAV.

REQUEST is a JSON object; the recording is standard input, seekable. One JSON line on standard output
answers: the result, or `{"error": kind, "reason": word}`. Nothing of the recording is ever printed.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from zenhire.engines import sandbox
from zenhire.engines.audio.measure import Coverage, PacketClock, PreadFile
from zenhire.engines.audio.sniff import sniff, wav_length_is_wrong
from zenhire.engines.child.inside import Refused
from zenhire.engines.process import die_with_parent

RATE = 16_000
_DEMUXERS = {"mp3": "mp3", "wav": "wav", "m4a": "mov", "webm": "matroska", "ogg": "ogg", "flac": "flac"}
_CODECS = (
    *("aac", "alac", "flac", "mp3", "mp3float", "opus", "libopus", "vorbis", "speex", "ac3", "eac3"),
    *("adpcm_ms", "adpcm_ima_wav", "pcm_alaw", "pcm_mulaw", "pcm_u8", "pcm_s16le", "pcm_s16be", "pcm_s24le"),
    *("pcm_s24be", "pcm_s32le", "pcm_s32be", "pcm_f32le", "pcm_f32be", "pcm_f64le"),
)
_MIN_COVERAGE = 0.7
_MIN_DECODABLE = 0.8
_BURST_EVERY, _BURST, _BURST_WARM_UP = 128, 8, 2
_HEADER_AGREES_S = 0.15


class DecodeSample:
    """Decodes short bursts of packets spread over the file and counts how many are good."""

    def __init__(self) -> None:
        self._index = 0
        self._good = self._tried = 0

    def offer(self, packet: Any) -> None:
        """Takes the next packet; decodes it if it belongs to a burst."""
        place = self._index % _BURST_EVERY
        self._index += 1
        if place >= _BURST:
            return
        if place == 0 and self._index > 1:
            packet.stream.codec_context.flush_buffers()
        frames = _decode_packet(packet)
        if place >= _BURST_WARM_UP:
            # A decoder that gives up says nothing at times: warm, it owes samples for every packet.
            self._tried += 1
            self._good += bool(frames)
        elif self._index <= _BURST_WARM_UP:
            self._tried += 1
            self._good += frames is not None

    @property
    def share(self) -> float:
        """Good packets' share of those tried, 0 if none was tried."""
        return self._good / self._tried if self._tried else 0.0


def _decode_packet(packet: Any) -> list[Any] | None:
    import av

    try:
        return list(packet.decode())
    except (av.FFmpegError, ValueError):
        return None


@contextlib.contextmanager
def opened(file: PreadFile) -> Iterator[tuple[str, Any, Any]]:
    """Format, container and the best audio stream. Raises Refused."""
    import av

    if file.size == 0:
        raise Refused("unavailable", "empty")
    kind = sniff(file)
    if kind is None:
        raise Refused("unsupported", "format")
    file.seek(0)
    options = {"codec_whitelist": ",".join(_CODECS), "protocol_whitelist": "none"}
    if kind == "wav" and wav_length_is_wrong(file):
        options["ignore_length"] = "1"
    file.seek(0)
    try:
        container = av.open(
            file, format=_DEMUXERS[kind], options=options, buffer_size=1 << 18, metadata_errors="replace"
        )
    except (av.FFmpegError, ValueError) as error:
        raise Refused("unavailable", "unreadable") from error
    with container:
        stream = container.streams.best("audio") if container.streams.audio else None
        if stream is None or stream.codec_context is None or stream.codec_context.name not in _CODECS:
            raise Refused("unsupported", "no_audio_stream" if stream is None else "codec")
        stream.codec_context.thread_count = 1
        yield kind, container, stream


def _packets(container: Any) -> Iterator[Any]:
    """Every packet until the end; a read error ends the stream, what was read before it counts."""
    import av

    try:
        for packet in container.demux():
            if packet.size > 0:
                yield packet
    except (av.FFmpegError, ValueError):
        return


def scan(file: PreadFile, *, stop_after_s: float) -> dict[str, Any]:
    """Measures the audio that is there. Raises Refused."""
    with opened(file) as (kind, container, stream):
        clock = PacketClock(float(stream.time_base), stream.codec_context.name)
        coverage, sample = Coverage(file, kind), DecodeSample()
        complete = True
        for packet in _packets(container):
            is_audio = packet.stream.index == stream.index
            coverage.add(packet, is_audio)
            if not is_audio:
                continue
            clock.add(packet.pts, packet.duration)
            sample.offer(packet)
            if clock.seconds > stop_after_s:
                complete = False
                break
        if clock.seconds <= 0:
            raise Refused("unavailable", "no_audio")
        if (complete and coverage.share < _MIN_COVERAGE) or sample.share < _MIN_DECODABLE:
            raise Refused("unavailable", "corrupt")
        header = container.duration / 1_000_000 if container.duration else None
        agrees = complete and header is not None and abs(header - clock.seconds) <= _HEADER_AGREES_S
        return {
            "format": kind,
            "duration_s": header if agrees else clock.seconds,
            "header_duration_s": header,
            "sample_rate": stream.codec_context.sample_rate,
            "channels": stream.codec_context.channels,
            "codec": stream.codec_context.name,
            "complete": complete,
        }


class PcmWriter:
    """Resamples frames to 16 kHz and writes the part between two moments. The first frame fixes the channels."""

    def __init__(self, out: BinaryIO, start_ms: int, end_ms: int | None) -> None:
        self._out = out
        self._start = start_ms * RATE // 1000
        self._end = None if end_ms is None else end_ms * RATE // 1000
        self._resampler: Any = None
        self._shape: tuple[object, ...] = ()
        self.channels = 0
        self.position = 0
        self.written = 0

    @property
    def done(self) -> bool:
        """True when the end moment is reached."""
        return self._end is not None and self.position >= self._end

    def add(self, frame: Any) -> None:
        """Writes one decoded frame; a frame of another layout, rate or format starts a new resampler."""
        import av

        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if shape != self._shape:
            self.flush()
            self.channels = self.channels or (2 if frame.layout.nb_channels == 2 else 1)
            layout = "stereo" if self.channels == 2 else "mono"
            self._resampler = av.AudioResampler(format="s16", layout=layout, rate=RATE)
            self._shape = shape
        frame.pts = None
        self._write(self._resampler.resample(frame))

    def flush(self) -> None:
        """Writes what the resampler still holds."""
        if self._resampler is not None:
            self._write(self._resampler.resample(None))
            self._resampler = None

    def _write(self, frames: list[Any]) -> None:
        width = 2 * self.channels
        for frame in frames:
            if frame is None or frame.samples == 0:
                continue
            first = min(max(0, self._start - self.position), frame.samples)
            last = frame.samples if self._end is None else max(first, min(frame.samples, self._end - self.position))
            self._out.write(memoryview(frame.planes[0])[first * width : last * width])
            self.written += last - first
            self.position += frame.samples


def decode(
    file: PreadFile,
    sink: BinaryIO,
    *,
    start_ms: int,
    end_ms: int | None,
    expected_s: float | None,
    min_share: float,
) -> dict[str, Any]:
    """Writes 16 kHz PCM to `sink`. Raises Refused when less than `min_share` of the recording decodes."""
    import av

    with opened(file) as (_, container, stream):
        clock = PacketClock(float(stream.time_base), stream.codec_context.name)
        writer = PcmWriter(sink, start_ms, end_ms)
        for packet in _packets(container):
            if packet.stream.index != stream.index:
                continue
            clock.add(packet.pts, packet.duration)
            for frame in _decode_packet(packet) or ():
                with contextlib.suppress(av.FFmpegError, ValueError):
                    writer.add(frame)
            if writer.done:
                break
        else:
            with contextlib.suppress(av.FFmpegError, ValueError):
                for frame in stream.codec_context.decode(None):
                    writer.add(frame)
        writer.flush()
        sink.flush()
        os.fsync(sink.fileno())
    if not writer.done:
        expected = max(clock.seconds, expected_s or 0.0)
        if end_ms is not None:
            expected = min(expected, end_ms / 1000)
        if writer.position < min_share * expected * RATE:
            raise Refused("failed", "incomplete")
    if writer.written == 0:
        raise Refused("failed", "no_audio")
    return {"frames": writer.written, "channels": writer.channels}


def _work(request: dict[str, Any]) -> dict[str, Any]:
    """Opens what must be opened, closes the doors, and only then looks at the recording."""
    import av
    import av.subtitles.codeccontext
    import av.subtitles.stream
    import av.video.codeccontext
    import av.video.stream

    av.logging.set_level(None)
    options = request["with"]
    file = PreadFile(0)
    if request["do"] == "scan":
        sandbox.confine()
        return scan(file, **options)
    with open(options.pop("out"), "wb", buffering=1 << 20) as sink:
        sandbox.confine()
        return decode(file, sink, **options)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    """The result or the refusal. What escapes says that the decoder itself is broken, not the recording."""
    import av

    kind = "failed" if request["do"] == "decode" else "unavailable"
    try:
        return _work(request)
    except Refused as refusal:
        return {"error": refusal.kind, "reason": refusal.reason}
    except MemoryError:
        return {"error": kind, "reason": "limit"}
    except av.FFmpegError:
        return {"error": kind, "reason": "unreadable"}
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return {"error": "no_space", "reason": "no_space"}
        if error.errno != errno.EFBIG:
            raise
        return {"error": kind, "reason": "too_long"}
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        # libav hands out None, zero and undecodable text where a damaged header says so.
        return {"error": kind, "reason": "unreadable"}


def main() -> None:
    """Answers the one request of the command line."""
    request = json.loads(sys.argv[1])
    die_with_parent()
    if os.getppid() != request["parent"]:
        sys.exit(3)
    sandbox.limit(**request["limits"])
    print(json.dumps(_answer(request)), flush=True)
    # What libav would tidy up at the end is freed with the process.
    os._exit(0)


if __name__ == "__main__":
    main()
