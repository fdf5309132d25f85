"""How many voices there are among speaker embeddings, and which window is whose.

Average-linkage clustering on cosine distance cuts the windows into more groups than there are voices; groups are
then joined while two of them are as alike as two parts of one voice are. The likeness is the mean cosine between
the groups over the geometric mean of the mean cosines within them: an estimate of the cosine of the two voices'
true centres which, unlike that of the measured centres, does not grow with the number of windows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Labels = NDArray[np.int64]

MAX_SPEAKERS = 4
CUT_DISTANCE = 0.36
SAME_VOICE_LIKENESS = 0.82
SMALL_VOICE_LIKENESS = 0.55
SMALL_SHARE = 0.1
MIN_WINDOWS = 4
MIN_SHARE = 0.02
APART = 3
_REFINEMENTS = 20


@dataclass(frozen=True, slots=True)
class Clustering:
    """`labels` (n,) in 0..count-1 by first appearance; `centres` (count, d) unit vectors.

    `likeness` is that of the two most alike voices, None for one voice; the nearer to `SAME_VOICE_LIKENESS`, the
    less sure the count.
    """

    labels: Labels
    centres: Vectors
    likeness: float | None

    @property
    def count(self) -> int:
        """Number of voices."""
        return len(self.centres)


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit


def _centres(vectors: Vectors, labels: Labels, count: int) -> Vectors:
    return _unit(np.stack([vectors[labels == k].mean(axis=0) for k in range(count)]))


def _compact(labels: Labels) -> tuple[Labels, int]:
    """Labels renumbered 0.. by first appearance, and how many there are."""
    values, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    return rank[inverse].astype(np.int64), len(values)


def likeness(vectors: Vectors, a: NDArray[np.bool_], b: NDArray[np.bool_]) -> float:
    """Estimated cosine between the centres of two voices, about 1 when both masks pick windows of one voice.

    mean(x.y) / sqrt(mean(x.x') mean(y.y')) over windows in order of time; pairs of windows close in time are left out
    of x.x' and y.y', for they share audio. A voice without other pairs takes the other's mean. Not clipped: sampling
    can take it above 1.
    """

    def within(mask: NDArray[np.bool_]) -> float | None:
        at = np.flatnonzero(mask)
        x = vectors[at].astype(np.float64)
        pairs = len(at) ** 2
        total = float(np.square(x.sum(axis=0)).sum())
        for distance in range(APART):
            first = np.searchsorted(at, at + distance)
            found = np.flatnonzero((first < len(at)) & (at[np.minimum(first, len(at) - 1)] == at + distance))
            times = 1 if distance == 0 else 2
            total -= times * float(np.einsum("nd,nd->", x[found], x[first[found]]))
            pairs -= times * len(found)
        return total / pairs if pairs else None

    own = [mean for mean in (within(a), within(b)) if mean is not None]
    between = float(vectors[a].mean(axis=0, dtype=np.float64) @ vectors[b].mean(axis=0, dtype=np.float64))
    if not own:
        return 1.0
    return between / max(float(np.sqrt(own[0] * own[-1])), 1e-6)


def _refine(vectors: Vectors, labels: Labels, count: int, minimum: int) -> tuple[Labels, int]:
    """Spherical k-means from the given labels; groups under `minimum` windows are dissolved, the smallest first."""
    while True:
        for _ in range(_REFINEMENTS):
            moved = (vectors @ _centres(vectors, labels, count).T).argmax(axis=1).astype(np.int64)
            moved, found = _compact(moved)
            settled = found == count and bool((moved == labels).all())
            labels, count = moved, found
            if settled:
                break
        sizes = np.bincount(labels, minlength=count)
        smallest = int(sizes.argmin())
        if count == 1 or sizes[smallest] >= minimum:
            return labels, count
        scores = vectors @ _centres(vectors, labels, count).T
        scores[:, smallest] = -np.inf
        labels, count = _compact(np.where(labels == smallest, scores.argmax(axis=1), labels))


def _allowed(smaller: int, total: int) -> float:
    """The likeness from which two groups count as one voice: lower for a small group, which needs more to be believed
    in (an odd sound, a quoted voice); from a tenth of all windows on it is the full one.
    """
    trust = min(1.0, smaller / (SMALL_SHARE * total))
    return SMALL_VOICE_LIKENESS + (SAME_VOICE_LIKENESS - SMALL_VOICE_LIKENESS) * trust


def _most_alike(vectors: Vectors, labels: Labels, count: int) -> tuple[float, float, int, int]:
    """The two groups that are most alike beyond what is allowed: the excess, their likeness and their numbers."""
    masks = [labels == k for k in range(count)]
    pairs = []
    for i in range(count):
        for j in range(i + 1, count):
            alike = likeness(vectors, masks[i], masks[j])
            smaller = int(min(masks[i].sum(), masks[j].sum()))
            pairs.append((alike - _allowed(smaller, len(labels)), alike, i, j))
    return max(pairs)


def cluster(vectors: Vectors, *, max_speakers: int = MAX_SPEAKERS) -> Clustering:
    """The voices among unit vectors (n, d), n >= 1: 1 to `max_speakers` of them.

    A voice needs at least four windows and two per cent of them; what is less is given to the voice it is nearest.
    """
    n = len(vectors)
    minimum = max(MIN_WINDOWS, round(MIN_SHARE * n))
    if n < 2 * minimum:
        return Clustering(np.zeros(n, dtype=np.int64), _unit(vectors.mean(axis=0, keepdims=True)), None)
    # Imported here for the sake of processes that only hand the work on: it takes half a second.
    from scipy.cluster.hierarchy import fcluster, linkage

    tree = linkage(vectors, method="average", metric="cosine")
    labels, count = _compact(fcluster(tree, CUT_DISTANCE, criterion="distance"))
    labels, count = _refine(vectors, labels, count, minimum)
    alike = None
    while count > 1:
        excess, alike, i, j = _most_alike(vectors, labels, count)
        if excess < 0 and count <= max_speakers:
            break
        alike = None
        labels, count = _compact(np.where(labels == j, i, labels))
        labels, count = _refine(vectors, labels, count, minimum)
    return Clustering(labels, _centres(vectors, labels, count), alike)
