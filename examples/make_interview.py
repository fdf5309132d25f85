"""Makes `interview.ogg`, a mock job interview spoken by two voices of flite, and `interview.json`, who says what when.

Nobody real speaks here and the text is our own. Needs flite 2.x (`apt-get install flite`) and soundfile.

    python examples/make_interview.py [--out FOLDER]
"""

from __future__ import annotations

import argparse
import json
import random
import re
import struct
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile

Samples = npt.NDArray[np.float32]

RATE = 16_000
SEED = 20_260
SERIAL = 1
NOISE_RMS = 10 ** (-66 / 20)
PEAK = 0.7
COMPRESSION = 0.93
EDGE_SECONDS = 0.03
TURN_PAUSE = (0.4, 1.2)
SENTENCE_PAUSE = (0.3, 0.7)


@dataclass(frozen=True)
class Voice:
    """A voice of flite; `stretch` over 1 is slower than its own pace."""

    name: str
    stretch: float


VOICES = {"interviewer": Voice("slt", 1.1), "candidate": Voice("rms", 0.97)}

SCRIPT: list[tuple[str, str]] = [
    (
        "interviewer",
        "Good morning, and thank you for coming in. We will go through six questions together. "
        "Please tell me first about the work that you did in your last job.",
    ),
    (
        "candidate",
        "Good morning. For the last four years I worked as a support manager at a company that sold kitchen equipment. "
        "I started there as an assistant and answered about sixty telephone calls every day. "
        "After eighteen months I became the leader of a team of nine people. "
        "I planned their weeks, I listened to difficult calls, and I reported the results to our director each month. "
        "When I left, customers waited less than two minutes, although they had waited eleven minutes before.",
    ),
    (
        "interviewer",
        "Thank you. Can you describe a time when a customer was very unhappy, and what you did about it?",
    ),
    (
        "candidate",
        "Yes, I remember one case very well. A hotel had ordered twenty ovens for a new restaurant, "
        "and only twelve of them arrived before the opening. "
        "The owner was furious and threatened to cancel the whole contract. "
        "I apologized, I asked him which rooms had to open first, and I called our warehouse myself. "
        "We borrowed five machines from another branch and delivered them that same night. "
        "The opening went ahead on Friday, and the hotel ordered from us again six months later.",
    ),
    (
        "interviewer",
        "That sounds like a hard week. What was the most complicated problem that you solved, and how did you find the cause?",
    ),
    (
        "candidate",
        "Two years ago the number of returned products doubled within a single quarter. "
        "Everybody suspected the factory, but nobody had any evidence. "
        "I collected three hundred complaints and classified them by region, by product, and by date. "
        "It turned out that most of the damage came from one delivery company that had changed its packaging. "
        "I presented the analysis to the management, and we negotiated a new agreement. "
        "Within ten weeks the returns fell by forty percent, which saved roughly ninety thousand dollars a year.",
    ),
    (
        "interviewer",
        "Tell me about a disagreement with somebody on your team. How did you handle it?",
    ),
    (
        "candidate",
        "One of my colleagues refused to use the new schedule, because it gave him two late evenings every week. "
        "In the beginning I simply repeated the rules, and that was a mistake. "
        "Then I invited him to lunch and asked what the evenings meant for him. "
        "He explained that he took care of his mother after dinner. "
        "I had not known that at all. We exchanged his evenings for Saturday mornings, "
        "and another woman on the team was delighted with the change. "
        "Since then I have always asked for the reason first.",
    ),
    (
        "interviewer",
        "And can you give me an example of something that you learned quickly, under pressure?",
    ),
    (
        "candidate",
        "Last spring our only data analyst resigned, three weeks before the annual report was due. "
        "I had never written a database query in my life. "
        "Every evening I studied for two hours, and a friend from the finance department reviewed my work. "
        "By the second week I could produce the tables on my own. "
        "I also discovered a significant error in the old spreadsheet, because it had counted some orders twice. "
        "We delivered the report one day early, and afterwards I trained two other people.",
    ),
    (
        "interviewer",
        "Very good. Here is my last question. What did you do when a project of yours did not succeed?",
    ),
    (
        "candidate",
        "We launched a chat service that I had proposed, and I was extremely confident about it. "
        "After a month only four percent of our customers had used it. "
        "I was disappointed, but I interviewed thirty of them instead of defending the idea. "
        "They told me that they wanted a person on the telephone and a short message with the answer. "
        "So I recommended that we close the service, and I invested the remaining budget in better messages. "
        "That experience taught me to test an assumption before I build anything.",
    ),
    ("interviewer", "Thank you for being so open. You will hear from us before the end of next week."),
    ("candidate", "Thank you for your time. It was a pleasure to talk to you."),
]


def sentences(text: str) -> list[str]:
    """The sentences of a turn, in order."""
    return re.split(r"(?<=[.?!])\s+", text)


def speak(text: str, voice: Voice, folder: Path) -> Samples:
    """One sentence as 16 kHz mono in [-1, 1], without the silence that the voice puts around it."""
    path = folder / "sentence.wav"
    command = [
        "flite",
        "-voice",
        voice.name,
        "--setf",
        f"duration_stretch={voice.stretch}",
        "-t",
        text,
        "-o",
        str(path),
    ]
    subprocess.run(command, check=True)
    samples, rate = soundfile.read(path, dtype="float32")
    if rate != RATE:
        raise ValueError(f"voice {voice.name} speaks at {rate} Hz, expected {RATE}")
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    edge = int(EDGE_SECONDS * RATE)
    cut: Samples = samples[max(0, loud[0] - edge) : loud[-1] + edge]
    return cut * np.float32(PEAK / np.abs(cut).max())


def silence(seconds: float) -> Samples:
    """That many seconds of nothing."""
    return np.zeros(round(seconds * RATE), dtype=np.float32)


def assemble() -> tuple[Samples, list[dict[str, Any]]]:
    """The whole recording, and its turns as {speaker, start, end, text} in seconds."""
    chance = random.Random(SEED)
    parts: list[Samples] = [silence(0.5)]
    turns: list[dict[str, Any]] = []
    length = len(parts[0])
    with tempfile.TemporaryDirectory() as folder:
        for speaker, text in SCRIPT:
            if turns:
                parts.append(silence(chance.uniform(*TURN_PAUSE)))
                length += len(parts[-1])
            start = length
            for number, sentence in enumerate(sentences(text)):
                if number:
                    parts.append(silence(chance.uniform(*SENTENCE_PAUSE)))
                    length += len(parts[-1])
                parts.append(speak(sentence, VOICES[speaker], Path(folder)))
                length += len(parts[-1])
            turns.append(
                {"speaker": speaker, "start": round(start / RATE, 3), "end": round(length / RATE, 3), "text": text}
            )
    parts.append(silence(0.5))
    speech = np.concatenate(parts)
    room = np.random.default_rng(SEED).normal(0.0, NOISE_RMS, len(speech)).astype(np.float32)
    return speech + room, turns


def page_checksum(page: bytes) -> int:
    """The CRC of an Ogg page whose checksum field is zero (RFC 3533: polynomial 0x04c11db7, no reflection)."""
    table = []
    for value in range(256):
        crc = value << 24
        for _ in range(8):
            crc = (crc << 1) ^ (0x04C11DB7 if crc & 0x80000000 else 0)
        table.append(crc & 0xFFFFFFFF)
    crc = 0
    for byte in page:
        crc = ((crc << 8) & 0xFFFFFFFF) ^ table[(crc >> 24) ^ byte]
    return crc


def with_fixed_serial(data: bytes) -> bytes:
    """The same Ogg stream under a constant serial number; the encoder draws a random one."""
    out = bytearray()
    position = 0
    while position < len(data):
        segments = data[position + 26]
        body = sum(data[position + 27 : position + 27 + segments])
        size = 27 + segments + body
        page = bytearray(data[position : position + size])
        page[14:18] = struct.pack("<I", SERIAL)
        page[22:26] = bytes(4)
        page[22:26] = struct.pack("<I", page_checksum(bytes(page)))
        out += page
        position += size
    return bytes(out)


def main() -> None:
    """Writes `interview.ogg` and `interview.json` into a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    folder: Path = parser.parse_args().out
    samples, turns = assemble()
    audio = folder / "interview.ogg"
    with soundfile.SoundFile(
        audio, "w", RATE, channels=1, format="OGG", subtype="OPUS", compression_level=COMPRESSION
    ) as file:
        for start in range(0, len(samples), RATE):  # one long block overflows the stack of libsndfile's Ogg writers
            file.write(samples[start : start + RATE])
    audio.write_bytes(with_fixed_serial(audio.read_bytes()))
    gold = {"audio": audio.name, "seconds": round(len(samples) / RATE, 3), "candidate": "candidate", "turns": turns}
    (folder / "interview.json").write_text(json.dumps(gold, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
