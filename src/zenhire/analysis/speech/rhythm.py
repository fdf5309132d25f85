"""Rhythm and melody of speech: durations of vowel and consonant stretches, syllable timing, pitch range."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from zenhire.analysis.speech.prosody import ProsodyFrames, syllable_nuclei
from zenhire.analysis.speech.types import Span
from zenhire.engines.asr.phones import VOWELS, FreePhone

LONGEST_SYLLABLE_SECONDS = 0.8  # nuclei further apart have a pause between them (prior)


def intervals(phones: Sequence[FreePhone]) -> list[list[tuple[bool, float]]]:
    """Vowel and consonant stretches of `phones` (ascending), as (is it vowels, seconds).

    One inner list for every stretch of talk without silence; neighbours of one kind are one interval.
    """
    stretches: list[list[tuple[bool, float]]] = []
    for phone in phones:
        vowel, length = phone.phone in VOWELS, phone.end - phone.start
        if phone.transition is None or not stretches:
            stretches.append([(vowel, length)])
        elif stretches[-1][-1][0] == vowel:
            stretches[-1][-1] = (vowel, stretches[-1][-1][1] + length)
        else:
            stretches[-1].append((vowel, length))
    return stretches


def vowel_share(stretches: Sequence[Sequence[tuple[bool, float]]]) -> float:
    """%V of Ramus et al. (1999) as a share in [0, 1]: vowel time in all time. Needs at least one interval."""
    total = sum(length for stretch in stretches for _, length in stretch)
    return sum(length for stretch in stretches for vowel, length in stretch if vowel) / total


def variation(lengths: Sequence[float]) -> float | None:
    """Standard deviation over mean (VarcoV of White & Mattys 2007, there times 100); None for fewer than two."""
    return None if len(lengths) < 2 else float(np.std(lengths) / np.mean(lengths))


def normalised_pvi(groups: Sequence[Sequence[float]]) -> float | None:
    """nPVI of Grabe & Low (2002), there times 100: mean of |a - b| / ((a + b) / 2) over neighbours inside a group."""
    pairs = [abs(a - b) / ((a + b) / 2) for group in groups for a, b in pairwise(group)]
    return float(np.mean(pairs)) if pairs else None


def syllable_pvi(track: ProsodyFrames, spans: Sequence[Span]) -> float | None:
    """rPVI of Grabe & Low (2002) over the times between syllable nuclei, in milliseconds.

    Times over 0.8 s hold a pause and are left out. None for fewer than three syllables in a row.
    """
    gaps = np.diff(syllable_nuclei(track, spans))
    if len(gaps) < 2:
        return None
    near = (gaps[:-1] <= LONGEST_SYLLABLE_SECONDS) & (gaps[1:] <= LONGEST_SYLLABLE_SECONDS)
    return float(1000.0 * np.abs(np.diff(gaps))[near].mean()) if near.any() else None


def pitch_range(track: ProsodyFrames, spans: Sequence[Span]) -> float | None:
    """Semitones from the 5th to the 95th percentile of the voiced pitch in `spans`; None under one second of voice."""
    voiced: NDArray[np.float32] = track.f0_hz[track.mask(spans) & (track.f0_hz > 0.0)]
    if len(voiced) * track.time_step < 1.0:
        return None
    low, high = np.percentile(voiced, [5, 95])
    return float(12.0 * np.log2(high / low))
