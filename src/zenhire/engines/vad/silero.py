"""Silero VAD 6 (MIT) under ONNX Runtime, many frames a call.

The model takes frames of 512 samples, each with the 64 samples before it, and an LSTM state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zenhire.engines.audio.base import SAMPLE_RATE, Pcm, Samples
from zenhire.engines.vad.base import (
    FRAME_SAMPLES,
    PAUSE_RULES,
    Probabilities,
    SpanRules,
    VadResult,
    spans_from_probabilities,
)

MODEL_NAME = "silero-vad"

_CONTEXT = 64
_BLOCK_FRAMES = 512
_BLOCK = _BLOCK_FRAMES * FRAME_SAMPLES


class SileroVad:
    """The detector on one thread; keeps no state between calls."""

    def __init__(self, model_path: str | Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(model_path), sess_options=options, providers=["CPUExecutionProvider"]
        )

    def probabilities(self, samples: Samples) -> Probabilities:
        """Speech probability in [0, 1] of each 32 ms frame, shape (ceil(n / 512),), of 16 kHz mono samples."""
        return self._run(samples[at : at + _BLOCK] for at in range(0, len(samples), _BLOCK))

    def probabilities_of(self, pcm: Pcm, channel: int | None = None) -> Probabilities:
        """The same for a file, read block by block. `channel` None mixes the channels down."""
        return self._run(_blocks(pcm, channel))

    def detect(self, samples: Samples, rules: SpanRules = PAUSE_RULES) -> list[tuple[float, float]]:
        """Speech spans in seconds of 16 kHz mono samples."""
        return spans_from_probabilities(self.probabilities(samples), len(samples) / SAMPLE_RATE, rules)

    def _run(self, blocks: Iterable[Samples]) -> Probabilities:
        hidden = cell = np.zeros((1, 1, 128), dtype=np.float32)
        context = np.zeros(_CONTEXT, dtype=np.float32)
        parts: list[Probabilities] = []
        for block in blocks:
            frames, context = _with_context(block, context)
            speech, hidden, cell = self._session.run(
                ["speech_probs", "hn", "cn"], {"input": frames, "h": hidden, "c": cell}
            )
            parts.append(np.asarray(speech, dtype=np.float32).reshape(-1))
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)


def _blocks(pcm: Pcm, channel: int | None) -> Iterator[Samples]:
    for at in range(0, pcm.frames, _BLOCK):
        yield pcm.read(at / SAMPLE_RATE, (at + _BLOCK) / SAMPLE_RATE, channel=channel)


def _with_context(block: Samples, context: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Frames (n, 64 + 512) scaled to [-1, 1), the last one filled up with zeros; and the context for the next block."""
    count = -(-len(block) // FRAME_SAMPLES)
    frames = np.zeros((count, _CONTEXT + FRAME_SAMPLES), dtype=np.float32)
    filled = np.zeros(count * FRAME_SAMPLES, dtype=np.float32)
    filled[: len(block)] = block.astype(np.float32) / 32768.0
    frames[:, _CONTEXT:] = filled.reshape(count, FRAME_SAMPLES)
    frames[0, :_CONTEXT] = context
    frames[1:, :_CONTEXT] = frames[:-1, -_CONTEXT:]
    return frames, frames[-1, -_CONTEXT:].copy()


@lru_cache(maxsize=2)
def _load(model_path: str) -> SileroVad:
    return SileroVad(model_path)


def detect_speech(
    pcm: Pcm,
    model_path: str,
    channel: int | None = None,
    rules: SpanRules = PAUSE_RULES,
    *,
    with_probabilities: bool = True,
) -> VadResult:
    """Speech of a decoded recording; for EnginePool. Memory stays flat with length, the model is loaded once a process.

    Probabilities are rounded to three decimals, or left out (shape (0,)).
    """
    probabilities = np.round(_load(model_path).probabilities_of(pcm, channel), 3)
    spans = spans_from_probabilities(probabilities, pcm.duration, rules)
    kept = probabilities if with_probabilities else np.zeros(0, dtype=np.float32)
    return VadResult(tuple(spans), kept, pcm.duration)
