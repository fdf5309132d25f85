"""pocketsphinx with the American English model that its wheel carries (BSD): the embedded default."""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Iterable
from typing import Any

import numpy as np

from zenhire.engines.asr.base import AsrConfigurationError, AsrError, AsrInfo, AsrWord, SegmentTranscript
from zenhire.engines.audio.base import SAMPLE_RATE, Samples

MODEL = "en-us"
FRAME_RATE = 100
_SHORTEST = SAMPLE_RATE // 10
_VARIANT = re.compile(r"\(\d+\)$")


class PocketsphinxAsr:
    """Recognises American English. Not for threads: it holds the interpreter's lock and keeps state while it decodes.

    `confidence` is pocketsphinx's word posterior in the lattice: linear, but not calibrated.
    """

    def __init__(self, model: str = "") -> None:
        """Loads the model (0.4 s, 150 MB). Raises AsrConfigurationError for a model other than en-us."""
        if model not in ("", MODEL):
            raise AsrConfigurationError(f"pocketsphinx carries only the model {MODEL}, not {model!r}")
        try:
            import pocketsphinx

            self._decoder = pocketsphinx.Decoder(samprate=SAMPLE_RATE, loglevel="FATAL")
        except (ImportError, RuntimeError) as error:
            raise AsrConfigurationError(f"pocketsphinx does not load: {error}") from error
        self.info = AsrInfo("pocketsphinx", MODEL, importlib.metadata.version("pocketsphinx"), frozenset({"en"}))

    def transcribe(self, samples: Samples, language: str) -> SegmentTranscript:
        """The words in one segment (<= 30 s) of 16 kHz mono samples; `language` changes nothing. Raises AsrError.

        Digital silence and less than 0.1 s hold no words.
        """
        if samples.size < _SHORTEST or not np.ptp(samples):
            return SegmentTranscript((), "", "en")
        decoder = self._decoder
        # The adaptive feature state would make this result depend on the segments before.
        decoder.reinit_feat()
        try:
            decoder.start_utt()
            try:
                decoder.process_raw(np.ascontiguousarray(samples, dtype="<i2").tobytes(), full_utt=True)
            finally:
                decoder.end_utt()
        except RuntimeError as error:
            raise AsrError(f"pocketsphinx could not decode the segment: {error}") from error
        duration = samples.size / SAMPLE_RATE
        words = tuple(_words(decoder.seg() or (), duration))
        return SegmentTranscript(words, " ".join(word.text for word in words), "en")


def _words(segments: Iterable[Any], duration: float) -> list[AsrWord]:
    words = []
    for segment in segments:
        if segment.word.startswith(("<", "[")):
            continue
        words.append(
            AsrWord(
                text=_VARIANT.sub("", segment.word),
                start=min(segment.start_frame / FRAME_RATE, duration),
                end=min((segment.end_frame + 1) / FRAME_RATE, duration),
                # The log posterior is quantised: a sure word comes out a hair above 1.
                confidence=min(1.0, max(0.0, float(segment.prob))),
            )
        )
    return words
