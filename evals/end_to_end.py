"""What a customer gets: real human recordings through the API of a running platform, in the six formats.

Starts a platform with a scratch data folder, makes a client, uploads what `end_to_end_recordings` puts together, waits,
and compares every answer with what is known of the recording. Whole answers are kept in the temporary folder under
`zenhire-evals/end-to-end`. Needs ffmpeg and the sets librispeech_speakers, asr_english_small, asr_multilingual and
speechocean762. Two runs are in work at a time, so times are those of a shared machine.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import soundfile
from scipy.optimize import linear_sum_assignment

from evals.asr_data import align, normalise
from evals.end_to_end_recordings import Recording, recordings
from evals.speakers import Speech, diarization_errors
from scripts.demo import platform, zenhire
from zenhire.engines.audio.base import SAMPLE_RATE
from zenhire.kit.postgres import scratch_folder

AT_A_TIME = 2
POLL_SECONDS = 10.5
COLLAR = 0.25
ENCODE = {
    "mp3": ["-c:a", "libmp3lame", "-b:a", "64k", "-ar", "44100"],
    "wav": ["-c:a", "pcm_s16le"],
    "m4a": ["-c:a", "aac", "-b:a", "64k", "-ar", "48000"],
    "webm": ["-c:a", "libopus", "-b:a", "32k"],
    "ogg": ["-c:a", "libvorbis", "-q:a", "3", "-ar", "44100"],
    "flac": ["-c:a", "flac"],
}
DIMENSIONS = ("vocabulary", "fluency", "accent")
OUTCOME = ("seconds", "repeated", "http", "status", "error", "as_expected", "duration_error_ms", "credits_right", "rtf")
HEARING = (
    "speakers",
    "der",
    "candidate",
    "candidate_confidence",
    "wer",
    "wer_candidate",
    "words_outside",
    "edge_seconds",
)
SCORES = (*DIMENSIONS, "syllables_s")
OWN = ("id", "requestId", "externalId", "timestamp", "processingTimeMs", "credits")


def encode(recording: Recording, kind: str, folder: Path) -> Path:
    """The recording as a file of one of the six formats."""
    raw, path = folder / f"{recording.name}.raw.wav", folder / f"{recording.name}.{kind}"
    soundfile.write(raw, recording.samples, SAMPLE_RATE)
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", str(raw), *ENCODE[kind], str(path)], check=True)
    raw.unlink()
    return path


def probe(path: Path) -> float:
    """Seconds that ffprobe says."""
    command = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", str(path)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def analyze(api: httpx.Client, path: Path) -> dict[str, Any]:
    """Submits a file and waits for its end: the answer, with `submitStatus`, `submitSeconds` and `waitedSeconds`."""
    began = time.monotonic()
    with path.open("rb") as file:
        answer = api.post("/api/v1/speech/analyze", files={"audio": file}, data={"externalId": path.name})
    took = {"submitStatus": answer.status_code, "submitSeconds": round(time.monotonic() - began, 2)}
    if answer.status_code != httpx.codes.ACCEPTED:
        return {"status": "refused", **took, **answer.json()}
    while True:
        time.sleep(POLL_SECONDS)
        polled = api.get(f"/api/v1/speech/analyze/{answer.json()['id']}")
        if polled.is_success and polled.json()["status"] not in ("queued", "processing"):
            return {**polled.json(), **took, "waitedSeconds": round(time.monotonic() - began, 1)}


def mapping(recording: Recording, run: Mapping[str, Any]) -> dict[str, str]:
    """Which voice each found speaker is, by the time they talk together."""
    found, gold = found_speech(run), recording.gold
    together = np.array([[sum(_shared(a, b) for a in x for b in y) for y in gold.values()] for x in found.values()])
    rows, columns = linear_sum_assignment(-together)
    names, voices = list(found), list(gold)
    return {names[row]: voices[column] for row, column in zip(rows, columns, strict=True)}


def _shared(a: tuple[float, float], b: tuple[float, float]) -> float:
    return max(0.0, min(a[1], b[1]) - max(a[0], b[0]))


def found_speech(run: Mapping[str, Any]) -> Speech:
    """Stretches of the transcript's segments by speaker."""
    speech: Speech = {}
    for item in run["transcript"]["segments"]:
        speech.setdefault(item["speaker"], []).append((item["startMs"] / 1000, item["endMs"] / 1000))
    return speech


def word_errors(reference: str, heard: str) -> float:
    """Word error rate."""
    said = normalise(reference)
    return round(align(said, normalise(heard))[1] / max(1, len(said)), 3)


def text_figures(recording: Recording, run: Mapping[str, Any]) -> dict[str, float]:
    """WER of all words and of the candidate's, and how well the words lie in time, where texts are known."""
    if any(item.text is None for item in recording.said):
        return {}
    words = run["transcript"]["words"]
    figures = {"wer": word_errors(" ".join(str(s.text) for s in recording.said), " ".join(w["text"] for w in words))}
    if recording.candidate:
        own = " ".join(str(s.text) for s in recording.said if s.voice == recording.candidate)
        figures["wer_candidate"] = word_errors(own, run["transcript"]["candidateText"])
    return figures | _time_figures(recording, words)


def _time_figures(recording: Recording, words: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Share of words outside every gold stretch, and the median distance of each stretch's edges to its words."""
    spans = np.array([(w["startMs"] / 1000, w["endMs"] / 1000) for w in words])
    middles = spans.mean(axis=1)
    inside = np.zeros(len(spans), dtype=bool)
    edges: list[float] = []
    for item in recording.said:
        own = (middles >= item.start - 0.1) & (middles <= item.end + 0.1)
        inside |= own
        if own.any():
            edges += [abs(spans[own, 0].min() - item.start), abs(spans[own, 1].max() - item.end)]
    return {"words_outside": round(1 - float(inside.mean()), 4), "edge_seconds": round(float(np.median(edges)), 3)}


def speaker_figures(recording: Recording, run: Mapping[str, Any]) -> dict[str, Any]:
    """Count found and true, diarization error rate, whether the candidate is right."""
    errors = diarization_errors(recording.gold, found_speech(run), recording.seconds, COLLAR)
    wrong = errors["missed"] + errors["false_alarm"] + errors["confusion"]
    chosen = mapping(recording, run).get(run["candidateDetection"]["speaker"])
    return {
        "speakers": f"{run['audio']['speakerCount']}/{len(recording.gold)}",
        "der": round(wrong / errors["speech"], 4) if all(item.voice for item in recording.said) else None,
        "confusion": round(errors["confusion"] / errors["speech"], 4),
        "candidate": chosen == recording.candidate if recording.candidate else None,
        "candidate_confidence": run["candidateDetection"]["confidence"],
    }


def score_figures(run: Mapping[str, Any]) -> dict[str, Any]:
    """Each dimension's score with interval and confidence, and the rate of articulation."""
    figures: dict[str, Any] = {}
    for name in DIMENSIONS:
        part = run["analysis"][name]
        low, high = part["interval90"]["low"], part["interval90"]["high"]
        figures[name] = f"{part['score']:.2f} [{low:.1f} {high:.1f}] {part['confidence']}"
    figures["syllables_s"] = round(run["analysis"]["fluency"]["features"]["articulationRate"]["value"], 2)
    return figures


def figures_of(recording: Recording, path: Path, run: Mapping[str, Any]) -> dict[str, Any]:
    """One row: the recording, its format, and all that was compared."""
    seconds = probe(path)
    row: dict[str, Any] = {"recording": path.name, "seconds": round(seconds, 1), "repeated": recording.repeated_seconds}
    row |= {"http": run["submitStatus"], "status": run["status"]}
    code = (run.get("error") or {}).get("code")
    row |= {"error": code, "as_expected": (code or run["status"]) in recording.expected}
    if run["status"] not in ("success", "partial"):
        return row
    row["duration_error_ms"] = round(run["audio"]["durationMs"] - seconds * 1000)
    row["credits_right"] = run["credits"]["deducted"] == -(-run["audio"]["durationMs"] // 60_000)
    row["rtf"] = round(run["processingTimeMs"] / 1000 / seconds, 3)
    return row | speaker_figures(recording, run) | text_figures(recording, run) | score_figures(run)


def spread(runs: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Largest minus smallest of each score, four decimals."""
    done = [run for run in runs if run["status"] == "success"]
    values = {name: [run["analysis"][name]["score"] for run in done] for name in DIMENSIONS}
    return {"runs": len(done)} | {name: round(max(v) - min(v), 4) for name, v in values.items()}


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two answers differ in nothing but their own names, times and credits."""
    texts = [
        json.dumps({k: v for k, v in run.items() if k not in OWN and not k.endswith("Seconds")}, sort_keys=True)
        for run in (one, other)
    ]
    return texts[0] == texts[1]


def measure(
    url: str, key: str, wanted: Sequence[Recording], kept: Path
) -> list[tuple[Recording, str, Mapping[str, Any], dict[str, Any]]]:
    """Sends every recording in each of its formats: (recording, format, answer, figures)."""
    with (
        tempfile.TemporaryDirectory() as folder,
        httpx.Client(base_url=url, headers={"X-API-Key": key}, timeout=120) as api,
        ThreadPoolExecutor(AT_A_TIME) as pool,
    ):

        def one(recording: Recording, number: int) -> tuple[Recording, str, Mapping[str, Any], dict[str, Any]]:
            kind = recording.formats[number]
            own = Path(folder) / str(number)
            own.mkdir(exist_ok=True)
            path = encode(recording, kind, own)
            run = analyze(api, path)
            name = f"{recording.name}-{number}.{kind}.json"
            (kept / name).write_text(json.dumps(run, indent=1), encoding="utf-8")
            figures = figures_of(recording, path, run)
            return recording, kind, run, figures

        jobs = [(recording, number) for recording in wanted for number in range(len(recording.formats))]
        return list(pool.map(one, *zip(*jobs, strict=True)))


def create_client(folder: Path) -> str:
    """A client with credits; gives its API key."""
    command = zenhire("admin", "client", "create", "Evaluation", "--permission", "speech", "--credits", "1000")
    done = subprocess.run([*command, "--json", "--data-dir", folder], capture_output=True, text=True, check=True)
    return str(json.loads(done.stdout)["api_key"])


def _columns(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: row.get(name) for name in ("recording", *names)}


def run(data: Path) -> dict[str, Any]:
    """All figures. `data` holds the sets named above."""
    kept = Path(tempfile.gettempdir()) / "zenhire-evals" / "end-to-end"
    kept.mkdir(parents=True, exist_ok=True)
    with (
        scratch_folder() as folder,
        tempfile.TemporaryDirectory() as logs,
        platform(folder / "data", Path(logs) / "log") as url,
    ):
        found = measure(url, create_client(folder / "data"), list(recordings(data)), kept)
    by_name: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for recording, kind, answer, _ in found:
        by_name.setdefault(recording.name, []).append((kind, answer))
    spreads, repeats = {}, {}
    for name, answers in by_name.items():
        if len({kind for kind, _ in answers}) > 1:
            spreads[name] = spread([answer for _, answer in answers])
        twice = [answer for kind, answer in answers if [k for k, _ in answers].count(kind) > 1]
        if twice:
            repeats[name] = same(twice[0], twice[1])
    rows = [row for *_, row in found]
    return {
        "as_expected": all(row["as_expected"] for row in rows),
        "outcome": [_columns(row, OUTCOME) for row in rows],
        "hearing": [_columns(row, HEARING) for row in rows if row["error"] is None],
        "scores": [_columns(row, SCORES) for row in rows if row["error"] is None],
        "spread_over_formats": spreads,
        "same_result_twice": repeats,
    }
