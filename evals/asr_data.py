"""Recordings with reference texts for measuring recognisers, and their transcripts.

Sources: `native` (English readings with text), `librispeech` (readings of LibriSpeech test-other; their texts are in
`librispeech_texts.json`), `learner` (Mandarin speakers reading English, spread over the experts' scores), `foreign`
(readings in other languages), `meeting` (spontaneous English of AMI meetings and one conversation, no text). A
recording is all audio of one speaker, or of one language, put one after the other.

Recognition takes long, so that transcripts are kept in the temporary folder, by engine and version.
"""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import soundfile
from rich.progress import track

from zenhire.engines.asr import AsrSpec, AsrWord, load
from zenhire.engines.audio.base import SAMPLE_RATE, Samples

LEARNERS = 40
UTTERANCES = 15
LIBRISPEECH_TEXTS = Path(__file__).with_name("librispeech_texts.json")
PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Clip:
    """One file. `path` is relative to the data folder; `text` is None where no reference exists."""

    source: str
    group: str
    path: str
    text: str | None = None
    expert: float | None = None


@dataclass
class Heard:
    """A clip's words and which of them the reference has; `correct` is None without a reference."""

    clip: Clip
    seconds: float
    words: list[AsrWord]
    correct: list[bool] | None = None
    errors: int = 0
    reference_words: int = 0


@dataclass
class Recording:
    """Everything that one speaker (or one language) says."""

    source: str
    group: str
    heard: list[Heard] = field(default_factory=list)

    @property
    def words(self) -> list[AsrWord]:
        """All words in order; times start anew in each clip."""
        return [word for item in self.heard for word in item.words]

    @property
    def correct(self) -> list[bool] | None:
        """Beside `words`; None if a clip has no reference."""
        flags: list[bool] = []
        for item in self.heard:
            if item.correct is None:
                return None
            flags.extend(item.correct)
        return flags

    @property
    def seconds(self) -> float:
        """Length of the audio."""
        return sum(item.seconds for item in self.heard)

    @property
    def expert(self) -> float | None:
        """Mean of the experts' median total scores (0-10), learners only."""
        values = [item.clip.expert for item in self.heard if item.clip.expert is not None]
        return float(np.mean(values)) if values else None


def _learners(data: Path) -> Iterator[Clip]:
    speakers: dict[str, list[dict[str, object]]] = {}
    totals: dict[str, list[float]] = {}
    with (data / "speechocean762" / "scores.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            speakers.setdefault(row["speaker"], []).append(row)
            totals.setdefault(row["speaker"], []).append(row["median"]["total"])
    ranked = sorted(speakers, key=lambda name: (np.mean(totals[name]), name))
    for index in range(min(LEARNERS, len(ranked))):
        name = ranked[int((index + 0.5) * len(ranked) / LEARNERS)] if len(ranked) > LEARNERS else ranked[index]
        for row, total in list(zip(speakers[name], totals[name], strict=True))[:UTTERANCES]:
            yield Clip("learner", name, f"speechocean762/{row['audio']}", str(row["text"]), total)


def clips(data: Path) -> list[Clip]:
    """The clips of every source whose folder is there, in a fixed order."""
    found: list[Clip] = []
    table = data / "asr_english_small" / "transcripts.csv"
    if table.is_file():
        for row in csv.DictReader(table.open(encoding="utf-8")):
            found.append(Clip("native", row["corpus"], f"asr_english_small/{row['path']}", row["text"]))
    table = data / "asr_multilingual" / "transcripts.csv"
    if table.is_file():
        for row in csv.DictReader(table.open(encoding="utf-8")):
            source = "native" if row["lang"] == "en-US" else "foreign"
            found.append(Clip(source, row["lang"], f"asr_multilingual/{row['path']}", row["text"]))
    texts = json.loads(LIBRISPEECH_TEXTS.read_text(encoding="utf-8")) if LIBRISPEECH_TEXTS.is_file() else {}
    for path in sorted(data.glob("librispeech_speakers/[0-9]*/*.flac")):
        found.append(Clip("librispeech", path.parent.name, str(path.relative_to(data)), texts.get(path.stem)))
    if (data / "speechocean762" / "scores.jsonl").is_file():
        found.extend(_learners(data))
    conversations = sorted(data.glob("librispeech_speakers/two_speaker_conversation/*mono.flac"))
    for path in [*sorted(data.glob("ami_diarization/audio/*.flac")), *conversations]:
        found.append(Clip("meeting", path.stem, str(path.relative_to(data))))
    return found


def split(samples: Samples, *, least: float = 8.0, most: float = 20.0) -> list[tuple[int, int]]:
    """Pieces of `least` to `most` seconds as (first, last) samples, cut where the signal is weakest over 0.2 s."""
    hop = SAMPLE_RATE // 100
    count = samples.size // hop
    energy = np.mean(samples[: count * hop].reshape(count, hop).astype(np.float64) ** 2, axis=1)
    smooth = np.convolve(energy, np.ones(20) / 20, "same") if count >= 20 else energy
    pieces: list[tuple[int, int]] = []
    first = 0
    while samples.size - first > most * SAMPLE_RATE:
        begin, end = int((first / SAMPLE_RATE + least) * 100), int((first / SAMPLE_RATE + most) * 100)
        last = (begin + int(np.argmin(smooth[begin:end]))) * hop
        pieces.append((first, last))
        first = last
    return [*pieces, (first, samples.size)]


def _transcribe(spec: AsrSpec, path: Path, language: str) -> tuple[float, list[AsrWord]]:
    samples, rate = soundfile.read(path, dtype="int16", always_2d=True)
    if rate != SAMPLE_RATE:
        raise ValueError(f"{path} is not at 16 kHz")
    mono: Samples = np.ascontiguousarray(samples[:, 0])
    words: list[AsrWord] = []
    for first, last in split(mono):
        offset = first / SAMPLE_RATE
        for word in load(spec).transcribe(mono[first:last], language).words:
            start, end = round(offset + word.start, 3), round(offset + word.end, 3)
            words.append(AsrWord(word.text, start, end, round(word.confidence, 6)))
    return mono.size / SAMPLE_RATE, words


def cache_file(spec: AsrSpec) -> Path:
    """Where this engine's transcripts are kept: one JSON object a line."""
    info = load(spec).info
    name = re.sub(r"[^\w.-]+", "_", f"{info.engine}-{info.model}-{info.version}")
    return Path(tempfile.gettempdir()) / "zenhire-evals" / f"asr-{name}.jsonl"


def transcripts(
    data: Path, wanted: Sequence[Clip], spec: AsrSpec, language: str = "en"
) -> dict[str, tuple[float, list[AsrWord]]]:
    """(seconds, words) by path. Made in two processes where they are not kept yet."""
    file = cache_file(spec)
    file.parent.mkdir(parents=True, exist_ok=True)
    known: dict[str, tuple[float, list[AsrWord]]] = {}
    if file.is_file():
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            known[row["path"]] = (row["seconds"], [AsrWord(**word) for word in row["words"]])
    missing = [clip.path for clip in wanted if clip.path not in known]
    if missing:
        with (
            ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool,
            file.open("a", encoding="utf-8") as out,
        ):
            futures = [(path, pool.submit(_transcribe, spec, data / path, language)) for path in missing]
            for path, future in track(futures, description="recognising"):
                seconds, words = known[path] = future.result()
                row = {"path": path, "seconds": seconds, "words": [asdict(word) for word in words]}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                out.flush()
    return {clip.path: known[clip.path] for clip in wanted}


def normalise(text: str) -> list[str]:
    """Lower-case words of letters and apostrophes."""
    return re.sub(r"[^a-z' ]", " ", text.lower().replace("’", "'")).split()


def align(reference: Sequence[str], heard: Sequence[str]) -> tuple[list[bool], int]:
    """Which heard words the reference has (least-edits alignment), and the number of edits."""
    rows, columns = len(reference), len(heard)
    cost = np.zeros((rows + 1, columns + 1), dtype=int)
    cost[:, 0] = range(rows + 1)
    cost[0] = range(columns + 1)
    for i in range(rows):
        for j in range(columns):
            other = cost[i, j] + (reference[i] != heard[j])
            cost[i + 1, j + 1] = min(other, cost[i, j + 1] + 1, cost[i + 1, j] + 1)
    flags = [False] * columns
    i, j = rows, columns
    while i and j:
        if cost[i, j] == cost[i - 1, j - 1] + (reference[i - 1] != heard[j - 1]):
            flags[j - 1] = reference[i - 1] == heard[j - 1]
            i, j = i - 1, j - 1
        elif cost[i, j] == cost[i - 1, j] + 1:
            i -= 1
        else:
            j -= 1
    return flags, int(cost[rows, columns])


def recordings(data: Path, spec: AsrSpec, *, language: str = "en") -> list[Recording]:
    """All recordings as `spec` hears them, told to hear `language`.

    Words of `foreign` recordings all count as wrong: an English word list cannot hold them.
    """
    wanted = clips(data)
    found = transcripts(data, wanted, spec, language)
    grouped: dict[tuple[str, str], Recording] = {}
    for clip in wanted:
        seconds, words = found[clip.path]
        heard = Heard(clip, seconds, words)
        if clip.source == "foreign":
            heard.correct = [False] * len(words)
        elif clip.text is not None:
            reference = normalise(clip.text)
            heard.correct, heard.errors = align(reference, [word.text.lower() for word in words])
            heard.reference_words = len(reference)
        grouped.setdefault((clip.source, clip.group), Recording(clip.source, clip.group)).heard.append(heard)
    return list(grouped.values())
