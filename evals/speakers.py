"""How well voices are told apart, counted and given their turns.

Real voices, synthetic conversations: utterances of readers put one after the other as interviews, with exact gold
turns. The constants of `analysis/speech/clustering.py` and `speakers.py` were chosen on the five LibriSpeech readers,
the adult learners of speechocean762 and the real two-person clip, so their figures are development figures. Unseen by
any choice were the readers of nine languages (asr_multilingual) and the children of speechocean762. Beside them stand
30 s excerpts of AMI meetings, harder than an interview: up to four people in a room, turns under a second, overlap.

Diarization error rate: frames of 10 ms, best one-to-one mapping of speakers, overlapping speech counted for each.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from zenhire.analysis.speech.speakers import Diarization, diarize, plan_windows
from zenhire.analysis.speech.types import Span, Turn
from zenhire.engines.audio.base import SAMPLE_RATE, Pcm, Samples
from zenhire.engines.models.store import ModelStore
from zenhire.engines.speaker.ge2e import embed_windows
from zenhire.engines.vad.base import TALK_RULES
from zenhire.engines.vad.silero import detect_speech
from zenhire.kit.settings import default_models_dir

READERS = ("1998", "2033", "3005", "3331", "367")
SECONDS = 190.0
ADULT = 16
PAUSES = (0.2, 1.2)
NO_PAUSES = (0.0, 0.05)
COLLAR = 0.25
FRAME = 0.01

Speech = dict[str, list[tuple[float, float]]]
Floats = NDArray[np.float64]


@dataclass
class Timing:
    """Seconds of audio and of processor time, by part."""

    audio: float = 0.0
    spent: dict[str, float] = field(default_factory=dict)

    def add(self, part: str, began: float) -> None:
        """Books the time since `began` (perf_counter)."""
        self.spent[part] = self.spent.get(part, 0.0) + time.perf_counter() - began

    def factors(self) -> dict[str, float]:
        """Real-time factors."""
        return {part: round(seconds / max(self.audio, 1e-9), 5) for part, seconds in self.spent.items()}


class Diarizer:
    """The whole way from samples to turns, with the models of the model folder."""

    def __init__(self, models: Path) -> None:
        store = ModelStore(models)
        self.vad_path = str(store.path("silero-vad"))
        self.weights = str(store.path("ge2e"))
        self.timing = Timing()
        self._folder = tempfile.TemporaryDirectory()

    def pcm(self, samples: Samples) -> Pcm:
        """The samples as a file."""
        path = Path(self._folder.name) / "audio.raw"
        samples.astype("<i2").tofile(path)
        return Pcm(str(path), len(samples))

    def __call__(self, samples: Samples, gold: Speech | None = None) -> tuple[Diarization, list[Span]]:
        """The diarization and the speech spans it rests on: those of the detector, or of the gold turns if given."""
        pcm = self.pcm(samples)
        self.timing.audio += pcm.duration
        began = time.perf_counter()
        spans = (
            union(gold)
            if gold is not None
            else [Span(*s) for s in detect_speech(pcm, self.vad_path, None, TALK_RULES).spans]
        )
        self.timing.add("vad", began)
        began = time.perf_counter()
        windows = plan_windows(spans)
        embeddings = embed_windows(pcm, windows, self.weights)
        self.timing.add("embedding", began)
        began = time.perf_counter()
        result = diarize(spans, windows, embeddings)
        self.timing.add("clustering", began)
        return result, spans


def union(speech: Speech) -> list[Span]:
    """All stretches in which somebody speaks."""
    spans: list[Span] = []
    for start, end in sorted(stretch for stretches in speech.values() for stretch in stretches):
        if spans and start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, end))
        else:
            spans.append(Span(start, end))
    return spans


def spoken(turns: Iterable[Turn], spans: Sequence[Span]) -> Speech:
    """The speech within the turns, by speaker."""
    speech: Speech = {}
    for turn in turns:
        for span in spans:
            start, end = max(turn.start, span.start), min(turn.end, span.end)
            if end > start:
                speech.setdefault(turn.speaker, []).append((start, end))
    return speech


def _frames(speech: Speech, count: int) -> NDArray[np.bool_]:
    active = np.zeros((max(1, len(speech)), count), dtype=bool)
    for row, stretches in enumerate(speech.values()):
        for start, end in stretches:
            active[row, round(start / FRAME) : round(end / FRAME)] = True
    return active


def diarization_errors(gold: Speech, found: Speech, seconds: float, collar: float) -> dict[str, float]:
    """Seconds of missed speech, false alarm, confusion and gold speech; frames near a gold boundary are left out."""
    count = int(np.ceil(seconds / FRAME))
    reference, answer = _frames(gold, count), _frames(found, count)
    scored = np.ones(count, dtype=bool)
    if collar:
        for stretches in gold.values():
            for edge in (edge for stretch in stretches for edge in stretch):
                scored[max(0, round((edge - collar) / FRAME)) : round((edge + collar) / FRAME)] = False
    reference, answer = reference[:, scored], answer[:, scored]
    together = reference.astype(np.float64) @ answer.astype(np.float64).T
    rows, columns = linear_sum_assignment(-together)
    talking, said = reference.sum(axis=0), answer.sum(axis=0)
    right = float(together[rows, columns].sum())
    both = float(np.minimum(talking, said).sum())
    return {
        "missed": float(np.maximum(talking - said, 0).sum()) * FRAME,
        "false_alarm": float(np.maximum(said - talking, 0).sum()) * FRAME,
        "confusion": (both - right) * FRAME,
        "speech": float(talking.sum()) * FRAME,
    }


class Tally:
    """Adds up errors and speaker counts over recordings."""

    def __init__(self) -> None:
        self.errors: dict[str, dict[str, float]] = {"collar": {}, "no_collar": {}}
        self.counts: list[tuple[int, int]] = []

    def add(self, gold: Speech, result: Diarization, spans: Sequence[Span], seconds: float) -> None:
        """Scores one recording."""
        found = spoken(result.turns, spans)
        for name, collar in (("collar", COLLAR), ("no_collar", 0.0)):
            total = self.errors[name]
            for key, value in diarization_errors(gold, found, seconds, collar).items():
                total[key] = total.get(key, 0.0) + value
        self.counts.append((len(gold), result.speaker_count))

    def figures(self) -> dict[str, Any]:
        """DER with and without collar with its parts, and speaker-count accuracy, as shares of 1."""
        figures: dict[str, Any] = {"recordings": len(self.counts)}
        for name, total in self.errors.items():
            speech = max(total.get("speech", 0.0), 1e-9)
            parts = {key: round(total.get(key, 0.0) / speech, 4) for key in ("missed", "false_alarm", "confusion")}
            figures[f"der_{name}"] = {"der": round(sum(parts.values()), 4), **parts}
        figures["count_accuracy"] = round(float(np.mean([a == b for a, b in self.counts])), 3) if self.counts else None
        figures["count_error"] = round(float(np.mean([abs(a - b) for a, b in self.counts])), 3) if self.counts else None
        return figures


def trimmed(samples: Samples) -> Samples:
    """Without the silence before and after: 10 ms steps under 6 % of the 95th percentile of loudness."""
    steps = samples[: len(samples) // 160 * 160].reshape(-1, 160).astype(np.float64)
    loud = np.sqrt(np.square(steps).mean(axis=1))
    inside = np.flatnonzero(loud > 0.06 * np.percentile(loud, 95))
    return samples[inside[0] * 160 : (inside[-1] + 1) * 160]


def conversation(
    voices: dict[str, list[Samples]], seed: int, *, pauses: tuple[float, float] = PAUSES
) -> tuple[Samples, Speech]:
    """A made-up conversation and who speaks when: the first voice answers at length, the others ask in
    short turns, one after the other.

    Utterances come in random order and again once all were used; each voice has its own loudness (within 8 dB);
    `pauses` are the shortest and longest in seconds; white noise 30 dB under the speech lies under everything.
    """
    rng = np.random.default_rng(seed)
    gains = {name: 10.0 ** (rng.uniform(-8.0, 0.0) / 20.0) for name in voices}
    piles: dict[str, list[Samples]] = {name: [] for name in voices}
    names = list(voices)
    parts: list[Floats] = [np.zeros(8000)]
    speech: Speech = {}
    at, turn = 8000, 0
    while at < SECONDS * SAMPLE_RATE:
        name = names[0] if turn % 2 or len(names) == 1 else names[1 + turn // 2 % (len(names) - 1)]
        for _ in range(int(rng.integers(2, 5)) if name == names[0] else 1):
            if not piles[name]:
                piles[name] = [voices[name][k] for k in rng.permutation(len(voices[name]))]
            block = piles[name].pop().astype(np.float64) * gains[name]
            speech.setdefault(name, []).append((at / SAMPLE_RATE, (at + len(block)) / SAMPLE_RATE))
            pause = int(rng.uniform(*pauses) * SAMPLE_RATE)
            parts += [block, np.zeros(pause)]
            at += len(block) + pause
        turn += 1
    signal = np.concatenate(parts)
    signal *= 3000.0 / np.sqrt(np.square(signal).mean())
    signal += rng.normal(0.0, 3000.0 * 10.0 ** (-30.0 / 20.0), len(signal))
    return np.clip(np.round(signal), -32768, 32767).astype(np.int16), speech


def equal_error_rate(same: Floats, different: Floats) -> float:
    """The rate at which as many same pairs are refused as different ones accepted."""
    scores = np.concatenate([same, different])
    is_same = np.concatenate([np.ones(len(same)), np.zeros(len(different))])[np.argsort(-scores)]
    refused = 1.0 - np.cumsum(is_same) / len(same)
    accepted = np.cumsum(1.0 - is_same) / len(different)
    k = int(np.abs(refused - accepted).argmin())
    return float((refused[k] + accepted[k]) / 2)


def _pairs(vectors: Floats, voices: NDArray[Any], utterances: NDArray[Any]) -> tuple[Floats, Floats]:
    i, j = np.triu_indices(len(vectors), 1)
    apart = utterances[i] != utterances[j]
    i, j = i[apart], j[apart]
    scores = np.einsum("nd,nd->n", vectors[i], vectors[j])
    same = voices[i] == voices[j]
    return scores[same], scores[~same]


def verification(diarizer: Diarizer, readers: dict[str, list[Samples]]) -> dict[str, float]:
    """Equal error rates over all pairs of utterances (mean of their windows) and of 1.5 s windows of two utterances."""
    means, windows, mean_voice, voice, utterance = [], [], [], [], []
    for name, samples in readers.items():
        for k, one in enumerate(samples):
            vectors = embed_windows(
                diarizer.pcm(one), plan_windows([Span(0.0, len(one) / SAMPLE_RATE)]), diarizer.weights
            ).astype(np.float64)
            mean = vectors.mean(axis=0)
            means.append(mean / np.linalg.norm(mean))
            mean_voice.append(name)
            windows.append(vectors)
            voice += [name] * len(vectors)
            utterance += [f"{name}-{k}"] * len(vectors)
    whole = _pairs(np.stack(means), np.array(mean_voice), np.arange(len(means)))
    parts = _pairs(np.concatenate(windows), np.array(voice), np.array(utterance))
    return {
        "utterances": float(len(means)),
        "utterance_eer": round(equal_error_rate(*whole), 4),
        "window_eer": round(equal_error_rate(*parts), 4),
    }


def interviews(
    diarizer: Diarizer, readers: dict[str, list[Samples]], count: int, *, pauses: tuple[float, float] = PAUSES
) -> dict[str, Any]:
    """Errors on conversations of `count` readers: up to 20 of their combinations, spread evenly over all."""
    tally = Tally()
    chosen = list(combinations(readers, count))
    for seed, names in enumerate(chosen[:: -(-len(chosen) // 20)]):
        order = names if seed % 2 else names[::-1]
        samples, gold = conversation({name: readers[name] for name in order}, seed, pauses=pauses)
        result, spans = diarizer(samples)
        tally.add(gold, result, spans, len(samples) / SAMPLE_RATE)
    return tally.figures()


def all_interviews(diarizer: Diarizer, readers: dict[str, list[Samples]]) -> dict[str, Any]:
    """Errors for one, two and three speakers, and for two who leave no pause between their turns."""
    figures = {f"{count}_speakers": interviews(diarizer, readers, count) for count in (1, 2, 3)}
    figures["2_speakers_without_pauses"] = interviews(diarizer, readers, 2, pauses=NO_PAUSES)
    return figures


def librispeech(folder: Path) -> dict[str, list[Samples]]:
    """Utterances of the five readers."""
    return {
        name: [trimmed(soundfile.read(path, dtype="int16")[0]) for path in sorted((folder / name).glob("*.flac"))]
        for name in READERS
    }


def nine_languages(diarizer: Diarizer, folder: Path) -> dict[str, list[Samples]]:
    """One reader a language: the first clip of each, cut at pauses and each eight seconds, under a second left out."""
    readers = {}
    for path in (*sorted((folder / "audio").glob("??-??_audio1.flac")), folder / "audio" / "ja-JP_audio.flac"):
        pcm = diarizer.pcm(soundfile.read(path, dtype="int16")[0])
        spans = detect_speech(pcm, diarizer.vad_path, None, TALK_RULES).spans
        pieces = [(at, min(end, at + 8.0)) for start, end in spans for at in np.arange(start, end, 8.0)]
        readers[path.stem] = [pcm.read(start, end).copy() for start, end in pieces if end - start >= 1.0]
    return readers


def monologues(diarizer: Diarizer, folder: Path) -> dict[str, Any]:
    """In which share of recordings of one learner (all sentences of a speechocean762 speaker) one voice is found."""
    sentences: dict[str, dict[str, list[Samples]]] = {"adults": {}, "children": {}}
    for line in (folder / "scores.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        group = sentences["adults" if row["age"] >= ADULT else "children"]
        group.setdefault(row["speaker"], []).append(soundfile.read(folder / row["audio"], dtype="int16")[0])
    figures: dict[str, Any] = {}
    for name, group in sentences.items():
        counts = np.array([diarizer(np.concatenate(parts))[0].speaker_count for _, parts in sorted(group.items())])
        figures[name] = {"speakers": len(counts), "found_as_one": round(float((counts == 1).mean()), 3)}
    return figures


def meetings(diarizer: Diarizer, folder: Path, *, gold_speech: bool) -> dict[str, Any]:
    """Errors on the AMI excerpts, with the detector's speech or with the gold turns' own."""
    gold: dict[str, Speech] = {}
    for line in (folder / "ref.rttm").read_text(encoding="utf-8").splitlines():
        _, name, _, start, length, _, _, speaker, *_ = line.split()
        stretch = (float(start), float(start) + float(length))
        gold.setdefault(name, {}).setdefault(speaker, []).append(stretch)
    tally = Tally()
    for name, speech in sorted(gold.items()):
        samples = soundfile.read(folder / "audio" / f"{name}.flac", dtype="int16")[0]
        result, spans = diarizer(samples, speech if gold_speech else None)
        tally.add(speech, result, spans, len(samples) / SAMPLE_RATE)
    return {**tally.figures(), "counts": [f"{a}->{b}" for a, b in tally.counts]}


def real_conversation(diarizer: Diarizer, folder: Path) -> dict[str, Any]:
    """Speaker count of the two-person clip, and how often its turns agree with the two enrolment clips."""
    read = {path.stem: soundfile.read(path, dtype="int16")[0] for path in folder.glob("*.flac")}
    clip = read.pop("katiesteve_mono")
    result, spans = diarizer(clip)
    centres = []
    for _, enrolment in sorted(read.items()):
        windows = plan_windows([Span(0.0, len(enrolment) / SAMPLE_RATE)])
        centres.append(embed_windows(diarizer.pcm(enrolment), windows, diarizer.weights).mean(axis=0))
    windows = plan_windows(spans)
    near = (embed_windows(diarizer.pcm(clip), windows, diarizer.weights) @ np.stack(centres).T).argmax(axis=1)
    middles = [(start + end) / 2 for start, end in windows]
    said = [next((t.speaker for t in result.turns if t.start <= at <= t.end), "") for at in middles]
    agree = np.array([[sum(s == name and n == k for s, n in zip(said, near, strict=True)) for k in (0, 1)]
                      for name in sorted({t.speaker for t in result.turns})])  # fmt: skip
    rows, columns = linear_sum_assignment(-agree)
    share = float(agree[rows, columns].sum()) / max(1, len(windows))
    return {"seconds": round(len(clip) / SAMPLE_RATE, 1), "count": result.speaker_count, "gold_count": 2,
            "agreement_with_enrolment": round(share, 3)}  # fmt: skip


def run(data: Path) -> dict[str, Any]:
    """All figures. `data` holds librispeech_speakers, asr_multilingual, speechocean762 and ami_diarization."""
    diarizer = Diarizer(default_models_dir())
    folder = data / "librispeech_speakers"
    readers = librispeech(folder)
    languages = nine_languages(diarizer, data / "asr_multilingual")
    figures: dict[str, Any] = {"verification": verification(diarizer, readers)}
    diarizer.timing = Timing()
    figures["interviews_development"] = all_interviews(diarizer, readers)
    figures["interviews_unseen"] = all_interviews(diarizer, languages)
    figures["real_time_factor"] = diarizer.timing.factors()
    figures["monologues_of_learners"] = monologues(diarizer, data / "speechocean762")
    figures["two_person_conversation"] = real_conversation(diarizer, folder / "two_speaker_conversation")
    figures["ami"] = {
        "detected_speech": meetings(diarizer, data / "ami_diarization", gold_speech=False),
        "gold_speech": meetings(diarizer, data / "ami_diarization", gold_speech=True),
    }
    return figures
