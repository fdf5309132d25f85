"""Sentence embedders: which one a setting names, and vectors of texts in whatever process."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from zenhire.engines.embedder.base import (
    Embedder,
    EmbedderConfigurationError,
    EmbedderError,
    EmbedderInfo,
    EmbedderSpec,
    Embeddings,
    similarities,
)

__all__ = [
    "Embedder",
    "EmbedderConfigurationError",
    "EmbedderError",
    "EmbedderInfo",
    "EmbedderSpec",
    "Embeddings",
    "embed_texts",
    "load",
    "parse_spec",
    "similarities",
    "warm_up",
]

DEFAULT = "minilm"


def _minilm(spec: EmbedderSpec) -> Embedder:
    from zenhire.engines.embedder.minilm import from_store

    return from_store(spec.models_dir)


def _fake(spec: EmbedderSpec) -> Embedder:
    from zenhire.engines.embedder.fake import FakeEmbedder

    del spec
    return FakeEmbedder()


ENGINES: Mapping[str, Callable[[EmbedderSpec], Embedder]] = {"minilm": _minilm, "fake": _fake}


def parse_spec(setting: str, *, models_dir: str | Path = "") -> EmbedderSpec:
    """What a setting names: `minilm`, `fake`, or `auto`, which is `minilm`.

    Loads nothing. Raises EmbedderConfigurationError for what is not understood.
    """
    engine = setting.strip().lower()
    if engine == "auto":
        engine = DEFAULT
    if engine not in ENGINES:
        raise EmbedderConfigurationError(f"unknown embedder {setting!r}; known: auto, {', '.join(ENGINES)}")
    return EmbedderSpec(engine=engine, models_dir=str(models_dir))


@lru_cache(maxsize=2)
def load(spec: EmbedderSpec) -> Embedder:
    """The embedder, made once per process and spec. Raises EmbedderConfigurationError when something is missing."""
    try:
        build = ENGINES[spec.engine]
    except KeyError:
        raise EmbedderConfigurationError(f"unknown embedder {spec.engine!r}") from None
    return build(spec)


def warm_up(spec: EmbedderSpec) -> EmbedderInfo:
    """Loads the embedder into this process and says who it is. Raises EmbedderConfigurationError."""
    return load(spec).info


def embed_texts(spec: EmbedderSpec, texts: Sequence[str]) -> Embeddings:
    """`Embedder.embed` in a child process of the pool: top-level and picklable, the embedder loaded once a process.

    The rows do not depend on how the texts are shared out. Raises EmbedderConfigurationError.
    """
    return load(spec).embed(texts)
