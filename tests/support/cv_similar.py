"""The tests' embedder as matching wants it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from zenhire.engines.embedder.base import similarities
from zenhire.engines.embedder.fake import FakeEmbedder

_EMBEDDER = FakeEmbedder()


@cache
def _vector(text: str) -> NDArray[np.float32]:
    return _EMBEDDER.embed([text])[0]


def fake_similar(these: Sequence[str], those: Sequence[str]) -> NDArray[np.float64]:
    """Cosines by shared stretches of letters."""
    return similarities(np.stack([_vector(text) for text in these]), np.stack([_vector(text) for text in those]))
