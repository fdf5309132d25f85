"""The number of voices among made-up vectors."""

from __future__ import annotations

import numpy as np
import pytest

from zenhire.analysis.speech.clustering import Vectors, cluster, likeness

DIMENSIONS = 64


def voice(seed: int, count: int, *, spread: float = 0.6, base: float = 0.6) -> Vectors:
    """Windows of one voice: cosines about 1 / (1 + spread^2) within it; `base` is what all voices share."""
    rng = np.random.default_rng(seed)

    def unit(shape: tuple[int, ...]) -> Vectors:
        x = rng.normal(size=shape)
        return (x / np.linalg.norm(x, axis=-1, keepdims=True)).astype(np.float32)

    common = np.zeros(DIMENSIONS, dtype=np.float32)
    common[0] = base
    centre = common + np.sqrt(1 - base**2) * unit((DIMENSIONS,))
    rows = centre / np.linalg.norm(centre) + spread * unit((count, DIMENSIONS))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 50, 400])
@pytest.mark.parametrize("spread", [0.1, 0.6, 0.8])
def test_one_voice_is_one(count: int, spread: float) -> None:
    found = cluster(voice(count, count, spread=spread))
    assert found.count == 1
    assert found.likeness is None
    assert found.labels.tolist() == [0] * count


@pytest.mark.parametrize("voices", [2, 3, 4])
@pytest.mark.parametrize("seed", range(4))
def test_voices_are_counted_and_kept_apart(voices: int, seed: int) -> None:
    sizes = [40, 25, 30, 20][:voices]
    vectors = np.concatenate([voice(100 * seed + k, size) for k, size in enumerate(sizes)])
    truth = np.repeat(np.arange(voices), sizes)
    found = cluster(vectors)
    assert found.count == voices
    assert (found.labels == truth).mean() > 0.98
    assert found.likeness is not None
    assert found.likeness < 0.8


def test_no_more_than_the_allowed_number_is_found() -> None:
    vectors = np.concatenate([voice(seed, 30) for seed in range(6)])
    assert cluster(vectors).count == 4
    assert cluster(vectors, max_speakers=2).count == 2
    assert cluster(vectors, max_speakers=1).count == 1


def test_a_few_odd_windows_are_no_voice() -> None:
    vectors = np.concatenate([voice(1, 200), voice(2, 3)])
    assert cluster(vectors).count == 1


def test_the_result_does_not_depend_on_the_sign_of_time() -> None:
    vectors = np.concatenate([voice(1, 40), voice(2, 20)])
    forwards, backwards = cluster(vectors), cluster(vectors[::-1])
    assert forwards.count == backwards.count == 2
    assert forwards.labels[::-1].tolist() == [1 - label for label in backwards.labels.tolist()]


def test_likeness_does_not_grow_with_the_number_of_windows() -> None:
    figures = []
    for count in (12, 300):
        vectors = np.concatenate([voice(5, count), voice(6, count)])
        first = np.arange(2 * count) < count
        figures.append(likeness(vectors, first, ~first))
    assert figures[0] == pytest.approx(figures[1], abs=0.08)
    one = voice(5, 600)
    half = np.arange(600) % 2 == 0
    assert likeness(one, half, ~half) == pytest.approx(1.0, abs=0.02)
