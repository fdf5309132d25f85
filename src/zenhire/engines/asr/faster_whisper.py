"""Whisper on CTranslate2, by the optional package faster-whisper; weights come from a folder, never from the net."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from zenhire.engines.asr.base import AsrConfigurationError, AsrError, AsrInfo, AsrWord, SegmentTranscript
from zenhire.engines.audio.base import SAMPLE_RATE, Samples

DETECT_SECONDS = 6.0
"""From this length on a multilingual model names the language itself. Told a language that is not spoken Whisper
translates, and the text would no longer show what was said; on shorter segments its own guess is too often wrong."""

LOOPED = 2.4
"""Above this compression ratio Whisper's text goes round in circles (the threshold of its authors, who then sample
again; here the text is dropped, since sampling would not repeat)."""

_SHORTEST = SAMPLE_RATE // 10


def find_weights(model: str, models_dir: Path) -> Path | None:
    """The folder with a CTranslate2 Whisper model, None if there is none.

    A `model` with a slash is that folder; a plain name is looked for in `models_dir` as `whisper-MODEL`,
    `faster-whisper-MODEL` or `MODEL`.
    """
    if "/" in model:
        folders = [Path(model)]
    else:
        folders = [models_dir / f"{prefix}{model}" for prefix in ("whisper-", "faster-whisper-", "")]
    return next((folder for folder in folders if (folder / "model.bin").is_file()), None)


class FasterWhisperAsr:
    """Recognises one language (`*.en` models) or about a hundred. `confidence` is Whisper's own word probability."""

    def __init__(self, model: str, models_dir: Path) -> None:
        """Loads the weights on the CPU, 8-bit, one thread. Raises AsrConfigurationError if package or weights lack."""
        try:
            import threadpoolctl
            from faster_whisper import WhisperModel
        except ImportError:
            raise AsrConfigurationError(
                "the Whisper recogniser needs the extra 'whisper': pip install 'zenhire[whisper]'"
            ) from None
        folder = find_weights(model, models_dir)
        if folder is None:
            raise AsrConfigurationError(
                f"no weights of Whisper {model!r}: put the CTranslate2 model (model.bin, config.json, tokenizer.json, "
                f"vocabulary) into {models_dir / f'whisper-{model}'}, or name its folder"
            )
        try:
            # One thread, here and in numpy: the same sums in the same order, and the pool has a process per core.
            self._threads = threadpoolctl.ThreadpoolController()
            self._model = WhisperModel(
                str(folder), device="cpu", compute_type="int8", cpu_threads=1, num_workers=1, local_files_only=True
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise AsrConfigurationError(f"the weights of Whisper {model!r} do not load: {error}") from error
        multilingual = bool(self._model.model.is_multilingual)
        self.info = AsrInfo(
            "whisper",
            folder.name if "/" in model else model,
            importlib.metadata.version("faster-whisper"),
            frozenset() if multilingual else frozenset({"en"}),
        )

    def transcribe(self, samples: Samples, language: str) -> SegmentTranscript:
        """The words in one segment (<= 30 s) of 16 kHz mono samples; `language` is a hint for short ones.

        Raises AsrError. Beam of 5 at temperature 0, nothing carried over from segment to segment, loops left out.
        """
        if samples.size < _SHORTEST or not np.ptp(samples):
            return SegmentTranscript((), "")
        duration = samples.size / SAMPLE_RATE
        hint = "en" if self.info.monolingual else (None if duration >= DETECT_SECONDS else language)
        try:
            with self._threads.limit(limits=1):
                segments, info = self._model.transcribe(
                    samples.astype(np.float32) / 32768.0,
                    language=hint,
                    beam_size=5,
                    temperature=0.0,
                    condition_on_previous_text=False,
                    word_timestamps=True,
                    vad_filter=False,
                )
                found = [segment for segment in segments if segment.compression_ratio <= LOOPED]
        except (RuntimeError, ValueError) as error:
            raise AsrError(f"Whisper could not decode the segment: {error}") from error
        words = join_pieces((piece for segment in found for piece in segment.words or ()), duration)
        return SegmentTranscript(tuple(words), "".join(segment.text for segment in found).strip(), info.language)


def join_pieces(pieces: Iterable[Any], duration: float) -> list[AsrWord]:
    """Whole words from Whisper's pieces (`word`, `start`, `end`, `probability`).

    A piece without a leading space goes on the word before it in a script that writes spaces; the word takes the
    lowest probability of its pieces. Times are made monotone inside [0, duration]; punctuation is stripped.
    """
    joined: list[AsrWord] = []
    clock = 0.0
    for piece in pieces:
        raw = str(piece.word)
        start = min(max(float(piece.start), clock), duration)
        end = min(max(float(piece.end), start), duration)
        probability = min(1.0, max(0.0, float(piece.probability)))
        if joined and raw[:1] in "-'’" and raw.strip(_PUNCTUATION):
            last = joined.pop()
            text = last.text + raw.rstrip().rstrip(_PUNCTUATION)
            joined.append(AsrWord(text, last.start, end, min(last.confidence, probability)))
        elif text := raw.strip().strip(_PUNCTUATION):
            joined.append(AsrWord(text, start, end, probability))
        clock = start
    return joined


_PUNCTUATION = ' .,;:!?"“”„«»()[]…-–—¿¡。、，！？；：「」『』'
