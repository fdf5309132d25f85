"""What a speaker encoder gives: a unit vector for a stretch of speech, near the vectors of the same voice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from zenhire.engines.audio.base import Samples

Embeddings = NDArray[np.float32]

DIMENSIONS = 256


class SpeakerEncoder(Protocol):
    """Turns windows of speech into vectors. The same samples give the same vectors in any company of windows."""

    name: str

    def embed(self, samples: Samples, windows: Sequence[tuple[float, float]]) -> Embeddings:
        """Unit vectors, float32 of shape (len(windows), 256), one for each (start, end) in seconds from the
        first sample of 16 kHz mono. Raises ValueError for an empty window or one that begins past the end.
        """
        ...
