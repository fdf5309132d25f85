"""How well fluency and vocabulary follow the judgement of people.

Fluency: read sentences of Mandarin learners against the median of four or five experts (0-10), and five native readers.
Short sentences hold few pauses, so the level that means something is the speaker, all sentences together. Nothing in
`analysis/speech/fluency.py` was fitted here: `composite` is the shipped formula; `ridge` shows what the same features
give when fitted, speakers kept apart.

What was chosen on this data nevertheless: the constants of the syllable counter, on the text of 400 of these sentences
and on the native readers; the stillness of a filled pause; the half-widths. So those figures are not independent.

Vocabulary: articles rewritten at three levels, and sentences with CEFR levels joined to texts of one level. Both are
written; no freely usable speech has CEFR labels. So the order of levels is tested, not their height. The
anchors of the word shares took their spacing from these very sentences, so only the articles are a test of their own,
and those were looked at too while features were chosen.
"""

from __future__ import annotations

import csv
import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression
from scipy.stats import pearsonr, spearmanr

from zenhire.analysis.speech.fluency import WEIGHTS, Run, composite, filled_pauses, pooled, runs_of
from zenhire.analysis.speech.lexis import usable_tokens, word_level
from zenhire.analysis.speech.prosody import frames, syllable_nuclei
from zenhire.analysis.speech.scale import BANDS, NotMeasurable
from zenhire.analysis.speech.types import Span, Word
from zenhire.analysis.speech.vocabulary import measure, score_vocabulary, text_level
from zenhire.engines.audio.base import SAMPLE_RATE, Samples
from zenhire.engines.models.store import ModelStore
from zenhire.engines.vad.silero import SileroVad
from zenhire.kit.settings import default_models_dir

FOLDS = 5
ADULT = 16
SEED = 7
TEXT_TOKENS = 250

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Clip:
    """One read sentence: who, how old, the experts' median fluency (0-10), true syllables and what was measured."""

    speaker: str
    age: int
    expert: float
    true_syllables: int
    seconds: float
    runs: list[Run]


class Measurer:
    """From samples to runs of speech, with the shipped detector."""

    def __init__(self) -> None:
        self.vad = SileroVad(ModelStore(default_models_dir()).path("silero-vad"))
        self.seconds = 0.0
        self.spent = {"vad": 0.0, "prosody": 0.0}

    def __call__(self, samples: Samples) -> list[Run]:
        """The runs of one clip of one voice."""
        began = time.process_time()
        speech = [Span(start, end) for start, end in self.vad.detect(samples)]
        middle = time.process_time()
        track = frames(samples)
        nuclei = syllable_nuclei(track, speech)
        fillers = filled_pauses(track, speech, (), "en")
        runs = runs_of(Span(0.0, len(samples) / SAMPLE_RATE), speech, nuclei, fillers)
        self.spent["vad"] += middle - began
        self.spent["prosody"] += time.process_time() - middle
        self.seconds += len(samples) / SAMPLE_RATE
        return runs


def run(data: Path) -> dict[str, Any]:
    """Every figure; `data` is the folder of the data sets."""
    measurer = Measurer()
    clips = _clips(data / "speechocean762", measurer)
    return {
        "fluency": {
            "utterances": _against_experts([(clip.expert, clip.runs) for clip in clips]),
            "speakers": {
                "all": _by_speaker(clips),
                "adults": _by_speaker([clip for clip in clips if clip.age >= ADULT]),
                "children": _by_speaker([clip for clip in clips if clip.age < ADULT]),
            },
            "native_readers": _natives(data / "librispeech_speakers", measurer),
        },
        "syllables": _syllables(clips),
        "vocabulary": {
            "onestop_english": _onestop(data / "onestop_english"),
            "cefr_sentences": _cefr_texts(data / "cefr_sentences"),
            "word_list": _word_list(data / "cefr_wordlists"),
        },
        "real_time_factor": {part: round(spent / measurer.seconds, 5) for part, spent in measurer.spent.items()},
    }


def _clips(folder: Path, measurer: Measurer) -> list[Clip]:
    syllables: dict[str, int] = {}
    for line in (folder / "lexicon.txt").read_text().splitlines():
        word, *phones = line.split()
        syllables.setdefault(word, sum(phone[-1].isdigit() for phone in phones))
    clips = []
    for line in (folder / "scores.jsonl").read_text().splitlines():
        row = json.loads(line)
        samples, _ = soundfile.read(folder / row["audio"], dtype="int16")
        runs = measurer(samples)
        if any(part.syllables for part in runs):
            truth = sum(syllables.get(word, 0) for word in row["text"].upper().split())
            seconds = len(samples) / SAMPLE_RATE
            clips.append(Clip(row["speaker"], row["age"], row["median"]["fluency"], truth, seconds, runs))
    return clips


def _against_experts(rows: Sequence[tuple[float, list[Run]]]) -> dict[str, Any]:
    values = [pooled(runs) for _, runs in rows]
    experts = np.array([expert for expert, _ in rows])
    level = np.array([composite(value) for value in values])
    table = {name: _correlation(np.array([value[name] for value in values]), experts) for name in WEIGHTS}
    return {"n": len(rows), "composite": _correlation(level, experts), "features": table}


def _by_speaker(clips: Sequence[Clip]) -> dict[str, Any]:
    groups: dict[str, list[Clip]] = defaultdict(list)
    for clip in clips:
        groups[clip.speaker].append(clip)
    rows = [
        (float(np.mean([clip.expert for clip in group])), [part for clip in group for part in clip.runs])
        for group in groups.values()
    ]
    experts = np.array([expert for expert, _ in rows])
    values = [pooled(runs) for _, runs in rows]
    level = np.array([composite(value) for value in values])
    matrix = np.array([[value[name] for name in WEIGHTS] for value in values])
    fitted = _ridge_out_of_fold(matrix, experts)
    mapped = _isotonic_out_of_fold(level, experts / 2.0)
    residual = np.abs(mapped - experts / 2.0)
    return _against_experts(rows) | {
        "mean_level": round(float(level.mean()), 3),
        "mean_expert_halved": round(float(experts.mean() / 2.0), 3),
        "ridge_cross_validated": _correlation(fitted, experts),
        "isotonic_cross_validated": {
            "pearson": _correlation(mapped, experts)["pearson"],
            "half_width_90": round(float(np.quantile(residual, 0.9)), 3),
        },
        "direct_half_width_90": round(float(np.quantile(np.abs(level - experts / 2.0), 0.9)), 3),
    }


def _natives(folder: Path, measurer: Measurer) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for reader in sorted(path for path in folder.iterdir() if path.is_dir() and path.name.isdigit()):
        runs = [part for file in sorted(reader.glob("*.flac")) for part in measurer(_mono(file))]
        values = pooled(runs)
        found[reader.name] = {"level": round(composite(values), 2)} | {k: round(v, 2) for k, v in values.items()}
    return found


def _mono(file: Path) -> Samples:
    samples, rate = soundfile.read(file, dtype="int16")
    assert rate == SAMPLE_RATE
    assert samples.ndim == 1
    return np.asarray(samples, dtype=np.int16)


def _syllables(clips: Sequence[Clip]) -> dict[str, float]:
    counted = np.array([sum(part.syllables for part in clip.runs) for clip in clips], dtype=np.float64)
    truth = np.array([clip.true_syllables for clip in clips], dtype=np.float64)
    seconds = np.array([clip.seconds for clip in clips])
    return {
        "pearson_count": round(float(pearsonr(counted, truth)[0]), 3),
        "pearson_rate": round(float(pearsonr(counted / seconds, truth / seconds)[0]), 3),
        "counted_per_true": round(float(counted.sum() / truth.sum()), 3),
    }


def _onestop(folder: Path) -> dict[str, Any]:
    articles: dict[str, dict[str, float]] = defaultdict(dict)
    for name in ("ele", "int", "adv"):
        for file in sorted((folder / name).glob("*.txt")):
            words = _as_words(file.read_text(encoding="utf-8", errors="ignore").split())
            try:
                score = score_vocabulary(candidate="reader", words=words, usable_cut=0.5)
            except NotMeasurable:
                continue
            articles[re.sub(r"-(ele|int|adv)$", "", file.stem)][name] = score.score
    whole = [levels for levels in articles.values() if len(levels) == 3]
    pairs = [(a["ele"] < a["int"], a["int"] < a["adv"], a["ele"] < a["adv"]) for a in whole]
    return {
        "articles": len(whole),
        "mean_level": {name: round(float(np.mean([a[name] for a in whole])), 2) for name in ("ele", "int", "adv")},
        "order_fully_right": round(float(np.mean([all(pair) for pair in pairs])), 3),
        "pairs_right": {
            name: round(float(np.mean([pair[i] for pair in pairs])), 3)
            for i, name in enumerate(("ele<int", "int<adv", "ele<adv"))
        },
        "spearman": _spearman(
            [a[name] for a in whole for name in ("ele", "int", "adv")], [rank for _ in whole for rank in (0, 1, 2)]
        ),
    }


def _cefr_texts(folder: Path) -> dict[str, Any]:
    sentences: dict[int, list[str]] = defaultdict(list)
    for name in ("wikiauto_train.tsv", "wikiauto_dev.tsv"):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            text, first, second = line.split("\t")
            sentences[(int(first) + int(second) + 1) // 2 - 1].append(text)
    labels: list[int] = []
    texts: list[list[str]] = []
    shuffler = random.Random(SEED)
    for label in sorted(sentences):
        shuffler.shuffle(sentences[label])
        joined = list(_joined(sentences[label]))
        labels += [label] * len(joined)
        texts += joined
    levels = np.array([text_level(text) for text in texts])
    truth = np.array(labels, dtype=np.float64)
    mapped = _isotonic_out_of_fold(levels, truth)
    features = [measure(text, "en") for text in texts]
    return {
        "texts": len(texts),
        "mean_level": {BANDS[int(k)]: round(float(levels[truth == k].mean()), 2) for k in np.unique(truth)},
        "spearman": _spearman(levels, truth),
        "spearman_by_feature": {name: _spearman([f[name] or 0.0 for f in features], truth) for name in features[0]},
        "isotonic_cross_validated": {
            "mean_absolute_error": round(float(np.abs(mapped - truth).mean()), 3),
            "half_width_90": round(float(np.quantile(np.abs(mapped - truth), 0.9)), 3),
        },
    }


def _joined(sentences: Iterable[str]) -> Iterable[list[str]]:
    """Texts of 250 usable lemmas from sentences of one level; what is left at the end is dropped."""
    lemmas: list[str] = []
    for sentence in sentences:
        lemmas += [token.lemma for token in usable_tokens(_as_words(sentence.split()), 0.5, "en")]
        if len(lemmas) >= TEXT_TOKENS:
            yield lemmas[:TEXT_TOKENS]
            lemmas = []


def _word_list(folder: Path) -> dict[str, Any]:
    """Our level of a word against two published lists (partly the package's own source: a check of the reading)."""
    gold: dict[str, int] = {}
    for file in ("cefrj-vocabulary-profile-1.5.csv", "octanove-vocabulary-profile-c1c2-1.0.csv"):
        with (folder / file).open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                for word in row["headword"].lower().split("/"):
                    if word.isalpha():
                        gold[word] = min(gold.get(word, 9), BANDS.index(row["CEFR"]) + 1)
    pairs = [(level, word_level(word)) for word, level in gold.items()]
    known = [(truth, ours) for truth, ours in pairs if ours]
    advanced = [(truth >= 5, ours >= 5) for truth, ours in pairs]
    return {
        "words": len(pairs),
        "known": len(known),
        "spearman": _spearman([truth for truth, _ in known], [ours for _, ours in known]),
        "c1_plus_precision": round(float(np.mean([truth for truth, ours in advanced if ours])), 3),
        "c1_plus_recall": round(float(np.mean([ours for truth, ours in advanced if truth])), 3),
    }


def _as_words(texts: Sequence[str]) -> list[Word]:
    return [Word(text, 0.4 * i, 0.4 * i + 0.3, 1.0, 1.0, "reader") for i, text in enumerate(texts)]


def _folds(n: int) -> list[NDArray[np.intp]]:
    return np.array_split(np.random.default_rng(SEED).permutation(n), FOLDS)


def _ridge_out_of_fold(matrix: Floats, target: Floats, penalty: float = 1.0) -> Floats:
    predicted = np.zeros(len(target))
    for held in _folds(len(target)):
        kept = np.setdiff1d(np.arange(len(target)), held)
        mean, spread = matrix[kept].mean(axis=0), matrix[kept].std(axis=0) + 1e-9
        scaled = (matrix - mean) / spread
        gram = scaled[kept].T @ scaled[kept] + penalty * np.eye(matrix.shape[1])
        weights = np.linalg.solve(gram, scaled[kept].T @ (target[kept] - target[kept].mean()))
        predicted[held] = scaled[held] @ weights + target[kept].mean()
    return predicted


def _isotonic_out_of_fold(values: Floats, target: Floats) -> Floats:
    predicted = np.zeros(len(target))
    for held in _folds(len(target)):
        kept = np.setdiff1d(np.arange(len(target)), held)
        order = kept[np.argsort(values[kept], kind="stable")]
        fitted = isotonic_regression(target[order]).x
        predicted[held] = np.interp(values[held], values[order], fitted)
    return predicted


def _correlation(values: Floats, target: Floats) -> dict[str, float]:
    return {"pearson": round(float(pearsonr(values, target)[0]), 3), "spearman": _spearman(values, target)}


def _spearman(values: Sequence[float] | Floats, target: Sequence[float] | Floats) -> float:
    return round(float(spearmanr(values, target)[0]), 3)
