"""The match's scores of every CV for every position, made by as many processes as there are processors."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.cv_match_corpus import Asked, Candidate, positions
from zenhire.analysis.cv.match import Match
from zenhire.analysis.cv.match.matching import match_view
from zenhire.analysis.cv.match.view import View
from zenhire.analysis.cv.parse.scorable import ScorableCv
from zenhire.engines.embedder import Embedder, similarities
from zenhire.engines.embedder.minilm import VERSION, from_store
from zenhire.kit.settings import default_models_dir

Scores = NDArray[np.float64]
"""(positions, CVs)"""


Vectors = dict[str, NDArray[np.float32]]
"""By text."""


class Remembering:
    """An embedder as the match wants it, which embeds a text once: what positions ask for, in `asked`, for all CVs of
    the process; what the CV says, for all positions. The latter is kept in a file."""

    def __init__(self, embedder: Embedder, path: Path, asked: Vectors) -> None:
        self._embedder, self._path, self._asked = embedder, path, asked
        self._told = _loaded(path) if path.is_file() else {}
        self._known = len(self._told)

    def __call__(self, these: Sequence[str], those: Sequence[str]) -> Any:
        left = np.stack([self._vector(text, self._asked) for text in these])
        return similarities(left, np.stack([self._vector(text, self._told) for text in those]))

    def _vector(self, text: str, known: Vectors) -> NDArray[np.float32]:
        if text not in known:
            known[text] = self._embedder.embed([text])[0]
        return known[text]

    def keep(self) -> None:
        """Writes what was learned."""
        if len(self._told) > self._known:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            packed = io.BytesIO()
            np.savez(packed, texts=np.array(list(self._told)), vectors=np.stack(list(self._told.values())))
            part = self._path.with_suffix(".part")
            part.write_bytes(gzip.compress(packed.getvalue(), 1))
            part.replace(self._path)


def _loaded(path: Path) -> Vectors:
    with np.load(io.BytesIO(gzip.decompress(path.read_bytes()))) as kept:
        return dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))


def ours(full: Sequence[Candidate], bare: Sequence[Candidate], folder: Path) -> list[dict[str, Scores]]:
    """The scores of both readings of each CV, each by the way that they are made of the match."""
    work = partial(_both, folder=folder)
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn")) as pool:
        pairs = list(pool.map(work, [one.cv for one in full], [one.cv for one in bare], chunksize=4))
    return [_turned([pair[version] for pair in pairs]) for version in (0, 1)]


def _turned(by_cv: Sequence[dict[str, list[float]]]) -> dict[str, Scores]:
    return {way: np.array([one[way] for one in by_cv]).T for way in by_cv[0]}


@cache
def _engine() -> tuple[Embedder, list[Asked], Vectors]:
    return from_store(str(default_models_dir())), positions(), {}


def _both(full: ScorableCv, bare: ScorableCv, folder: Path) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    embedder, asked, known = _engine()
    name = hashlib.sha256(f"{VERSION} {full.text}".encode()).hexdigest()[:32]
    similar = Remembering(embedder, folder / "vectors" / f"{name}.npz.gz", known)
    view = View(full)
    found = _scores(view, asked, similar), _scores(View(bare), asked, similar)
    similar.keep()
    without = [match_view(view, one.position, one.job_description).overall_score for one in asked]
    return {**found[0], "without embedder": without}, found[1]


def _scores(view: View, asked: Sequence[Asked], similar: Remembering) -> dict[str, list[float]]:
    with_it = [match_view(view, one.position, one.job_description, similar=similar) for one in asked]
    return {
        "overall": [one.overall_score for one in with_it],
        "work experience only": [one.breakdown["workExperience"] for one in with_it],
        "skills only": [one.breakdown["skills"] for one in with_it],
        "role only": [_role(one) for one in with_it],
    }


def _role(found: Match) -> float:
    """How well the best title answers the roles."""
    values = [term.value for job in found.details.work_experience.jobs for term in job.terms if term.name == "role"]
    return max(values, default=0.0)
