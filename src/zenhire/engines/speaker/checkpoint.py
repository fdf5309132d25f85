"""Reads tensors from a PyTorch checkpoint of the legacy (pre-zip) format without PyTorch and without running code.

The file is four pickles (magic number, protocol, system information, the object), a pickled list of
storage keys, then for each key an int64 count followed by the raw little-endian numbers. A pickle can
name any function of the interpreter, so the reader knows three names and refuses every other.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

_MAGIC = 0x1950A86A20F9469CFC6C
_PROTOCOL = 1001
_MAX_FLOATS = 64 * 1024 * 1024


class BadCheckpoint(ValueError):
    """The file is no checkpoint that this reader understands, or it asks for something it must not have."""


class _FloatStorage:
    """Stands for torch.FloatStorage: only its name is needed, to know the element type."""


class _Tensor:
    """A tensor before its numbers are read: storage key, offset, shape and strides, counted in elements."""

    def __init__(self, storage: str, offset: int, shape: tuple[int, ...], strides: tuple[int, ...]) -> None:
        self.storage, self.offset, self.shape, self.strides = storage, offset, shape, strides

    def read(self, storages: dict[str, NDArray[np.float32]]) -> NDArray[np.float32]:
        """The numbers as an array of their own. Raises BadCheckpoint when they reach outside the storage."""
        data = storages[self.storage]
        last = self.offset + sum((n - 1) * s for n, s in zip(self.shape, self.strides, strict=True))
        if self.offset < 0 or min((*self.strides, 0)) < 0 or min((*self.shape, 1)) < 1 or last >= len(data):
            raise BadCheckpoint("A tensor of the checkpoint lies outside its storage.")
        strides = tuple(4 * s for s in self.strides)
        return np.lib.stride_tricks.as_strided(data[self.offset :], self.shape, strides).copy()


def _rebuild_tensor(storage: str, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object) -> _Tensor:
    return _Tensor(storage, offset, shape, strides)


_ALLOWED: dict[tuple[str, str], Any] = {
    ("collections", "OrderedDict"): OrderedDict,
    ("torch._utils", "_rebuild_tensor_v2"): _rebuild_tensor,
    ("torch", "FloatStorage"): _FloatStorage,
}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ALLOWED[module, name]
        except KeyError:
            raise BadCheckpoint(f"The checkpoint asks for {module}.{name}, which is not allowed.") from None

    def persistent_load(self, pid: Any) -> str:
        if not (isinstance(pid, tuple) and len(pid) >= 5 and pid[0] == "storage" and pid[1] is _FloatStorage):
            raise BadCheckpoint("The checkpoint refers to something that is not a storage of 32-bit floats.")
        return str(pid[2])


def _read_storages(file: BinaryIO, keys: list[str]) -> dict[str, NDArray[np.float32]]:
    storages: dict[str, NDArray[np.float32]] = {}
    for key in keys:
        head = file.read(8)
        count = int.from_bytes(head, "little", signed=True)
        if len(head) != 8 or not 0 <= count <= _MAX_FLOATS:
            raise BadCheckpoint("The checkpoint's storages are damaged.")
        raw = file.read(4 * count)
        if len(raw) != 4 * count:
            raise BadCheckpoint("The checkpoint is cut off.")
        storages[key] = np.frombuffer(raw, dtype="<f4").astype(np.float32)
    return storages


def _unpickle(file: BinaryIO) -> Any:
    try:
        return _Unpickler(file).load()
    except BadCheckpoint:
        raise
    except Exception as error:  # a damaged pickle raises whatever its opcodes happen to hit
        raise BadCheckpoint("The checkpoint's header is damaged.") from error


def read_model_state(path: str | Path) -> dict[str, NDArray[np.float32]]:
    """Tensors of `checkpoint["model_state"]` by name, float32, each an array of its own.

    Raises BadCheckpoint for another format, damage, or a global other than the three a state dict needs;
    OSError when the file cannot be read.
    """
    with Path(path).open("rb") as file:
        if _unpickle(file) != _MAGIC or _unpickle(file) != _PROTOCOL:
            raise BadCheckpoint("Not a PyTorch checkpoint of the legacy format.")
        _unpickle(file)
        checkpoint = _unpickle(file)
        keys = _unpickle(file)
        if not isinstance(checkpoint, dict) or not isinstance(checkpoint.get("model_state"), dict):
            raise BadCheckpoint("The checkpoint holds no model_state.")
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise BadCheckpoint("The checkpoint's list of storages is damaged.")
        storages = _read_storages(file, keys)
    tensors = {name: value for name, value in checkpoint["model_state"].items() if isinstance(value, _Tensor)}
    if missing := {t.storage for t in tensors.values()} - storages.keys():
        raise BadCheckpoint(f"The checkpoint lacks {len(missing)} storages.")
    return {name: tensor.read(storages) for name, tensor in tensors.items()}
