"""How well scores rank: figures over all of the items, equal scores taken as an order by chance.

For equal scores each figure is its expectation over all of their orders (McSherry & Najork 2008), so that neither the
order of files nor a coarse score helps or harms anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, isnan, nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def _groups(scores: ArrayLike, relevant: ArrayLike) -> list[tuple[int, int]]:
    """(items, relevant items) of each group of equal scores, best first."""
    values, wanted = np.asarray(scores, dtype=float), np.asarray(relevant, dtype=bool)
    distinct, where = np.unique(-values, return_inverse=True)
    sizes = np.bincount(where, minlength=len(distinct))
    hits = np.bincount(where, weights=wanted, minlength=len(distinct))
    return [(int(size), int(hit)) for size, hit in zip(sizes, hits, strict=True)]


def _chances(scores: ArrayLike, relevant: ArrayLike) -> Floats:
    """For each rank the chance that a relevant item stands there."""
    return np.concatenate([np.full(size, hits / size) for size, hits in _groups(scores, relevant)])


def precision(scores: ArrayLike, relevant: ArrayLike, most: int = 10) -> float:
    """Share of relevant items among the first `most`."""
    return float(_chances(scores, relevant)[:most].sum() / most)


def ndcg(scores: ArrayLike, relevant: ArrayLike, most: int = 10) -> float:
    """Discounted gain of the first `most`, as a share of the greatest possible; NaN without relevant items."""
    chances = _chances(scores, relevant)
    discounts = 1 / np.log2(np.arange(2, len(chances) + 2))
    best = discounts[: min(most, int(np.asarray(relevant, dtype=bool).sum()))].sum()
    return float((chances * discounts)[:most].sum() / best) if best else nan


def average_precision(scores: ArrayLike, relevant: ArrayLike) -> float:
    """Mean of the precisions at the ranks of the relevant items; NaN without any."""
    total, before, found = 0.0, 0, 0
    for size, hits in _groups(scores, relevant):
        among = (hits - 1) / (size - 1) if size > 1 else 0.0
        places = np.arange(size)
        total += float((hits / size * (found + places * among + 1) / (before + places + 1)).sum())
        before, found = before + size, found + hits
    return total / found if found else nan


def interval(differences: Sequence[float], *, draws: int = 10_000, seed: int = 20261122) -> tuple[float, float]:
    """95 % interval of the mean difference, by drawing the pairs anew."""
    values = np.asarray(differences, dtype=float)
    picks = np.random.default_rng(seed).integers(0, len(values), (draws, len(values)))
    low, high = np.quantile(values[picks].mean(axis=1), (0.025, 0.975))
    return float(low), float(high)


def sign_test(differences: Sequence[float]) -> float:
    """Chance of so uneven a split of wins and losses, or a more uneven one, between equals; ties left out."""
    wins, losses = sum(one > 0 for one in differences), sum(one < 0 for one in differences)
    n = wins + losses
    tail = sum(comb(n, k) for k in range(min(wins, losses) + 1)) / 2**n
    return min(1.0, float(2 * tail))


def figures(scores: ArrayLike, relevant: ArrayLike) -> dict[str, float]:
    """nDCG@10, P@10 and average precision."""
    found = {
        "nDCG@10": ndcg(scores, relevant),
        "P@10": precision(scores, relevant),
        "AP": average_precision(scores, relevant),
    }
    if any(isnan(value) for value in found.values()):
        raise ValueError("no item is relevant, so that no ranking is better than another")
    return found
