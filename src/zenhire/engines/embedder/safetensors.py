"""Where the tensors of a safetensors file lie. The numbers themselves are left in the file, to be mapped from there.

The file is a little-endian uint64, that many bytes of JSON (`{name: {dtype, shape, data_offsets}}`), then the numbers.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

_MAX_HEADER = 16 * 1024 * 1024
_FLOAT_BYTES = 4


class BadWeights(ValueError):
    """The file is no safetensors file, is damaged, or holds another network than it should."""


@dataclass(frozen=True, slots=True)
class TensorPlace:
    """A tensor of 32-bit floats: its shape, and the byte of the file at which it begins."""

    shape: tuple[int, ...]
    offset: int

    @property
    def length(self) -> int:
        """Bytes that it takes."""
        return _FLOAT_BYTES * math.prod(self.shape)


def float_tensors(path: str | Path) -> dict[str, TensorPlace]:
    """The file's 32-bit float tensors by name; others are passed over.

    Raises BadWeights for a damaged header or a tensor that does not lie within the file; OSError.
    """
    with Path(path).open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        header = int.from_bytes(file.read(8), "little")
        if not 2 <= header <= min(_MAX_HEADER, size - 8):
            raise BadWeights("Not a safetensors file.")
        try:
            entries = json.loads(file.read(header))
        except ValueError as error:
            raise BadWeights("The header of the safetensors file is damaged.") from error
    if not isinstance(entries, dict):
        raise BadWeights("The header of the safetensors file is damaged.")
    found = {name: entry for name, entry in entries.items() if isinstance(entry, dict) and entry.get("dtype") == "F32"}
    return {name: _place(name, entry, 8 + header, size) for name, entry in found.items()}


def _place(name: str, entry: Mapping[str, Any], start: int, size: int) -> TensorPlace:
    shape, offsets = entry.get("shape"), entry.get("data_offsets")
    if not (_counts(shape) and _counts(offsets) and len(offsets) == 2):
        raise BadWeights(f"The header says nothing usable about {name[:80]!r}.")
    place = TensorPlace(tuple(shape), start + offsets[0])
    if offsets[1] - offsets[0] != place.length or start + offsets[1] > size:
        raise BadWeights(f"The tensor {name[:80]!r} is cut off or has another size than its shape.")
    return place


def _counts(values: Any) -> TypeGuard[list[int]]:
    return isinstance(values, list) and all(type(value) is int and value >= 0 for value in values)
