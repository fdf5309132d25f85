"""The figures of rankings, checked by hand and against all orders of ties."""

from __future__ import annotations

from itertools import pairwise, permutations
from math import isnan, log2
from statistics import fmean

import pytest

from evals.ranking import average_precision, figures, interval, ndcg, precision, sign_test


def test_a_ranking_without_ties_by_hand() -> None:
    scores, relevant = [0.9, 0.8, 0.7, 0.6], [True, False, True, False]
    assert precision(scores, relevant, 2) == 0.5
    assert average_precision(scores, relevant) == pytest.approx((1 + 2 / 3) / 2)
    assert ndcg(scores, relevant) == pytest.approx((1 + 1 / log2(4)) / (1 + 1 / log2(3)))


def test_the_best_order_has_one_and_the_worst_less() -> None:
    relevant = [True] * 3 + [False] * 20
    best, worst = figures(range(23, 0, -1), relevant), figures(range(23), relevant)
    assert best == {"nDCG@10": 1.0, "P@10": 0.3, "AP": 1.0}
    assert worst["nDCG@10"] == worst["P@10"] == 0 < worst["AP"] < 0.1


def test_precision_divides_by_ten_where_fewer_items_are_relevant() -> None:
    assert precision([3, 2, 1], [True, True, True]) == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("scores", "relevant"),
    [
        ([1, 1, 1, 1], [True, False, False, True]),
        ([2, 1, 1, 1, 0], [False, True, False, True, True]),
        ([0.5, 0.5, 0.2, 0.2, 0.2], [True, False, True, False, False]),
    ],
)
def test_ties_count_as_the_mean_of_all_their_orders(scores: list[float], relevant: list[bool]) -> None:
    orders = [
        [relevant[at] for at in order]
        for order in permutations(range(len(scores)))
        if all(scores[one] >= scores[other] for one, other in pairwise(order))
    ]
    strict = list(range(len(scores), 0, -1))
    for figure in (average_precision, lambda some, wanted: ndcg(some, wanted, 2), lambda a, b: precision(a, b, 3)):
        assert figure(scores, relevant) == pytest.approx(fmean(figure(strict, order) for order in orders))


def test_the_order_of_items_does_not_matter() -> None:
    scores, relevant = [3, 1, 2, 2, 1], [False, True, True, False, False]
    turned = figures(scores[::-1], relevant[::-1])
    assert turned == pytest.approx(figures(scores, relevant))


def test_without_relevant_items_there_is_no_figure() -> None:
    assert isnan(ndcg([1, 2], [False, False])) and isnan(average_precision([1, 2], [False, False]))
    with pytest.raises(ValueError, match="no item is relevant"):
        figures([1, 2], [False, False])


def test_the_interval_holds_the_mean_and_is_repeatable() -> None:
    low, high = interval([0.1, 0.2, -0.05, 0.3])
    assert low < 0.1375 < high
    assert (low, high) == interval([0.1, 0.2, -0.05, 0.3])


def test_the_sign_test_by_hand() -> None:
    assert sign_test([1, 1, 1, 1, 0]) == pytest.approx(2 / 16)
    assert sign_test([1, -1]) == 1.0
    assert sign_test([]) == 1.0
