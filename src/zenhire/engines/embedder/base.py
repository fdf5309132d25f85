"""What a sentence embedder gives: a unit vector for a text, near the vectors of texts that mean the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Embeddings = NDArray[np.float32]

MAX_TOKENS = 256
MAX_CHARS = 16_384
DECIMALS = 4

_STEP = 2.0**20


class EmbedderError(Exception):
    """The embedder could not do its work."""


class EmbedderConfigurationError(EmbedderError):
    """The embedder is set up wrongly: unknown name, missing or damaged weights. An operator must act."""


@dataclass(frozen=True, slots=True)
class EmbedderInfo:
    """Who embedded. Vectors can be compared when all four are equal."""

    engine: str
    model: str
    version: str
    dimensions: int


@dataclass(frozen=True, slots=True)
class EmbedderSpec:
    """Names an engine and where its weights are; picklable, so that child processes build their own."""

    engine: str
    models_dir: str = ""


class Embedder(Protocol):
    """Turns texts into vectors. A text gives the same vector in any company of texts."""

    info: EmbedderInfo

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Unit vectors, float32 (len(texts), dimensions), in the order of the texts.

        Of each text the first 16,384 characters and of these the first 256 tokens count. A text without a word gives
        the zero vector, which is like nothing. Components are multiples of 2**-20.
        """
        ...


def readable(text: str) -> str:
    """The part of a text that is looked at, with `?` for halves of surrogate pairs, which no encoding can write."""
    return text[:MAX_CHARS].encode("utf-8", "replace").decode("utf-8")


def on_grid(vectors: NDArray[np.floating]) -> Embeddings:
    """Rows scaled to length one (zero rows stay) with components rounded to multiples of 2**-20, float32."""
    rows = vectors.astype(np.float64)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    rounded: Embeddings = ((np.rint(scaled * _STEP) + 0.0) / _STEP).astype(np.float32)
    return rounded


def similarities(these: Embeddings, those: Embeddings) -> NDArray[np.float64]:
    """Cosines of every pair, shape (len(these), len(those)), in [-1, 1], rounded to 4 decimals.

    On the grid of `on_grid` the products are whole multiples of 2**-40 and their sums are exact in 64 bits, in
    whatever order they are added: a pair's figure does not depend on which other pairs are asked for.
    """
    left, right = (np.rint(vectors.astype(np.float64) * _STEP) for vectors in (these, those))
    cosines: NDArray[np.float64] = np.round(left @ right.T / _STEP**2, DECIMALS).clip(-1.0, 1.0) + 0.0
    return cosines
