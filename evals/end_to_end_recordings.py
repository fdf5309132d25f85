"""Recordings of 3 to 4 minutes put together from real human speech, with exact gold turns and reference texts.

No data set here holds 3 minutes of one reader. Where a voice must talk for longer than its utterances last they come
again, in order; `Recording.repeated_seconds` says how much of the speech that is. Repetition lowers the vocabulary's
figures and nothing else, so `even`, `three_learners` and `medley` repeat nothing.

The texts of the LibriSpeech readers (`librispeech_texts.json`) are Whisper base's transcripts corrected by hand against
the sense of the books, all in the public domain; a few odd words may still be wrong.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from evals.speakers import Speech, trimmed
from zenhire.engines.audio.base import SAMPLE_RATE, Samples

LOUDNESS = 2500.0
NOISE_DB = 40.0
PAUSES = (0.4, 1.5)
ADULTS = (("learner_high", "0813"), ("learner_middle", "2282"), ("learner_low", "9609"))
ALL_FORMATS = ("mp3", "wav", "m4a", "webm", "ogg", "flac", "flac")
LEARNERS = ("1029", "0135", "2129")


@dataclass(frozen=True, slots=True)
class Piece:
    """One utterance: who says it, its sound without silence at both ends, its text if known."""

    voice: str
    samples: Samples
    text: str | None

    @property
    def seconds(self) -> float:
        """Length."""
        return len(self.samples) / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Said:
    """A piece in its place; times in seconds."""

    voice: str
    start: float
    end: float
    text: str | None


@dataclass
class Recording:
    """Samples (n, channels), who says what when, and who is the candidate (None: nobody in particular)."""

    name: str
    samples: NDArray[np.int16]
    said: list[Said]
    candidate: str | None
    repeated_seconds: float = 0.0
    expected: tuple[str, ...] = ("success",)
    formats: tuple[str, ...] = field(default=("mp3",))

    @property
    def seconds(self) -> float:
        """Length."""
        return len(self.samples) / SAMPLE_RATE

    @property
    def gold(self) -> Speech:
        """Stretches of speech by voice; those of unknown voice ("") left out."""
        speech: Speech = {}
        for item in self.said:
            if item.voice:
                speech.setdefault(item.voice, []).append((item.start, item.end))
        return speech


def piece(path: Path, voice: str, text: str | None) -> Piece:
    """A file as an utterance."""
    return Piece(voice, trimmed(soundfile.read(path, dtype="int16")[0]), text)


def join(
    pieces: Sequence[Piece], seed: int, *, pauses: tuple[float, float] = PAUSES, stereo: bool = False
) -> Recording:
    """One after the other with pauses of `pauses` seconds, voices equally loud, white noise 40 dB below.

    `stereo` gives the first voice the left channel and all others the right one.
    """
    rng = np.random.default_rng(seed)
    gaps = [1.0, *rng.uniform(*pauses, len(pieces) - 1), 1.0]
    length = round((sum(gaps) + sum(item.seconds for item in pieces)) * SAMPLE_RATE) + len(pieces) + 2
    signal = np.zeros((length, 2 if stereo else 1))
    gains = {
        voice: LOUDNESS / _loudness([p for p in pieces if p.voice == voice]) for voice in {p.voice for p in pieces}
    }
    said, at = [], round(gaps[0] * SAMPLE_RATE)
    for item, gap in zip(pieces, gaps[1:], strict=True):
        end = at + len(item.samples)
        channel = 1 if stereo and item.voice != pieces[0].voice else 0
        signal[at:end, channel] += item.samples * gains[item.voice]
        said.append(Said(item.voice, at / SAMPLE_RATE, end / SAMPLE_RATE, item.text))
        at = end + round(gap * SAMPLE_RATE)
    signal += rng.normal(0.0, LOUDNESS * 10 ** (-NOISE_DB / 20), signal.shape)
    whole = np.clip(np.round(signal[:at]), -32768, 32767).astype(np.int16)
    first: dict[int, float] = {id(item): item.seconds for item in pieces}
    repeated = sum(item.seconds for item in pieces) - sum(first.values())
    return Recording("", whole, said, None, round(repeated, 1))


def _loudness(pieces: Sequence[Piece]) -> float:
    return float(np.sqrt(np.mean(np.concatenate([item.samples for item in pieces]).astype(np.float64) ** 2)))


def looped(pieces: Sequence[Piece], seconds: float) -> list[Piece]:
    """The pieces in order, again from the first until they last `seconds` together."""
    taken: list[Piece] = []
    for item in cycle(pieces):
        if sum(one.seconds for one in taken) >= seconds:
            return taken
        taken.append(item)
    return taken


def interview(candidate: Sequence[Piece], asker: Sequence[Piece], seed: int, *, stereo: bool = False) -> Recording:
    """The asker says a short piece, the candidate about three times as much, until 3:10 are full."""
    questions = cycle(sorted(asker, key=lambda item: item.seconds)[:7])
    answers = cycle(candidate)
    pieces: list[Piece] = []
    spoken = {"asked": 0.0, "answered": 0.0}
    while spoken["asked"] + spoken["answered"] + 0.95 * len(pieces) < 195.0:
        question = next(questions)
        pieces.append(question)
        spoken["asked"] += question.seconds
        while spoken["answered"] < 3 * spoken["asked"]:
            pieces.append(next(answers))
            spoken["answered"] += pieces[-1].seconds
    made = join(pieces, seed, stereo=stereo)
    made.candidate = candidate[0].voice
    return made


def readers(data: Path) -> dict[str, list[Piece]]:
    """The five LibriSpeech readers."""
    texts = json.loads((Path(__file__).parent / "librispeech_texts.json").read_text(encoding="utf-8"))
    folder = data / "librispeech_speakers"
    return {
        name: [piece(path, name, texts[path.stem]) for path in sorted((folder / name).glob("*.flac"))]
        for name in ("1998", "2033", "3005", "3331", "367")
    }


def listed(folder: Path, names: Sequence[str], voice: str) -> list[Piece]:
    """Files of a folder with a transcripts.csv."""
    with (folder / "transcripts.csv").open(encoding="utf-8") as table:
        texts = {Path(row["path"]).stem: row["text"] for row in csv.DictReader(table)}
    return [piece(folder / "audio" / f"{name}.flac", voice, texts[name]) for name in names]


def learner(data: Path, speaker: str) -> list[Piece]:
    """All sentences of a speaker of speechocean762."""
    folder = data / "speechocean762"
    rows = map(json.loads, (folder / "scores.jsonl").read_text(encoding="utf-8").splitlines())
    return [piece(folder / row["audio"], speaker, row["text"]) for row in rows if row["speaker"] == speaker]


def _named(made: Recording, name: str, formats: Sequence[str], candidate: str | None, *expected: str) -> Recording:
    made.name, made.formats, made.candidate = name, tuple(formats), candidate
    made.expected = expected or ("success",)
    return made


def recordings(data: Path) -> Iterator[Recording]:
    """All of them, one at a time."""
    voices = readers(data)
    voices["en-US"] = listed(data / "asr_multilingual", ["en-US_audio1", "en-US_audio2"], "en-US")
    yield _named(interview(voices["en-US"], voices["367"], 1), "interview_1", ALL_FORMATS, "en-US")
    made = interview(voices["en-US"], voices["2033"], 2, stereo=True)
    yield _named(made, "interview_stereo", ("ogg",), "en-US")
    yield _named(interview(voices["1998"], voices["3005"], 3), "interview_2", ("m4a",), "1998")
    yield _named(interview(voices["2033"], voices["3331"], 4), "interview_3", ("webm",), "2033")
    yield _named(join(looped(voices["3331"], 165), 6), "monologue", ("mp3",), "3331")
    english = data / "asr_english_small"
    lj = [f"LJ001-000{number}" for number in (2, 4, 6, 8)]
    medley = voices["en-US"] + listed(english, lj, "LJ") + listed(english, ["jfk"], "jfk")
    medley += voices["2033"] + voices["1998"][:2]
    yield _named(join(medley, 7), "medley", ("wav",), None)
    for number, (name, speaker) in enumerate(ADULTS):
        made = join(looped(learner(data, speaker), 168), 10 + number, pauses=(0.3, 0.8))
        failures = ("TRANSCRIPTION_LOW_CONFIDENCE", "SCORING_FAILED")
        yield _named(made, name, ("mp3",), speaker, "success", *failures)
    both = [item for pair in zip(*(learner(data, name) for name in LEARNERS), strict=True) for item in pair]
    made = join(both, 20)
    yield _named(made, "three_learners", ("m4a",), None, "success", "TRANSCRIPTION_LOW_CONFIDENCE", "SCORING_FAILED")
    for language in ("es-ES", "it-IT"):
        names = [f"{language}_audio{number}" for number in (1, 2)]
        clips = looped(listed(data / "asr_multilingual", names, language), 180)
        yield _named(join(clips, 30), f"foreign_{language}", ("mp3",), language, "TRANSCRIPTION_LOW_CONFIDENCE")
    folder = data / "librispeech_speakers" / "two_speaker_conversation"
    clips = [piece(folder / "katiesteve_mono.flac", "", None)]
    clips += [piece(folder / f"enrollment_audio_{name}.flac", name, None) for name in ("katie", "steve")]
    yield _named(join(clips * 4, 40, pauses=(0.4, 0.8)), "conversation", ("mp3",), None)
    turns = [item for pair in zip(voices["367"], voices["3331"], strict=True) for item in pair]
    yield _named(join(turns, 5, pauses=(1.4, 3.4)), "even", ("mp3",), None)
