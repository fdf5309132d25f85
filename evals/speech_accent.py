"""The accent score against experts' ratings, and what stands around it.

speechocean762: 125 Mandarin speakers (58 of them children) reading English sentences; a speaker is eight of the twenty
utterances, taken together; the target is (2 accuracy + total) / 3 of the experts' medians, averaged over all of the
speaker's utterances. The formula is made for candidates, so it is fitted on adults; children are shown apart. Every
figure of the formula is out of fold: ten folds of speakers, five shuffles. The scores are the release of December 2020.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy.optimize import nnls

from zenhire.analysis.speech.accent import (
    ENGLISH,
    EXPERT_ANCHORS,
    OTHER_LANGUAGES,
    Formula,
    Term,
    articulation,
    expert_points,
)
from zenhire.analysis.speech.scale import interpolate
from zenhire.engines.asr import phones
from zenhire.engines.asr.base import AsrWord
from zenhire.engines.asr.phones import AlignedPhone, FreePhone, PhoneMeasurement
from zenhire.engines.asr.pocketsphinx import PocketsphinxAsr
from zenhire.engines.audio.base import SAMPLE_RATE, Samples

ADULT = 16
UTTERANCES = 8
FOLDS = 10
SHUFFLES = 5
RIDGE = 10.0
COVERAGE = 0.9
SIGNS = {
    "phoneRate": 1,
    "vowelLength": -1,
    "durationSpread": -1,
    "vowelShare": -1,
    "phonotactics": 1,
}
NOISE_DB = (30, 20, 15, 10, 5)
_LONGEST = 20 * SAMPLE_RATE

Floats = NDArray[np.float64]
Values = dict[str, float]


@dataclass(frozen=True, slots=True)
class Speaker:
    """One rated speaker: the target on 0-10, features of all utterances together and of each with its own target."""

    name: str
    age: int
    target: float
    values: Values
    utterances: tuple[tuple[Values, float], ...]


class Measurer:
    """Measures audio files, with a folder of earlier results where one is given; counts processor time."""

    def __init__(self, cache: Path | None = None) -> None:
        self.cache = cache
        self.audio = self.spent = 0.0
        if cache is not None:
            cache.mkdir(parents=True, exist_ok=True)

    def file(self, path: Path) -> PhoneMeasurement:
        """The free phones of one file, in chunks of at most 20 s."""
        kept = None if self.cache is None else self.cache / f"{path.stem}.json"
        if kept is not None and kept.exists():
            return _restored(json.loads(kept.read_text()))
        measured = self.samples(read(path))
        if kept is not None:
            kept.write_text(json.dumps(asdict(measured)))
        return measured

    def samples(self, samples: Samples, words: Sequence[AsrWord] = ()) -> PhoneMeasurement:
        """As `file`, of samples; words are aligned where there is one chunk only."""
        began = time.process_time()
        pieces = np.array_split(samples, -(-len(samples) // _LONGEST))
        measured = phones.join([phones.measure_samples(piece, words if len(pieces) == 1 else ()) for piece in pieces])
        self.spent += time.process_time() - began
        self.audio += len(samples) / SAMPLE_RATE
        return measured


def read(path: Path) -> Samples:
    """16 kHz mono samples (n,) of a data file."""
    samples, rate = soundfile.read(path, dtype="int16")
    if rate != SAMPLE_RATE or samples.ndim != 1:
        raise ValueError(f"{path} is not 16 kHz mono")
    return np.asarray(samples)


def rated_speakers(folder: Path, measurer: Measurer, utterances: int = UTTERANCES) -> list[Speaker]:
    """The speakers of speechocean762 in `folder`, sorted by name; utterances spread evenly over each one's twenty."""
    by_speaker: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (folder / "scores.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        by_speaker[row["speaker"]].append(row)
    speakers = []
    for name, rows in sorted(by_speaker.items()):
        picked = [rows[round(i)] for i in np.linspace(0, len(rows) - 1, utterances)]
        measured = [measurer.file(folder / row["audio"]) for row in picked]
        each = [
            (articulation(part), target(row)) for part, row in zip(measured, picked, strict=True) if _has_speech(part)
        ]
        level = float(np.mean([target(row) for row in rows]))
        speakers.append(Speaker(name, rows[0]["age"], level, articulation(phones.join(measured)), tuple(each)))
    return speakers


def target(row: dict[str, Any]) -> float:
    """What the formula estimates: accuracy for two thirds, total for one, on 0-10."""
    return float((2.0 * row["median"]["accuracy"] + row["median"]["total"]) / 3.0)


def native_readers(folder: Path, measurer: Measurer) -> dict[str, Values]:
    """Features of the LibriSpeech readers in `folder`, all clips of each together."""
    readers = sorted(path for path in folder.iterdir() if path.name.isdigit())
    return {
        reader.name: articulation(phones.join([measurer.file(path) for path in sorted(reader.glob("*.flac"))]))
        for reader in readers
    }


def fit(
    values: Sequence[Values], targets: Floats, ceilings: Values, names: Sequence[str], half_width: float = 0.0
) -> Formula:
    """Ridge regression with every weight held to the sign in SIGNS; `ceilings` is where a feature stops to earn.

    On the poor side a value is held to the worst of the training set.
    """
    table = {name: np.array([value[name] for value in values]) for name in names}
    bounds = {}
    for name, column in table.items():
        good = ceilings[name]
        bounds[name] = (float(column.min()), good) if SIGNS[name] > 0 else (good, float(column.max()))
        table[name] = np.clip(column, *bounds[name])
    z = np.stack([SIGNS[name] * (table[name] - table[name].mean()) / table[name].std() for name in names], axis=1)
    stacked = np.concatenate([z, np.sqrt(RIDGE) * np.eye(len(names))])
    weights, _ = nnls(stacked, np.concatenate([targets - targets.mean(), np.zeros(len(names))]))
    terms = {
        name: Term(
            round(float(SIGNS[name] * weight), 4),
            round(float(table[name].mean()), 4),
            round(float(table[name].std()), 4),
            round(bounds[name][0], 4),
            round(bounds[name][1], 4),
        )
        for name, weight in zip(names, weights, strict=True)
        if weight > 0
    }
    return Formula(round(float(targets.mean()), 4), terms, half_width)


def out_of_fold(train: Sequence[Speaker], ceilings: Values, names: Sequence[str]) -> tuple[Floats, list[list[Floats]]]:
    """Estimates for every speaker (shuffles, speakers) and for its utterances, by formulas that never saw it."""
    targets = np.array([speaker.target for speaker in train])
    estimates = np.zeros((SHUFFLES, len(train)))
    utterances: list[list[Floats]] = []
    for shuffle in range(SHUFFLES):
        fold = np.random.default_rng(shuffle).permutation(len(train)) % FOLDS
        parts: list[Floats] = [np.zeros(0)] * len(train)
        for held in range(FOLDS):
            known = [speaker for speaker, where in zip(train, fold, strict=True) if where != held]
            formula = fit([speaker.values for speaker in known], targets[fold != held], ceilings, names)
            for i in np.flatnonzero(fold == held).tolist():
                estimates[shuffle, i] = expert_points(train[i].values, formula)
                parts[i] = np.array([expert_points(values, formula) for values, _ in train[i].utterances])
        utterances.append(parts)
    return estimates, utterances


def half_width(estimates: Floats, targets: Floats) -> float:
    """Split-conformal half-width: the 90 % quantile of the residuals with its correction for the sample's size."""
    residuals = np.sort(np.abs(estimates.mean(axis=0) - targets))
    rank = min(len(residuals), int(np.ceil(COVERAGE * (len(residuals) + 1))))
    return round(float(residuals[rank - 1]), 4)


def train_formula(
    speakers: Sequence[Speaker], natives: Iterable[Values], names: Sequence[str]
) -> tuple[Formula, dict[str, Any]]:
    """The formula fitted on all adults, and its out-of-fold figures."""
    adults = [speaker for speaker in speakers if speaker.age >= ADULT]
    children = [speaker for speaker in speakers if speaker.age < ADULT]
    readers = list(natives)
    ceilings = {name: float(np.median([values[name] for values in readers])) for name in names}
    targets = np.array([speaker.target for speaker in adults])
    estimates, parts = out_of_fold(adults, ceilings, names)
    width = half_width(estimates, targets)
    formula = fit([speaker.values for speaker in adults], targets, ceilings, names, width)
    said = np.concatenate([[value for _, value in speaker.utterances] for speaker in adults])
    outcome = {
        "adults": len(adults),
        "speaker_pcc": round(float(np.mean([_pcc(row, targets) for row in estimates])), 3),
        "utterance_pcc": round(float(np.mean([_pcc(np.concatenate(row), said) for row in parts])), 3),
        "half_width_90": width,
        "mean_absolute_error": round(float(np.abs(estimates.mean(axis=0) - targets).mean()), 3),
        "children_pcc": round(_pcc_of(children, formula), 3),
    }
    return formula, outcome


def run(data: Path) -> dict[str, Any]:
    """All figures. `data` holds speechocean762, librispeech_speakers and asr_multilingual."""
    return figures(data)


def figures(data: Path, cache: Path | None = None) -> dict[str, Any]:
    """As `run`; `cache` keeps measurements for the next time."""
    measurer = Measurer(cache)
    speakers = rated_speakers(data / "speechocean762", measurer)
    natives = native_readers(data / "librispeech_speakers", measurer)
    names = list(SIGNS)
    tempo = [name for name in names if name != "phonotactics"]
    return {
        "english": train_formula(speakers, natives.values(), names)[1],
        "other_languages_on_english": train_formula(speakers, natives.values(), tempo)[1],
        "one_feature_pcc": _single(speakers),
        "native_readers": {name: _both(values, ENGLISH) for name, values in natives.items()},
        "other_languages_native": _languages(data / "asr_multilingual", measurer),
        "noise": _noise(data / "librispeech_speakers", measurer),
        "goodness_of_pronunciation": _goodness(data / "speechocean762", speakers, measurer),
        "recognisers_own_words_pcc": _own_words(data / "speechocean762", speakers, measurer),
        "real_time_factor": round(measurer.spent / measurer.audio, 4) if measurer.audio else None,
    }


def _pcc(a: Floats, b: Floats) -> float:
    return float(np.corrcoef(a, b)[0, 1])


def _pcc_of(speakers: Sequence[Speaker], formula: Formula) -> float:
    estimates = np.array([expert_points(speaker.values, formula) for speaker in speakers])
    return _pcc(estimates, np.array([speaker.target for speaker in speakers]))


def _single(speakers: Sequence[Speaker]) -> dict[str, float]:
    adults = [speaker for speaker in speakers if speaker.age >= ADULT]
    targets = np.array([speaker.target for speaker in adults])
    return {name: round(_pcc(np.array([speaker.values[name] for speaker in adults]), targets), 3) for name in SIGNS}


def _both(values: Values, formula: Formula) -> dict[str, float]:
    points = expert_points(values, formula)
    return {"points": round(points, 2), "level": round(interpolate(points, EXPERT_ANCHORS), 2)}


def _languages(folder: Path, measurer: Measurer) -> dict[str, dict[str, float]]:
    """Native speakers of other languages under the formula for other languages, one entry a language."""
    found: dict[str, list[PhoneMeasurement]] = defaultdict(list)
    for line in (folder / "transcripts.csv").read_text(encoding="utf-8").splitlines()[1:]:
        path, language = line.split(",")[:2]
        if language != "en-US":
            found[language].append(measurer.file(folder / path))
    return {name: _both(articulation(phones.join(parts)), OTHER_LANGUAGES) for name, parts in sorted(found.items())}


def _noise(folder: Path, measurer: Measurer) -> dict[str, dict[str, float]]:
    """Mean level of the native readers, three clips each, under white noise of several strengths (dB)."""
    levels: dict[str, dict[str, float]] = {}
    readers = sorted(path for path in folder.iterdir() if path.name.isdigit())
    for ratio in (None, *NOISE_DB):
        rng = np.random.default_rng(0)
        points = []
        for reader in readers:
            clips = [read(path) for path in sorted(reader.glob("*.flac"))[:3]]
            noisy = [clip if ratio is None else with_noise(clip, ratio, rng) for clip in clips]
            points.append(expert_points(articulation(phones.join([measurer.samples(clip) for clip in noisy])), ENGLISH))
        mean = float(np.mean(points))
        levels["clean" if ratio is None else f"{ratio} dB"] = {
            "points": round(mean, 2),
            "level": round(interpolate(mean, EXPERT_ANCHORS), 2),
        }
    return levels


def with_noise(samples: Samples, ratio: float, rng: np.random.Generator) -> Samples:
    """`samples` under white noise whose power is `ratio` dB below theirs."""
    signal = samples.astype(np.float64)
    scale = np.sqrt(np.mean(signal**2) / 10.0 ** (ratio / 10.0))
    return np.asarray(np.clip(signal + scale * rng.standard_normal(len(signal)), -32768, 32767).astype(np.int16))


def _goodness(folder: Path, speakers: Sequence[Speaker], measurer: Measurer) -> dict[str, Any]:
    """Does `goodness`, on the true text, find the phones that experts marked? Two utterances of every second adult."""
    wrong: list[bool] = []
    goodness: list[float] = []
    for rows in list(_adult_rows(folder, speakers).values())[::2]:
        for row in rows[3:20:10]:
            words = [AsrWord(word["text"], 0.0, 0.0, 1.0) for word in row["words"]]
            aligned = measurer.samples(read(folder / row["audio"]), words).aligned
            for index, word in enumerate(row["words"]):
                mine = [phone for phone in aligned if phone.word == index]
                marks = _marks(word["phones_by_expert"], len(mine))
                if marks is not None:
                    wrong += marks
                    goodness += [phone.goodness for phone in mine]
    return {
        "phones": len(wrong),
        "marked_wrong": sum(wrong),
        "auc": round(_auc(np.array(goodness), np.array(wrong)), 3),
    }


def _own_words(folder: Path, speakers: Sequence[Speaker], measurer: Measurer) -> dict[str, float]:
    """Why no word enters the score: PCC over adults of the fit of the recogniser's own words, two utterances each."""
    asr = PocketsphinxAsr()
    fits: list[tuple[float, float, float, float]] = []
    for name, rows in _adult_rows(folder, speakers).items():
        aligned: list[AlignedPhone] = []
        confidence: list[float] = []
        for row in rows[3:20:10]:
            samples = read(folder / row["audio"])
            words = asr.transcribe(samples, "en").words
            aligned += measurer.samples(samples, words).aligned
            confidence += [word.confidence for word in words]
        if aligned:
            level = next(speaker.target for speaker in speakers if speaker.name == name)
            goodness = float(np.mean([phone.goodness for phone in aligned]))
            agreement = float(np.mean([phone.phone == phone.heard for phone in aligned]))
            fits.append((level, goodness, agreement, float(np.mean(confidence))))
    table = np.array(fits).T
    kinds = ("goodness", "agreement", "word_confidence")
    return {kind: round(_pcc(table[0], column), 3) for kind, column in zip(kinds, table[1:], strict=True)}


def _adult_rows(folder: Path, speakers: Sequence[Speaker]) -> dict[str, list[dict[str, Any]]]:
    adults = {speaker.name for speaker in speakers if speaker.age >= ADULT}
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (folder / "scores.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["speaker"] in adults:
            rows[row["speaker"]].append(row)
    return dict(sorted(rows.items()))


def _marks(by_expert: Sequence[str], count: int) -> list[bool] | None:
    """Phones that most experts called wrong or missing; None where their number is not that of the aligned ones."""
    votes: Counter[int] = Counter()
    used = 0
    for text in by_expert:
        tokens = _outside_brackets(text)
        if len(tokens) == count:
            used += 1
            votes.update(i for i, token in enumerate(tokens) if token.startswith("("))
    return None if used < 3 or count == 0 else [votes[i] * 2 > used for i in range(count)]


def _outside_brackets(text: str) -> list[str]:
    tokens, inside = [], False
    for token in text.replace("[", " [ ").replace("]", " ] ").split():
        if token in "[]":
            inside = token == "["
        elif not inside:
            tokens.append(token)
    return tokens


def _auc(goodness: Floats, wrong: NDArray[np.bool_]) -> float:
    """Chance that a phone marked wrong has the lower goodness of a random pair."""
    ranks = np.argsort(np.argsort(goodness)) + 1.0
    good, bad = int((~wrong).sum()), int(wrong.sum())
    return float((ranks[~wrong].sum() - good * (good + 1) / 2) / (good * bad)) if good and bad else float("nan")


def _has_speech(measured: PhoneMeasurement) -> bool:
    joined = [phone for phone in measured.free if phone.transition is not None]
    return bool(joined) and any(phone.phone in phones.VOWELS for phone in measured.free)


def _restored(kept: dict[str, Any]) -> PhoneMeasurement:
    return PhoneMeasurement(
        kept["model"],
        kept["seconds"],
        tuple(FreePhone(**phone) for phone in kept["free"]),
        tuple(AlignedPhone(**phone) for phone in kept["aligned"]),
        kept["skipped"],
    )
