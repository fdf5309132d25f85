"""An embedder for tests: no model, texts are alike when they share stretches of letters."""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Sequence

import numpy as np

from zenhire.engines.embedder.base import MAX_TOKENS, EmbedderInfo, Embeddings, on_grid, readable

DIMENSIONS = 384

_SIZES = (3, 4, 5)


class FakeEmbedder:
    """Counts the character n-grams of the first 256 words, hashed to 384 places, upper and lower case alike."""

    info = EmbedderInfo("fake", "ngrams", "1", DIMENSIONS)

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Unit vectors, float32 (len(texts), 384); see `Embedder.embed`."""
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in _words(readable(text)):
                for gram in _grams(f" {word} "):
                    rows[row, zlib.crc32(gram.encode()) % DIMENSIONS] += 1.0
        return on_grid(rows)


def _words(text: str) -> list[str]:
    seen = "".join(letter for letter in text if letter.isspace() or unicodedata.category(letter)[0] != "C")
    return unicodedata.normalize("NFKC", seen).casefold().split()[:MAX_TOKENS]


def _grams(word: str) -> list[str]:
    return [word[at : at + size] for size in _SIZES for at in range(max(1, len(word) - size + 1))]
