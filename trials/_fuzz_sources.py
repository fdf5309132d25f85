"""Recordings to damage: pieces of real ones, in all six containers, written by PyAV in a process of its own."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import wave
from dataclasses import dataclass
from pathlib import Path

AUDIO = frozenset({".ogg", ".flac", ".wav", ".mp3", ".m4a", ".webm", ".opus"})
PIECE_SECONDS, LONG_SECONDS, SILENCE_SECONDS = 6.0, 91.0, 600.0
LONG_SOURCE = Path(__file__).parent.parent / "examples" / "interview.ogg"
LONG, SILENCE = "long", "silence"

# Name: container, muxer, codec, rate, options of the muxer.
KINDS: dict[str, tuple[str, str, str, int, dict[str, str]]] = {
    "mp3": ("mp3", "mp3", "libmp3lame", 44_100, {}),
    "mp3-plain": ("mp3", "mp3", "libmp3lame", 22_050, {"write_xing": "0", "id3v2_version": "0"}),
    "wav": ("wav", "wav", "pcm_s16le", 16_000, {}),
    "wav-adpcm": ("wav", "wav", "adpcm_ms", 16_000, {}),
    "m4a": ("m4a", "ipod", "aac", 44_100, {}),
    "m4a-fast": ("m4a", "ipod", "aac", 22_050, {"movflags": "+faststart"}),
    "m4a-fragments": (
        "m4a",
        "mp4",
        "aac",
        44_100,
        {"movflags": "+empty_moov+default_base_moof", "frag_duration": "500000"},
    ),
    "webm": ("webm", "webm", "libopus", 48_000, {}),
    "webm-live": ("webm", "webm", "libopus", 48_000, {"live": "1"}),
    "ogg": ("ogg", "ogg", "libopus", 48_000, {}),
    "ogg-flac": ("ogg", "ogg", "flac", 16_000, {}),
    "flac": ("flac", "flac", "flac", 16_000, {}),
}

SIX = ("mp3", "wav-adpcm", "m4a", "webm", "ogg", "flac")


@dataclass(frozen=True, slots=True)
class Recording:
    """An undamaged file."""

    container: str
    kind: str
    content: bytes
    label: str = ""


def recordings_below(folder: Path, count: int, seed: int) -> list[Path]:
    """Up to `count` audio files, chosen by the seed; `folder` may be one file. Raises FileNotFoundError."""
    found = [folder] if folder.is_file() else sorted(path for path in folder.rglob("*") if path.suffix.lower() in AUDIO)
    if not found:
        raise FileNotFoundError(f"There is no audio file in {folder}.")
    return random.Random(seed).sample(found, min(count, len(found)))


def convert(sources: list[Path], folder: Path, *, long: bool = True) -> list[Recording]:
    """A piece of each source in every kind; unless `long` is false an interview long enough for scores, and long
    silence in a small file. Raises CalledProcessError.
    """
    command = [sys.executable, "-m", "trials._fuzz_sources", str(folder), str(int(long)), *map(str, sources)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=Path(__file__).parent.parent)
    return [
        Recording(KINDS[kind][0], kind, (folder / f"{label}-{kind}").read_bytes(), label)
        for label, kind in json.loads(done.stdout)
    ]


def _piece(source: Path, seconds: float) -> bytes:
    """16-bit mono samples at 16 kHz."""
    import av

    resampler = av.AudioResampler(format="s16", layout="mono", rate=16_000)
    found = bytearray()
    with av.open(str(source)) as container:
        for frame in container.decode(container.streams.best("audio")):
            for ready in resampler.resample(frame):
                found += bytes(ready.planes[0])[: ready.samples * 2]
            if len(found) > 2 * 16_000 * seconds:
                break
    return bytes(found[: int(2 * 16_000 * seconds)])


def _encode(wav: Path, target: Path, kind: str) -> None:
    import av

    _, muxer, codec, rate, options = KINDS[kind]
    with av.open(str(wav)) as source, av.open(str(target), "w", format=muxer, options=options) as sink:
        stream = sink.add_stream(codec, rate=rate, layout="mono")
        for frame in source.decode(audio=0):
            sink.mux(stream.encode(frame))
        sink.mux(stream.encode(None))


def _write_wav(path: Path, samples: bytes) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(samples)


def _main(folder: Path, long: bool, sources: list[Path]) -> None:
    written: list[tuple[str, str]] = []
    pieces = [(f"{number:02}", _piece(source, PIECE_SECONDS)) for number, source in enumerate(sources)]
    if long:
        pieces += [(LONG, _piece(LONG_SOURCE, LONG_SECONDS)), (SILENCE, bytes(2 * 16_000 * int(SILENCE_SECONDS)))]
    for label, samples in pieces:
        wav = folder / f"{label}.raw.wav"
        _write_wav(wav, samples)
        for kind in ("ogg", "flac") if label == SILENCE else SIX if label == LONG else KINDS:
            _encode(wav, folder / f"{label}-{kind}", kind)
            written.append((label, kind))
        wav.unlink()
    print(json.dumps(written))


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2] == "1", [Path(name) for name in sys.argv[3:]])
