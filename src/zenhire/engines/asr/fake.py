"""A recogniser for tests of whole pipelines: its words follow the loudness of the samples, and only that."""

from __future__ import annotations

import hashlib
import time

import numpy as np
from numpy.typing import NDArray

from zenhire.engines.asr.base import AsrConfigurationError, AsrError, AsrInfo, AsrWord, SegmentTranscript
from zenhire.engines.audio.base import SAMPLE_RATE, Samples

_ENGLISH = (
    "when i joined the company the support team was struggling with a growing backlog of customer tickets and nobody "
    "knew why so i started by measuring how long each request waited before somebody answered it then i proposed a "
    "simple rota which balanced the workload between the two offices and persuaded my manager to try it for a month "
    "the first week was difficult because several colleagues worried about losing flexibility however after we talked "
    "honestly about their concerns they agreed to adjust the schedule together in the end our average response time "
    "fell by almost half and satisfaction scores rose considerably what i learned is that evidence convinces people "
    "only when you also listen to them carefully and admit your own mistakes early since then i have used the same "
    "approach to introduce automated tests negotiate deadlines with demanding clients and mentor younger engineers"
)
_GERMAN = (
    "als ich in die firma kam hatte das team große schwierigkeiten mit den vielen anfragen der kunden und niemand "
    "wusste warum deshalb habe ich zuerst gemessen wie lange jede anfrage wartet bevor jemand antwortet danach habe "
    "ich einen einfachen plan vorgeschlagen der die arbeit zwischen den beiden büros besser verteilt und am ende "
    "waren alle kollegen mit dem ergebnis sehr zufrieden weil die wartezeit um fast die hälfte gesunken ist"
)

_FRAME = SAMPLE_RATE // 50
_LOUD = 200.0
_WORD_FRAMES = 16


class FakeAsr:
    """Gives a word for every 0.32 s of loud signal, in an order fixed by the samples.

    Variants: `` (English only, sure), `low` (English only, unsure), `german` (many languages, hears German),
    `multilingual` (many languages, hears English), `slow` (a second for each segment), `error` and `misconfigured`
    (raise).
    """

    def __init__(self, variant: str = "") -> None:
        """Raises AsrConfigurationError for an unknown variant and for `misconfigured`."""
        if variant not in ("", "low", "german", "multilingual", "slow", "error"):
            raise AsrConfigurationError(f"the fake recogniser has no variant {variant!r}")
        self._fails = variant == "error"
        self._seconds = 1.0 if variant == "slow" else 0.0
        self._vocabulary = (_GERMAN if variant == "german" else _ENGLISH).split()
        self._language = "de" if variant == "german" else "en"
        self._confidence = 0.1 if variant == "low" else 0.92
        languages = frozenset[str]() if variant in ("german", "multilingual") else frozenset({"en"})
        self.info = AsrInfo("fake", variant or "english", "1", languages)

    def transcribe(self, samples: Samples, language: str) -> SegmentTranscript:
        """Words over the loud parts of the segment; `language` changes nothing. Raises AsrError as variant `error`."""
        if self._fails:
            raise AsrError("the fake recogniser was told to fail")
        time.sleep(self._seconds)
        loud = _loud_frames(samples)
        digest = hashlib.sha256(np.ascontiguousarray(samples, dtype="<i2").tobytes()).digest()
        first = int.from_bytes(digest[:4], "big")
        words: list[AsrWord] = []
        for begin, end in _runs(loud):
            for frame in range(begin, end - _WORD_FRAMES // 2, _WORD_FRAMES):
                last = min(frame + _WORD_FRAMES, end)
                text = self._vocabulary[(first + len(words)) % len(self._vocabulary)]
                spread = digest[4 + len(words) % 28] / 255 * 0.08
                confidence = round(self._confidence - 0.04 + spread, 4)
                words.append(AsrWord(text, frame / 50, last / 50, confidence))
        return SegmentTranscript(tuple(words), " ".join(word.text for word in words), self._language)


def _loud_frames(samples: Samples) -> NDArray[np.bool_]:
    count = samples.size // _FRAME
    frames = samples[: count * _FRAME].reshape(count, _FRAME).astype(np.float64)
    loud: NDArray[np.bool_] = np.sqrt(np.mean(frames**2, axis=1)) > _LOUD if count else np.zeros(0, dtype=np.bool_)
    return loud


def _runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
