"""GE2E speaker embeddings: the voice encoder of resemblyzer 0.1.4 (Apache-2.0) without PyTorch.

Wan et al. 2018, 'Generalized end-to-end loss for speaker verification': 40 mel energies every 10 ms, three
LSTM layers of 256 cells, a linear layer with ReLU on the last hidden state, scaled to length one. The network
is an ONNX graph built in memory from the published weights; ONNX Runtime with one thread gives each row of a
batch the same bits whatever the other rows hold, so that no result depends on how windows were shared out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zenhire.engines.audio.base import SAMPLE_RATE, Pcm, Samples
from zenhire.engines.speaker.base import DIMENSIONS, Embeddings
from zenhire.engines.speaker.checkpoint import BadCheckpoint, read_model_state

FRAME_LENGTH = 400
HOP = 160
MELS = 40
TARGET_DBFS = -30.0

_HIDDEN = 256
_LAYERS = 3
_BATCH = 32
_DECIMALS = 5

Floats = NDArray[np.float32]


def mel_filterbank(bands: int = MELS, n_fft: int = FRAME_LENGTH, rate: int = SAMPLE_RATE) -> Floats:
    """Slaney's triangular mel filters with area normalisation, shape (n_fft // 2 + 1, bands).

    The scale is linear below 1 kHz and logarithmic above (Auditory Toolbox, Slaney 1998), as in librosa's default.
    """
    log_step = np.log(6.4) / 27.0
    step = 200.0 / 3.0

    def to_hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
        hz: NDArray[np.float64] = np.where(mel < 15.0, mel * step, 1000.0 * np.exp(log_step * (mel - 15.0)))
        return hz

    top = 15.0 + np.log(rate / 2 / 1000.0) / log_step
    edges = to_hz(np.linspace(0.0, top, bands + 2))
    bins = np.fft.rfftfreq(n_fft, 1.0 / rate)[:, None]
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    weights = np.maximum(0.0, np.minimum(rising, falling)) * (2.0 / (edges[2:] - edges[:-2]))
    return weights.astype(np.float32)


@lru_cache(maxsize=1)
def _hann() -> Floats:
    phase = 2.0 * np.pi * np.arange(FRAME_LENGTH) / FRAME_LENGTH
    return (0.5 - 0.5 * np.cos(phase)).astype(np.float32)


def power_spectra(samples: Floats, frames: int) -> Floats:
    """Power of `frames` windowed frames, one each 10 ms, shape (frames, 201); the samples carry half a frame of
    context before the first frame's centre and after the last one's.
    """
    views = np.lib.stride_tricks.sliding_window_view(samples, FRAME_LENGTH)[::HOP][:frames]
    spectra = np.fft.rfft(views * _hann(), axis=1)
    return (spectra.real**2 + spectra.imag**2).astype(np.float32)


def window_spectra(samples: Samples, start: float, end: float) -> Floats:
    """Power spectra of one window of int16 samples, brought up to -30 dBFS when it is quieter, shape (frames, 201).

    Past the recording's ends there is silence. Raises ValueError for an empty window or one out of the recording.
    """
    frames = round((end - start) * SAMPLE_RATE / HOP)
    first = round(start * SAMPLE_RATE)
    if frames < 1 or not 0 <= first < len(samples):
        raise ValueError(f"The window {start:.3f}-{end:.3f} s is empty or out of the recording.")
    half = FRAME_LENGTH // 2
    low, high = first - half, first + (frames - 1) * HOP + half
    inside = samples[max(0, low) : high].astype(np.float32) / 32768.0
    block = np.pad(inside, (max(0, -low), max(0, high - len(samples))))
    rms = float(np.sqrt(np.mean(np.square(inside, dtype=np.float64))))
    target = 10.0 ** (TARGET_DBFS / 20.0)
    if 0.0 < rms < target:
        block *= np.float32(target / rms)
    return power_spectra(block, frames)


def _onnx_gates(weights: Floats) -> Floats:
    """PyTorch stacks the gates as input, forget, cell, output; ONNX as input, output, forget, cell."""
    i, f, c, o = np.split(weights, 4, axis=0)
    return np.concatenate([i, o, f, c], axis=0)


def _graph(state: dict[str, Floats]) -> bytes:
    """The encoder as ONNX: spectra (frames, batch, 201) and the rows' lengths in, embeddings (batch, 256) out."""
    from onnx import TensorProto, helper, numpy_helper

    constants = {"mel": mel_filterbank(), "axis": np.array([1], dtype=np.int64), "first": np.array([0], dtype=np.int64)}
    constants |= {"linear.weight": state["linear.weight"], "linear.bias": state["linear.bias"]}
    nodes = [helper.make_node("MatMul", ["spectra", "mel"], ["x0"])]
    for layer in range(_LAYERS):
        w, r, b = f"w{layer}", f"r{layer}", f"b{layer}"
        constants[w] = _onnx_gates(state[f"lstm.weight_ih_l{layer}"])[None]
        constants[r] = _onnx_gates(state[f"lstm.weight_hh_l{layer}"])[None]
        biases = [_onnx_gates(state[f"lstm.bias_{kind}_l{layer}"]) for kind in ("ih", "hh")]
        constants[b] = np.concatenate(biases)[None]
        outputs = [f"y{layer}", f"h{layer}"]
        nodes.append(helper.make_node("LSTM", [f"x{layer}", w, r, b, "lengths"], outputs, hidden_size=_HIDDEN))
        nodes.append(helper.make_node("Squeeze", [f"y{layer}", "axis"], [f"x{layer + 1}"]))
    nodes += [
        helper.make_node("Squeeze", [f"h{_LAYERS - 1}", "first"], ["hidden"]),
        helper.make_node("Gemm", ["hidden", "linear.weight", "linear.bias"], ["projected"], transB=1),
        helper.make_node("Relu", ["projected"], ["positive"]),
        helper.make_node("LpNormalization", ["positive"], ["embeddings"], axis=1, p=2),
    ]
    inputs = [
        helper.make_tensor_value_info("spectra", TensorProto.FLOAT, ["frames", "batch", FRAME_LENGTH // 2 + 1]),
        helper.make_tensor_value_info("lengths", TensorProto.INT32, ["batch"]),
    ]
    output = helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, ["batch", DIMENSIONS])
    weights = [numpy_helper.from_array(value, name) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "ge2e", inputs, [output], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    return bytes(model.SerializeToString())


class Ge2eEncoder:
    """The GE2E voice encoder. Loads `weights`, resemblyzer's `pretrained.pt`; raises BadCheckpoint, OSError."""

    name = "ge2e:resemblyzer-0.1.4"

    def __init__(self, weights: str | Path) -> None:
        state = read_model_state(weights)
        try:
            model = _graph(state)
        except KeyError as error:
            raise BadCheckpoint(f"The checkpoint lacks {error}.") from error
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def embed(self, samples: Samples, windows: Sequence[tuple[float, float]]) -> Embeddings:
        """Unit vectors of the windows, float32 (n, 256), rounded to 5 decimals. A silent window gives a vector too.

        Raises ValueError for an empty window or one that begins past the end.
        """
        rows = np.zeros((len(windows), DIMENSIONS), dtype=np.float32)
        for begin in range(0, len(windows), _BATCH):
            batch = [window_spectra(samples, start, end) for start, end in windows[begin : begin + _BATCH]]
            rows[begin : begin + len(batch)] = self._run(batch)
        return np.round(rows, _DECIMALS)

    def _run(self, batch: list[Floats]) -> Floats:
        lengths = np.ones(_BATCH, dtype=np.int32)
        lengths[: len(batch)] = [len(spectra) for spectra in batch]
        spectra = np.zeros((int(lengths.max()), _BATCH, FRAME_LENGTH // 2 + 1), dtype=np.float32)
        for row, values in enumerate(batch):
            spectra[: len(values), row] = values
        (result,) = self._session.run(["embeddings"], {"spectra": spectra, "lengths": lengths})
        embeddings: Floats = result[: len(batch)]
        return embeddings


@lru_cache(maxsize=2)
def _encoder(weights: str) -> Ge2eEncoder:
    return Ge2eEncoder(weights)


def embed_windows(pcm: Pcm, windows: list[tuple[float, float]], weights: str, channel: int | None = None) -> Embeddings:
    """`Ge2eEncoder.embed` on a PCM file, for a child process of the pool: the encoder is loaded once a process.

    `windows` are (start, end) in seconds of the whole recording, float32 (n, 256) comes back in their order;
    `channel` picks one of two, None mixes both down. The rows do not depend on how the windows are shared out.
    """
    if not windows:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    margin = FRAME_LENGTH / SAMPLE_RATE
    first = max(0.0, min(start for start, _ in windows) - margin)
    origin = round(first * SAMPLE_RATE) / SAMPLE_RATE
    samples = pcm.read(origin, max(end for _, end in windows) + margin, channel=channel)
    return _encoder(weights).embed(samples, [(start - origin, end - origin) for start, end in windows])
