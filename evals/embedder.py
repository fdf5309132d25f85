"""How well the sentence embedder finds what means the same in other words, and what it costs.

Titles: other names of ESCO occupations, each to be found among all occupations (`esco_title_retrieval`), by the title
alone, with the description behind it, and by the mean of both vectors. Skills: is another name of a skill group nearer
to it than to a different group? Once a random one, once the one most alike in letters. The baseline is TF-IDF of
character 3- to 5-grams within words. Ties count for half in the area under the curve, against the answer in a rank.

Figures of cost: processor milliseconds a text on one thread, and the memory of engine processes with the embedder
loaded: USS is what each has for itself, PSS adds its share of what they have in common.
"""

from __future__ import annotations

import asyncio
import csv
import random
import time
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.stats import rankdata

from zenhire.engines.embedder import EmbedderSpec, embed_texts, load, parse_spec, similarities, warm_up
from zenhire.engines.embedder.base import on_grid
from zenhire.engines.pool import EnginePool
from zenhire.kit.settings import default_models_dir

QUERIES, SEED = 3000, 20261122
PROCESSES = 2
_GRAMS = (3, 4, 5)

Floats = NDArray[np.float64]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _grams(text: str) -> Counter[str]:
    words = [f" {word} " for word in text.lower().split()]
    return Counter(word[at : at + size] for word in words for size in _GRAMS for at in range(len(word) - size + 1))


class TfIdf:
    """Character n-grams weighed by how rare they are among `corpus`; rows of length one."""

    def __init__(self, corpus: Sequence[str]) -> None:
        found = Counter(gram for text in corpus for gram in _grams(text))
        self._places = {gram: place for place, gram in enumerate(sorted(found))}
        counts = np.array([found[gram] for gram in sorted(found)], dtype=np.float64)
        self._weights = np.log((1 + len(corpus)) / (1 + counts)) + 1

    def __call__(self, texts: Sequence[str]) -> Any:
        """The texts as a sparse matrix."""
        rows, columns, values = [], [], []
        for row, text in enumerate(texts):
            known = [(self._places[gram], count) for gram, count in _grams(text).items() if gram in self._places]
            weighed = np.array([(1 + np.log(count)) * self._weights[place] for place, count in known])
            rows += [row] * len(known)
            columns += [place for place, _ in known]
            values += list(weighed / max(1e-12, float(np.linalg.norm(weighed))))
        return csr_array((values, (rows, columns)), shape=(len(texts), len(self._places)))

    def likeness(self, these: Sequence[str], those: Sequence[str]) -> Floats:
        """Cosines of every pair."""
        cosines: Floats = (self(these) @ self(those).T).toarray()
        return cosines


def _ranks(likeness: Floats, gold: Sequence[int]) -> NDArray[np.int64]:
    right = likeness[np.arange(len(gold)), list(gold)][:, None]
    ranks: NDArray[np.int64] = (likeness >= right).sum(axis=1)
    return ranks


def _retrieval(name: str, likeness: Floats, gold: Sequence[int]) -> dict[str, Any]:
    ranks = _ranks(likeness, gold)
    return {
        "by": name,
        "R@1": float((ranks <= 1).mean()),
        "R@5": float((ranks <= 5).mean()),
        "R@10": float((ranks <= 10).mean()),
        "MRR": float((1 / ranks).mean()),
    }


def _titles(folder: Path, spec: EmbedderSpec) -> list[dict[str, Any]]:
    occupations = _rows(folder / "occupations.csv")
    every = _rows(folder / "queries.csv")
    queries = random.Random(SEED).sample(every, min(QUERIES, len(every)))
    place = {row["code"]: number for number, row in enumerate(occupations)}
    gold = [place[row["occupation_code"]] for row in queries]
    asked = [row["alt_label"] for row in queries]
    labels = [row["preferred_label"] for row in occupations]
    full = [f"{row['preferred_label']}. {row['description']}" for row in occupations]
    vectors, by_label, by_full = (embed_texts(spec, texts) for texts in (asked, labels, full))
    return [
        _retrieval("TF-IDF, title", TfIdf(labels).likeness(asked, labels), gold),
        _retrieval("TF-IDF, title + description", TfIdf(full).likeness(asked, full), gold),
        _retrieval("embedder, title", similarities(vectors, by_label), gold),
        _retrieval("embedder, title + description", similarities(vectors, by_full), gold),
        _retrieval("embedder, mean of both", similarities(vectors, on_grid(by_label + by_full)), gold),
    ]


def area(positives: Floats, negatives: Floats) -> float:
    """Area under the curve: how often a positive is above a negative, ties counting for half."""
    ranks = rankdata(np.concatenate([positives, negatives]))[: len(positives)]
    count = len(positives)
    return float((ranks.sum() - count * (count + 1) / 2) / (count * len(negatives)))


def _skills(folder: Path, spec: EmbedderSpec) -> list[dict[str, Any]]:
    groups = _rows(folder / "skillGroups.csv")
    labels = [row["PREFERREDLABEL"] for row in groups]
    pairs = [(number, other) for number, row in enumerate(groups) for other in row["ALTLABELS"].split("\n") if other]
    own = np.array([number for number, _ in pairs])
    others = [other for _, other in pairs]
    lexical = TfIdf([*labels, *others]).likeness(others, labels)
    dense = similarities(embed_texts(spec, others), embed_texts(spec, labels))
    row = np.arange(len(pairs))
    without = lexical.copy()
    same = np.array([[labels[number] == label for label in labels] for number in own])
    without[same] = -1.0
    hard = without.argmax(axis=1)
    dice = random.Random(SEED)
    chance = np.array([dice.choice(np.flatnonzero(~mine).tolist()) for mine in same])
    return [
        {"by": name, "against": against, "pairs": len(pairs), "AUC": area(scores[row, own], scores[row, negatives])}
        for against, negatives in (("a random group", chance), ("the group most alike in letters", hard))
        for name, scores in (("TF-IDF", lexical), ("embedder", dense))
    ]


def _speed(spec: EmbedderSpec) -> list[dict[str, Any]]:
    embedder = load(spec)
    figures = []
    for tokens in (8, 64, 256):
        text = "nurse " * (tokens - 2)
        spent = []
        for _ in range(30):
            began = time.process_time()
            embedder.embed([text])
            spent.append(1000 * (time.process_time() - began))
        figures.append({"tokens": tokens, "ms, least": min(spent), "ms, median": float(np.median(spent))})
    return figures


def memory(spec: EmbedderSpec | None, barrier_seconds: float = 1.0) -> dict[str, float]:
    """This process in MB, with the embedder loaded and used once; None loads ONNX Runtime and onnx alone."""
    import onnx  # noqa: F401
    import onnxruntime  # noqa: F401

    if spec is not None:
        warm_up(spec)
        embed_texts(spec, ["nurse " * 254, "software engineer"])
    time.sleep(barrier_seconds)
    full = psutil.Process().memory_full_info()
    return {"RSS": full.rss / 1e6, "PSS": full.pss / 1e6, "USS": full.uss / 1e6}


async def _memories(spec: EmbedderSpec) -> list[dict[str, Any]]:
    rows = []
    for name, processes, asked in (
        ("without it, two processes", PROCESSES, None),
        ("with it, one process", 1, spec),
        ("with it, two processes", PROCESSES, spec),
    ):
        pool = EnginePool(processes)
        try:
            # Twice: what is shared shows only once every process is there.
            for _ in range(2):
                measured = await asyncio.gather(*(pool.run(partial(memory, asked)) for _ in range(processes)))
        finally:
            pool.close()
        rows.append({"engine process": name, **{key: measured[0][key] for key in measured[0]}})
    return rows


def run(data: Path) -> dict[str, Any]:
    """Titles, skills, speed and memory. `data` holds esco_title_retrieval."""
    folder = data / "esco_title_retrieval"
    spec = parse_spec("auto", models_dir=default_models_dir())
    memories = asyncio.run(_memories(spec))
    began = time.perf_counter()
    info = warm_up(spec)
    return {
        "engine": f"{info.engine} {info.model} {info.version}",
        "seconds to load": time.perf_counter() - began,
        "titles": _titles(folder, spec),
        "skills": _skills(folder, spec),
        "speed": _speed(spec),
        "memory, MB": memories,
    }
