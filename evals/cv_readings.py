"""What readings of a CV's sections are worth: the weights by which the parser chooses one, fitted to CVs with gold.

For each section of work and education in the folders of ZENHIRE_CV_CORPUS (several are parted by a colon) all readings
are made that the parser knows, and compared with the gold. The weights are those of a conditional logit, which make
readings that are right the most likely ones. They are fitted on five sixths of the layouts and judged on the
rest, in turn; what is printed for the tables is fitted on all. New rules of the parser do not need new weights,
new features do.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from evals.cv_parse import AS_OF, same
from zenhire.analysis.cv.layout import read_layout
from zenhire.analysis.cv.parse import job_readings
from zenhire.analysis.cv.parse.context import Context
from zenhire.analysis.cv.parse.experience import job_reader
from zenhire.analysis.cv.parse.parser import in_parts
from zenhire.analysis.cv.parse.readings import Reader
from zenhire.analysis.cv.parse.rows import Quote, Row
from zenhire.analysis.cv.parse.studies import readings as study_readings
from zenhire.analysis.cv.parse.studies.courses import study_reader
from zenhire.engines.pdf.base import PdfError
from zenhire.engines.pdf.reader import read

Names = tuple[tuple[str, ...], ...]
_FOLDS, _SEED = 6, 1
# How much a wrong name takes from a reading, where a right one gives 1, and how much titles, employers and so on count.
_WRONG = 0.15
_COUNT = {"jobs": (1.0, 1.0, 0.3), "studies": (1.0, 1.0, 0.7)}
_GOLD = {"jobs": ("position", "name", "location"), "studies": ("studyType", "institution", "area")}
_LISTS = {"jobs": ("work", "experience"), "studies": ("education", "education")}
_SHRINK = {"jobs": 20.0, "studies": 5.0}
_STEPS, _RATE, _SHARP, _MOST_WORTH = 250, 0.08, 3.0, 4.0


@dataclass(frozen=True, slots=True)
class Section:
    """All readings of a section: features (readings by features), how right each is, and which is the usual one."""

    kind: str
    layout: str
    features: Any
    right: Any
    usual: int


def _texts(quotes: Sequence[Quote | None]) -> tuple[str, ...]:
    return tuple(same(quote.text) if quote else "" for quote in quotes)


def _job_names(told: Sequence[job_readings.JobTold]) -> Names:
    return tuple(_texts((name.role, name.org, name.place)) for _, name, _ in told)


def _study_names(told: Sequence[study_readings.StudyTold]) -> Names:
    return tuple(_texts((names.degree, names.school, names.area)) for _, _, names, _ in told)


def _all(
    reader: Callable[[Sequence[Row], Context], Reader[Any]],
    names: Callable[[Any], Names],
    features: Callable[[Any], Mapping[str, float]],
    rows: Sequence[Row],
    context: Context,
) -> Iterator[tuple[Names, Mapping[str, float]]]:
    made = reader(rows, context)
    seen: set[Names] = set()
    for reading in (made.usual(), *made.others()):
        if (key := names(reading)) not in seen and (told := features(reading)):
            seen.add(key)
            yield key, told


_READERS = {
    "jobs": partial(_all, job_reader, _job_names, job_readings.features),
    "studies": partial(_all, study_reader, _study_names, study_readings.features),
}


def _right(kind: str, found: Names, gold: Mapping[str, Any]) -> float:
    """How right names are: what each field has in common with the gold, less something for what it has not."""
    total = 0.0
    for at, (field, counts) in enumerate(zip(_GOLD[kind], _COUNT[kind], strict=True)):
        wanted = Counter(same(item[field] or "") for item in gold[_LISTS[kind][1]] if item[field])
        told = Counter(item[at] for item in found if item[at])
        right = (wanted & told).total()
        total += counts * (right - _WRONG * (told.total() - right))
    return total


def _sections(path: Path) -> list[Section]:
    """The sections of a CV that can be read in several ways."""
    gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    try:
        context, _, parts = in_parts(read_layout(asyncio.run(read(path))), AS_OF)
    except PdfError:
        return []
    found = []
    for kind, (section, _) in _LISTS.items():
        for part in parts:
            some = list(_READERS[kind](part.rows, context)) if part.kind == section else []
            right = np.array([_right(kind, names, gold) for names, _ in some])
            if len(some) > 1 and right.max() > 0:
                features = np.array([list(told.values()) for _, told in some])
                found.append(Section(kind, path.parent.name, features, right, 0))
    return found


def fitted(some: Sequence[Section], shrink: float) -> Any:
    """The weights of a conditional logit over readings, by Adam, `shrink` times their squares held small.

    Each section's target is a softmax of how right its readings are; sections count by how much there is to gain.
    """
    ends = np.cumsum([len(section.right) for section in some])
    starts = np.concatenate([[0], ends[:-1]])
    index = np.repeat(np.arange(len(some)), ends - starts)
    features = np.concatenate([section.features for section in some])
    spread = features.std(0)
    spread[spread < 1e-6] = 1.0
    scaled = features / spread
    right = np.concatenate([section.right for section in some])

    def softmax(values: Any) -> Any:
        shifted = np.exp(values - np.maximum.reduceat(values, starts)[index])
        return shifted / np.add.reduceat(shifted, starts)[index]

    gain = np.maximum.reduceat(right, starts) - np.minimum.reduceat(right, starts)
    target, counts = softmax(_SHARP * right), np.minimum(gain, _MOST_WORTH)[index]
    weights, first, second = (np.zeros(features.shape[1]) for _ in range(3))
    for step in range(1, _STEPS + 1):
        slope = (((softmax(scaled @ weights) - target) * counts) @ scaled + shrink * weights) / len(some)
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        weights -= _RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights / spread


def judged(some: Sequence[Section], weights: Any, margin: float) -> Counter[str]:
    """How right the chosen readings are, the usual ones and the best ones, and how many choices made it better."""
    totals: Counter[str] = Counter()
    for section in some:
        worth = section.features @ weights
        best = int(worth.argmax())
        chosen = best if worth[best] > worth[section.usual] + margin else section.usual
        change = section.right[chosen] - section.right[section.usual]
        totals.update({"chosen": float(section.right[chosen]), "usual": float(section.right[section.usual])})
        totals.update({"best": float(section.right.max()), "changed": int(chosen != section.usual)})
        totals.update({"better": int(change > 0), "worse": int(change < 0)})
    return totals


def _in_turn(some: Sequence[Section], shrink: float) -> list[dict[str, Any]]:
    """A row for each margin, by weights fitted on other layouts than those judged."""
    layouts = sorted({section.layout for section in some})
    random.Random(_SEED).shuffle(layouts)
    rows: dict[float, Counter[str]] = {margin: Counter() for margin in (0.0, 0.5, 1.0, 2.0)}
    for fold in range(_FOLDS):
        out = set(layouts[fold::_FOLDS])
        weights = fitted([section for section in some if section.layout not in out], shrink)
        for margin, totals in rows.items():
            totals.update(judged([section for section in some if section.layout in out], weights, margin))
    return [{"margin": margin, **totals} for margin, totals in rows.items()]


def run(data: Path) -> dict[str, Any]:
    """Figures for jobs and courses of study, and the weights fitted on all layouts."""
    folders = os.environ.get("ZENHIRE_CV_CORPUS", str(data / "cv_generated")).split(":")
    paths = [path for folder in folders for path in sorted(Path(folder).glob("*/*.pdf"))]
    result: dict[str, Any] = {"files": len(paths)}
    with ProcessPoolExecutor() as pool:
        everything = [section for found in pool.map(_sections, paths, chunksize=8) for section in found]
    for kind, known in (("jobs", job_readings.WEIGHTS), ("studies", study_readings.WEIGHTS)):
        some = [section for section in everything if section.kind == kind]
        if not some:
            continue
        result[f"{kind} on layouts not fitted to"] = _in_turn(some, _SHRINK[kind])
        weights = fitted(some, _SHRINK[kind])
        result[f"weights of {kind}"] = [
            {"feature": name, "weight": round(float(weight), 2), "now": known[name]}
            for name, weight in zip(known, weights, strict=True)
        ]
    return result
