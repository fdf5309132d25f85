"""MiniLM as an ONNX graph whose weights stay in the published safetensors file.

BERT (Devlin et al. 2019) in the size of MiniLM-L6 (Wang et al. 2020): six layers of twelve heads, 384 wide. One text
at a time goes through, so there is no batch, no padding and no mask. Each weight is external data: a stretch of the
safetensors file, which ONNX Runtime maps into memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from zenhire.engines.embedder.safetensors import BadWeights, TensorPlace, float_tensors

DIMENSIONS = 384
VOCABULARY = 30_522
POSITIONS = 512

_LAYERS, _HEADS, _INNER = 6, 12, 1536
_EPSILON = 1e-12
_OPSET, _IR = 20, 9


class _Builder:
    """Collects nodes and initialisers; every method gives the name of the value that it made."""

    def __init__(self, file: str, places: Mapping[str, TensorPlace]) -> None:
        self._file, self._places = file, places
        self.nodes: list[Any] = []
        self.initialisers: list[Any] = []

    def weight(self, name: str, *shape: int) -> str:
        """A tensor of the file. Raises BadWeights when it is missing or has another shape."""
        place = self._places.get(name)
        if place is None or place.shape != shape:
            raise BadWeights(f"The weights hold no {name} of shape {shape}.")
        where = {"location": self._file, "offset": str(place.offset), "length": str(place.length)}
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape, data_location=TensorProto.EXTERNAL)
        for key, value in where.items():
            tensor.external_data.add(key=key, value=value)
        self.initialisers.append(tensor)
        return name

    def constant(self, name: str, value: Any) -> str:
        """A small tensor of the graph's own."""
        self.initialisers.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """An operator with one output."""
        output = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def linear(self, value: str, name: str, inputs: int, outputs: int) -> str:
        """value @ weight.T + bias."""
        weight, bias = self.weight(f"{name}.weight", outputs, inputs), self.weight(f"{name}.bias", outputs)
        return self.node("Gemm", value, weight, bias, transB=1)

    def normalised(self, value: str, name: str) -> str:
        """Layer normalisation over the last axis."""
        scale, bias = (self.weight(f"{name}.{part}", DIMENSIONS) for part in ("weight", "bias"))
        return self.node("LayerNormalization", value, scale, bias, axis=-1, epsilon=_EPSILON)


def _embedded(build: _Builder) -> str:
    """Word, place and sort of text, added up; the sort is always the first."""
    words = build.weight("embeddings.word_embeddings.weight", VOCABULARY, DIMENSIONS)
    places = build.weight("embeddings.position_embeddings.weight", POSITIONS, DIMENSIONS)
    sorts = build.weight("embeddings.token_type_embeddings.weight", 2, DIMENSIONS)
    first = build.constant("first", np.zeros(1, dtype=np.int64))
    placed = build.node("Add", build.node("Gather", words, "ids"), build.node("Gather", places, "positions"))
    return build.normalised(build.node("Add", placed, build.node("Gather", sorts, first)), "embeddings.LayerNorm")


def _attention(build: _Builder, value: str, name: str) -> str:
    """Multi-head self-attention, its output not yet projected."""

    def heads(part: str, order: list[int]) -> str:
        split = build.node("Reshape", build.linear(value, f"{name}.{part}", DIMENSIONS, DIMENSIONS), "heads")
        return build.node("Transpose", split, perm=order)

    query, key, content = heads("query", [1, 0, 2]), heads("key", [1, 2, 0]), heads("value", [1, 0, 2])
    scores = build.node("Mul", build.node("MatMul", query, key), "scale")
    mixed = build.node("MatMul", build.node("Softmax", scores, axis=-1), content)
    return build.node("Reshape", build.node("Transpose", mixed, perm=[1, 0, 2]), "flat")


def _layer(build: _Builder, value: str, name: str) -> str:
    mixed = _attention(build, value, f"{name}.attention.self")
    projected = build.linear(mixed, f"{name}.attention.output.dense", DIMENSIONS, DIMENSIONS)
    value = build.normalised(build.node("Add", projected, value), f"{name}.attention.output.LayerNorm")
    wide = build.node("Gelu", build.linear(value, f"{name}.intermediate.dense", DIMENSIONS, _INNER))
    narrow = build.linear(wide, f"{name}.output.dense", _INNER, DIMENSIONS)
    return build.normalised(build.node("Add", narrow, value), f"{name}.output.LayerNorm")


def build_graph(weights: str | Path) -> bytes:
    """The serialised model: `ids` and `positions` (int64, one for each token) in, `mean` (1, 384) out.

    The same file name and header always give the same bytes. Raises BadWeights, OSError.
    """
    build = _Builder(Path(weights).name, float_tensors(weights))
    build.constant("heads", np.array([-1, _HEADS, DIMENSIONS // _HEADS], dtype=np.int64))
    build.constant("flat", np.array([-1, DIMENSIONS], dtype=np.int64))
    build.constant("scale", np.float32((DIMENSIONS // _HEADS) ** -0.5))
    value = _embedded(build)
    for layer in range(_LAYERS):
        value = _layer(build, value, f"encoder.layer.{layer}")
    axis = build.constant("axis", np.zeros(1, dtype=np.int64))
    build.nodes.append(helper.make_node("ReduceMean", [value, axis], ["mean"], keepdims=1))
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["tokens"]) for name in ("ids", "positions")]
    output = helper.make_tensor_value_info("mean", TensorProto.FLOAT, [1, DIMENSIONS])
    graph = helper.make_graph(build.nodes, "minilm", inputs, [output], build.initialisers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
    return bytes(model.SerializeToString(deterministic=True))
