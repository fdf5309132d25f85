"""Fits the coefficients in `analysis/speech/confidence.py`: probability that a word of pocketsphinx was said.

    python -m evals.asr_calibration --data DIR

Logistic regression on `word_features` with coefficients >= 0 and an L2 penalty; every source weighs the same, so that
the many learners do not drown the rest. Recordings in other languages are negatives throughout. Held-out figures are
from folds that keep a speaker, or a language, together.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from scipy.optimize import minimize

from evals.__main__ import show
from evals.asr_data import Recording, recordings
from zenhire.analysis.speech.confidence import Calibration, word_features
from zenhire.engines.asr import parse_spec

FOLDS = 5
PENALTY = 1.0
SOURCE_WEIGHT = 1000.0
CUTS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)

Vector = NDArray[np.float64]


def fit(recorded: Sequence[Recording]) -> Calibration:
    """Coefficients from recordings whose `correct` is known."""
    counts: dict[str, int] = {}
    for item in recorded:
        counts[item.source] = counts.get(item.source, 0) + len(item.words)
    x = np.vstack([features(item) for item in recorded])
    y = np.concatenate([labels(item) for item in recorded])
    weight = np.concatenate([np.full(len(item.words), SOURCE_WEIGHT / counts[item.source]) for item in recorded])

    def loss(theta: Vector) -> tuple[float, Vector]:
        z = x @ theta[1:] + theta[0]
        p = 1 / (1 + np.exp(-z))
        value = float(np.sum(weight * (np.logaddexp(0, z) - y * z)) + PENALTY / 2 * np.sum(theta[1:] ** 2))
        slope = weight * (p - y)
        return value, np.concatenate(([slope.sum()], x.T @ slope + PENALTY * theta[1:]))

    bounds = [(None, None), *[(0.0, None)] * x.shape[1]]
    found = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    return Calibration(*(round(float(value), 3) for value in found))


def features(item: Recording) -> Vector:
    """`word_features` of a recording, shape (n, 3)."""
    return word_features([word.confidence for word in item.words])


def labels(item: Recording) -> Vector:
    """1 for a word that was said, else 0."""
    return np.asarray(item.correct, dtype=np.float64)


def predict(model: Calibration, item: Recording) -> Vector:
    """Probabilities of a recording's words."""
    z = features(item) @ np.array([model.own, model.near, model.wide]) + model.intercept
    result: Vector = 1 / (1 + np.exp(-z))
    return result


def held_out(recorded: Sequence[Recording]) -> dict[tuple[str, str], Vector]:
    """Probabilities by (source, group) from a fit that did not see the group; unlabelled ones from the whole fit."""
    labelled = [item for item in recorded if item.words and item.correct is not None]
    folds: dict[tuple[str, str], int] = {}
    for source in dict.fromkeys(item.source for item in labelled):
        for number, item in enumerate(one for one in labelled if one.source == source):
            folds[(item.source, item.group)] = number % FOLDS
    models = [fit([i for i in labelled if folds[(i.source, i.group)] != fold]) for fold in range(FOLDS)]
    whole = fit(labelled)
    return {
        (item.source, item.group): predict(
            models[folds[(item.source, item.group)]] if (item.source, item.group) in folds else whole, item
        )
        for item in recorded
        if item.words
    }


def auc(y: Vector, p: Vector) -> float:
    """Area under the ROC curve, ties counted half; nan when only one class is there."""
    _, inverse, counts = np.unique(p, return_inverse=True, return_counts=True)
    rank = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    positives = y.sum()
    if not 0 < positives < y.size:
        return float("nan")
    return float((rank[y == 1].sum() - positives * (positives + 1) / 2) / (positives * (y.size - positives)))


def calibration_error(y: Vector, p: Vector, bins: int = 10) -> float:
    """Expected calibration error over bins with equally many words."""
    parts = np.array_split(np.argsort(p, kind="stable"), bins)
    return float(sum(abs(y[part].mean() - p[part].mean()) * part.size for part in parts if part.size) / y.size)


def word_report(recorded: Sequence[Recording], probability: Mapping[tuple[str, str], Vector]) -> dict[str, Any]:
    """Per source: words, share said, AUC of the raw and of the calibrated figure, calibration errors of both."""
    labelled = [item for item in recorded if item.words and item.correct is not None]
    sources = list(dict.fromkeys(item.source for item in labelled))
    english = [source for source in sources if source != "foreign"]
    choices = {**{source: [source] for source in sources}, "all English": english, "all": sources}
    report: dict[str, Any] = {}
    for name, chosen in choices.items():
        items = [item for item in labelled if item.source in chosen]
        y = np.concatenate([labels(item) for item in items])
        p = np.concatenate([probability[(item.source, item.group)] for item in items])
        raw = np.array([word.confidence for item in items for word in item.words])
        report[name] = {
            "words": int(y.size),
            "said": float(y.mean()),
            "AUC raw": auc(y, raw),
            "AUC calibrated": auc(y, p),
            "ECE raw": calibration_error(y, raw),
            "ECE calibrated": calibration_error(y, p),
        }
    return report


def precision_report(
    recorded: Sequence[Recording], probability: Mapping[tuple[str, str], Vector]
) -> list[dict[str, Any]]:
    """At each cut: share of the kept words that were said, and share of the said words kept, by source."""
    rows: list[dict[str, Any]] = []
    labelled = [item for item in recorded if item.words and item.correct is not None]
    for cut in CUTS:
        row: dict[str, Any] = {"cut": cut}
        for source in dict.fromkeys(item.source for item in labelled):
            items = [item for item in labelled if item.source == source]
            y = np.concatenate([labels(item) for item in items])
            kept = np.concatenate([probability[(item.source, item.group)] for item in items]) >= cut
            if source == "foreign":
                row["foreign kept"] = float(kept.mean())
                continue
            row[f"{source} precision"] = float(y[kept].mean()) if kept.any() else None
            row[f"{source} recall"] = float(kept[y == 1].mean())
        rows.append(row)
    return rows


def main() -> int:
    """Prints the coefficients and how well they hold on speakers not seen."""
    parser = argparse.ArgumentParser(prog="python -m evals.asr_calibration")
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    recorded = recordings(options.data, parse_spec("pocketsphinx"))
    probability = held_out(recorded)
    model = fit([item for item in recorded if item.words and item.correct is not None])
    coefficients = {"intercept": model.intercept, "own": model.own, "near": model.near, "wide": model.wide}
    result = {
        "coefficients": coefficients,
        "words, held out": word_report(recorded, probability),
        "usable words, held out": precision_report(recorded, probability),
    }
    show(result, Console(width=None if sys.stdout.isatty() else 160))
    return 0


if __name__ == "__main__":
    sys.exit(main())
