"""An embedder's cosines, asked for in one go and rounded before any rule sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zenhire.analysis.cv.match.constants import DECIMALS
from zenhire.analysis.cv.skills import Similar


class Cosines:
    """Cosines of what a position asks with what a CV says, got by one call; others are asked for when they come up.

    Texts that were left out of the one call, for being too many, are like nothing.
    """

    def __init__(self, similar: Similar, asked: Iterable[str], told: Iterable[str]) -> None:
        self._similar = similar
        self._rows = {text: row for row, text in enumerate(dict.fromkeys(asked))}
        self._columns = {text: column for column, text in enumerate(dict.fromkeys(told))}
        self._known = self._ask(list(self._rows), list(self._columns))

    def _ask(self, these: Sequence[str], those: Sequence[str]) -> NDArray[np.float64]:
        if not these or not those:
            return np.zeros((len(these), len(those)))
        cosines: NDArray[np.float64] = np.asarray(self._similar(these, those), dtype=np.float64)
        return np.round(cosines, DECIMALS) + 0.0

    def __call__(self, these: Sequence[str], those: Sequence[str]) -> NDArray[np.floating[Any]]:
        """As `Similar`."""
        if any(text not in self._rows for text in these):
            return self._ask(these, those)
        found = np.zeros((len(these), len(those)))
        columns = [self._columns.get(text) for text in those]
        inside = [at for at, column in enumerate(columns) if column is not None]
        kept = [column for column in columns if column is not None]
        if inside:
            found[:, inside] = self._known[np.ix_([self._rows[text] for text in these], kept)]
        return found
