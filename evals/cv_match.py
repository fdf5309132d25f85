"""How well the match ranks CVs: 24 positions, each over the same CVs of 24 occupations; right are those of its own.

The positions in `cv_match_positions` are written from general knowledge of the occupations, before any of the CVs was
looked at. Every CV is scored for every position, as it is and without its title line (see `cv_match_corpus`), which in
these CVs often names the occupation that they are sorted by. The figures are nDCG@10, P@10 and mean average precision
over all CVs, ties taken as chance. BM25 and sentence vectors are asked in several ways; each is represented by its best
one, which is chosen on these very figures and thus flattered. `better` compares the overall score with them, position
by position: mean difference, 95 % interval by drawing positions anew, positions won, lost and even, sign test.

ZENHIRE_CV_SAMPLE is a number of CVs to draw at random instead of taking all; positions of whose category none is drawn
are left out. All of them take about 40 minutes of a processor when nothing is kept from before (ZENHIRE_CV_CACHE).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np

from evals.cv_match_baselines import Scores, bm25, dense, fused
from evals.cv_match_corpus import Asked, Candidate, candidates, positions
from evals.cv_match_scores import ours
from evals.ranking import figures, interval, sign_test
from zenhire.engines.embedder.minilm import from_store
from zenhire.kit.settings import default_models_dir

FIGURES = ("nDCG@10", "P@10", "AP")
OURS = "overall"


def _measured(scores: Scores, asked: Sequence[Asked], cvs: Sequence[Candidate]) -> list[dict[str, float]]:
    """The figures for each position."""
    return [figures(row, [cv.category == one.category for cv in cvs]) for one, row in zip(asked, scores, strict=True)]


def _mean(measured: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {name: float(np.mean([one[name] for one in measured])) for name in FIGURES}


def _rows(ways: Mapping[str, Sequence[Mapping[str, float]]]) -> list[dict[str, Any]]:
    return [{"ranked by": way, **_mean(measured)} for way, measured in ways.items()]


def _best(ways: Mapping[str, list[dict[str, float]]]) -> str:
    """The way with the best mean nDCG@10."""
    return max(ways, key=lambda way: _mean(ways[way])["nDCG@10"])


def _better(mine: Sequence[Mapping[str, float]], others: Mapping[str, list[dict[str, float]]]) -> list[dict[str, Any]]:
    rows = []
    for name, theirs in others.items():
        for figure in FIGURES:
            differences = [one[figure] - other[figure] for one, other in zip(mine, theirs, strict=True)]
            low, high = interval(differences)
            wins, losses = (sum(sign * one > 0 for one in differences) for sign in (1, -1))
            rows.append(
                {
                    "against": name,
                    "figure": figure,
                    "mean difference": float(np.mean(differences)),
                    "95 % interval": f"{low:+.3f} to {high:+.3f}",
                    "won/lost/even": f"{wins}/{losses}/{len(differences) - wins - losses}",
                    "sign test p": sign_test(differences),
                }
            )
    return rows


def _by_position(asked: Sequence[Asked], ways: Mapping[str, list[dict[str, float]]]) -> list[dict[str, Any]]:
    return [
        {
            "position": one.category,
            **{f"{figure} {name}": ways[name][at][figure] for figure in ("nDCG@10", "AP") for name in ways},
        }
        for at, one in enumerate(asked)
    ]


def _version(
    cvs: Sequence[Candidate], asked: Sequence[Asked], own: Mapping[str, Scores], embedder: Any
) -> dict[str, Any]:
    texts = [cv.text for cv in cvs]
    lexical, vectors = bm25(texts, asked), dense(texts, asked, embedder)
    measured = {
        kind: {way: _measured(scores, asked, cvs) for way, scores in ways.items()}
        for kind, ways in (("ours", own), ("BM25", lexical), ("vectors", vectors))
    }
    best = {kind: _best(measured[kind]) for kind in ("BM25", "vectors")}
    both = fused(lexical[best["BM25"]], vectors[best["vectors"]])
    rivals = {f"{kind} ({way})": measured[kind][way] for kind, way in best.items()}
    fusion = {"BM25 and vectors, half each": _measured(both, asked, cvs)}
    compared = {"ours": measured["ours"][OURS], **rivals}
    return {
        "mean": _rows({**compared, **fusion}),
        "parts of ours": _rows(measured["ours"]),
        "better": _better(compared["ours"], {**rivals, **fusion}),
        "by position": _by_position(asked, compared),
        "ways to ask": _rows({f"{kind}: {way}": one for kind in best for way, one in measured[kind].items()}),
    }


def run(data: Path) -> dict[str, Any]:
    """Figures of our overall score, its parts, BM25 and vectors, with the title line and without it."""
    asked, embedder = positions(), from_store(str(default_models_dir()))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(os.environ.get("ZENHIRE_CV_CACHE", temporary))
        most = os.environ.get("ZENHIRE_CV_SAMPLE")
        full, bare, unread = candidates(data, folder, os.cpu_count() or 1, int(most) if most else None)
        scores = ours(full, bare, folder)
    drawn = [one.category in {cv.category for cv in full} for one in asked]
    asked = list(compress(asked, drawn))
    scores = [{way: rows[drawn] for way, rows in version.items()} for version in scores]
    return {
        "CVs": len(full),
        "not read": unread,
        "with the title line": _version(full, asked, scores[0], embedder),
        "without the title line": _version(bare, asked, scores[1], embedder),
    }
