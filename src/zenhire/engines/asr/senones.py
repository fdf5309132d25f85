"""The acoustic model that pocketsphinx carries (en-us, BSD), evaluated frame by frame in numpy.

pocketsphinx tells scores only along its own best path, normalised over the states that were active at that moment,
so a free phone decode and a forced alignment cannot be compared. Here every one of the 5,126 tied states (senones) is
scored in every frame under one normaliser, which is what a goodness of pronunciation needs. The front end repeats
pocketsphinx's: 25 mel bands 130-6800 Hz, Doblinger's spectral-minima noise suppression, liftered cepstra, mean
normalisation over the segment, deltas; the result has no memory of earlier audio.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zenhire.engines.asr.base import AsrConfigurationError
from zenhire.engines.audio.base import SAMPLE_RATE, Samples

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

FRAME_RATE = 100
STATES = 3
FILLERS = ("+NSN+", "+SPN+", "SIL")

_WINDOW = 410
_SHIFT = SAMPLE_RATE // FRAME_RATE
_FFT = 512
_BANDS = 25
_CEPSTRA = 13
_LIFTER = 22
_PREEMPHASIS = 0.97
_LOG_UNIT = 1024 * float(np.log(1.0001))  # the model's 8-bit logarithms: base 1.0001, shifted by 10 bits
_DENSITY_FLOOR = float(np.exp(-96 * _LOG_UNIT))  # pocketsphinx's MAX_NEG_ASCR
_VARIANCE_FLOOR = 1e-4
_BLOCK = 400


@dataclass(frozen=True, slots=True)
class FrameScores:
    """Natural-log scores of one segment every 10 ms; frame i covers samples [160 i, 160 i + 410).

    `states` (frames, 3 * phones): the best senone of each phone's first, middle and last state, relative to the best
    senone of all in that frame (<= 0). `posteriors` (frames, phones): log P(phone | frame) with equal senone priors.
    """

    states: Floats
    posteriors: Floats

    def __len__(self) -> int:
        return len(self.states)


@dataclass(frozen=True, slots=True)
class _Stream:
    """One feature stream: quadratic, linear and constant terms of its densities, mixture weights a phone."""

    quadratic: Floats
    linear: Floats
    constant: Floats
    weights: tuple[Floats, ...]


class AcousticModel:
    """A phonetically tied mixture model in the format of Sphinx-3, read from `folder`.

    `phones` are the model's context-independent phones in its order. Raises AsrConfigurationError when a file is
    missing or is not of the expected kind.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self.phones, owner, position = _read_definition((folder / "mdef").read_bytes())
            means = _read_densities((folder / "means").read_bytes())
            variances = _read_densities((folder / "variances").read_bytes())
            weights = _read_weights((folder / "sendump").read_bytes(), len(owner), means.shape[2])
        except (OSError, ValueError, struct.error) as error:
            raise AsrConfigurationError(f"The acoustic model in {folder} cannot be read: {error}") from error
        order = np.lexsort((position, owner))
        group = owner[order] * STATES + position[order]
        self._cuts = np.searchsorted(group, np.arange(len(self.phones) * STATES))
        members = [order[owner[order] == phone] for phone in range(len(self.phones))]
        self._streams = tuple(
            _stream(means[:, stream], variances[:, stream], weights[stream], members)
            for stream in range(means.shape[1])
        )
        self._codebooks, self._densities = means.shape[0], means.shape[2]

    def score(self, samples: Samples) -> FrameScores:
        """Scores of 16 kHz mono samples (n,), at best one segment of a few seconds between pauses.

        CPU: about .025 of the audio's length on one core; memory: about 30 MB beside the result.
        """
        streams = _features(samples)
        blocks = [
            self._score_block([stream[first : first + _BLOCK] for stream in streams])
            for first in range(0, len(streams[0]), _BLOCK)
        ]
        if not blocks:
            phones = len(self.phones)
            return FrameScores(np.zeros((0, phones * STATES), np.float32), np.zeros((0, phones), np.float32))
        return FrameScores(*(np.concatenate(part) for part in zip(*blocks, strict=True)))

    def _score_block(self, features: list[Floats]) -> tuple[Floats, Floats]:
        total: Floats | None = None
        for stream, z in zip(self._streams, features, strict=True):
            density = (z * z) @ stream.quadratic + z @ stream.linear + stream.constant
            density -= density.max(axis=1, keepdims=True)
            density = np.maximum(np.exp(density), _DENSITY_FLOOR).reshape(len(z), self._codebooks, self._densities)
            mixed = [np.ascontiguousarray(density[:, phone]) @ weight for phone, weight in enumerate(stream.weights)]
            score = np.log(np.concatenate(mixed, axis=1))
            total = score if total is None else total + score
        assert total is not None
        total -= total.max(axis=1, keepdims=True)
        states = np.maximum.reduceat(total, self._cuts, axis=1)
        pooled = np.log(np.add.reduceat(np.exp(total), self._cuts[::STATES], axis=1) + 1e-30)
        pooled -= np.log(np.exp(pooled).sum(axis=1, keepdims=True))
        return states.astype(np.float32), pooled.astype(np.float32)


@lru_cache(maxsize=1)
def english() -> AcousticModel:
    """The American English model inside the pocketsphinx package, loaded once a process (.2 s, about 45 MB)."""
    return AcousticModel(model_folder() / "en-us")


def model_folder() -> Path:
    """The folder of pocketsphinx's English data. Raises AsrConfigurationError when the package is missing."""
    try:
        import pocketsphinx
    except ImportError as error:
        raise AsrConfigurationError("pocketsphinx is not installed") from error
    return Path(pocketsphinx.get_model_path("en-us"))


def _stream(means: Floats, variances: Floats, weights: NDArray[np.uint8], members: list[NDArray[np.intp]]) -> _Stream:
    """Rewrites log N(z; m, v) as z^2 q + z l + c, and the stored 8-bit logarithms as weights."""
    m = means.reshape(-1, means.shape[-1]).astype(np.float64)
    v = np.maximum(variances.reshape(m.shape).astype(np.float64), _VARIANCE_FLOOR)
    constant = -0.5 * (np.log(2 * np.pi * v) + m * m / v).sum(axis=1)
    linear_weights = np.exp(-_LOG_UNIT * weights.astype(np.float32))
    return _Stream(
        quadratic=np.ascontiguousarray((-0.5 / v).T, dtype=np.float32),
        linear=np.ascontiguousarray((m / v).T, dtype=np.float32),
        constant=constant.astype(np.float32),
        weights=tuple(np.ascontiguousarray(linear_weights[:, senones]) for senones in members),
    )


def _read_definition(data: bytes) -> tuple[tuple[str, ...], NDArray[np.intp], NDArray[np.intp]]:
    """Phone names, and for every senone the phone that owns it and its place (0-2) in it, from a binary mdef."""
    if data[:4] != b"BMDF":
        raise ValueError("mdef is not a little-endian binary model definition")
    (length,) = struct.unpack_from("<i", data, 8)
    at = 12 + length
    base, phones, emitting, _, senones, _, _, _, tree, _ = struct.unpack_from("<10i", data, at)
    if emitting != STATES:
        raise ValueError(f"phones of {emitting} states")
    at += 40
    names = []
    for _ in range(base):
        end = data.index(b"\0", at)
        names.append(data[at:end].decode("ascii"))
        at = end + 1
    at = -(-at // 4) * 4 + 8 * tree
    entry = np.dtype([("sequence", "<i4"), ("transitions", "<i4"), ("context", "u1", 4)])
    table = np.frombuffer(data, entry, phones, at)
    at += entry.itemsize * phones
    (size,) = struct.unpack_from("<i", data, at)
    sequences = np.frombuffer(data, "<u2", size, at + 4).reshape(-1, STATES)
    phone = np.where(np.arange(phones) < base, np.arange(phones), table["context"][:, 1])
    owner = np.full(senones, -1, dtype=np.intp)
    position = np.zeros(senones, dtype=np.intp)
    for state in range(STATES):
        senone = sequences[table["sequence"], state]
        owner[senone], position[senone] = phone, state
    if (owner < 0).any():
        raise ValueError("senones without a phone")
    return tuple(names), owner, position


def _read_densities(data: bytes) -> Floats:
    """Means or variances, shape (codebooks, streams, densities, dimensions)."""
    at = data.index(b"endhdr\n") + 7
    magic, codebooks, streams, densities = struct.unpack_from("<I3i", data, at)
    if magic != 0x11223344:
        raise ValueError("not a little-endian Sphinx-3 parameter file")
    at += 16
    lengths = set(struct.unpack_from(f"<{streams}i", data, at))
    if lengths != {_CEPSTRA}:
        raise ValueError(f"streams of {sorted(lengths)} values")
    at += 4 * streams + 4
    values = np.frombuffer(data, "<f4", codebooks * streams * densities * _CEPSTRA, at)
    return values.reshape(codebooks, streams, densities, _CEPSTRA)


def _read_weights(data: bytes, senones: int, densities: int) -> NDArray[np.uint8]:
    """Quantised mixture weights, shape (streams, densities, senones); larger is less likely."""
    at = 0
    while True:
        (length,) = struct.unpack_from("<i", data, at)
        at += 4 + length
        if length == 0:
            break
    if struct.unpack_from("<2i", data, at) != (densities, senones):
        raise ValueError("sendump does not belong to this model")
    return np.frombuffer(data, np.uint8, offset=at + 8).reshape(-1, densities, senones)


def _features(samples: Samples) -> list[Floats]:
    """Cepstra less their mean, first and second differences; three arrays of shape (frames, 13)."""
    cepstra = _cepstra(samples)
    if len(cepstra) == 0:
        return [cepstra.astype(np.float32)] * 3
    cepstra = cepstra - cepstra.mean(axis=0)
    padded = np.pad(cepstra, ((3, 3), (0, 0)), mode="edge")

    def at(offset: int) -> Doubles:
        return padded[3 + offset : 3 + offset + len(cepstra)]

    second = (at(3) - at(-1)) - (at(1) - at(-3))
    return [part.astype(np.float32) for part in (cepstra, at(2) - at(-2), second)]


def _cepstra(samples: Samples) -> Doubles:
    """Liftered mel cepstra after noise suppression, shape (frames, 13)."""
    if len(samples) < _WINDOW:
        return np.zeros((0, _CEPSTRA))
    x = samples.astype(np.float64)
    x[1:] -= _PREEMPHASIS * x[:-1]
    windows = np.lib.stride_tricks.sliding_window_view(x, _WINDOW)[::_SHIFT]
    mel = np.concatenate(
        [
            np.square(np.abs(np.fft.rfft(windows[first : first + _BLOCK] * _HAMMING, _FFT))) @ _MEL.T
            for first in range(0, len(windows), _BLOCK)
        ]
    )
    return (np.log(mel * _noise_gain(mel) + 1e-4) @ _DCT.T) * _LIFT


def _noise_gain(mel: Doubles) -> Doubles:
    """Gain of every band and frame, smoothed over four bands each side; shape of `mel`.

    G. Doblinger, 'Computationally efficient speech enhancement by spectral minima tracking' (1995), with the temporal
    masking of PNCC (C. Kim), and pocketsphinx's constants: the model was trained behind this filter.
    """
    power, noise, floor = mel[0].copy(), mel[0] / 20.0, mel[0] / 20.0
    peak = np.zeros(_BANDS)
    gain = np.empty_like(mel)
    for frame, current in enumerate(mel):
        power = 0.7 * power + 0.3 * current
        noise = _lower_envelope(power, noise)
        signal = np.maximum(power - noise, 1.0)
        floor = _lower_envelope(signal, floor)
        peak *= 0.85
        masked = np.where(signal < 0.85 * peak, 0.2 * peak, signal)
        peak = np.maximum(peak, signal)
        gain[frame] = np.clip(np.maximum(masked, floor) / np.maximum(power, 1e-10), 0.05, 20.0)
    return gain @ _SMOOTH.T


def _lower_envelope(values: Doubles, envelope: Doubles) -> Doubles:
    return np.where(values >= envelope, 0.995 * envelope + 0.005 * values, 0.5 * envelope + 0.5 * values)


def _mel_filters() -> Doubles:
    """Triangles of unit area with edges on FFT bins, shape (25, 257)."""
    low, high = (2595.0 * np.log10(1.0 + hertz / 700.0) for hertz in (130.0, 6800.0))
    edges = 700.0 * (10.0 ** (np.linspace(low, high, _BANDS + 2) / 2595.0) - 1.0)
    bin_width = SAMPLE_RATE / _FFT
    edges = np.floor(edges / bin_width + 0.5) * bin_width
    hertz = np.arange(_FFT // 2 + 1) * bin_width
    left, centre, right = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising, falling = (hertz - left) / (centre - left), (right - hertz) / (right - centre)
    return np.asarray(np.maximum(0.0, np.minimum(rising, falling)) * 2.0 / (right - left))


def _dct() -> Doubles:
    """Orthonormal DCT-II, shape (13, 25)."""
    row, column = np.mgrid[:_CEPSTRA, :_BANDS]
    scale = np.sqrt(np.where(row == 0, 1.0, 2.0) / _BANDS)
    return np.asarray(np.cos(np.pi * row * (column + 0.5) / _BANDS) * scale)


def _smoothing() -> Doubles:
    near = np.abs(np.subtract.outer(np.arange(_BANDS), np.arange(_BANDS))) <= 4
    return np.asarray(near / near.sum(axis=1, keepdims=True))


_HAMMING = np.hamming(_WINDOW)
_MEL = _mel_filters()
_DCT = _dct()
_SMOOTH = _smoothing()
_LIFT = 1.0 + _LIFTER / 2.0 * np.sin(np.arange(_CEPSTRA) * np.pi / _LIFTER)
