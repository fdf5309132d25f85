"""all-MiniLM-L6-v2 (Apache-2.0) on ONNX Runtime: mean of the tokens' vectors, in 32 bits, at most 256 tokens.

Texts go through one at a time and on one thread: a vector then depends on nothing but its text. The weights are mapped
from the file and used where they lie, so that processes share one copy; packing them anew for the processor would be
8 % faster and cost each process 42 MB.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from zenhire.engines.embedder.base import (
    MAX_TOKENS,
    EmbedderConfigurationError,
    EmbedderInfo,
    Embeddings,
    on_grid,
    readable,
)
from zenhire.engines.embedder.graph import DIMENSIONS, VOCABULARY, build_graph
from zenhire.engines.embedder.safetensors import BadWeights
from zenhire.engines.models import ModelError, ModelStore

MODEL_NAME = "all-minilm-l6-v2"
WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"
VERSION = "53aa51172d14"
"""The beginning of the weights' SHA-256."""

_MARKS = 2


def _session(weights: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # Plans for memory are kept by shape, and nearly every text has a length of its own.
    options.enable_mem_pattern = False
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.add_session_config_entry("session.disable_prepacking", "1")
    options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(weights.parent))
    return onnxruntime.InferenceSession(build_graph(weights), options, providers=["CPUExecutionProvider"])


def _tokenizer(path: Path) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises a bare Exception for whatever it cannot read
        raise BadWeights(f"{path.name} is not readable as a tokenizer.") from error
    if tokenizer.get_vocab_size() != VOCABULARY:
        raise BadWeights(f"{path.name} has another vocabulary than the network.")
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


class MiniLmEmbedder:
    """The embedder of a folder with `model.safetensors` and `tokenizer.json`. Raises BadWeights, OSError."""

    info = EmbedderInfo("minilm", "all-MiniLM-L6-v2", VERSION, DIMENSIONS)

    def __init__(self, folder: str | Path) -> None:
        self._tokenizer = _tokenizer(Path(folder) / TOKENIZER)
        self._session = _session((Path(folder) / WEIGHTS).resolve())

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Unit vectors, float32 (len(texts), 384); see `Embedder.embed`."""
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            ids = self._tokenizer.encode(readable(text)).ids
            if len(ids) > _MARKS:
                feed = {"ids": np.array(ids, dtype=np.int64), "positions": np.arange(len(ids), dtype=np.int64)}
                rows[row] = self._session.run(["mean"], feed)[0][0]
        return on_grid(rows)


def from_store(models_dir: str | Path) -> MiniLmEmbedder:
    """The embedder with the weights of the models folder. Raises EmbedderConfigurationError, saying what to do."""
    try:
        return MiniLmEmbedder(ModelStore(Path(models_dir)).path(MODEL_NAME))
    except ModelError as error:
        raise EmbedderConfigurationError(str(error)) from error
    except (BadWeights, OSError) as error:
        message = f"model {MODEL_NAME} cannot be used: {error} Run: zenhire models pull {MODEL_NAME}"
        raise EmbedderConfigurationError(message) from error
