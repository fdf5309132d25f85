"""The network against a reference computed with numpy in 64 bits, and what a damaged model does."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import erf
from tokenizers import Tokenizer

from zenhire.engines.embedder import EmbedderConfigurationError, load, parse_spec, similarities
from zenhire.engines.embedder.base import MAX_TOKENS
from zenhire.engines.embedder.graph import build_graph
from zenhire.engines.embedder.minilm import MODEL_NAME, TOKENIZER, VERSION, WEIGHTS, MiniLmEmbedder
from zenhire.engines.embedder.safetensors import BadWeights, float_tensors
from zenhire.engines.models import ModelStore, load_registry
from zenhire.kit.settings import default_models_dir

Floats = NDArray[np.float64]

TEXTS = (
    "nurse",
    "Senior Java developer, Spring Boot, ten years at a bank.",
    "naïve café résumé 看護師 👩🏽‍💻 C++",
    "Responsible for budgets, suppliers and the training of new colleagues. " * 60,
)


@pytest.fixture(scope="module")
def folder() -> Path:
    """The packaged set-up's weights."""
    return ModelStore(default_models_dir()).path(MODEL_NAME)


@pytest.fixture(scope="module")
def embedder(folder: Path) -> MiniLmEmbedder:
    return MiniLmEmbedder(folder)


class Reference:
    """BERT as its paper has it, with the numbers read straight from the file."""

    def __init__(self, path: Path) -> None:
        raw = path.read_bytes()
        length = int.from_bytes(raw[:8], "little")
        self._entries, self._numbers = json.loads(raw[8 : 8 + length]), memoryview(raw)[8 + length :]

    def stored(self, name: str) -> NDArray[np.float32]:
        first, last = self._entries[name]["data_offsets"]
        return np.frombuffer(self._numbers[first:last], dtype="<f4").reshape(self._entries[name]["shape"])

    def weight(self, name: str) -> Floats:
        return self.stored(name).astype(np.float64)

    def linear(self, value: Floats, name: str) -> Floats:
        return value @ self.weight(f"{name}.weight").T + self.weight(f"{name}.bias")

    def norm(self, value: Floats, name: str) -> Floats:
        centred = value - value.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return scaled * self.weight(f"{name}.weight") + self.weight(f"{name}.bias")

    def attention(self, value: Floats, name: str) -> Floats:
        parts = [self.linear(value, f"{name}.self.{part}") for part in ("query", "key", "value")]
        mixed = []
        for head in range(12):
            q, k, v = (part[:, 32 * head : 32 * head + 32] for part in parts)
            scores = q @ k.T / np.sqrt(32)
            weights = np.exp(scores - scores.max(-1, keepdims=True))
            mixed.append(weights / weights.sum(-1, keepdims=True) @ v)
        return self.norm(
            self.linear(np.concatenate(mixed, 1), f"{name}.output.dense") + value, f"{name}.output.LayerNorm"
        )

    def embed(self, ids: list[int]) -> Floats:
        value = self.stored("embeddings.word_embeddings.weight")[ids].astype(np.float64)
        value = value + self.weight("embeddings.position_embeddings.weight")[: len(ids)]
        value = self.norm(value + self.weight("embeddings.token_type_embeddings.weight")[0], "embeddings.LayerNorm")
        for layer in range(6):
            name = f"encoder.layer.{layer}"
            value = self.attention(value, f"{name}.attention")
            wide = self.linear(value, f"{name}.intermediate.dense")
            wide = 0.5 * wide * (1 + erf(wide / np.sqrt(2)))
            value = self.norm(self.linear(wide, f"{name}.output.dense") + value, f"{name}.output.LayerNorm")
        mean = value.mean(0)
        return mean / np.linalg.norm(mean)


def test_vectors_are_those_of_the_reference(folder: Path, embedder: MiniLmEmbedder) -> None:
    reference = Reference(folder / WEIGHTS)
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    for text, vector in zip(TEXTS, embedder.embed(TEXTS), strict=True):
        expected = reference.embed(tokenizer.encode(text).ids)
        assert float(vector @ expected / np.linalg.norm(vector)) >= 0.999999
        assert np.abs(vector - expected).max() < 5e-6


def test_the_longest_text_has_256_tokens(embedder: MiniLmEmbedder) -> None:
    """'nurse' is one token; two of the 256 mark beginning and end."""
    at, beyond = "nurse " * (MAX_TOKENS - 2), "nurse " * (MAX_TOKENS - 1)
    short, full, over = embedder.embed(["nurse " * (MAX_TOKENS - 3), at, beyond])
    assert np.array_equal(full, over)
    assert not np.array_equal(short, full)


def test_meaning_is_nearer_than_spelling(embedder: MiniLmEmbedder) -> None:
    ask = embedder.embed(["software engineer"])
    near, spelt = similarities(ask, embedder.embed(["programmer", "stationary engineer"]))[0]
    assert near > spelt


def test_the_version_is_the_weights(folder: Path) -> None:
    files = {file.name: file for file in load_registry()[MODEL_NAME].files}
    assert files[WEIGHTS].sha256.startswith(VERSION)
    assert set(files) == {WEIGHTS, TOKENIZER}


def test_the_graph_is_always_the_same(folder: Path) -> None:
    program = (
        "import hashlib, sys; from zenhire.engines.embedder.graph import build_graph; "
        "print(hashlib.sha256(build_graph(sys.argv[1])).hexdigest(), end='')"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program, str(folder / WEIGHTS)],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
    assert len(build_graph(folder / WEIGHTS)) < 50_000


def test_a_folder_or_file_behind_a_link_will_do(folder: Path, embedder: MiniLmEmbedder, tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(folder)
    (tmp_path / "files").mkdir()
    for name in (WEIGHTS, TOKENIZER):
        (tmp_path / "files" / name).symlink_to(folder / name)
    expected = embedder.embed(TEXTS[:1])
    for place in ("linked", "files"):
        assert np.array_equal(MiniLmEmbedder(tmp_path / place).embed(TEXTS[:1]), expected)


Damage = Callable[[bytes, int], tuple[bytes, int]]


def _header(change: Callable[[dict[str, dict[str, object]]], object]) -> Damage:
    """A header that says something else about the same numbers."""

    def damage(head: bytes, numbers: int) -> tuple[bytes, int]:
        entries = json.loads(head[8:])
        change(entries)
        text = json.dumps(entries).encode()
        return len(text).to_bytes(8, "little") + text, numbers

    return damage


NAME = "encoder.layer.5.output.dense.weight"
DAMAGES: dict[str, Damage] = {
    "empty": lambda head, numbers: (b"", 0),
    "no header": lambda head, numbers: (b"\xff" * 4096, numbers),
    "header longer than the file": lambda head, numbers: (head[:200], 0),
    "header no JSON": lambda head, numbers: (head[:8] + b"{" * (len(head) - 8), numbers),
    "header a list": lambda head, numbers: ((2).to_bytes(8, "little") + b"[]", numbers),
    "cut off": lambda head, numbers: (head, numbers - 4),
    "a tensor missing": _header(lambda entries: entries.pop(NAME)),
    "another shape": _header(lambda entries: entries[NAME].update(shape=[1536, 384])),
    "another type": _header(lambda entries: entries[NAME].update(dtype="F16")),
    "size and shape differ": _header(lambda entries: entries[NAME].update(shape=[384, 1535])),
    "outside the file": _header(lambda entries: entries[NAME].update(data_offsets=[2**40, 2**40 + 4 * 384 * 1536])),
    "offsets no numbers": _header(lambda entries: entries[NAME].update(data_offsets=["0", None])),
    "one offset": _header(lambda entries: entries[NAME].update(data_offsets=[0])),
    "a negative shape": _header(lambda entries: entries[NAME].update(shape=[-384, -1536])),
}


def _write(path: Path, head: bytes, numbers: int) -> None:
    """A file of this header, its numbers all zero and no burden to the disk."""
    with path.open("wb") as file:
        file.write(head)
        file.truncate(len(head) + numbers)


@pytest.fixture(scope="module")
def head(folder: Path) -> bytes:
    """The header of the real weights, its length in front."""
    with (folder / WEIGHTS).open("rb") as file:
        first = file.read(8)
        return first + file.read(int.from_bytes(first, "little"))


@pytest.mark.parametrize("kind", sorted(DAMAGES))
def test_damaged_weights_are_refused(kind: str, folder: Path, head: bytes, tmp_path: Path) -> None:
    numbers = (folder / WEIGHTS).stat().st_size - len(head)
    _write(tmp_path / WEIGHTS, head, numbers)
    build_graph(tmp_path / WEIGHTS)
    _write(tmp_path / WEIGHTS, *DAMAGES[kind](head, numbers))
    with pytest.raises(BadWeights):
        build_graph(tmp_path / WEIGHTS)


def test_only_floats_are_listed(folder: Path) -> None:
    places = float_tensors(folder / WEIGHTS)
    assert "embeddings.position_ids" not in places
    assert places["embeddings.word_embeddings.weight"].shape == (30_522, 384)


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"version": "1.0"}'])
def test_a_damaged_tokenizer_is_a_configuration_error(folder: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / MODEL_NAME).mkdir()
    (tmp_path / MODEL_NAME / WEIGHTS).symlink_to(folder / WEIGHTS)
    size = (folder / TOKENIZER).stat().st_size
    (tmp_path / MODEL_NAME / TOKENIZER).write_bytes(content.ljust(size))
    with pytest.raises(EmbedderConfigurationError, match="zenhire models pull"):
        load(parse_spec("minilm", models_dir=tmp_path))


def test_another_vocabulary_is_refused(folder: Path, tmp_path: Path) -> None:
    shutil.copyfile(folder / TOKENIZER, tmp_path / TOKENIZER)
    tokenizer = json.loads((tmp_path / TOKENIZER).read_text(encoding="utf-8"))
    tokenizer["model"]["vocab"] = {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "nurse": 3}
    (tmp_path / TOKENIZER).write_text(json.dumps(tokenizer), encoding="utf-8")
    with pytest.raises(BadWeights, match="vocabulary"):
        MiniLmEmbedder(tmp_path)
