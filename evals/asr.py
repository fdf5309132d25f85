"""How well a recogniser hears, whether its confidence tells truth, and whom the language gate refuses.

The refusal curve is over whole recordings: the share refused at each cut of the mean calibrated probability, for native
readers, learners by the experts' score, spontaneous meetings, and other languages. Probabilities of recordings that
took part in the fit are held out (speakers or languages kept together). Recordings under the least number of words are
listed and left out of the shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.asr_calibration import held_out, precision_report, word_report
from evals.asr_data import Recording, recordings
from zenhire.analysis.speech.confidence import (
    CALIBRATIONS,
    MIN_WORDS,
    GateDecision,
    calibrate,
    language_gate,
    usable_cut,
)
from zenhire.analysis.speech.types import Word
from zenhire.engines.asr import AsrInfo, load, parse_spec
from zenhire.kit.settings import Settings

CUTS = (0.1, 0.125, 0.15, 0.175, 0.2, 0.225, 0.25, 0.3, 0.35, 0.4, 0.5)

Vector = NDArray[np.float64]


def _band(item: Recording) -> str:
    if item.source != "learner":
        return item.source
    expert = item.expert or 0.0
    return "learner < 5" if expert < 5 else "learner 5-8" if expert < 8 else "learner >= 8"


def _error_rates(recorded: Sequence[Recording]) -> dict[str, Any]:
    rates: dict[str, Any] = {}
    for band in sorted({_band(item) for item in recorded}):
        heard = [one for item in recorded if _band(item) == band for one in item.heard]
        words = sum(one.reference_words for one in heard)
        rates[band] = {
            "recordings": sum(_band(item) == band for item in recorded),
            "seconds": round(sum(one.seconds for one in heard)),
            "reference words": words or None,
            "WER": sum(one.errors for one in heard) / words if words else None,
        }
    return rates


def _refusals(means: Sequence[tuple[str, float]]) -> list[dict[str, Any]]:
    bands = sorted({band for band, _ in means})
    return [
        {"cut": cut, **{band: float(np.mean([mean < cut for name, mean in means if name == band])) for band in bands}}
        for cut in CUTS
    ]


def _shares(judged: Sequence[tuple[Recording, GateDecision]]) -> dict[str, Any]:
    bands = sorted({_band(item) for item, _ in judged})
    decisions = {band: [decision for item, decision in judged if _band(item) == band] for band in bands}
    return {
        band: {"recordings": len(some), "refused": float(np.mean([not decision.ok for decision in some]))}
        for band, some in decisions.items()
    }


def _probabilities(recorded: Sequence[Recording], engine: str) -> dict[tuple[str, str], Vector]:
    """As the product makes them; those of recordings that the calibration was fitted on are held out instead."""
    shipped = {(item.source, item.group): np.array(calibrate(engine, item.words)) for item in recorded if item.words}
    if engine not in CALIBRATIONS:
        return shipped
    unseen = held_out(recorded)
    return {
        (item.source, item.group): (shipped if item.correct is None else unseen)[(item.source, item.group)]
        for item in recorded
        if item.words
    }


def _decide(item: Recording, probability: Vector, info: AsrInfo) -> GateDecision:
    words = [
        Word(word.text, word.start, word.end, word.confidence, float(value))
        for word, value in zip(item.words, probability, strict=True)
    ]
    return language_gate(words, info, "en")


def run(data: Path) -> dict[str, Any]:
    """Error rates, quality of the word probabilities, usable words and the refusal curve.

    Measures pocketsphinx, or the recogniser that ZENHIRE_ASR names.
    """
    settings = Settings()
    setting = settings.asr if "asr" in settings.model_fields_set else "pocketsphinx"
    spec = parse_spec(setting, models_dir=settings.models_dir)
    info = load(spec).info
    recorded = recordings(data, spec)
    probability = _probabilities(recorded, info.engine)
    judged = [(item, _decide(item, probability[(item.source, item.group)], info)) for item in recorded if item.words]
    enough = [(item, decision) for item, decision in judged if decision.word_count >= MIN_WORDS]
    return {
        "recogniser": f"{info.engine} {info.model} {info.version}",
        "cut of a usable word": usable_cut(info.engine),
        "cut of a recording": enough[0][1].cut,
        "word errors": _error_rates(recorded),
        "words, held out": word_report(recorded, probability),
        "usable words, held out": precision_report(recorded, probability),
        "recordings": [
            {
                "source": item.source,
                "group": item.group,
                "seconds": round(item.seconds),
                "words": decision.word_count,
                "expert": item.expert,
                "mean probability": decision.mean_probability,
                "language": decision.detected_language,
                "decision": decision.reason,
            }
            for item, decision in judged
        ],
        "share refused by mean probability": _refusals(
            [(_band(item), decision.mean_probability) for item, decision in enough]
        ),
        "share refused": _shares(enough),
    }
