"""The checkpoint reader takes tensors and refuses everything that could run or mislead."""

from __future__ import annotations

import io
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from zenhire.engines.speaker.checkpoint import BadCheckpoint, read_model_state

MAGIC = 0x1950A86A20F9469CFC6C


class FakeGlobal:
    """Pickles as a reference to any name, with arguments."""

    def __init__(self, target: Callable[..., object] | str, *args: object) -> None:
        self.target, self.args = target, args

    def __reduce__(self) -> Any:
        return self.target, self.args


def tensor_pickle(shape: tuple[int, ...], *, offset: int = 0) -> bytes:
    """{'model_state': {'weight': <tensor of storage '7'>}} as torch would write it, assembled by hand."""
    out = io.BytesIO()
    out.write(b"\x80\x02}X\x0b\x00\x00\x00model_state}X\x06\x00\x00\x00weightctorch._utils\n_rebuild_tensor_v2\n(")
    out.write(b"(X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x007X\x03\x00\x00\x00cpuK\x06NtQ")
    strides = tuple(int(np.prod(shape[k + 1 :])) for k in range(len(shape)))
    for value in (offset, shape, strides):
        out.write(pickle.dumps(value, protocol=2)[2:-1])
    out.write(b"\x89NtRss.")
    return out.getvalue()


def write(path: Path, body: bytes, *, numbers: int = 6, cut: int = 0) -> Path:
    """A legacy checkpoint with one storage '7' of 0, 1, 2, ..."""
    head = b"".join(pickle.dumps(value, protocol=2) for value in (MAGIC, 1001, {"little_endian": True}))
    keys = pickle.dumps(["7"], protocol=2)
    data = numbers.to_bytes(8, "little") + np.arange(numbers, dtype="<f4").tobytes()
    whole = head + body + keys + data
    path.write_bytes(whole[: len(whole) - cut])
    return path


def test_a_tensor_is_read(tmp_path: Path) -> None:
    state = read_model_state(write(tmp_path / "a.pt", tensor_pickle((2, 3))))
    assert state["weight"].dtype == np.float32
    assert state["weight"].tolist() == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]


def test_a_tensor_may_begin_inside_its_storage(tmp_path: Path) -> None:
    assert read_model_state(write(tmp_path / "a.pt", tensor_pickle((2, 2), offset=2)))["weight"].tolist() == [
        [2.0, 3.0],
        [4.0, 5.0],
    ]


@pytest.mark.parametrize(("shape", "offset"), [((3, 3), 0), ((2, 3), 1), ((1000, 1000), 0)])
def test_a_tensor_outside_its_storage_is_refused(tmp_path: Path, shape: tuple[int, ...], offset: int) -> None:
    path = write(tmp_path / "a.pt", tensor_pickle(shape, offset=offset))
    with pytest.raises(BadCheckpoint, match="outside"):
        read_model_state(path)


def test_another_global_is_refused_and_not_run(tmp_path: Path) -> None:
    witness = tmp_path / "ran"
    body = pickle.dumps({"model_state": FakeGlobal(os.mkdir, str(witness))}, protocol=2)
    with pytest.raises(BadCheckpoint, match="mkdir"):
        read_model_state(write(tmp_path / "a.pt", body))
    assert not witness.exists()


@pytest.mark.parametrize("cut", [1, 20, 40, 120, 200])
def test_a_cut_off_file_is_refused(tmp_path: Path, cut: int) -> None:
    path = write(tmp_path / "a.pt", tensor_pickle((2, 3)), cut=cut)
    with pytest.raises(BadCheckpoint):
        read_model_state(path)


def test_other_formats_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data.pkl", b"")
    with pytest.raises(BadCheckpoint):
        read_model_state(path)
    path.write_bytes(pickle.dumps(MAGIC, protocol=2) + pickle.dumps(999, protocol=2))
    with pytest.raises(BadCheckpoint, match="legacy"):
        read_model_state(path)


def test_a_checkpoint_without_model_state_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadCheckpoint, match="model_state"):
        read_model_state(write(tmp_path / "a.pt", pickle.dumps({"step": 1}, protocol=2)))
